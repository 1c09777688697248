"""Partners' resume databases that workspaces have connected."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
WORKSPACES = sa.text("member_id IS NULL")
MEMBERS = sa.text("member_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "source_connections",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("member_id", ID, nullable=True),
        sa.Column("credentials", sa.LargeBinary(), nullable=False),
        sa.Column("connected_by", ID, nullable=False),
        sa.Column("connected_at", MOMENT, nullable=False),
        sa.Column("quota_left", sa.Integer(), nullable=True),
        sa.Column("quota_total", sa.Integer(), nullable=True),
        sa.Column("quota_resets", sa.String(), nullable=False),
        sa.Column("checked_at", MOMENT, nullable=False),
        sa.Column("failing_since", MOMENT, nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("admins_notified", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["connected_by"], ["members.id"]),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_source_connections_workspace_id"), "source_connections", ["workspace_id"], unique=False)
    op.create_index(
        "uq_source_connections_workspace",
        "source_connections",
        ["workspace_id", "source"],
        unique=True,
        sqlite_where=WORKSPACES,
        postgresql_where=WORKSPACES,
    )
    op.create_index(
        "uq_source_connections_member",
        "source_connections",
        ["workspace_id", "source", "member_id"],
        unique=True,
        sqlite_where=MEMBERS,
        postgresql_where=MEMBERS,
    )

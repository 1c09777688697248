"""Mailboxes that are connected by signing in at Microsoft or Google."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
WORKSPACES = sa.text("member_id IS NULL")
MEMBERS = sa.text("member_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "mail_sign_ins",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=True),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("send_url", sa.String(), nullable=False),
        sa.Column("read_url", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("tokens", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("connected_by", ID, nullable=False),
        sa.Column("connected_at", MOMENT, nullable=False),
        sa.Column("refused_at", MOMENT, nullable=True),
        sa.Column("uid_validity", ID, nullable=False),
        sa.Column("last_uid", ID, nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("polled_at", MOMENT, nullable=True),
        sa.Column("failing_since", MOMENT, nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("owner_notified", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["connected_by"], ["members.id"]),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_mail_sign_ins_workspace_id"), "mail_sign_ins", ["workspace_id"], unique=False)
    op.create_index(
        "uq_mail_sign_ins_workspace",
        "mail_sign_ins",
        ["workspace_id"],
        unique=True,
        sqlite_where=WORKSPACES,
        postgresql_where=WORKSPACES,
    )
    op.create_index(
        "uq_mail_sign_ins_member",
        "mail_sign_ins",
        ["workspace_id", "member_id"],
        unique=True,
        sqlite_where=MEMBERS,
        postgresql_where=MEMBERS,
    )
    with op.batch_alter_table("page_links") as page_links:
        page_links.add_column(sa.Column("sealed", sa.LargeBinary(), nullable=True))

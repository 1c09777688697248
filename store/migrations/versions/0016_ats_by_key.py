"""Applicant tracking systems connected with a key: who was pushed there, and what they know about people."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("job_boards", sa.Column("credentials", sa.LargeBinary(), nullable=True))
    op.create_table(
        "ats_pushes",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("candidate_id", ID, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("job_id", ID, nullable=True),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("pushed_at", MOMENT, nullable=True),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"]),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "system", "candidate_id"),
    )
    op.create_index(op.f("ix_ats_pushes_candidate_id"), "ats_pushes", ["candidate_id"], unique=False)
    op.create_index(op.f("ix_ats_pushes_workspace_id"), "ats_pushes", ["workspace_id"], unique=False)
    op.create_table(
        "ats_records",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("known", sa.String(), nullable=False),
        sa.Column("do_not_contact", sa.Boolean(), nullable=False),
        sa.Column("checked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "system", "hash"),
    )
    op.create_index(op.f("ix_ats_records_checked_at"), "ats_records", ["checked_at"], unique=False)

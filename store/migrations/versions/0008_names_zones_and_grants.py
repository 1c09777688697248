"""The workspace's confirmed name and time zone, and grants that raise a budget and lead back to a draft."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("workspaces", sa.Column("confirmed_at", MOMENT, nullable=True))
    op.execute("UPDATE workspaces SET confirmed_at = created_at WHERE time_zone <> 'UTC'")  # an admin chose it
    op.add_column("members", sa.Column("time_zone", sa.String(), nullable=False, server_default=""))
    op.add_column("credit_budgets", sa.Column("extra", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("credit_budgets", sa.Column("extra_period", sa.String(), nullable=False, server_default=""))
    op.add_column("credit_requests", sa.Column("draft_id", ID, nullable=True))

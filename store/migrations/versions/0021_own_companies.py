"""A workspace's own companies, and whether people who work there are found; an ended quota of a source."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workspaces", sa.Column("own_companies", sa.String(), nullable=False, server_default=""))
    op.add_column("workspaces", sa.Column("show_own_people", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("credit_accounts", sa.Column("ended", sa.Boolean(), nullable=False, server_default=sa.false()))

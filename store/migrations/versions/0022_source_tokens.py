"""Tokens of resume databases that were connected by signing in there."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("source_connections", sa.Column("tokens", sa.LargeBinary(), nullable=True))

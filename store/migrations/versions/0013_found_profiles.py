"""Profiles that a connected source has found: not in our index, and stored for as long as its terms allow."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("profiles", sa.Column("in_index", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("profiles", sa.Column("keep_until", sa.DateTime(timezone=True), nullable=True))

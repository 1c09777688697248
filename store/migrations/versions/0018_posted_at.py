"""When a card was first posted, which redrawing it doesn't change."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True))

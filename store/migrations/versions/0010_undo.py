"""Until when a sent invitation can be undone, and which ones were sent together. Existing ones can't be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("invitations", sa.Column("undo_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("invitations", sa.Column("batch_id", ID, nullable=True))
    op.create_index("ix_invitations_batch_id", "invitations", ["batch_id"])

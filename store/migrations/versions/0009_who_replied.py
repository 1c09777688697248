"""Who wrote a reply, if not the sender of the invitation: an admin may reply too."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mails", sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))

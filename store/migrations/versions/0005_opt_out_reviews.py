"""What was decided about answers that may ask for no more mail. Existing answers have no such decision."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("candidate_answers", sa.Column("opt_out_review", sa.String(), nullable=False, server_default=""))

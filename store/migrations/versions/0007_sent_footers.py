"""The signature and footer of each sent e-mail, to recognise them in answers after either was changed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mails", sa.Column("footer", sa.String(), nullable=False, server_default=""))

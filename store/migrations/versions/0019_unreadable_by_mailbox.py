"""Messages that could not be read are told apart by mailbox: a workspace may have several."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COPY = """
    INSERT INTO unreadable_mails (workspace_id, sign_in_id, uid_validity, uid, reason, at)
    SELECT workspace_id, 0, uid_validity, uid, reason, at FROM unreadable_mails_before"""


def upgrade() -> None:
    op.rename_table("unreadable_mails", "unreadable_mails_before")  # SQLite cannot change a primary key
    op.create_table(
        "unreadable_mails",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("sign_in_id", ID, nullable=False),
        sa.Column("uid_validity", ID, nullable=False),
        sa.Column("uid", ID, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "sign_in_id", "uid_validity", "uid"),
    )
    op.execute(COPY)
    op.drop_table("unreadable_mails_before")

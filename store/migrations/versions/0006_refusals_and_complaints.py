"""The cause of a bounce, and mail that is held back after a refusal or after complaints."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("candidate_answers", sa.Column("cause", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "sending_holds",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("resumed_at", MOMENT, nullable=True),
        sa.Column("resumed_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["resumed_by"], ["members.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "provider"),
    )

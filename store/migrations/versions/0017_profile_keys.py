"""By which people that were found at connected sources, seen or hidden are recognized in other sources."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "profile_keys",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("profile_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "value", "profile_id"),
    )
    op.create_index(op.f("ix_profile_keys_profile_id"), "profile_keys", ["profile_id"], unique=False)

"""Drop `profiles.link`: nothing reads it since all match keys are taken from the body."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_profiles_link", "profiles")
    op.drop_column("profiles", "link")

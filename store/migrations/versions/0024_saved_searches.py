"""Saved searches and their digests; profiles by the time they were imported, to find those that are new."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0022"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
BODY = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "saved_searches",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("job_id", ID, nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("terms", BODY, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("sources_read", BODY, nullable=False),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"]),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("member_id", "name"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_saved_searches_workspace_id"), "saved_searches", ["workspace_id"], unique=False)
    op.create_index(op.f("ix_saved_searches_next_at"), "saved_searches", ["next_at"], unique=False)
    op.create_table(
        "search_digests",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("saved_search_id", ID, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("silent", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["saved_search_id"], ["saved_searches.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("saved_search_id", "due_at"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_search_digests_workspace_id"), "search_digests", ["workspace_id"], unique=False)
    op.create_index(op.f("ix_search_digests_made_at"), "search_digests", ["made_at"], unique=False)
    op.create_table(
        "digest_people",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("digest_id", ID, nullable=False),
        sa.Column("profile_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["digest_id"], ["search_digests.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("digest_id", "profile_id"),
    )
    op.create_index(op.f("ix_digest_people_workspace_id"), "digest_people", ["workspace_id"], unique=False)
    op.create_index(op.f("ix_digest_people_profile_id"), "digest_people", ["profile_id"], unique=False)
    op.create_index(op.f("ix_profiles_imported_at"), "profiles", ["imported_at"], unique=False)

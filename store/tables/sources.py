"""The table of connections to partners' resume databases."""

# pyright: reportAssignmentType=false, reportUnknownVariableType=false
# (SQLModel declares __tablename__ with a type other than the string it takes)

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from store.columns import key, moment, ref, workspace

_WORKSPACES = text("member_id IS NULL")
_MEMBERS = text("member_id IS NOT NULL")


class SourceConnection(SQLModel, table=True):
    """A contract with a partner's resume database: the workspace's (`member_id` None), or one member's own."""

    __tablename__ = "source_connections"
    __table_args__ = (
        Index(
            "uq_source_connections_workspace",
            "workspace_id",
            "source",
            unique=True,
            sqlite_where=_WORKSPACES,
            postgresql_where=_WORKSPACES,
        ),
        Index(
            "uq_source_connections_member",
            "workspace_id",
            "source",
            "member_id",
            unique=True,
            sqlite_where=_MEMBERS,
            postgresql_where=_MEMBERS,
        ),
        {"sqlite_autoincrement": True},  # ids are never reused, because old cards may have buttons for them
    )
    id: int = key()
    workspace_id: int = workspace()
    source: str  # a name in connectors/resumes/registry.py
    member_id: int | None = ref("members.id", default=None)
    credentials: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # encrypted JSON, by field name
    tokens: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    # encrypted JSON if somebody signed in at the source; empty once the source no longer renews the tokens
    connected_by: int = ref("members.id")
    connected_at: datetime = moment()
    quota_left: int | None = None
    quota_total: int | None = None
    quota_resets: str = ""  # in the source's words
    checked_at: datetime = moment()  # the last attempt to log in or to read the quota
    failing_since: datetime | None = moment(nullable=True)
    last_error: str = ""  # text to display
    admins_notified: bool = False  # whether anyone was notified that the credentials are refused

"""The tables of saved searches, and of the digests that were made of them."""

# pyright: reportAssignmentType=false, reportUnknownVariableType=false
# (SQLModel declares __tablename__ with a type other than the string it takes)

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from store.columns import body, key, moment, ref, workspace


class SavedSearch(SQLModel, table=True):
    """A search that a member named, with the schedule of its digest."""

    __tablename__ = "saved_searches"
    __table_args__ = (
        UniqueConstraint("member_id", "name"),
        {"sqlite_autoincrement": True},  # an id is never reused: old cards may have buttons for it
    )
    id: int = key()
    workspace_id: int = workspace()
    member_id: int = ref("members.id")
    job_id: int | None = ref(default=None)
    name: str
    terms: dict[str, Any] = body()  # as in Search
    digest: str = ""  # "", daily, weekly
    weekday: int = 0  # of a weekly digest; 0 is Monday
    hour: int = 9  # local time
    time_zone: str = "UTC"  # IANA; that of `next_at`
    next_at: datetime | None = moment(nullable=True, index=True)  # when the next digest is due; None: never
    since: datetime = moment()  # the next digest has the people who are new or updated since then
    sources_read: dict[str, Any] = body()  # by connected source, when it last answered a digest (ISO 8601)
    muted: bool = False
    created_at: datetime = moment()


class SearchDigest(SQLModel, table=True):
    """One digest: made for one period, at most once."""

    __tablename__ = "search_digests"
    __table_args__ = (
        UniqueConstraint("saved_search_id", "due_at"),
        {"sqlite_autoincrement": True},
    )
    id: int = key()
    workspace_id: int = workspace()
    saved_search_id: int = ref("saved_searches.id", ondelete="CASCADE")
    due_at: datetime = moment()
    made_at: datetime = moment(index=True)
    total: int = 0  # the people found, more than are listed if there are many
    silent: str = ""  # labels of the sources that did not answer, with commas


class DigestPerson(SQLModel, table=True):
    """A person in a digest, by the profile shown first."""

    __tablename__ = "digest_people"
    workspace_id: int = workspace()
    digest_id: int = ref("search_digests.id", primary_key=True, ondelete="CASCADE")
    profile_id: int = ref("profiles.id", primary_key=True, index=True, ondelete="CASCADE")
    position: int = Field(default=0)

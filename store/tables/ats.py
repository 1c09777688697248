"""The tables of applicant tracking systems: who was pushed to them, and what they know about people."""

# pyright: reportAssignmentType=false, reportUnknownVariableType=false
# (SQLModel declares __tablename__ with a type other than the string it takes)

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from store.columns import key, moment, ref, workspace


class AtsPush(SQLModel, table=True):
    """A candidate who was pushed to an ATS, or is being pushed. One row for each candidate and system."""

    __tablename__ = "ats_pushes"
    __table_args__ = (UniqueConstraint("workspace_id", "system", "candidate_id"),)
    id: int = key()
    workspace_id: int = workspace()
    system: str  # as in JobBoard
    candidate_id: int = ref("candidates.id", index=True)
    state: str = "new"  # new, asked, pushed, failed, unknown
    attempt: int = 0  # counts the requests, so that a late response to an earlier one is recognized
    job_id: int | None = ref(default=None)  # the job that they were last pushed for
    member_id: int = ref("members.id")  # who asked last
    asked_at: datetime = moment()
    pushed_at: datetime | None = moment(nullable=True)  # the earliest known time that they were in the ATS
    url: str = ""  # their page in the ATS
    reason: str = ""  # why it failed, or what is uncertain, as text to display


class AtsRecord(SQLModel, table=True):
    """What an ATS said about an e-mail address when it was last asked. The address is stored only as its hash."""

    __tablename__ = "ats_records"
    workspace_id: int = workspace(primary_key=True)
    system: str = Field(primary_key=True)
    hash: str = Field(primary_key=True)  # as in Suppression
    known: str = ""  # "In Greenhouse since 3 May 2026: Onsite."; "" if nobody in the ATS has this address
    do_not_contact: bool = False
    checked_at: datetime = moment(index=True)

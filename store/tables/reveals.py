"""The tables for partners' candidates: which contact details were bought, and resumes."""

# pyright: reportAssignmentType=false, reportUnknownVariableType=false
# (SQLModel declares __tablename__ with a type other than the string it takes)

from datetime import datetime

from sqlalchemy import Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from store.columns import key, moment, ref, workspace


class Reveal(SQLModel, table=True):
    """The contact details of a partner's candidate, bought or being bought under the workspace's own contract.

    One row for each person in each source, so that nobody is paid for twice."""

    __tablename__ = "reveals"
    __table_args__ = (UniqueConstraint("workspace_id", "source", "source_id"),)
    id: int = key()
    workspace_id: int = workspace()
    source: str
    source_id: str
    profile_id: int = ref(index=True)
    state: str = "new"  # new, asked, revealed, failed, unknown
    attempt: int = 0  # counts the requests, so that a late response to an earlier one is recognized
    member_id: int = ref("members.id")  # who asked last
    asked_at: datetime = moment()
    revealed_at: datetime | None = moment(nullable=True)
    amount: int = 0  # how much of the contract's quota it used, by the source's own figures
    reason: str = ""  # why it failed, or what is uncertain, as text to display


class Resume(SQLModel, table=True):
    """The resume that came with a reveal, as a file."""

    __tablename__ = "resumes"
    reveal_id: int = ref("reveals.id", primary_key=True)
    workspace_id: int = workspace()
    name: str
    content_type: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))

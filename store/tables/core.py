"""The core tables. All but the global ones have `workspace_id`; times are UTC and aware; JSON holds plain values."""

# pyright: reportAssignmentType=false, reportUnknownVariableType=false
# (SQLModel declares __tablename__ with a type other than the string it takes)

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Enum, Index, LargeBinary, Text, UniqueConstraint, false, true
from sqlmodel import Field, SQLModel

from store.columns import Id, body, key, moment, ref, workspace
from store.roles import Role


def _values(kind: type[Role]) -> list[str]:
    return [role.value for role in kind]


def _role() -> Any:
    """A column for a role: stored as text, so that a new role needs no new database type."""
    kind = Enum(Role, native_enum=False, length=20, values_callable=_values)
    return Field(default=Role.GUEST, sa_column=Column(kind, nullable=False))


def _search_text() -> Any:
    """A column for the folded text (store/text.py) that list searches match; written together with the columns it is
    built from."""
    return Field(default="", sa_column=Column(Text(), nullable=False))


class Workspace(SQLModel, table=True):
    """One Slack team (or Enterprise org) or one Teams tenant."""

    __tablename__ = "workspaces"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)
    id: int = key()
    platform: str
    external_id: str
    name: str = ""
    default_role: Role = _role()  # the role of new members
    time_zone: str = "UTC"
    confirmed_at: datetime | None = moment(nullable=True)  # when an admin confirmed or set the name and time zone
    own_companies: str = Field(default="", sa_column_kwargs={"server_default": ""})  # besides its name, one per line
    show_own_people: bool = Field(default=False, sa_column_kwargs={"server_default": false()})  # those who work there
    created_at: datetime = moment()


class Member(SQLModel, table=True):
    """A person in a workspace, identified by the platform's id."""

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("workspace_id", "external_id"),)
    id: int = key()
    workspace_id: int = workspace()
    external_id: str
    name: str = ""
    email: str = Field(default="", index=True)
    time_zone: str = ""  # IANA, according to the platform
    role: Role = _role()
    role_set_by: int | None = ref(default=None)  # the admin who set the role; None: it follows the settings
    outsider: bool = False  # a guest on the platform: never more than a reviewer
    job_id: int | None = ref(default=None)  # the current job
    conversation: str = ""  # their direct messages with the bot
    reference: dict[str, Any] = body()  # what the platform needs to start a conversation (Teams)
    access_requested_at: datetime | None = moment(nullable=True)  # when they asked for access, until that is answered
    claim_attempts: int = 0  # the number of wrong claim codes since `claim_attempted_at`
    claim_attempted_at: datetime | None = moment(nullable=True)
    search_text: str = _search_text()  # name and e-mail
    created_at: datetime = moment()


class Claim(SQLModel, table=True):
    """A one-time code that makes the first admin; only its hash is stored."""

    __tablename__ = "claims"
    id: int = key()
    code_hash: str = Field(unique=True)
    created_at: datetime = moment()
    used_at: datetime | None = moment(nullable=True)


class Job(SQLModel, table=True):
    """An open role, from an ATS, a file, or typed in."""

    __tablename__ = "jobs"
    __table_args__ = (UniqueConstraint("workspace_id", "source", "external_id"),)
    id: int = key()
    workspace_id: int = workspace()
    source: str = "typed"  # typed, file, or an ATS and the company there ("greenhouse:acme")
    external_id: str
    title: str
    department: str = ""
    place: str = ""  # free text
    lat: float | None = None
    lon: float | None = None
    remote: bool = False
    description: str = ""
    apply_url: str = ""
    status: str = Field(default="open", index=True)  # open, closed
    recruiter_email: str = ""
    employment_type: str = ""
    search_text: str = _search_text()  # title, department and place
    created_at: datetime = moment()
    updated_at: datetime = moment()


class JobBoard(SQLModel, table=True):
    """An ATS whose jobs are copied into the workspace: its public job board, or the system itself, with a key."""

    __tablename__ = "job_boards"
    __table_args__ = (
        UniqueConstraint("workspace_id", "system", "name"),
        {"sqlite_autoincrement": True},  # ids are never reused, because old cards may have buttons for them
    )
    id: int = key()
    workspace_id: int = workspace()
    system: str  # a name in connectors/ats/boards.py; if connected with a key, in registry.py next to it
    name: str  # the company's name in the ATS; "" if connected with a key
    credentials: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))  # encrypted JSON
    connected_by: int = ref("members.id")
    connected_at: datetime = moment()
    checked_at: datetime = moment()  # the last attempt to read it
    synced_at: datetime | None = moment(nullable=True)  # the last attempt that worked
    failing_since: datetime | None = moment(nullable=True)
    last_error: str = ""
    admins_notified: bool = False  # whether they were notified of the failure


class Search(SQLModel, table=True):
    """A stored query of a member, as typed; parsed anew each time it runs."""

    __tablename__ = "searches"
    id: int = key()
    workspace_id: int = workspace()
    member_id: int = ref("members.id", index=True)
    job_id: int | None = ref(default=None)
    terms: dict[str, Any] = body()  # what, where, place, filters, sort: see handlers/search/form_values.py
    source: str = ""  # the tab; "" is All
    page: int = 0
    created_at: datetime = moment()
    updated_at: datetime = moment()


class Profile(SQLModel, table=True):
    """What one source says about a person. `workspace_id` 0: shared by all; the operator imports and erases it."""

    __tablename__ = "profiles"
    __table_args__ = (UniqueConstraint("workspace_id", "source", "source_id"),)
    id: int = key()
    workspace_id: int = ref(default=0)
    source: str
    source_id: str
    name: str
    email: str = Field(default="", index=True)  # first address, lower case; the other match keys are in the body
    digest: str = ""  # of the body: an unchanged profile is not written or indexed again
    body: dict[str, Any] = body()
    updated_at: datetime | None = moment(nullable=True)  # according to the source
    imported_at: datetime = moment(index=True)
    in_index: bool = Field(default=True, sa_column_kwargs={"server_default": true()})  # False for connected sources
    keep_until: datetime | None = moment(nullable=True)  # as long as the source's terms allow


class Candidate(SQLModel, table=True):
    """A person this workspace has engaged with. Name, headline and place are copied here for lists."""

    __tablename__ = "candidates"
    __table_args__ = (Index("ix_candidates_workspace_updated", "workspace_id", "updated_at"),)
    id: int = key()
    workspace_id: int = workspace()
    profile_id: int = ref("profiles.id")  # the profile shown first
    name: str
    headline: str = ""
    place: str = ""
    owner_id: int | None = ref("members.id", default=None)
    unlocked_at: datetime | None = moment(nullable=True)
    contacted_by: int | None = ref(default=None)  # sender of the last invitation
    contacted_at: datetime | None = moment(nullable=True)
    interest: str = ""  # "", interested, not_interested, replied, complained
    job_id: int | None = ref(default=None)  # the job for which the team first engaged with them
    search_text: str = _search_text()  # name, headline and place
    created_at: datetime = moment()
    updated_at: datetime = moment()


class CandidateProfile(SQLModel, table=True):
    """Which profiles belong to one candidate, in one workspace."""

    __tablename__ = "candidate_profiles"
    __table_args__ = (Index("ix_candidate_profiles_similarity", "workspace_id", "similarity_key"),)
    workspace_id: int = workspace(primary_key=True)
    profile_id: int = ref("profiles.id", primary_key=True)
    candidate_id: int = ref("candidates.id", index=True)
    similarity_key: str = (
        ""  # name, employer and place, folded; "" when one of them is missing: see store/people/merging.py
    )


class CandidateKey(SQLModel, table=True):
    """What makes two profiles the same person without asking a member: the same e-mail address or profile link."""

    __tablename__ = "candidate_keys"
    workspace_id: int = workspace(primary_key=True)
    value: str = Field(primary_key=True)  # "email:…" or "link:…"
    candidate_id: int = ref("candidates.id", index=True)


class ProfileKey(SQLModel, table=True):
    """A key by which a profile is recognized as somebody whom the workspace has found in a connected source, seen or
    hidden, even if it has not engaged with them."""

    __tablename__ = "profile_keys"
    workspace_id: int = workspace(primary_key=True)
    value: str = Field(primary_key=True)  # as in CandidateKey, or "alike:…" for the same name, employer and place
    profile_id: int = ref("profiles.id", primary_key=True, index=True, ondelete="CASCADE")


class CandidateAlias(SQLModel, table=True):
    """The former id of a candidate that was merged into another: cards posted before the merge still carry it."""

    __tablename__ = "candidate_aliases"
    id: int = Field(sa_column=Column(Id, primary_key=True, autoincrement=False))
    workspace_id: int = workspace()
    candidate_id: int = ref("candidates.id", index=True)


class SamePerson(SQLModel, table=True):
    """A suggestion that two candidates are the same person (same name, employer and place), and a member's answer."""

    __tablename__ = "same_person"
    workspace_id: int = workspace(primary_key=True)
    candidate_id: int = ref("candidates.id", primary_key=True)  # the lower id
    other_id: int = ref("candidates.id", primary_key=True)
    answer: str = ""  # "", same, different
    answered_by: int | None = ref(default=None)


class Star(SQLModel, table=True):
    """A member saved a candidate."""

    __tablename__ = "stars"
    workspace_id: int = workspace()
    member_id: int = ref("members.id", primary_key=True)
    candidate_id: int = ref("candidates.id", primary_key=True, index=True)
    job_id: int | None = ref(default=None)
    created_at: datetime = moment()


class SeenProfile(SQLModel, table=True):
    """The member opened the profile's card."""

    __tablename__ = "seen"
    workspace_id: int = workspace()
    member_id: int = ref("members.id", primary_key=True)
    profile_id: int = ref("profiles.id", primary_key=True, index=True)
    at: datetime = moment()


class Rejected(SQLModel, table=True):
    """Not for this job: hidden by a recruiter, or rejected by a reviewer. `job_id` 0: the search had no job."""

    __tablename__ = "rejected"
    workspace_id: int = workspace(primary_key=True)
    job_id: int = ref(primary_key=True)
    profile_id: int = ref("profiles.id", primary_key=True, index=True)
    member_id: int = ref("members.id")
    at: datetime = moment()


class Note(SQLModel, table=True):
    """A note on a candidate, private or for the team."""

    __tablename__ = "notes"
    id: int = key()
    workspace_id: int = workspace()
    candidate_id: int = ref("candidates.id", index=True)
    author_id: int = ref("members.id")
    text: str
    team: bool = True
    link: str = ""  # to the chat message it was made from
    created_at: datetime = moment()
    edited_at: datetime | None = moment(nullable=True)


class NoteMention(SQLModel, table=True):
    __tablename__ = "note_mentions"
    workspace_id: int = workspace()
    note_id: int = ref("notes.id", primary_key=True)
    member_id: int = ref("members.id", primary_key=True, index=True)


class Draft(SQLModel, table=True):
    """What a member typed in a form but has not submitted: restored when the form opens again."""

    __tablename__ = "drafts"
    workspace_id: int = workspace()
    member_id: int = ref("members.id", primary_key=True)
    form: str = Field(primary_key=True)  # "note:42"
    typed: dict[str, Any] = body()
    updated_at: datetime = moment()


class Message(SQLModel, table=True):
    """Where a posted card is, and what it shows: one row for each profile on it, or one with profile 0 for none.

    One table, so that recording a card costs one statement, and two when it replaces another."""

    __tablename__ = "messages"
    workspace_id: int = ref("workspaces.id", primary_key=True)
    conversation: str = Field(primary_key=True)
    message: str = Field(primary_key=True)
    profile_id: int = ref(primary_key=True, index=True)
    member_id: int | None = ref("members.id", default=None, index=True)  # the member whose private card it is
    redraw: dict[str, Any] = body()  # {"verb": …, "args": …, "result": …}: the action that redraws it, the last result
    replaced_by_form: bool = Field(
        default=False, sa_column_kwargs={"server_default": false()}
    )  # a form is shown in its place
    posted_at: datetime | None = moment(nullable=True)  # redrawing doesn't change it; None: not recorded
    updated_at: datetime = moment()


class ReceivedInteraction(SQLModel, table=True):
    """Interactions received (see store/interactions/log.py, which reads and writes the table without the ORM)."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_state_lease", "state", "lease_until"),)
    key: str = Field(primary_key=True)
    person: str  # platform:workspace:user; one person's interactions run serially
    kind: str
    state: str  # received, running, applied, done
    payload: str = ""  # JSON; emptied when done
    answer: str | None = None  # JSON: the answer given, repeated for duplicates
    holder: str = ""  # the process that runs it
    lease_until: float = 0.0  # Unix seconds
    attempts: int = 0
    received: float = Field(index=True)


class IndexChange(SQLModel, table=True):
    """Profiles to update in the search index: written with the change, emptied by the process that owns the index."""

    __tablename__ = "index_changes"
    profile_id: int = Field(sa_column=Column(Id, primary_key=True, autoincrement=False))
    at: datetime = moment()


class Lease(SQLModel, table=True):
    """A named lease, held by one process at a time."""

    __tablename__ = "leases"
    name: str = Field(primary_key=True)
    holder: str
    until: datetime = moment()


class Audit(SQLModel, table=True):
    """Audit log: who did what. Contains no personal data about candidates, only ids."""

    __tablename__ = "audit"
    id: int = key()
    workspace_id: int = workspace()
    member_id: int | None = ref(default=None)
    action: str  # role, export, erase, …
    details: dict[str, Any] = body()
    at: datetime = moment(index=True)

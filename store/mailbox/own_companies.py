"""The workspace's own companies: people who work there are not found, unless an admin allows it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlmodel import col, select

from store import audit
from store.db import Read, Write
from store.errors import Refusal
from store.members import workspaces
from store.people import employers
from store.roles import May, allows
from store.tables.core import Job, Member, Workspace
from store.tables.outreach import Mailbox
from store.text import clean

MOST = 30  # the most companies and domains on the list
LONGEST = 2_000  # the most characters in the list


@dataclass(frozen=True, slots=True)
class OwnCompanies:
    """`names`: as entered, the workspace's own first; empty if the employees of these companies may be found. `keys`:
    as in store/people/employers.py."""

    names: tuple[str, ...] = ()
    keys: frozenset[str] = field(default_factory=frozenset[str])

    def employ(self, bodies: Iterable[dict[str, Any]]) -> bool:
        """Whether one of a person's profiles says that they work at one of these companies."""
        return bool(self.keys) and any(not self.keys.isdisjoint(employers.keys_of(body)) for body in bodies)


async def hidden(db: Read, workspace_id: int, company: str = "") -> OwnCompanies:
    """The companies whose people are left out. `company`: the operator's company, for a workspace that has not set its
    own. One statement."""
    return (await hidden_and_jobs(db, workspace_id, company, ()))[0]


async def hidden_and_jobs(
    db: Read, workspace_id: int, company: str, job_ids: Iterable[int | None]
) -> tuple[OwnCompanies, dict[int, Job]]:
    """Like `hidden`, plus those of these jobs that exist, by id: a search needs both in one statement."""
    wanted = {id for id in job_ids if id is not None}
    there = (col(Job.workspace_id) == col(Workspace.id)) & col(Job.id).in_(wanted)
    about = (
        select(Workspace, Mailbox.company, Job)
        .outerjoin(Mailbox, col(Mailbox.workspace_id) == col(Workspace.id))
        .outerjoin(Job, there)
        .where(Workspace.id == workspace_id)
    )
    rows = cast("list[tuple[Workspace, str | None, Job | None]]", (await db.exec(about)).all())
    jobs = {job.id: job for _, _, job in rows if job is not None}
    workspace, own, _ = rows[0]
    return of_workspace(workspace, own or company or workspace.name), jobs


def of_workspace(workspace: Workspace, company: str) -> OwnCompanies:
    """Like `hidden`, without a statement. `company`: the name in the workspace's invitations."""
    if workspace.show_own_people:
        return OwnCompanies()
    names = tuple(dict.fromkeys(each for each in (company, *workspace.own_companies.splitlines()) if each))
    return OwnCompanies(names, frozenset(key for each in names for key in employers.keys_named(each)))


async def update(db: Write, by: Member, entries: str, *, show: bool, now: datetime) -> None:
    """Set the companies and domains in addition to the workspace's own name, one per line, and whether people who work
    there are found. The audit log gets no names. Admins only; raises Refusal."""
    if not allows(by.role, May.ADMINISTER):
        raise Refusal("Only an admin can change this.")
    listed, workspace = _listed(entries), await workspaces.get(db, by.workspace_id)
    before = {"companies": workspace.own_companies, "shown": workspace.show_own_people}
    after = {"companies": listed, "shown": show}
    if changed := [name for name, value in after.items() if before[name] != value]:
        workspace.own_companies, workspace.show_own_people = listed, show
        await db.flush()
        await audit.add(db, workspace.id, by.id, "own_companies", {"changed": changed, "shown": show}, now)


def problem(entries: str) -> str:
    """Why `update` would refuse the list, as text to display; "" when it would accept it."""
    try:
        _listed(entries)
    except Refusal as no:
        return no.message
    return ""


def _listed(entries: str) -> str:
    lines = list(dict.fromkeys(line for each in clean(entries).splitlines() if (line := " ".join(each.split()))))
    if wrong := next((line for line in lines if not employers.keys_named(line)), ""):
        raise Refusal(f"“{wrong}”: enter a company name, or a domain like acme.com.")
    if len(lines) > MOST or len("\n".join(lines)) > LONGEST:
        raise Refusal(f"List at most {MOST} companies and domains.")
    return "\n".join(lines)

"""Members: the people of a workspace, and their roles."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlmodel import col, func, select, update

from store import audit, time_zones
from store.chat import notifications
from store.db import Read, Write
from store.errors import Gone, Refusal
from store.roles import RANK, May, Role, allows
from store.tables.core import Job, Member, Workspace
from store.text import clean, contains_all, fold
from store.upserts import insert_new

ACCESS_REQUESTS = "access_requests"  # verb of the action whose card shows all unanswered requests
_GONE = "This person is no longer a member here."


async def get_or_create(
    db: Write,
    workspace: Workspace,
    external_id: str,
    *,
    name: str,
    email: str,
    outsider: bool,
    admins: frozenset[str],
    time_zone: str = "",
) -> Member:
    """The member with that platform id, created if new; their other data is updated from the platform.

    Role: anyone in `admins` (lower case e-mails, platform ids) is an admin, others get the workspace's default role,
    outsiders are guests. A role set by an admin overrides all but the outsider rule."""
    member = await _made(db, workspace, external_id)
    member.name = clean(name).strip() or member.name
    member.email = clean(email).strip().lower() or member.email
    member.search_text = fold(member.name, member.email)
    member.outsider = outsider
    member.time_zone = time_zone if time_zone in time_zones.names() else member.time_zone
    names = {member.email, external_id, external_id.lower()} - {""}
    entitled = Role.ADMIN if names & admins else workspace.default_role
    if outsider:
        member.role, member.role_set_by, member.access_requested_at = Role.GUEST, None, None
    elif member.role_set_by is None and RANK.index(entitled) > RANK.index(member.role):
        member.role, member.access_requested_at = entitled, None
    await db.flush()
    return member


async def _made(db: Write, workspace: Workspace, external_id: str) -> Member:
    """The member, created as a guest if new; only once, even when two processes create them at the same time."""
    by_id = select(Member).where(Member.workspace_id == workspace.id, Member.external_id == external_id)
    member = (await db.exec(by_id)).one_or_none()
    if member is None:
        new = Member(workspace_id=workspace.id, external_id=external_id, created_at=datetime.now(UTC))
        await insert_new(db, Member, [new.model_dump(exclude={"id"})])
        member = (await db.exec(by_id)).one()
    return member


async def known(db: Read, platform: str, workspace: str, external_id: str) -> Member | None:
    """The member with these platform ids for the workspace and the person; None for a new person."""
    found = await db.exec(
        select(Member)
        .join(Workspace, col(Workspace.id) == col(Member.workspace_id))
        .where(Workspace.platform == platform, Workspace.external_id == workspace)
        .where(Member.external_id == external_id)
    )
    return found.one_or_none()


async def find(db: Read, workspace_id: int, external_id: str) -> Member | None:
    """The member with that platform id, if any."""
    query = select(Member).where(Member.workspace_id == workspace_id, Member.external_id == external_id)
    return (await db.exec(query)).one_or_none()


async def get(db: Read, workspace_id: int, id: int) -> Member:
    """The workspace's member. Raises Gone."""
    member = (await db.exec(select(Member).where(Member.workspace_id == workspace_id, Member.id == id))).one_or_none()
    if member is None:
        raise Gone(_GONE)
    return member


async def by_id(db: Read, id: int) -> Member:
    """A member of any workspace: only for our own ids (replies, leases), never for ids from a request. Raises Gone."""
    member = await db.get(Member, id)
    if member is None:
        raise Gone(_GONE)
    return member


async def named(db: Read, workspace_id: int, ids: Iterable[int]) -> dict[int, Member]:
    """Members by id; other workspaces' are left out."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = await db.exec(select(Member).where(Member.workspace_id == workspace_id, col(Member.id).in_(wanted)))
    return {member.id: member for member in found}


async def suggest(db: Read, workspace_id: int, words: str, limit: int = 20) -> list[Member]:
    """Members (not guests) whose name or e-mail contains the words, by name."""
    return await _with_roles(db, workspace_id, RANK[1:], words, limit)


async def mentionable(db: Read, workspace_id: int, words: str = "", limit: int = 20) -> list[Member]:
    """Members who may read the team's notes, so that a note can mention them."""
    return await _with_roles(db, workspace_id, [role for role in Role if allows(role, May.NOTE)], words, limit)


async def admins(db: Read, workspace_id: int) -> list[Member]:
    """The workspace's admins, by name."""
    return await _with_roles(db, workspace_id, [Role.ADMIN])


async def _with_roles(
    db: Read, workspace_id: int, roles: Iterable[Role], words: str = "", limit: int | None = None
) -> list[Member]:
    found = await db.exec(
        select(Member)
        .where(Member.workspace_id == workspace_id, col(Member.role).in_(list(roles)))
        .where(contains_all(Member.search_text, words))
        .order_by(col(Member.search_text), col(Member.id))
        .limit(limit)
    )
    return list(found)


async def set_role(db: Write, by: Member, member_id: int, role: Role) -> Member:
    """Give a member a role. Raises Refusal, including for removing the last admin, and Gone."""
    if not allows(by.role, May.ADMINISTER):
        raise Refusal("Only an admin can change this.")
    await _lock(db, by.workspace_id)
    member = await get(db, by.workspace_id, member_id)
    if member.outsider and role is not Role.GUEST:
        raise Refusal(f"{member.name or 'This person'} is an external guest and can't be given a role.")
    if member.role is Role.ADMIN and role is not Role.ADMIN:
        count = select(func.count()).where(Member.workspace_id == by.workspace_id, Member.role == Role.ADMIN)
        if (await db.exec(count)).one() == 1:
            raise Refusal("You can't remove the last admin. Make someone else an admin first.")
    if member.role is not role:
        about = {"member": member.id, "from": member.role.value, "to": role.value}
        await audit.add(db, by.workspace_id, by.id, "role", about, datetime.now(UTC))
    member.role, member.role_set_by, member.access_requested_at = role, by.id, None
    await db.flush()
    return member


async def deactivate(db: Write, member: Member, now: datetime) -> None:
    """Take away all rights of a member whose account the platform deactivated, even of the last admin. Audited."""
    await _lock(db, member.workspace_id)
    row = await get(db, member.workspace_id, member.id)
    if row.role is not Role.GUEST:
        about = {"member": row.id, "from": row.role.value, "to": Role.GUEST.value}
        await audit.add(db, row.workspace_id, None, "role", about, now)
    row.role, row.role_set_by, row.access_requested_at = Role.GUEST, None, None
    await db.flush()


async def _lock(db: Write, workspace_id: int) -> None:
    """Serialize role changes (PostgreSQL; SQLite has one writer anyway)."""
    await db.exec(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update(key_share=True))


async def request_access(db: Write, member: Member, now: datetime) -> bool:
    """Record that a guest requests access, and notify the admins. False when they had asked before. Raises Refusal."""
    asking = await get(db, member.workspace_id, member.id)
    if asking.role is not Role.GUEST:
        raise Refusal("You already have access.")
    if asking.outsider:
        raise Refusal("External guests can't be given access. Ask the person who invited you.")
    if asking.access_requested_at is not None:
        return False
    asking.access_requested_at = now
    await db.flush()
    ids = [admin.id for admin in await admins(db, asking.workspace_id)]
    key = f"access:{asking.id}:{now.isoformat()}"
    await notifications.add(db, asking.workspace_id, ids, key, ACCESS_REQUESTS, {}, None, now)
    return True


async def notify_new_admin(db: Write, member: Member, now: datetime) -> None:
    """Notify someone who just became an admin of the requests that nobody could answer before."""
    if await waiting(db, member.workspace_id):
        key = f"access:admin:{now.isoformat()}"
        await notifications.add(db, member.workspace_id, [member.id], key, ACCESS_REQUESTS, {}, None, now)


async def answer_access(db: Write, by: Member, member_id: int, role: Role | None) -> Member:
    """Admit a guest with the role, or decline (None). Raises Refusal when another admin has already answered."""
    if not allows(by.role, May.ADMINISTER):
        raise Refusal("Only an admin can change this.")
    member = await get(db, by.workspace_id, member_id)
    if member.access_requested_at is None:
        raise Refusal("Someone has already answered this.")
    if role is not None:
        return await set_role(db, by, member_id, role)
    member.access_requested_at = None
    await audit.add(db, by.workspace_id, by.id, "access_refused", {"member": member.id}, datetime.now(UTC))
    return member


async def waiting(db: Read, workspace_id: int) -> list[Member]:
    """Guests who requested access, longest-waiting first."""
    requested = select(Member).where(Member.workspace_id == workspace_id, col(Member.access_requested_at).is_not(None))
    return list(await db.exec(requested.order_by(col(Member.access_requested_at), col(Member.id))))


async def set_conversation(db: Write, member_id: int, conversation: str, reference: dict[str, object]) -> None:
    """Store where the member's direct messages are; `reference`: what the platform needs to post there."""
    here = update(Member).where(col(Member.id) == member_id)
    await db.exec(here.values(conversation=conversation, reference=reference))


async def set_current_job(db: Write, by: Member, job_id: int | None) -> None:
    """Set the member's current job, in the database and on `by`. Raises Gone if the job is missing or closed."""
    if job_id is not None:
        job = (await db.exec(select(Job).where(Job.workspace_id == by.workspace_id, Job.id == job_id))).one_or_none()
        if job is None:
            raise Gone("This job no longer exists.")
        if job.status != "open":
            raise Gone(f"{job.title} is closed. Select another job.")
    await db.exec(update(Member).where(col(Member.id) == by.id).values(job_id=job_id))
    by.job_id = job_id


async def of_workspace(db: Read, workspace_id: int) -> list[Member]:
    """All members of the workspace, including guests, by name."""
    found = select(Member).where(Member.workspace_id == workspace_id).order_by(col(Member.name), col(Member.id))
    return list(await db.exec(found))


async def give_role(db: Write, workspace: Workspace, external_id: str, role: Role, *, name: str = "") -> Member:
    """Give a person a role on the operator's authority, without an admin; they are created if new. Audited."""
    member = await _made(db, workspace, external_id)
    if name and not member.name:
        member.name, member.search_text = clean(name).strip(), fold(name, member.email)
    member.role, member.role_set_by, member.access_requested_at = role, member.id, None
    await db.flush()
    await audit.add(db, workspace.id, None, "role", {"member": member.id, "role": role.value}, datetime.now(UTC))
    return member

"""Workspaces: one Slack team (or Enterprise org), one Teams tenant."""

from datetime import UTC, datetime

from sqlmodel import col, select, update

from store import audit, time_zones
from store.db import Read, Write
from store.errors import Gone, Refusal
from store.roles import RANK, May, Role, allows
from store.tables.core import Member, Workspace
from store.text import clean
from store.upserts import insert_new

UNSET = "UTC"  # the time zone of a workspace whose admins have not chosen one


async def get_or_create(db: Write, platform: str, external_id: str, name: str = "") -> Workspace:
    """The workspace with that platform id, created if new; its name is updated."""
    by_id = select(Workspace).where(Workspace.platform == platform, Workspace.external_id == external_id)
    workspace = (await db.exec(by_id)).one_or_none()
    if workspace is None:
        row = Workspace(platform=platform, external_id=external_id, created_at=datetime.now(UTC)).model_dump(
            exclude={"id"}
        )
        await insert_new(db, Workspace, [row])
        workspace = (await db.exec(by_id)).one()
    if name and clean(name) != workspace.name:
        workspace.name = clean(name)
        await db.flush()
    return workspace


async def get(db: Read, id: int) -> Workspace:
    """The workspace. Raises Gone."""
    workspace = await db.get(Workspace, id)
    if workspace is None:
        raise Gone("This workspace no longer exists.")
    return workspace


async def every(db: Read) -> list[Workspace]:
    """All workspaces, for the operator."""
    return list(await db.exec(select(Workspace).order_by(col(Workspace.id))))


async def set_default_role(db: Write, by: Member, role: Role) -> Workspace:
    """Set the role of people to whom no admin has given one. This includes existing people, unless their current role
    is higher: the same rule as in members.get_or_create. Raises Refusal."""
    if not allows(by.role, May.ADMINISTER):
        raise Refusal("Only an admin can change this.")
    if role is Role.ADMIN:
        raise Refusal("New people can't start as admins. Choose recruiter, reviewer or guest.")
    workspace = await get(db, by.workspace_id)
    if workspace.default_role is not role:
        workspace.default_role = role
        await audit.add(db, workspace.id, by.id, "default_role", {"role": role.value}, datetime.now(UTC))
        less = update(Member).where(
            col(Member.workspace_id) == workspace.id,
            col(Member.role_set_by).is_(None),
            col(Member.outsider).is_(False),
            col(Member.role).in_(RANK[: RANK.index(role)]),
        )
        await db.exec(less.values(role=role, access_requested_at=None))
    return workspace


async def adopt_time_zone(db: Write, admin: Member) -> None:
    """Use the time zone of a workspace's first admin until somebody confirms or changes it."""
    workspace = await get(db, admin.workspace_id)
    if workspace.confirmed_at is None and workspace.time_zone == UNSET and admin.time_zone:
        workspace.time_zone = admin.time_zone
        await db.flush()


def proposed_time_zone(workspace: Workspace, by: Member) -> str:
    """The zone to confirm: the workspace's, or the admin's own as long as the workspace has none."""
    unset = workspace.confirmed_at is None and workspace.time_zone == UNSET
    return by.time_zone or UNSET if unset else workspace.time_zone


async def set_time_zone(db: Write, by: Member, name: str, now: datetime) -> Workspace:
    """Set the zone for scheduled invitations, and for credits without a zone of their own, and confirm the workspace's
    name and zone. Audited. Raises Refusal."""
    if not allows(by.role, May.ADMINISTER):
        raise Refusal("Only an admin can change this.")
    if name not in time_zones.names():
        raise Refusal("Choose a time zone from the list.")
    workspace = await get(db, by.workspace_id)
    workspace.confirmed_at = workspace.confirmed_at or now
    if workspace.time_zone != name:
        workspace.time_zone = name
        await db.flush()
        await audit.add(db, workspace.id, by.id, "time_zone", {"zone": name}, now)
    return workspace

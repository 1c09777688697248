"""The profiles that a workspace sees: the shared ones (workspace 0) and its own."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from store.db import Read
from store.errors import Gone
from store.tables.core import Profile

SHARED = 0  # workspace id of profiles that the operator imported for all
GONE = "This person is no longer in Sourcer."


def visible(workspace_id: int) -> ColumnElement[bool]:
    """Shared profiles and the workspace's own."""
    return col(Profile.workspace_id).in_((SHARED, workspace_id))


async def by_ids(db: Read, workspace_id: int, ids: Iterable[int]) -> dict[int, Profile]:
    """Profiles by id; erased ones and other workspaces' are left out."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = await db.exec(select(Profile).where(visible(workspace_id), col(Profile.id).in_(wanted)))
    return {profile.id: profile for profile in found}


async def get(db: Read, workspace_id: int, id: int) -> Profile:
    """The profile. Raises Gone."""
    profile = (await db.exec(select(Profile).where(visible(workspace_id), Profile.id == id))).one_or_none()
    if profile is None:
        raise Gone(GONE)
    return profile

"""Keys of profiles that a workspace has come across, by which other profiles of the same person are found."""

from collections.abc import Iterable, Sequence

from sqlalchemy import tuple_, union
from sqlmodel import col, delete, exists, select

from store.db import Read, Store, Write
from store.people import match_keys
from store.people.match_keys import Described
from store.people.profile_scope import by_ids, visible
from store.tables.core import CandidateKey, CandidateProfile, Profile, ProfileKey, Rejected, SeenProfile
from store.upserts import insert_new

_ALIKE = "alike:"


def values(profile: Described) -> set[str]:
    """All keys of a profile; empty if nothing identifies it."""
    return {*match_keys.keys_of(profile), *_alike(profile)}


async def remember(db: Write, workspace_id: int, profiles: Iterable[Described]) -> None:
    """Store the keys of these profiles, in place of earlier ones. Two statements, regardless of the number of
    profiles."""
    met = list(profiles)
    if not met:
        return
    ids = [profile.id for profile in met]
    here = col(ProfileKey.workspace_id) == workspace_id
    await db.exec(delete(ProfileKey).where(here, col(ProfileKey.profile_id).in_(ids)))
    rows = {(value, profile.id) for profile in met for value in values(profile)}
    await insert_new(
        db,
        ProfileKey,
        [{"workspace_id": workspace_id, "value": value, "profile_id": id} for value, id in sorted(rows)],
    )


async def catch_up(store: Store, limit: int = 500) -> None:
    """Store, in all workspaces, the keys of people who were hidden or seen before keys were introduced (revision 0017).
    One transaction for every `limit` profiles without keys. Raises StoreDown."""
    last: tuple[int, int] | None = (0, 0)
    while last is not None:
        async with store.write() as db:
            last = await _catch_up(db, last, limit)


async def _catch_up(db: Write, after: tuple[int, int], limit: int) -> tuple[int, int] | None:
    """Store the keys of the next profiles, by workspace and profile; returns the last of these, or None when no more
    are left."""
    met = union(
        *(
            select(table.workspace_id, table.profile_id).where(
                tuple_(col(table.workspace_id), col(table.profile_id)) > tuple_(*after)
            )
            for table in (Rejected, SeenProfile)
        )
    ).subquery()
    has_keys = exists().where(
        col(ProfileKey.workspace_id) == met.c.workspace_id, col(ProfileKey.profile_id) == met.c.profile_id
    )
    without = (
        select(met.c.workspace_id, Profile)
        .join(Profile, col(Profile.id) == met.c.profile_id)
        .where(~has_keys)
        .order_by(met.c.workspace_id, met.c.profile_id)
        .limit(limit)
    )
    found = (await db.exec(without)).all()
    profiles: dict[int, list[Profile]] = {}
    for workspace_id, profile in found:
        profiles.setdefault(workspace_id, []).append(profile)
    for workspace_id, theirs in profiles.items():
        await remember(db, workspace_id, theirs)
    return (found[-1][0], found[-1][1].id) if len(found) == limit else None


async def unknown(db: Read, workspace_id: int, profiles: Sequence[Described]) -> list[Described]:
    """The profiles whose keys are not stored. One statement."""
    if not profiles:
        return []
    ids = [profile.id for profile in profiles]
    here = ProfileKey.workspace_id == workspace_id
    known = set(await db.exec(select(ProfileKey.profile_id).where(here, col(ProfileKey.profile_id).in_(ids))))
    return [profile for profile in profiles if profile.id not in known]


async def others(db: Read, workspace_id: int, ids: Iterable[int], keys: Iterable[str]) -> list[Profile]:
    """The profiles that have one of the keys or belong to the same candidate as a profile in `ids`, without those in
    `ids`. Some may belong to other people: see `matching.people`. One statement."""
    ids, keys = set(ids), set(keys)
    by_key = select(CandidateKey.candidate_id).where(
        CandidateKey.workspace_id == workspace_id, col(CandidateKey.value).in_(keys)
    )
    own = select(CandidateProfile.candidate_id).where(
        CandidateProfile.workspace_id == workspace_id, col(CandidateProfile.profile_id).in_(ids)
    )
    met = select(ProfileKey.profile_id).where(ProfileKey.workspace_id == workspace_id, col(ProfileKey.value).in_(keys))
    engaged = select(CandidateProfile.profile_id).where(
        CandidateProfile.workspace_id == workspace_id, col(CandidateProfile.candidate_id).in_(union(by_key, own))
    )
    found = select(Profile).where(visible(workspace_id), col(Profile.id).in_(union(met, engaged)))
    return list(await db.exec(found.where(col(Profile.id).not_in(ids)).order_by(col(Profile.id))))


async def unengaged(db: Read, workspace_id: int, profile: Profile) -> list[Profile]:
    """Other profiles that share a key with this one and belong to no candidate yet, oldest first. One statement."""
    met = select(ProfileKey.profile_id).where(
        ProfileKey.workspace_id == workspace_id, col(ProfileKey.value).in_(match_keys.keys_of(profile))
    )
    engaged = exists().where(
        col(CandidateProfile.workspace_id) == workspace_id, col(CandidateProfile.profile_id) == col(Profile.id)
    )
    found = select(Profile).where(visible(workspace_id), col(Profile.id).in_(met), ~engaged, Profile.id != profile.id)
    return list(await db.exec(found.order_by(col(Profile.id))))


async def alike(db: Read, workspace_id: int, profile: Profile) -> list[Profile]:
    """Other profiles with the same name, employer and place, oldest first: perhaps the same person."""
    values = _alike(profile)
    if not values:
        return []
    same = select(ProfileKey.profile_id).where(
        ProfileKey.workspace_id == workspace_id, col(ProfileKey.value).in_(values), ProfileKey.profile_id != profile.id
    )
    found = await by_ids(db, workspace_id, await db.exec(same))
    return [found[id] for id in sorted(found)]


def _alike(profile: Described) -> tuple[str, ...]:
    key = match_keys.similarity_key(profile)
    return (f"{_ALIKE}{key}",) if key else ()

"""Keys of profiles that a workspace has met, by which the other profiles of the same person are found."""

from collections.abc import Iterable, Sequence

from sqlalchemy import union
from sqlmodel import col, delete, exists, select

from store.db import Read, Write
from store.people import match_keys
from store.people.profile_scope import by_ids, visible
from store.tables.core import CandidateKey, CandidateProfile, Profile, ProfileKey
from store.upserts import insert_new

_ALIKE = "alike:"


def values(profile: Profile) -> set[str]:
    """All keys of a profile; empty if nothing identifies it."""
    return {*match_keys.keys_of(profile), *_alike(profile)}


async def remember(db: Write, workspace_id: int, profiles: Iterable[Profile]) -> None:
    """Store the keys of these profiles, in place of earlier ones. Two statements, however many."""
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


async def unknown(db: Read, workspace_id: int, profiles: Sequence[Profile]) -> list[Profile]:
    """Those whose keys are not stored. One statement."""
    if not profiles:
        return []
    ids = [profile.id for profile in profiles]
    here = ProfileKey.workspace_id == workspace_id
    known = set(await db.exec(select(ProfileKey.profile_id).where(here, col(ProfileKey.profile_id).in_(ids))))
    return [profile for profile in profiles if profile.id not in known]


async def with_others(db: Read, workspace_id: int, profiles: Sequence[Profile]) -> list[Profile]:
    """The profiles, then those that share a key with one of them or belong to the same candidate. Not all of them need
    be the same people: see `matching.people`. One statement, however many."""
    keys = {key for profile in profiles for key in match_keys.keys_of(profile)}
    ids = [profile.id for profile in profiles]
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
    others = select(Profile).where(visible(workspace_id), col(Profile.id).in_(union(met, engaged)))
    return [*profiles, *await db.exec(others.where(col(Profile.id).not_in(ids)).order_by(col(Profile.id)))]


async def unengaged(db: Read, workspace_id: int, profile: Profile) -> list[Profile]:
    """Other profiles that share a key with this one and belong to no candidate yet, oldest first. One statement."""
    met = select(ProfileKey.profile_id).where(
        ProfileKey.workspace_id == workspace_id, col(ProfileKey.value).in_(match_keys.keys_of(profile))
    )
    engaged = exists().where(
        col(CandidateProfile.workspace_id) == workspace_id, col(CandidateProfile.profile_id) == col(Profile.id)
    )
    others = select(Profile).where(visible(workspace_id), col(Profile.id).in_(met), ~engaged, Profile.id != profile.id)
    return list(await db.exec(others.order_by(col(Profile.id))))


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


def _alike(profile: Profile) -> tuple[str, ...]:
    key = match_keys.similarity_key(profile)
    return (f"{_ALIKE}{key}",) if key else ()

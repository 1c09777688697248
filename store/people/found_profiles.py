"""People that connected sources have found: profiles of one workspace, which never enter our index."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import case, literal, update
from sqlmodel import col, delete, exists, select

from store.columns import Moment
from store.db import Read, Write
from store.engines import as_json
from store.people import profile_keys, profiles
from store.people.profile_scope import by_ids
from store.people.profiles import ProfileRow
from store.tables.core import CandidateProfile, Profile, ProfileKey, Rejected, SeenProfile
from store.tables.outreach import CardChange, Invitation

Key = tuple[str, str]
"""A source and its id for a person."""
Terms = Mapping[str, datetime | None]
"""By source, until when its people may be stored; None: for as long as the contract runs."""


@dataclass(frozen=True, slots=True)
class FoundProfile:
    """A person as a source describes them, with the id of the stored profile, or a negative one."""

    id: int
    source: str
    source_id: str
    name: str
    email: str
    body: dict[str, Any]


_EXTEND_AFTER = timedelta(days=1)  # never extends `keep_until` by less, so that searching again writes nothing


async def ids(db: Read, workspace_id: int, wanted: Iterable[Key]) -> dict[Key, int]:
    """The profile ids of the wanted people who are stored, by source and its id for them. One statement."""
    keys = set(wanted)
    there = select(Profile.source, Profile.source_id, Profile.id).where(*_of(workspace_id, keys))
    found = {(source, source_id): id for source, source_id, id in await db.exec(there)}
    return {key: id for key, id in found.items() if key in keys}


async def known(db: Read, workspace_id: int, rows: Sequence[ProfileRow]) -> list[FoundProfile | Profile]:
    """The rows as profiles, with their ids if they are stored, otherwise with -1, -2, … A profile whose e-mail address
    was paid for is returned as stored. One statement, two if there are such profiles."""
    keys = [key(row) for row in rows]
    stored = select(Profile.source, Profile.source_id, Profile.id, Profile.email).where(*_of(workspace_id, keys))
    found = (await db.exec(stored)).all()
    there = {(source, source_id): id for source, source_id, id, _ in found}
    paid = await by_ids(db, workspace_id, [id for *_, id, email in found if email])
    complete = {(profile.source, profile.source_id): profile for profile in paid.values()}
    return [complete.get(key(row)) or _profile(row, there.get(key(row), -n)) for n, row in enumerate(rows, 1)]


async def outdated(db: Read, workspace_id: int, rows: Sequence[ProfileRow], keep_until: Terms) -> list[ProfileRow]:
    """The rows that `save` would write: those that are new, have changed, or would soon be deleted. `keep_until`: how
    long people may be stored, by source."""
    here = col(ProfileKey.workspace_id) == workspace_id
    has_keys = exists().where(here, col(ProfileKey.profile_id) == col(Profile.id))
    there = select(Profile, has_keys).where(*_of(workspace_id, [key(row) for row in rows]))
    stored = {(profile.source, profile.source_id): (profile, known) for profile, known in await db.exec(there)}
    return [
        row
        for row in rows
        if (one := stored.get(key(row))) is None
        or _is_outdated(one[0], row, keep_until.get(row["source"]))
        or not (one[1] or profile_keys.values(one[0]) == set())  # stored before there were keys
    ]


async def save(db: Write, workspace_id: int, rows: Sequence[ProfileRow], keep_until: Terms) -> dict[Key, int]:
    """Store people from sources, and their keys; returns their profile ids. `keep_until`: how long people may be
    stored, by source.

    A body without contact details never replaces one that has them: those were paid for. A fixed number of
    statements."""
    there = {
        (each.source, each.source_id): each
        for each in await db.exec(select(Profile).where(*_of(workspace_id, map(key, rows))))
    }
    paid = {each for each, profile in there.items() if _has_contact(profile.body)}
    new = [row for row in rows if _has_contact(row["body"]) or key(row) not in paid]
    saved = await profiles.save_many(db, workspace_id, new, in_index=False, keep_until=keep_until)
    ids = {each: profile.id for each, profile in there.items()} | dict(zip(map(key, new), saved.ids, strict=True))
    stored = {key(row): ids[key(row)] for row in rows}
    if kept := set(stored.values()) - set(saved.to_index):  # unchanged, but kept for longer now
        terms = {source: literal(until, Moment()) for source, until in keep_until.items() if until}
        until = case(terms, value=col(Profile.source), else_=None) if terms else None
        await db.exec(update(Profile).where(col(Profile.id).in_(kept)).values(keep_until=until))
    as_stored = [there[each] for each in stored.keys() - set(map(key, new))]
    await profile_keys.remember(db, workspace_id, [*as_stored, *(_profile(row, stored[key(row)]) for row in new)])
    return stored


async def delete_expired(db: Write, now: datetime, limit: int = 500) -> int:
    """Delete people, in all workspaces, whose data a source's terms no longer allow us to store, unless a workspace has
    engaged with them. Returns how many."""
    engaged = exists().where(col(CandidateProfile.profile_id) == col(Profile.id))
    invited = exists().where(col(Invitation.profile_id) == col(Profile.id))
    expired = select(Profile.id).where(col(Profile.keep_until) < now, ~engaged, ~invited).limit(limit)
    ids = list(await db.exec(expired))
    for table in (SeenProfile, Rejected, CardChange):
        await db.exec(delete(table).where(col(table.profile_id).in_(ids)))
    await db.exec(delete(Profile).where(col(Profile.id).in_(ids)))
    return len(ids)


def _of(workspace_id: int, keys: Iterable[Key]) -> tuple[Any, Any, Any]:
    """The condition for profiles with these keys. It also matches a profile from one of the sources with an id from
    another."""
    wanted = set(keys)
    sources, source_ids = {source for source, _ in wanted}, {source_id for _, source_id in wanted}
    return (
        Profile.workspace_id == workspace_id,
        col(Profile.source).in_(sources),
        col(Profile.source_id).in_(source_ids),
    )


def key(row: ProfileRow) -> Key:
    return row["source"], row["source_id"]


def _profile(row: ProfileRow, id: int) -> FoundProfile:
    body = cast("dict[str, Any]", row["body"])
    return FoundProfile(id, row["source"], row["source_id"], row["name"], row["email"], body)


def _is_outdated(stored: Profile, row: ProfileRow, keep_until: datetime | None) -> bool:
    if keep_until is not None and (stored.keep_until is None or keep_until - stored.keep_until > _EXTEND_AFTER):
        return True
    if _has_contact(stored.body) and not _has_contact(row["body"]):
        return False
    return stored.digest != profiles.digest(as_json(row["body"]))


def _has_contact(body: Any) -> bool:
    return bool(body.get("emails") or body.get("phones"))

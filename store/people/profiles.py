"""Profiles: what one source says about a person. A workspace sees the shared ones (workspace 0) and its own."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypedDict

from sqlalchemy import delete as delete_from
from sqlmodel import col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from store.db import Read, Write
from store.engines import Json, as_json
from store.errors import Gone
from store.people import index_changes, matching, profile_keys
from store.people.profile_scope import GONE, by_ids, get
from store.tables.core import Candidate, CandidateProfile, Member, Profile, Rejected, SeenProfile
from store.text import clean
from store.upserts import insert_new, upsert

_KEY = ("workspace_id", "source", "source_id")
NO_TERMS: Mapping[str, datetime | None] = {}
_CHANGE = ("name", "email", "digest", "body", "updated_at", "imported_at", "in_index", "keep_until")


class ProfileRow(TypedDict):
    """A profile to store. `body` is all of it, in the import format (as Json if already encoded)."""

    source: str
    source_id: str
    name: str
    email: str  # the first address, lower case
    body: dict[str, Any] | Json
    updated_at: datetime | None  # the last update according to the source


@dataclass(frozen=True, slots=True)
class SavedProfiles:
    """The result of storing rows: `ids` in their order; the other fields list ids by kind, without repeats."""

    ids: list[int]
    new: list[int]
    changed: list[int]
    same: list[int]

    @property
    def to_index(self) -> list[int]:
        """Ids to update in the search index."""
        return self.new + self.changed


def digest(body: str) -> str:
    """A digest of the body: it shows whether the body has changed."""
    return hashlib.blake2b(body.encode(), digest_size=16).hexdigest()


async def save_many(
    db: Write,
    workspace_id: int,
    rows: Sequence[ProfileRow],
    *,
    mark_for_index: bool = True,
    in_index: bool = True,
    keep_until: Mapping[str, datetime | None] = NO_TERMS,
    now: datetime | None = None,
) -> SavedProfiles:
    """Insert or update a batch (best: 2,000) of sources' profiles; of two rows with the same id, the last wins.

    Unchanged profiles are not written. `mark_for_index` adds them to the index's queue; an import that indexes them
    itself passes False. Profiles that are not `in_index` never enter it. `keep_until`: how long people may be stored,
    by source. A fixed number of statements, plus a fixed number for each workspace that has engaged with one of the
    people."""
    wanted = {(row["source"], row["source_id"]): row for row in rows}
    bodies = {key: as_json(row["body"]) for key, row in wanted.items()}
    digests = {key: digest(body) for key, body in bodies.items()}
    before = await _digests(db, workspace_id, wanted)
    # Always in the same order, to prevent deadlocks between two imports.
    touched = sorted(key for key in wanted if key not in before or before[key][1] != digests[key])
    now = now or datetime.now(UTC)
    await upsert(
        db,
        Profile,
        [
            _row(workspace_id, wanted[key], now)
            | {"body": bodies[key], "digest": digests[key], "in_index": in_index, "keep_until": keep_until.get(key[0])}
            for key in touched
        ],
        by=_KEY,
        change=_CHANGE,
    )
    fresh = await _digests(db, workspace_id, [key for key in touched if key not in before])
    ids = {key: found[0] for key, found in (before | fresh).items()}
    saved = SavedProfiles(
        ids=[ids[row["source"], row["source_id"]] for row in rows],
        new=[ids[key] for key in touched if key not in before],
        changed=[ids[key] for key in touched if key in before],
        same=[ids[key] for key in wanted if key in before and before[key][1] == digests[key]],
    )
    await _update_candidates(db, saved.changed, now)
    if mark_for_index and in_index:
        await index_changes.add(db, saved.to_index, now)
    return saved


async def _update_candidates(db: Write, changed: Sequence[int], now: datetime) -> None:
    """Update the candidates of changed profiles, in every workspace."""
    if not changed:
        return
    met_in = select(CandidateProfile.workspace_id).where(col(CandidateProfile.profile_id).in_(changed)).distinct()
    for workspace_id in sorted(await db.exec(met_in)):
        await matching.rematch(db, workspace_id, changed, now)


async def _digests(
    db: Read, workspace_id: int, keys: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], tuple[int, str]]:
    """Id and digest of the profiles that are already stored."""
    wanted = set(keys)
    there = select(Profile.source, Profile.source_id, Profile.id, Profile.digest).where(
        Profile.workspace_id == workspace_id,
        col(Profile.source).in_({source for source, _ in wanted}),
        col(Profile.source_id).in_({source_id for _, source_id in wanted}),
    )
    found = {(source, source_id): (id, digest) for source, source_id, id, digest in await db.exec(there)}
    return {key: stored for key, stored in found.items() if key in wanted}


async def names(db: Read, workspace_id: int, source: str, source_ids: Iterable[str]) -> dict[str, str]:
    """The names in the source's stored profiles, by the source's id for each."""
    wanted = set(source_ids)
    if not wanted:
        return {}
    there = select(Profile.source_id, Profile.name).where(
        Profile.workspace_id == workspace_id, Profile.source == source, col(Profile.source_id).in_(wanted)
    )
    return dict((await db.exec(there)).all())


def _row(workspace_id: int, row: ProfileRow, now: datetime) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "source": row["source"],
        "source_id": row["source_id"],
        "name": clean(row["name"]),
        "email": clean(row["email"]),
        "updated_at": row["updated_at"],
        "imported_at": now,
    }


async def after(db: Read, id: int, limit: int) -> list[Profile]:
    """The next profiles of all workspaces by id, to rebuild an index; start with 0."""
    more = select(Profile).where(Profile.id > id, col(Profile.in_index)).order_by(col(Profile.id)).limit(limit)
    return list(await db.exec(more))


async def seen(db: Write, by: Member, profile_id: int, now: datetime) -> None:
    """Record that the member opened the card. Raises Gone."""
    profile = await get(db, by.workspace_id, profile_id)
    row = {"workspace_id": by.workspace_id, "member_id": by.id, "profile_id": profile_id, "at": now}
    await upsert(db, SeenProfile, [row], by=("member_id", "profile_id"), change=("at",))
    await profile_keys.remember(db, by.workspace_id, [profile])


async def reject(db: Write, by: Member, job_id: int | None, profile_id: int, now: datetime) -> None:
    """Reject the person for this job (None: without a job), for the whole workspace. Raises Gone."""
    if not await reject_many(db, by, job_id, [profile_id], now):
        raise Gone(GONE)


async def reject_many(db: Write, by: Member, job_id: int | None, profile_ids: Iterable[int], now: datetime) -> set[int]:
    """Like `reject`, for those of the profiles that exist. Returns them, each with all known profiles of the person. A
    fixed number of statements."""
    there = await by_ids(db, by.workspace_id, profile_ids)
    if not there:
        return set()
    people = await matching.people(db, by.workspace_id, list(there.values()))
    row = {"workspace_id": by.workspace_id, "job_id": job_id or 0, "member_id": by.id, "at": now}
    ids = sorted({id for person in people for id in person.ids})
    await insert_new(db, Rejected, [{**row, "profile_id": id} for id in ids])
    await profile_keys.remember(db, by.workspace_id, there.values())
    return set(there)


async def unreject(db: Write, by: Member, job_id: int | None, profile_id: int) -> None:
    """Undo a rejection of the person for this job."""
    there = await by_ids(db, by.workspace_id, [profile_id])
    people = await matching.people(db, by.workspace_id, list(there.values())) if there else []
    ids = {profile_id, *(id for person in people for id in person.ids)}
    await db.exec(
        delete_from(Rejected).where(
            col(Rejected.workspace_id) == by.workspace_id,
            col(Rejected.job_id) == (job_id or 0),
            col(Rejected.profile_id).in_(ids),
        )
    )


async def excluded(
    db: Read, by: Member, *, job_id: int | None, contacted: bool, seen: bool, rejected: bool
) -> set[int]:
    """Profiles to leave out of a search: those of candidates the team contacted, those seen by this member, and those
    rejected for the job. One statement for each."""
    wanted: list[SelectOfScalar[int]] = []
    if contacted:
        wanted.append(
            select(CandidateProfile.profile_id)
            .join(Candidate, col(Candidate.id) == col(CandidateProfile.candidate_id))
            .where(CandidateProfile.workspace_id == by.workspace_id)
            .where(or_(col(Candidate.contacted_at).is_not(None), col(Candidate.unlocked_at).is_not(None)))
        )
    if seen:
        wanted.append(
            select(SeenProfile.profile_id).where(
                SeenProfile.workspace_id == by.workspace_id, SeenProfile.member_id == by.id
            )
        )
    if rejected:
        wanted.append(
            select(Rejected.profile_id).where(
                Rejected.workspace_id == by.workspace_id, Rejected.job_id == (job_id or 0)
            )
        )
    return {profile_id for query in wanted for profile_id in await db.exec(query)}


async def imported(db: Read, workspace_id: int, source: str) -> bool:
    """Whether people were imported from that source for this workspace alone; always False for Internet."""
    one = select(Profile.id).where(
        Profile.workspace_id == workspace_id, Profile.source == source, col(Profile.in_index)
    )
    return source != "internet" and (await db.exec(one.limit(1))).first() is not None


async def count(db: Read) -> int:
    """The number of profiles that belong in the index, in all workspaces."""
    return (await db.exec(select(func.count()).select_from(Profile).where(col(Profile.in_index)))).one()

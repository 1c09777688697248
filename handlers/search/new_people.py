"""Whom a saved search has found since its last digest: nobody whom the member has seen, or the team has hidden or
contacted, and each person once."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time

from connectors.resumes.federated import BATCH, HARD
from connectors.search.base import Hit, Sort
from connectors.search.language.terms import Terms
from handlers.context import Context
from handlers.search import connected, requests
from handlers.search.requests import SearchRequest
from store.db import Write
from store.members import digests
from store.members.digests import NewPeople
from store.people import found_profiles, matching, profile_scope
from store.people.match_keys import Described
from store.people.profiles import ProfileRow
from store.tables.core import Member
from store.tables.saved_searches import SavedSearch

MOST = 25  # people in a digest
_AT_ONCE = 20_000  # profiles for which the index is asked in one query
_READ = 100  # hits of the index that are read: some are the same person, or left out


@dataclass(frozen=True, slots=True)
class Found:
    """The new people, best first, each by the profile shown first: negative ids are those of `rows`, which are not
    stored yet or have changed. `keep_until`: by source."""

    ids: Sequence[int] = ()
    total: int = 0
    rows: Mapping[int, ProfileRow] = field(default_factory=dict[int, ProfileRow])
    keep_until: found_profiles.Terms = field(default_factory=dict[str, datetime | None])
    read: tuple[str, ...] = ()
    silent: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class _AtSources:
    rows: tuple[ProfileRow, ...]
    read: tuple[str, ...]
    silent: Mapping[str, str]


async def find(by: Member, context: Context, saved: SavedSearch) -> Found:
    """Only reads, and asks the index and the free sources. A fixed number of statements. Raises OutsideError if the
    index fails; a source that fails is named in `silent`."""
    terms = Terms.from_json(saved.terms)
    unseen = replace(terms.filters, exclude_contacted=True, exclude_seen=True, exclude_rejected=True)
    async with context.read() as db:
        stored = await requests.complete(db, by, context, 0, replace(terms, filters=unseen), saved.job_id)
        new = await digests.new_profiles(db, saved)
    request = await requests.request_for(context, stored)
    if request.parsed.faults:
        return Found()
    excluded = set(stored.exclude(unseen))
    (hits, total), there = await asyncio.gather(
        _in_index(by, context, request, [id for id in new if id not in excluded]),
        _at_sources(context, request, saved),
    )
    keep_until = connected.terms(context, request)
    async with context.read() as db:
        ours = await profile_scope.by_ids(db, by.workspace_id, [hit.profile_id for hit in hits])
        theirs = await found_profiles.known(db, by.workspace_id, there.rows)
        outdated = await found_profiles.outdated(db, by.workspace_id, there.rows, keep_until)
        listed = await digests.listed_at(db, saved, [each.id for each in theirs if each.id > 0])
        rows = {each.id: row for each, row in zip(theirs, there.rows, strict=True)}
        fresh = [each for each in theirs if _is_new(each.id, rows[each.id], listed)]
        profiles: list[Described] = [*(ours[hit.profile_id] for hit in hits if hit.profile_id in ours), *fresh]
        people = await matching.people(db, by.workspace_id, profiles)
    ids = [person.ids[0] for person in people if excluded.isdisjoint(person.ids)]
    to_write = {found_profiles.key(row) for row in outdated}
    return Found(
        ids[:MOST],
        len(ids) + total - len(hits),
        {id: rows[id] for id in ids[:MOST] if id in rows and found_profiles.key(rows[id]) in to_write},
        keep_until,
        there.read,
        there.silent,
    )


async def _in_index(by: Member, context: Context, request: SearchRequest, ids: Sequence[int]) -> tuple[list[Hit], int]:
    """The best hits among these profiles, and their number."""
    hits: list[Hit] = []
    total = 0
    query = replace(request.query(by, context, page=0, page_size=_READ, all_sources=True), exclude=(), facets=())
    for start in range(0, len(ids), _AT_ONCE):
        found = await context.index.search(replace(query, only=tuple(ids[start : start + _AT_ONCE])))
        hits += found.hits
        total += found.total
    return hits, total


async def _at_sources(context: Context, request: SearchRequest, saved: SavedSearch) -> _AtSources:
    """The first people of each free source, the newest if it can sort by that, who were updated since it was last
    read."""
    newest = replace(request.parsed, terms=replace(request.parsed.terms, sort=Sort.RECENCY))
    free = connected.free(request)
    asked = [connected.search_at(replace(request, parsed=newest), each) for each in free]
    outcomes = await context.federated.ask(asked, BATCH, HARD) if asked else []
    rows: list[ProfileRow] = []
    read: list[str] = []
    silent: dict[str, str] = {}
    for connection, outcome in zip(free, outcomes, strict=True):
        traits = connection.traits
        if outcome.found is None or outcome.fault is not None or outcome.waiting:
            silent[traits.name] = traits.label
            continue
        read.append(traits.name)
        day = datetime.combine(digests.since(saved, traits.name).astimezone(UTC), time(), UTC)  # some give only days
        everyone = [connected.row(traits, body) for body in outcome.found.people[:BATCH]]
        rows += [row for row in everyone if row["updated_at"] is None or row["updated_at"] >= day]
    return _AtSources(tuple(rows), tuple(read), silent)


def _is_new(id: int, row: ProfileRow, listed: Mapping[int, datetime]) -> bool:
    """Without a date, only those who were never found before are new."""
    if row["updated_at"] is None:
        return id < 0
    return id not in listed or row["updated_at"] > listed[id]


async def record(db: Write, saved: SavedSearch, found: Found, now: datetime) -> bool:
    """Store the digest, and the people of sources in it; see `digests.record`."""
    ids: dict[found_profiles.Key, int] = {}
    if found.rows:
        ids = await found_profiles.save(db, saved.workspace_id, [*found.rows.values()], found.keep_until)
    stored = {id: ids[found_profiles.key(row)] for id, row in found.rows.items()}
    people = NewPeople([stored.get(id, id) for id in found.ids], found.total, found.read, found.silent)
    return await digests.record(db, saved, people, now)

"""The rows of the result card: each person's current data, and what the team did with them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cards.views.people import PersonRow
from connectors.search.base import Hit
from handlers.context import Context
from handlers.search.merged import Merged
from handlers.search.requests import SearchRequest
from handlers.views import profile_views
from handlers.views.reach_views import reaches
from store.db import Read
from store.people import matching, profile_scope
from store.people.engagement import Engagement, engagements, of_person
from store.people.matching import Person
from store.tables.core import Member, Profile


async def of_hits(by: Member, context: Context, request: SearchRequest, hits: Sequence[Hit]) -> tuple[PersonRow, ...]:
    """One row for each person, even if they have several profiles."""
    ids = [hit.profile_id for hit in hits]
    async with context.read() as db:
        found = await profile_scope.by_ids(db, by.workspace_id, ids)
        standings = await engagements(db, by, ids, request.search.job_id)
        own = {id: each.candidate_id for id, each in standings.items() if each.candidate_id}
        groups = matching.group_by_person([found[id] for id in ids if id in found], own)
        people = [Person(tuple(group), own.get(group[0].id, 0)) for group in groups]
        return await _rows(db, by, context, request, people, standings, {hit.profile_id: hit for hit in hits})


async def of_merged(by: Member, context: Context, request: SearchRequest, found: Merged) -> tuple[PersonRow, ...]:
    async with context.read() as db:
        ids = [id for person in found.people for id in person.ids]
        standings = await engagements(db, by, ids, request.search.job_id)
        rows = await _rows(db, by, context, request, found.people, standings, found.hits)
    return tuple(replace(row, alike=found.alike.get(row.profile_id, ())) for row in rows)


async def _rows(
    db: Read,
    by: Member,
    context: Context,
    request: SearchRequest,
    people: Sequence[Person[Profile]],
    standings: Mapping[int, Engagement],
    hits: Mapping[int, Hit],
) -> tuple[PersonRow, ...]:
    """One row per person, showing whatever the team did with any of the person's profiles."""
    wanted = {person.ids[0]: (person.profiles, person.candidate_id or None) for person in people}
    reach = await reaches(db, by, context, wanted)
    unit, now = request.parsed.terms.unit, context.now()
    return tuple(
        profile_views.person(
            first,
            now,
            engagement=of_person([standings[first.id], *(standings[other.id] for other in others)]),
            hit=hits.get(first.id),
            unit=unit,
            others=others,
            reach=reach[first.id],
        )
        for first, *others in (person.profiles for person in people)
    )

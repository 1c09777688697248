"""The All tab: the people of our index and of the free sources that have answered, each person once, in one ranking."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from itertools import permutations

from cards.screens.wording import total_text
from connectors.errors import OutsideError
from connectors.resumes.federated import BATCH, Found, SourceSearch
from connectors.search.base import Hit, Results, Sort
from handlers.context import Context
from handlers.job_rows import updated_at
from handlers.search import connected, ranking
from handlers.search.requests import PAGE, SearchRequest
from handlers.search.source_query import matched
from store.people import found_profiles, match_keys, matching, profile_keys, profile_scope
from store.people.match_keys import Described
from store.people.matching import Person
from store.people.profiles import ProfileRow
from store.tables.core import Member, Profile

MOST_ALIKE = 5  # the most people with the same name, employer and place who are compared
DEEPEST = 200  # how many people paging reaches; a source's own tab goes further
_INDEX = "internet"  # the name of the list that comes from the index


@dataclass(frozen=True, slots=True)
class Answers:
    """What the sources have found. `index`: None if the index failed with `fault`. `found`: what each source that
    answered has found. `without_own`: people in the index were left out because they work for the workspace's own
    companies."""

    index: Results | None
    fault: OutsideError | None
    found: Mapping[str, Found]
    without_own: bool = False

    @property
    def complete(self) -> bool:
        """Whether all people are known, so that they can be counted."""
        index = self.index is None or len(self.index.hits) == self.index.total
        return index and all(not each.cursor and len(each.people) == each.total for each in self.found.values())

    @property
    def total(self) -> int:
        """The number of people in all sources; some people may be counted several times."""
        return (self.index.total if self.index else 0) + sum(each.total for each in self.found.values())


@dataclass(frozen=True, slots=True)
class Ranking:
    """`people`: everyone whose profiles are known. `order`: indexes into `people`, best first, without those that the
    search leaves out. `left`: by list, the number of people who are not left out. `rows`: the profiles from connected
    sources, by profile id, which is negative until the profile is stored. `listed`: the total length of all lists.
    `without_own`: as in `Answers`, for the connected sources."""

    people: list[Person[Described]]
    order: list[int]
    left: Mapping[str, int]
    rows: dict[int, ProfileRow]
    listed: int
    late: str
    without_own: bool

    def alike(self) -> dict[int, list[int]]:
        """For each person, others with the same name, employer and place at another source, who may be the same person.
        Pairs of candidates are left out: their cards ask about them, or already have."""
        by_key: dict[str, list[int]] = {}
        for n in self.order:
            for key in {match_keys.similarity_key(profile) for profile in self.people[n].profiles} - {""}:
                by_key.setdefault(key, []).append(n)
        pairs = (pair for them in by_key.values() for pair in permutations(them[:MOST_ALIKE], 2))
        found: dict[int, list[int]] = {}
        for one, other in pairs:
            a, b = self.people[one], self.people[other]
            if not (a.candidate_id and b.candidate_id) and a.sources.isdisjoint(b.sources):
                found.setdefault(one, []).append(other)
        return found


@dataclass(frozen=True, slots=True)
class Merged:
    """Some people of the ranking, from one position on, with stored profiles. `total` is exact unless `about`. `ends`:
    this is the last page. `last`: the position where paging ends. `hits`: by profile. `alike`: by each person's first
    profile, the sources of others who may be the same person. `late`: `SearchRequest.late` for the card's buttons."""

    people: tuple[Person[Profile], ...]
    total: int
    about: bool
    last: int
    ends: bool
    late: str
    hits: Mapping[int, Hit]
    answers: Answers
    without_own: bool  # people who work for the workspace's own companies were left out
    alike: Mapping[int, tuple[str, ...]] = field(default_factory=dict[int, tuple[str, ...]])

    @property
    def count(self) -> str:
        """The number of people as text, such as "1,240" or "about 1,240"."""
        return total_text(self.total, about=self.about)


def applies(request: SearchRequest) -> bool:
    """Whether the search shows the All tab of several sources."""
    return not request.source and bool(connected.free(request))


async def read(
    by: Member,
    context: Context,
    request: SearchRequest,
    first: int,
    count: int = PAGE,
    *,
    wait_for: Sequence[SourceSearch] = (),
    arrive_at: int | None = None,
) -> Merged:
    """The people from position `first`. `wait_for`: sources that were just asked. A late source joins at `arrive_at`,
    by default at `first`, so that nobody before that position moves. Doesn't raise if the index fails."""
    until = min(first + count, DEEPEST)
    arrive_at = first if arrive_at is None else arrive_at
    answers = await _ask(by, context, request, until, wait_for)
    ranked = await _rank(by, context, request, answers, first, arrive_at)
    for _ in range(1, connected.MOST_READS):
        more = await _ask_for_more(context, request, answers, ranked, until)
        if not more:
            break
        answers = replace(answers, found={**answers.found, **more})
        ranked = await _rank(by, context, request, answers, first, arrive_at)
    here = ranked.order[first:until]
    alike = ranked.alike()
    others = {other for n in here for other in alike.get(n, ())} - set(here)
    stored = await _stored(by, context, request, ranked, [*here, *others], alike)
    people = tuple(stored[n] for n in here if stored[n].profiles)
    return Merged(
        people,
        total=len(ranked.order) if answers.complete else answers.total - ranked.listed + len(ranked.order),
        about=not answers.complete,
        last=(last := min(len(ranked.order), DEEPEST)),
        ends=until >= last,
        late=ranked.late,
        hits=_hits(request, answers, people),
        answers=answers,
        without_own=answers.without_own or ranked.without_own,
        alike={
            stored[n].ids[0]: tuple(dict.fromkeys(ranked.people[other].profiles[0].source for other in alike[n]))
            for n in here
            if n in alike and stored[n].profiles
        },
    )


async def _ask(
    by: Member, context: Context, request: SearchRequest, until: int, wait_for: Sequence[SourceSearch]
) -> Answers:
    """Gets enough people from each source to rank up to position `until`, without waiting a second time for late
    sources."""
    query = request.query(by, context, page=0, page_size=until + BATCH)
    searches = _searches(request)

    async def ask() -> None:
        if wait_for:
            await context.federated.ask(wait_for)
        waiting = [one for one in searches.values() if not context.federated.known(one).waiting]
        if context.key:
            await context.federated.ask(waiting, until)

    async with context.outside():
        index, without_own, asked = await asyncio.gather(
            context.index.search(query), request.leaves_out_own(by, context), ask(), return_exceptions=True
        )
    if isinstance(without_own, BaseException):
        raise without_own
    if isinstance(asked, BaseException):
        raise asked
    if isinstance(index, BaseException) and not isinstance(index, OutsideError):
        raise index
    found = {name: one for name, each in searches.items() if (one := context.federated.known(each).found)}
    return Answers(*((None, index) if isinstance(index, OutsideError) else (index, None)), found, without_own)


async def _ask_for_more(
    context: Context, request: SearchRequest, answers: Answers, ranked: Ranking, until: int
) -> dict[str, Found]:
    """Gets more people from each source that has more and from which `answers` has too few to rank up to position
    `until`. Otherwise, people who arrive later would shift those on earlier pages."""
    missing = {name: until - ranked.left[name] for name, found in answers.found.items() if found.cursor}
    short = {
        name: (one, len(answers.found[name].people))
        for name, one in _searches(request).items()
        if context.key and missing.get(name, 0) > 0 and not context.federated.known(one).waiting
    }
    async with context.outside():
        outcomes = await asyncio.gather(
            *(context.federated.ask([one], known + missing[name]) for name, (one, known) in short.items())
        )
    return {
        name: outcome.found
        for (name, (_, known)), [outcome] in zip(short.items(), outcomes, strict=True)
        if outcome.found and len(outcome.found.people) > known
    }


def _searches(request: SearchRequest) -> dict[str, SourceSearch]:
    return {each.traits.name: connected.search_at(request, each) for each in connected.free(request)}


async def _rank(
    by: Member, context: Context, request: SearchRequest, answers: Answers, first: int, arrive_at: int
) -> Ranking:
    traits = {each.traits.name: each.traits for each in connected.free(request)}
    rows = [connected.row(traits[name], body) for name, found in answers.found.items() for body in found.people]
    ids = [hit.profile_id for hit in answers.index.hits] if answers.index else []
    async with context.read() as db:
        ours = await profile_scope.by_ids(db, by.workspace_id, ids)
        theirs = await found_profiles.known(db, by.workspace_id, rows)
        in_index = [ours[id] for id in ids if id in ours]
        people: list[Person[Described]] = [*await matching.people(db, by.workspace_id, [*in_index, *theirs])]
    excluded, own = set(request.search.exclude(request.parsed.terms.filters)), request.search.own
    ours = {n for n, person in enumerate(people) if own.employ(each.body for each in person.profiles)}
    person_of = {
        id: n
        for n, person in enumerate(people)
        for id in person.ids
        if n not in ours and excluded.isdisjoint(person.ids)
    }
    profiles: dict[str, list[Described]] = {_INDEX: [*in_index], **{name: [] for name in traits}}
    for profile in theirs:
        profiles[profile.source].append(profile)
    here = {_INDEX: answers.index is not None, **{name: name in answers.found for name in traits}}
    late = ranking.updated(request.late, here, first, arrive_at)
    dates = None
    if request.parsed.terms.sort is Sort.RECENCY:
        dates = {n: _date(person.profiles[0]) for n, person in enumerate(people)}
        of_profile = {id: dates[n] for n, person in enumerate(people) for id in person.ids}
        for name, one in _searches(request).items():
            profiles[name] = ranking.by_date(
                profiles[name], [of_profile[each.id] for each in profiles[name]], one.query.size
            )
    lists = {
        name: [person_of[profile.id] for profile in found if profile.id in person_of]
        for name, found in profiles.items()
    }
    return Ranking(
        people,
        ranking.interleaved(lists, {name: position for name, position in late.items() if position}, dates),
        {name: len(set(those)) for name, those in lists.items()},
        {profile.id: row for profile, row in zip(theirs, rows, strict=True)},
        sum(map(len, profiles.values())),
        ranking.written(late),
        bool(ours),
    )


def _date(profile: Described) -> float:
    """When the profile was last updated, in Unix seconds; 0 if that is unknown."""
    at = updated_at(profile.body)
    return 0.0 if at is None else (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


async def _stored(
    by: Member,
    context: Context,
    request: SearchRequest,
    ranked: Ranking,
    wanted: Sequence[int],
    alike: Collection[int],
) -> dict[int, Person[Profile]]:
    """These people with stored profiles; new and changed profiles are stored first. If a person has several profiles or
    resembles somebody else, the match keys of the person's index profiles are stored too, so that the other profiles'
    cards find them."""
    people = {n: ranked.people[n] for n in wanted}
    rows = [ranked.rows[id] for person in people.values() for id in person.ids if id in ranked.rows]
    several = [each for n, one in people.items() if len(one.profiles) > 1 or n in alike for each in one.profiles]
    found = {row["source"] for row in ranked.rows.values()}
    terms = connected.terms(context, request)
    known = [id for person in people.values() for id in person.ids if id > 0]
    async with context.read() as db:
        outdated = await found_profiles.outdated(db, by.workspace_id, rows, terms)
        unknown = await profile_keys.unknown(
            db, by.workspace_id, [each for each in several if each.source not in found]
        )
        there = {} if outdated or unknown else await profile_scope.by_ids(db, by.workspace_id, known)
    ids: dict[found_profiles.Key, int] = {}
    if outdated or unknown:
        async with context.store.write() as db:
            ids = await found_profiles.save(db, by.workspace_id, outdated, terms) if outdated else {}
            await profile_keys.remember(db, by.workspace_id, unknown)
            there = await profile_scope.by_ids(db, by.workspace_id, [*known, *ids.values()])
    stored = {id: ids[key] for id, row in ranked.rows.items() if (key := found_profiles.key(row)) in ids}
    return {
        n: Person(
            tuple(there[id] for each in person.ids if (id := stored.get(each, each)) in there), person.candidate_id
        )
        for n, person in people.items()
    }


def _hits(request: SearchRequest, answers: Answers, people: Sequence[Person[Profile]]) -> dict[int, Hit]:
    """The index's hits; for people from other sources, hits with the words of the search."""
    ours = {hit.profile_id: hit for hit in answers.index.hits} if answers.index else {}
    words = matched(request.parsed.written)
    return {
        each.id: ours.get(each.id, Hit(each.id, each.source, matched=words)) for one in people for each in one.profiles
    }

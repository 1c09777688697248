"""Matching: turns profiles into candidates, and decides which are the same person, for any number at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from typing import Generic, TypeVar

from sqlalchemy import union
from sqlmodel import col, func, or_, select

from store.db import Read, Write
from store.errors import Gone
from store.people import match_keys, merging, profile_keys
from store.people.profile_scope import GONE, by_ids, get
from store.tables.core import Candidate, CandidateAlias, CandidateKey, CandidateProfile, Member, Profile, SamePerson
from store.text import fold
from store.upserts import insert_new

_AT_ONCE = 200  # profiles per statement that looks up keys


async def engage(db: Write, by: Member, profile_id: int, job_id: int | None, now: datetime) -> Candidate:
    """The candidate that the profile belongs to: `engage_many` for a single one. Raises Gone."""
    engaged = await engage_many(db, by, [profile_id], job_id, now)
    if profile_id not in engaged:
        raise Gone(GONE)
    return engaged[profile_id]


async def engage_many(
    db: Write, by: Member, profile_ids: Iterable[int], job_id: int | None, now: datetime
) -> dict[int, Candidate]:
    """For each profile, the candidate that it belongs to, created if the workspace had not engaged with the person.
    Erased profiles and other workspaces' profiles are left out.

    The person's other profiles that the workspace has come across become part of the same candidate. Candidates that
    share an e-mail or a profile link are merged; similar ones are only suggested. The order in which profiles are
    engaged does not affect the result. A fixed number of statements, regardless of the number of profiles."""
    await merging.lock(db, by.workspace_id)
    wanted = list(dict.fromkeys(profile_ids))
    there = await by_ids(db, by.workspace_id, wanted)
    if not there:
        return {}
    these = [there[id] for id in wanted if id in there]
    keys = {key for profile in these for key in match_keys.keys_of(profile)}
    everyone = [*these, *await profile_keys.others(db, by.workspace_id, there, keys)]
    await _assign_candidates(db, by.workspace_id, everyone, job_id, now)
    return await of_profiles(db, by.workspace_id, there)


async def rematch(db: Write, workspace_id: int, profile_ids: Iterable[int], now: datetime) -> None:
    """Update candidates after these profiles changed: their names in lists and their keys. Those that now share an
    e-mail or a profile link are merged."""
    await merging.lock(db, workspace_id)
    met = (
        select(Candidate, Profile)
        .join(CandidateProfile, col(CandidateProfile.candidate_id) == col(Candidate.id))
        .join(Profile, col(Profile.id) == col(CandidateProfile.profile_id))
        .where(CandidateProfile.workspace_id == workspace_id, col(Profile.id).in_(list(profile_ids)))
        .order_by(col(Profile.id))
        .execution_options(populate_existing=True)
    )
    found = (await db.exec(met)).all()
    for candidate, profile in found:
        if candidate.profile_id == profile.id:
            _show(candidate, profile)
    await db.flush()
    for start in range(0, len(found), _AT_ONCE):
        some = [profile for _, profile in found[start : start + _AT_ONCE]]
        await _assign_candidates(db, workspace_id, some, None, now)


async def _assign_candidates(
    db: Write, workspace_id: int, people: Sequence[Profile], job_id: int | None, now: datetime
) -> None:
    """Make each profile part of a candidate, the same one for profiles that share a key."""
    there = {profile.id: profile for profile in people}
    result = await _plan(db, workspace_id, {each.id: match_keys.keys_of(each) for each in people})
    made = {id: _candidate(workspace_id, there[profile_id], job_id, now) for id, profile_id in result.new.items()}
    await merging.absorb(db, workspace_id, result.into, now, unsaved=made)
    born = {id: candidate for id, candidate in made.items() if id not in result.into}
    await _add(db, list(born.values()))

    def final_id(id: int) -> int:
        at_last = result.now(id)
        return born[at_last].id if at_last in born else at_last

    await _attach(db, workspace_id, [(there[id], final_id(candidate)) for id, candidate in result.attached.items()])
    await _store_keys(db, workspace_id, {key: final_id(candidate) for key, candidate in result.new_keys.items()})


# ── planning ──


@dataclass(slots=True)
class Plan:
    """The result of engaging some profiles one after the other. Candidates to be created have ids -1, -2, …

    `own`: the candidates that profiles belonged to before."""

    own: Mapping[int, int] = field(default_factory=dict[int, int])
    new: dict[int, int] = field(default_factory=dict[int, int])  # candidates to create, each with its first profile
    into: dict[int, int] = field(default_factory=dict[int, int])  # candidates to merge into others, in this order
    attached: dict[int, int] = field(default_factory=dict[int, int])  # profiles without a candidate: their new one
    new_keys: dict[str, int] = field(default_factory=dict[str, int])

    def now(self, id: int) -> int:
        """The candidate that `id` is part of after all merges."""
        return merging.part_of(id, self.into)

    def person(self, profile_id: int) -> int:
        """The candidate that the profile belongs to after all merges."""
        return self.now(self.own.get(profile_id) or self.attached[profile_id])


def plan(
    people: Sequence[tuple[int, set[str]]],
    own: Mapping[int, int],
    known: Mapping[str, int],
    different: Iterable[tuple[int, int]],
) -> Plan:
    """Plan the engagement of `people`: profiles with their keys. `own`, `known`: the current candidates of profiles and
    of keys; `different`: pairs of candidates that a member marked as different people, even if they share keys."""
    result = Plan(own)
    different = list(different)
    for profile_id, keys in people:
        mine = own.get(profile_id, result.attached.get(profile_id))
        by_key = [known.get(key, result.new_keys.get(key)) for key in keys]
        found = {result.now(id) for id in (mine, *by_key) if id is not None}
        if not found:
            found = {-1 - len(result.new)}
            result.new |= dict.fromkeys(found, profile_id)
        oldest, *others = sorted(found, key=_age)
        for other in others:
            if not any({result.now(one), result.now(two)} == {oldest, other} for one, two in different):
                result.into[other] = oldest
        if mine is None:
            result.attached[profile_id] = oldest
        result.new_keys |= {key: oldest for key in keys if key not in known and key not in result.new_keys}
    return result


def _age(id: int) -> tuple[bool, int]:
    """Sorts candidates by age: ids ascend, and candidates without an id yet come last."""
    return id < 0, abs(id)


def group_by_person(profiles: Sequence[Profile], own: Mapping[int, int]) -> list[list[Profile]]:
    """The profiles grouped by person, in order, as engaging all of them would group them. `own`: the candidates that
    some belong to; two candidates that share a key stay separate, because a member marked them as different."""
    different = combinations(sorted(set(own.values())), 2)
    result = plan([(profile.id, match_keys.keys_of(profile)) for profile in profiles], own, {}, different)
    people: dict[int, list[Profile]] = {}
    for profile in profiles:
        people.setdefault(result.person(profile.id), []).append(profile)
    return list(people.values())


P = TypeVar("P", bound=match_keys.Described)
OneOf = TypeVar("OneOf", bound=match_keys.Described, covariant=True)


@dataclass(frozen=True, slots=True)
class Person(Generic[OneOf]):
    """One person's profiles. `candidate_id`: the candidate that the person is, or would become part of; 0 if there is
    none."""

    profiles: tuple[OneOf, ...]
    candidate_id: int = 0

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(profile.id for profile in self.profiles)

    @property
    def sources(self) -> frozenset[str]:
        return frozenset(profile.source for profile in self.profiles)


async def people(db: Read, workspace_id: int, profiles: Sequence[P]) -> list[Person[P | Profile]]:
    """The people that the profiles belong to, in order, each with their other profiles that the workspace has come
    across. Profiles that are not stored yet have negative ids. A fixed number of statements."""
    keys = {profile.id: match_keys.keys_of(profile) for profile in profiles}
    others = await profile_keys.others(db, workspace_id, keys, set[str]().union(*keys.values()))
    result = await _plan(db, workspace_id, keys | {each.id: match_keys.keys_of(each) for each in others})
    found: dict[int, list[P | Profile]] = {}
    for profile in profiles:
        found.setdefault(result.person(profile.id), []).append(profile)
    for other in others:
        if theirs := found.get(result.person(other.id)):
            theirs.append(other)
    return [Person(tuple(theirs), max(0, id)) for id, theirs in found.items()]


async def person_of(db: Read, workspace_id: int, profile_id: int) -> Person[Profile]:
    """The person that the profile belongs to, with that profile first. Raises Gone."""
    [person] = await people(db, workspace_id, [await get(db, workspace_id, profile_id)])
    return person


async def _plan(db: Read, workspace_id: int, keys: Mapping[int, set[str]]) -> Plan:
    """The plan for engaging profiles. `keys`: by profile."""
    here = CandidateProfile.workspace_id == workspace_id
    mine = select(CandidateProfile.profile_id, CandidateProfile.candidate_id).where(
        here, col(CandidateProfile.profile_id).in_(keys)
    )
    own = dict((await db.exec(mine)).all())
    by_key = select(CandidateKey.value, CandidateKey.candidate_id).where(
        CandidateKey.workspace_id == workspace_id, col(CandidateKey.value).in_(set[str]().union(*keys.values()))
    )
    known = dict((await db.exec(by_key)).all())
    met = {*own.values(), *known.values()}
    return plan(list(keys.items()), own, known, await _marked_different(db, workspace_id, met) if len(met) > 1 else ())


async def _marked_different(db: Read, workspace_id: int, candidate_ids: set[int]) -> list[tuple[int, int]]:
    either = or_(col(SamePerson.candidate_id).in_(candidate_ids), col(SamePerson.other_id).in_(candidate_ids))
    pairs = select(SamePerson.candidate_id, SamePerson.other_id).where(
        SamePerson.workspace_id == workspace_id, SamePerson.answer == "different", either
    )
    return list((await db.exec(pairs)).all())


# ── storing ──


def _candidate(workspace_id: int, profile: Profile, job_id: int | None, now: datetime) -> Candidate:
    made = Candidate(
        workspace_id=workspace_id,
        profile_id=profile.id,
        name=profile.name,
        job_id=job_id,
        created_at=now,
        updated_at=now,
    )
    _show(made, profile)
    return made


def _show(candidate: Candidate, profile: Profile) -> None:
    """Copy the profile's name, headline and place to the candidate, to be displayed."""
    candidate.name = profile.name
    candidate.headline, candidate.place = match_keys.headline(profile.body), match_keys.place(profile.body)
    candidate.search_text = fold(candidate.name, candidate.headline, candidate.place)


async def _add(db: Write, made: Sequence[Candidate]) -> None:
    if made and db.get_bind().dialect.name == "sqlite":
        # SQLite would reuse the highest id after a merge deletes its row, but cards posted before still carry it.
        for id, candidate in enumerate(made, 1 + await _last(db)):
            candidate.id = id
    db.add_all(made)
    await db.flush()


async def _last(db: Read) -> int:
    highest = select(
        select(func.max(Candidate.id)).scalar_subquery(), select(func.max(CandidateAlias.id)).scalar_subquery()
    )
    return max(id or 0 for id in (await db.exec(highest)).one())


async def _attach(db: Write, workspace_id: int, attached: Sequence[tuple[Profile, int]]) -> None:
    """Add profiles to their candidates, ordered by id to prevent deadlocks."""
    rows = [
        {
            "workspace_id": workspace_id,
            "profile_id": profile.id,
            "candidate_id": id,
            "similarity_key": match_keys.similarity_key(profile),
        }
        for profile, id in sorted(attached, key=lambda each: each[0].id)
    ]
    await insert_new(db, CandidateProfile, rows)
    alike = [(id, key) for profile, id in attached if (key := match_keys.similarity_key(profile))]
    if alike:
        await merging.suggest_alike(db, workspace_id, alike)


async def _store_keys(db: Write, workspace_id: int, keys: Mapping[str, int]) -> None:
    """Store the keys, so that future profiles with one of them join the candidate."""
    rows = [{"workspace_id": workspace_id, "value": key, "candidate_id": id} for key, id in sorted(keys.items())]
    await insert_new(db, CandidateKey, rows)


async def matching(db: Read, workspace_id: int, profile: Profile) -> list[Candidate]:
    """The candidates that are the same person as the profile, or would be once it is engaged: its own, and those it
    shares a key with, oldest first. One statement, plus three if there are several candidates."""
    its_own = select(CandidateProfile.candidate_id).where(
        CandidateProfile.workspace_id == workspace_id, CandidateProfile.profile_id == profile.id
    )
    by_key = select(CandidateKey.candidate_id).where(
        CandidateKey.workspace_id == workspace_id, col(CandidateKey.value).in_(match_keys.keys_of(profile))
    )
    met = select(Candidate, its_own.scalar_subquery()).where(col(Candidate.id).in_(union(its_own, by_key)))
    rows = (await db.exec(met.order_by(col(Candidate.id)))).all()
    if len(rows) < 2:
        return [candidate for candidate, _ in rows]
    result = await _plan(db, workspace_id, {profile.id: match_keys.keys_of(profile)})
    at_last = result.now(result.attached.get(profile.id) or rows[0][1])
    return [candidate for candidate, _ in rows if result.now(candidate.id) == at_last]


async def of_profiles(db: Read, workspace_id: int, profile_ids: Iterable[int]) -> dict[int, Candidate]:
    """The candidates that the profiles belong to; profiles the workspace has not engaged with are left out."""
    found = await db.exec(
        select(CandidateProfile.profile_id, Candidate)
        .join(Candidate, col(CandidateProfile.candidate_id) == col(Candidate.id))
        .where(CandidateProfile.workspace_id == workspace_id, col(CandidateProfile.profile_id).in_(list(profile_ids)))
    )
    return dict(found.all())

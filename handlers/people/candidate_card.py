"""The candidate card: opening it, stepping through a search, and answering *Same person*."""

import asyncio
from dataclasses import dataclass, replace

from cards.actions.base import packed
from cards.actions.person import AnswerSamePerson, NextCandidate, ShowPerson, Unhide, View
from cards.actions.search import Results
from cards.screens.candidate import candidate_card, gone_card
from cards.tree import Card, Kind
from cards.views.outreach import InvitationView
from cards.views.people import CandidateView, CardPosition, NoteView, SamePersonView
from connectors.errors import OutsideError
from connectors.search.base import Hit
from handlers import incidents
from handlers.context import Context
from handlers.navigation import way_back
from handlers.replies import Replies, Show
from handlers.search import results
from handlers.search.results import SearchRequest
from handlers.views import invitation_views, profile_views
from handlers.views.note_views import note_views
from store import jobs
from store.db import Read
from store.errors import Gone
from store.members import members
from store.outreach import invitations
from store.people import candidates, merging, notes, profile_scope, profiles
from store.people.engagement import Engagement, engagements
from store.roles import May, allows
from store.tables.core import Candidate, Member, Profile

WITHOUT_SEARCH = "The search index did not answer, so matches are not marked and Next is not available."


@dataclass(frozen=True, slots=True)
class InSearch:
    """A card's position in its search. `hit` is None when the search does not (or no longer) find the person."""

    asked: SearchRequest
    at: int
    total: int
    hit: Hit | None = None
    failed: str = ""  # the reference code if the index failed


async def view(action: View, by: Member, context: Context) -> Replies:
    """Opens the card and marks the person as seen by the member."""
    return await _open(by, context, action.profile_id, action.back_to)


async def show(action: ShowPerson, by: Member, context: Context) -> Replies:
    """The current card. Only reads."""
    return Show(await card(by, context, action.profile_id, action.back_to, whole=action.whole))


async def _open(by: Member, context: Context, profile_id: int, back_to: str) -> Replies:
    shown = await card(by, context, profile_id, back_to)
    if profile_id in shown.about:
        async with context.write() as db:
            await profiles.seen(db, by, profile_id, context.now())
    return Show(shown)


async def step(action: NextCandidate, by: Member, context: Context) -> Replies:
    """The next or previous person of the search; people who have dropped out of it (perhaps as seen) do not count."""
    back = way_back(action.back_to)
    if not isinstance(back, Results):
        return await _open(by, context, action.profile_id, action.back_to)
    asked = await _asked(by, context, back)
    here, after = await asyncio.gather(_hit_at(by, context, asked, back.at), _hit_at(by, context, asked, back.at + 1))
    if not action.forward:
        at, hit = back.at - 1, await _hit_at(by, context, asked, back.at - 1)
    elif here is not None and here.profile_id == action.profile_id:
        at, hit = back.at + 1, after
    else:
        at, hit = back.at, here
    if hit is None:
        shown = await card(by, context, action.profile_id, action.back_to, notice="This is the end of the search.")
        return Show(shown)
    return await _open(by, context, hit.profile_id, packed(replace(back, at=at)))


async def _asked(by: Member, context: Context, back: Results) -> SearchRequest:
    async with context.read() as db:
        kept = await results.kept(db, by, back.search_id)
    return await results.ask(context, kept, back.source)


async def _hit_at(by: Member, context: Context, asked: SearchRequest, at: int) -> Hit | None:
    if at < 0:
        return None
    found = await context.index.search(asked.query(by, context, page=at, page_size=1))
    return found.hits[0] if found.hits else None


async def in_search(by: Member, context: Context, profile_id: int, back_to: str) -> InSearch | None:
    """The person's hit in the search and the total; None outside a search."""
    back = way_back(back_to)
    if not isinstance(back, Results):
        return None
    try:
        asked = await _asked(by, context, back)
    except Gone:
        return None
    if asked.u.faults:
        return None
    try:
        found = await context.index.search(asked.query(by, context, page=back.at, page_size=1))
    except OutsideError as fault:
        return InSearch(asked, back.at, 0, failed=incidents.logged("a card", fault))
    hit = next((hit for hit in found.hits if hit.profile_id == profile_id), None)
    return InSearch(asked, back.at, max(found.total, back.at + 1), hit)


@dataclass(frozen=True, slots=True)
class Person:
    """The store's current rows about one person."""

    profile: Profile
    standing: Engagement | None
    candidate: Candidate | None
    profiles: list[Profile]
    notes: tuple[NoteView, ...]
    same: tuple[SamePersonView, ...]
    owner: str
    invitations: tuple[InvitationView, ...] = ()


async def _person(db: Read, by: Member, context: Context, profile_id: int, for_job: int | None) -> Person:
    """Raises Gone."""
    profile = await profile_scope.get(db, by.workspace_id, profile_id)
    known = (await engagements(db, by, [profile_id], for_job)).get(profile_id)
    candidate = await candidates.of_profile(db, by.workspace_id, profile_id)
    if candidate is None:
        return Person(profile, known, None, [profile], (), (), "")
    written = await notes.of_candidate(db, by, candidate.id)
    same = await merging.same_person_open(db, by.workspace_id, candidate.id)
    sent = await invitations.of_candidate(db, by.workspace_id, candidate.id)
    named = await members.named(db, by.workspace_id, {candidate.owner_id or 0, *(each.member_id for each in sent)})
    titles = await jobs.titles(db, by.workspace_id, {each.job_id for each in sent if each.job_id})
    return Person(
        profile,
        known,
        candidate,
        await candidates.profiles_of(db, by.workspace_id, candidate.id),
        note_views(written, by, context.now()),
        tuple(
            SamePersonView(candidate.id, other.id, other.name, other.headline, other.profile_id) for _, other in same
        ),
        named[candidate.owner_id].name if candidate.owner_id in named else "",
        tuple(invitation_views.view(each, named, titles, person_name=profile.name, now=context.now()) for each in sent),
    )


async def card(
    by: Member,
    context: Context,
    profile_id: int,
    back_to: str,
    *,
    whole: bool = False,
    notice: str = "",
    hidden: bool = False,
) -> Card:
    """One person's card, or one saying that they are gone. `hidden`: just hidden, so adds *Undo*. Only reads."""
    place = await in_search(by, context, profile_id, back_to)
    job = place.asked.kept.job if place else None
    for_job = place.asked.kept.job_id if place else by.job_id
    around = CardPosition(
        back_to if way_back(back_to) else "",
        "Back" if way_back(back_to) else "Start",
        position=place.at if place and not place.failed else None,
        total=place.total if place else 0,
        job=job,
    )
    try:
        async with context.read() as db:
            person = await _person(db, by, context, profile_id, for_job)
    except Gone as gone:
        return gone_card(gone.words, around)
    failed = f"{WITHOUT_SEARCH} Reference: {place.failed}." if place and place.failed else ""
    return candidate_card(
        _view(person, by, context, place),
        around,
        whole=whole,
        notice=notice or failed,
        kind=Kind.WARNING if failed and not notice else Kind.SUCCESS,
        undo=Unhide(profile_id, around.back_to, on_card=True) if hidden else None,
    )


def _view(person: Person, by: Member, context: Context, place: InSearch | None) -> CandidateView:
    hit = place.hit if place else None
    unit = place.asked.u.terms.unit if place else "mi"
    row = profile_views.person(person.profile, context.now(), standing=person.standing, hit=hit, unit=unit)
    return replace(
        profile_views.candidate(row, person.profile),
        profiles=tuple((profile.id, profile.source) for profile in person.profiles),
        notes=person.notes,
        same=person.same,
        owner=person.owner,
        contact=profile_views.contact(person.profiles) if _may_reach(person, by) else None,
        invitations=person.invitations,
    )


def _may_reach(person: Person, by: Member) -> bool:
    """Whether the contact details are unlocked and the member may see them."""
    unlocked = person.candidate is not None and person.candidate.unlocked_at is not None
    return unlocked and allows(by.role, May.SEE_CONTACTS)


async def answer_same_person(action: AnswerSamePerson, by: Member, context: Context) -> Replies:
    """*Same person* merges two candidates; after *Not the same* the question is never asked again."""
    notice = "They are now one candidate." if action.same else "They remain two people. I won't ask again."
    try:
        async with context.write() as db:
            answer = merging.merge if action.same else merging.keep_apart
            await answer(db, by, action.candidate_id, action.other_id, context.now())
    except Gone as gone:
        notice = gone.words
    return Show(await card(by, context, action.profile_id, action.back_to, notice=notice))

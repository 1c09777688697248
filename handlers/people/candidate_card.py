"""The candidate card: opening it, stepping through a search, and answering *Same person*."""

import asyncio
from dataclasses import dataclass, replace

from cards.actions.base import packed
from cards.actions.person import AnswerSamePerson, NextCandidate, ShowPerson, Unhide, View
from cards.actions.search import Results
from cards.screens.candidate import candidate_card, gone_card
from cards.screens.wording import source_label
from cards.tree import Card
from cards.views.ats import PushView
from cards.views.outreach import NO_REACH, InvitationView, Reach
from cards.views.people import CandidateView, CardPosition, JobView, NoteView, SamePersonView
from connectors.errors import OutsideError
from connectors.search.base import Hit
from handlers import incidents
from handlers.context import Context
from handlers.navigation import parse_back
from handlers.replies import Replies, Show
from handlers.search import requests, results
from handlers.search.requests import SearchRequest
from handlers.views import ats_views, conversation_views, invitation_views, profile_views, reveal_views, row_views
from handlers.views.note_views import note_views
from handlers.views.reach_views import reaches, reminder_day
from store import conversations, jobs
from store.db import Read, Write
from store.errors import Gone
from store.members import members
from store.outreach import invitations
from store.people import candidates, matching, merging, notes, profile_keys, profile_scope, profiles
from store.people.engagement import Engagement, engagements, of_person
from store.roles import May, allows
from store.sources import reveals
from store.tables.core import Candidate, Member, Profile

SEARCH_FAILED = "{} did not respond, so matches are not marked and Next is not available. Reference: {}."


@dataclass(frozen=True, slots=True)
class SearchPosition:
    """A card's position in its search. `hit` is None when the search doesn't find the person, or no longer does."""

    request: SearchRequest
    at: int
    total: int
    hit: Hit | None = None
    failed: str = ""  # a sentence, if the search failed


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
    """Shows the next or previous person of the search, and skips people who have since dropped out of it (perhaps
    because they were seen)."""
    back = parse_back(action.back_to)
    if not isinstance(back, Results):
        return await _open(by, context, action.profile_id, action.back_to)
    request = await _request(by, context, back)
    here, after = await asyncio.gather(
        _hit_at(by, context, request, back.at), _hit_at(by, context, request, back.at + 1)
    )
    if not action.forward:
        at, hit = back.at - 1, await _hit_at(by, context, request, back.at - 1)
    elif here is not None and here.profile_id == action.profile_id:
        at, hit = back.at + 1, after
    else:
        at, hit = back.at, here
    if hit is None:
        notice = "You've reached the last result." if action.forward else "This is the first result."
        return Show(await card(by, context, action.profile_id, action.back_to, notice=notice))
    return await _open(by, context, hit.profile_id, packed(replace(back, at=at)))


async def _request(by: Member, context: Context, back: Results) -> SearchRequest:
    async with context.read() as db:
        stored = await requests.get_search(db, by, context, back.search_id)
    return await requests.request_for(context, stored, back.source, back.late)


async def _hit_at(by: Member, context: Context, request: SearchRequest, at: int) -> Hit | None:
    if at < 0:
        return None
    found = await results.find(by, context, request, at, 1)
    return found.hits[0] if found.hits else None


async def position_in_search(by: Member, context: Context, profile_id: int, back_to: str) -> SearchPosition | None:
    """The person's hit in the search and the total; None outside a search."""
    back = parse_back(back_to)
    if not isinstance(back, Results):
        return None
    try:
        request = await _request(by, context, back)
    except Gone:
        return None
    if request.parsed.faults:
        return None
    try:
        found = await results.find(by, context, request, back.at, 1)
    except OutsideError as fault:
        system = f"{fault.system[:1].upper()}{fault.system[1:]}"
        return SearchPosition(
            request, back.at, 0, failed=SEARCH_FAILED.format(system, incidents.logged("a card", fault))
        )
    hit = next((hit for hit in found.hits if hit.profile_id == profile_id), None)
    return SearchPosition(request, back.at, max(found.total, back.at + 1), hit)


@dataclass(frozen=True, slots=True)
class Person:
    """The store's current rows about one person."""

    profile: Profile
    engagement: Engagement | None
    candidate: Candidate | None
    profiles: list[Profile]
    notes: tuple[NoteView, ...]
    same: tuple[SamePersonView, ...]
    owner: str
    invitations: tuple[InvitationView, ...] = ()
    reach: Reach = NO_REACH
    replied: str = ""
    job: JobView | None = None
    reminder: str = ""
    resume: bool = False
    pushes: tuple[PushView, ...] = ()
    may_push: bool = False
    cut_off: bool = False


async def _person(db: Read, by: Member, context: Context, profile_id: int, position: SearchPosition | None) -> Person:
    """The person's current rows. Outside a search, `job` is the job that the person is a candidate for. Raises Gone."""
    person = await matching.person_of(db, by.workspace_id, profile_id)
    profile = person.profiles[0]
    candidate = await candidates.get(db, by.workspace_id, person.candidate_id) if person.candidate_id else None
    job = position.request.search.job if position else await _job(db, by, candidate)
    standings = await engagements(db, by, person.ids, job.id if job else None)
    engagement = of_person([standings[id] for id in person.ids])
    reach = (await reaches(db, by, context, {profile_id: (person.profiles, person.candidate_id or None)}))[profile_id]
    alike = await _alike(db, by, person)
    if candidate is None:
        theirs = sorted(person.profiles, key=lambda each: each.id)
        return Person(profile, engagement, None, theirs, (), alike, "", reach=reach, job=job)
    theirs = sorted(person.profiles, key=lambda each: (each.id != candidate.profile_id, each.id))
    written = await notes.of_candidate(db, by, candidate.id)
    same = await merging.same_person_open(db, by.workspace_id, candidate.id)
    sent = await invitations.of_candidate(db, by.workspace_id, candidate.id)
    named = await members.named(db, by.workspace_id, {candidate.owner_id or 0, *(each.member_id for each in sent)})
    titles = await jobs.titles(db, by.workspace_id, {each.job_id for each in sent if each.job_id})
    pushed, may_push = await ats_views.of_candidate(db, by, context, candidate)
    ours = await conversations.last_reply(db, by.workspace_id, [each.id for each in sent])
    return Person(
        profile,
        engagement,
        candidate,
        theirs,
        note_views(written, by, context.now()),
        (
            *(
                SamePersonView(candidate.id, other.id, other.name, other.headline, other.profile_id)
                for _, other in same
            ),
            *alike,
        ),
        named[candidate.owner_id].name if candidate.owner_id in named else "",
        tuple(
            invitation_views.view(each, named, titles, person_name=profile.name, reader=by, now=context.now())
            for each in sent
        ),
        reach,
        conversation_views.replied(ours, by, context.now()),
        job,
        await reminder_day(db, by, candidate.id),
        await _has_resume(db, by, context, profile),
        pushed,
        may_push,
        await reveal_views.cut_off(db, by, context, profile),
    )


async def _alike(db: Read, by: Member, person: matching.Person[Profile]) -> tuple[SamePersonView, ...]:
    """People with the same name, employer and place at another source. Pairs of candidates are left out, because
    matching has asked about those."""
    found = await profile_keys.alike(db, by.workspace_id, person.profiles[0])
    others = [each for each in found if each.id not in person.ids]
    engaged = await matching.of_profiles(db, by.workspace_id, (each.id for each in others)) if others else {}
    return tuple(
        SamePersonView(0, 0, each.name, f"{source_label(each.source)}: same name, employer and place.", each.id)
        for each in others
        if not (person.candidate_id and each.id in engaged)
    )


async def _has_resume(db: Read, by: Member, context: Context, profile: Profile) -> bool:
    """Whether the member may open a resume that a partner provided."""
    if reveal_views.of_partner(context, profile, by.workspace_id) is None or not allows(by.role, May.SEE_CONTACTS):
        return False
    return await reveals.has_resume(db, by.workspace_id, profile.id)


async def _job(db: Read, by: Member, candidate: Candidate | None) -> JobView | None:
    """The job that the person is a candidate for; None if there is none or it no longer exists."""
    if candidate is None or candidate.job_id is None:
        return None
    try:
        return row_views.job(await jobs.get(db, by.workspace_id, candidate.job_id))
    except Gone:
        return None


async def card(
    by: Member,
    context: Context,
    profile_id: int,
    back_to: str,
    *,
    whole: bool = False,
    notice: str = "",
    warning: str = "",
    hidden: bool = False,
) -> Card:
    """One person's card, or a card saying that the person is gone. `hidden`: the person was just hidden, so the card
    has *Undo*. Only reads."""
    position = await position_in_search(by, context, profile_id, back_to)
    card_position = CardPosition(
        back_to if parse_back(back_to) else "",
        "Back" if parse_back(back_to) else "Start",
        position=position.at if position and not position.failed else None,
        total=position.total if position else 0,
    )
    try:
        async with context.read() as db:
            person = await _person(db, by, context, profile_id, position)
    except Gone as gone:
        return gone_card(gone.message, card_position)
    failed = position.failed if position else ""
    return candidate_card(
        _view(person, by, context, position),
        replace(card_position, job=person.job),
        whole=whole,
        warning=" ".join(filter(None, (warning, failed))),
        result=notice,
        undo=Unhide(profile_id, card_position.back_to, on_card=True) if hidden else None,
    )


def _view(person: Person, by: Member, context: Context, position: SearchPosition | None) -> CandidateView:
    hit = position.hit if position else None
    unit = position.request.parsed.terms.unit if position else "mi"
    row = profile_views.person(
        person.profile, context.now(), engagement=person.engagement, hit=hit, unit=unit, reach=person.reach
    )
    may_see_contact = _may_see_contact(person, by)
    shown = profile_views.candidate(row, person.profile, with_contact=may_see_contact)
    others = [each for each in person.profiles if each.id != person.profile.id]
    return replace(
        profile_views.completed(shown, others, context.now()),
        profiles=tuple((profile.id, profile.source) for profile in person.profiles),
        notes=person.notes,
        same=person.same,
        owner=person.owner,
        contact=profile_views.contact(person.profiles) if may_see_contact else None,
        invitations=person.invitations,
        replied=person.replied,
        reminder=person.reminder,
        resume=person.resume,
        pushes=person.pushes,
        may_push=person.may_push,
        cut_off=person.cut_off,
    )


def _may_see_contact(person: Person, by: Member) -> bool:
    """Whether the contact details are unlocked and the member may see them."""
    unlocked = person.candidate is not None and person.candidate.unlocked_at is not None
    return unlocked and allows(by.role, May.SEE_CONTACTS)


async def answer_same_person(action: AnswerSamePerson, by: Member, context: Context) -> Replies:
    """*Same person* merges two candidates; after *Not the same* the question is never asked again."""
    notice = "They are now one candidate." if action.same else "They'll stay separate. I won't ask again."
    try:
        async with context.write() as db:
            answer = merging.merge if action.same else merging.keep_apart
            one, other = action.candidate_id, action.other_id
            if action.other_profile:
                one, other = await _engaged(db, by, context, action)
            if one != other:
                await answer(db, by, one, other, context.now())
    except Gone as gone:
        notice = gone.message
    return Show(await card(by, context, action.profile_id, action.back_to, notice=notice))


async def _engaged(db: Write, by: Member, context: Context, action: AnswerSamePerson) -> tuple[int, int]:
    """Makes both people candidates, so that the answer can be stored. Raises Gone."""
    both = (action.profile_id, action.other_profile)
    engaged = await matching.engage_many(db, by, both, None, context.now())
    if len(engaged) < len(both):
        raise Gone(profile_scope.GONE)
    return engaged[action.profile_id].id, engaged[action.other_profile].id

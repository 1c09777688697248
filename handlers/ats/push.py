"""Pushing a candidate to an ATS: the form, looking for them in the ATS, adding them once, and storing the outcome."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Literal

from prometheus_client import Counter

from cards.actions.ats import OpenPush, PushToAts
from cards.sanitize import web_address
from cards.screens.sources import push as screens
from cards.screens.wording import counted, source_label
from cards.text import plain
from cards.tree import Form, Option, Value
from cards.views.ats import PushFormView
from connectors.ats.base import AtsPerson, NewCandidate
from connectors.errors import BadCredentials, OutsideError, Refused, Throttled, Uncertain
from connectors.resumes.base import Document
from handlers import incidents, job_sync, lookup
from handlers.connected_ats import ConnectedAts
from handlers.context import Context
from handlers.people import candidate_card
from handlers.replies import Ask, Close, Redraw, Replies, Show, Tell
from handlers.storing import store_at_last
from handlers.views import ats_views, profile_views
from handlers.views.answer_views import long_date
from handlers.views.note_views import note_text
from store import job_boards, jobs
from store.ats import pushes
from store.ats.pushes import Claim
from store.db import Read, Write
from store.errors import Gone, Refusal
from store.outreach import suppressions
from store.people import candidates, match_keys, notes, profile_scope
from store.people.notes import NoteRow
from store.roles import May, allows
from store.sources import reveals
from store.tables.ats import AtsPush
from store.tables.core import Candidate, Job, Member, Profile
from store.tables.reveals import Resume

FIND_WITHIN, ADD_WITHIN, MORE_WITHIN = 15.0, 20.0, 25.0  # seconds; together well below pushes.ANSWERS_WITHIN
PUSHES = Counter("sourcer_ats_pushes_total", "Candidates pushed to an ATS, by system", ("system", "outcome"))
MOST_EMAILS, MOST_LINKS, MOST_PHONES = 3, 10, 3
_NO_JOB = "Choose one of the open jobs in your ATS."
_WISHES = {
    "erased": "This person asked to be forgotten, so they can't be pushed.",
    "complained": "This person reported an e-mail as spam, so they can't be pushed.",
    "opted_out": "This person asked not to be contacted again, so they can't be pushed.",
}


@dataclass(frozen=True, slots=True)
class _Pushable:
    """A candidate who may be pushed, and what is known about them."""

    candidate: Candidate
    profile: Profile
    profiles: list[Profile]
    emails: tuple[str, ...]
    connected: list[ConnectedAts]
    notes: list[NoteRow]
    pushed: list[AtsPush]
    resume: Resume | None


async def open_form(action: OpenPush, by: Member, context: Context) -> Replies:
    try:
        async with context.read() as db:
            found = await _pushable(db, by, context, action.profile_id)
            job = await _current_job(db, by, found)
    except Refusal as refusal:
        return Tell(refusal.message), Redraw((action.profile_id,))
    values: dict[str, Value] = {"job": Option(str(job.id), job.title)} if job else {}
    return Ask(_form(found, by, context, action.back_to, values=values))


def _form(
    found: _Pushable,
    by: Member,
    context: Context,
    back_to: str,
    *,
    errors: dict[str, str] | None = None,
    values: dict[str, Value] | None = None,
) -> Form:
    since = max((each.asked_at for each in found.pushed if each.pushed_at), default=None)
    view = PushFormView(
        found.profile.id,
        profile_views.shown_name(found.profile.name),
        back_to,
        tuple(each.traits.label for each in found.connected),
        found.emails[0] if found.candidate.unlocked_at and allows(by.role, May.SEE_CONTACTS) else "",
        ats_views.note_choices(found.notes, by, since),
        resume=found.resume is not None and any(each.traits.files for each in found.connected),
        pushes=ats_views.push_views(found.pushed, context.now()),
        asked=pushes.attempts(found.pushed),
    )
    return screens.push_form(view, errors=errors, values=values)


async def _pushable(db: Read, by: Member, context: Context, profile_id: int) -> _Pushable:
    """The candidate, if they may be pushed now. Raises Refusal."""
    profile = await profile_scope.get(db, by.workspace_id, profile_id)
    candidate = await candidates.of_profile(db, by.workspace_id, profile_id)
    if candidate is None or not ats_views.may_be_pushed(candidate):
        raise Refusal("Only people whose contact details are unlocked, or who are interested, can be pushed to an ATS.")
    connected = await context.atses.connected(db, by.workspace_id)
    if not connected:
        raise Refusal("No ATS is connected. An admin can connect one under Integrations.")
    theirs = await candidates.profiles_of(db, by.workspace_id, candidate.id)
    emails = match_keys.distinct(email for each in theirs for email in match_keys.emails(each))
    if not emails:
        raise Refusal("An ATS finds people by their e-mail address, and none is known for this person.")
    if context.outreach.hash_key:
        wishes = await suppressions.suppressed(db, by.workspace_id, emails, context.outreach.hash_key)
        for why in wishes.values():
            raise Refusal(_WISHES.get(why, _WISHES["opted_out"]))
    return _Pushable(
        candidate,
        profile,
        theirs,
        tuple(emails[:MOST_EMAILS]),
        connected,
        await notes.of_candidate(db, by, candidate.id),
        await pushes.of_candidate(db, by.workspace_id, candidate.id),
        await reveals.resume_of(db, by.workspace_id, profile_id),
    )


async def _current_job(db: Read, by: Member, found: _Pushable) -> Job | None:
    """The candidate's job or the member's current job: the first of the two that comes from a connected ATS."""
    for id in (found.candidate.job_id, by.job_id):
        if id is not None and (chosen := await _job(db, by, found, str(id))) is not None:
            return chosen[0]
    return None


async def _job(db: Read, by: Member, found: _Pushable, typed: str) -> tuple[Job, ConnectedAts] | None:
    """The open job that was chosen, and the ATS it belongs to."""
    sources = {job_boards.source_of(each.board): each for each in found.connected}
    if id := lookup.id_of(typed.strip()):
        try:
            job = await jobs.get(db, by.workspace_id, id)
        except Gone:
            return None
    else:
        titled = await jobs.suggest(db, by.workspace_id, typed.strip(), sources=sources) if typed.strip() else []
        exact = [each for each in titled if each.title.casefold() == typed.strip().casefold()] or titled
        if len(exact) != 1:
            return None
        [job] = exact
    return (job, sources[job.source]) if job.status == "open" and job.source in sources else None


async def push(action: PushToAts, by: Member, context: Context) -> Replies:
    """Stores the request, asks the ATS, stores the outcome. Whatever happens in between, nobody is added to the ATS
    again without being looked up there first."""
    try:
        async with context.read() as db:
            found = await _pushable(db, by, context, action.profile_id)
            chosen = await _job(db, by, found, action.job)
        if chosen is None:
            typed: dict[str, Value] = {"notes": action.notes, "resume": action.resume}
            return Ask(_form(found, by, context, action.back_to, errors={"job": _NO_JOB}, values=typed))
        job, connected = chosen
        async with context.store.write(durable=True) as db:  # not the interaction's last write
            system = connected.board.system
            claim = await pushes.claim(db, by, found.candidate.id, system, job.id, context.now(), asked=action.asked)
    except Refusal as refusal:
        return await _card(by, context, action, warning=refusal.message)
    if claim.pushed:  # by this form, which was submitted before
        return await _card(by, context, action)
    if not claim.mine:
        waiting = f"{connected.traits.label} is still working on an earlier request. Try again in a minute."
        return await _card(by, context, action, warning=waiting)
    file = found.resume if action.resume and connected.traits.files else None
    async with context.outside():
        outcome = await _Push(connected, found, job, _chosen_notes(found, action), file).run()
    PUSHES.labels(system, outcome.state).inc()

    async def store(db: Write) -> None:
        await _store(db, by, context, claim, outcome)
        if outcome.refused:
            why = job_sync.reason(BadCredentials(connected.traits.label))
            await job_boards.record_failure(db, connected.board, why, context.now(), at_once=True)

    await store_at_last(context.store, store)
    context.wake()
    return await _card(by, context, action, outcome.notice, warning=" ".join(outcome.warnings))


async def _card(by: Member, context: Context, action: PushToAts, notice: str = "", *, warning: str = "") -> Replies:
    shown = await candidate_card.card(by, context, action.profile_id, action.back_to, notice=notice, warning=warning)
    return Close(), Show(shown), Redraw((action.profile_id,))


def _chosen_notes(found: _Pushable, action: PushToAts) -> list[str]:
    """The chosen notes, oldest first: only those that the member may read."""
    wanted = {id for each in action.notes if (id := lookup.id_of(each))}
    return [_note(row) for row in reversed(found.notes) if row.note.id in wanted]


def _note(row: NoteRow) -> str:
    words = plain(note_text(row.note.text, tuple(row.mentions.values())))
    return f"{row.author_name or 'Somebody'}, {long_date(row.note.created_at)} (from Sourcer):\n{words}"


async def _store(db: Write, by: Member, context: Context, claim: Claim, outcome: "_Outcome") -> None:
    person = outcome.person
    await pushes.finish(
        db,
        by,
        claim,
        outcome.state,
        context.now(),
        url=person.url if person and web_address(person.url) else "",
        since=person.since if person else None,
        reason=outcome.reason,
    )


# ── asking the ATS ──


@dataclass(slots=True)
class _Outcome:
    """The outcome of a push. `reason`: why it failed, or what is uncertain. `warnings`: which parts did not arrive."""

    state: Literal["pushed", "failed", "unknown"]
    person: AtsPerson | None = None
    reason: str = ""
    notice: str = ""
    warnings: list[str] = field(default_factory=list[str])
    refused: bool = False  # the key was


@dataclass(slots=True)
class _Push:
    """One request to push, once it is stored."""

    connected: ConnectedAts
    found: _Pushable
    job: Job
    notes: list[str]
    file: Resume | None

    @property
    def label(self) -> str:
        return self.connected.traits.label

    async def run(self) -> _Outcome:
        try:
            async with asyncio.timeout(FIND_WITHIN):
                there = await self._find()
        except (OutsideError, TimeoutError) as fault:
            return self._failed(fault)
        person = there
        if person is None:
            try:
                async with asyncio.timeout(ADD_WITHIN):
                    person = await self.connected.ats.create(_new(self.found), self.job.external_id)
            except (Uncertain, TimeoutError):
                return _Outcome("unknown", reason=screens.no_answer(self.label))
            except OutsideError as fault:
                return self._failed(fault)
        outcome = _Outcome("pushed", person, notice=self._notice(there))
        try:
            async with asyncio.timeout(MORE_WITHIN):
                await self._send_more(person, outcome, new=there is None)
        except TimeoutError:
            outcome.warnings.append(f"{self.label} was slow: check there what arrived.")
        return outcome

    async def _find(self) -> AtsPerson | None:
        """The person in the ATS who has one of the candidate's addresses; None if nobody has."""
        for email in self.found.emails:
            if (person := await self.connected.ats.find(email)) is not None:
                return person
        return None

    def _failed(self, fault: OutsideError | TimeoutError) -> _Outcome:
        nothing = "Nothing was pushed."
        match fault:
            case BadCredentials():
                reason = f"{self.label} no longer accepts the key. An admin can connect it again. {nothing}"
                return _Outcome("failed", reason=reason, refused=True)
            case Refused():
                return _Outcome("failed", reason=f"{fault.reason} {nothing}")
            case Throttled():
                return _Outcome("failed", reason=f"{self.label} is busy. {nothing} Try again in a few minutes.")
            case _:
                code = incidents.logged("a push to an ATS", fault)
                reason = f"{self.label} isn't responding. {nothing} Try again later. Reference: {code}."
                return _Outcome("failed", reason=reason)

    def _notice(self, there: AtsPerson | None) -> str:
        """A sentence about what happened to the person. `there`: their entry, if they were already in the ATS."""
        name = profile_views.shown_name(self.found.profile.name)
        if there is None:
            return f"{name} is in {self.label} now, for {self.job.title}."
        since = f", since {long_date(there.since)}" if there.since else ""
        return f"{name} was in {self.label} already{since}, and was not added again."

    async def _send_more(self, person: AtsPerson, outcome: _Outcome, *, new: bool) -> None:
        """Sends the job, the notes and the resume. Whatever fails is reported, and doesn't hold up the rest."""
        ats, traits = self.connected.ats, self.connected.traits
        if self.job.external_id not in person.jobs:
            if not traits.adds_jobs:
                outcome.warnings.append(f"{self.label} adds a further job only by hand: add {self.job.title} there.")
            elif fault := await _tried(ats.add_job(person, self.job.external_id)):
                outcome.warnings.append(f"{self.job.title} could not be added there: {fault}")
            elif not new:
                outcome.notice += f" They are now also a candidate for {self.job.title}."
        origin = [f"Source: {_origin(self.found)}"] if new and not traits.takes_origin else []
        failed = 0
        for words in (*origin, *self.notes):
            failed += bool(await _tried(ats.add_note(person, words)))
        if failed:
            outcome.warnings.append(f"{counted(failed, 'note')} could not be added.")
        if self.file is not None:
            document = Document(self.file.name, self.file.content_type, self.file.content)
            if fault := await _tried(ats.add_resume(person, document)):
                outcome.warnings.append(f"The resume could not be added: {fault}")


async def _tried(request: Awaitable[None]) -> str:
    """Why a step failed, as text to display; "" if it succeeded."""
    try:
        await request
    except Refused as refused:
        return refused.reason
    except OutsideError as fault:
        return f"it isn't responding (reference {incidents.logged('a push to an ATS', fault)})."
    return ""


def _new(found: _Pushable) -> NewCandidate:
    """The person to add, as their profiles describe them."""
    known = [profile_views.parse_profile(each) for each in found.profiles]
    main = profile_views.parse_profile(found.profile)
    post = next((each for each in main.experience if not each.end), None)
    place = main.place
    links = [link.url for each in known for link in each.links if web_address(link.url)]
    return NewCandidate(
        name=main.name,
        emails=found.emails,
        phones=tuple(dict.fromkeys(phone for each in known for phone in each.phones))[:MOST_PHONES],
        headline=main.headline or "",
        title=(post.title if post else "") or "",
        company=(post.company if post else "") or "",
        city=(place.city if place else "") or "",
        region=(place.region if place else "") or "",
        country=(place.country if place else "") or "",
        links=tuple(dict.fromkeys(links))[:MOST_LINKS],
        origin=_origin(found),
    )


def _origin(found: _Pushable) -> str:
    """Where the candidate was found, as in "Sourcer (Dice)"."""
    return f"Sourcer ({source_label(found.profile.source)})"

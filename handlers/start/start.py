"""Getting there: the first card for whoever it is, help, Home, and a fresh start when a card is too old."""

from dataclasses import dataclass

from cards.actions.access import OpenHelp, OpenStart
from cards.actions.base import BadArguments, UnknownVerb, read
from cards.actions.entry import Cancel, OpenHome, Welcome
from cards.screens import start
from cards.screens.home import home_card, reviewer_home
from cards.tree import Card
from cards.views.people import HomeView
from connectors.search.language.chips import shown
from connectors.search.language.terms import Terms
from handlers.context import Context
from handlers.handler import Table
from handlers.replies import Replies, Show
from handlers.views import answer_views, row_views
from store import jobs, searches
from store.chat import posted_cards
from store.credits import accounts
from store.db import Read
from store.errors import Gone
from store.members import members
from store.outreach import answer_details
from store.people import candidates_page
from store.roles import May, Role, allows
from store.tables.core import Job, Member

LATEST = 3  # candidates on Home

OLD_CARD = "That card is from an earlier version of Sourcer. Here is a fresh start."


async def first_card(by: Member, context: Context, notice: str = "") -> Card:
    """Where this person begins, whoever they are; `notice` says why they see it."""
    if by.role is Role.GUEST:
        return start.guest_card(requested=by.access_requested_at is not None, outsider=by.outsider, notice=notice)
    if not allows(by.role, May.SEARCH):
        return start.reviewer_card(row_views.member(by), notice=notice)
    async with context.read() as db:
        work = await _work(db, by)
    return start.start_card(work, notice=notice)


async def _work(db: Read, by: Member) -> HomeView:
    """What the member works on: job and latest search."""
    job = await current_job(db, by)
    last = await searches.latest(db, by)
    return HomeView(
        row_views.member(by),
        row_views.job(job) if job else None,
        last.id if last else 0,
        _said(last.terms) if last else "",
    )


def _said(kept: dict[str, object]) -> str:
    terms = Terms.from_json(kept)
    filters = (words for key, words in shown(terms.filters) if key != "exclude_rejected")  # the usual one
    return " · ".join(words for words in (terms.what, terms.where, *filters) if words)


async def current_job(db: Read, by: Member) -> Job | None:
    """The member's current job; None also when it is no longer there."""
    if by.job_id is None:
        return None
    try:
        return await jobs.get(db, by.workspace_id, by.job_id)
    except Gone:
        return None


async def open_start(action: OpenStart, by: Member, context: Context) -> Replies:
    return Show(await first_card(by, context))


async def welcome(action: Welcome, by: Member, context: Context) -> Replies:
    """The bot was installed for the person, or they wrote to it for the first time."""
    if by.role is Role.GUEST:
        return Show(await first_card(by, context))
    return Show(start.welcome_card(row_views.member(by)))


async def open_help(action: OpenHelp, by: Member, context: Context) -> Replies:
    return Show(start.help_card(row_views.member(by)))


async def open_home(action: OpenHome, by: Member, context: Context) -> Replies:
    """The dashboard; what it holds depends on the role."""
    if by.role is Role.GUEST:
        return Show(await first_card(by, context))
    if not allows(by.role, May.SEARCH):
        return Show(reviewer_home(HomeView(row_views.member(by))))
    async with context.read() as db:
        work = await _work(db, by)
        latest = await candidates_page.listed(db, by, page_size=LATEST)
        owners = await members.named(db, by.workspace_id, row_views.involved(latest.items))
        answers = await answer_details.latest(db, by, LATEST)
        spendable = await accounts.spendable(db, by)
        waiting = await members.waiting(db, by.workspace_id) if allows(by.role, May.ADMINISTER) else []
    return Show(
        home_card(
            HomeView(
                work.member,
                work.job,
                work.search_id,
                work.search_words,
                saved=latest.counts["saved"],
                unlocked=latest.counts["unlocked"],
                credits=spendable.credits,
                candidates=latest.counts["all"],
                latest=tuple(row_views.candidate(row, owners, {}, {}, context.now()) for row in latest.items),
                interest=tuple(answer_views.brief(told, by, context.now()) for told in answers),
                waiting=tuple(map(row_views.member, waiting)),
            )
        )
    )


async def outdated(by: Member, context: Context) -> Replies:
    """A press on a card of another version: a fresh card and a sentence."""
    return Show(await first_card(by, context, OLD_CARD))


async def gone(words: str, by: Member, context: Context) -> Replies:
    """What was asked for is no longer there: `words` say what."""
    return Show(await first_card(by, context, words))


async def not_allowed(by: Member, needs: May, context: Context) -> Replies:
    """The role does not go that far: the card of what it does, and whom to ask."""
    if by.role is Role.GUEST:
        return Show(await first_card(by, context))
    if needs is May.ADMINISTER:
        return Show(await first_card(by, context, "That is for admins. Ask one of yours."))
    words = "Reviewers cannot search or contact people. Ask an admin to make you a recruiter."
    return Show(await first_card(by, context, words))


async def standing(table: Table, by: Member, conversation: str, message: str, context: Context) -> Replies:
    """The card that stands there, drawn anew; the first card where none is known."""
    async with context.read() as db:
        kept = await posted_cards.at(db, by.workspace_id, conversation, message) if message else None
    if kept is not None and kept.redraw and kept.member_id in (None, by.id):
        try:
            action = read(kept.redraw["verb"], kept.redraw["args"])
            handler = table[type(action)]
            if action.reads and allows(by.role, handler.needs):
                return await handler.run(action, by, context)
        except (UnknownVerb, BadArguments):
            return await outdated(by, context)
        except Gone as lost:
            return await gone(lost.words, by, context)
    return Show(await first_card(by, context))


@dataclass(frozen=True, slots=True)
class Redraw:
    """Leaves a form: the card below it is redrawn through the table of handlers."""

    table: Table

    async def __call__(self, action: Cancel, by: Member, context: Context) -> Replies:
        return await standing(self.table, by, action.conversation, action.message, context)

"""First steps: the start card for each role, help, Home, and a new start card for a press on an outdated card."""

from dataclasses import dataclass, replace

from cards.actions.access import OpenHelp, OpenStart
from cards.actions.base import BadArguments, UnknownVerb, read
from cards.actions.entry import Cancel, OpenHome, Welcome
from cards.screens import start
from cards.screens.home import home_card, reviewer_home
from cards.tree import Card
from cards.views.people import HomeView
from cards.views.settings import WorkspaceIdentity
from handlers.context import Context
from handlers.handler import Table
from handlers.replies import Replies, Show
from handlers.views import answer_views, row_views
from handlers.views.reach_views import reaches
from handlers.views.search_views import saved_search, search_text
from store import jobs, searches
from store.chat import posted_cards
from store.credits import accounts
from store.db import Read
from store.errors import Gone
from store.mailbox import mailboxes
from store.members import members, saved_searches, workspaces
from store.outreach import answer_details
from store.people import candidates_page
from store.roles import May, Role, allows
from store.tables.core import Job, Member

LATEST = 3  # the most candidates, answers and saved searches on Home

OLD_CARD = "That card is from an earlier version of Sourcer. Here is a current one."


async def first_card(by: Member, context: Context, notice: str = "") -> Card:
    """The start card for the member's role; `notice` says why they see it."""
    if by.role is Role.GUEST:
        requested = by.access_requested_at is not None
        async with context.read() as db:
            has_admin = bool(await members.admins(db, by.workspace_id))
        named = bool(context.admins)
        return start.guest_card(
            requested=requested, outsider=by.outsider, has_admin=has_admin, named_admins=named, notice=notice
        )
    if not allows(by.role, May.SEARCH):
        return start.reviewer_card(row_views.member(by), notice=notice)
    home = replace(await work_of(by, context), workspace=await unconfirmed_workspace(by, context))
    return start.start_card(home, notice=notice)


async def unconfirmed_workspace(by: Member, context: Context) -> WorkspaceIdentity | None:
    """For an admin, the workspace's name and time zone, until an admin has confirmed both."""
    if not allows(by.role, May.ADMINISTER):
        return None
    async with context.read() as db:
        workspace = await workspaces.get(db, by.workspace_id)
        if workspace.confirmed_at is not None:
            return None
        own = await mailboxes.get(db, by.workspace_id)
    name = own.company or context.outreach.mail.company or workspace.name
    return WorkspaceIdentity(name, workspaces.proposed_time_zone(workspace, by))


async def work_of(by: Member, context: Context) -> HomeView:
    """The member's current job and latest search."""
    async with context.read() as db:
        return await _work(db, by)


async def _work(db: Read, by: Member) -> HomeView:
    job = await current_job(db, by)
    last = await searches.latest(db, by)
    return HomeView(
        row_views.member(by),
        row_views.job(job) if job else None,
        last.id if last else 0,
        search_text(last.terms) if last else "",
    )


async def current_job(db: Read, by: Member) -> Job | None:
    """The member's current job; None if no job is current or the job no longer exists."""
    if by.job_id is None:
        return None
    try:
        return await jobs.get(db, by.workspace_id, by.job_id)
    except Gone:
        return None


async def open_start(action: OpenStart, by: Member, context: Context) -> Replies:
    return Show(await first_card(by, context))


async def welcome(action: Welcome, by: Member, context: Context) -> Replies:
    """The welcome card, after the bot was installed for a person or on their first message to the bot."""
    if by.role is Role.GUEST:
        return Show(await first_card(by, context))
    return Show(start.welcome_card(row_views.member(by), workspace=await unconfirmed_workspace(by, context)))


async def open_help(action: OpenHelp, by: Member, context: Context) -> Replies:
    return Show(start.help_card(row_views.member(by)))


async def open_home(action: OpenHome, by: Member, context: Context) -> Replies:
    """The dashboard; its content depends on the role."""
    if by.role is Role.GUEST:
        return Show(await first_card(by, context))
    if not allows(by.role, May.SEARCH):
        return Show(reviewer_home(HomeView(row_views.member(by))))
    async with context.read() as db:
        work = await _work(db, by)
        latest = await candidates_page.listed(db, by, page_size=LATEST)
        owners = await members.named(db, by.workspace_id, row_views.involved(latest.items))
        people = {row.candidate.id: ([row.profile], row.candidate.id) for row in latest.items}
        reach = await reaches(db, by, context, people)
        answers = await answer_details.latest(db, by, LATEST)
        spendable = await accounts.spendable(db, by)
        saved = await saved_searches.listed(db, by, count=LATEST)
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
                latest=tuple(
                    row_views.candidate(row, owners, {}, {}, context.now(), reach[row.candidate.id])
                    for row in latest.items
                ),
                interest=tuple(answer_views.brief(details, by, context.now()) for details in answers),
                waiting=tuple(map(row_views.member, waiting)),
                saved_searches=tuple(saved_search(search, job) for search, job in saved.items),
                saved_search_count=saved.total,
            )
        )
    )


async def outdated(by: Member, context: Context) -> Replies:
    """The reply to a press on a card from an earlier version: a new start card with a notice."""
    return Show(await first_card(by, context, OLD_CARD))


async def gone(message: str, by: Member, context: Context) -> Replies:
    """The reply when the requested item no longer exists; `words` says which item."""
    return Show(await first_card(by, context, message))


async def not_allowed(by: Member, needs: May, context: Context) -> Replies:
    """The reply when the role lacks a permission: the start card, saying whom to ask."""
    if by.role is Role.GUEST:
        return Show(await first_card(by, context))
    if needs is May.ADMINISTER:
        return Show(await first_card(by, context, "Only admins can do that. Ask an admin."))
    words = "Reviewers cannot search or contact people. Ask an admin to make you a recruiter."
    return Show(await first_card(by, context, words))


async def redraw_card(table: Table, by: Member, conversation: str, message: str, context: Context) -> Replies:
    """Redraws the card posted in that message; shows the start card if the message has no card."""
    async with context.read() as db:
        posted = await posted_cards.at(db, by.workspace_id, conversation, message) if message else None
    if posted is not None and posted.redraw and posted.member_id in (None, by.id):
        try:
            action = read(posted.redraw["verb"], posted.redraw["args"])
            handler = table[type(action)]
            if action.reads and allows(by.role, handler.needs):
                return await handler.run(action, by, context)
        except (UnknownVerb, BadArguments):
            return await outdated(by, context)
        except Gone as missing:
            return await gone(missing.message, by, context)
    return Show(await first_card(by, context))


@dataclass(frozen=True, slots=True)
class Redraw:
    """Handles Cancel in a form by redrawing the card below it through the handler table."""

    table: Table

    async def __call__(self, action: Cancel, by: Member, context: Context) -> Replies:
        return await redraw_card(self.table, by, action.conversation, action.message, context)

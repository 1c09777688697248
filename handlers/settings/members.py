"""Access: requests and answers, the claim code, members and their roles."""

from cards.actions.access import (
    AnswerAccess,
    AskAccess,
    ChangeDefaultRole,
    ChangeRole,
    Claim,
    LeftWorkspace,
    OpenDefaultRole,
    OpenMembers,
    OpenRoleForm,
    ShowAccessRequests,
    ShowDeparture,
)
from cards.screens import members as members_screens
from cards.screens import start
from cards.screens.wording import a_role
from cards.tree import Card
from handlers.context import Context
from handlers.replies import Ask, Close, Post, RedrawScreen, Replies, Show
from handlers.start.start import first_card, unconfirmed_workspace
from handlers.views import row_views
from store.errors import Gone, Refusal
from store.mailbox import departures
from store.members import admin_claims, members, workspaces
from store.roles import Role
from store.tables.core import Member

MOST = 500  # the most members in the list


async def ask(action: AskAccess, by: Member, context: Context) -> Replies:
    """A guest requests access: each admin is notified; one card covers the requests of a few minutes."""
    async with context.write() as db:
        await members.request_access(db, by, context.now())
        has_admin = bool(await members.admins(db, by.workspace_id))
    context.wake()
    return Show(start.guest_card(requested=True, has_admin=has_admin, named_admins=bool(context.admins)))


async def show_requests(action: ShowAccessRequests, by: Member, context: Context) -> Replies:
    """The unanswered requests. If there are none, a posted card says so; otherwise raises Gone, because there is
    nothing to post."""
    async with context.read() as db:
        waiting = await members.waiting(db, by.workspace_id)
    if not waiting and action.posted:
        return Show(members_screens.no_access_requests())
    if not waiting:
        raise Gone("Nobody is waiting for access anymore.")
    return Show(members_screens.access_requests(tuple(map(row_views.member, waiting))))


async def answer(action: AnswerAccess, by: Member, context: Context) -> Replies:
    """An admin grants access (with a role) or refuses it; only the first answer takes effect. The card then shows the
    remaining requests."""
    role = _role(action.role, (Role.RECRUITER, Role.REVIEWER)) if action.role else None
    async with context.write() as db:
        guest = await members.get(db, by.workspace_id, action.member_id)
        pending = guest.access_requested_at is not None
        if pending:
            guest = await members.answer_access(db, by, guest.id, role)
        waiting = tuple(map(row_views.member, await members.waiting(db, by.workspace_id)))
    view = row_views.member(guest)
    if waiting:
        text = members_screens.access_answer_text(view, by.name if pending else "")
        card = members_screens.access_requests(
            waiting, notice=text if pending else f"Someone has already answered this. {text}"
        )
    else:
        card = members_screens.access_answered(view, by=by.name if pending else "", already=not pending)
    if not pending:
        return Show(card)
    notification = start.welcome_card(view, let_in_by=by.name) if role else members_screens.access_refused()
    return Show(card), Post(notification, guest.id), RedrawScreen(ShowAccessRequests.verb)


def _role(word: str, allowed: tuple[Role, ...] = tuple(Role)) -> Role:
    """The role named `word`. Raises Refusal unless it is an allowed role."""
    for role in allowed:
        if role.value == word:
            return role
    raise Refusal("Choose one of the roles.")


async def claim(action: Claim, by: Member, context: Context) -> Replies:
    """Makes the member the first admin, given the one-time code that the server printed."""
    if not action.code.strip():
        return Show(
            await first_card(by, context, "Type “claim” followed by the code that the server printed when it started.")
        )
    async with context.write() as db:
        admin = await admin_claims.claim(db, by, action.code, context.now())
    context.wake()
    return Show(start.claimed_card(row_views.member(admin), await unconfirmed_workspace(admin, context)))


async def open_members(action: OpenMembers, by: Member, context: Context) -> Replies:
    return Show(await _members(by, context, action.page))


async def _members(by: Member, context: Context, page: int = 0, notice: str = "") -> Card:
    async with context.read() as db:
        everybody = await members.suggest(db, by.workspace_id, "", MOST)
        waiting = await members.waiting(db, by.workspace_id)
        workspace = await workspaces.get(db, by.workspace_id)
    page = max(0, min(page, (len(everybody) - 1) // members_screens.PAGE))
    shown = everybody[page * members_screens.PAGE : (page + 1) * members_screens.PAGE]
    return members_screens.members_card(
        tuple(map(row_views.member, shown)),
        tuple(map(row_views.member, waiting)),
        default_role=workspace.default_role.value,
        total=len(everybody),
        page=page,
        notice=notice,
    )


async def open_role_form(action: OpenRoleForm, by: Member, context: Context) -> Replies:
    async with context.read() as db:
        member = await members.get(db, by.workspace_id, action.member_id)
    return Ask(members_screens.role_form(row_views.member(member)))


async def change_role(action: ChangeRole, by: Member, context: Context) -> Replies:
    """Changes a member's role; a refusal is shown in the form."""
    try:
        async with context.write() as db:
            member = await members.set_role(db, by, action.member_id, _role(action.role))
            await departures.disconnect(db, context.now())
    except Refusal as refusal:
        async with context.read() as db:
            member = await members.get(db, by.workspace_id, action.member_id)
        return Ask(members_screens.role_form(row_views.member(member), error=refusal.message))
    context.wake()
    if member.id == by.id:
        by.role = member.role
    if by.role is not Role.ADMIN:
        return Close(), Show(await first_card(by, context, f"You are {a_role(by.role)} now."))
    return Close(), Show(await _members(by, context, notice=f"{member.name} is {a_role(member.role)} now."))


async def left(action: LeftWorkspace, by: Member, context: Context) -> Replies:
    """Takes away the rights of somebody whose account was deactivated."""
    async with context.write() as db:
        await members.deactivate(db, by, context.now())
        await departures.disconnect(db, context.now())
    context.wake()
    return ()


async def show_departure(action: ShowDeparture, by: Member, context: Context) -> Replies:
    async with context.read() as db:
        member = await members.get(db, by.workspace_id, action.member_id)
        held = await departures.held(db, by.workspace_id, member.id)
    return Show(members_screens.departure_card(member.id, member.name, held))


async def open_default_role(action: OpenDefaultRole, by: Member, context: Context) -> Replies:
    async with context.read() as db:
        workspace = await workspaces.get(db, by.workspace_id)
    return Ask(members_screens.default_role_form(workspace.default_role.value))


async def change_default_role(action: ChangeDefaultRole, by: Member, context: Context) -> Replies:
    role = _role(action.role, (Role.GUEST, Role.REVIEWER, Role.RECRUITER))
    async with context.write() as db:
        await workspaces.set_default_role(db, by, role)
    return Close(), Show(await _members(by, context, notice=f"Newcomers now start as {a_role(role)}."))

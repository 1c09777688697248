"""Credits: the account card, its CSV export, and requests to the admins for more."""

from cards import typed_text
from cards.actions.credits import (
    AskCredits,
    CreditsLow,
    ExportCredits,
    OpenCreditRequest,
    OpenCredits,
    ShowCreditAnswer,
    ShowCreditRequest,
)
from cards.screens.credits import account, forms
from cards.tree import Card, Value
from handlers.context import Context
from handlers.replies import Ask, Attach, Close, Replies, Show, Tell
from handlers.views import credit_views, credits_csv
from store import audit
from store.credits import history, requests
from store.errors import Gone
from store.members import members
from store.tables.core import Member


async def open_card(action: OpenCredits, by: Member, context: Context) -> Replies:
    return Show(await card(by, context))


async def card(by: Member, context: Context, notice: str = "") -> Card:
    """The current state of the account. Only reads."""
    async with context.read() as db:
        view = await credit_views.view(db, by, context.now())
    return account.credits_card(view, notice=notice)


async def low(action: CreditsLow, by: Member, context: Context) -> Replies:
    """The warning that admins get when credits are low or used up."""
    async with context.read() as db:
        view = await credit_views.view(db, by, context.now())
    return Show(account.credits_low(view, level=action.level))


async def export_csv(action: ExportCredits, by: Member, context: Context) -> Replies:
    """Sends the account's entries as a CSV file in direct messages; the export is recorded in the audit log."""
    now = context.now()
    async with context.write() as db:
        own, zone, _name = await credit_views.account(db, by, now)
        moved = await history.movements(db, own, history.MOST_EXPORTED, settles=True)
        if moved:
            about = {"what": "credits", "count": len(moved)}
            await audit.add(db, by.workspace_id, by.id, "export", about, now)
    if not moved:
        return Tell("No credits have been used or granted yet.")
    content = credits_csv.csv(moved, own.balance, zone)
    return Attach(f"credits-{now.astimezone(zone):%Y-%m-%d}.csv", content, "Credits, newest entry first.")


async def open_request_form(action: OpenCreditRequest, by: Member, context: Context) -> Replies:
    async with context.read() as db:
        view = await credit_views.view(db, by, context.now())
    return Ask(forms.credit_request_form(view, draft_id=action.draft_id))


async def ask(action: AskCredits, by: Member, context: Context) -> Replies:
    """A member requests credits: each admin is notified, once per open request."""
    number = whole(action.credits, 1)
    now = context.now()
    if number is None:
        async with context.read() as db:
            view = await credit_views.view(db, by, now)
        values: dict[str, Value] = {"credits": action.credits, "reason": action.reason}
        errors = {"credits": a_number(1)}
        return Ask(forms.credit_request_form(view, draft_id=action.draft_id, errors=errors, values=values))
    async with context.write() as db:
        _request, new = await requests.ask(db, by, number, action.reason, now, draft_id=action.draft_id)
        admins = await members.admins(db, by.workspace_id)
    if not admins:
        notice = "There's no admin to grant credits yet."
    elif new:
        notice = "I've asked your admins. You'll hear what they decide."
    else:
        notice = "You've already asked. No one has answered yet."
    context.wake()
    return Close(), Show(await card(by, context, notice))


async def show_request(action: ShowCreditRequest, by: Member, context: Context) -> Replies:
    async with context.read() as db:
        request = await credit_views.request(db, by, action.request_id, context.now())
    return Show(account.credit_request(request))


async def show_answer(action: ShowCreditAnswer, by: Member, context: Context) -> Replies:
    """Shows the answer, only to the member who made the request; shows the account card until the request is answered.
    Raises Gone."""
    async with context.read() as db:
        asked = await requests.get(db, by.workspace_id, action.request_id)
        if asked.member_id != by.id:
            raise Gone("This request no longer exists.")
        request = await credit_views.request(db, by, asked.id, context.now())
        reason = await requests.grant_reason(db, asked)
    if not request.answer:
        return Show(await card(by, context))
    return Show(account.credits_granted(request, reason=reason))


def whole(value: int | str | None, least: int) -> int | None:
    """The typed number if it is a whole number from `least` to `forms.MOST`, else None."""
    if isinstance(value, str):
        value = typed_text.whole(value.replace(",", ""))
    return value if value is not None and least <= value <= forms.MOST else None


def a_number(least: int) -> str:
    """The error for input that `whole` rejects."""
    return f"Type a number from {least} to {forms.MOST:,}."

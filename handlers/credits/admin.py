"""Admin actions on credits: grants, answers to requests, the allowance and its reset day, budgets."""

import secrets

from cards.actions.credits import (
    ChangeBudget,
    ChangeCreditTerms,
    GrantCredits,
    OpenBudgetForm,
    OpenCreditTerms,
    OpenGrantForm,
    RefuseCredits,
)
from cards.screens.credits import account, forms
from cards.screens.wording import counted, zone_label
from cards.tree import Option, Value
from handlers import lookup
from handlers.context import Context
from handlers.credits.account import a_number, card, whole
from handlers.lookup import Picked
from handlers.replies import Ask, Close, Replies, Show
from handlers.views import credit_views
from store.credits import accounts, periods, requests, terms
from store.db import Read
from store.members import members
from store.tables.core import Member


async def open_grant_form(action: OpenGrantForm, by: Member, context: Context) -> Replies:
    """The grant form, or the answer if the request has been answered in the meantime."""
    now = context.now()
    async with context.read() as db:
        request = await credit_views.request(db, by, action.request_id, now) if action.request_id else None
        view = await credit_views.view(db, by, now)
    if request is not None and request.answer:
        return Show(account.credit_request(request, already=True))
    once = "" if request else secrets.token_hex(8)
    return Ask(forms.grant_form(view, once=once, request=request))


async def grant(action: GrantCredits, by: Member, context: Context) -> Replies:
    """Grants credits on top of the allowance. Only the first answer to a request takes effect, and the requester is
    notified."""
    if action.request_id and action.as_requested:
        async with context.read() as db:
            number = (await requests.get(db, by.workspace_id, action.request_id)).credits
    else:
        number = whole(action.credits, 1)
    if number is None:
        return await _grant_form_with_errors(action, {"credits": a_number(1)}, by, context)
    if action.request_id:
        return await _answer(by, context, action.request_id, number, action.reason)
    once = action.once[:40] or secrets.token_hex(8)
    async with context.write() as db:
        entry = await terms.grant(db, by, number, action.reason, f"grant:{once}", context.now())
    return Close(), Show(await card(by, context, f"{_credits_were(entry.credits)} granted."))


def _credits_were(credits: int) -> str:
    return f"{counted(credits, 'credit')} {'was' if credits == 1 else 'were'}"


async def _grant_form_with_errors(
    action: GrantCredits, errors: dict[str, str], by: Member, context: Context
) -> Replies:
    async with context.read() as db:
        request = await credit_views.request(db, by, action.request_id, context.now()) if action.request_id else None
        view = await credit_views.view(db, by, context.now())
    values: dict[str, Value] = {"credits": action.credits, "reason": action.reason}
    return Ask(forms.grant_form(view, once=action.once, request=request, errors=errors, values=values))


async def refuse(action: RefuseCredits, by: Member, context: Context) -> Replies:
    """An admin declines a request."""
    return await _answer(by, context, action.request_id, 0, "")


async def _answer(by: Member, context: Context, request_id: int, number: int, reason: str) -> Replies:
    async with context.write() as db:
        request, counts = await requests.answer(db, by, request_id, number, reason, context.now())
        shown = await credit_views.request(db, by, request.id, context.now())
    context.wake()
    return Close(), Show(account.credit_request(shown, already=not counts))


async def open_terms(action: OpenCreditTerms, by: Member, context: Context) -> Replies:
    async with context.read() as db:
        view = await credit_views.view(db, by, context.now())
    return Ask(forms.credit_terms_form(view))


async def change_terms(action: ChangeCreditTerms, by: Member, context: Context) -> Replies:
    allowance, day = whole(action.allowance, 0), whole(action.day, 1)
    zone, error = lookup.time_zone(action.zone)
    errors: dict[str, str] = {}
    if allowance is None:
        errors["allowance"] = a_number(0)
    if day is None or day not in periods.DAYS:
        errors["day"] = "Type a day from 1 to 31."
    if error:
        errors["zone"] = error
    if allowance is None or day is None or errors:
        async with context.read() as db:
            view = await credit_views.view(db, by, context.now())
        zone_option = Option(zone, zone_label(zone)) if zone else action.zone
        values: dict[str, Value] = {"allowance": action.allowance, "day": action.day, "zone": zone_option}
        return Ask(forms.credit_terms_form(view, errors=errors, values=values))
    async with context.write() as db:
        own = await terms.set_terms(db, by, allowance, day, zone, context.now())
        _own, local, _name = await credit_views.account(db, by, context.now())
    resets = credit_views.format_reset(own.next_reset_at, local)
    return Close(), Show(await card(by, context, f"Saved. The next reset is on {resets}."))


async def open_budget_form(action: OpenBudgetForm, by: Member, context: Context) -> Replies:
    if not action.member_id:
        return Ask(forms.budget_form())
    async with context.read() as db:
        name, budget = await _budget(db, by, action.member_id, context)
    return Ask(forms.budget_form(action.member_id, name, budget))


async def _budget(db: Read, by: Member, member_id: int, context: Context) -> tuple[str, int | None]:
    """A member's name and budget. Raises Gone."""
    member = await members.get(db, by.workspace_id, member_id)
    own, _zone, _name = await credit_views.account(db, by, context.now())
    return member.name or "Somebody", await accounts.monthly_budget(db, own, member.id)


async def change_budget(action: ChangeBudget, by: Member, context: Context) -> Replies:
    """Changes a member's budget; an empty number removes the budget."""
    blank = action.credits is None or (isinstance(action.credits, str) and not action.credits.strip())
    number = None if blank else whole(action.credits, 0)
    errors = {"credits": a_number(0)} if number is None and not blank else {}
    async with context.read() as db:
        picked = Picked(action.member_id) if action.member_id else await lookup.member(db, by, action.member)
        name = (await _budget(db, by, picked.id, context))[0] if picked.id else ""
    if not picked.id:
        errors["member"] = picked.trouble or "Choose a member."
    if errors:
        values: dict[str, Value] = {"credits": action.credits}
        if not action.member_id:
            values["member"] = Option(str(picked.id), name) if picked.id else action.member
        return Ask(forms.budget_form(action.member_id, name, errors=errors, values=values))
    async with context.write() as db:
        member = await terms.set_budget(db, by, picked.id, number, context.now())
    budget = "no budget" if number is None else f"a budget of {counted(number, 'credit')} a month"
    return Close(), Show(await card(by, context, f"{member.name or 'The member'} now has {budget}."))

"""Credits: the balance and who used it, and the notifications to admins."""

from cards.actions.access import OpenStart
from cards.actions.credits import (
    ExportCredits,
    GrantCredits,
    OpenBudgetForm,
    OpenCreditRequest,
    OpenCredits,
    OpenCreditTerms,
    OpenGrantForm,
    RefuseCredits,
    ShowCreditAnswer,
    ShowCreditRequest,
)
from cards.actions.invitations import EditBulk, EditInvitation, OpenInvitations
from cards.screens.start import banner
from cards.screens.wording import counted, short
from cards.text import Muted, Rich, Span, Strong
from cards.tree import AnyButton, Button, Card, Chart, Facts, Heading, Kind, Node, Notice, Row, Text
from cards.views.credits import CreditRequestView, CreditsView, MovementView, SpentView

MOST_MEMBERS = 8  # shown on the card; the CSV file has everyone
NAME = 60  # characters
MOVEMENT = 200
REASON = 300


def credits_card(view: CreditsView, *, notice: str = "") -> Card:
    """Balance, next reset, who used what, and the latest ledger entries."""
    return Card(
        summary=f"Credits: {view.balance:,} left",
        body=(
            Heading("Credits"),
            *banner(notice, Kind.SUCCESS),
            *_low(view),
            Facts(_facts(view)),
            *_waiting(view),
            *_chart(view),
            Heading(f"Used since {view.since}", 2),
            *_members(view),
            Heading("Recent changes", 2),
            Text(_movements(view.movements)),
        ),
        buttons=(*_admin_buttons(view), *_common_buttons(view)),
        redraw=OpenCredits(),
    )


def _low(view: CreditsView) -> tuple[Node, ...]:
    if view.balance:
        return ()
    return (Notice(Kind.WARNING, f"No credits are left. They reset on {view.resets}."),)


def _facts(view: CreditsView) -> tuple[tuple[str, Rich], ...]:
    facts: list[tuple[str, Rich]] = [
        ("Balance", (Strong(f"{view.balance:,}"), Muted(f" · {view.allowance:,} a month")))
    ]
    if view.held:
        facts.append(("Held", f"{view.held:,} for unsent invitations"))
    facts.append(("Next reset", f"{view.resets}. Unused credits expire then; held ones stay."))
    if view.own_budget is not None:
        facts.append(("Your budget", f"{view.own_spent:,} of {view.own_budget:,} spent"))
    return tuple(facts)


def _waiting(view: CreditsView) -> tuple[Node, ...]:
    if not view.admin or not view.waiting:
        return ()
    return (Heading("Requests", 2), *(_request_row(each) for each in view.waiting))


def _request_row(request: CreditRequestView) -> Row:
    return Row(
        (Strong(short(request.name, NAME)), Muted(f" asks for {counted(request.credits, 'credit')}")),
        (short(request.reason, REASON),) if request.reason else (),
        buttons=(
            Button(
                "Grant",
                does=GrantCredits(request.id, as_requested=True),
                main=True,
                hint=f"Grant {counted(request.credits, 'credit')} to {request.name}",
            ),
            Button(
                "Other amount",
                does=OpenGrantForm(request.id),
                hint=f"Grant {request.name} a different number of credits",
            ),
            Button("No", does=RefuseCredits(request.id), hint=f"Decline the request from {request.name}"),
        ),
    )


def _chart(view: CreditsView) -> tuple[Node, ...]:
    if not any(credits for _, credits in view.days):
        return ()
    return (Chart(f"Credits used in the last {len(view.days)} days", view.days),)


def _members(view: CreditsView) -> tuple[Node, ...]:
    if not view.members:
        return (Text("No one has used any."),)
    shown, more = view.members[:MOST_MEMBERS], len(view.members) - MOST_MEMBERS
    rest = (Text(f"And {counted(more, 'more member')}: the CSV file lists everyone.", muted=True),) if more > 0 else ()
    if not view.admin:
        return (Facts(tuple((short(each.name, NAME), _used(each)) for each in shown)), *rest)
    return (*(_budget_row(each) for each in shown), *rest)


def _used(spent: SpentView) -> str:
    return f"{spent.credits:,}" if spent.budget is None else f"{spent.credits:,} of {spent.budget:,}"


def _budget_row(spent: SpentView) -> Row:
    label = "Set budget" if spent.budget is None else "Change budget"
    return Row(
        (Strong(short(spent.name, NAME)), Muted(f" · {_used(spent)}")),
        buttons=(Button(label, does=OpenBudgetForm(spent.member_id), hint=f"{label} for {spent.name}"),),
    )


def _movements(movements: tuple[MovementView, ...]) -> Rich:
    """The latest ledger entries, one line each."""
    lines: list[Span] = []
    for each in movements:
        sign = f"+{each.amount:,}" if each.amount > 0 else f"−{-each.amount:,}" if each.amount else "0"
        text = short(each.text, MOVEMENT)
        lines += [*("\n" if lines else ""), Strong(sign), f"  {text}", Muted(f" · {each.when}")]
    return tuple(lines) or "Nothing yet."


def _admin_buttons(view: CreditsView) -> tuple[AnyButton, ...]:
    if not view.admin:
        return (Button("Ask for credits", does=OpenCreditRequest(), main=not view.balance),)
    return (
        Button("Grant credits", does=OpenGrantForm()),
        Button("Allowance and reset", does=OpenCreditTerms()),
        Button("Set a budget", does=OpenBudgetForm(), hint="Set a member's budget"),
    )


def _common_buttons(view: CreditsView) -> tuple[AnyButton, ...]:
    return (
        Button("Export CSV", does=ExportCredits()),
        Button("Invitations", does=OpenInvitations()),
        Button("Start", does=OpenStart()),
    )


def credits_low(view: CreditsView, *, level: int) -> Card:
    """Sent to each admin once per period: credits are low, or used up."""
    left = f"{view.balance:,} of {counted(view.allowance, 'credit')}" if view.balance else "No credits"
    now = f"{left} {'is' if view.balance == 1 else 'are'} left"
    text = now if level or view.balance else "All credits are used up"
    return Card(
        summary=text,
        body=(Notice(Kind.WARNING, f"{text}. The next reset is on {view.resets}."),),
        buttons=(
            Button("Grant credits", does=OpenGrantForm(), main=True),
            Button("Credits", does=OpenCredits()),
        ),
    )


def credit_request(request: CreditRequestView, *, already: bool = False) -> Card:
    """Sent to each admin: a request for credits or, once an admin has answered, the answer. `already`: another admin
    answered first."""
    if request.answer:
        return _answered(request, already=already)
    summary = f"{request.name} asks for {counted(request.credits, 'credit')}"
    facts: list[tuple[str, Rich]] = [("Balance", f"{request.balance:,}")]
    budget: tuple[AnyButton, ...] = ()
    note: tuple[Node, ...] = ()
    if request.budget is not None:
        facts.append(("Their budget", f"{request.spent:,} of {request.budget:,} spent"))
        budget = (Button("Change budget", does=OpenBudgetForm(request.member_id)),)
        note = (Text("Granting credits also raises their budget for this month.", muted=True),)
    return Card(
        summary=summary,
        body=(_request_row(request), Facts(tuple(facts)), *note),
        buttons=(*budget, Button("Credits", does=OpenCredits())),
        redraw=ShowCreditRequest(request.id),
    )


def _answered(request: CreditRequestView, *, already: bool) -> Card:
    if request.answer == "granted":
        text = f"{request.by or 'An admin'} granted {counted(request.granted, 'credit')} for {request.name}."
    else:
        text = f"{request.by or 'An admin'} declined the request from {request.name}."
    before = (Text("Someone has already answered this.", muted=True),) if already else ()
    kind = Kind.INFO if already or request.answer != "granted" else Kind.SUCCESS
    return Card(
        summary=text,
        body=(Notice(kind, text), *before),
        buttons=(Button("Credits", does=OpenCredits()),),
        redraw=ShowCreditRequest(request.id),
    )


def credits_granted(request: CreditRequestView, *, reason: str = "") -> Card:
    """Sent to the member who asked, with a button back to what they could not send."""
    by = request.by or "An admin"
    draft: tuple[AnyButton, ...] = ()
    if request.answer == "granted":
        budget = "" if request.budget is None else f" Your budget this month is now {request.budget:,}."
        text = f"{by} granted {counted(request.granted, 'credit')}. The balance is now {request.balance:,}.{budget}"
        kind = Kind.SUCCESS
        if request.draft_id is not None:
            back = EditInvitation(request.draft_id) if request.draft_id else EditBulk()
            draft = (Button("Back to your message", does=back, main=True),)
    else:
        text, kind = f"{by} declined your request for {counted(request.credits, 'credit')}.", Kind.INFO
    return Card(
        summary=text,
        body=(Notice(kind, text), *((Text(reason, muted=True),) if reason else ())),
        buttons=(*draft, Button("Credits", does=OpenCredits()), Button("Start", does=OpenStart())),
        redraw=ShowCreditAnswer(request.id),
    )

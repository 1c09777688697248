"""The forms of credits: asking for some, granting, the allowance and its day, budgets."""

from cards.actions.credits import AskCredits, ChangeBudget, ChangeCreditTerms, GrantCredits
from cards.screens.wording import counted, short
from cards.text import Strong
from cards.tree import Button, Form, Node, NumberInput, Option, Text, TextInput, Typeahead, Value
from cards.views.credits import CreditRequestView, CreditsView

MOST = 1_000_000  # credits, as the store takes them
REASON = 300  # characters
_CREDITS = NumberInput("credits", "Credits", least=1, most=MOST, required=True)


def credit_request_form(
    view: CreditsView, *, errors: dict[str, str] | None = None, values: dict[str, Value] | None = None
) -> Form:
    """A member asks the admins for credits."""
    return Form(
        title="Ask for credits",
        body=(
            Text(f"{_left(view)} The next reset is on {view.resets}. The admins are asked; the first answer counts."),
        ),
        inputs=(
            _CREDITS,
            TextInput("reason", "What for", placeholder="Eight people for the night shift", max_length=REASON),
        ),
        submit=Button("Ask", does=AskCredits(), main=True),
        errors=errors or {},
        values=values or {"credits": 10},
    )


def _left(view: CreditsView) -> str:
    if view.own_budget is not None and view.own_spent >= view.own_budget:
        return f"Your budget of {counted(view.own_budget, 'credit')} is spent."
    if not view.balance:
        return "No credits are left."
    return f"{counted(view.balance, 'credit')} {'is' if view.balance == 1 else 'are'} left."


def grant_form(
    view: CreditsView,
    *,
    once: str = "",
    request: CreditRequestView | None = None,
    errors: dict[str, str] | None = None,
    values: dict[str, Value] | None = None,
) -> Form:
    """An admin grants credits beside the allowance, to the workspace, or as the answer to a request."""
    asks: tuple[Node, ...] = ()
    given: dict[str, Value] = {}
    if request is not None:
        asks = (
            Text((Strong(request.name), f" asks for {counted(request.credits, 'credit')}. {request.reason}".rstrip())),
        )
        given = {"credits": request.credits, "reason": request.reason}
    return Form(
        title="Grant credits",
        body=(*asks, Text(f"The balance is {view.balance:,}. What is not used lapses on {view.resets}.")),
        inputs=(_CREDITS, TextInput("reason", "What for", required=True, max_length=REASON)),
        submit=Button("Grant", does=GrantCredits(request.id if request else 0, once), main=True),
        errors=errors or {},
        values=values or given,
    )


def credit_terms_form(
    view: CreditsView, *, errors: dict[str, str] | None = None, values: dict[str, Value] | None = None
) -> Form:
    """An admin says how many credits there are each month, and when."""
    zone: Value = Option(view.zone, view.zone) if view.zone else None
    given: dict[str, Value] = {"allowance": view.allowance, "day": view.reset_day, "zone": zone}
    return Form(
        title="Allowance and reset",
        body=(
            Text(
                "The allowance holds from the next reset on; to have credits before, grant some. Each month has one "
                "reset: if this month had none yet and its new day is past, it is done now."
            ),
        ),
        inputs=(
            NumberInput("allowance", "Credits a month", least=0, most=MOST, required=True),
            NumberInput(
                "day",
                "Day of the reset",
                hint="1 to 31. In a shorter month it is the last day.",
                least=1,
                most=31,
                required=True,
            ),
            Typeahead(
                "zone",
                "Time zone",
                "zones",
                hint=f"As in Europe/Paris. Empty: the workspace's, {view.workspace_zone}.",
                placeholder="A city",
            ),
        ),
        submit=Button("Save", does=ChangeCreditTerms(), main=True),
        errors=errors or {},
        values=values or {name: value for name, value in given.items() if value is not None},
    )


def budget_form(
    member_id: int = 0,
    name: str = "",
    budget: int | None = None,
    *,
    errors: dict[str, str] | None = None,
    values: dict[str, Value] | None = None,
) -> Form:
    """An admin says how much a member may spend from one reset to the next."""
    whom = (Typeahead("member", "Member", "members", required=True),) if not member_id else ()
    given: dict[str, Value] = {} if budget is None else {"credits": budget}
    return Form(
        title="Budget",
        body=((Text((Strong(short(name, 60)), " may spend this many credits a month.")),) if member_id else ()),
        inputs=(
            *whom,
            NumberInput("credits", "Credits a month", hint="Empty: as many as there are.", least=0, most=MOST),
        ),
        submit=Button("Save", does=ChangeBudget(member_id), main=True),
        errors=errors or {},
        values=values or given,
    )

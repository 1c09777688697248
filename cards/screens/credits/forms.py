"""Credit forms: requests, grants, the allowance and its reset, budgets."""

from cards.actions.credits import AskCredits, ChangeBudget, ChangeCreditTerms, GrantCredits
from cards.screens.wording import counted, short, zone_label
from cards.text import Strong
from cards.tree import Button, Form, Node, NumberInput, Option, Text, TextInput, Typeahead, Value
from cards.views.credits import CreditRequestView, CreditsView

MOST = 1_000_000  # credits: the store's limit
REASON = 300  # characters
_CREDITS = NumberInput("credits", "Credits", least=1, most=MOST, required=True)


def credit_request_form(
    view: CreditsView,
    *,
    draft_id: int | None = None,
    errors: dict[str, str] | None = None,
    values: dict[str, Value] | None = None,
) -> Form:
    """The form in which a member asks the admins for credits. `draft_id`: the unsent invitation that the credits are
    for."""
    return Form(
        title="Ask for credits",
        body=(
            Text(f"{_left(view)} The next reset is on {view.resets}. I'll ask all admins; the first answer counts."),
        ),
        inputs=(
            _CREDITS,
            TextInput("reason", "Purpose", placeholder="Eight people for the night shift", max_length=REASON),
        ),
        submit=Button("Ask", does=AskCredits(draft_id), main=True),
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
    """The form in which an admin grants credits on top of the allowance: to the workspace, or in answer to a
    request."""
    request_line: tuple[Node, ...] = ()
    given: dict[str, Value] = {}
    if request is not None:
        budget = " Granting credits also raises their budget for this month." if request.budget is not None else ""
        asks = f" asks for {counted(request.credits, 'credit')}.{budget}"
        reason = (Text(f"“{request.reason}”", muted=True),) if request.reason else ()
        request_line = (Text((Strong(request.name), asks)), *reason)
        given = {"credits": request.credits, "reason": request.reason}
    return Form(
        title="Grant credits",
        body=(*request_line, Text(f"The balance is {view.balance:,}. Unused credits expire on {view.resets}.")),
        inputs=(_CREDITS, TextInput("reason", "Purpose", max_length=REASON)),
        submit=Button("Grant", does=GrantCredits(request.id if request else 0, once), main=True),
        errors=errors or {},
        values=values or given,
    )


def credit_terms_form(
    view: CreditsView, *, errors: dict[str, str] | None = None, values: dict[str, Value] | None = None
) -> Form:
    """The form in which an admin sets the monthly allowance and the day of the reset."""
    zone: Value = Option(view.zone, zone_label(view.zone)) if view.zone else None
    given: dict[str, Value] = {"allowance": view.allowance, "day": view.reset_day, "zone": zone}
    return Form(
        title="Allowance and reset",
        body=(
            Text(
                "The new allowance applies from the next reset; to add credits before then, grant some. Each month has "
                "one reset: if this month's hasn't happened yet and the new day has passed, it happens now."
            ),
        ),
        inputs=(
            NumberInput("allowance", "Credits a month", least=0, most=MOST, required=True),
            NumberInput(
                "day",
                "Reset day",
                hint="1 to 31. In shorter months, the last day.",
                least=1,
                most=31,
                required=True,
            ),
            Typeahead(
                "zone",
                "Time zone",
                "zones",
                hint=f"For example, Paris. Leave empty to use the workspace's ({zone_label(view.workspace_zone)}).",
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
    """The form in which an admin sets how much a member may spend between resets."""
    member_input = (Typeahead("member", "Member", "members", required=True),) if not member_id else ()
    given: dict[str, Value] = {} if budget is None else {"credits": budget}
    return Form(
        title="Budget",
        body=((Text((Strong(short(name, 60)), " can spend this many credits a month.")),) if member_id else ()),
        inputs=(
            *member_input,
            NumberInput("credits", "Credits a month", hint="Leave empty for no limit.", least=0, most=MOST),
        ),
        submit=Button("Save", does=ChangeBudget(member_id), main=True),
        errors=errors or {},
        values=values or given,
    )

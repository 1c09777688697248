"""Credits: the balance, requests for more, and what admins change."""

from dataclasses import dataclass

from cards.actions.base import Action, typed

SEVERAL = 0  # the `draft_id` of an unsent invitation to several people


@dataclass(frozen=True)
class OpenCredits(Action, verb="credits", needs="contact", reads=True):
    """The balance, the next reset, and who used what."""


@dataclass(frozen=True)
class CreditsLow(Action, verb="credits_low", needs="administer"):
    """The admins' notification that credits are low; `level` is a percentage of the allowance, 0 for none left."""

    level: int = 0


@dataclass(frozen=True)
class ExportCredits(Action, verb="export_credits", needs="contact"):
    """The account's entries as a CSV file."""


@dataclass(frozen=True)
class OpenCreditRequest(Action, verb="ask_credits_form", needs="contact", opens_form=True):
    """*Ask for credits*: open the request form. `draft_id`: the unsent invitation that lacks credits, or `SEVERAL`."""

    draft_id: int | None = None


@dataclass(frozen=True)
class AskCredits(Action, verb="ask_credits", needs="contact"):
    draft_id: int | None = None
    credits: int | str | None = typed(None)
    reason: str = typed()


@dataclass(frozen=True)
class ShowCreditRequest(Action, verb="credit_request", needs="administer", reads=True):
    """A member's request in its current state, for admins."""

    request_id: int


@dataclass(frozen=True)
class ShowCreditAnswer(Action, verb="credit_answer", needs="contact", reads=True):
    """The admins' answer, for the member who asked."""

    request_id: int


@dataclass(frozen=True)
class OpenGrantForm(Action, verb="grant_credits_form", needs="administer", opens_form=True):
    """Open the grant form. `request_id` 0: a grant to the workspace, not an answer to a request."""

    request_id: int = 0


@dataclass(frozen=True)
class GrantCredits(Action, verb="grant_credits", needs="administer"):
    """Grant credits. `once` is the idempotency key of a grant without a request: a form submitted twice grants once.

    `as_requested`: a request is granted with one click, without a form."""

    request_id: int = 0
    once: str = ""
    as_requested: bool = False
    credits: int | str | None = typed(None)
    reason: str = typed()


@dataclass(frozen=True)
class RefuseCredits(Action, verb="refuse_credits", needs="administer"):
    """An admin declines a request."""

    request_id: int


@dataclass(frozen=True)
class OpenCreditTerms(Action, verb="credit_terms_form", needs="administer", opens_form=True):
    """The allowance, and when it resets."""


@dataclass(frozen=True)
class ChangeCreditTerms(Action, verb="change_credit_terms", needs="administer"):
    """Change the allowance and its reset. `zone`: an IANA name, or text that identifies a time zone; "" is the
    workspace's time zone."""

    allowance: int | str | None = typed(None)
    day: int | str | None = typed(None)
    zone: str = typed()


@dataclass(frozen=True)
class OpenBudgetForm(Action, verb="credit_budget_form", needs="administer", opens_form=True):
    """Open the budget form. `member_id` 0: the member is chosen in the form."""

    member_id: int = 0


@dataclass(frozen=True)
class ChangeBudget(Action, verb="change_credit_budget", needs="administer"):
    """Change a member's budget. `member` is used if `member_id` is 0; empty `credits` removes the budget."""

    member_id: int = 0
    member: str = typed()
    credits: int | str | None = typed(None)

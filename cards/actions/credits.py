"""Credits: what there are, asking for more, and what admins decide about them."""

from dataclasses import dataclass

from cards.actions.base import Action, typed


@dataclass(frozen=True)
class OpenCredits(Action, verb="credits", needs="contact", reads=True):
    """Balance, next reset, who used what."""


@dataclass(frozen=True)
class CreditsLow(Action, verb="credits_low", needs="administer"):
    """What admins are told when few credits are left; `level` in percent of the allowance, 0 for none."""

    level: int = 0


@dataclass(frozen=True)
class ExportCredits(Action, verb="export_credits", needs="contact"):
    """The account's entries as a CSV file."""


@dataclass(frozen=True)
class OpenCreditRequest(Action, verb="ask_credits_form", needs="contact", opens_form=True):
    """*Ask for credits*."""


@dataclass(frozen=True)
class AskCredits(Action, verb="ask_credits", needs="contact"):
    credits: int | str | None = typed(None)
    reason: str = typed()


@dataclass(frozen=True)
class ShowCreditRequest(Action, verb="credit_request", needs="administer", reads=True):
    """What a member asked for, as it stands, for admins."""

    request_id: int


@dataclass(frozen=True)
class ShowCreditAnswer(Action, verb="credit_answer", needs="contact", reads=True):
    """What the admins said, for the member who asked."""

    request_id: int


@dataclass(frozen=True)
class OpenGrantForm(Action, verb="grant_credits_form", needs="administer", opens_form=True):
    """Without a request: a grant to the workspace."""

    request_id: int = 0


@dataclass(frozen=True)
class GrantCredits(Action, verb="grant_credits", needs="administer"):
    """`once` names a grant without a request, so that a form that is sent twice grants once."""

    request_id: int = 0
    once: str = ""
    credits: int | str | None = typed(None)
    reason: str = typed()


@dataclass(frozen=True)
class RefuseCredits(Action, verb="refuse_credits", needs="administer"):
    """An admin says no to a request."""

    request_id: int


@dataclass(frozen=True)
class OpenCreditTerms(Action, verb="credit_terms_form", needs="administer", opens_form=True):
    """The allowance, and when it is granted."""


@dataclass(frozen=True)
class ChangeCreditTerms(Action, verb="change_credit_terms", needs="administer"):
    """`zone`: an IANA name, or words that name one; "" is the workspace's."""

    allowance: int | str | None = typed(None)
    day: int | str | None = typed(None)
    zone: str = typed()


@dataclass(frozen=True)
class OpenBudgetForm(Action, verb="credit_budget_form", needs="administer", opens_form=True):
    """Without a member: for one who is chosen in the form."""

    member_id: int = 0


@dataclass(frozen=True)
class ChangeBudget(Action, verb="change_credit_budget", needs="administer"):
    """`member` is read where no `member_id` is given; no `credits` is no budget."""

    member_id: int = 0
    member: str = typed()
    credits: int | str | None = typed(None)

"""Puts into words why a resume database did not do what it was asked to do."""

from cards.screens.wording import counted
from connectors.errors import BadCredentials, OutsideError, QuotaSpent, Refused, Throttled, Uncertain, Unreadable
from connectors.resumes.federated import Paused


def sentence(label: str, fault: BaseException, to_do: str) -> str:
    """A sentence that says who failed, and what to do next. `to_do`: what the source was asked to do, such as "run this
    search" in "Dice refused to run this search"."""
    match fault:
        case Paused(retry_after=seconds):
            return f"{label} failed several times in a row. Try again in {_seconds(seconds)}."
        case Throttled(retry_after=seconds):
            return f"{label} is busy. Try again in {_seconds(seconds)}."
        case BadCredentials():
            return f"{label} doesn't accept the login. Connect it again under Integrations, or ask an admin to."
        case QuotaSpent():
            return f"The allowance of your {label} contract is used up."
        case Unreadable(reason=reason, paid=paid):
            charged = f" {label} charged for this." if paid else ""
            return f"{reason}{charged} Ask the person who runs Sourcer to check the connection."
        case Refused(reason=reason):
            return f"{label} refused to {to_do}: {reason.rstrip('.')}."
        case Uncertain():
            return f"{label} did not respond in time. It may have charged for this."
        case OutsideError():
            return f"{label} isn't responding right now."
        case _:
            return f"{label} sent a response that Sourcer can't read. Ask your admin to check the log."


def _seconds(number: float) -> str:
    return counted(max(1, round(number)), "second")

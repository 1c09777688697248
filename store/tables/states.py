"""The states of an invitation, of a mail and of an answer, and which may follow which.

store/tables/outreach.py refuses every other change of a row, bulk updates ask these tables, and docs/architecture.md is
drawn from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass


class UnlistedTransition(RuntimeError):
    """A bug: a row was about to take a state that does not follow its own."""


@dataclass(frozen=True, slots=True)
class Machine:
    """`transitions`: state → the states that may follow it, each with what makes it happen. `start`: of a new row."""

    name: str
    start: Mapping[str, str]
    transitions: Mapping[str, Mapping[str, str]]

    def allows(self, old: str, new: str) -> bool:
        """Whether `new` may follow `old`; a state may always stay."""
        return old == new or new in self.transitions.get(old, {})

    def step(self, old: str, new: str) -> str:
        """`new`, for a change from `old`. Raises UnlistedTransition."""
        if not self.allows(old, new):
            raise UnlistedTransition(f"{self.name}: {new!r} does not follow {old!r}")
        return new

    def before(self, new: str) -> tuple[str, ...]:
        """The states that `new` may follow: the WHERE of a bulk update."""
        return tuple(old for old, after in self.transitions.items() if new in after)


INVITATION = Machine(
    "invitation",
    start={"draft": "a member opens the form"},
    transitions={
        "draft": {"queued": "sent or scheduled"},
        "queued": {
            "sending": "its mail is due",
            "cancelled": "the member cancels",
            "failed": "refused, or tried for a day",
            "answered": "an earlier try had arrived",
        },
        "sending": {
            "sent": "the mail server took it",
            "queued": "try again later",
            "failed": "refused or bounced",
            "unknown": "no answer from the mail server",
            "answered": "the candidate is quicker",
        },
        "unknown": {
            "sent": "found, answered, or the member decides",
            "queued": "the member sends it again",
            "failed": "refused, or the member decides",
        },
        "sent": {"answered": "the candidate answers", "failed": "it bounces"},
        "failed": {"answered": "it had arrived after all"},
        "cancelled": {"answered": "an earlier try had arrived"},
        "answered": {},
    },
)

MAIL = Machine(
    "mail",
    start={"queued": "", "paused": "a follow-up of a paused invitation"},
    transitions={
        "queued": {
            "sending": "due, and checked once more",
            "paused": "job closed, or sender left",
            "cancelled": "cancelled or answered",
            "failed": "refused, or tried for a day",
        },
        "paused": {"queued": "the member resumes", "cancelled": "cancelled or answered"},
        "sending": {
            "sent": "the mail server took it",
            "queued": "try again later",
            "paused": "try again, but paused",
            "failed": "refused for good",
            "unknown": "no answer from the mail server",
        },
        "unknown": {
            "sent": "found, answered, or the member decides",
            "queued": "the member sends it again",
            "failed": "refused, or the member decides",
        },
        "sent": {},
        "failed": {},
        "cancelled": {},
    },
)

ANSWER = Machine(
    "answer",
    start={"": "nothing yet"},
    transitions={
        "": {
            "interested": "Interested",
            "not_interested": "Not interested, or never again",
            "replied": "a reply by mail",
        },
        "replied": {"interested": "page or member", "not_interested": "page, member, or never again"},
        "interested": {"not_interested": "page, member, or never again"},  # a later reply doesn't take it back
        "not_interested": {"interested": "page or member", "replied": "a reply by mail"},
    },
)

MACHINES = (INVITATION, MAIL, ANSWER)

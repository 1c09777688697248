"""State machines of invitations, e-mails and answers.

store/tables/outreach.py enforces them on every assignment, bulk updates take their conditions from them, and the
diagrams in docs/architecture.md are drawn from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass


class UnlistedTransition(RuntimeError):
    """A bug: a row was about to enter a state that may not follow its current one."""


@dataclass(frozen=True, slots=True)
class Machine:
    """`transitions`: state → the states that may follow, each with its trigger. `start`: the states of a new row."""

    name: str
    start: Mapping[str, str]
    transitions: Mapping[str, Mapping[str, str]]

    def allows(self, old: str, new: str) -> bool:
        """Whether `new` may follow `old`; staying in a state is always allowed."""
        return old == new or new in self.transitions.get(old, {})

    def step(self, old: str, new: str) -> str:
        """Returns `new`. Raises UnlistedTransition when it may not follow `old`."""
        if not self.allows(old, new):
            raise UnlistedTransition(f"{self.name}: {new!r} does not follow {old!r}")
        return new

    def before(self, new: str) -> tuple[str, ...]:
        """The states that `new` may follow: the WHERE of a bulk update."""
        return tuple(old for old, after in self.transitions.items() if new in after)


SENDER_LEFT = "sender_left"  # in Invitation.pause_reason: the sender may no longer contact people

INVITATION = Machine(
    "invitation",
    start={"draft": "a member opens the form"},
    transitions={
        "draft": {"queued": "sent or scheduled"},
        "queued": {
            "sending": "its e-mail is due",
            "cancelled": "the member cancels",
            "failed": "refused, or retried for a day",
            "answered": "an earlier attempt had arrived",
        },
        "sending": {
            "sent": "the mail server accepted it",
            "queued": "to be retried",
            "failed": "refused or bounced",
            "unknown": "no answer from the mail server",
            "answered": "the candidate answers first",
        },
        "unknown": {
            "sent": "found, answered, or the member decides",
            "queued": "the member sends it again",
            "failed": "refused, or the member decides",
        },
        "sent": {"answered": "the candidate answers", "failed": "it bounces"},
        "failed": {"answered": "it had arrived after all"},
        "cancelled": {"answered": "an earlier attempt had arrived"},
        "answered": {},
    },
)

MAIL = Machine(
    "mail",
    start={"queued": "", "paused": "a follow-up of a paused invitation"},
    transitions={
        "queued": {
            "sending": "due, and checked again",
            "paused": "job closed, or sender left",
            "cancelled": "canceled or answered",
            "failed": "refused, or retried for a day",
        },
        "paused": {"queued": "the member resumes", "cancelled": "canceled or answered"},
        "sending": {
            "sent": "the mail server accepted it",
            "queued": "to be retried",
            "paused": "to be retried, but paused",
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
            "replied": "a reply by e-mail",
            "complained": "reported as spam",
        },
        "replied": {
            "interested": "page or member",
            "not_interested": "page, member, or never again",
            "complained": "reported as spam",
        },
        "interested": {  # a later reply doesn't take it back
            "not_interested": "page, member, or never again",
            "complained": "reported as spam",
        },
        "not_interested": {
            "interested": "page or member",
            "replied": "a reply by e-mail",
            "complained": "reported as spam",
        },
        "complained": {},
    },
)

MACHINES = (INVITATION, MAIL, ANSWER)

"""A platform payload in normalized form, which is the same for both platforms and is stored in the inbox."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, cast

from cards.actions.base import Typed
from cards.text import Rich
from cards.tree import Card, Form, Surface
from handlers.replies import Attach, Reply
from store.tables.core import Member


class Kind(StrEnum):
    """How an interaction is stored (docs/architecture.md).

    DEFERRED is stored, acknowledged, then run, and survives a crash. ANSWERED runs before the platform gets its
    answer, which is stored for duplicates. PASSING is not stored."""

    DEFERRED = "deferred"
    ANSWERED = "answered"
    PASSING = "passing"


@dataclass(frozen=True, slots=True)
class Person:
    """A person, by the platform's ids. `outsider`: a platform guest or a member of another organization.

    `time_zone` (IANA) and `workspace_name` are "" if the platform does not provide them."""

    platform: str  # "slack" | "teams"
    workspace: str  # team, Enterprise org, or tenant
    user: str
    name: str = ""
    email: str = ""
    outsider: bool = False
    time_zone: str = ""
    workspace_name: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """Where an interaction happened. `message` is the card whose button was pressed or from which the form was opened;
    otherwise "".

    `view` is an open form (Slack: view id); `reference` is what the platform needs to post there later."""

    conversation: str
    surface: Surface
    message: str = ""
    view: str = ""
    view_hash: str = ""
    reference: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Interaction:
    """A single action by one person. `key` identifies the action: redeliveries have the same key."""

    key: str
    kind: Kind
    person: Person
    at: Location
    verb: str
    args: dict[str, Any] = field(default_factory=dict[str, Any])
    values: dict[str, Typed] = field(default_factory=dict[str, Typed])
    trigger: str = ""  # Slack: opens a form within 3 s, once
    answer_url: str = ""  # Slack: response_url
    received: float = 0.0  # Unix seconds

    def as_json(self) -> dict[str, Any]:
        """The interaction as plain values, for the inbox. Written by hand because `dataclasses.asdict` deep-copies,
        which is slow."""
        who, at = self.person, self.at
        return {
            "key": self.key,
            "kind": self.kind.value,
            "person": {
                "platform": who.platform,
                "workspace": who.workspace,
                "user": who.user,
                "name": who.name,
                "email": who.email,
                "outsider": who.outsider,
                "time_zone": who.time_zone,
                "workspace_name": who.workspace_name,
            },
            "at": {
                "conversation": at.conversation,
                "surface": at.surface.value,
                "message": at.message,
                "view": at.view,
                "view_hash": at.view_hash,
                "reference": at.reference,
            },
            "verb": self.verb,
            "args": self.args,
            "values": self.values,
            "trigger": self.trigger,
            "answer_url": self.answer_url,
            "received": self.received,
        }

    @staticmethod
    def from_json(stored: dict[str, Any]) -> "Interaction":
        at: dict[str, Any] = {**stored["at"], "surface": Surface(stored["at"]["surface"])}
        values: dict[str, Any] = {**stored["values"]}  # JSON turned tuples into lists
        for name, value in values.items():
            if isinstance(value, list):
                values[name] = tuple(cast("list[str]", value))
        whole: dict[str, Any] = {
            **stored,
            "kind": Kind(stored["kind"]),
            "person": Person(**stored["person"]),
            "at": Location(**at),
            "values": values,
        }
        return Interaction(**whole)


HOME = "home"  # the conversation of a card on Slack's App Home, whose message is the person's id


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A posted card, by the platform's ids of the conversation and the message."""

    conversation: str
    message: str


class Courier(Protocol):
    """Sends replies to one platform; contains no product logic.

    Raises only `connectors.errors` (Unreachable, Throttled, Refused) after its own retries."""

    forms_in_place: bool  # a form replaces the card it was opened from, until a card is shown there again

    async def look_up(self, person: Person) -> Person:
        """The person, with everything that the platform knows: name, e-mail, guest status, time zone, the workspace's
        name."""
        ...

    async def show(self, interaction: Interaction, card: Card) -> MessageRef | None:
        """Redraw the card the interaction came from, or post a new private card if it came from none or the card is
        gone."""
        ...

    async def post(self, to: Member, card: Card) -> MessageRef:
        """Post a new card in the member's direct messages."""
        ...

    async def ask(self, interaction: Interaction, form: Form) -> None:
        """Open the form, or replace the open one. Without a valid trigger, post a message with a button that opens the
        form."""
        ...

    async def wait(self, interaction: Interaction) -> Interaction:
        """Open a placeholder while a slow form is prepared. Returns the interaction, updated with what was opened."""
        ...

    async def tell(self, interaction: Interaction, text: Rich) -> None:
        """Send a private message where the interaction happened, or show it in the form if a form is open."""
        ...

    async def attach(self, interaction: Interaction, file: Attach) -> None: ...

    async def close(self, interaction: Interaction) -> None: ...

    async def rewrite(self, place: MessageRef, card: Card) -> None:
        """Redraw a posted card without an interaction: for updates and erasures."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is the immediate response to the platform; the courier delivers `rest` afterward."""

    body: dict[str, Any]
    rest: tuple[Reply, ...] = ()


Respond = Callable[[tuple[Reply, ...]], Awaitable[Answer]]


class Intake(Protocol):
    """Where an adapter hands over interactions (bot/pipeline/intake.py)."""

    async def take(self, interaction: Interaction) -> None:
        """For DEFERRED: returns once the interaction is stored, so that it can be acknowledged; it runs later."""
        ...

    async def answer(self, interaction: Interaction, respond: Respond) -> dict[str, Any]:
        """For ANSWERED and PASSING: run the interaction now and return the response body that `respond` builds from the
        replies. A duplicate of an ANSWERED one gets the same answer, even after a restart."""
        ...

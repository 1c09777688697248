"""What a platform's payload means, in our words: the same value for both platforms, and what the inbox keeps."""

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
    """How an interaction is kept (docs/architecture.md).

    DEFERRED is stored, acknowledged, then run, and survives a crash; ANSWERED is run before the platform gets its
    answer, which is kept for duplicates; PASSING is not stored."""

    DEFERRED = "deferred"
    ANSWERED = "answered"
    PASSING = "passing"


@dataclass(frozen=True, slots=True)
class Person:
    """Who, in the platform's ids. `outsider`: a guest of the platform or of another organisation."""

    platform: str  # "slack" | "teams"
    workspace: str  # team, Enterprise org, or tenant
    user: str
    name: str = ""
    email: str = ""
    outsider: bool = False


@dataclass(frozen=True, slots=True)
class Location:
    """Where it happened. `message` is the card that was pressed, or that a form was opened from; "" when there is none.

    `view` is an open form (Slack: view id), `reference` what the platform needs to write there later."""

    conversation: str
    surface: Surface
    message: str = ""
    view: str = ""
    view_hash: str = ""
    reference: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Interaction:
    """One thing that one person did, once: `key` is unique per delivery and equal for redeliveries."""

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
        """Plain values, for the inbox. Written out: `dataclasses.asdict` copies deeply, and somebody waits for it."""
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
    def from_json(kept: dict[str, Any]) -> "Interaction":
        at: dict[str, Any] = {**kept["at"], "surface": Surface(kept["at"]["surface"])}
        values: dict[str, Any] = {**kept["values"]}  # JSON has lists where we have tuples
        for name, value in values.items():
            if isinstance(value, list):
                values[name] = tuple(cast("list[str]", value))
        whole: dict[str, Any] = {
            **kept,
            "kind": Kind(kept["kind"]),
            "person": Person(**kept["person"]),
            "at": Location(**at),
            "values": values,
        }
        return Interaction(**whole)


HOME = "home"  # the conversation of a card on Slack's App Home, whose message is the person's id


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A card that stands somewhere: the platform's ids of the conversation and the message."""

    conversation: str
    message: str


class Courier(Protocol):
    """Carries replies to one platform. Knows the wire; knows nothing of flows.

    Raises only `connectors.errors` (Unreachable, Throttled, Refused) after its own retries."""

    forms_in_place: bool  # a form takes the place of the card it was opened from, until a card is shown there again

    async def look_up(self, person: Person) -> Person:
        """The person with name, e-mail and standing as the platform has them."""
        ...

    async def show(self, interaction: Interaction, card: Card) -> MessageRef | None:
        """Redraw the card the interaction came from; where there is none, or it is gone, a new private one."""
        ...

    async def post(self, to: Member, card: Card) -> MessageRef:
        """A new card in the member's direct messages."""
        ...

    async def ask(self, interaction: Interaction, form: Form) -> None:
        """Open the form, or put it in the place of the open one. Without a live trigger: a line with a button."""
        ...

    async def wait(self, interaction: Interaction) -> Interaction:
        """The form takes long: something to look at meanwhile. Gives the interaction with what was opened."""
        ...

    async def tell(self, interaction: Interaction, text: Rich) -> None:
        """A private line where it happened; with a form open, in the form."""
        ...

    async def attach(self, interaction: Interaction, file: Attach) -> None: ...

    async def close(self, interaction: Interaction) -> None: ...

    async def rewrite(self, place: MessageRef, card: Card) -> None:
        """Redraw a card that stands somewhere: news, an erasure."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is what the platform is answered at once; `rest` is carried out behind it, by the courier."""

    body: dict[str, Any]
    rest: tuple[Reply, ...] = ()


Respond = Callable[[tuple[Reply, ...]], Awaitable[Answer]]


class Intake(Protocol):
    """Where an adapter hands over what arrived (bot/pipeline/intake.py)."""

    async def take(self, interaction: Interaction) -> None:
        """DEFERRED: returns when it is kept, so that the platform can be told; the work follows."""
        ...

    async def answer(self, interaction: Interaction, respond: Respond) -> dict[str, Any]:
        """ANSWERED and PASSING: run it now, and give back what the platform is answered as `respond` makes it from
        the replies. A duplicate of an ANSWERED one gets the same answer, also after a restart."""
        ...

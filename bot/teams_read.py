"""What Teams sends, read into interactions. Works on the raw JSON: botbuilder drops the tenant and unknown fields.

Activities: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-basics
"""

import logging
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from html.parser import HTMLParser
from typing import Any, cast

from bot.interaction import At, Interaction, Kind, Person
from bot.teams_settings import CHANNEL
from cards import teams as cards
from cards.actions import BadArguments, Cancel
from cards.tree import Surface

log = logging.getLogger(__name__)

STALE = 900.0  # seconds: an activity that is older is refused
PLAYGROUNDS = frozenset({CHANNEL, "emulator"})  # channels that speak to a bot in development
_BLANK = re.compile(r"\s+")
_AT = re.compile(r"</?at[^>]*>", re.IGNORECASE)
_ENTITIES = (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&"))
_LONGEST_ID = 512

Body = dict[str, Any]


class Malformed(Exception):
    """Not an activity of Teams: answered with 400."""


class Frame(StrEnum):
    """What an answer is put into: each kind of invoke has its own envelope."""

    NONE = "none"  # a message: no answer is expected
    CARD = "card"  # Action.Execute: the answer replaces the card
    DIALOG = "dialog"  # task/fetch, task/submit, and their twins of message extensions
    LIST = "list"  # what a message extension found
    OPTIONS = "options"  # typeahead


_FRAMES = {
    "adaptiveCard/action": Frame.CARD,
    "task/fetch": Frame.DIALOG,
    "task/submit": Frame.DIALOG,
    "composeExtension/fetchTask": Frame.DIALOG,
    "composeExtension/submitAction": Frame.DIALOG,
    "composeExtension/query": Frame.LIST,
    "application/search": Frame.OPTIONS,
}


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity, its parts of the right types."""

    type: str
    name: str  # of an invoke
    id: str
    channel: str
    service_url: str
    tenant: str
    conversation: str
    surface: Surface
    person: Person
    bot: dict[str, str]  # its id and name in that conversation
    user_id: str  # the channel's own id of the person: chats are opened with it
    reply_to: str
    sent: datetime | None
    raw: Body

    @property
    def frame(self) -> Frame:
        return _FRAMES.get(self.name, Frame.NONE) if self.type == "invoke" else Frame.NONE

    @property
    def at(self) -> At:
        return At(self.conversation, self.surface, reference=self.reference)

    @property
    def reference(self) -> Body:
        """What is needed to write there later; the same each time for the same person and place."""
        return {
            "service_url": self.service_url,
            "tenant": self.tenant,
            "conversation": self.conversation,
            "bot": self.bot,
            "user": self.user_id,
        }


def activity(raw: Any) -> Activity:
    """The activity. Raises Malformed."""
    raw = _object({"activity": raw}, "activity")
    sender, conversation = _object(raw, "from"), _object(raw, "conversation")
    channel_data, recipient = _object(raw, "channelData"), _object(raw, "recipient")
    tenant = _id(_object(channel_data, "tenant"), "id") or _id(conversation, "tenantId")
    user_id = _id(sender, "id")
    kind = _id(conversation, "conversationType") or ("channel" if conversation.get("isGroup") else "personal")
    chat = _id(conversation, "id", needed=True)
    # A chat of two people is called personal too, where our message extension is used in it.
    personal = kind == "personal" and not chat.startswith("19:")
    return Activity(
        type=_id(raw, "type", needed=True),
        name=_id(raw, "name"),
        id=_id(raw, "id"),
        channel=_id(raw, "channelId", needed=True),
        service_url=_id(raw, "serviceUrl", needed=True),
        tenant=tenant,
        conversation=chat,
        surface=Surface.PERSONAL if personal else Surface.CHANNEL,
        person=Person(
            platform="teams",
            workspace=tenant,
            user=_id(sender, "aadObjectId") or user_id,
            name=clean(str(sender.get("name") or ""))[:200],
        ),
        bot={"id": _id(recipient, "id"), "name": clean(str(recipient.get("name") or ""))[:200]},
        user_id=user_id,
        reply_to=_id(raw, "replyToId"),
        sent=_moment(raw.get("timestamp")),
        raw=raw,
    )


def interaction(did: Activity, now: float) -> Interaction | None:
    """What the person did; None where there is nothing to do. `now` in Unix seconds. Raises Malformed."""
    if not did.user_id or did.user_id.startswith("28:") or _object(did.raw, "from").get("role") == "bot":
        return None
    match did.type:
        case "message":
            return _message(did, now)
        case "installationUpdate" if did.raw.get("action") == "add":
            return _made(did, now, "welcome", {}, kind=Kind.DEFERRED)
        case "invoke":
            return _invoke(did, now)
        case _:
            return None


def clean(text: str) -> str:
    """One line of plain words: control characters and runs of blanks gone."""
    return _BLANK.sub(" ", "".join(c if c.isprintable() or c.isspace() else "" for c in text)).strip()


# ── messages ──


def _message(did: Activity, now: float) -> Interaction | None:
    given = did.raw.get("value")
    if pressed := cast(Body, given) if isinstance(given, dict) else {}:  # Action.Submit on a card
        verb, args, values = _press(pressed, did)
        return _made(did, now, verb, args, values=values, kind=Kind.DEFERRED, message=did.reply_to)
    if did.surface is not Surface.PERSONAL and not _addressed(did):
        return None
    words = _words(did)
    first, _, rest = words.partition(" ")
    if first.lower() == "source" and rest:
        return _made(did, now, "search_for", {"words": rest.strip()}, kind=Kind.DEFERRED)
    return _made(did, now, "command", {"words": words}, kind=Kind.DEFERRED)


def _mentions(did: Activity) -> list[Body]:
    return [each for each in _objects(did.raw.get("entities")) if each.get("type") == "mention"]


def _addressed(did: Activity) -> bool:
    if _object(did.raw, "recipient").get("isTargeted") is True:
        return True
    return any(_object(each, "mentioned").get("id") == did.bot["id"] for each in _mentions(did))


def _words(did: Activity) -> str:
    """What was typed, without the bot's own mention, without a leading slash or the bot's name as a command."""
    text = did.raw.get("text")
    text = text if isinstance(text, str) else ""
    for each in _mentions(did):
        written = each.get("text")
        if isinstance(written, str) and written and _object(each, "mentioned").get("id") == did.bot["id"]:
            text = text.replace(written, " ")
    text = _AT.sub("", text)
    for entity, means in _ENTITIES:
        text = text.replace(entity, means)
    words = clean(text).removeprefix("/")
    first, _, rest = words.partition(" ")
    return rest.strip() if first.lower() == "sourcer" else words


# ── invokes ──


def _invoke(did: Activity, now: float) -> Interaction | None:
    if did.frame is Frame.NONE:
        return None
    value = _object(did.raw, "value")
    match did.name:
        case "adaptiveCard/action":
            verb, args, values = _press(value, did)
            kind = Kind.PASSING if value.get("trigger") == "automatic" else Kind.ANSWERED
            return _made(did, now, verb, args, values=values, kind=kind, message=did.reply_to)
        case "task/fetch" | "task/submit" | "composeExtension/submitAction":
            verb, args, values = _press(_object(value, "data"), did)
            surface = Surface.EXTENSION if did.name.startswith("compose") else did.surface
            return _made(did, now, verb, args, values=values, surface=surface)
        case "composeExtension/fetchTask":
            return _opened_extension(did, now, value)
        case "composeExtension/query":
            args = {"words": _query(value), "offset": _number(_object(value, "queryOptions").get("skip"))}
            return _made(did, now, "find_to_insert", args, kind=Kind.PASSING, surface=Surface.EXTENSION)
        case _:  # application/search
            args = {"source": _text(value.get("dataset")), "words": clean(_text(value.get("queryText")))}
            return _made(did, now, "suggest", args, kind=Kind.PASSING)


def _opened_extension(did: Activity, now: float, value: Body) -> Interaction:
    """An action command: on a message it makes a note of it, elsewhere it searches."""
    message = _object(value, "messagePayload")
    if not message:
        return _made(did, now, "open_search_form", {}, surface=Surface.EXTENSION)
    text = _read_html(_text(_object(message, "body").get("content")))
    args = {"text": text, "link": _text(message.get("linkToMessage"))}
    return _made(did, now, "note_from_message", args, surface=Surface.EXTENSION)


def _query(value: Body) -> str:
    """The words; nothing at all when the box was only opened."""
    for each in _objects(value.get("parameters")):
        if each.get("name") != "initialRun":
            return clean(_text(each.get("value")))
    return ""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "div", "br", "li"):
            self.words.append("\n")


def _read_html(text: str) -> str:
    """A chat message as its words, a line for each paragraph."""
    reader = _Words()
    reader.feed(text)
    reader.close()
    lines = (clean(line) for line in "".join(reader.words).split("\n"))
    return "\n".join(line for line in lines if line)


# ── parts ──


def _press(value: Body, did: Activity) -> tuple[str, Body, Body]:
    """Verb, arguments, what was typed. What no card of ours carries has no verb: it is answered like an old card."""
    try:
        verb, args, values = cards.read_press(value)
    except BadArguments as wrong:
        log.info("a press that cannot be read: %s", wrong)
        return "", {}, {}
    if verb == Cancel.verb:  # where it stands is the platform's to say, not the card's
        args = {"conversation": did.conversation, "message": did.reply_to}
    return verb, args, values


def _made(
    did: Activity,
    now: float,
    verb: str,
    args: Body,
    *,
    values: Body | None = None,
    kind: Kind = Kind.ANSWERED,
    message: str = "",
    surface: Surface | None = None,
) -> Interaction:
    if kind is not Kind.PASSING and not did.id:
        raise Malformed("an activity without an id")
    return Interaction(
        key=f"teams:{did.tenant}:{did.person.user}:{did.conversation}:{did.type}:{did.id}",
        kind=kind,
        person=did.person,
        at=replace(did.at, surface=surface or did.surface, message=message),
        verb=verb,
        args=args,
        values=values or {},
        received=now,
    )


def _object(of: Body, name: str) -> Body:
    value = of.get(name)
    if value is not None and not isinstance(value, dict):
        raise Malformed(f"{name} is not an object")
    return cast(Body, value or {})


def _objects(value: Any) -> list[Body]:
    """The objects of a list; none of what is no list."""
    listed = cast("list[Any]", value) if isinstance(value, list) else []
    return [cast(Body, each) for each in listed if isinstance(each, dict)]


def _id(of: Body, name: str, *, needed: bool = False) -> str:
    value = of.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or len(value) > _LONGEST_ID or not value.isprintable() or (needed and not value):
        raise Malformed(f"{name} is not an id")
    return value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 100_000 else 0


def _moment(written: Any) -> datetime | None:
    if not isinstance(written, str):
        return None
    try:
        moment = datetime.fromisoformat(_SEVENTH.sub(r"\1", written))
    except ValueError:
        raise Malformed("timestamp is not a time") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_SEVENTH = re.compile(r"(\.\d{6})\d+")  # Microsoft writes seven digits, Python reads six

"""A Teams activity, parsed into typed fields, and the text in it.

Read from the raw JSON: botbuilder drops the tenant and every field that it does not know.
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-basics
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from html.parser import HTMLParser
from typing import Any, cast

from bot.pipeline.interaction import Location, Person
from cards.tree import Surface

_BLANK = re.compile(r"\s+")
_AT = re.compile(r"</?at[^>]*>", re.IGNORECASE)
_ENTITIES = (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&"))
_SEVENTH = re.compile(r"(\.\d{6})\d+")  # Microsoft writes seven digits, Python reads six
_LONGEST_ID = 512

Body = dict[str, Any]


class Malformed(Exception):
    """Not a Teams activity: answered with 400."""


class Frame(StrEnum):
    """The envelope around an answer; each kind of invoke has its own envelope."""

    NONE = "none"  # a message: no answer is expected
    CARD = "card"  # Action.Execute: the answer replaces the card
    DIALOG = "dialog"  # task/fetch, task/submit, and their equivalents for message extensions
    LIST = "list"  # results of a message extension
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
    """A Teams activity, parsed into typed fields."""

    type: str
    name: str  # the kind of invoke
    id: str
    channel: str
    service_url: str
    tenant: str
    conversation: str
    surface: Surface
    person: Person
    bot: dict[str, str]  # the bot's id and name in that conversation
    user_id: str  # the channel's id for the person, used to open chats
    reply_to: str
    sent: datetime | None
    raw: Body

    @property
    def frame(self) -> Frame:
        return _FRAMES.get(self.name, Frame.NONE) if self.type == "invoke" else Frame.NONE

    @property
    def at(self) -> Location:
        return Location(self.conversation, self.surface, reference=self.reference)

    @property
    def reference(self) -> Body:
        """What is needed to write to this conversation later; always the same for the same person and place."""
        return {
            "service_url": self.service_url,
            "tenant": self.tenant,
            "conversation": self.conversation,
            "bot": self.bot,
            "user": self.user_id,
        }


def parse_activity(raw: Any) -> Activity:
    """The activity. Raises Malformed."""
    raw = object_in({"activity": raw}, "activity")
    sender, conversation = object_in(raw, "from"), object_in(raw, "conversation")
    channel_data, recipient = object_in(raw, "channelData"), object_in(raw, "recipient")
    tenant = _id(object_in(channel_data, "tenant"), "id") or _id(conversation, "tenantId")
    user_id = _id(sender, "id")
    kind = _id(conversation, "conversationType") or ("channel" if conversation.get("isGroup") else "personal")
    chat = _id(conversation, "id", needed=True)
    # A chat between two people is called personal too if our message extension is used in it.
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
            time_zone=_time_zone(raw),
        ),
        bot={"id": _id(recipient, "id"), "name": clean(str(recipient.get("name") or ""))[:200]},
        user_id=user_id,
        reply_to=_id(raw, "replyToId"),
        sent=_moment(raw.get("timestamp")),
        raw=raw,
    )


# ── words ──


def clean(text: str) -> str:
    """Plain text on one line, without control characters or repeated whitespace."""
    return _BLANK.sub(" ", "".join(c if c.isprintable() or c.isspace() else "" for c in text)).strip()


def _mentions(activity: Activity) -> list[Body]:
    return [each for each in objects(activity.raw.get("entities")) if each.get("type") == "mention"]


def addressed(activity: Activity) -> bool:
    """Whether a message in a channel is for the bot."""
    if object_in(activity.raw, "recipient").get("isTargeted") is True:
        return True
    return any(object_in(each, "mentioned").get("id") == activity.bot["id"] for each in _mentions(activity))


def typed_words(activity: Activity) -> str:
    """What was typed, line by line, without the mention of the bot, a leading slash, or the bot's name as a command."""
    text = activity.raw.get("text")
    text = text if isinstance(text, str) else ""
    for each in _mentions(activity):
        written = each.get("text")
        if isinstance(written, str) and written and object_in(each, "mentioned").get("id") == activity.bot["id"]:
            text = text.replace(written, " ")
    text = _AT.sub("", text)
    for entity, means in _ENTITIES:
        text = text.replace(entity, means)
    words = "\n".join(filter(None, map(clean, text.splitlines()))).removeprefix("/")
    first, rest = first_word(words)
    return rest if first.lower() == "sourcer" else words


def first_word(words: str) -> tuple[str, str]:
    """The first word, and the rest as typed."""
    first, *rest = words.split(maxsplit=1) or [""]
    return first, rest[0] if rest else ""


def attached_files(activity: Activity) -> int:
    """How many files, pictures and stickers came with a message. Teams also attaches the text itself, as HTML."""
    kinds = (str(each.get("contentType") or "") for each in objects(activity.raw.get("attachments")))
    return sum(kind.startswith(("image/", "video/", "audio/")) or ".file." in kind for kind in kinds)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "div", "br", "li"):
            self.words.append("\n")


def read_html(text: str) -> str:
    """The text of a chat message, one line per paragraph."""
    reader = _Words()
    reader.feed(text)
    reader.close()
    lines = (clean(line) for line in "".join(reader.words).split("\n"))
    return "\n".join(line for line in lines if line)


# ── parts ──


def object_in(of: Body, name: str) -> Body:
    """The object with that name, or an empty one if missing. Raises Malformed."""
    value = of.get(name)
    if value is not None and not isinstance(value, dict):
        raise Malformed(f"{name} is not an object")
    return cast(Body, value or {})


def objects(value: Any) -> list[Body]:
    """The objects in a list; none if the value is not a list."""
    listed = cast("list[Any]", value) if isinstance(value, list) else []
    return [cast(Body, each) for each in listed if isinstance(each, dict)]


def _id(of: Body, name: str, *, needed: bool = False) -> str:
    value = of.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or len(value) > _LONGEST_ID or not value.isprintable() or (needed and not value):
        raise Malformed(f"{name} is not an id")
    return value


def _time_zone(raw: Body) -> str:
    """The person's time zone (IANA), as their client sends it; "" if it doesn't.

    https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations"""
    clients = (each for each in objects(raw.get("entities")) if each.get("type") == "clientInfo")
    zone = next((each.get("timezone") for each in clients), None) or raw.get("localTimezone")
    return zone if isinstance(zone, str) and len(zone) <= _LONGEST_ID else ""


def _moment(written: Any) -> datetime | None:
    if not isinstance(written, str):
        return None
    try:
        moment = datetime.fromisoformat(_SEVENTH.sub(r"\1", written))
    except ValueError:
        raise Malformed("timestamp is not a time") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

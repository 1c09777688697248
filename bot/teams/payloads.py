"""What an activity means, as an interaction."""

import logging
from dataclasses import replace
from typing import Any, cast

from bot.pipeline.interaction import Interaction, Kind
from bot.teams.activity import (
    Activity,
    Body,
    Frame,
    Malformed,
    addressed,
    clean,
    object_in,
    objects,
    read_html,
    typed_words,
)
from cards import teams as cards
from cards.actions.base import BadArguments
from cards.actions.entry import Cancel
from cards.tree import Surface

log = logging.getLogger(__name__)


def interaction(did: Activity, now: float) -> Interaction | None:
    """What the person did; None where there is nothing to do. `now` in Unix seconds. Raises Malformed."""
    if not did.user_id or did.user_id.startswith("28:") or object_in(did.raw, "from").get("role") == "bot":
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


# ── messages ──


def _message(did: Activity, now: float) -> Interaction | None:
    given = did.raw.get("value")
    if pressed := cast(Body, given) if isinstance(given, dict) else {}:  # Action.Submit on a card
        verb, args, values = _press(pressed, did)
        return _made(did, now, verb, args, values=values, kind=Kind.DEFERRED, message=did.reply_to)
    if did.surface is not Surface.PERSONAL and not addressed(did):
        return None
    words = typed_words(did)
    first, _, rest = words.partition(" ")
    if first.lower() == "source" and rest:
        return _made(did, now, "search_for", {"words": rest.strip()}, kind=Kind.DEFERRED)
    return _made(did, now, "command", {"words": words}, kind=Kind.DEFERRED)


# ── invokes ──


def _invoke(did: Activity, now: float) -> Interaction | None:
    if did.frame is Frame.NONE:
        return None
    value = object_in(did.raw, "value")
    match did.name:
        case "adaptiveCard/action":
            verb, args, values = _press(value, did)
            kind = Kind.PASSING if value.get("trigger") == "automatic" else Kind.ANSWERED
            return _made(did, now, verb, args, values=values, kind=kind, message=did.reply_to)
        case "task/fetch" | "task/submit" | "composeExtension/submitAction":
            verb, args, values = _press(object_in(value, "data"), did)
            surface = Surface.EXTENSION if did.name.startswith("compose") else did.surface
            return _made(did, now, verb, args, values=values, surface=surface)
        case "composeExtension/fetchTask":
            return _opened_extension(did, now, value)
        case "composeExtension/query":
            args = {"words": _query(value), "offset": _number(object_in(value, "queryOptions").get("skip"))}
            return _made(did, now, "find_to_insert", args, kind=Kind.PASSING, surface=Surface.EXTENSION)
        case _:  # application/search
            args = {"source": _text(value.get("dataset")), "words": clean(_text(value.get("queryText")))}
            return _made(did, now, "suggest", args, kind=Kind.PASSING)


def _opened_extension(did: Activity, now: float, value: Body) -> Interaction:
    """An action command: on a message it makes a note of it, elsewhere it searches."""
    message = object_in(value, "messagePayload")
    if not message:
        return _made(did, now, "open_search_form", {}, surface=Surface.EXTENSION)
    text = read_html(_text(object_in(message, "body").get("content")))
    args = {"text": text, "link": _text(message.get("linkToMessage"))}
    return _made(did, now, "note_from_message", args, surface=Surface.EXTENSION)


def _query(value: Body) -> str:
    """The words; nothing at all when the box was only opened."""
    for each in objects(value.get("parameters")):
        if each.get("name") != "initialRun":
            return clean(_text(each.get("value")))
    return ""


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


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 100_000 else 0

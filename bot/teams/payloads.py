"""Turns activities into interactions."""

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
    attached_files,
    clean,
    first_word,
    object_in,
    objects,
    read_html,
    typed_words,
)
from cards import teams as cards
from cards.actions.base import BadArguments
from cards.actions.entry import Cancel
from cards.renderer import Suggestion
from cards.tree import Surface

log = logging.getLogger(__name__)


def read_interaction(activity: Activity, now: float) -> Interaction | None:
    """What the person did; None if there is nothing to do. `now` is in Unix seconds. Raises Malformed."""
    if (
        not activity.user_id
        or activity.user_id.startswith("28:")
        or object_in(activity.raw, "from").get("role") == "bot"
    ):
        return None
    match activity.type:
        case "message":
            return _message(activity, now)
        case "installationUpdate" if activity.raw.get("action") == "add":
            return _made(activity, now, "welcome", {}, kind=Kind.DEFERRED)
        case "invoke":
            return _invoke(activity, now)
        case _:
            return None


# ── messages ──


def _message(activity: Activity, now: float) -> Interaction | None:
    given = activity.raw.get("value")
    if pressed := cast(Body, given) if isinstance(given, dict) else {}:  # Action.Submit on a card
        verb, args, values = _press(pressed, activity)
        return _made(activity, now, verb, args, values=values, kind=Kind.DEFERRED, message=activity.reply_to)
    if activity.surface is not Surface.PERSONAL and not addressed(activity):
        return None
    words = typed_words(activity)
    first, rest = first_word(words)
    if first.lower() == "source" and rest:
        return _made(activity, now, "search_for", {"words": rest}, kind=Kind.DEFERRED)
    args: Body = {"words": words}
    if count := attached_files(activity):
        args["files"] = count
    return _made(activity, now, "command", args, kind=Kind.DEFERRED)


# ── invokes ──


def _invoke(activity: Activity, now: float) -> Interaction | None:
    if activity.frame is Frame.NONE:
        return None
    value = object_in(activity.raw, "value")
    match activity.name:
        case "adaptiveCard/action":
            verb, args, values = _press(value, activity)
            kind = Kind.PASSING if value.get("trigger") == "automatic" else Kind.ANSWERED
            return _made(activity, now, verb, args, values=values, kind=kind, message=activity.reply_to)
        case "task/fetch" | "task/submit" | "composeExtension/submitAction":
            verb, args, values = _press(object_in(value, "data"), activity)
            surface = Surface.EXTENSION if activity.name.startswith("compose") else activity.surface
            return _made(activity, now, verb, args, values=values, surface=surface)
        case "composeExtension/fetchTask":
            return _opened_extension(activity, now, value)
        case "composeExtension/query":
            args = {"words": _query(value), "offset": _number(object_in(value, "queryOptions").get("skip"))}
            return _made(activity, now, "find_to_insert", args, kind=Kind.PASSING, surface=Surface.EXTENSION)
        case _:  # application/search
            source, text = _suggestion(value)
            args = {"source": source, "words": clean(text)}
            return _made(activity, now, "suggest", args, kind=Kind.PASSING)


def _opened_extension(activity: Activity, now: float, value: Body) -> Interaction:
    """The interaction for an action command, which saves a message as a note if it was used on one, and otherwise
    searches."""
    message = object_in(value, "messagePayload")
    if not message:
        return _made(activity, now, "open_search_form", {}, surface=Surface.EXTENSION)
    text = read_html(_text(object_in(message, "body").get("content")))
    args = {"text": text, "link": _text(message.get("linkToMessage"))}
    return _made(activity, now, "note_from_message", args, surface=Surface.EXTENSION)


def _query(value: Body) -> str:
    """The search text; "" if the box was only opened."""
    for each in objects(value.get("parameters")):
        if each.get("name") != "initialRun":
            return clean(_text(each.get("value")))
    return ""


# ── parts ──


def _suggestion(value: Body) -> Suggestion:
    try:
        return cards.read_suggest(value)
    except BadArguments as wrong:
        raise Malformed(str(wrong)) from None


def _press(value: Body, activity: Activity) -> tuple[str, Body, Body]:
    """The verb, the arguments, and what was typed. Data that isn't from our cards has no verb: it is answered like a
    press on an outdated card."""
    try:
        verb, args, values = cards.read_press(value)
    except BadArguments as wrong:
        log.info("a press that cannot be read: %s", wrong)
        return "", {}, {}
    if verb == Cancel.verb:  # the platform says where the card is, not the card itself
        args = {"conversation": activity.conversation, "message": activity.reply_to}
    return verb, args, values


def _made(
    activity: Activity,
    now: float,
    verb: str,
    args: Body,
    *,
    values: Body | None = None,
    kind: Kind = Kind.ANSWERED,
    message: str = "",
    surface: Surface | None = None,
) -> Interaction:
    if kind is not Kind.PASSING and not activity.id:
        raise Malformed("an activity without an id")
    return Interaction(
        key=f"teams:{activity.tenant}:{activity.person.user}:{activity.conversation}:{activity.type}:{activity.id}",
        kind=kind,
        person=activity.person,
        at=replace(activity.at, surface=surface or activity.surface, message=message),
        verb=verb,
        args=args,
        values=values or {},
        received=now,
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 100_000 else 0

"""What a person can do: one frozen dataclass each, with a verb that is permanent.

Cards outlive deployments, so a verb never changes its meaning and a field added later has a default.
A field is either carried by the button (ids only) or, when made with `typed()`, read from the form.
"""

import dataclasses
import types
import typing
from dataclasses import dataclass
from typing import Any, ClassVar, cast, dataclass_transform


class UnknownVerb(LookupError):
    """A press on a card from another version."""


class BadArguments(ValueError):
    """A press that carries what the action does not take: an old card, or a forged one."""


_VERBS: dict[str, type["Action"]] = {}


@dataclass_transform(frozen_default=True)
class Action:
    """Base of all actions. `opens_form`: the answer to it may be a form, which Teams must know when it draws the button."""

    verb: ClassVar[str]
    opens_form: ClassVar[bool]

    def __init_subclass__(cls, *, verb: str, opens_form: bool = False) -> None:
        if verb in _VERBS and _VERBS[verb].__qualname__ != cls.__qualname__:
            raise TypeError(f"two actions share the verb {verb!r}")
        cls.verb, cls.opens_form = verb, opens_form
        _VERBS[verb] = cls


Typed = str | bool | int | tuple[str, ...] | None


def typed(default: Any = "") -> Any:
    """A field that is read from the form's input of the same name, never from the button."""
    return dataclasses.field(default=default, metadata={"typed": True})


def verbs() -> dict[str, type[Action]]:
    """Every action by its verb."""
    return dict(_VERBS)


def _fields(kind: type[Action]) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(cast(Any, kind))


def carried(action: Action) -> dict[str, Any]:
    """What the button must carry: the fields that are not typed and differ from their default."""
    return {
        f.name: getattr(action, f.name)
        for f in _fields(type(action))
        if not f.metadata.get("typed") and getattr(action, f.name) != f.default
    }


def read(verb: str, args: dict[str, Any], values: dict[str, Typed] | None = None) -> Action:
    """The action that a press means. Raises UnknownVerb, or BadArguments when a value has the wrong type."""
    try:
        kind = _VERBS[verb]
    except KeyError:
        raise UnknownVerb(verb) from None
    hints = typing.get_type_hints(kind)
    given: dict[str, Any] = {}
    for f in _fields(kind):
        source: dict[str, Any] = (values or {}) if f.metadata.get("typed") else args
        if f.name not in source:
            continue
        given[f.name] = _checked(source[f.name], hints[f.name], f"{verb}.{f.name}", lenient=bool(f.metadata.get("typed")))
    try:
        return kind(**given)
    except TypeError as wrong:
        raise BadArguments(f"{verb}: {wrong}") from None


def _checked(value: Any, hint: Any, name: str, *, lenient: bool) -> Any:
    """The value as the field's type. Typed values come as words, so a number may be written as one."""
    allowed = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    for kind in allowed:
        if typing.get_origin(kind) is tuple:
            if isinstance(value, (list, tuple)):
                inner = typing.get_args(kind)[0]
                return tuple(_checked(each, inner, name, lenient=lenient) for each in cast("list[Any]", value))
        elif kind is type(None):
            if value is None:
                return None
        elif kind is int:
            if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**62:
                return value
            if lenient and isinstance(value, str) and value.strip().lstrip("-").isdigit() and len(value) < 18:
                return int(value)
        elif kind is bool:
            if isinstance(value, bool):
                return value
            if lenient and value in ("true", "false"):
                return value == "true"
        elif kind is str and isinstance(value, str):
            return value.replace("\x00", "")
    raise BadArguments(f"{name} cannot be {type(value).__name__}")


# ── how a person gets in: made by the adapters, from what the platform sends ───────


@dataclass(frozen=True)
class Command(Action, verb="command", opens_form=True):
    """Words typed to the bot: `/sourcer WORDS`, a message, an @mention."""

    words: str = ""


@dataclass(frozen=True)
class SearchFor(Action, verb="search_for", opens_form=True):
    """`/source WORDS`: search at once."""

    words: str = ""


@dataclass(frozen=True)
class OpenHome(Action, verb="open_home"):
    """The App Home tab was opened."""


@dataclass(frozen=True)
class Welcome(Action, verb="welcome"):
    """The bot was installed for a person, or added to a conversation."""


@dataclass(frozen=True)
class OpenSearchForm(Action, verb="open_search_form", opens_form=True):
    """The search form; with an id, filled with that search. Also Slack's global shortcut."""

    search_id: int = 0


@dataclass(frozen=True)
class NoteFromMessage(Action, verb="note_from_message", opens_form=True):
    """The message shortcut: a chat message becomes a note on a candidate that is chosen in a form."""

    text: str = ""
    link: str = ""


@dataclass(frozen=True)
class Suggest(Action, verb="suggest"):
    """Somebody types in a Typeahead: `source` is the input's, `words` what stands there."""

    source: str = ""
    words: str = ""


@dataclass(frozen=True)
class FindToInsert(Action, verb="find_to_insert"):
    """Teams' message extension: people to insert as masked cards."""

    words: str = ""
    offset: int = 0

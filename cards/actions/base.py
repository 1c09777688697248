"""Action machinery: the registry of verbs, what a button carries, and parsing a press back into an action."""

import dataclasses
import json
import types
import typing
from typing import Any, ClassVar, Literal, cast, dataclass_transform

from cards import typed_text


class UnknownVerb(LookupError):
    """A press on a card drawn by another version."""


class BadArguments(ValueError):
    """A press with arguments that the action does not accept: the card is old or forged."""


Needs = Literal["enter", "read", "search", "note", "contact", "see_contacts", "export", "administer"]

_VERBS: dict[str, type["Action"]] = {}


@dataclass_transform(frozen_default=True)
class Action:
    """Base class of all actions; subclassing registers the action.

    `verb`: its permanent name in buttons. `needs`: the permission, a value of store.roles.May. `reads`: read-only, so
    the action may be rerun to redraw a card. `opens_form`: the response may be a form, which Teams must know when it
    draws the button."""

    verb: ClassVar[str]
    needs: ClassVar[Needs]
    reads: ClassVar[bool]
    opens_form: ClassVar[bool]

    def __init_subclass__(cls, *, verb: str, needs: Needs, reads: bool = False, opens_form: bool = False) -> None:
        if verb in _VERBS and _VERBS[verb].__qualname__ != cls.__qualname__:
            raise TypeError(f"two actions share the verb {verb!r}")
        cls.verb, cls.needs, cls.reads, cls.opens_form = verb, needs, reads, opens_form
        _VERBS[verb] = cls

    @classmethod
    def upgraded(cls, args: dict[str, Any]) -> dict[str, Any]:
        """A button's arguments, converted to the current fields. Overridden where posted cards carry older fields."""
        return args


Typed = str | bool | int | tuple[str, ...] | None


def typed(default: Any = "") -> Any:
    """A field read from the form input of the same name, never from the button."""
    return dataclasses.field(default=default, metadata={"typed": True})


def carried_as(name: str, default: Any = "") -> Any:
    """A field that buttons carry under another name. Permanent, like verbs: posted cards contain it."""
    return dataclasses.field(default=default, metadata={"carried_as": name})


def verbs() -> dict[str, type[Action]]:
    """All actions by verb."""
    return dict(_VERBS)


def _fields(kind: type[Action]) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(cast(Any, kind))


def _carried_name(f: dataclasses.Field[Any]) -> str:
    return f.metadata.get("carried_as", f.name)


def carried(action: Action) -> dict[str, Any]:
    """The arguments that the button must carry: fields that aren't `typed()` and differ from their default."""
    return {
        _carried_name(f): getattr(action, f.name)
        for f in _fields(type(action))
        if not f.metadata.get("typed") and getattr(action, f.name) != f.default
    }


def read(verb: str, args: dict[str, Any], values: dict[str, Typed] | None = None) -> Action:
    """Parse a press. Raises UnknownVerb, or BadArguments if a value has the wrong type."""
    try:
        kind = _VERBS[verb]
    except KeyError:
        raise UnknownVerb(verb) from None
    hints = typing.get_type_hints(kind)
    args = kind.upgraded(args)
    given: dict[str, Any] = {}
    for f in _fields(kind):
        lenient = bool(f.metadata.get("typed"))
        source, name = (values or {}, f.name) if lenient else (args, _carried_name(f))
        if name in source:
            given[f.name] = _checked(source[name], hints[f.name], f"{verb}.{f.name}", lenient=lenient)
    try:
        return kind(**given)
    except TypeError as wrong:
        raise BadArguments(f"{verb}: {wrong}") from None


def _checked(value: Any, hint: Any, name: str, *, lenient: bool) -> Any:
    """The value as the field's type. Typed values may come as text: a number as digits, several values with commas."""
    allowed = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    for kind in allowed:
        if typing.get_origin(kind) is tuple:
            if lenient and isinstance(value, str):  # a plain field, in place of a list to pick from
                value = typed_text.separate(value)
            if isinstance(value, (list, tuple)):
                inner = typing.get_args(kind)[0]
                return tuple(_checked(each, inner, name, lenient=lenient) for each in cast("list[Any]", value))
        elif kind is type(None):
            if value is None:
                return None
        elif kind is int:
            if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**62:
                return value
            if lenient and isinstance(value, str) and (number := typed_text.whole(value)) is not None:
                return number
        elif kind is bool:
            if isinstance(value, bool):
                return value
            if lenient and value in ("true", "false"):
                return value == "true"
        elif kind is str and isinstance(value, str):
            return value.replace("\x00", "")
    raise BadArguments(f"{name} cannot be {type(value).__name__}")


def packed(action: Action) -> str:
    """An action serialized as a string for buttons, to lead back to the screen that the press came from."""
    return json.dumps([action.verb, carried(action)], ensure_ascii=False, separators=(",", ":"))


def unpacked(words: str) -> Action:
    """Parse the output of `packed`. Raises UnknownVerb or BadArguments: the string comes from outside."""
    try:
        kept: Any = json.loads(words)
    except ValueError:
        raise BadArguments("not a packed action") from None
    if not (isinstance(kept, list) and len(cast("list[Any]", kept)) == 2):
        raise BadArguments("not a packed action")
    verb, args = cast("list[Any]", kept)
    if not (isinstance(verb, str) and isinstance(args, dict)):
        raise BadArguments("not a packed action")
    return read(verb, cast("dict[str, Any]", args))

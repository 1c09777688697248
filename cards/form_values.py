"""Form values: converts a form's `Value`s to what both renderers put back into the inputs."""

from cards import typed_text
from cards.tree import NumberInput, Option, Value


def as_text(value: Value) -> str:
    """The value as a person would type it: labels rather than stored values, separated by commas."""
    if isinstance(value, tuple):
        return ", ".join(as_text(each) for each in value)
    return "" if value is None else value.label if isinstance(value, Option) else str(value)


def whole(value: Value) -> int | None:
    """The value as an integer, even if it was typed as text; None if it is not a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return typed_text.whole(value) if isinstance(value, str) else None


def bounds(each: NumberInput, typed: int | None) -> tuple[int | None, int | None]:
    """The input's minimum and maximum; neither if the typed number is out of range, so that the number can be shown
    beside its error."""
    below = typed is not None and each.least is not None and typed < each.least
    above = typed is not None and each.most is not None and typed > each.most
    return (None, None) if below or above else (each.least, each.most)


def day(value: Value) -> str:
    """The date as YYYY-MM-DD; "" if it is not a date."""
    typed = typed_text.day(value) if isinstance(value, str) else None
    return typed.isoformat() if typed else ""


def as_list(value: Value) -> list[str | Option]:
    """The value as a list of strings or options, without empty values."""
    every = value if isinstance(value, tuple) else (value,)
    return [one for one in every if isinstance(one, str | Option) and stored(one)]


def stored(one: Value) -> str:
    """What a choice stores: an option's value, or the text itself."""
    return one.value if isinstance(one, Option) else one if isinstance(one, str) else ""

"""What a form puts back into its inputs, as the renderers need it: one reading of `Value` for both platforms."""

from datetime import date

from cards import typed_text
from cards.tree import NumberInput, Option, Value


def words(value: Value) -> str:
    """As a person would write it: labels rather than values, commas between several."""
    if isinstance(value, tuple):
        return ", ".join(words(each) for each in value)
    return "" if value is None else value.label if isinstance(value, Option) else str(value)


def whole(value: Value) -> int | None:
    """The whole number, also one that was typed as text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return typed_text.whole(value) if isinstance(value, str) else None


def bounds(each: NumberInput, typed: int | None) -> tuple[int | None, int | None]:
    """Least and most; neither when what was typed is beyond them, so that it can be shown beside its error."""
    below = typed is not None and each.least is not None and typed < each.least
    above = typed is not None and each.most is not None and typed > each.most
    return (None, None) if below or above else (each.least, each.most)


def day(value: Value) -> str:
    """The date as YYYY-MM-DD, "" when it is none."""
    try:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) else ""
    except ValueError:
        return ""


def several(value: Value) -> list[str | Option]:
    """The value as words or options, whichever way it was given; empty ones left out."""
    every = value if isinstance(value, tuple) else (value,)
    return [one for one in every if isinstance(one, str | Option) and stored(one)]


def stored(one: Value) -> str:
    """What a choice stores: an option's value, or the words themselves."""
    return one.value if isinstance(one, Option) else one if isinstance(one, str) else ""

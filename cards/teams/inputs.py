"""Inputs as Adaptive Card elements: the label above, the error and the hint below.

Ids are the inputs' names. Several values are sent as one comma-separated string, so commas in the values are
percent-encoded."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from cards.form_values import as_list, as_text, bounds, day, stored, whole
from cards.renderer import ERROR, Json, filled, no_options
from cards.sanitize import line, sendable, shorten, units
from cards.teams.buttons import RESERVED
from cards.teams.text import label, literal, unlinked
from cards.tree import (
    Choice,
    DateInput,
    Input,
    MultiChoice,
    NumberInput,
    Option,
    TextInput,
    Toggle,
    TooMuch,
    Typeahead,
    Value,
)

OPTIONS: Final = 100
_LABEL: Final = 200
_PLACEHOLDER: Final = 150
_HINT: Final = 500


def kinds(inputs: Iterable[Input], *, typeahead: bool) -> dict[str, str]:
    """How each input that is not plain text encodes its value, for `read_press`. Raises TooMuch for a reserved name."""
    found = {each.name: _kind(each, typeahead=typeahead) for each in inputs}
    if taken := RESERVED & found.keys():
        raise TooMuch(f"inputs cannot be called {', '.join(sorted(taken))}")
    return {name: kind for name, kind in found.items() if kind}


def _kind(each: Input, *, typeahead: bool) -> str:
    match each:
        case TextInput():
            return ""
        case NumberInput():
            return "number"
        case DateInput() | Choice():
            return "choice"
        case MultiChoice():
            return "many"
        case Toggle():
            return "toggle"
        case Typeahead(many=many):
            return ("many" if many else "pick") if typeahead else ("list" if many else "")


def draw_input(each: Input, value: Value, error: str, *, typeahead: bool) -> Iterator[Json]:
    """The input with its value filled in and its error below it; a sentence in place of a choice without options."""
    if isinstance(each, Choice | MultiChoice) and not each.options:
        yield _small(no_options(each.label), isSubtle=True)
        return
    drawn: Json = {"id": each.name, **_element(each, value, typeahead=typeahead)}
    if not isinstance(each, Toggle):
        drawn["label"] = label(each.label, _LABEL)
        if each.required:
            drawn |= {"isRequired": True, "errorMessage": "This field is required."}
    yield drawn
    if error.strip():
        yield {**_small(f"⚠️ {error}", ERROR, color="Attention", weight="Bolder"), "spacing": "Small"}
    if each.hint.strip():
        yield {**_small(each.hint, isSubtle=True, size="Small"), "spacing": "Small"}


def _small(text: str, limit: int = _HINT, **looks: Any) -> Json:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": literal(line(text, limit)), **looks}]}


def _element(each: Input, value: Value, *, typeahead: bool) -> Json:
    match each:
        case TextInput(multiline=multiline, max_length=most):
            text = shorten(sendable(as_text(value)), max(1, most))
            return {
                "type": "Input.Text",
                "isMultiline": multiline,
                "maxLength": max(1, most),
                **filled("placeholder", literal(line(each.placeholder, _PLACEHOLDER))),
                **filled("value", text),
            }
        case NumberInput():
            return _number(each, value)
        case DateInput():
            return {"type": "Input.Date", **filled("value", day(value))}
        case Choice(options=options, expanded=expanded):
            chosen = stored(value) if any(one.value == stored(value) for one in options) else ""
            style = "expanded" if expanded else "compact"
            drawn: Json = {"type": "Input.ChoiceSet", "style": style, "wrap": True, "choices": _choices(options)}
            return {**drawn, **filled("value", chosen)}
        case MultiChoice():
            return _multi_choice(each, value)
        case Typeahead():
            return _suggested(each, value) if typeahead else _plain(each, value)
        case Toggle(label=text):
            ticked = "true" if value in (True, "true") else "false"
            return {"type": "Input.Toggle", "title": label(text, _LABEL), "wrap": True, "value": ticked}


def _number(each: NumberInput, value: Value) -> Json:
    typed = whole(value)
    least, most = bounds(each, typed)
    given = {"min": least, "max": most, "value": typed}
    return {"type": "Input.Number", **{name: number for name, number in given.items() if number is not None}}


def _multi_choice(each: MultiChoice, value: Value) -> Json:
    offered = {one.value for one in each.options}
    chosen = ",".join(encoded(stored(one)) for one in as_list(value) if stored(one) in offered)
    return {
        "type": "Input.ChoiceSet",
        "isMultiSelect": True,
        "style": "expanded" if each.expanded else "compact",
        "wrap": True,
        "choices": _choices(each.options, encode=True),
        **filled("value", chosen),
    }


def _suggested(each: Typeahead, value: Value) -> Json:
    """A choice set that asks us for options while the person types (`application/search`, dataset = source)."""
    chosen = [one if isinstance(one, Option) else Option(one, one) for one in as_list(value)]
    chosen = chosen if each.many else chosen[:1]
    return {
        "type": "Input.ChoiceSet",
        "style": "filtered",
        "isMultiSelect": each.many,
        "choices": _choices(chosen, encode=True),
        "choices.data": {"type": "Data.Query", "dataset": each.source},
        **filled("placeholder", literal(line(each.placeholder, _PLACEHOLDER))),
        **filled("value", ",".join(encoded(sendable(one.value)) for one in chosen)),
    }


def _plain(each: Typeahead, value: Value) -> Json:
    """A plain text field, whose text the handler resolves: for clients that can't ask for options."""
    return {
        "type": "Input.Text",
        "maxLength": 500,
        **filled("placeholder", literal(line(each.placeholder, _PLACEHOLDER))),
        **filled("value", shorten(sendable(as_text(value)), 500)),
    }


def _choices(options: Iterable[Option], *, encode: bool = False) -> list[Json]:
    drawn = [_choice(one, encode=encode) for one in options]
    if len(drawn) > OPTIONS:
        raise TooMuch(f"{len(drawn)} options, at most {OPTIONS}")
    return drawn


def _choice(one: Option, *, encode: bool) -> Json:
    text = line(one.label or one.value, 100)
    title = unlinked(f"{text} ({line(one.detail, 100)})" if one.detail.strip() else text) or "–"
    value = sendable(one.value)
    if not units(value):
        raise TooMuch(f"option {one.label!r} has no value")
    return {"title": title, "value": encoded(value) if encode else value}


def suggestions(options: Iterable[Option]) -> list[Json]:
    """The results of an `application/search`: the first 15, because Teams lists no more."""
    return _choices(list(options)[:15], encode=True)


def encoded(value: str) -> str:
    """An option's value, encoded for a comma-separated string."""
    return value.replace("%", "%25").replace(",", "%2C")


def decoded(value: str) -> str:
    """Reverses `encoded`."""
    return value.replace("%2C", ",").replace("%25", "%")

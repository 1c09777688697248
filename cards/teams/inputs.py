"""Inputs as Adaptive Card elements, each under its label, its hint and its error below it.

Ids are the inputs' names. Several values travel as one text with commas between, so values that can be several are
percent-encoded where they hold a comma.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from cards.form_values import bounds, day, several, stored, whole, words
from cards.sanitize import keep, line, shorten, units
from cards.teams.buttons import RESERVED, encoded
from cards.teams.text import Json, label, literal, unlinked
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


def kinds(inputs: Iterable[Input], *, typeahead: bool) -> dict[str, str]:
    """The type of each input that is no plain text, for `read_press`. Raises TooMuch when a name is one of our own."""
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


def input_elements(each: Input, value: Value, error: str, *, typeahead: bool) -> Iterator[Json]:
    """The input with its value put back; a choice without options is said to be empty."""
    if isinstance(each, Choice | MultiChoice) and not each.options:
        yield _small(f"{each.label}: there is nothing to choose from", isSubtle=True)
        return
    drawn: Json = {"id": each.name, **_element(each, value, typeahead=typeahead)}
    if not isinstance(each, Toggle):
        drawn["label"] = label(each.label, _LABEL)
        if each.required:
            drawn |= {"isRequired": True, "errorMessage": literal(f"{line(each.label, _LABEL)} is needed.")}
    yield drawn
    if error.strip():
        yield {**_small(f"⚠️ {error}", color="Attention", weight="Bolder"), "spacing": "Small"}
    if each.hint.strip():
        yield {**_small(each.hint, isSubtle=True, size="Small"), "spacing": "Small"}


def _small(text: str, **looks: Any) -> Json:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": literal(line(text, 500)), **looks}]}


def _element(each: Input, value: Value, *, typeahead: bool) -> Json:
    match each:
        case TextInput(multiline=multiline, max_length=most):
            typed = shorten(keep(words(value)), max(1, most))
            return {
                "type": "Input.Text",
                "isMultiline": multiline,
                "maxLength": max(1, most),
                **_first("placeholder", literal(line(each.placeholder, _PLACEHOLDER))),
                **_first("value", typed),
            }
        case NumberInput():
            return _number(each, value)
        case DateInput():
            return {"type": "Input.Date", **_first("value", day(value))}
        case Choice(options=options, expanded=expanded):
            chosen = stored(value) if any(one.value == stored(value) for one in options) else ""
            style = "expanded" if expanded else "compact"
            drawn: Json = {"type": "Input.ChoiceSet", "style": style, "wrap": True, "choices": _choices(options)}
            return {**drawn, **_first("value", chosen)}
        case MultiChoice():
            return _multi_choice(each, value)
        case Typeahead():
            return _suggested(each, value) if typeahead else _plain(each, value)
        case Toggle(label=text):
            ticked = "true" if value in (True, "true") else "false"
            return {"type": "Input.Toggle", "title": label(text, _LABEL), "wrap": True, "value": ticked}


def _first(name: str, value: Any) -> Json:
    return {name: value} if value else {}


def _number(each: NumberInput, value: Value) -> Json:
    typed = whole(value)
    least, most = bounds(each, typed)
    given = {"min": least, "max": most, "value": typed}
    return {"type": "Input.Number", **{name: number for name, number in given.items() if number is not None}}


def _multi_choice(each: MultiChoice, value: Value) -> Json:
    offered = {one.value for one in each.options}
    chosen = ",".join(encoded(stored(one)) for one in several(value) if stored(one) in offered)
    return {
        "type": "Input.ChoiceSet",
        "isMultiSelect": True,
        "style": "expanded" if each.expanded else "compact",
        "wrap": True,
        "choices": _choices(each.options, encode=True),
        **_first("value", chosen),
    }


def _suggested(each: Typeahead, value: Value) -> Json:
    """A choice set that asks us while somebody types (`application/search`, dataset = source)."""
    chosen = [one if isinstance(one, Option) else Option(one, one) for one in several(value)]
    chosen = chosen if each.many else chosen[:1]
    return {
        "type": "Input.ChoiceSet",
        "style": "filtered",
        "isMultiSelect": each.many,
        "choices": _choices(chosen, encode=True),
        "choices.data": {"type": "Data.Query", "dataset": each.source},
        **_first("placeholder", literal(line(each.placeholder, _PLACEHOLDER))),
        **_first("value", ",".join(encoded(keep(one.value)) for one in chosen)),
    }


def _plain(each: Typeahead, value: Value) -> Json:
    """Free words, which the handler resolves: for clients that cannot ask while somebody types."""
    return {
        "type": "Input.Text",
        "maxLength": 500,
        **_first("placeholder", literal(line(each.placeholder, _PLACEHOLDER))),
        **_first("value", shorten(keep(words(value)), 500)),
    }


def _choices(options: Iterable[Option], *, encode: bool = False) -> list[Json]:
    drawn = [_choice(one, encode=encode) for one in options]
    if len(drawn) > OPTIONS:
        raise TooMuch(f"{len(drawn)} options, at most {OPTIONS}")
    return drawn


def _choice(one: Option, *, encode: bool) -> Json:
    text = line(one.label or one.value, 100)
    title = unlinked(f"{text} ({line(one.detail, 100)})" if one.detail.strip() else text) or "–"
    value = keep(one.value)
    if not units(value):
        raise TooMuch(f"option {one.label!r} has no value")
    return {"title": title, "value": encoded(value) if encode else value}


def suggestions(options: Iterable[Option]) -> list[Json]:
    """The results of an `application/search`; Teams lists 15."""
    return _choices(list(options)[:15], encode=True)

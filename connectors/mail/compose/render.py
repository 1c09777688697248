"""Renders a parsed text: records missing variables, and stops if the result gets too long."""

from collections.abc import Callable
from dataclasses import dataclass

from jinja2 import Template


class _Hole:
    """A variable without a value: false in a condition; `missed` returns the text to put in its place."""

    __slots__ = ("_missed", "_name")

    def __init__(self, name: str, missed: Callable[[str], str]) -> None:
        self._name, self._missed = name, missed

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return self._missed(self._name)


class _Part(dict[str, object]):
    """The variables of the candidate, job or sender; false as a condition if it is for a job and none is attached."""

    def __init__(self, there: bool) -> None:
        super().__init__()
        self._there = there

    def __bool__(self) -> bool:
        return self._there


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text with its variables filled in. `missed`: the variables in it that have no value."""

    text: str
    missed: tuple[str, ...]
    too_long: bool = False


def render(
    template: Template, known: dict[str, str], job: bool, limit: int, gap: Callable[[str], str] = lambda _: ""
) -> Rendered:
    """Fill in the variables, given by full name. Stops after `limit` characters. `gap`: returns the words to put in
    place of a variable without a value."""
    missed: dict[str, None] = {}

    def miss(name: str) -> str:
        missed.setdefault(name)
        return gap(name)

    parts = {"candidate": _Part(True), "job": _Part(job), "sender": _Part(True)}
    for name, value in known.items():
        part, _, attribute = name.partition(".")
        parts[part][attribute] = value or _Hole(name, miss)
    written, length = list[str](), 0
    for piece in template.generate(parts):
        length += len(piece)
        if length > limit:
            return Rendered("", tuple(missed), too_long=True)
        written.append(piece)
    return Rendered("".join(written), tuple(missed))

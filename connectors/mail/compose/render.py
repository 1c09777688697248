"""Variables filled into a text that was read: what is missing is noted, what grows too long is not finished."""

from collections.abc import Callable
from dataclasses import dataclass

from jinja2 import Template


class _Hole:
    """A fact that is not known: a condition may ask for it, writing it out is a fault."""

    __slots__ = ("_missed", "_name")

    def __init__(self, name: str, missed: Callable[[str], None]) -> None:
        self._name, self._missed = name, missed

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        self._missed(self._name)
        return ""


class _Part(dict[str, object]):
    """The variables of candidate, job or sender; false where there is no job."""

    def __init__(self, there: bool) -> None:
        super().__init__()
        self._there = there

    def __bool__(self) -> bool:
        return self._there


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text with its variables filled in. `missed`: those that were written out and are empty."""

    text: str
    missed: tuple[str, ...]
    too_long: bool = False


def render(template: Template, known: dict[str, str], job: bool, limit: int) -> Rendered:
    """Fill in the variables (by their whole name). Stops when more than `limit` characters are written."""
    missed: dict[str, None] = {}
    parts = {"candidate": _Part(True), "job": _Part(job), "sender": _Part(True)}
    for name, value in known.items():
        part, _, attribute = name.partition(".")
        parts[part][attribute] = value or _Hole(name, lambda name: missed.setdefault(name))
    written, length = list[str](), 0
    for piece in template.generate(parts):
        length += len(piece)
        if length > limit:
            return Rendered("", tuple(missed), too_long=True)
        written.append(piece)
    return Rendered("".join(written), tuple(missed))

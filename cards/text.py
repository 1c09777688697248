"""Rich text that is safe by construction: a plain string is shown as typed, and emphasis is a type.

Strings never contain markup. Renderers escape every string, so that `<!channel>` in a resume
is shown as typed and notifies no one; wrap emphasis in one of these types.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Strong:
    """Bold text: a match, a count."""

    text: str


@dataclass(frozen=True, slots=True)
class Muted:
    """De-emphasized text: a date, a source."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link. Renderers show only http, https and mailto addresses as links, anything else as plain text."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A member, by platform user id. The only span that can notify anyone."""

    user_id: str
    name: str


Span = str | Strong | Muted | Link | Mention
Rich = str | tuple[Span, ...]


def spans(rich: Rich) -> tuple[Span, ...]:
    """The text as a tuple of spans."""
    return (rich,) if isinstance(rich, str) else rich


def text_of(span: Span) -> str:
    """The text of one span, without its emphasis."""
    return span if isinstance(span, str) else span.name if isinstance(span, Mention) else span.text


def plain(rich: Rich) -> str:
    """The text without emphasis, for notifications and fields that support none."""
    return "".join(map(text_of, spans(rich)))


def join(parts: Iterable[Rich], between: str = " · ") -> Rich:
    """The texts joined by `between`; empty texts are left out."""
    line: list[Span] = []
    for part in parts:
        if not plain(part):
            continue
        if line:
            line.append(between)
        line.extend(spans(part))
    return tuple(line)

"""Text that is safe by construction: a plain string is shown as typed, emphasis is a value.

Nothing here is markup. A renderer escapes every string, so that `<!channel>` in a résumé
reads as typed and pings nobody; what should stand out is wrapped in one of these types.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that matter: a match, a count."""

    text: str


@dataclass(frozen=True, slots=True)
class Muted:
    """Words that matter less: a date, an origin."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link. Renderers show only http, https and mailto addresses as links, anything else as plain text."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A member, by the platform's own id. The only thing that can notify somebody."""

    user_id: str
    name: str


Span = str | Strong | Muted | Link | Mention
Rich = str | tuple[Span, ...]


def spans(rich: Rich) -> tuple[Span, ...]:
    """The parts of a text, whichever way it was written."""
    return (rich,) if isinstance(rich, str) else rich


def text_of(span: Span) -> str:
    """The text of one span, without its emphasis."""
    return span if isinstance(span, str) else span.name if isinstance(span, Mention) else span.text


def plain(rich: Rich) -> str:
    """The text without emphasis, for notifications and for places that can't show any."""
    return "".join(map(text_of, spans(rich)))


def join(parts: Iterable[Rich], between: str = " · ") -> Rich:
    """Several texts in one line, empty ones left out."""
    line: list[Span] = []
    for part in parts:
        if not plain(part):
            continue
        if line:
            line.append(between)
        line.extend(spans(part))
    return tuple(line)

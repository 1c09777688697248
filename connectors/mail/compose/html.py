"""The HTML part of a message: paragraphs and links, no remote content, no colors (so that dark mode works)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

import nh3
from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

Piece = tuple[str, str]  # text, and the URL it links to or ""
Line = tuple[Piece, ...]

_LINK = re.compile(r"https?://[^\s<>\"\\^`{}|]+", re.IGNORECASE)
_NOT_ITS_END = ".,;:!?'’”»)]"
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a message: text, and optionally the link that it introduces."""

    words: str
    url: str = ""
    small: bool = False

    @property
    def rule(self) -> bool:
        return self is RULE

    @property
    def paragraphs(self) -> Iterator[tuple[Line, ...]]:
        """The paragraphs to render. Text that introduces a link becomes the link."""
        if self.url and _LINK.fullmatch(self.url):
            yield (((self.words.rstrip(" :\u00a0"), self.url),),)
            return
        whole = f"{self.words}\n{self.url}" if self.url else self.words
        for paragraph in _PARAGRAPHS.split(whole):
            yield tuple(tuple(_pieces(line)) for line in paragraph.split("\n"))


RULE: Final = Block("—")


def _pieces(line: str) -> Iterator[Piece]:
    """Split a line into text and links; punctuation after a URL is not part of the link."""
    at = 0
    for found in _LINK.finditer(line):
        url = found[0].rstrip(_NOT_ITS_END)
        if "(" in url and found[0].startswith(f"{url})"):
            url += ")"
        if found.start() > at:
            yield line[at : found.start()], ""
        yield url, url
        at = found.start() + len(url)
    if at < len(line):
        yield line[at:], ""


def _environment() -> ImmutableSandboxedEnvironment:
    here = files("connectors.mail.compose")
    sources = {name: here.joinpath(name).read_text("utf-8") for name in ("letter.jinja", "blocks.jinja")}
    return ImmutableSandboxedEnvironment(loader=DictLoader(sources), undefined=StrictUndefined, autoescape=True)


_JINJA = _environment()
_BLOCKS = _JINJA.get_template("blocks.jinja")
_LETTER = _JINJA.get_template("letter.jinja")


def html_part(subject: str, language: str, blocks: tuple[Block, ...]) -> str:
    """The HTML document. User text is escaped, then sanitized by nh3, which allows only these tags and web links."""
    body = nh3.clean(
        _BLOCKS.render(blocks=blocks),
        tags={"p", "br", "a", "hr", "small"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
    )
    return _LETTER.render(subject=subject, language=language, body=body)

"""Extracts the text of an HTML message, without quoted text."""

import re
from html.parser import HTMLParser

import nh3

LONGEST = 200_000  # characters that are read
MOST_TAGS = 8_000  # the time to clean nested tags is quadratic
_BREAKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "hr", "ul", "ol", "table", "blockquote"}
_TAGS = {*_BREAKS, "span", "td", "section"}
SEPARATOR = "-----Original Message-----"  # how a mail program marks the start of the quoted e-mail
# How mail programs mark the e-mail they reply to: the element's content, or everything after the element.
_QUOTES = re.compile(r"gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote|gmail_attr", re.I)
_REST_IS_QUOTED = re.compile(r"divRplyFwdMsg|appendonsend|mail-editor-reference-message|stopSpelling", re.I)


def text_of(html: str) -> str:
    """The text, one line per block, without scripts, styles, comments and quoted e-mail."""
    looked_at = "<".join(html[:LONGEST].split("<", MOST_TAGS)[:MOST_TAGS])
    clean = nh3.clean(
        looked_at,
        tags=_TAGS,
        clean_content_tags={"script", "style", "head", "title"},
        attributes={tag: {"class", "id", "type"} for tag in _TAGS},
        strip_comments=True,
        link_rel=None,
    )
    reader = _Reader()
    reader.feed(clean)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Parses the output of nh3, in which every tag is closed and valid."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = [""]
        self._open: list[bool] = []  # for each open tag, whether it started a quote
        self._quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS and self._lines[-1]:
            self._lines.append("")
        if tag in ("br", "hr"):
            if tag == "br" and not self._quoted:
                self._lines.append("")
            return
        if tag == "td" and self._lines[-1] and not self._quoted:
            self._lines[-1] += " "
        markers = " ".join(value or "" for name, value in attrs if name in ("class", "id"))
        if _REST_IS_QUOTED.search(markers) and not self._quoted:
            self._lines += [SEPARATOR, ""]
        quotes = tag == "blockquote" or _QUOTES.search(markers) is not None
        self._open.append(quotes)
        self._quoted += quotes

    def handle_endtag(self, tag: str) -> None:
        if tag in ("br", "hr"):
            return
        if self._open:
            self._quoted -= self._open.pop()
        if tag in _BREAKS and self._lines[-1]:
            self._lines.append("")

    def handle_data(self, data: str) -> None:
        if not self._quoted:
            self._lines[-1] += " ".join(f"x{data}x".split())[1:-1]

    def text(self) -> str:
        lines = [" ".join(line.split()) for line in self._lines]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

"""Screens as Slack's Block Kit: the only door to the other `cards/slack_*` files.

A message's blocks may weigh 13,200 characters in all. Every piece of text on a card is cut to the longest of `LEVELS`
with which the card fits; no block is ever left out, and a card that does not fit even so raises TooMuch.
"""

from collections.abc import Mapping
from typing import Final

from cards.sanitize import trim
from cards.slack import schema as limits
from cards.slack.buttons import RenderContext, actions, read_press
from cards.slack.inputs import read_suggest, read_values, suggestions
from cards.slack.modals import field_errors, first_field_error, modal, notice, read_metadata, read_submit
from cards.slack.nodes import blocks
from cards.slack.text import Json, mrkdwn, plain_text, summary
from cards.slack.validation import BLOCKS_WEIGHT, check, weight
from cards.text import Rich
from cards.tree import Card, Chart, Surface, TooMuch

__all__ = [
    "check",
    "field_errors",
    "first_field_error",
    "home",
    "line",
    "message",
    "modal",
    "notice",
    "read_metadata",
    "read_press",
    "read_submit",
    "read_suggest",
    "read_values",
    "suggestions",
]

LEVELS: Final = (3000, 1500, 800, 400, 250, 150, 100, 60, 40)  # visible units of one piece of text
_SPARE: Final = 200  # characters under the limit, which Slack documents nowhere
_SUMMARY: Final = 300
_LINE: Final = 3000
_NO_PICTURES: Final[Mapping[Chart, str]] = {}


def message(card: Card, surface: Surface, pictures: Mapping[Chart, str] = _NO_PICTURES) -> Json:
    """`text` (for notifications and screen readers) and `blocks` of a message. Raises TooMuch.

    `pictures`: ids of the files that show its charts; one without a picture is drawn in words.

    A channel's message looks like a private one: what may stand in it is the screen's to know."""
    body = _drawn(card, surface, pictures)
    said = summary(card.summary, _SUMMARY) or "–"
    return {"text": said, "blocks": body or [{"type": "section", "text": plain_text(card.summary, _SUMMARY)}]}


def home(card: Card) -> Json:
    """The App Home view. Raises TooMuch over 100 blocks."""
    body = _blocks(card, LEVELS[0])
    if len(body) > limits.BLOCKS_PER_VIEW:
        raise TooMuch(f"{card.summary}: {len(body)} blocks on Home, at most {limits.BLOCKS_PER_VIEW}")
    return {"type": "home", "blocks": body}


def line(text: Rich) -> Json:
    """A message of one line, without blocks."""
    return {"text": mrkdwn(trim(text, _LINE), _LINE) or "–"}


def _drawn(card: Card, surface: Surface, pictures: Mapping[Chart, str]) -> list[Json]:
    for level in LEVELS:
        body = _blocks(card, level, pictures)
        if len(body) > limits.BLOCKS_PER_MESSAGE:
            raise TooMuch(f"{card.summary}: {len(body)} blocks in a message, at most {limits.BLOCKS_PER_MESSAGE}")
        if weight(body) <= BLOCKS_WEIGHT - _SPARE:
            return body
    raise TooMuch(f"{card.summary}: over {BLOCKS_WEIGHT} characters on {surface}, its texts as short as they get")


def _blocks(card: Card, level: int, pictures: Mapping[Chart, str] = _NO_PICTURES) -> list[Json]:
    pen = RenderContext(level, pictures=pictures)
    return [*blocks(card.body, pen), *actions(card.buttons, pen)]

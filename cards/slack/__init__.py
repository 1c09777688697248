"""The Slack renderer; it implements `cards.renderer.Renderer`. Code that only modals need is in `forms` and `press`."""

from cards.slack.inputs import suggestions
from cards.slack.press import read_press, read_suggest
from cards.slack.render import draw, line

__all__ = ["draw", "line", "read_press", "read_suggest", "suggestions"]

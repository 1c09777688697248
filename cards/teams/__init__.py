"""The Teams renderer; it implements `cards.renderer.Renderer`."""

from cards.teams.inputs import suggestions
from cards.teams.press import read_press, read_suggest
from cards.teams.render import draw, line

__all__ = ["draw", "line", "read_press", "read_suggest", "suggestions"]

"""The renderer of each platform."""

from collections.abc import Mapping
from typing import Final

from cards import slack, teams
from cards.renderer import Renderer

RENDERERS: Final[Mapping[str, Renderer]] = {"slack": slack, "teams": teams}

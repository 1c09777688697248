"""Screens as Teams draws them: what the rest of the bot needs of this folder."""

from cards.teams.render import (
    card,
    read_press,
    suggestions,
)

__all__ = [
    "card",
    "read_press",
    "suggestions",
]

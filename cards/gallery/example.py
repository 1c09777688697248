"""The Example type and its constructors."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec

from cards.tree import Form, Screen, Surface

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Example:
    """`name` is "screen.state", unique, and names the golden file; `by` is the function that draws the screen."""

    name: str
    by: Callable[..., Screen]
    screen: Screen
    surface: Surface


def example(name: str, by: Callable[P, Screen], /, *args: P.args, **kwargs: P.kwargs) -> Example:
    """Draw the screen: forms on the form surface, cards in a direct message."""
    screen = by(*args, **kwargs)
    return Example(name, by, screen, Surface.FORM if isinstance(screen, Form) else Surface.PERSONAL)


def at_home(name: str, by: Callable[P, Screen], /, *args: P.args, **kwargs: P.kwargs) -> Example:
    """Draw the screen for Slack's App Home."""
    return Example(name, by, by(*args, **kwargs), Surface.HOME)


def inserted(name: str, by: Callable[P, Screen], /, *args: P.args, **kwargs: P.kwargs) -> Example:
    """Draw the screen for Teams' message extension."""
    return Example(name, by, by(*args, **kwargs), Surface.EXTENSION)

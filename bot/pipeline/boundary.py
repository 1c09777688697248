"""Where whatever goes wrong outside an interaction ends: in the log, with a reference code."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from handlers import incidents

T = TypeVar("T")


async def guarded(
    work: Awaitable[T], otherwise: Callable[[str], T], during: str, *, but: tuple[type[Exception], ...] = ()
) -> T:
    """The boundary for what is no interaction, a web page or what runs by itself: what goes wrong there becomes what
    `otherwise` makes of the reference code that the log has too. `but`: what the caller knows what to do with."""
    try:
        return await work
    except but:
        raise
    except Exception as fault:
        return otherwise(incidents.logged(during, fault))

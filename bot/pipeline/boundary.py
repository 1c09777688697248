"""Error boundary for work outside an interaction: unexpected errors are logged with a reference code."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from handlers import incidents

T = TypeVar("T")


async def guarded(
    work: Awaitable[T], on_error: Callable[[str], T], activity: str, *, reraise: tuple[type[Exception], ...] = ()
) -> T:
    """Await `work` for a web page or a background job. An unexpected error is logged, and its reference code is passed
    to `on_error`, whose result is returned. `reraise`: exceptions that the caller handles."""
    try:
        return await work
    except reraise:
        raise
    except Exception as fault:
        return on_error(incidents.logged(activity, fault))

"""A rate limit per name (an address or a link), in bounded memory."""

import time
from collections import OrderedDict
from collections.abc import Callable

MAX_NAMES = 10_000  # names counted at the same time


class Limit:
    """At most `limit` requests per name in a window of `seconds`. With too many names, the oldest window is dropped:
    this throttles a single busy client, not a distributed flood."""

    def __init__(
        self,
        limit: int,
        seconds: float = 60.0,
        *,
        max_names: int = MAX_NAMES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.seconds = seconds
        self._limit = limit
        self._max_names = max_names
        self._clock = clock
        self._windows: OrderedDict[str, tuple[float, int]] = OrderedDict()  # name → (start, count), oldest first

    def reached(self, name: str) -> bool:
        """Whether the name has used up its limit; doesn't count a request."""
        began, count = self._windows.get(name, (float("-inf"), 0))
        return count >= self._limit and self._clock() - began < self.seconds

    def count(self, name: str) -> bool:
        """Count a request; returns whether it is within the limit."""
        now = self._clock()
        began, count = self._windows.get(name, (now, 0))
        if now - began >= self.seconds:
            del self._windows[name]
            began, count = now, 0
        self._windows[name] = (began, count + 1)
        while len(self._windows) > self._max_names:
            self._windows.popitem(last=False)
        return count < self._limit

    def __len__(self) -> int:
        return len(self._windows)

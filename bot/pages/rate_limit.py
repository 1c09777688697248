"""How often the same address or the same link may ask, in bounded memory."""

import time
from collections import OrderedDict
from collections.abc import Callable

MOST_KNOWN = 10_000  # names whose counts are kept at once


class Limit:
    """So many times in a window of seconds, by name. When too many names are known the oldest window is forgotten:
    the limit holds back one who asks often, not a crowd."""

    def __init__(
        self,
        most: int,
        seconds: float = 60.0,
        *,
        known: int = MOST_KNOWN,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.seconds = seconds
        self._most = most
        self._known = known
        self._clock = clock
        self._windows: OrderedDict[str, tuple[float, int]] = OrderedDict()  # by when they began, the oldest first

    def reached(self, name: str) -> bool:
        """Whether the name has had its share of the window; counts nothing."""
        began, count = self._windows.get(name, (float("-inf"), 0))
        return count >= self._most and self._clock() - began < self.seconds

    def count(self, name: str) -> bool:
        """One more of this name; whether it is within the limit."""
        now = self._clock()
        began, count = self._windows.get(name, (now, 0))
        if now - began >= self.seconds:
            del self._windows[name]
            began, count = now, 0
        self._windows[name] = (began, count + 1)
        while len(self._windows) > self._known:
            self._windows.popitem(last=False)
        return count < self._most

    def __len__(self) -> int:
        return len(self._windows)

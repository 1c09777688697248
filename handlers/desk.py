"""All that a handler may use: the store, the index, reference data, the clock. No globals."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime

from connectors.places import Places
from connectors.search.base import SearchIndex
from connectors.titles import Titles
from store.db import Read, Store, Write


@dataclass(frozen=True, slots=True)
class Desk:
    """One interaction's desk. A handler reads, asks the outside, then writes at most once; nothing outside is
    awaited inside `read()` or `write()`."""

    store: Store
    index: SearchIndex
    places: Places
    titles: Titles
    now: Callable[[], datetime]
    key: str = ""  # of the interaction: the write marks it applied in the same transaction

    def read(self) -> AbstractAsyncContextManager[Read]:
        return self.store.read()

    def write(self) -> AbstractAsyncContextManager[Write]:
        return self.store.write(applied=self.key)

"""A page of a list."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """`page` counts from 0; one that was asked for beyond the end is the last there is."""

    items: list[Item]
    total: int
    page: int
    page_size: int

    @property
    def pages(self) -> int:
        """How many there are; an empty list has one."""
        return max(1, -(-self.total // self.page_size))


def within(page: int, page_size: int, total: int) -> int:
    """The page that can be shown for the one asked for."""
    return max(0, min(page, (total - 1) // page_size))

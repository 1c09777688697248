"""A page of a list."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """`page` counts from 0; a page beyond the end becomes the last one."""

    items: list[Item]
    total: int
    page: int
    page_size: int

    @property
    def pages(self) -> int:
        """The number of pages; an empty list has one."""
        return max(1, -(-self.total // self.page_size))


def within(page: int, page_size: int, total: int) -> int:
    """The requested page, limited to the pages that exist."""
    return max(0, min(page, (total - 1) // page_size))

"""Pages of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list: `items` of it, `number` from 1, `size` rows a page, `total` rows in all."""

    items: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Rank of the first row shown, 0 for an empty list."""
        return 0 if self.total == 0 else (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        """Rank of the last row shown."""
        return min(self.total, self.number * self.size)


def clamp(number: int, size: int, total: int) -> int:
    """A page number that exists: a page beyond the last becomes the last."""
    return max(1, min(number, -(-total // size) or 1))

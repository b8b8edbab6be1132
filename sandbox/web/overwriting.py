"""A form that was opened before another save and sent after it says what it did: it replaced that save, and not in silence.

Kept for each column of each row of a shop: the revision that its last write left, and the rendering that sent it. A form of
the back office knows the revision at which it was drawn. Only what is really replaced is told: the same column of the same row.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime

from sandbox.kernel.changes import RowChange
from sandbox.kernel.siblings import siblings

MAX_KEPT = 20_000
Cell = tuple[str, str, int, str]
REPLACED = "cells replaced"


class Writes:
    """The latest writes, the oldest forgotten first; shared by the threads of the process, told to those of the others."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Cell, tuple[int, str, datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def replaced(
        self, shop_key: str, changes: Iterable[RowChange], *, drawn_at: int, revision: int, sent_by: str
    ) -> datetime | None:
        """When what these changes replaced was written, by another rendering than this one and after it was drawn; or None.

        `revision` is theirs: a write that is kept with a later one is of another life of the shop, before a backup came back.
        """
        with self._lock:
            found = [
                at
                for cell in _cells(shop_key, changes)
                if (kept := self._kept.get(cell))
                for then, number, at in [kept]
                if drawn_at < then < revision and number != sent_by
            ]
        return max(found, default=None)

    def keep(self, shop_key: str, changes: Iterable[RowChange], *, revision: int, sent_by: str, at: datetime) -> None:
        """These changes were committed."""
        cells = _cells(shop_key, changes)
        siblings.tell(REPLACED, cells, revision, sent_by, at)
        self.hear(cells, revision, sent_by, at)

    def hear(self, cells: Iterable[Cell], revision: int, sent_by: str, at: datetime) -> None:
        """These cells were written, here or by another process."""
        with self._lock:
            for cell in cells:
                self._kept[cell] = (revision, sent_by, at)
                self._kept.move_to_end(cell)
            while len(self._kept) > MAX_KEPT:
                self._kept.popitem(last=False)


def _cells(shop_key: str, changes: Iterable[RowChange]) -> list[Cell]:
    """What was changed of rows that were there; moments move with whatever is saved and replace nothing."""
    return [
        (shop_key, change.table, change.row_id, name)
        for change in changes
        if change.op == "update"
        for name in change.after
        if not name.endswith("_at")
    ]

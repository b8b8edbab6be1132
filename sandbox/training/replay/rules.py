"""What some entries of a journal come to, row by row. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from sandbox.kernel.changes import RowChange


class Entry(Protocol):
    """What is read of an entry of the journal: its row changes, as `RowChange` in JSON."""

    @property
    def changes(self) -> list[dict[str, Any]]:
        """Table, row_id, op, before and after of each row."""
        ...


def changes_of(entries: Iterable[Entry]) -> Iterator[RowChange]:
    """The row changes of some entries, as they were recorded."""
    for entry in entries:
        for raw in entry.changes:
            yield RowChange(raw["table"], raw["row_id"], raw["op"], raw["before"], raw["after"])


def net_changes(entries: Iterable[Entry]) -> list[RowChange]:
    """The difference between before the first entry and after the last: a row made and deleted is no difference, a field that came
    back neither. In the order in which rows were first touched.
    """
    rows: dict[tuple[str, int], RowChange] = {}
    for change in changes_of(entries):
        place = (change.table, change.row_id)
        known = rows.get(place)
        left = change if known is None else _then(known, change)
        if left is None:
            rows.pop(place, None)
        else:
            rows[place] = left
    return list(rows.values())


def _then(first: RowChange, second: RowChange) -> RowChange | None:
    """Two changes of one row as one; None when nothing is left of them."""
    if first.op == "insert":
        if second.op == "delete":
            return None
        return RowChange(first.table, first.row_id, "insert", {}, {**first.after, **second.after})
    if first.op == "delete":  # deleted, then made again under the same number
        return _update(first, first.before, second.after)
    if second.op == "delete":
        return RowChange(first.table, first.row_id, "delete", {**second.before, **first.before}, {})
    return _update(first, {**second.before, **first.before}, {**first.after, **second.after})


def _update(row: RowChange, before: dict[str, Any], after: dict[str, Any]) -> RowChange | None:
    names = [name for name in after if name not in before or before[name] != after[name]]
    if not names:
        return None
    return RowChange(
        row.table,
        row.row_id,
        "update",
        {name: before.get(name) for name in names},
        {name: after[name] for name in names},
    )


def as_written(changes: Iterable[RowChange], tables: Sequence[str]) -> Iterator[RowChange]:
    """Recorded changes in an order that the database takes: no row ever points at one that is not there, and a name that is unique
    passes from row to row as it did. `tables`: parents first.

    They were recorded flush by flush, new rows first; of a flush new rows come parents first and deleted ones children first.
    """
    rank = {name: number for number, name in enumerate(tables)}
    for flush in _flushes(changes):
        yield from sorted((c for c in flush if c.op == "insert"), key=lambda c: (rank[c.table], c.row_id))
        yield from (c for c in flush if c.op == "update")
        yield from sorted((c for c in flush if c.op == "delete"), key=lambda c: (-rank[c.table], -c.row_id))


def _flushes(changes: Iterable[RowChange]) -> Iterator[list[RowChange]]:
    """New rows after something else begin another flush."""
    flush: list[RowChange] = []
    for change in changes:
        if change.op == "insert" and flush and flush[-1].op != "insert":
            yield flush
            flush = []
        flush.append(change)
    yield flush

"""What some entries of a journal come to, row by row. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from sandbox.kernel.changes import RowChange


class Entry(Protocol):
    """What is read of an entry of the journal: its row changes, as `RowChange` in JSON."""

    @property
    def changes(self) -> list[dict[str, Any]]:
        """Table, row_id, op, before and after of each row."""
        ...


def net_changes(entries: Iterable[Entry]) -> list[RowChange]:
    """The difference between before the first entry and after the last: a row made and deleted is no difference, a field that came
    back neither. In the order in which rows were first touched.
    """
    rows: dict[tuple[str, int], RowChange | None] = {}
    for entry in entries:
        for raw in entry.changes:
            change = RowChange(raw["table"], raw["row_id"], raw["op"], raw["before"], raw["after"])
            place = (change.table, change.row_id)
            rows[place] = _then(rows[place], change) if rows.get(place) else _again(rows, place, change)
    return [change for change in rows.values() if change is not None]


def _again(rows: dict[tuple[str, int], RowChange | None], place: tuple[str, int], change: RowChange) -> RowChange:
    """A row touched for the first time, or again after it had come to nothing."""
    rows.pop(place, None)
    return change


def _then(first: RowChange | None, second: RowChange) -> RowChange | None:
    """Two changes of one row as one; None when nothing is left of them."""
    assert first is not None
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


def in_order(changes: Sequence[RowChange], tables: Sequence[str], *, deletes_first: bool) -> list[RowChange]:
    """The changes in an order in which rows point at rows that are there. `tables`: parents first.

    With `deletes_first`, a name that was freed may be taken again; without, what pointed at a row that goes is turned away first.
    No order serves every run, so one is tried after the other.
    """
    rank = {name: number for number, name in enumerate(tables)}
    gone = sorted((c for c in changes if c.op == "delete"), key=lambda c: (-rank[c.table], -c.row_id))
    made = sorted((c for c in changes if c.op == "insert"), key=lambda c: (rank[c.table], c.row_id))
    moved = [c for c in changes if c.op == "update"]
    return [*gone, *made, *moved] if deletes_first else [*made, *moved, *gone]

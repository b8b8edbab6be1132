"""What the subject's events did to a shop is set apart: a difference with the start is the candidate's, or it is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sandbox.kernel.changes import RowChange
from sandbox.training.journal.models import JournalEntry

Row = tuple[str, int]


@dataclass(slots=True)
class _Hands:
    """Who wrote which columns of a row, and who made or deleted it."""

    written: dict[Row, set[str]] = field(default_factory=dict)
    whole: set[Row] = field(default_factory=set)

    def note(self, entry: JournalEntry) -> None:
        for change in entry.changes:
            row = (change["table"], change["row_id"])
            self.written.setdefault(row, set()).update(change["after"])
            if change["op"] != "update":
                self.whole.add(row)


def without_events(found: Iterable[RowChange], journal: Sequence[JournalEntry]) -> list[RowChange]:
    """The changes without what only events did; what the candidate wrote over it stays."""
    if all(entry.event is None for entry in journal):
        return list(found)
    events, people = _Hands(), _Hands()
    for entry in journal:
        (people if entry.event is None else events).note(entry)
    return [kept for change in found if (kept := _of_people(change, events, people)) is not None]


def _of_people(change: RowChange, events: _Hands, people: _Hands) -> RowChange | None:
    row = (change.table, change.row_id)
    if row not in events.written:
        return change
    if change.op == "insert":
        return change if row not in events.whole or row in people.written else None
    if change.op == "delete":
        return change if row in people.whole else None
    names = [name for name in change.after if name not in events.written[row] or name in people.written.get(row, ())]
    if not names:
        return None
    return RowChange(
        change.table,
        change.row_id,
        "update",
        {name: change.before[name] for name in names},
        {name: change.after[name] for name in names},
    )

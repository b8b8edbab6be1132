"""What checks look at: the open shop, its starting point, its journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from sandbox.kernel.changes import RowChange
from sandbox.kernel.db import Base, db
from sandbox.kernel.diffing import diff_rows
from sandbox.kernel.module import Entity
from sandbox.kernel.scoping import scoped_tables
from sandbox.training.journal.models import JournalEntry
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.names import Names, find_by_key, split_target

SILENT_COLUMNS = frozenset({"updated_at"})


@dataclass(slots=True)
class Looking:
    """A shop being looked at for a subject; the shop is open for the time of the checks."""

    subject: Subject
    shop_id: int
    baseline_id: int
    journal: Sequence[JournalEntry]
    names: Names
    _diffs: dict[str, list[RowChange]] = field(default_factory=dict)

    def target(self, target: str) -> tuple[Entity, Any | None]:
        """The entity and the row of `produit:cle`, None when it is gone."""
        entity, key = split_target(target)
        return entity, self.names.find_row(entity, key)

    def changes(self, table: str) -> list[RowChange]:
        """What changed in a table since the start, silent columns left out."""
        if table not in self._diffs:
            if self.shop_id == self.baseline_id:
                self._diffs[table] = []
            else:
                others = {t.name for t in scoped_tables()} - {table}
                found = diff_rows(db.session(), self.baseline_id, self.shop_id, leave_out=others)
                self._diffs[table] = [c for c in found if c.op != "update" or set(c.after) - SILENT_COLUMNS]
        return self._diffs[table]

    def touched(self, entity: Entity) -> set[int]:
        """The ids of an entity's rows that were made or changed since the start, by themselves or by their parts."""
        table = entity.model.__tablename__
        found = {change.row_id for change in self.changes(table) if change.op != "delete"}
        for child, column in _children(table):
            found |= {i for change in self.changes(child) if (i := self._parent(change, child, column)) is not None}
        return found

    def _parent(self, change: RowChange, table: str, column: str) -> int | None:
        value = change.after.get(column, change.before.get(column))
        if value is None:
            model = _model(table)
            value = db.session.scalar(sa.select(getattr(model, column)).where(model.id == change.row_id))
        return value if isinstance(value, int) else None

    def seqs(self, entity: Entity, row_id: int | None) -> tuple[int, ...]:
        """The journal's numbers of the actions on a row."""
        table = entity.model.__tablename__
        return tuple(
            entry.seq
            for entry in self.journal
            if (entry.entity_table, entry.entity_id) == (table, row_id) or _changes_row(entry.changes, table, row_id)
        )

    def actions(self, name: str, target: str | None = None) -> list[JournalEntry]:
        """The entries of an action, on a target when one is given."""
        found = [entry for entry in self.journal if entry.action == name]
        if target is None:
            return found
        entity, key = split_target(target)
        row = find_by_key(entity, key)
        table, row_id = entity.model.__tablename__, row.id if row is not None else None
        return [
            entry
            for entry in found
            if entry.entity_key == key or (row_id is not None and _concerns(entry, table, row_id))
        ]


def _changes_row(changes: Sequence[Mapping[str, Any]], table: str, row_id: int | None) -> bool:
    return any(change["table"] == table and change["row_id"] == row_id for change in changes)


def _concerns(entry: JournalEntry, table: str, row_id: int) -> bool:
    return (entry.entity_table, entry.entity_id) == (table, row_id) or _changes_row(entry.changes, table, row_id)


def _children(table: str) -> list[tuple[str, str]]:
    """The tables whose rows are parts of a row of this one: those that are deleted or kept with it by a foreign key."""
    found = []
    for other in scoped_tables():
        for constraint in other.foreign_key_constraints:
            if constraint.referred_table.name == table and other.name != table and _is_part(other.name, table):
                column = next(c.name for c in constraint.columns if c.name != "shop_id")
                found.append((other.name, column))
                break
    return found


def _is_part(child: str, parent: str) -> bool:
    """Whether the parent's model owns the child's rows (a relationship with delete-orphan)."""
    relations = sa.inspect(_model(parent)).relationships
    return any(r.mapper.local_table.name == child and r.cascade.delete_orphan for r in relations)


def _model(table: str) -> Any:
    return next(m.class_ for m in Base.registry.mappers if m.local_table.name == table)

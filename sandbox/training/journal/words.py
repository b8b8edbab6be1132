"""The sentences of the journal: « Prix TTC 34,90 → 29,67 · Coffret Escale d’hiver »."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from sandbox.kernel.actions import Performed
from sandbox.kernel.changes import RowChange
from sandbox.kernel.db import Base, db
from sandbox.kernel.module import Entity, Field
from sandbox.kernel.scope import open_shop_id
from sandbox.kernel.text import excerpt, plain
from sandbox.kernel.values import Kind, show
from sandbox.modules import MODULES, entity_of_table

MAX_PARTS = 4
LONG_TEXT = 40
_SILENT = {"updated_at", "slug", "position", "created_at", "moved_at", "since_at"}
_SILENT_TABLES = {"stock_movements", "price_points", "mails"}


def title_of(done: Performed) -> str:
    """The name of what was touched, or of the parent that the changed rows hang on."""
    if done.title:
        return done.title
    for change in done.changes:
        if found := _title(change.table, change.row_id) or _parent_title(change):
            return found
    return ""


def sentence(done: Performed) -> str:
    """What an action changed, in words; what was done, when nothing of it has a name."""
    parts = _distinct(part for change in done.changes if change.table not in _SILENT_TABLES for part in _parts(change, done))
    title = title_of(done)
    if not parts:
        words = done.words[:1].upper() + done.words[1:]
        return f"{words} · {title}" if title else words
    shown = " ; ".join(parts[:MAX_PARTS])
    if len(parts) > MAX_PARTS:
        shown += f" ; et {len(parts) - MAX_PARTS} autre{'s' if len(parts) - MAX_PARTS > 1 else ''}"
    return f"{shown} · {title}" if title and title not in shown else shown


def change_words(change: RowChange) -> list[str]:
    """One row's change, field by field: for the difference with the starting point. Needs the row's shop open."""
    return _parts(change, None)


def row_title(table: str, row_id: int) -> str:
    """The title of a row of the open shop, empty when it has none or is gone."""
    return _title(table, row_id)


def table_label(table: str) -> str:
    """A table in French: its entity's label, what its room says, or its own name."""
    entity = entity_of_table(table)
    if entity is not None:
        return entity.label
    return next((module.tables[table] for module in MODULES if table in module.tables), table)


def _distinct(parts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(parts))


def _parts(change: RowChange, done: Performed | None) -> list[str]:
    entity = entity_of_table(change.table)
    if change.op == "update":
        return _update_parts(change, entity)
    is_main = done is not None and (done.table, done.row_id) == (change.table, change.row_id)
    label = table_label(change.table)
    if change.op == "delete":
        name = _name_in(change.before) or _parent_title(change)
        return [f"{label} supprimé{_agreed(entity)}" + (f" : {name}" if name else "")]
    details = _insert_details(change, entity) if entity is not None else []
    name = _name_in(change.after) or ("" if is_main else _title(change.table, change.row_id))
    head = f"{label} créé{_agreed(entity)}" if entity is not None else f"{label} ajouté"
    return [f"{head}{' : ' + name if name else ''}", *details]


def _agreed(entity: Entity | None) -> str:
    return "e" if entity is not None and entity.gender == "f" else ""


def _update_parts(change: RowChange, entity: Entity | None) -> list[str]:
    fields = _fields_by_column(entity)
    parts = []
    row = _row(change.table, change.row_id)
    for column, after in change.after.items():
        if column in _SILENT:
            continue
        before = change.before.get(column)
        field = fields.get(column)
        if field is None:
            continue
        old, new = _computed(field, row, change.before, before), _computed(field, row, {}, after)
        parts.append(f"{field.label} {value_words(field, old)} → {value_words(field, new)}")
    return parts


def _computed(field: Field, row: Any, before: Mapping[str, Any], raw: Any) -> Any:
    """A field's value, read as the room reads it, with the columns of `before` put back."""
    if field.read is None and field.attr == (field.column or field.attr):
        return raw
    if row is None:
        return raw
    try:
        return field.value_of(_Earlier(row, before) if before else row)
    except (AttributeError, TypeError, ValueError, LookupError):
        return raw


class _Earlier:
    """A row as it was: the columns that changed answer with their earlier value, the rest with today's."""

    def __init__(self, row: Any, before: Mapping[str, Any]) -> None:
        self.__dict__.update(before)
        self._row = row

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)


def value_words(field: Field, value: Any) -> str:
    """A value for people: long texts by their length, the rest as `kernel.values.show` says it."""
    if value is None or value == "" or value == []:
        return "vide"
    if field.kind in (Kind.TEXT, Kind.HTML) and isinstance(value, str):
        text = plain(value)
        if not text:
            return "vide"
        if field.kind is Kind.HTML or len(text) > LONG_TEXT:
            count = len(text)
            return f"{count} caractère{'s' if count > 1 else ''}"
        return text
    try:
        return show(field.kind, value, field.choices)
    except (TypeError, ValueError):
        return excerpt(str(value), 60)


def _insert_details(change: RowChange, entity: Entity) -> list[str]:
    """The values a new row was given, in the order of the entity's fields; empty and default-looking ones are left out."""
    details = []
    row = _row(change.table, change.row_id)
    for field in entity.fields:
        if field.attr == entity.title or field.kind is Kind.REF:
            continue
        column = field.column or field.attr
        if change.after.get(column) in (None, "", 0, False, True, []):
            continue
        words = value_words(field, _computed(field, row, {}, change.after[column]))
        if words != "vide":
            details.append(f"{field.label} {words}")
    return details[:MAX_PARTS]


def _fields_by_column(entity: Entity | None) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for field in entity.fields if entity else ():
        found.setdefault(field.column or field.attr, field)
    return found


def _row(table: str, row_id: int) -> Any:
    model = next((m.class_ for m in Base.registry.mappers if m.local_table.name == table), None)
    return db.session.get(model, (open_shop_id(), row_id)) if model is not None else None


def _title(table: str, row_id: int) -> str:
    row = _row(table, row_id)
    entity = entity_of_table(table)
    names = ((entity.title,) if entity else ()) + ("title", "name", "full_name", "reference", "label", "code")
    for name in names:
        value = getattr(row, name, None)
        if isinstance(value, str) and value:
            return value
    return ""


def _name_in(values: Mapping[str, Any]) -> str:
    for name in ("title", "name", "label", "alias", "code", "reference"):
        if isinstance(values.get(name), str) and values[name]:
            return str(values[name])
    return ""


def _parent_title(change: RowChange) -> str:
    """The title of the row that this one's first foreign key names: a variant's product, a message's thread."""
    values = {**change.before, **change.after}
    table = Base.metadata.tables.get(change.table)
    if table is None:
        return ""
    row = _row(change.table, change.row_id)
    for constraint in table.foreign_key_constraints:
        column = next((c.name for c in constraint.columns if c.name != "shop_id"), None)
        if column is None or not isinstance(constraint, sa.ForeignKeyConstraint):
            continue
        parent_id = values.get(column, getattr(row, column, None))
        if isinstance(parent_id, int) and (found := _title(constraint.referred_table.name, parent_id)):
            return found
    return ""

"""Fields before and after, in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sandbox.kernel.changes import RowChange
from sandbox.kernel.module import Entity, Field
from sandbox.kernel.text import excerpt, plain
from sandbox.kernel.values import Kind, show
from sandbox.modules import entities
from sandbox.training.journal.rows import links_of, row_of, title_in
from sandbox.training.subjects.names import column_of, find_by_key

LONG_TEXT = 40
MAX_DETAILS = 3
_SILENT = {"updated_at", "slug", "created_at", "moved_at", "since_at"}


def field_parts(change: RowChange, entity: Entity | None, *, is_main: bool) -> list[str]:
    """« Libellé avant → après » for each field that changed; the positions of neighbours that had to move are left out."""
    if entity is None:
        return []
    fields = _fields_by_column(entity)
    row = row_of(change.table, change.row_id)
    parts = []
    for column, after in change.after.items():
        spec = fields.get(column)
        if column in _SILENT or spec is None or (column == "position" and not is_main):
            continue
        old = _computed(spec, row, change.before, change.before.get(column), column)
        new = _computed(spec, row, {}, after, column)
        parts.append(f"{spec.label} {value_words(spec, old)} → {value_words(spec, new)}")
    return parts


def insert_details(change: RowChange, entity: Entity) -> list[str]:
    """The values a new row was given, in the order of the entity's fields; empty and default-looking ones are left out."""
    details = []
    row = row_of(change.table, change.row_id)
    told: set[str] = {column for column, _ in links_of(change.table)[:1]}
    for spec in entity.fields:
        column = column_of(spec, entity)
        if column is None or column in told or spec.attr == entity.title or column in ("position", *_SILENT):
            continue
        if spec.kind is Kind.CHOICE or change.after.get(column) in (None, "", 0, 1, False, True, []):
            continue
        told.add(column)
        words = value_words(spec, _computed(spec, row, {}, change.after[column], column))
        if words != "vide":
            details.append(f"{spec.label} {words}")
    return details[:MAX_DETAILS]


def value_words(spec: Field, value: Any) -> str:
    """A value for people: long texts by their length, references by their title, the rest as `kernel.values.show` says it."""
    if value is None or value == "" or value == []:
        return "vide"
    if spec.ref is not None:
        values = value if isinstance(value, (list, tuple)) else [value]
        return ", ".join(_reference_words(spec.ref, item) for item in values)
    if isinstance(value, str) and value in spec.words:
        return spec.words[value]
    if spec.kind in (Kind.TEXT, Kind.HTML) and isinstance(value, str):
        text = plain(value)
        if spec.kind is Kind.TEXT and text and len(text) <= LONG_TEXT:
            return text
        return f"{len(text)} caractère{'s' if len(text) > 1 else ''}" if text else "vide"
    if spec.kind is Kind.MICROS:
        return micros_words(int(value))
    try:
        return show(spec.kind, value, spec.choices)
    except (TypeError, ValueError):
        return excerpt(str(value), LONG_TEXT)


def micros_words(value: int) -> str:
    """« 18,20 € », « 33,080569 € »: two decimals at least, no more than there are."""
    whole, _, decimals = f"{Decimal(value) / 1_000_000:.6f}".partition(".")
    return f"{whole},{decimals.rstrip('0'):0<2}\u00a0€"


def _reference_words(ref: str, value: Any) -> str:
    entity = entities().get(ref)
    if entity is None:
        return str(value)
    if isinstance(value, int):
        return title_in(entity.model.__tablename__, value) or f"n° {value}"
    row = find_by_key(entity, str(value))
    return title_in(entity.model.__tablename__, row.id) if row is not None else str(value)


def _fields_by_column(entity: Entity) -> dict[str, Field]:
    """The field that tells each stored column best: of a price with and without tax, the one with tax."""
    found: dict[str, Field] = {}
    for spec in entity.fields:
        column = column_of(spec, entity)
        if column is not None and (
            column not in found or (found[column].kind is Kind.MICROS and spec.kind is Kind.CENTS)
        ):
            found[column] = spec
    return found


def _computed(spec: Field, row: Any, before: Mapping[str, Any], raw: Any, column: str) -> Any:
    """A field's value: what is stored as it is, or read as the room reads it, with the columns of `before` put back."""
    if spec.kind is Kind.REF and column.endswith("_id"):
        return raw
    if spec.read is None and spec.attr == column:
        return raw
    if row is None:
        return raw
    try:
        return spec.value_of(_Earlier(row, before) if before else row)
    except (AttributeError, TypeError, ValueError, LookupError):
        return raw


class _Earlier:
    """A row as it was: the columns that changed answer with their earlier value, the rest with today's."""

    def __init__(self, row: Any, before: Mapping[str, Any]) -> None:
        self.__dict__.update(before)
        self._row = row

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)

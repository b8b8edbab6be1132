"""Rows by table and number: what they are called, what they hang on. Needs their shop open."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sandbox.kernel.changes import RowChange
from sandbox.kernel.db import Base, db
from sandbox.kernel.scope import open_shop_id
from sandbox.kernel.values import Kind
from sandbox.modules import entity_of_table

_NAMES = ("title", "name", "full_name", "reference", "label", "alias", "code", "author")


@cache
def model_of(table: str) -> type[Any] | None:
    """The mapped class of a table, or None."""
    return next((m.class_ for m in Base.registry.mappers if getattr(m.local_table, "name", "") == table), None)


def row_of(table: str, row_id: int) -> Any | None:
    """The row of the open shop, or None when it is gone."""
    model = model_of(table)
    return db.session.get(model, (open_shop_id(), row_id)) if model is not None else None


def title_in(table: str, row_id: int) -> str:
    """What people call a row: its entity's title when that is a text, else its name, reference, alias…"""
    row = row_of(table, row_id)
    if row is None:
        return ""
    entity = entity_of_table(table)
    spec = next((f for f in entity.fields if f.attr == entity.title), None) if entity else None
    first = (entity.title,) if entity is not None and (spec is None or spec.kind is Kind.TEXT) else ()
    for name in (*first, *_NAMES):
        value = getattr(row, name, None)
        if isinstance(value, str) and value:
            return value
    return ""


def name_in(values: Mapping[str, Any]) -> str:
    """A name among the values of a row that may be gone."""
    for name in _NAMES:
        if isinstance(values.get(name), str) and values[name]:
            return str(values[name])
    return ""


@cache
def links_of(table: str) -> tuple[tuple[str, str], ...]:
    """The foreign keys of a shop table inside the shop, in the order of its columns: (column, table)."""
    found = []
    for constraint in Base.metadata.tables[table].foreign_key_constraints:
        column = next((c.name for c in constraint.columns if c.name != "shop_id"), None)
        if column is not None:
            found.append((column, constraint.referred_table.name))
    order = {c.name: n for n, c in enumerate(Base.metadata.tables[table].c)}
    return tuple(sorted(found, key=lambda pair: order[pair[0]]))


@cache
def is_link(table: str) -> bool:
    """Whether a table only ties or lists parts of something that has a name: no entity of its own, and a parent."""
    return entity_of_table(table) is None and bool(links_of(table))


def link_target(change: RowChange) -> str:
    """The title of the last row that a linking row names: for « produit associé », the other product."""
    values = {**change.before, **change.after}
    for column, table in reversed(links_of(change.table)[1:]):
        if isinstance(values.get(column), int) and (found := title_in(table, values[column])):
            return found
    return ""


def parent_title(change: RowChange) -> str:
    """The title of the row that this one's first foreign key names: a variant's product, a message's thread."""
    values = {**change.before, **change.after}
    row: Any = None
    for column, table in links_of(change.table) if change.table in Base.metadata.tables else ():
        parent_id = values.get(column)
        if parent_id is None:
            row = row or row_of(change.table, change.row_id)
            parent_id = getattr(row, column, None)
        if isinstance(parent_id, int) and (found := title_in(table, parent_id)):
            return found
    return ""

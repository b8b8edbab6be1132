"""The sentences of the journal: « Prix TTC 34,90 € → 29,67 € · Coffret Escale d’hiver »."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sandbox.kernel.actions import Performed
from sandbox.kernel.changes import RowChange
from sandbox.kernel.module import Entity
from sandbox.modules import MODULES, entity_of_row, entity_of_table
from sandbox.training.journal.rows import is_link, link_target, name_in, parent_title, row_of, title_in
from sandbox.training.journal.special import special_parts
from sandbox.training.journal.values import field_parts, insert_details

MAX_PARTS = 4
_UNTITLED = {"shop_settings"}
_SILENT_TABLES = {"stock_movements", "price_points", "mails", "variant_values"}


def title_of(done: Performed) -> str:
    """The name of what was touched, or of what the changed rows hang on."""
    if done.table in _UNTITLED:
        return ""
    if done.table and done.row_id and (found := row_title(done.table, done.row_id)):
        return found
    for change in done.changes:
        if found := title_in(change.table, change.row_id) or parent_title(change):
            return found
    return done.title or ""


def sentence(done: Performed) -> str:
    """What an action changed, in words; what was done, when nothing of it has a name."""
    changes = [change for change in done.changes if change.table not in _SILENT_TABLES]
    parts = _distinct(part for group in _grouped(changes) for part in _group_parts(group, done))
    title = title_of(done)
    if not parts:
        words = done.words[:1].upper() + done.words[1:]
        return f"{words} · {title}" if title else words
    shown = " ; ".join(parts[:MAX_PARTS])
    left = len(parts) - MAX_PARTS
    if left > 0:
        shown += f" ; et {left} autre{'s' if left > 1 else ''}"
    return f"{shown} · {title}" if title and title not in shown else shown


def change_words(change: RowChange) -> list[str]:
    """One row's change, field by field: for the difference with the starting point. Needs the row's shop open."""
    return _parts(change, None)


def row_title(table: str, row_id: int) -> str:
    """The title of a row of the open shop, or of what it hangs on; empty when it has none or is gone."""
    if found := title_in(table, row_id):
        return found
    return parent_title(RowChange(table, row_id, "update", {}, {}))


def table_label(table: str) -> str:
    """A table in French: its entity's label, what its room says, or its own name."""
    entity = entity_of_table(table)
    if entity is not None:
        return entity.label
    return next((module.tables[table] for module in MODULES if table in module.tables), table)


def _distinct(parts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(parts))


def _grouped(changes: Sequence[RowChange]) -> list[list[RowChange]]:
    """Neighbours that did the same to the same table, to be told together."""
    groups: list[list[RowChange]] = []
    for change in changes:
        if groups and (groups[-1][0].table, groups[-1][0].op) == (change.table, change.op):
            groups[-1].append(change)
        else:
            groups.append([change])
    return groups


def _group_parts(group: Sequence[RowChange], done: Performed) -> list[str]:
    first = group[0]
    if is_link(first.table) and first.op != "update":
        names = [
            name for change in group if (name := link_target(change) or name_in({**change.before, **change.after}))
        ]
        sign = "+" if first.op == "insert" else "−"
        label = table_label(first.table)
        return [f"{label} {', '.join(f'{sign} {name}' for name in names)}" if names else label]
    entity = entity_of_table(first.table)
    if len(group) > 2 and first.op != "update" and entity is not None:
        verb = "créée" if entity.gender == "f" else "créé"
        verb = verb if first.op == "insert" else verb.replace("cré", "supprim")
        return [f"{len(group)} {_plural(entity.label)} {verb}s"]
    return [part for change in group for part in _parts(change, done)]


def _plural(label: str) -> str:
    head, space, rest = label.partition(" ")
    return f"{head[:1].lower()}{head[1:]}{'' if head.endswith(('s', 'x')) else 's'}{space}{rest}"


def _parts(change: RowChange, done: Performed | None) -> list[str]:
    entity = entity_of_row(change.table, {**change.before, **change.after})
    if (special := special_parts(change)) is not None:
        return special
    if change.op == "update":
        return field_parts(
            change, entity, is_main=done is None or (done.table, done.row_id) == (change.table, change.row_id)
        )
    label = entity.label if entity is not None else table_label(change.table)
    if is_link(change.table):
        name = link_target(change) or name_in({**change.before, **change.after})
        return [f"{label} {'+' if change.op == 'insert' else '−'} {name}".rstrip()]
    if change.op == "delete":
        name = name_in(change.before) or parent_title(change)
        return [f"{label} supprimé{_agreed(entity)}" + (f" : {name}" if name else "")]
    details = insert_details(change, entity) if entity is not None else []
    name = name_in(change.after) or (
        title_in(change.table, change.row_id) if row_of(change.table, change.row_id) else ""
    )
    return [f"{label} créé{_agreed(entity)}{' : ' + name if name else ''}", *details]


def _agreed(entity: Entity | None) -> str:
    return "e" if entity is not None and entity.gender == "f" else ""

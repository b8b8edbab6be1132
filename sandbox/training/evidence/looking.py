"""What checks look at: the open shop, its starting point, its journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import ExecutableOption

from sandbox.kernel import unscoped
from sandbox.kernel.changes import RowChange, to_json
from sandbox.kernel.db import Base, session
from sandbox.kernel.module import Entity
from sandbox.kernel.scoping import SHOP_TABLE, scoped_tables
from sandbox.modules import entities
from sandbox.training.evidence.apart import without_events
from sandbox.training.journal.models import JournalEntry
from sandbox.training.journal.rows import model_of, row_of
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.names import Names, split_target
from sandbox.training.subjects.scenario import Route

SILENT_COLUMNS = frozenset({"updated_at"})


@dataclass(slots=True)
class Looking:
    """A shop being looked at for a subject; the shop is open for the time of the checks.

    `time_factor`: how much longer this candidate has than the subject says, infinite for unlimited time.
    """

    subject: Subject
    shop_id: int
    baseline_id: int
    journal: Sequence[JournalEntry]
    names: Names
    time_factor: float = 1.0
    _diffs: dict[str, list[RowChange]] = field(default_factory=dict)
    _journalled: dict[str, set[int]] | None = None
    _rows: dict[tuple[str, bool], Sequence[Any]] = field(default_factory=dict)
    _seqs: dict[tuple[str | None, int | None], list[int]] | None = None

    def target(self, target: str) -> tuple[Entity, Any | None]:
        """The entity and the row of `produit:cle`, None when it is gone."""
        entity, key = split_target(target)
        return entity, self.names.find_row(entity, key)

    def changes(self, table: str) -> list[RowChange]:
        """What people changed in a table since the start, silent columns left out. The journal says which rows to compare."""
        if table not in self._diffs:
            ids = self.journalled().get(table)
            found = _compare(table, ids, self.baseline_id, self.shop_id) if ids else []
            found = without_events(found, self.journal)
            self._diffs[table] = [c for c in found if c.op != "update" or set(c.after) - SILENT_COLUMNS]
        return self._diffs[table]

    def journalled(self) -> dict[str, set[int]]:
        """The ids of the rows that the journal names, by table."""
        if self._journalled is None:
            found: dict[str, set[int]] = {}
            for entry in self.journal:
                for change in entry.changes:
                    found.setdefault(change["table"], set()).add(change["row_id"])
            self._journalled = found
        return self._journalled

    def touched(self, entity: Entity) -> set[int]:
        """The ids of an entity's rows that were made or changed since the start, by themselves or by their parts."""
        table = entity.model.__tablename__
        found = self._added_only(table)
        if found is None:
            found = {change.row_id for change in self.changes(table) if change.op != "delete"}
        for child, column in _children(table):
            found |= {i for change in self.changes(child) if (i := self._parent(change, child, column)) is not None}
        return found

    def rows(self, entity: Entity, *options: ExecutableOption, everywhere: bool = False) -> Sequence[Any]:
        """The rows of an entity that were touched since the start, or all, in their order; several proofs ask for the same."""
        key = (entity.name, everywhere)
        if key not in self._rows:
            statement = sa.select(entity.model).order_by(entity.model.id).options(*options)
            if not everywhere:
                statement = statement.where(entity.model.id.in_(sorted(self.touched(entity))))
            self._rows[key] = session().scalars(statement).all()
        return self._rows[key]

    def _added_only(self, table: str) -> set[int] | None:
        """The journal's rows of a table when people added all of them: there is nothing to compare them with.

        Those that are gone again are among them: who looks for rows by these numbers does not find them.
        """
        added: set[int] = set()
        for entry in self.journal:
            for change in entry.changes:
                if change["table"] != table or change["row_id"] in added:
                    continue
                if entry.event is not None or change["op"] != "insert":
                    return None
                added.add(change["row_id"])
        return added

    def parent_of(self, change: RowChange, parent: str) -> int | None:
        """The id, in another table, of the row that a changed row hangs on."""
        table = Base.metadata.tables[change.table]
        for constraint in table.foreign_key_constraints:
            if constraint.referred_table.fullname == parent:
                column = next(c.name for c in constraint.columns if c.name != "shop_id")
                return self._parent(change, change.table, column)
        return None

    def _parent(self, change: RowChange, table: str, column: str) -> int | None:
        value = change.after.get(column, change.before.get(column))
        if value is None:
            value = getattr(row_of(table, change.row_id), column, None)
        return value if isinstance(value, int) else None

    def seqs(self, entity: Entity, row_id: int | None) -> tuple[int, ...]:
        """The journal's numbers of the actions on a row."""
        if self._seqs is None:
            self._seqs = {}
            for entry in self.journal:
                changed = {(change["table"], change["row_id"]) for change in entry.changes}
                for row in changed | {(entry.entity_table, entry.entity_id)}:
                    self._seqs.setdefault(row, []).append(entry.seq)
        return tuple(self._seqs.get((entity.model.__tablename__, row_id), ()))

    def actions(self, name: str, target: str | None = None) -> list[JournalEntry]:
        """The entries of an action, on a target when one is given."""
        found = [entry for entry in self.journal if entry.action == name]
        if target is None:
            return found
        entity, key = split_target(target)
        row = self.names.find_row(entity, key)
        table, row_id = entity.model.__tablename__, row.id if row is not None else None
        return [
            entry
            for entry in found
            if entry.entity_key == key or (row_id is not None and _concerns(entry, table, row_id))
        ]


def _compare(table: str, ids: set[int], before_id: int, after_id: int) -> list[RowChange]:
    """These rows of a table in two shops, side by side."""
    columns = Base.metadata.tables[table].c
    rows = sa.select(*columns).where(columns.shop_id.in_((before_id, after_id)), columns.id.in_(sorted(ids)))
    sides: dict[int, dict[int, dict[str, Any]]] = {before_id: {}, after_id: {}}
    for row in unscoped.execute(session(), rows).mappings():
        sides[row["shop_id"]][row["id"]] = {name: to_json(value) for name, value in row.items() if name != "shop_id"}
    found = []
    for row_id in sorted(ids):
        old, new = sides[before_id].get(row_id), sides[after_id].get(row_id)
        if old is None and new is not None:
            found.append(RowChange(table, row_id, "insert", {}, new))
        elif old is not None and new is None:
            found.append(RowChange(table, row_id, "delete", old, {}))
        elif old is not None and new is not None and old != new:
            names = [name for name in old if old[name] != new[name]]
            found.append(RowChange(table, row_id, "update", {n: old[n] for n in names}, {n: new[n] for n in names}))
    return found


def _changes_row(changes: Sequence[Mapping[str, Any]], table: str, row_id: int | None) -> bool:
    return any(change["table"] == table and change["row_id"] == row_id for change in changes)


def _concerns(entry: JournalEntry, table: str, row_id: int) -> bool:
    return (entry.entity_table, entry.entity_id) == (table, row_id) or _changes_row(entry.changes, table, row_id)


@cache
def _children(table: str) -> list[tuple[str, str]]:
    """The tables whose rows are parts of a row of this one: those that are deleted or kept with it by a foreign key."""
    found = []
    for other in scoped_tables():
        for constraint in other.foreign_key_constraints:
            if constraint.referred_table.fullname == table and other.name != table and _is_part(other.name, table):
                column = next(c.name for c in constraint.columns if c.name != "shop_id")
                found.append((other.name, column))
                break
    return found


def _is_part(child: str, parent: str) -> bool:
    """Whether the parent's model owns the child's rows (a relationship with delete-orphan)."""
    relations = sa.inspect(model_of(parent)).relationships
    return any(r.mapper.local_table.description == child and r.cascade.delete_orphan for r in relations)


_CART = (
    "products", "variants", "specific_prices", "catalog_rules", "catalog_rule_conditions", "cart_rules", "cart_rule_selections",
    "cart_rule_groups", "cart_rule_carriers", "cart_rule_exclusions", "customer_groups", "group_category_reductions",
    "group_memberships", "customers", "tax_rules", "product_categories", "categories",
)  # fmt: skip
_SITE = (
    "sites", "site_extensions", "site_posts", "site_categories", "site_tags", "site_post_categories", "site_post_tags", "site_menus",
    "site_menu_items", "site_menu_places", "site_widgets", "site_announcements", "site_cookie_notices", "site_comments", "site_media", "site_users", "products", "categories",
    "info_pages", "brands",
)  # fmt: skip
_SCENE_TABLES = {
    "panier": _CART,
    "livraison": (*_CART, "carriers", "carrier_fees", "carrier_groups", "product_carriers", "zones", "zone_places", "shop_settings"),
    "recherche": ("search_aliases", "products", "product_tags", "brands", "categories", "product_categories", "features",
                  "product_features"),
    "visite": ("products", "variants", "specific_prices", "catalog_rules", "catalog_rule_conditions", "customer_groups",
               "group_category_reductions", "group_memberships", "customers", "tax_rules", "related_products", "shop_settings",
               "categories", "product_categories", "info_pages"),
    "menu": ("menu_items", "categories", "products", "info_pages"),
    "accueil": ("featured_products", "products", "home_blocks", "slides", "shop_settings"),
    "site_page": _SITE, "site_menu": _SITE, "site_bloc": _SITE, "site_recherche": _SITE,
}  # fmt: skip
"""What each replayed behaviour depends on."""


def tables_of(route: Route) -> frozenset[str] | None:
    """The tables a route looks at; None when it looks at the journal itself."""
    if route.kind == "comportement":
        return frozenset(_SCENE_TABLES[route.scene or "accueil"])
    names = {route.entity, (route.target or "").partition(":")[0]} - {None, ""}
    if route.kind in ("action", "livrable", "manuelle") or not names <= set(entities()):
        return None
    return frozenset().union(*(_around(entities()[name or ""].model.__tablename__) for name in names))


@cache
def _around(table: str) -> frozenset[str]:
    """A table, those that name it and those it names."""
    found = {table}
    for other in scoped_tables():
        for constraint in other.foreign_key_constraints:
            names = {other.name, str(constraint.referred_table.fullname)}
            if table in names:
                found |= names
    return frozenset(found - {SHOP_TABLE})

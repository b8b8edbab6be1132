"""The rooms of the mock company, in the order in which a context is read into them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from sandbox.kernel.module import Entity, ShopModule

_ROOMS = (
    "shops", "taxes", "catalog", "customers", "team", "shipping", "site", "pricing", "search", "display", "orders", "support",
    "reviews", "traffic",
)  # fmt: skip
MODULES: tuple[ShopModule, ...] = tuple(
    import_module(f"sandbox.shop.{room}.module").MODULE for room in _ROOMS if find_spec(f"sandbox.shop.{room}.module")
)


@cache
def entities() -> dict[str, Entity]:
    """Every entity a subject can name, by its French name."""
    return {entity.name: entity for module in MODULES for entity in module.entities}


@cache
def entity_of_table(table: str) -> Entity | None:
    """The entity whose rows a table holds, or None."""
    return next((e for e in entities().values() if e.model.__tablename__ == table), None)

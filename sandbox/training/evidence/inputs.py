"""What a replayed scene is given: rows by name, a buyer, a moment, articles with their quantities."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox.kernel import clock
from sandbox.kernel.values import ValueFault, parse_moment
from sandbox.shop.catalog.models import Product, Variant
from sandbox.shop.catalog.queries import default_variant
from sandbox.shop.customers.queries import buyer_of
from sandbox.shop.customers.rules import Buyer
from sandbox.training.subjects.names import NameFault, Names, entity_named, strip_entity


def row_named(names: Names, entity: str, raw: Any) -> Any:
    """The row of that name, with or without its entity before it."""
    return names.get_row(entity_named(entity), strip_entity(str(raw), entity))


def buyer_given(names: Names, given: Mapping[str, Any]) -> Buyer:
    """The customer named, somebody of the group named, or a visitor who is not signed in."""
    if given.get("client"):
        return buyer_of(row_named(names, "client", given["client"]))
    visitor = buyer_of(None)
    if not given.get("groupe"):
        return visitor
    group = row_named(names, "groupe_clients", given["groupe"])
    return Buyer(
        customer_id=None, group_ids=(group.id,), default_group_id=group.id, shows_tax_excl=group.shows_tax_excl,
        shows_prices=group.shows_prices,
    )  # fmt: skip


def moment_given(names: Names, given: Mapping[str, Any]) -> datetime:
    """The moment asked for, noon when it is a day; now without one."""
    if not given.get("le"):
        return clock.now()
    try:
        return parse_moment(str(given["le"]), names.anchor, default=(12, 0))
    except ValueFault as fault:
        raise NameFault(str(fault)) from None


def article(names: Names, raw: str) -> tuple[Product, Variant | None, int]:
    """`coffret*2` or `coffret/250 g/En grains*1`."""
    key, _, count = strip_entity(raw.strip(), "produit").partition("*")
    quantity = int(count) if count.isdigit() else 1
    if "/" in key:
        variant = row_named(names, "declinaison", key)
        return variant.product, variant, quantity
    product = row_named(names, "produit", key)
    return product, default_variant(product), quantity


def articles_given(names: Names, given: Mapping[str, Any]) -> list[tuple[Product, Variant | None, int]]:
    """The articles of a test cart."""
    raw = given["produits"]
    return [article(names, str(item)) for item in (raw if isinstance(raw, list) else str(raw).split("|"))]

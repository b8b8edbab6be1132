"""Replayed behaviours: a test cart, a search, a visitor's look at a product, the home page. Computed; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sandbox.kernel import clock
from sandbox.kernel.module import Entity
from sandbox.kernel.values import Kind, ValueFault, parse_moment
from sandbox.modules import entities
from sandbox.shop.catalog.models import Product, Variant
from sandbox.shop.catalog.queries import default_variant, list_related, stock_of
from sandbox.shop.customers.queries import buyer_of
from sandbox.shop.customers.rules import Buyer
from sandbox.shop.display.queries import active_slides, featured_products, home_blocks
from sandbox.shop.pricing.queries import (
    PriceBook,
    categories_of,
    find_cart_rule_by_code,
    list_automatic_rules,
    price_of,
    rules_for,
)
from sandbox.shop.pricing.rules.carts import Basket, Item, apply_rules
from sandbox.shop.search.queries import find_hits
from sandbox.training.evidence.findings import Condition
from sandbox.training.evidence.values import Asked
from sandbox.training.subjects.expectations import SCENES
from sandbox.training.subjects.names import NameFault, Names, entity_named, strip_entity
from sandbox.training.subjects.scenario import Route


def play_scene(names: Names, route: Route) -> list[Condition]:
    """Play a scene with its inputs and compare each output that the proof expects."""
    assert route.scene is not None
    outputs = _SCENES[route.scene](names, route.given)
    found: list[Condition] = []
    for name, operators in route.expected.items():
        spec = SCENES[route.scene][name]
        ref = entities().get(spec.ref) if spec.ref else None
        asked = Asked(spec.label, Kind.LIST if spec.kind is Kind.REF else spec.kind, ref, {}, names)
        found += asked.conditions(outputs[name], operators)
    return found


def _row(names: Names, entity: str, raw: Any) -> Any:
    spec: Entity = entity_named(entity)
    return names.get_row(spec, strip_entity(str(raw), entity))


def _buyer(names: Names, given: Mapping[str, Any]) -> Buyer:
    """The customer named, somebody of the group named, or a visitor who is not signed in."""
    if given.get("client"):
        return buyer_of(_row(names, "client", given["client"]))
    visitor = buyer_of(None)
    if not given.get("groupe"):
        return visitor
    group = _row(names, "groupe_clients", given["groupe"])
    return Buyer(
        customer_id=None, group_ids=(group.id,), default_group_id=group.id, shows_tax_excl=group.shows_tax_excl,
        shows_prices=group.shows_prices,
    )  # fmt: skip


def _moment(names: Names, given: Mapping[str, Any]) -> datetime:
    if not given.get("le"):
        return clock.now()
    try:
        return parse_moment(str(given["le"]), names.anchor, default=(12, 0))
    except ValueFault as fault:
        raise NameFault(str(fault)) from None


def _article(names: Names, raw: str) -> tuple[Product, Variant | None, int]:
    """`coffret*2` or `coffret/250 g/En grains*1`."""
    key, _, count = strip_entity(raw.strip(), "produit").partition("*")
    quantity = int(count) if count.isdigit() else 1
    if "/" in key:
        variant = _row(names, "declinaison", key)
        return variant.product, variant, quantity
    product = _row(names, "produit", key)
    return product, default_variant(product), quantity


def _panier(names: Names, given: Mapping[str, Any]) -> dict[str, Any]:
    buyer, at = _buyer(names, given), _moment(names, given)
    raw = given["produits"]
    articles = [_article(names, str(item)) for item in (raw if isinstance(raw, list) else str(raw).split("|"))]
    products = list({product.id: product for product, _, _ in articles}.values())
    book, parents = PriceBook(products, buyer=buyer), categories_of([p.id for p in products])
    items = []
    for key, (product, variant, quantity) in enumerate(articles):
        price = book.price(product, variant_id=variant.id if variant else None, quantity=quantity, at=at)
        items.append(
            Item(
                key,
                product.id,
                product.name,
                quantity,
                price.unit_incl_cents,
                price.tax_bp,
                variant.id if variant else None,
                parents.get(product.id, frozenset()),
                product.brand_id,
                price.is_promotion,
            )
        )
    rows = list(list_automatic_rules())
    code = str(given.get("code") or "")
    coded = find_cart_rule_by_code(code) if code else None
    if coded is not None:
        rows.append(coded)
    basket = Basket(items, buyer, at)
    outcome = apply_rules(rules_for(rows, buyer=buyer), basket)
    off = sum(applied.products_cents for applied in outcome.applied)
    gifts = [applied.gift.product_id for applied in outcome.applied if applied.gift is not None]
    gift_value = sum(applied.gift.unit_incl_cents for applied in outcome.applied if applied.gift is not None)
    return {
        "code_accepte": coded is not None and any(applied.rule.id == coded.id for applied in outcome.applied),
        "produits_ttc": basket.products_cents, "remise": off - gift_value,
        "total_ttc": basket.products_cents - off + gift_value, "cadeau": gifts,
        "port_offert": any(applied.rule.is_free_shipping for applied in outcome.applied),
        "prix_unitaire": items[0].unit_incl_cents if items else None,
    }  # fmt: skip


def _recherche(_names: Names, given: Mapping[str, Any]) -> dict[str, Any]:
    found = find_hits(str(given["terme"])).product_ids
    return {"produits": found, "premier": found[:1], "nombre": len(found)}


def _visite(names: Names, given: Mapping[str, Any]) -> dict[str, Any]:
    product, variant, _ = _article(names, str(given["produit"]))
    buyer, at = _buyer(names, given), _moment(names, given)
    price = price_of(product, variant=variant, buyer=buyer, at=at)
    visible = product.is_online and product.visibility != "none"
    stock = stock_of(product, variant)
    return {
        "visible": visible, "commandable": visible and product.is_available_for_order and stock.can_order,
        "prix_ttc": price.unit_incl_cents, "prix_barre": price.regular_incl_cents if price.is_reduced else None,
        "associes": [related.id for related in list_related(product)],
    }  # fmt: skip


def _accueil(_names: Names, given: Mapping[str, Any]) -> dict[str, Any]:
    featured = [product.id for product in featured_products()]
    first = given.get("premiers")
    shown = featured[: int(str(first))] if str(first or "").isdigit() else featured
    return {
        "populaires": shown, "nombre_populaires": len(featured), "blocs": [block.id for block in home_blocks()],
        "diapositives": [slide.slide.id for slide in active_slides()],
    }  # fmt: skip


_SCENES: dict[str, Callable[[Names, Mapping[str, Any]], dict[str, Any]]] = {
    "panier": _panier, "recherche": _recherche, "visite": _visite, "accueil": _accueil,
}  # fmt: skip

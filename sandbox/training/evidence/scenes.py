"""Replayed behaviours: a test cart, the carriers offered for it, a search, and visits. Computed; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.kernel.text import fold
from sandbox.kernel.values import Kind
from sandbox.modules import entities
from sandbox.shop.catalog.models import Product, Variant
from sandbox.shop.customers.rules import COUNTRIES, FRANCE, Buyer
from sandbox.shop.orders.queries import parcel_of
from sandbox.shop.pricing.queries import (
    PriceBook,
    categories_of,
    find_cart_rule_by_code,
    list_automatic_rules,
    rules_for,
)
from sandbox.shop.pricing.rules.carts import Basket, Item, apply_rules
from sandbox.shop.search.queries import find_hits
from sandbox.shop.shipping.queries import CarrierOption, options_for, zone_of
from sandbox.training.evidence.findings import Condition
from sandbox.training.evidence.inputs import articles_given, buyer_given, moment_given, row_named
from sandbox.training.evidence.site import SITE_SCENES
from sandbox.training.evidence.values import Asked
from sandbox.training.evidence.visits import home, menu, visit
from sandbox.training.subjects.expectations import SCENES
from sandbox.training.subjects.names import Names
from sandbox.training.subjects.scenario import Route


def play_scene(names: Names, route: Route) -> list[Condition]:
    """Play a scene with its inputs and compare each output that the proof expects; only those are worked out."""
    assert route.scene is not None
    outputs = _SCENES[route.scene](names, route.given)
    found: list[Condition] = []
    for name, operators in route.expected.items():
        spec = SCENES[route.scene][name]
        ref = entities().get(spec.ref) if spec.ref else None
        asked = Asked(spec.label, Kind.LIST if spec.kind is Kind.REF else spec.kind, ref, {}, names)
        value = outputs[name]
        found += asked.conditions(value() if callable(value) else value, operators)
    return found


@dataclass(frozen=True, slots=True)
class _Filled:
    """A test cart with its rules applied. `off` is what rules take off the products, gifts' value left out."""

    articles: Sequence[tuple[Product, Variant | None, int]]
    items: Sequence[Item]
    buyer: Buyer
    at: datetime
    products_cents: int
    off: int
    gifts: Sequence[int]
    is_shipping_free: bool
    is_code_taken: bool


def _fill(names: Names, given: Mapping[str, Any]) -> _Filled:
    buyer, at = buyer_given(names, given), moment_given(names, given)
    articles = articles_given(names, given)
    products = list({product.id: product for product, _, _ in articles}.values())
    book, parents = PriceBook(products, buyer=buyer), categories_of([p.id for p in products])
    items = []
    for key, (product, variant, quantity) in enumerate(articles):
        price = book.price(product, variant_id=variant.id if variant else None, quantity=quantity, at=at)
        items.append(
            Item(
                key, product.id, product.name, quantity, price.unit_incl_cents, price.tax_bp, variant.id if variant else None,
                parents.get(product.id, frozenset()), product.brand_id, price.is_promotion,
            )
        )  # fmt: skip
    rows = list(list_automatic_rules())
    code = str(given.get("code") or "")
    coded = find_cart_rule_by_code(code) if code else None
    if coded is not None:
        rows.append(coded)
    basket = Basket(items, buyer, at)
    applied = apply_rules(rules_for(rows, buyer=buyer), basket).applied
    gift_value = sum(one.gift.unit_incl_cents for one in applied if one.gift is not None)
    return _Filled(
        articles, items, buyer, at, basket.products_cents, sum(one.products_cents for one in applied) - gift_value,
        [one.gift.product_id for one in applied if one.gift is not None],
        any(one.rule.is_free_shipping for one in applied),
        coded is not None and any(one.rule.id == coded.id for one in applied),
    )  # fmt: skip


def _panier(names: Names, given: Mapping[str, Any]) -> dict[str, Any]:
    cart = _fill(names, given)
    return {
        "code_accepte": cart.is_code_taken, "produits_ttc": cart.products_cents, "remise": cart.off,
        "total_ttc": cart.products_cents - cart.off, "cadeau": cart.gifts, "port_offert": cart.is_shipping_free,
        "prix_unitaire": cart.items[0].unit_incl_cents if cart.items else None,
    }  # fmt: skip


def _livraison(names: Names, given: Mapping[str, Any]) -> dict[str, Any]:
    """The carriers of the checkout with the price asked there, for a cart and a place (mainland France without one)."""
    cart = _fill(names, given)
    parcel = parcel_of(cart.articles, cart.products_cents - cart.off)
    written = str(given.get("pays") or FRANCE)
    country = next((name for name in COUNTRIES if fold(name) == fold(written.strip())), written)
    zone = zone_of(country, str(given.get("code_postal") or ""))
    options = options_for(parcel, zone, at=cart.at, group_ids=cart.buyer.group_ids) if parcel is not None else []
    prices = {option.carrier.id: 0 if cart.is_shipping_free else option.price_cents for option in options}
    cheapest = min(options, key=lambda option: prices[option.carrier.id], default=None)
    chosen = _chosen(names, given, options)
    return {
        "transporteurs": list(prices), "nombre": len(options), "moins_cher": [cheapest.carrier.id] if cheapest else [],
        "gratuits": [carrier_id for carrier_id, price in prices.items() if price == 0], "propose": chosen is not None,
        "prix": prices[chosen.carrier.id] if chosen else None, "gratuit_des": chosen.free_from_cents if chosen else None,
    }  # fmt: skip


def _chosen(names: Names, given: Mapping[str, Any], options: Sequence[CarrierOption]) -> CarrierOption | None:
    """The carrier asked about, the first without one; None when it is not offered."""
    if not given.get("transporteur"):
        return options[0] if options else None
    wanted = row_named(names, "transporteur", given["transporteur"])
    return next((option for option in options if option.carrier.id == wanted.id), None)


def _recherche(_names: Names, given: Mapping[str, Any]) -> dict[str, Any]:
    found = find_hits(str(given["terme"])).product_ids
    return {"produits": found, "premier": found[:1], "nombre": len(found)}


_SCENES: dict[str, Callable[[Names, Mapping[str, Any]], dict[str, Any]]] = {
    "panier": _panier, "livraison": _livraison, "recherche": _recherche, "visite": visit, "menu": menu, "accueil": home, **SITE_SCENES,
}  # fmt: skip

"""Searching the shop: the page of results, and what is proposed while one types."""

from __future__ import annotations

from typing import Any

from flask import jsonify, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.catalog import queries as catalog
from sandbox.shop.orders.queries import sales
from sandbox.shop.search import queries as search_room
from sandbox.web.access import allow
from sandbox.web.filters import media_url, plural
from sandbox.web.page_cache import kept
from sandbox.web.storefront import bp
from sandbox.web.storefront.around import Link
from sandbox.web.storefront.cards import Card, make_cards
from sandbox.web.storefront.frame import front
from sandbox.web.storefront.links import category_url
from sandbox.web.storefront.listing import read_list

IDEAS = 4
PROPOSED = 5
"""Products proposed while one types; so many fit above a telephone's keyboard."""
PLACES, PLACES_PROPOSED = 6, 3


@bp.get("/recherche")
@allow(Permission.STOREFRONT_VISIT)
@kept
def search() -> str:
    """The products that answer a search; other ways on and the best sellers when none does."""
    query = _query()
    found = search_room.find_hits(query) if query else None
    products = catalog.get_products(found.product_ids) if found else []
    listed = read_list(
        products, url=url_for("storefront.search"), sort="pertinence", hidden=[("q", query)], word="résultat",
        with_shelves=True,
    )  # fmt: skip
    ideas = [] if listed.total else make_cards(catalog.get_products(sales.best_sellers(limit=IDEAS)))
    return render_template(
        "storefront/catalog/search.html", query=query, list=listed, found=found, ideas=ideas, places=places(query)
    )


@bp.get("/recherche/suggestions")
@allow(Permission.STOREFRONT_VISIT)
def suggestions() -> Any:
    """What a search would find, in a few lines for the list under the field."""
    query = _query()
    hits = search_room.find_hits(query) if query else None
    cards = make_cards(catalog.get_products(hits.product_ids[:PROPOSED])) if hits else []
    return jsonify(
        products=[_proposed(card) for card in cards],
        places=[{"name": place.label, "url": place.url} for place in places(query)[:PLACES_PROPOSED]],
        count=plural(len(hits.product_ids), "résultat") if hits else "",
        corrected=hits.corrected if hits else "",
    )


def _query() -> str:
    return " ".join(request.args.get("q", "").split())[:100]


def _proposed(card: Card) -> dict[str, str]:
    price = f"{card.price.shown}\u00a0{card.price.suffix}".strip() if card.price else ""
    return {
        "name": card.name, "url": card.url, "image": media_url(card.image, 96),
        "price": f"dès {price}" if price and card.is_from else price,
    }  # fmt: skip


def places(query: str) -> list[Link]:
    """The shelves and the brands whose name answers a search."""
    if not query:
        return []
    found, shelves = search_room.find_places(query), front().categories
    nodes = [shelves[number] for number in found.categories if number in shelves and shelves[number].depth]
    links = [Link(f"Rayon {node.category.name}", category_url(node.category)) for node in nodes]
    for number in found.brands:
        brand = catalog.get_brand(number)
        links.append(Link(f"Marque {brand.name}", url_for("storefront.brand", brand_id=brand.id, slug=brand.slug)))
    return links[:PLACES]

"""What is proposed where nothing is: products named by the words of an old address, else what sells best."""

from __future__ import annotations

from flask import Blueprint, request

from sandbox.shop.catalog import queries as catalog
from sandbox.shop.orders.queries import sales
from sandbox.shop.search.queries import find_hits
from sandbox.web.storefront.cards import Card, make_cards

MOST = 4
MOST_TRIES = 3
LONGEST = 12
"""Words of an address that are read, however many somebody typed."""


def register(bp: Blueprint) -> None:
    """Give the page of refusals what it proposes; it asks only where something is missing."""
    bp.app_template_global("near_products")(near_products)


def address_words(path: str) -> list[str]:
    """« /produit/12-mug-escale » says « mug » and « escale »."""
    words = path.rstrip("/").rpartition("/")[2].replace("_", "-").replace(".", "-").split("-")
    return [word for word in words if word.isalpha() and len(word) > 2][:LONGEST]


def near_products() -> tuple[list[Card], bool]:
    """At most four products, and whether the address named them."""
    words = address_words(request.path)
    tries = [" ".join(words), *sorted(words, key=len, reverse=True)[:MOST_TRIES]] if words else []
    for text in dict.fromkeys(tries):
        if found := find_hits(text).product_ids:
            return make_cards(catalog.get_products(found[:MOST])), True
    return make_cards(catalog.get_products(sales.best_sellers(limit=MOST))), False

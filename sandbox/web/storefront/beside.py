"""What a product's page proposes beside the product: related ones, the packs that hold it, its shelf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.shop.catalog import queries as catalog
from sandbox.shop.catalog.models import Product
from sandbox.shop.catalog.queries.shopfront import packs_with
from sandbox.web.storefront.cards import Card, make_cards

MOST = 4


@dataclass(frozen=True, slots=True)
class Beside:
    """Cards: `related` are those chosen by the shop, then others of the shelf; `packs` hold the product."""

    related: Sequence[Card]
    packs: Sequence[Card]


def read_beside(product: Product) -> Beside:
    """At most four of each, drawn from one read; never the product itself, nor twice the same."""
    chosen = [link.related_id for link in product.related]
    packs = packs_with(product.id)
    shelf = catalog.list_category_product_ids(product.category_id)[: MOST * 3] if len(chosen) < MOST else []
    ids = [number for number in (*chosen, *packs, *shelf) if number != product.id]
    on_sale = {one.id: one for one in catalog.get_products(ids) if one.is_online and one.visibility != "none"}
    held = [number for number in packs if number in on_sale][:MOST]
    others = [number for number in dict.fromkeys((*chosen, *shelf)) if number in on_sale and number not in held][:MOST]
    cards = {card.id: card for card in make_cards([on_sale[number] for number in (*others, *held)])}
    return Beside([cards[number] for number in others], [cards[number] for number in held])

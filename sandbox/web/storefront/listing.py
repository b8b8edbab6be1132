"""A list of products in the shop: read once, narrowed and sorted in memory, one page of cards shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import request

from sandbox.kernel.money import format_cents
from sandbox.kernel.paging import Page, clamp
from sandbox.kernel.text import slugify
from sandbox.shop.catalog import queries as catalog
from sandbox.shop.catalog.models import Product
from sandbox.shop.catalog.queries.shopfront import feature_names, features_by_product, values_by_product
from sandbox.shop.pricing import queries as pricing
from sandbox.shop.reviews import queries as reviews
from sandbox.web.storefront import facets, visitor
from sandbox.web.storefront.cards import Card, feature_words, is_new, make_cards
from sandbox.web.storefront.facets import Chip, Entry, Facet, Wish
from sandbox.web.storefront.frame import front

STATES = {"in": "stock", "low": "stock", "order": "commande", "out": "rupture"}
DEFAULT_SORTS = {"position": "pertinence", "name": "nom", "price": "prix", "-price": "-prix", "-added": "nouveautes"}
"""The shop's own default sort, as its setting stores it, and the sort of the page it stands for."""


@dataclass(slots=True)
class ProductList:
    """What the template of a list draws."""

    url: str
    wish: Wish
    page: Page[Entry]
    cards: Sequence[Card]
    total: int
    facets: Sequence[Facet]
    chips: Sequence[Chip]
    sorts: Mapping[str, str]
    sort: str
    word: str
    shows_prices: bool
    cheapest: str
    dearest: str
    hidden: Sequence[tuple[str, str]] = field(default_factory=list)

    @property
    def has_reduced(self) -> bool:
        """Whether a struck price is on the page, which wants its legal sentence."""
        return any(card.price and card.price.struck for card in self.cards)

    def address(self, arguments: Mapping[str, Sequence[str]]) -> str:
        """The address of the list with these arguments."""
        query = urlencode([*self.hidden, *arguments.items()], doseq=True)
        return f"{self.url}?{query}" if query else self.url

    def page_url(self, number: int) -> str:
        """The address of another page."""
        arguments = self.wish.arguments()
        return self.address({**arguments, "page": (str(number),)} if number > 1 else arguments)

    @property
    def numbers(self) -> list[int]:
        """The page numbers to show; 0 stands for a gap."""
        return page_numbers(self.page)


def page_numbers(page: Page[Any]) -> list[int]:
    """The first, the last and those around the page shown; 0 stands for a gap."""
    near = {1, page.pages, page.number - 1, page.number, page.number + 1}
    shown = sorted(n for n in near if 1 <= n <= page.pages)
    found: list[int] = []
    for n in shown:
        if found and n - found[-1] > 1:
            found.append(0)
        found.append(n)
    return found


def read_list(
    products: Sequence[Product],
    *,
    url: str,
    word: str = "produit",
    sort: str | None = None,
    sorts: Sequence[str] = tuple(facets.SORTS),
    sold: Mapping[int, int] | None = None,
    hidden: Sequence[tuple[str, str]] = (),
    with_shelves: bool = False,
) -> ProductList:
    """The list of these products, in the shop's order, narrowed as the address asks. `sort` is the order when none is asked.

    `with_shelves` lets people narrow by shelf, on a page that is not one.
    """
    buyer = visitor.buyer()
    prices = pricing.prices_for(products, buyer=buyer)
    names, worn = feature_names(), values_by_product()
    ratings = reviews.rating_of([product.id for product in products])
    rules = catalog.stock_rules()
    entries = []
    for rank, product in enumerate(products):
        price = prices[product.id]
        cents = price.unit_excl_cents if buyer.shows_tax_excl else price.unit_incl_cents
        sees_price = buyer.shows_prices and product.shows_price
        entries.append(facets.Entry(
            product.id, product.name, cents if sees_price else None,
            STATES[catalog.stock_of(product, rules=rules).state],
            _traits(product, names, is_reduced=sees_price and price.is_reduced, with_shelves=with_shelves), rank,
            product.added_on.toordinal(), (sold or {}).get(product.id, 0), ratings.get(product.id, (0.0, 0))[0],
        ))  # fmt: skip
    colors = {one.value: one.color for product in products for one in worn.get(product.id, ()) if one.color}
    names_kept = _facet_names(entries, list(names.values()), products)
    wish = facets.read_wish(_arguments(), [*map(slugify, names_kept), facets.STOCK])
    return _page(
        products, entries, wish, names_kept, prices, colors, url=url, word=word, sort=sort, sorts=sorts, hidden=hidden
    )


def _traits(
    product: Product, names: Mapping[int, str], *, is_reduced: bool, with_shelves: bool
) -> dict[str, tuple[str, ...]]:
    """What a product is narrowed by: features, values of its variants, shelf, brand, and what the shop puts forward."""
    traits: dict[str, tuple[str, ...]] = {}
    for name, value in feature_words(features_by_product().get(product.id, ()), names):
        traits[name] = traits.get(name, ()) + facets.split_values(value)
    for worn in values_by_product().get(product.id, ()):
        traits[worn.attribute] = (*traits.get(worn.attribute, ()), worn.value)
    if product.brand is not None and product.brand.is_active:
        traits[facets.BRAND] = (product.brand.name,)
    if with_shelves and (shelf := top_shelf(product.category_id)):
        traits[facets.SHELF] = (shelf,)
    forward = (("En promotion", is_reduced or product.is_on_sale), ("Nouveautés", is_new(product)))
    if chosen := tuple(words for words, is_so in forward if is_so):
        traits[facets.SELECTION] = chosen
    return traits


def top_shelf(category_id: int) -> str:
    """The name of the first category under « Accueil » above a category; empty for one that is hidden."""
    shelves = front().categories
    node = shelves.get(category_id)
    while node is not None and node.depth > 1:
        node = shelves.get(node.category.parent_id or 0)
    return node.category.name if node is not None and node.depth == 1 else ""


def _facet_names(entries: Sequence[Entry], features: Sequence[str], products: Sequence[Product]) -> list[str]:
    """The facets of a list in their order: shelf, features, values of variants, brand, what is put forward."""
    attributes = dict.fromkeys(
        worn.attribute for product in products for worn in values_by_product().get(product.id, ())
    )
    split = facets.splitting_traits(entries, [facets.SHELF, *attributes, facets.BRAND, facets.SELECTION])
    useful = [name for name in facets.useful_traits(entries, features) if name not in attributes]
    return [
        *(name for name in split if name == facets.SHELF), *useful[: facets.MAX_FEATURES],
        *[name for name in split if name in attributes][: facets.MAX_ATTRIBUTES],
        *(name for name in split if name in (facets.BRAND, facets.SELECTION)),
    ]  # fmt: skip


def _arguments() -> Mapping[str, Sequence[str]]:
    return {name: request.args.getlist(name) for name in request.args}


def _page(
    products: Sequence[Product],
    entries: Sequence[facets.Entry],
    wish: facets.Wish,
    names: Sequence[str],
    prices: Mapping[int, Any],
    colors: Mapping[str, str],
    *,
    url: str,
    word: str,
    sort: str | None,
    sorts: Sequence[str],
    hidden: Sequence[tuple[str, str]],
) -> ProductList:
    chosen = wish.sort or sort or DEFAULT_SORTS.get(front().settings["tri_par_defaut"], "pertinence")
    kept = facets.arrange(facets.narrow(entries, wish), chosen)
    size: int = front().settings["produits_par_page"]
    number = clamp(wish.page, size, len(kept))
    shown = kept[(number - 1) * size : number * size]
    by_id = {product.id: product for product in products}
    found = facets.facets(entries, wish, names, colors)
    costs = [entry.price_cents for entry in entries if entry.price_cents is not None]
    return ProductList(
        url, wish, Page(shown, number, size, len(kept)),
        make_cards([by_id[entry.product_id] for entry in shown], prices=prices), len(entries), found,
        facets.chips(wish, found), {name: facets.SORTS[name] for name in sorts}, chosen, word, bool(costs),
        format_cents(min(costs, default=0)), format_cents(max(costs, default=0)), hidden,
    )  # fmt: skip

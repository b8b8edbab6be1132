"""A product's page: its options, the price and stock of each variant, tiers, facts, pack content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sandbox.kernel import clock
from sandbox.kernel.money import format_bp, format_cents
from sandbox.kernel.text import fold
from sandbox.shop.catalog import queries as catalog
from sandbox.shop.catalog.models import AttributeValue, Product, ProductImage, Variant
from sandbox.shop.catalog.queries.shopfront import feature_names, features_by_product
from sandbox.shop.catalog.rules import StockRules
from sandbox.shop.customers.rules import Buyer
from sandbox.shop.pricing import queries as pricing
from sandbox.shop.pricing.queries import PriceBook
from sandbox.web.filters import NBSP, day
from sandbox.web.storefront.cards import (
    Scale,
    ShownPrice,
    ShownStock,
    feature_words,
    per_unit,
    scale_of,
    show_price,
    show_stock,
)
from sandbox.web.storefront.frame import front

LEGAL_BOX = (
    "denomination de vente", "ingredients", "allergenes", "poids net", "a consommer de preference avant", "conservation",
    "origine des ingredients", "exploitant", "duree", "garantie",
)  # fmt: skip
SHOWN_PHOTOS = 10
NOTES = ("aromes", "notes", "parfums")


@dataclass(frozen=True, slots=True)
class OptionValue:
    """A value one may choose: its colour, whether it is chosen, exists with the other choices and can be sold.

    `price` is what it costs where the values of the attribute cost differently, else empty.
    """

    id: int
    name: str
    color: str
    is_chosen: bool
    exists: bool
    can_order: bool
    hint: str
    price: str


@dataclass(frozen=True, slots=True)
class Option:
    """An attribute to choose, in the way the shop wants it shown (select | radio | color)."""

    id: int
    name: str
    kind: str
    values: Sequence[OptionValue]


@dataclass(frozen=True, slots=True)
class Offer:
    """What changes with the variant: price, price per unit, legal sentence, stock, reference, picture. `id` 0 without variants."""

    id: int
    values: tuple[int, ...]
    price: ShownPrice | None
    per_unit: str
    tax: str
    lowest: str
    until: str
    stock: ShownStock
    maximum: int | None
    minimum: int
    reference: str
    photo: int
    label: str
    incl_cents: int
    state: str
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Tier:
    """A lower price from a quantity on."""

    quantity: int
    price: str
    saving: str


@dataclass(frozen=True, slots=True)
class PackPart:
    """A component of a pack."""

    product: Product
    name: str
    quantity: int
    image: str | None
    legend: str
    price: str


@dataclass(frozen=True, slots=True)
class Pack:
    """What a pack holds, and what its parts cost apart."""

    parts: Sequence[PackPart]
    apart: str
    saving: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the technical sheet; `scale` when its value is graded."""

    name: str
    value: str
    scale: Scale | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything of the page but the reviews and the related products."""

    product: Product
    images: Sequence[ProductImage]
    options: Sequence[Option]
    offers: Sequence[Offer]
    current: Offer
    tiers: Sequence[Tier]
    notes: Sequence[str]
    facts: Sequence[Fact]
    legal: Sequence[tuple[str, str]]
    features: Sequence[tuple[str, str]]
    can_buy: bool
    unit_cents: int


def values_of(variant: Variant) -> tuple[int, ...]:
    """The attribute values of a variant, in the order of the attributes."""
    links = sorted(variant.values, key=lambda link: (link.value.attribute.position, link.value.attribute_id))
    return tuple(link.attribute_value_id for link in links)


def pick(product: Product, variant_id: int | None) -> Variant | None:
    """The variant asked for when it is the product's, else the one shown first."""
    return next((v for v in product.variants if v.id == variant_id), catalog.default_variant(product))


def pick_by_values(product: Product, chosen: Iterable[int]) -> Variant | None:
    """The variant of a set of values; None when there is none."""
    wanted = frozenset(chosen)
    return next((v for v in product.variants if frozenset(values_of(v)) == wanted), None)


def read_sheet(product: Product, *, variant: Variant | None, buyer: Buyer) -> Sheet:
    """The page of a product loaded with `catalog.get_sheet`."""
    book = PriceBook([product], buyer=buyer)
    images = sorted(product.images, key=lambda image: (not image.is_cover, image.position))
    lowest = pricing.lowest_30_days(product)
    rules = catalog.stock_rules()
    names = feature_names()
    features = feature_words(features_by_product().get(product.id, ()), names)
    shown: Sequence[Variant | None] = product.variants or [None]
    offers = [_offer(product, one, book, images, lowest, rules) for one in shown]
    current = next((offer for offer in offers if variant and offer.id == variant.id), offers[0])
    can_buy = front().sells and current.price is not None and product.is_available_for_order
    return Sheet(
        product, images, _options(product, variant, offers), offers, current,
        _tiers(product, variant, book, buyer) if current.price else (),
        _notes(features), [Fact(*pair, scale_of([pair])) for pair in features if _is_fact(pair)],
        _legal(product, features), features, can_buy,
        book.price(product, variant_id=variant.id if variant else None, at=clock.now()).unit_incl_cents,
    )  # fmt: skip


def _offer(
    product: Product,
    variant: Variant | None,
    book: PriceBook,
    images: Sequence[ProductImage],
    lowest: int | None,
    rules: StockRules,
) -> Offer:
    buyer, settings = book.buyer, front().settings
    price = book.price(product, variant_id=variant.id if variant else None, at=clock.now())
    stock = catalog.stock_of(product, variant, rules=rules)
    sees = buyer.shows_prices and product.shows_price
    ranks = {image.id: rank for rank, image in enumerate(images[:SHOWN_PHOTOS], 1)}
    names = [link.value.name for link in variant.values] if variant else []
    return Offer(
        variant.id if variant else 0, values_of(variant) if variant else (),
        show_price(price, buyer) if sees else None, per_unit(product, price, buyer, names) if sees else "",
        format_bp(price.tax_bp), _lowest_words(price, lowest, variant, book, product),
        f"jusqu’au {day(price.ends_at)}" if price.is_reduced and price.ends_at else "",
        show_stock(stock, with_quantity=settings["quantites_visibles"]),
        max(stock.quantity, 1) if stock.state in ("in", "low") else None,
        max(variant.min_quantity if variant else 1, product.min_quantity, 1),
        (variant.reference if variant and variant.reference else product.reference),
        ranks.get(variant.image_id or 0, 1) if variant else 1, ", ".join(names), price.unit_incl_cents, stock.state,
        clock.to_paris(price.ends_at).date() if price.is_reduced and price.ends_at else None,
    )  # fmt: skip


def _lowest_words(
    price: pricing.Price, lowest: int | None, variant: Variant | None, book: PriceBook, product: Product
) -> str:
    """The lowest price of the thirty days before, which the law wants beside a reduction; a variant's is moved by its impact."""
    if not price.is_reduced or lowest is None:
        return ""
    base = book.price(product, at=clock.now())
    return format_cents(lowest + price.regular_incl_cents - base.regular_incl_cents)


def _options(product: Product, variant: Variant | None, offers: Sequence[Offer]) -> list[Option]:
    if variant is None:
        return []
    chosen = set(values_of(variant))
    values = {link.value.id: link.value for one in product.variants for link in one.values}
    attributes = {value.attribute.id: value.attribute for value in values.values()}
    by_values = {frozenset(offer.values): offer for offer in offers}
    found = []
    for attribute in sorted(attributes.values(), key=lambda one: (one.position, one.id)):
        own = sorted((v for v in values.values() if v.attribute_id == attribute.id), key=lambda v: (v.position, v.id))
        rest = chosen - {v.id for v in own}
        with_it = {v.id: by_values.get(frozenset({*rest, v.id})) for v in own}
        prices = {offer.price.shown for offer in with_it.values() if offer and offer.price}
        made = [_value(v, v.id in chosen, with_it[v.id], shows_price=len(prices) > 1) for v in own]
        found.append(Option(attribute.id, attribute.public_name or attribute.name, attribute.kind, made))
    return found


def _value(value: AttributeValue, is_chosen: bool, offer: Offer | None, *, shows_price: bool) -> OptionValue:
    hint = "indisponible" if offer is None else "" if offer.stock.can_order else "épuisé"
    price = offer.price.shown if shows_price and offer and offer.price else ""
    return OptionValue(
        value.id,
        value.name,
        value.color,
        is_chosen,
        offer is not None,
        offer is not None and offer.stock.can_order,
        hint,
        price,
    )


def _tiers(product: Product, variant: Variant | None, book: PriceBook, buyer: Buyer) -> list[Tier]:
    """The quantities from which the unit price falls, each with what is saved a unit."""
    variant_id = variant.id if variant else None
    now = clock.now()
    last = show = book.price(product, variant_id=variant_id, at=now)
    found = []
    for quantity in sorted({row.from_quantity for row in pricing.specific_prices_of(product) if row.from_quantity > 1}):
        price = book.price(product, variant_id=variant_id, quantity=quantity, at=now)
        if price.unit_incl_cents < last.unit_incl_cents:
            words = show_price(price, buyer)
            saved = (
                show.unit_excl_cents - price.unit_excl_cents
                if buyer.shows_tax_excl
                else show.unit_incl_cents - price.unit_incl_cents
            )
            found.append(Tier(quantity, f"{words.shown}{NBSP}{words.suffix}".strip(), format_cents(saved)))
            last = price
    return found


def _notes(features: Iterable[tuple[str, str]]) -> list[str]:
    for name, value in features:
        if fold(name) in NOTES:
            return [part.strip()[:1].upper() + part.strip()[1:] for part in value.split(",") if part.strip()]
    return []


def _is_fact(pair: tuple[str, str]) -> bool:
    return fold(pair[0]) not in LEGAL_BOX and fold(pair[0]) not in NOTES


def _legal(product: Product, features: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What the law wants to be read before the purchase, in the order of a label; only for goods whose sheet has it."""
    by_name = {fold(name): (name, value) for name, value in features}
    found = [by_name[name] for name in LEGAL_BOX if name in by_name]
    if found and "allergenes" in by_name and front().company["raison_sociale"]:
        company = front().company
        found.append(
            (
                "Exploitant",
                f"{company['raison_sociale']}, {company['siege']}, {company['code_postal']} {company['ville']}",
            )
        )
    return found


def read_pack(product: Product, *, buyer: Buyer) -> Pack | None:
    """The content of a pack with the sum of its parts' prices; None for another kind of product."""
    if product.kind != "pack" or not product.pack_items:
        return None
    parts = catalog.get_products(item.product_id for item in product.pack_items)
    by_id = {part.id: part for part in parts}
    book = PriceBook([product, *parts], buyer=buyer)
    now, total, rows = clock.now(), 0, []
    for item in product.pack_items:
        part = by_id.get(item.product_id)
        if part is None:
            continue
        price = book.price(part, variant_id=item.variant_id, at=now)
        total += price.unit_incl_cents * item.quantity
        cover = catalog.cover_of(part)
        rows.append(PackPart(
            part, part.name, item.quantity, cover.media if cover else None, cover.legend if cover else "",
            format_cents(price.unit_incl_cents) if buyer.shows_prices else "",
        ))  # fmt: skip
    own = book.price(product, at=now).unit_incl_cents
    saving = format_cents(total - own) if buyer.shows_prices and total > own else ""
    return Pack(rows, format_cents(total) if buyer.shows_prices else "", saving)

"""Products as lists show them: one pass over the products, a constant number of statements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sandbox.kernel import clock
from sandbox.kernel.money import format_cents
from sandbox.kernel.text import excerpt, fold, plain
from sandbox.shop.catalog import queries as catalog
from sandbox.shop.catalog.models import Product
from sandbox.shop.catalog.queries.shopfront import feature_names, features_by_product
from sandbox.shop.catalog.rules import Stock, StockRules, content_of, unit_price_cents
from sandbox.shop.customers.rules import Buyer
from sandbox.shop.pricing import queries as pricing
from sandbox.shop.pricing.rules.prices import Price
from sandbox.shop.reviews import queries as reviews
from sandbox.web.filters import number
from sandbox.web.storefront import visitor
from sandbox.web.storefront.facets import LEGAL_FEATURES
from sandbox.web.storefront.frame import front
from sandbox.web.storefront.links import product_url

SCALE = re.compile(r"^([1-5]) · (.{1,24})$")
TONES = {"in": "", "low": "low", "order": "low", "out": "no"}
PAPERS = 6
NEW, PROMO, SOFT, BIO = "new", "promo", "soft", "bio"


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge on a picture: words and tone (new | promo | soft | bio)."""

    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class ShownPrice:
    """A price in words, as this buyer sees prices: `struck` empty when it is not reduced, `suffix` « HT » without tax."""

    shown: str
    struck: str
    suffix: str
    is_reduced: bool
    reduction: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """The mean of the published reviews, and how many."""

    mean: float
    count: int


@dataclass(frozen=True, slots=True)
class Scale:
    """A graded feature: « 2 · claire » of « Torréfaction »."""

    name: str
    level: int
    word: str


@dataclass(frozen=True, slots=True)
class ShownStock:
    """The stock in words, with its tone (empty | low | no)."""

    label: str
    tone: str
    can_order: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A product in a list. `price` is None when this buyer sees no price; `is_direct` when it goes to the cart in one click."""

    id: int
    name: str
    url: str
    image: str | None
    legend: str
    paper: int
    line: str
    badges: Sequence[Badge]
    rating: Rating | None
    scale: Scale | None
    price: ShownPrice | None
    is_from: bool
    per_unit: str
    stock: ShownStock | None
    is_direct: bool
    action: str
    min_quantity: int


def show_price(price: Price, buyer: Buyer) -> ShownPrice:
    """A price in the words of this buyer."""
    if buyer.shows_tax_excl:
        shown, regular, suffix = price.unit_excl_cents, price.regular_excl_cents, "HT"
    else:
        shown, regular, suffix = price.unit_incl_cents, price.regular_incl_cents, ""
    reduction = f"−{price.reduction_bp // 100}\u00a0%" if price.reduction_bp % 100 == 0 else "Promo"
    struck = format_cents(regular) if price.is_reduced else ""
    return ShownPrice(format_cents(shown), struck, suffix, price.is_reduced, reduction if price.is_reduced else "")


def show_stock(stock: Stock, *, with_quantity: bool = False) -> ShownStock:
    """The stock in words; the number of units when the shop shows it."""
    label = stock.label
    if with_quantity and stock.quantity > 0:
        label = f"{label} ({number(stock.quantity)})"
    return ShownStock(label, TONES[stock.state], stock.can_order)


def per_unit(product: Product, price: Price, buyer: Buyer, names: Iterable[str] = ()) -> str:
    """« 250 g, 43,60 € le kg » for goods sold by weight or volume; empty otherwise. `names`: the values of the variant."""
    cents = price.unit_excl_cents if buyer.shows_tax_excl else price.unit_incl_cents
    content = content_of(product.unit, product.unit_content_milli, names)
    each = unit_price_cents(cents, content)
    if not product.unit or each is None:
        return ""
    words = content_words(product.unit, content)
    return f"{words}, {format_cents(each)} le {product.unit}" if words else f"{format_cents(each)} le {product.unit}"


def content_words(unit: str, milli: int) -> str:
    """« 250 g » for a quarter of a kg, « 75 cl » for litres, « 1,5 kg » beyond one."""
    if unit.lower() == "kg" and milli < 1000:
        return f"{milli}\u00a0g"
    if unit.lower() in ("l", "litre") and milli < 1000:
        return f"{number(milli / 10, 0)}\u00a0cl"
    text = f"{milli / 1000:.3f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"{text}\u00a0{unit}"


def feature_words(written: Iterable[tuple[int, str]], names: Mapping[int, str]) -> list[tuple[str, str]]:
    """(name, value) of a product's features, in the shop's order."""
    ranks = {feature_id: rank for rank, feature_id in enumerate(names)}
    known = sorted((pair for pair in written if pair[0] in ranks), key=lambda pair: ranks[pair[0]])
    return [(names[feature_id], value) for feature_id, value in known]


def scale_of(features: Iterable[tuple[str, str]]) -> Scale | None:
    """The first graded feature, or None."""
    for name, value in features:
        if match := SCALE.match(value):
            return Scale(name, int(match[1]), match[2])
    return None


def line_of(product: Product, written: Iterable[tuple[int, str]], names: Mapping[int, str]) -> str:
    """The line under the name: the first short feature as the sheet was written, else the beginning of the summary."""
    for feature_id, value in written:
        name = names.get(feature_id, "")
        if len(value) <= 44 and fold(name) not in LEGAL_FEATURES and not SCALE.match(value):
            return value
    return excerpt(plain(product.summary), 64)


def paper_of(product: Product) -> int:
    """The paper behind the photo, one a family."""
    return product.category_id % PAPERS + 1


def paper_of_category(rank: int) -> int:
    """The paper of the n-th universe of the home page."""
    return (1, 2, 3, 6, 4, 5)[rank % PAPERS]


def is_new(product: Product) -> bool:
    """Whether the shop still calls the product new."""
    days: int = front().settings["nouveau_jours"]
    return days > 0 and product.added_on > clock.today() - timedelta(days=days)


def badges_of(
    product: Product, price: ShownPrice | None, features: Iterable[tuple[str, str]], most: int = 2
) -> list[Badge]:
    """The first badges: reduction, the banner of the sheet, new, then what the sheet says of itself."""
    found = []
    if price and price.is_reduced:
        found.append(Badge(price.reduction, PROMO))
    if product.is_on_sale:
        found.append(Badge("Promo\u00a0!", PROMO))
    if is_new(product):
        found.append(Badge("Nouveau", NEW))
    if any("biologique" in fold(value) and fold(name) == "label" for name, value in features):
        found.append(Badge("Bio", BIO))
    if product.is_web_only:
        found.append(Badge("Exclusivité web", SOFT))
    return found[:most]


def make_cards(products: Sequence[Product], *, prices: Mapping[int, Price] | None = None) -> list[Card]:
    """The cards of products loaded with `catalog.for_cards()`: prices, ratings, features and stock in one batch each."""
    if not products:
        return []
    buyer = visitor.buyer()
    prices = pricing.prices_for(products, buyer=buyer) if prices is None else prices
    ratings = reviews.rating_of([product.id for product in products])
    names, written = feature_names(), features_by_product()
    rules = catalog.stock_rules()
    return [
        _card(product, buyer, prices[product.id], ratings.get(product.id), written.get(product.id, ()), names, rules)
        for product in products
    ]


def _card(
    product: Product,
    buyer: Buyer,
    price: Price,
    rating: tuple[float, int] | None,
    written: Sequence[tuple[int, str]],
    names: Mapping[int, str],
    rules: StockRules,
) -> Card:
    cover = catalog.cover_of(product)
    features = feature_words(written, names)
    stock = show_stock(catalog.stock_of(product, rules=rules))
    seen = show_price(price, buyer) if buyer.shows_prices and product.shows_price else None
    impacts = {variant.impact_excl_micros for variant in product.variants}
    sells = front().sells and seen is not None and product.is_available_for_order and stock.can_order
    return Card(
        product.id, product.name, product_url(product), cover.media if cover else None,
        cover.legend if cover else "", paper_of(product), line_of(product, written, names), badges_of(product, seen, features),
        Rating(*rating) if rating and rating[1] else None, scale_of(features), seen, len(impacts) > 1,
        per_unit(product, price, buyer) if seen else "", stock, sells and not product.variants,
        "Choisir" if sells else "Voir", product.min_quantity,
    )  # fmt: skip

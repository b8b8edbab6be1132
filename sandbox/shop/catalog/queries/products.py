"""Reading products: sheets, the back office's list, the shop's pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound
from sandbox.kernel.paging import Page, clamp
from sandbox.kernel.scope import open_shop_id
from sandbox.kernel.steady import steady
from sandbox.kernel.text import fold
from sandbox.shop.catalog.models import (
    AttributeValue,
    Brand,
    Category,
    Product,
    ProductCategory,
    ProductFeature,
    RelatedProduct,
    StockMovement,
    Variant,
    VariantValue,
)
from sandbox.shop.taxes.models import TaxRule


def get_product(product_id: int) -> Product:
    """The product of that number; raises NotFound."""
    product = db.session.get(Product, (open_shop_id(), product_id))
    if product is None:
        raise NotFound("Ce produit n’existe pas.")
    return product


def find_product_by_key(key: str) -> Product | None:
    """The product of that stable key, or None."""
    return db.session.scalar(sa.select(Product).where(Product.key == key))


def get_products(ids: Iterable[int], options: tuple[Any, ...] | None = None) -> list[Product]:
    """The products of those numbers that exist, in that order, with what a card shows (or other loader options)."""
    wanted = list(dict.fromkeys(ids))
    rows = db.session.scalars(sa.select(Product).where(Product.id.in_(wanted)).options(*(options or for_cards())))
    found = {product.id: product for product in rows}
    return [found[product_id] for product_id in wanted if product_id in found]


def for_cards() -> tuple[Any, ...]:
    """Loader options of everything a product card shows: picture, VAT, variants with their values, brand, category."""
    return (*for_rows(), joinedload(Product.brand))


def for_rows() -> tuple[Any, ...]:
    """Loader options of everything a row of the back office's list shows: picture, VAT, category, variants."""
    return (
        joinedload(Product.tax_rule), joinedload(Product.category),
        selectinload(Product.images), selectinload(Product.variants),
    )  # fmt: skip


def for_sheet() -> tuple[Any, ...]:
    """Loader options of the whole sheet of one product; its own lists are read when they are asked for."""
    return (
        joinedload(Product.tax_rule), joinedload(Product.category), joinedload(Product.brand),
        selectinload(Product.features).joinedload(ProductFeature.feature),
        selectinload(Product.variants).options(
            joinedload(Variant.image),
            selectinload(Variant.values).joinedload(VariantValue.value).joinedload(AttributeValue.attribute),
        ),
    )  # fmt: skip


def get_sheet(product_id: int) -> Product:
    """The product with everything its page shows; raises NotFound."""
    row = db.session.execute(_sheet(), {"product": product_id}).first()
    if row is None:
        raise NotFound("Ce produit n’existe pas.")
    product: Product = row.Product
    for name in OFTEN_EMPTY:
        if not getattr(row, name) and name in sa.inspect(product).unloaded:
            set_committed_value(product, name, [])
    return product


OFTEN_EMPTY = ("tags", "related", "custom_fields", "pack_items", "attachments")
"""Lists that few products have: whether there is anything in them is read with the product, else each is a statement for nothing."""


@cache
def _sheet() -> sa.Select[Any]:
    """Built once: it is read before and after each save."""
    has_any = [getattr(Product, name).any().label(name) for name in OFTEN_EMPTY]
    return sa.select(Product, *has_any).where(Product.id == sa.bindparam("product")).options(*for_sheet())


def quantity_of(product: Product) -> int:
    """Units in stock: the product's, or the sum over its variants."""
    return sum(variant.quantity for variant in product.variants) if product.variants else product.quantity


@dataclass(frozen=True, slots=True)
class ProductFilter:
    """What a list of products is narrowed by. Texts ignore accents and case; prices are micros without tax."""

    name: str = ""
    reference: str = ""
    category: str = ""
    category_ids: tuple[int, ...] = ()
    brand_id: int | None = None
    id_min: int | None = None
    id_max: int | None = None
    price_min: int | None = None
    price_max: int | None = None
    quantity_min: int | None = None
    quantity_max: int | None = None
    is_online: bool | None = None
    is_visible: str = ""
    ids: tuple[int, ...] | None = None


def _quantity() -> sa.ColumnElement[int]:
    """Stock of a product as SQL, from its variants when it has some."""
    total = (
        sa.select(sa.func.sum(Variant.quantity))
        .where(Variant.shop_id == Product.shop_id, Variant.product_id == Product.id)
        .correlate(Product)
        .scalar_subquery()
    )
    return sa.func.coalesce(total, Product.quantity)


SORTS: Mapping[str, Any] = {"id": Product.id, "name": Product.name, "reference": Product.reference,
                            "price_excl": Product.price_excl_micros, "state": Product.is_online, "added": Product.added_on}  # fmt: skip


def list_products(
    where: ProductFilter = ProductFilter(), *, sort: str = "-id", number: int = 1, size: int = 20
) -> Page[Product]:
    """A page of the back office's list.

    `sort`: id, name, reference, category, price_excl, price_incl, quantity, state, added, position (in the one category the
    list is narrowed to); with « - » for the other way.
    Names and references are matched without accents, word by word, plural or not.
    """
    narrowed = _narrow(sa.select(Product.id, Product.name, Product.reference, Product.category_id), where)
    rows = [
        row
        for row in db.session.execute(narrowed)
        if matches(row.name, where.name) and matches(row.reference, where.reference)
    ]
    if where.category:
        names = _category_names()
        rows = [row for row in rows if matches(names.get(row.category_id, ""), where.category)]
    ids = [row.id for row in rows]
    number = clamp(number, size, len(ids))
    ordered = sa.select(Product.id).where(Product.id.in_(ids)).order_by(*_order(sort, where.category_ids))
    shown = db.session.scalars(ordered.limit(size).offset((number - 1) * size)).all()
    return Page(get_products(shown, for_rows()), number, size, len(ids))


def _narrow(statement: Any, where: ProductFilter) -> Any:
    conditions: list[Any] = []
    bounds = (
        (where.id_min, Product.id, ">="), (where.id_max, Product.id, "<="),
        (where.price_min, Product.price_excl_micros, ">="), (where.price_max, Product.price_excl_micros, "<="),
    )  # fmt: skip
    conditions += [
        column >= value if sign == ">=" else column <= value for value, column, sign in bounds if value is not None
    ]
    if where.quantity_min is not None:
        conditions.append(_quantity() >= where.quantity_min)
    if where.quantity_max is not None:
        conditions.append(_quantity() <= where.quantity_max)
    if where.is_online is not None:
        conditions.append(Product.is_online == where.is_online)
    if where.is_visible:
        conditions.append(Product.visibility.in_(("both", where.is_visible)))
    if where.brand_id is not None:
        conditions.append(Product.brand_id == where.brand_id)
    if where.ids is not None:
        conditions.append(Product.id.in_(where.ids))
    if where.category_ids:
        inside = sa.select(ProductCategory.product_id).where(ProductCategory.category_id.in_(where.category_ids))
        conditions.append(Product.id.in_(inside))
    return statement.where(*conditions)


def _order(sort: str, category_ids: tuple[int, ...] = ()) -> list[Any]:
    name, descending = sort.lstrip("-"), sort.startswith("-")
    if name == "position" and category_ids:
        column: Any = (
            sa.select(ProductCategory.position)
            .where(
                ProductCategory.shop_id == Product.shop_id, ProductCategory.product_id == Product.id,
                ProductCategory.category_id == category_ids[0],
            ).correlate(Product).scalar_subquery()
        )  # fmt: skip
    elif name == "quantity":
        column = _quantity()
    elif name == "category":
        column = (
            sa.select(Category.name).where(Category.shop_id == Product.shop_id, Category.id == Product.category_id)
            .correlate(Product).scalar_subquery()
        )  # fmt: skip
    elif name == "price_incl":
        rate = (
            sa.select(TaxRule.rate_bp).where(TaxRule.shop_id == Product.shop_id, TaxRule.id == Product.tax_rule_id)
            .correlate(Product).scalar_subquery()
        )  # fmt: skip
        column = Product.price_excl_micros * (10_000 + sa.func.coalesce(rate, 0))
    else:
        column = SORTS.get(name, Product.id)
    return [column.desc() if descending else column, Product.id.desc() if descending else Product.id]


def _stems(text: str) -> list[str]:
    return [word.rstrip("sx") or word for word in fold(text).replace("'", " ").replace("-", " ").split()]


def matches(text: str, wanted: str) -> bool:
    """Whether every word of `wanted` stands in a text, accents, case and plurals apart."""
    if not wanted:
        return True
    there = " ".join(_stems(text))
    return fold(wanted) in fold(text) or all(word in there for word in _stems(wanted))


def _category_names() -> dict[int, str]:
    return {row.id: row.name for row in db.session.execute(sa.select(Category.id, Category.name))}


def links_to(product: Product) -> list[RelatedProduct | StockMovement]:
    """The rows that point at a product without being part of it, and that mean nothing without it."""
    beside = db.session.scalars(sa.select(RelatedProduct).where(RelatedProduct.related_id == product.id))
    moved = db.session.scalars(sa.select(StockMovement).where(StockMovement.product_id == product.id))
    return [*beside, *moved]


def ranks_in(category_id: int) -> dict[int, int]:
    """Product id -> its rank, from 1, in the list of a category."""
    found = sa.select(ProductCategory.product_id).where(ProductCategory.category_id == category_id)
    ids = db.session.scalars(found.order_by(ProductCategory.position, ProductCategory.product_id))
    return {product_id: rank for rank, product_id in enumerate(ids, 1)}


def suggest_words(text: str) -> list[tuple[str, int]]:
    """For a search that found nothing: each of its words that finds products by name, with how many."""
    names = list(db.session.scalars(sa.select(Product.name)))
    counts = [(word, sum(matches(name, word) for name in names)) for word in dict.fromkeys(text.split())]
    return [(word, count) for word, count in counts if count]


def count_products() -> dict[str, int]:
    """total, online, offline, out (no unit left)."""
    rows = db.session.execute(sa.select(Product.is_online, _quantity().label("left"))).all()
    online = sum(1 for row in rows if row.is_online)
    return {
        "total": len(rows), "online": online, "offline": len(rows) - online, "out": sum(1 for row in rows if row.left <= 0),
    }  # fmt: skip


def taken_slugs(model: type[Product] | type[Category] | type[Brand], *, but: int | None = None) -> set[str]:
    """The addresses in use in a table, those of one row left out."""
    found = sa.select(model.slug)
    return set(db.session.scalars(found if but is None else found.where(model.id != but)))


@dataclass(frozen=True, slots=True)
class Choice:
    """A product, or one of its variants, in a list to choose from."""

    product_id: int
    variant_id: int | None
    name: str
    reference: str
    kind: str


def list_choices(*, but: int | None = None) -> list[Choice]:
    """Every product by name, each followed by its variants (constant number of statements)."""
    # Columns, not entities: a page that only lists them would spend half its time making them.
    variants = _variant_lines()
    products = sa.select(Product.id, Product.name, Product.reference, Product.kind).where(Product.id != (but or 0))
    found: list[Choice] = []
    for product_id, name, reference, kind in db.session.execute(products.order_by(Product.name)):
        found.append(Choice(product_id, None, name, reference, kind))
        for variant_id, words, own in variants.get(product_id, ()):
            found.append(Choice(product_id, variant_id, f"{name} : {words}", own, kind))
    return found


@steady
def _variant_lines() -> dict[int, list[tuple[int, str, str]]]:
    """By product, the number, the values and the reference of each of its variants."""
    named = sa.select(VariantValue.variant_id, AttributeValue.name).join(
        AttributeValue,
        sa.and_(AttributeValue.shop_id == VariantValue.shop_id, AttributeValue.id == VariantValue.attribute_value_id),
    )
    names: defaultdict[int, list[str]] = defaultdict(list)
    for variant_id, name in db.session.execute(named.order_by(VariantValue.id)):
        names[variant_id].append(name)
    lines = sa.select(Variant.id, Variant.product_id, Variant.reference).order_by(Variant.id)
    found: defaultdict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for variant_id, product_id, reference in db.session.execute(lines):
        found[product_id].append((variant_id, ", ".join(names[variant_id]), reference))
    return dict(found)


def search_choices(text: str, *, limit: int = 20, but: Collection[int] = ()) -> list[Product]:
    """Products by name or reference, for the pickers of the back office."""
    rows = db.session.execute(sa.select(Product.id, Product.name, Product.reference).order_by(Product.name))
    ids = [row.id for row in rows if row.id not in but and (matches(row.name, text) or matches(row.reference, text))]
    return get_products(ids[:limit])


_SHOP_SORTS = {
    "position": (ProductCategory.position, Product.id), "name": (Product.name, Product.id),
    "-name": (Product.name.desc(), Product.id.desc()), "price": (Product.price_excl_micros, Product.id),
    "-price": (Product.price_excl_micros.desc(), Product.id.desc()), "-added": (Product.added_on.desc(), Product.id.desc()),
    "added": (Product.added_on, Product.id),
}  # fmt: skip


def list_category_product_ids(category_id: int, *, sort: str = "position") -> list[int]:
    """The online products shown in a category, sorted: position, name, -name, price, -price, added, -added, -quantity."""
    found = (
        sa.select(Product.id)
        .join(
            ProductCategory,
            sa.and_(ProductCategory.shop_id == Product.shop_id, ProductCategory.product_id == Product.id),
        )
        .where(
            ProductCategory.category_id == category_id, Product.is_online, Product.visibility.in_(("both", "catalog"))
        )
    )
    order: Any = (
        (_quantity().desc(), Product.id) if sort == "-quantity" else _SHOP_SORTS.get(sort, _SHOP_SORTS["position"])
    )
    return list(db.session.scalars(found.order_by(*order)))


def list_category_products(
    category_id: int, *, sort: str = "position", number: int = 1, size: int = 12, only: Collection[int] | None = None
) -> Page[Product]:
    """A page of a category in the shop; `only` keeps the ids that other filters left."""
    ids = list_category_product_ids(category_id, sort=sort)
    if only is not None:
        ids = [product_id for product_id in ids if product_id in only]
    number = clamp(number, size, len(ids))
    return Page(get_products(ids[(number - 1) * size : number * size]), number, size, len(ids))


def list_new_products(*, since: Any, limit: int = 8) -> list[Product]:
    """Online products added since a day, newest first."""
    found = (
        sa.select(Product.id).where(Product.is_online, Product.added_on >= since, Product.visibility.in_(("both", "catalog")))
        .order_by(Product.added_on.desc(), Product.id.desc()).limit(limit)
    )  # fmt: skip
    return get_products(db.session.scalars(found))


def list_online_products() -> list[Product]:
    """Every online product with what a card shows, by name."""
    found = sa.select(Product).where(Product.is_online).order_by(Product.name).options(*for_cards())
    return list(db.session.scalars(found))


def list_related(product: Product, *, online: bool = True) -> list[Product]:
    """The products proposed beside one, in their order."""
    found = get_products(link.related_id for link in product.related)
    return [other for other in found if other.is_online or not online]

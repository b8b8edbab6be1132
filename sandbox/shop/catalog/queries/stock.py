"""Reading stock: what can be sold, the stock page, movements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel.db import db
from sandbox.kernel.paging import Page, clamp
from sandbox.shop.catalog.models import Product, StockMovement, Variant, VariantValue
from sandbox.shop.catalog.queries.details import variant_name
from sandbox.shop.catalog.queries.products import matches, quantity_of
from sandbox.shop.catalog.rules import Stock, StockRules, stock_state
from sandbox.shop.shops.queries import get_settings


def stock_rules() -> StockRules:
    """The shop's defaults about stock, from its settings (one statement)."""
    values = get_settings()
    return StockRules(
        allows=values["rupture_commande"], in_label=values["libelle_stock"], order_label=values["libelle_reassort"],
        out_label=values["libelle_rupture"], last_items=values["derniers_articles"],
    )  # fmt: skip


def stock_of(product: Product, variant: Variant | None = None, *, rules: StockRules | None = None) -> Stock:
    """What can be sold of a product, or of one of its variants; give `rules` when asking for many."""
    quantity = variant.quantity if variant is not None else quantity_of(product)
    return stock_state(
        quantity, product.out_of_stock, product.in_stock_label, product.out_of_stock_label, rules or stock_rules()
    )


@dataclass(frozen=True, slots=True)
class StockLine:
    """A line of the stock page: a product, or one of its variants with its name."""

    product: Product
    variant: Variant | None
    name: str
    reference: str
    quantity: int


def list_stock(text: str = "", *, only_low: int | None = None) -> list[StockLine]:
    """Every product and variant with its stock, by name; `only_low` keeps quantities up to that."""
    options = (
        selectinload(Product.images),
        selectinload(Product.variants).selectinload(Variant.values).selectinload(VariantValue.value),
    )
    lines: list[StockLine] = []
    for product in db.session.scalars(sa.select(Product).order_by(Product.name).options(*options)):
        if product.variants:
            lines += [
                StockLine(product, v, variant_name(v), v.reference or product.reference, v.quantity)
                for v in product.variants
            ]
        else:
            lines.append(StockLine(product, None, "", product.reference, product.quantity))
    return [
        line for line in lines
        if (matches(line.product.name, text) or matches(line.reference, text))
        and (only_low is None or line.quantity <= only_low)
    ]  # fmt: skip


def list_movements(*, product_id: int | None = None, number: int = 1, size: int = 50) -> Page[StockMovement]:
    """Changes of stock, newest first, of one product when given."""
    found = sa.select(StockMovement)
    if product_id is not None:
        found = found.where(StockMovement.product_id == product_id)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0
    number = clamp(number, size, total)
    ordered = found.order_by(StockMovement.moved_at.desc(), StockMovement.id.desc())
    return Page(db.session.scalars(ordered.limit(size).offset((number - 1) * size)).all(), number, size, total)


def names_of_moved(movements: Iterable[StockMovement]) -> dict[int, str]:
    """Movement id -> « Mug Escale, Sable », in a constant number of statements."""
    rows = list(movements)
    products = sa.select(Product.id, Product.name).where(Product.id.in_({row.product_id for row in rows}))
    names = {row.id: row.name for row in db.session.execute(products)}
    options = selectinload(Variant.values).selectinload(VariantValue.value)
    found = (
        sa.select(Variant).where(Variant.id.in_({row.variant_id for row in rows if row.variant_id})).options(options)
    )
    variants = {variant.id: variant_name(variant) for variant in db.session.scalars(found)}
    return {
        row.id: names.get(row.product_id, "") + (f", {variants.get(row.variant_id, '')}" if row.variant_id else "")
        for row in rows
    }

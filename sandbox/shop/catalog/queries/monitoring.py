"""Catalogue > Suivi: what of the catalogue is left to complete, list by list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel.db import session
from sandbox.kernel.text import plain
from sandbox.shop.catalog.models import Category, Product, ProductCategory, ProductImage, Variant, VariantValue
from sandbox.shop.catalog.queries.details import variant_name


@dataclass(frozen=True, slots=True)
class WatchedRow:
    """A product, one of its variants (`detail` names it) or a category that something lacks."""

    id: int
    name: str
    reference: str = ""
    detail: str = ""
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Watch:
    """A list of the monitoring page: `rows` by name."""

    key: str
    rows: tuple[WatchedRow, ...]


def watched_catalog() -> list[Watch]:
    """Every list of the monitoring page, empty ones too, in a constant number of statements."""
    products = _products()
    with_picture = set(session.scalars(sa.select(ProductImage.product_id).distinct()))
    variants = _variants()
    stocked = [p for p in products if p.kind not in ("pack", "virtual")]
    of_products = {
        "categories": _empty_categories(),
        "variants": [
            WatchedRow(p.id, p.name, v.reference or p.reference, variant_name(v), p.is_online)
            for p in stocked for v in variants.get(p.id, ()) if v.quantity <= 0
        ],
        "stock": [_row(p) for p in stocked if p.id not in variants and p.quantity <= 0],
        "offline": [_row(p) for p in products if not p.is_online],
        "picture": [_row(p) for p in products if p.id not in with_picture],
        "description": [_row(p) for p in products if not plain(p.description).strip()],
        "price": [_row(p) for p in products if p.price_excl_micros <= 0 and not _is_priced(variants.get(p.id, ()))],
        "reference": [_row(p) for p in products if not p.reference.strip()],
    }  # fmt: skip
    return [Watch(key, tuple(rows)) for key, rows in of_products.items()]


def _products() -> list[sa.Row[Any]]:
    """Columns rather than entities: most of the catalogue will not be shown."""
    return list(
        session.execute(
            sa.select(
                Product.id, Product.name, Product.reference, Product.kind, Product.price_excl_micros, Product.description,
                Product.quantity, Product.is_online,
            ).order_by(Product.name, Product.id)
        )
    )  # fmt: skip


def _row(product: sa.Row[Any]) -> WatchedRow:
    return WatchedRow(product.id, product.name, product.reference, is_active=product.is_online)


def _variants() -> dict[int, list[Variant]]:
    found: dict[int, list[Variant]] = {}
    options = selectinload(Variant.values).selectinload(VariantValue.value)
    for variant in session.scalars(sa.select(Variant).order_by(Variant.id).options(options)):
        found.setdefault(variant.product_id, []).append(variant)
    return found


def _is_priced(variants: list[Variant] | tuple[()]) -> bool:
    """Whether the whole price stands on the variants, as some shops keep it."""
    return bool(variants) and all(variant.impact_excl_micros > 0 for variant in variants)


def _empty_categories() -> list[WatchedRow]:
    """Categories that hold no product themselves nor through those below; « Accueil » is not a shelf."""
    rows = session.execute(sa.select(Category.id, Category.parent_id, Category.name, Category.is_active)).all()
    full = set(session.scalars(sa.select(ProductCategory.category_id).distinct()))
    above = {row.id: row.parent_id for row in rows}
    for shelf in list(full):
        parent_id = above.get(shelf)
        while parent_id is not None and parent_id not in full:
            full.add(parent_id)
            parent_id = above.get(parent_id)
    empty = [row for row in rows if row.parent_id is not None and row.id not in full]
    return [WatchedRow(row.id, row.name, is_active=row.is_active) for row in sorted(empty, key=lambda row: row.name)]

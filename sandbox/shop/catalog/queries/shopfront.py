"""Reading what the storefront proposes beside what somebody chose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.kernel.steady import steady
from sandbox.shop.catalog.models import (
    Attribute,
    AttributeValue,
    Feature,
    PackItem,
    Product,
    ProductCategory,
    ProductFeature,
    RelatedProduct,
    Variant,
    VariantValue,
)


def related_ids(product_ids: Iterable[int]) -> list[int]:
    """The numbers of the products proposed beside these ones, the first of each first, without doubles."""
    wanted = list(product_ids)
    if not wanted:
        return []
    query = sa.select(RelatedProduct.related_id).where(RelatedProduct.product_id.in_(wanted))
    return list(dict.fromkeys(session.scalars(query.order_by(RelatedProduct.position, RelatedProduct.id))))


@steady
def feature_names() -> dict[int, str]:
    """The names of the features by number, in their order."""
    found = session.execute(sa.select(Feature.id, Feature.name).order_by(Feature.position, Feature.id))
    return {row.id: row.name for row in found}


@steady
def features_by_product() -> dict[int, tuple[tuple[int, str], ...]]:
    """Product id -> its (feature id, value), as its sheet was written; products without any are left out."""
    found: dict[int, list[tuple[int, str]]] = {}
    query = sa.select(ProductFeature.product_id, ProductFeature.feature_id, ProductFeature.value)
    for product_id, feature_id, value in session.execute(query.order_by(ProductFeature.id)):
        found.setdefault(product_id, []).append((feature_id, value))
    return {product_id: tuple(pairs) for product_id, pairs in found.items()}


@steady
def shown_by_category() -> dict[int, int]:
    """Category id -> how many products its page shows; categories without any are left out."""
    query = (
        sa.select(ProductCategory.category_id, sa.func.count())
        .join(Product, Product.id == ProductCategory.product_id)
        .where(Product.is_online, Product.visibility.in_(("both", "catalog")))
        .group_by(ProductCategory.category_id)
    )
    return {category_id: count for category_id, count in session.execute(query)}  # noqa: C416


class Worn(NamedTuple):
    """A value that a product comes in: « Couleur », « Bleu nuit », its colour when it is one."""

    attribute: str
    value: str
    color: str


@steady
def values_by_product() -> dict[int, tuple[Worn, ...]]:
    """Product id -> the attribute values of its variants, in the shop's order; products without variants are left out."""
    name = sa.case((Attribute.public_name != "", Attribute.public_name), else_=Attribute.name)
    order = (Attribute.position, Attribute.id, AttributeValue.position, AttributeValue.id)
    query = (
        sa.select(Variant.product_id, name, AttributeValue.name, AttributeValue.color, *order)
        .join(VariantValue, VariantValue.variant_id == Variant.id)
        .join(AttributeValue, AttributeValue.id == VariantValue.attribute_value_id)
        .join(Attribute, Attribute.id == AttributeValue.attribute_id)
        .distinct()
    )
    found: dict[int, list[Worn]] = {}
    for product_id, attribute, value, color, *_ in session.execute(query.order_by(*order)):
        found.setdefault(product_id, []).append(Worn(attribute, value, color))
    return {product_id: tuple(values) for product_id, values in found.items()}


def packs_with(product_id: int) -> list[int]:
    """The numbers of the packs on sale that hold a product, by name."""
    query = (
        sa.select(Product.id, Product.name)
        .join(PackItem, PackItem.pack_id == Product.id)
        .where(PackItem.product_id == product_id, Product.kind == "pack", Product.is_online)
        .where(Product.visibility.in_(("both", "catalog")))
        .distinct()
    )
    return [row.id for row in session.execute(query.order_by(Product.name))]

"""Reading what the storefront proposes beside what somebody chose."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.steady import steady
from sandbox.shop.catalog.models import Feature, ProductFeature, RelatedProduct


def related_ids(product_ids: Iterable[int]) -> list[int]:
    """The numbers of the products proposed beside these ones, the first of each first, without doubles."""
    wanted = list(product_ids)
    if not wanted:
        return []
    query = sa.select(RelatedProduct.related_id).where(RelatedProduct.product_id.in_(wanted))
    return list(dict.fromkeys(db.session.scalars(query.order_by(RelatedProduct.position, RelatedProduct.id))))


@steady
def feature_names() -> dict[int, str]:
    """The names of the features by number, in their order."""
    found = db.session.execute(sa.select(Feature.id, Feature.name).order_by(Feature.position, Feature.id))
    return {row.id: row.name for row in found}


@steady
def features_by_product() -> dict[int, tuple[tuple[int, str], ...]]:
    """Product id -> its (feature id, value), as its sheet was written; products without any are left out."""
    found: dict[int, list[tuple[int, str]]] = {}
    query = sa.select(ProductFeature.product_id, ProductFeature.feature_id, ProductFeature.value)
    for product_id, feature_id, value in db.session.execute(query.order_by(ProductFeature.id)):
        found.setdefault(product_id, []).append((feature_id, value))
    return {product_id: tuple(pairs) for product_id, pairs in found.items()}

"""Reading what the storefront proposes beside what somebody chose."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import RelatedProduct


def related_ids(product_ids: Iterable[int]) -> list[int]:
    """The numbers of the products proposed beside these ones, the first of each first, without doubles."""
    wanted = list(product_ids)
    if not wanted:
        return []
    query = sa.select(RelatedProduct.related_id).where(RelatedProduct.product_id.in_(wanted))
    return list(dict.fromkeys(db.session.scalars(query.order_by(RelatedProduct.position, RelatedProduct.id))))

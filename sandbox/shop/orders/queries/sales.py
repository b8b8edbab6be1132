"""What sells: units by product over the last days, for the shop's own rankings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.shop.catalog.models import Product
from sandbox.shop.orders.models import Order, OrderLine, OrderState

DAYS = 30
"""The days that the shop's rankings look back on."""


def best_sellers(*, limit: int = 8, days: int = DAYS) -> list[int]:
    """The numbers of the online products that sold most units in paid orders lately, best first."""
    query = (
        sa.select(OrderLine.product_id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(OrderState, OrderState.id == Order.state_id)
        .join(Product, Product.id == OrderLine.product_id)
        .where(OrderState.is_paid, Order.placed_at >= clock.now() - timedelta(days=days))
        .where(Product.is_online, Product.visibility.in_(("both", "catalog")))
        .group_by(OrderLine.product_id)
        .order_by(sa.func.sum(OrderLine.quantity).desc(), OrderLine.product_id)
        .limit(limit)
    )
    return [product_id for product_id in session.scalars(query) if product_id is not None]


def sold_by_product(product_ids: Iterable[int], *, days: int = DAYS) -> dict[int, int]:
    """Product id -> units sold in paid orders lately; products that sold nothing are left out."""
    query = (
        sa.select(OrderLine.product_id, sa.func.sum(OrderLine.quantity))
        .join(Order, Order.id == OrderLine.order_id)
        .join(OrderState, OrderState.id == Order.state_id)
        .where(OrderLine.product_id.in_(list(product_ids)), OrderState.is_paid)
        .where(Order.placed_at >= clock.now() - timedelta(days=days))
        .group_by(OrderLine.product_id)
    )
    return {product_id: int(units) for product_id, units in session.execute(query) if product_id is not None}

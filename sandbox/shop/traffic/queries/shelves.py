"""The catalogue beside what it sold: cover of the stock, worst sellers, what never sold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel.clock import start_of_day, to_paris
from sandbox.kernel.db import session
from sandbox.shop.catalog.models import Product, Variant
from sandbox.shop.catalog.queries import cost_of, quantity_of
from sandbox.shop.orders.models import Order, OrderLine, OrderState
from sandbox.shop.orders.queries import as_moment
from sandbox.shop.traffic.queries.ledger import settled_goods, settled_last_days, unsettled
from sandbox.shop.traffic.queries.rows import line_excl, placed_in
from sandbox.shop.traffic.rules.periods import Period


@dataclass(frozen=True, slots=True)
class ShelfFigures:
    """A product on sale: its stock now, what it sold in the period, when it last sold until its end. Cents without tax."""

    product: Product
    quantity: int
    items: int
    sales_excl: int
    cost: int
    last_on: date | None
    days: int

    @property
    def cover_days(self) -> float | None:
        """How many days the stock lasts at the pace of the period; None when nothing sold."""
        return max(0, self.quantity) * self.days / self.items if self.items > 0 else None

    @property
    def stock_cents(self) -> int:
        """What the stock cost, without tax; each variant at its own cost when it has one."""
        product = self.product
        held: list[tuple[int, Variant | None]] = [(variant.quantity, variant) for variant in product.variants]
        told = held or [(product.quantity, None)]
        return round(sum(max(0, number) * cost_of(product, variant) for number, variant in told) / 10_000)


def figures_of_shelves(period: Period) -> list[ShelfFigures]:
    """Every product on sale, by name; a constant number of statements."""
    sold: dict[int | None, tuple[int, int, int]] = {
        product_id: (items, excl, cost) for product_id, (items, _, excl, cost) in settled_goods(period).items()
    }
    query = (
        sa.select(OrderLine.product_id, sa.func.sum(OrderLine.quantity), sa.func.sum(line_excl()),
                  sa.func.sum(OrderLine.quantity * OrderLine.unit_cost_cents))
        .join(Order, Order.id == OrderLine.order_id).join(OrderState, OrderState.id == Order.state_id)
        .where(placed_in(period), OrderState.is_paid).group_by(OrderLine.product_id)
    )  # fmt: skip
    for product_id, *told in session.execute(unsettled(query)):
        items, excl, cost = (a + int(b) for a, b in zip(sold.get(product_id, (0, 0, 0)), told, strict=True))
        sold[product_id] = (items, excl, cost)
    last: dict[int | None, date] = dict(settled_last_days(period.last).items())
    until = (
        sa.select(OrderLine.product_id, sa.func.max(Order.placed_at))
        .join(Order, Order.id == OrderLine.order_id).join(OrderState, OrderState.id == Order.state_id)
        .where(Order.placed_at < start_of_day(period.last + timedelta(days=1)), OrderState.is_paid)
        .group_by(OrderLine.product_id)
    )  # fmt: skip
    for product_id, moment in session.execute(unsettled(until)):
        day = to_paris(as_moment(moment)).date()
        last[product_id] = max(day, last.get(product_id, day))
    products = sa.select(Product).where(Product.is_online).order_by(Product.name, Product.id)
    options = (selectinload(Product.variants), selectinload(Product.category))
    return [
        ShelfFigures(p, quantity_of(p), *sold.get(p.id, (0, 0, 0)), last.get(p.id), period.days)
        for p in session.scalars(products.options(*options))
    ]

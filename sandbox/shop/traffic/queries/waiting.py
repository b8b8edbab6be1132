"""What waits for somebody, for the dashboard's column « Aperçu de l'activité »: the counts of the lists it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.clock import start_of_day
from sandbox.kernel.db import session
from sandbox.shop.catalog.models import Product, Variant
from sandbox.shop.customers.models import Consent, Customer, Subscriber
from sandbox.shop.customers.queries import count_subscribers
from sandbox.shop.orders.models import Cart, CartLine, Order
from sandbox.shop.orders.queries import count_orders_to_handle
from sandbox.shop.reviews.queries import count_pending
from sandbox.shop.shops.queries import get_settings
from sandbox.shop.support.queries import count_unread
from sandbox.shop.traffic.rules.periods import Period

ACTIVE = timedelta(minutes=30)
LEFT = timedelta(days=1)
"""A cart that nobody touched for a day is left behind: the same delay as in the list of carts."""


@dataclass(frozen=True, slots=True)
class StockAlert:
    """An online product, or its scarcest variant, at or under its threshold."""

    product_id: int
    name: str
    quantity: int
    threshold: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Counts of what waits now, and of who came in the period. `stock_out` products at zero, `stock_low` above it."""

    active_carts: int
    left_carts: int
    orders: int
    messages: int
    reviews: int
    alerts: tuple[StockAlert, ...]
    new_customers: int
    new_subscribers: int
    subscribers: int

    @property
    def stock_out(self) -> int:
        """Products of which nothing, or nothing of a variant, is left."""
        return sum(alert.quantity <= 0 for alert in self.alerts)

    @property
    def stock_low(self) -> int:
        """Products still there, at or under their threshold."""
        return sum(alert.quantity > 0 for alert in self.alerts)


def get_waiting(period: Period) -> Waiting:
    """The counts, in a constant number of statements."""
    now = clock.now()
    first, after = start_of_day(period.first), start_of_day(period.last + timedelta(days=1))
    moments = {"active": now - ACTIVE, "left": now - LEFT, "first": first, "after": after}
    active, left, customers, given, subscribed = session.execute(_counts(), moments).one()
    return Waiting(
        active_carts=active, left_carts=left, orders=count_orders_to_handle(), messages=count_unread(), reviews=count_pending(),
        alerts=tuple(_alerts()), new_customers=customers, new_subscribers=given + subscribed, subscribers=count_subscribers(),
    )  # fmt: skip


@cache
def _counts() -> Any:
    """Carts in use and left, customers who came, who subscribed: with an account by their consent, or without."""
    moment = {name: sa.bindparam(name, type_=sa.DateTime()) for name in ("active", "left", "first", "after")}
    carts = sa.select(sa.func.count(Cart.id)).where(
        Cart.id.in_(sa.select(CartLine.cart_id)), Cart.id.not_in(sa.select(Order.cart_id).where(Order.cart_id.is_not(None)))
    )  # fmt: skip

    def came(column: Any, at: Any, *conditions: Any) -> Any:
        within = (at >= moment["first"], at < moment["after"])
        return sa.select(sa.func.count(sa.distinct(column))).where(*within, *conditions).scalar_subquery()

    return sa.select(
        carts.where(Cart.updated_at >= moment["active"]).scalar_subquery(),
        carts.where(Cart.updated_at < moment["left"]).scalar_subquery(),
        came(Customer.id, Customer.registered_at, Customer.is_guest.is_(False)),
        came(Consent.customer_id, Consent.given_at, Consent.is_given, Consent.purpose == "newsletter"),
        came(Subscriber.id, Subscriber.subscribed_at),
    )


def _alerts() -> list[StockAlert]:
    usual = int(get_settings()["stock_bas"])
    scarcest = sa.func.coalesce(sa.func.min(Variant.quantity), Product.quantity)
    query = (
        sa.select(Product.id, Product.name, Product.low_stock, scarcest)
        .outerjoin(Variant, Variant.product_id == Product.id)
        .where(Product.is_online, Product.kind.not_in(("pack", "virtual")))
        .group_by(Product.shop_id, Product.id, Product.name, Product.low_stock, Product.quantity)
    )  # fmt: skip
    found = [
        StockAlert(product_id, name, int(quantity), usual if low is None else low)
        for product_id, name, low, quantity in session.execute(query)
    ]
    return sorted((a for a in found if a.quantity <= a.threshold), key=lambda a: (a.quantity, a.name))

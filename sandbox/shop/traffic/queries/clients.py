"""New and returning customers of a period, and the RFM segments at its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from sandbox.kernel.clock import start_of_day, to_paris
from sandbox.kernel.db import session
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders.models import Order, OrderLine, OrderState
from sandbox.shop.orders.queries import as_moment
from sandbox.shop.traffic.queries.rows import line_excl, placed_in
from sandbox.shop.traffic.rules.periods import Period
from sandbox.shop.traffic.rules.segments import Scores, score


@dataclass(frozen=True, slots=True)
class Loyalty:
    """What some customers bought in the period, in cents without tax."""

    customers: int = 0
    orders: int = 0
    sales_excl: int = 0


@dataclass(frozen=True, slots=True)
class Scored:
    """A customer at the end of a period: what they bought since the beginning, and their scores."""

    customer: Customer
    orders: int
    sales_excl: int
    last_at: datetime
    scores: Scores


def figures_of_loyalty(period: Period) -> tuple[Loyalty, Loyalty]:
    """The new customers (their first paid order lies in the period) and the returning ones; two statements."""
    begun = sa.select(Order.customer_id, sa.func.min(Order.placed_at)).where(OrderState.is_paid)
    first = {row[0]: row[1] for row in _rows(begun)}
    start = start_of_day(period.first)
    bought = (
        sa.select(Order.customer_id, sa.func.count(sa.distinct(Order.id)), sa.func.sum(line_excl()))
        .join(OrderLine, OrderLine.order_id == Order.id).where(placed_in(period), OrderState.is_paid)
    )  # fmt: skip
    found = [Loyalty(), Loyalty()]
    for customer_id, orders, excl in _rows(bought):
        side = int(as_moment(first[customer_id]) < start)
        was = found[side]
        found[side] = Loyalty(was.customers + 1, was.orders + int(orders), was.sales_excl + int(excl))
    return found[0], found[1]


def _rows(query: Any) -> list[Any]:
    """By customer, with the states of their orders."""
    joined = query.join(OrderState, OrderState.id == Order.state_id).group_by(Order.customer_id)
    return list(session.execute(joined))


def list_scored(period: Period) -> list[Scored]:
    """Every customer who bought until the end of the period, the best first; two statements."""
    end = start_of_day(period.last + timedelta(days=1))
    sold, last = sa.func.sum(line_excl()), sa.func.max(Order.placed_at)
    query = (
        sa.select(Order.customer_id, sa.func.count(sa.distinct(Order.id)), sold, last)
        .join(OrderLine, OrderLine.order_id == Order.id).join(OrderState, OrderState.id == Order.state_id)
        .where(OrderState.is_paid, Order.placed_at < end).group_by(Order.customer_id)
        .order_by(sold.desc(), Order.customer_id)
    )  # fmt: skip
    rows = session.execute(query).all()
    people = {c.id: c for c in session.scalars(sa.select(Customer))}
    found = []
    for customer_id, orders, excl, moment in rows:
        last_at = as_moment(moment)
        days = (period.last - to_paris(last_at).date()).days
        scores = score(days_since=days, orders=int(orders), sales_excl=int(excl))
        found.append(Scored(people[customer_id], int(orders), int(excl), last_at, scores))
    return found

"""New and returning customers of a period, and the RFM segments at its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from sandbox.kernel.clock import start_of_day, to_paris
from sandbox.kernel.db import session
from sandbox.kernel.steady import steady
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders.models import Order, OrderLine, OrderState
from sandbox.shop.orders.queries import as_moment
from sandbox.shop.traffic.queries.crossings import unsettled_in
from sandbox.shop.traffic.queries.ledger import Bought, settled_buyers, unsettled
from sandbox.shop.traffic.queries.rows import line_excl
from sandbox.shop.traffic.rules.crossing import ALL, Segment
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

    customer_id: int
    is_newsletter: bool
    orders: int
    sales_excl: int
    last_on: date
    scores: Scores


@steady
def first_days() -> dict[int, date]:
    """The day of each customer's first paid order; two statements, and none again until an order changes: a page asks for it at
    several places, about the whole history.
    """
    found = {customer_id: bought.first_on for customer_id, bought in settled_buyers(date.max).items()}
    first = (
        sa.select(Order.customer_id, sa.func.min(Order.placed_at)).join(OrderState, OrderState.id == Order.state_id)
        .where(OrderState.is_paid).group_by(Order.customer_id)
    )  # fmt: skip
    for customer_id, moment in session.execute(unsettled(first)):
        day = to_paris(as_moment(moment)).date()
        found[customer_id] = min(day, found.get(customer_id, day))
    return found


def buyers(last_on: date, first_on: date | None = None, segment: Segment = ALL) -> dict[int, Bought]:
    """What each customer bought in paid orders from a day, or from the beginning, to another; two statements. Those of a `segment` are
    told from a day only.
    """
    found = settled_buyers(last_on, first_on, segment)
    since = [] if first_on is None else [Order.placed_at >= start_of_day(first_on)]
    query = (
        sa.select(
            Order.customer_id, sa.func.count(sa.distinct(Order.id)), sa.func.sum(line_excl()), sa.func.min(Order.placed_at),
            sa.func.max(Order.placed_at),
        )
        .join(OrderLine, OrderLine.order_id == Order.id).join(OrderState, OrderState.id == Order.state_id)
        .where(OrderState.is_paid, Order.placed_at < start_of_day(last_on + timedelta(days=1)), *since)
        .group_by(Order.customer_id)
    )  # fmt: skip
    if segment and first_on is not None:
        query = query.where(Order.id.in_(unsettled_in(Period(first_on, last_on), segment)))
    for customer_id, orders, excl, first, last in session.execute(unsettled(query)):
        days = [to_paris(as_moment(moment)).date() for moment in (first, last)]
        was = found.get(customer_id)
        if was is None:
            found[customer_id] = Bought(int(orders), int(excl), *days)
        else:
            found[customer_id] = Bought(
                was.orders + int(orders),
                was.sales_excl + int(excl),
                min(was.first_on, days[0]),
                max(was.last_on, days[1]),
            )
    return found


def figures_of_loyalty(period: Period) -> tuple[Loyalty, Loyalty]:
    """The new customers (their first paid order lies in the period) and the returning ones; four statements."""
    first, counted = first_days(), [[0, 0, 0], [0, 0, 0]]
    for customer_id, bought in buyers(period.last, period.first).items():
        sums = counted[int(first[customer_id] < period.first)]
        sums[0] += 1
        sums[1] += bought.orders
        sums[2] += bought.sales_excl
    return Loyalty(*counted[0]), Loyalty(*counted[1])


def list_scored(period: Period) -> list[Scored]:
    """Every customer who bought until the end of the period, the best first; three statements. No object is made of them."""
    letters = {row[0]: row[1] for row in session.execute(sa.select(Customer.id, Customer.is_newsletter))}
    found = []
    for customer_id, b in buyers(period.last).items():
        days = (period.last - b.last_on).days
        scores = score(days_since=days, orders=b.orders, sales_excl=b.sales_excl)
        found.append(Scored(customer_id, letters[customer_id], b.orders, b.sales_excl, b.last_on, scores))
    return sorted(found, key=lambda s: (-s.sales_excl, s.customer_id))


def find_people(ids: Iterable[int]) -> dict[int, Customer]:
    """Some customers by id; one statement."""
    return {c.id: c for c in session.scalars(sa.select(Customer).where(Customer.id.in_(list(ids))))}

"""What was given back in a period, one by one: the rows of « Remboursements »."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from sandbox.kernel.clock import start_of_day
from sandbox.kernel.db import session
from sandbox.kernel.steady import steady
from sandbox.shop.orders.models import CreditSlip, Order, OrderHistory, OrderState
from sandbox.shop.traffic.queries.rows import days_of, is_refunded, within
from sandbox.shop.traffic.rules.periods import Period, points_of

SLIP, STATE = "slip", "state"


@dataclass(frozen=True, slots=True)
class Refund:
    """Money given back for an order placed at a moment (UTC): `kind` is slip, or state when no slip says it; `goods_excl` of orders that still count as sold."""

    order_id: int
    reference: str
    placed_at: datetime
    day: date
    kind: str
    cents: int
    goods_excl: int
    source: str
    campaign: str


def list_refunds(period: Period) -> list[Refund]:
    """What was given back, on the day it was, whenever the order was placed; two statements.

    Credit slips count for themselves, but for those given as a voucher: that one lowers the sale where it serves. An order that
    went to « Remboursé » counts what no slip of it says, on the first of its days in that state: nothing counts twice.
    """
    return [*_slips(period), *_moved(period)]


@steady
def refund_sums(period: Period) -> dict[tuple[date, str, str], tuple[int, int, int]]:
    """How many refunds, their cents with tax and the goods without, by the first day of the point of a chart, source and campaign:
    the same rows added up. Read again once an order, its history, a slip or a state changed.
    """
    return added_up(list_refunds(period), period)


def added_up(refunds: Iterable[Refund], period: Period) -> dict[tuple[date, str, str], tuple[int, int, int]]:
    """Some refunds of a period, added up in this way."""
    first = points_of(period)
    sums: dict[tuple[date, str, str], tuple[int, int, int]] = {}
    for refund in refunds:
        key = (first[refund.day], refund.source, refund.campaign)
        count, cents, excl = sums.get(key, (0, 0, 0))
        sums[key] = (count + 1, cents + refund.cents, excl + refund.goods_excl)
    return sums


def _slips(period: Period) -> Iterator[Refund]:
    day_of = days_of(period)
    # an order that is no longer paid has left the sales already
    goods = sa.case((OrderState.is_paid, CreditSlip.total_excl_cents - CreditSlip.shipping_excl_cents), else_=0)
    query = (
        sa.select(
            CreditSlip.order_id, Order.reference, Order.placed_at, CreditSlip.made_at, CreditSlip.total_incl_cents, goods, Order.source,
            Order.campaign,
        )
        .join(Order, Order.id == CreditSlip.order_id).join(OrderState, OrderState.id == Order.state_id)
        .where(within(CreditSlip.made_at, period), CreditSlip.is_voucher.is_(False))
    )  # fmt: skip
    for order_id, reference, placed_at, made_at, cents, goods_excl, source, campaign in session.execute(query):
        yield Refund(order_id, reference, placed_at, day_of(made_at), SLIP, cents, goods_excl, source, campaign)


def _moved(period: Period) -> Iterator[Refund]:
    day_of = days_of(period)
    gone = sa.select(OrderState.id).where(is_refunded())
    earlier = sa.orm.aliased(OrderHistory)
    before = earlier.set_at < start_of_day(period.first)
    sooner = sa.select(earlier.order_id).where(earlier.state_id.in_(gone), before)
    said = sa.select(sa.func.sum(CreditSlip.total_incl_cents)).where(CreditSlip.order_id == Order.id).scalar_subquery()
    query = (
        sa.select(
            Order.id, Order.reference, Order.placed_at, OrderHistory.set_at, Order.total_incl_cents - sa.func.coalesce(said, 0), Order.source,
            Order.campaign,
        )
        .join(Order, Order.id == OrderHistory.order_id)
        .where(OrderHistory.state_id.in_(gone), within(OrderHistory.set_at, period), OrderHistory.order_id.not_in(sooner))
        .order_by(OrderHistory.set_at)
    )  # fmt: skip
    seen: set[int] = set()
    for order_id, reference, placed_at, set_at, cents, source, campaign in session.execute(query):
        if order_id not in seen and cents > 0:
            yield Refund(order_id, reference, placed_at, day_of(set_at), STATE, int(cents), 0, source, campaign)
        seen.add(order_id)

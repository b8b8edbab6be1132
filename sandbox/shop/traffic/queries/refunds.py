"""What was given back in a period, one by one: the rows of « Remboursements »."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from sandbox.kernel.clock import to_paris
from sandbox.kernel.db import session
from sandbox.shop.orders.models import CreditSlip, Order, OrderHistory, OrderState
from sandbox.shop.orders.queries import as_moment
from sandbox.shop.traffic.queries.rows import is_refunded
from sandbox.shop.traffic.rules.periods import Period

SLIP, STATE = "slip", "state"


@dataclass(frozen=True, slots=True)
class Refund:
    """Money given back for an order: `kind` is slip, or state when no slip says it; `goods_excl` of orders that still count as sold."""

    order_id: int
    reference: str
    placed_on: date
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
    slips = (
        sa.select(
            CreditSlip.order_id, CreditSlip.made_at, CreditSlip.is_voucher, CreditSlip.total_incl_cents,
            (CreditSlip.total_excl_cents - CreditSlip.shipping_excl_cents).label("goods_excl"), OrderState.is_paid, Order.reference,
            Order.placed_at, Order.source, Order.campaign,
        )
        .join(Order, Order.id == CreditSlip.order_id).join(OrderState, OrderState.id == Order.state_id)
    )  # fmt: skip
    said: dict[int, int] = {}
    found = []
    for row in session.execute(slips):
        said[row.order_id] = said.get(row.order_id, 0) + row.total_incl_cents
        day = to_paris(row.made_at).date()
        if day in period and not row.is_voucher:
            # an order that is no longer paid has left the sales already
            goods = row.goods_excl if row.is_paid else 0
            placed_on = to_paris(row.placed_at).date()
            found.append(Refund(
                row.order_id, row.reference, placed_on, day, SLIP, row.total_incl_cents, goods, row.source, row.campaign,
            ))  # fmt: skip
    columns = (Order.id, Order.reference, Order.placed_at, Order.source, Order.campaign, Order.total_incl_cents)
    gone = sa.select(OrderState.id).where(is_refunded())
    moved = (
        sa.select(*columns, sa.func.min(OrderHistory.set_at).label("made_at"))
        .join(OrderHistory, OrderHistory.order_id == Order.id).where(OrderHistory.state_id.in_(gone)).group_by(*columns)
    )  # fmt: skip
    for order in session.execute(moved):
        day, left = to_paris(as_moment(order.made_at)).date(), order.total_incl_cents - said.get(order.id, 0)
        if day in period and left > 0:
            placed_on = to_paris(order.placed_at).date()
            found.append(
                Refund(order.id, order.reference, placed_on, day, STATE, left, 0, order.source, order.campaign)
            )
    return found

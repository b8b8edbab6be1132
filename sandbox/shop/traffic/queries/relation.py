"""The relation with customers: first purchases, vouchers, threads, reviews and returns of a period, the shop's own rows.

What a report lists and what an indicator counts are the same rows: `relation_parts` adds up what the other functions list.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.shop.catalog.models import Product
from sandbox.shop.orders.models import (
    MerchandiseReturn,
    MerchandiseReturnLine,
    Order,
    OrderLine,
    OrderState,
    OrderVoucher,
)
from sandbox.shop.orders.queries import as_moment
from sandbox.shop.reviews.models import Review
from sandbox.shop.reviews.rules import PUBLISHED
from sandbox.shop.support.models import Contact, Message, Thread
from sandbox.shop.traffic.queries.clients import first_days
from sandbox.shop.traffic.queries.ledger import Cell, unsettled
from sandbox.shop.traffic.queries.rows import UNMEASURED_DEVICE, Part, days_of, line_excl, placed_in, within
from sandbox.shop.traffic.rules import indicators
from sandbox.shop.traffic.rules.indicators import Totals
from sandbox.shop.traffic.rules.periods import Period

CUSTOMER, TEAM = "customer", "team"


@dataclass(frozen=True, slots=True)
class ThreadDelay:
    """A thread that a customer began: `reply_seconds` until the team's first answer, None while there is none."""

    thread_id: int
    name: str
    contact: str
    status: str
    opened_at: datetime
    reply_seconds: int | None


@dataclass(frozen=True, slots=True)
class CodeFigures:
    """A voucher used by paid orders: how many, what it took off with tax, and what those orders sold and cost without."""

    rule_id: int | None
    code: str
    name: str
    orders: int
    discounts: int
    sales_excl: int
    cost: int


@dataclass(frozen=True, slots=True)
class ReturnedGoods:
    """Pieces of a product that customers asked to send back, for one reason; a withdrawal gives none."""

    product_id: int | None
    name: str
    reason: str
    day: date
    pieces: int


@dataclass(frozen=True, slots=True)
class PublishedReview:
    """A review that the shop published, with the name of its product."""

    id: int
    product_id: int
    product: str
    author: str
    rating: int
    title: str
    body: str
    posted_on: date
    is_verified: bool
    is_answered: bool


def relation_parts(family: str, period: Period, cells: Iterable[Cell]) -> Iterator[Part]:
    """A family of the relation by day, in three statements at most whatever the period: a page pays for those it shows."""
    match family:
        case indicators.BUYERS:
            return _first_buyers(period)
        case indicators.CODES:
            return _codes(period, cells)
        case indicators.THREADS:
            return _threads(period)
        case indicators.REVIEWS:
            return _reviews(period)
        case indicators.RETURNS:
            return _returns(period, cells)
    raise ValueError(f"no such family: {family}")


def _first_buyers(period: Period) -> Iterator[Part]:
    for first, buyers in Counter(first_days().values()).items():
        if first in period:
            yield _part(first, Totals(first_buyers=buyers))


def _codes(period: Period, cells: Iterable[Cell]) -> Iterator[Part]:
    """The paid orders and what vouchers took off them."""
    for cell in cells:
        if cell.is_paid:
            yield _part(cell.day, Totals(coded=cell.coded, coded_of=cell.orders, discounts=cell.discounts))
    taken = (
        sa.select(OrderVoucher.order_id, sa.func.sum(OrderVoucher.amount_cents))
        .join(Order, Order.id == OrderVoucher.order_id).join(OrderState, OrderState.id == Order.state_id)
        .where(placed_in(period), OrderState.is_paid).group_by(OrderVoucher.order_id)
    )  # fmt: skip
    discounts = {row[0]: int(row[1]) for row in session.execute(unsettled(taken))}
    for order_id, day, _ in _unsettled(period):
        yield _part(day, Totals(coded=int(order_id in discounts), coded_of=1, discounts=discounts.get(order_id, 0)))


def _threads(period: Period) -> Iterator[Part]:
    day_of, sums = days_of(period), _Sums(3)
    for row in list_thread_delays(period):
        sums.add(day_of(row.opened_at), 1, int(row.reply_seconds is not None), row.reply_seconds or 0)
    for day, (threads, answered, seconds) in sums.by_day.items():
        yield _part(day, Totals(threads=threads, answered=answered, reply_seconds=seconds))


def _reviews(period: Period) -> Iterator[Part]:
    day_of, sums = days_of(period), _Sums(2)
    stars = sa.select(Review.posted_at, Review.rating).where(is_published_in(period))
    for posted_at, rating in session.execute(stars):
        sums.add(day_of(posted_at), 1, rating)
    for day, (reviews, rated) in sums.by_day.items():
        yield _part(day, Totals(reviews=reviews, stars=rated))


def _returns(period: Period, cells: Iterable[Cell]) -> Iterator[Part]:
    """The pieces asked back, of those sold."""
    for cell in cells:
        if cell.is_paid:
            yield _part(cell.day, Totals(delivered=cell.sold.items))
    for _, day, pieces in _unsettled(period):
        yield _part(day, Totals(delivered=pieces))
    day_of = days_of(period)
    asked = (
        sa.select(MerchandiseReturn.requested_at, sa.func.sum(MerchandiseReturnLine.quantity))
        .join(MerchandiseReturnLine, MerchandiseReturnLine.return_id == MerchandiseReturn.id)
        .where(within(MerchandiseReturn.requested_at, period)).group_by(MerchandiseReturn.requested_at)
    )  # fmt: skip
    sums = _Sums(1)
    for moment, pieces in session.execute(asked):
        sums.add(day_of(moment), int(pieces))
    for day, (returned,) in sums.by_day.items():
        yield _part(day, Totals(returned=returned))


class _Sums:
    """Some numbers added up by day: thousands of rows become a part a day, not a part each."""

    def __init__(self, count: int) -> None:
        self.by_day: defaultdict[date, list[int]] = defaultdict(lambda: [0] * count)

    def add(self, day: date, *numbers: int) -> None:
        """Add what a row says."""
        held = self.by_day[day]
        for rank, number in enumerate(numbers):
            held[rank] += number


def is_published_in(period: Period) -> sa.ColumnElement[bool]:
    """Reviews that the shop published, by the day they were posted."""
    return sa.and_(Review.status == PUBLISHED, within(Review.posted_at, period))


def _part(day: date, totals: Totals) -> Part:
    return Part(day, "", "", UNMEASURED_DEVICE, totals)


def _unsettled(period: Period) -> Iterator[tuple[int, date, int]]:
    """The paid orders that the ledger does not tell, with their day and pieces; one statement."""
    sold = (
        sa.select(Order.id, Order.placed_at, sa.func.sum(OrderLine.quantity))
        .join(OrderLine, OrderLine.order_id == Order.id).join(OrderState, OrderState.id == Order.state_id)
        .where(placed_in(period), OrderState.is_paid).group_by(Order.id, Order.placed_at)
    )  # fmt: skip
    day_of = days_of(period)
    for order_id, placed_at, pieces in session.execute(unsettled(sold)):
        yield order_id, day_of(placed_at), int(pieces)


def list_thread_delays(period: Period) -> list[ThreadDelay]:
    """The threads that customers began in the period, the oldest first; one statement. Notes are not answers.

    The first message is the first that customers see, by its moment, then its number; the reply the team's first after it.
    """
    begun = within(Thread.opened_at, period)
    seen = (
        sa.select(
            Message.thread_id, Message.side, Message.sent_at,
            sa.func.row_number().over(partition_by=Message.thread_id, order_by=(Message.sent_at, Message.id)).label("place"),
        )
        .join(Thread, Thread.id == Message.thread_id).where(begun, Message.is_private.is_(False)).subquery()
    )  # fmt: skip
    replied = sa.func.min(sa.case((seen.c.side == TEAM, seen.c.sent_at)))
    heard = (
        sa.select(
            seen.c.thread_id, sa.func.max(sa.case((seen.c.place == 1, seen.c.sent_at))).label("begun_at"), replied.label("replied_at")
        )
        .group_by(seen.c.thread_id)
        .having(sa.func.max(sa.case((seen.c.place == 1, seen.c.side))) == CUSTOMER).subquery()
    )  # fmt: skip
    query = (
        sa.select(Thread.id, Thread.name, Contact.name, Thread.status, Thread.opened_at, heard.c.begun_at, heard.c.replied_at)
        .join(Contact, Contact.id == Thread.contact_id).join(heard, heard.c.thread_id == Thread.id)
        .where(begun).order_by(Thread.opened_at, Thread.id)
    )  # fmt: skip
    return [
        ThreadDelay(thread_id, name, contact, status, opened_at, None if replied is None else _seconds(begun, replied))
        for thread_id, name, contact, status, opened_at, begun, replied in session.execute(query)
    ]


def _seconds(begun: datetime | str, replied: datetime | str) -> int:
    return int((as_moment(replied) - as_moment(begun)).total_seconds())


def figures_of_codes(period: Period) -> list[CodeFigures]:
    """The vouchers of paid orders of the period, the most used first; two statements. An order with two counts in both."""
    paid = (placed_in(period), OrderState.is_paid)
    goods = (
        sa.select(OrderLine.order_id, sa.func.sum(line_excl()), sa.func.sum(OrderLine.quantity * OrderLine.unit_cost_cents))
        .join(Order, Order.id == OrderLine.order_id).join(OrderState, OrderState.id == Order.state_id)
        .join(OrderVoucher, OrderVoucher.order_id == Order.id)
        .where(*paid).group_by(OrderLine.order_id, OrderVoucher.id)
    )  # fmt: skip
    sold = {row[0]: (int(row[1]), int(row[2])) for row in session.execute(goods)}
    used = (
        sa.select(OrderVoucher.order_id, OrderVoucher.rule_id, OrderVoucher.code, OrderVoucher.name, OrderVoucher.amount_cents)
        .join(Order, Order.id == OrderVoucher.order_id).join(OrderState, OrderState.id == Order.state_id)
        .where(*paid).order_by(OrderVoucher.id)
    )  # fmt: skip
    by_code: dict[str, CodeFigures] = {}
    for order_id, rule_id, code, name, amount in session.execute(used):
        excl, cost = sold.get(order_id, (0, 0))
        was = by_code.get(code or name, CodeFigures(rule_id, code, name, 0, 0, 0, 0))
        by_code[code or name] = CodeFigures(
            rule_id, code, name, was.orders + 1, was.discounts + amount, was.sales_excl + excl, was.cost + cost
        )
    return sorted(by_code.values(), key=lambda f: (-f.orders, f.code, f.name))


def list_returned(period: Period) -> Sequence[ReturnedGoods]:
    """The goods of the returns asked for in the period, refused ones too; one statement."""
    query = (
        sa.select(
            OrderLine.product_id, OrderLine.name, MerchandiseReturnLine.reason, MerchandiseReturn.requested_at,
            MerchandiseReturnLine.quantity,
        )
        .join(MerchandiseReturn, MerchandiseReturn.id == MerchandiseReturnLine.return_id)
        .join(OrderLine, OrderLine.id == MerchandiseReturnLine.order_line_id)
        .where(within(MerchandiseReturn.requested_at, period)).order_by(MerchandiseReturnLine.id)
    )  # fmt: skip
    day_of = days_of(period)
    return [
        ReturnedGoods(product_id, name, reason, day_of(moment), pieces)
        for product_id, name, reason, moment, pieces in session.execute(query)
    ]


def count_reasons(period: Period) -> dict[str, int]:
    """The pieces that customers asked to send back in the period, by reason; one statement."""
    query = (
        sa.select(MerchandiseReturnLine.reason, sa.func.sum(MerchandiseReturnLine.quantity))
        .join(MerchandiseReturn, MerchandiseReturn.id == MerchandiseReturnLine.return_id)
        .where(within(MerchandiseReturn.requested_at, period)).group_by(MerchandiseReturnLine.reason)
    )  # fmt: skip
    return {reason: int(pieces) for reason, pieces in session.execute(query)}


def list_published(period: Period) -> Sequence[PublishedReview]:
    """The published reviews of the period with their products, the latest first; one statement."""
    day_of = days_of(period)
    query = (
        sa.select(
            Review.id, Review.product_id, Product.name, Review.author, Review.rating, Review.title, Review.body, Review.posted_at,
            Review.is_verified, Review.reply != "",
        )
        .join(Product, Product.id == Review.product_id).where(is_published_in(period))
        .order_by(Review.posted_at.desc(), Review.id.desc())
    )  # fmt: skip
    return [PublishedReview(*row[:7], day_of(row[7]), row[8], bool(row[9])) for row in session.execute(query)]


def count_stars(period: Period) -> dict[int, int]:
    """How many published reviews of the period gave each number of stars; one statement."""
    query = sa.select(Review.rating, sa.func.count()).where(is_published_in(period)).group_by(Review.rating)
    return dict(session.execute(query).all())

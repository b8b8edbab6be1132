"""Newsletters: what the mailing tool counted of each, facts of the context, beside the shop's own orders and consents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from sandbox.kernel.clock import to_paris
from sandbox.kernel.db import session
from sandbox.kernel.scope import open_shop_id
from sandbox.shop.customers.models import Consent, Customer
from sandbox.shop.customers.rules import NEWSLETTER
from sandbox.shop.orders.models import Order, OrderLine, OrderState
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.queries import get_shop
from sandbox.shop.traffic.models import TrafficCampaign, TrafficLetter
from sandbox.shop.traffic.queries.ledger import Cell, settled_cells, unsettled
from sandbox.shop.traffic.queries.rows import UNMEASURED_DEVICE, Part, group, line_excl, placed_in, within
from sandbox.shop.traffic.rules.indicators import Totals
from sandbox.shop.traffic.rules.periods import Period

EMAIL = "email"


@dataclass(frozen=True, slots=True)
class LetterFigures:
    """A letter: `totals` hold what the tool counted when it was sent in the period, and the orders that it brought in the period.

    `left` customers of the shop whose consent was withdrawn by a link of this letter, whenever they did.
    """

    key: str
    name: str
    subject: str
    audience: str
    sent_on: date
    is_sent_within: bool
    totals: Totals
    left: int


@dataclass(frozen=True, slots=True)
class Departure:
    """A customer who withdrew their consent to the newsletter: when, and by what way."""

    customer: Customer
    day: date
    source: str


def letter_parts(period: Period, cells: Iterable[Cell]) -> Iterator[Part]:
    """What letters of the period were and what came of letters, by day and campaign; two statements.

    `cells` are the period's orders that the ledger tells.
    """
    shop = get_shop(open_shop_id())
    letters = _letters(shop)
    for letter, _, sent_on in letters:
        if sent_on in period:
            yield Part(sent_on, EMAIL, letter.key, UNMEASURED_DEVICE, _counted(letter))
    query = (
        sa.select(Order.placed_at, Order.campaign, sa.func.sum(line_excl()).label("excl"))
        .join(OrderLine, OrderLine.order_id == Order.id).join(OrderState, OrderState.id == Order.state_id)
        .where(placed_in(period), OrderState.is_paid, Order.campaign.in_([letter.key for letter, *_ in letters]))
        .group_by(Order.id, Order.placed_at, Order.campaign)
    )  # fmt: skip
    for row in session.execute(unsettled(query)):
        totals = Totals(letter_orders=1, letter_sales=int(row.excl))
        yield Part(to_paris(row.placed_at).date(), EMAIL, row.campaign, UNMEASURED_DEVICE, totals)
    keys = {letter.key for letter, *_ in letters}
    for cell in cells:
        if cell.is_paid and cell.campaign in keys:
            totals = Totals(letter_orders=cell.orders, letter_sales=cell.sold.sales_excl)
            yield Part(cell.day, EMAIL, cell.campaign, cell.device, totals)


def _letters(shop: Shop) -> list[tuple[TrafficLetter, str, date]]:
    """The context's letters with their name and the day they were sent, the latest first."""
    query: Any = (
        sa.select(TrafficLetter, TrafficCampaign.name, TrafficCampaign.first_offset)
        .join(TrafficCampaign, sa.and_(
            TrafficCampaign.context_slug == TrafficLetter.context_slug, TrafficCampaign.key == TrafficLetter.key,
        ))
        .where(TrafficLetter.context_slug == shop.context_slug)
        .order_by(TrafficCampaign.first_offset.desc(), TrafficLetter.key)
    )  # fmt: skip
    return [(letter, name, shop.anchor_on + timedelta(days=offset)) for letter, name, offset in session.execute(query)]


def _counted(letter: TrafficLetter) -> Totals:
    return Totals(
        mails=letter.sent, mails_delivered=letter.delivered, mails_opened=letter.opened, mails_clicked=letter.clicked,
        unsubscribed=letter.unsubscribed,
    )  # fmt: skip


def figures_of_letters(period: Period) -> list[LetterFigures]:
    """The letters sent in the period, or that brought an order in it, the latest first; six statements.

    They add up to the indicators of newsletters: both are read from `letter_parts`.
    """
    by_key = group(letter_parts(period, settled_cells(period)), lambda part: part.campaign)
    left = dict(
        session.execute(
            sa.select(Consent.source, sa.func.count(Consent.id))
            .where(Consent.purpose == NEWSLETTER, Consent.is_given.is_(False)).group_by(Consent.source)
        ).all()
    )  # fmt: skip
    return [
        LetterFigures(
            letter.key, name, letter.subject, letter.audience, sent_on, sent_on in period, by_key[letter.key], left.get(name, 0)
        )
        for letter, name, sent_on in _letters(get_shop(open_shop_id()))
        if letter.key in by_key
    ]  # fmt: skip


def list_departures(period: Period) -> Sequence[Departure]:
    """Consents to the newsletter withdrawn in the period, the latest first; two statements."""
    query = (
        sa.select(Consent).where(Consent.purpose == NEWSLETTER, Consent.is_given.is_(False), within(Consent.given_at, period))
        .order_by(Consent.given_at.desc(), Consent.id.desc())
    )  # fmt: skip
    rows = session.scalars(query).all()
    people = {
        c.id: c for c in session.scalars(sa.select(Customer).where(Customer.id.in_([row.customer_id for row in rows])))
    }
    return [Departure(people[row.customer_id], to_paris(row.given_at).date(), row.source) for row in rows]

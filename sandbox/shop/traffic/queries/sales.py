"""Products, buyers, campaigns and carts of a period: the shop's own rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel.clock import start_of_day, to_paris
from sandbox.kernel.db import session
from sandbox.kernel.scope import open_shop_id
from sandbox.kernel.steady import steady
from sandbox.shop.catalog.models import Category, Product, ProductImage
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders.models import Cart, CartLine, Order, OrderLine, OrderState
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.queries import get_shop
from sandbox.shop.traffic.models import TrafficCampaign
from sandbox.shop.traffic.queries.clients import buyers, find_people
from sandbox.shop.traffic.queries.crossings import unsettled_in
from sandbox.shop.traffic.queries.dataset import Dataset
from sandbox.shop.traffic.queries.editions import of_facts
from sandbox.shop.traffic.queries.ledger import (
    FEW,
    at_most,
    find_ledger,
    offsets,
    settled_goods,
    settled_goods_of,
    unsettled,
)
from sandbox.shop.traffic.queries.rows import line_excl, of_shop, placed_in
from sandbox.shop.traffic.rules.crossing import ALL, Segment
from sandbox.shop.traffic.rules.indicators import Totals
from sandbox.shop.traffic.rules.periods import Period


@dataclass(frozen=True, slots=True)
class SoldProduct:
    """A product as the lists of what sold show it: its name now, its category's, its picture."""

    name: str
    category: str
    cover: str | None


@dataclass(frozen=True, slots=True)
class ProductFigures:
    """What a product sold in paid orders; `product` is None when it was deleted since. Cents without tax."""

    product_id: int | None
    product: SoldProduct | None
    name: str
    items: int
    orders: int
    sales_excl: int
    cost: int


@dataclass(frozen=True, slots=True)
class BuyerFigures:
    """What a customer bought in paid orders, in cents without tax."""

    customer: Customer
    orders: int
    sales_excl: int
    last_on: date


@dataclass(frozen=True, slots=True)
class CampaignFigures:
    """A campaign in a period: its days in it, the share of its cost for those days, and what came of it."""

    key: str
    name: str
    source: str
    medium: str
    first_on: date
    last_on: date
    cost_cents: int
    totals: Totals


@dataclass(frozen=True, slots=True)
class AbandonedCart:
    """A cart that no order came of: its pieces and the catalogue's price without tax, in cents."""

    cart: Cart
    items: int
    value_excl: int


def figures_of_products(period: Period, *, shown: int | None = None, segment: Segment = ALL) -> list[ProductFigures]:
    """Every product sold in paid orders of the period, the best first; their sales add up to « Ventes ». Six statements the first
    time, a few more for those of a `segment`.

    `shown`: how many of the first come with their product; the others have its number and figures only.
    """
    found: dict[int | None, tuple[str, int, int, int, int]] = {
        product_id: ("", *told)
        for product_id, told in (settled_goods_of(period, segment) if segment else settled_goods(period)).items()
    }
    for product_id, name, *told in _own_goods(period, segment):
        _, *was = found.get(product_id, ("", 0, 0, 0, 0))
        items, orders, excl, cost = (before + more for before, more in zip(was, told, strict=True))
        found[product_id] = (name, items, orders, excl, cost)
    rows = sorted(found.items(), key=lambda row: (-row[1][3], row[0] or 0))
    wanted = tuple(product_id for product_id, _ in rows[:shown] if product_id is not None)
    products = _products(wanted) if wanted else {}
    return [
        ProductFigures(product_id, (product := products.get(product_id or 0)), product.name if product else name, *told)
        for product_id, (name, *told) in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Goods:
    """What a paid order that the ledger does not tell holds of a product."""

    day: date
    product_id: int | None
    name: str
    items: int
    sales_excl: int
    cost: int


def _own_goods(period: Period, segment: Segment) -> Iterator[tuple[int | None, str, int, int, int, int]]:
    """By product, its name, pieces, orders, sales and cost in the paid orders of a period, of a segment or all, that the ledger does
    not tell.
    """
    few = _few_goods() if not segment and find_ledger() is not None else None
    if few is None:
        query = unsettled(
            sa.select(
                OrderLine.product_id, sa.func.max(OrderLine.name), sa.func.sum(OrderLine.quantity),
                sa.func.count(sa.distinct(OrderLine.order_id)), sa.func.sum(line_excl()),
                sa.func.sum(OrderLine.quantity * OrderLine.unit_cost_cents),
            )
            .join(Order, Order.id == OrderLine.order_id).join(OrderState, OrderState.id == Order.state_id)
        ).where(placed_in(period), OrderState.is_paid).group_by(OrderLine.product_id)  # fmt: skip
        if segment:
            query = query.where(Order.id.in_(unsettled_in(period, segment)))
        for product_id, name, *told in session.execute(query):
            items, orders, excl, cost = map(int, told)
            yield product_id, name, items, orders, excl, cost
        return
    groups: dict[int | None, list[_Goods]] = {}
    for goods in few:
        if goods.day in period:
            groups.setdefault(goods.product_id, []).append(goods)
    for product_id, held in groups.items():
        items, excl, cost = (sum(getattr(one, name) for one in held) for name in ("items", "sales_excl", "cost"))
        yield product_id, max(one.name for one in held), items, len(held), excl, cost


@steady
def _few_goods() -> tuple[_Goods, ...] | None:
    """Those of all days, one line an order and product; None when they are many."""
    query = unsettled(
        sa.select(
            Order.placed_at, OrderLine.product_id, sa.func.max(OrderLine.name), sa.func.sum(OrderLine.quantity), sa.func.sum(line_excl()),
            sa.func.sum(OrderLine.quantity * OrderLine.unit_cost_cents),
        ).select_from(Order)
    ).join(OrderState, OrderState.id == Order.state_id).join(OrderLine, OrderLine.order_id == Order.id)  # fmt: skip
    rows = at_most(2 * FEW, query.where(OrderState.is_paid).group_by(Order.id, Order.placed_at, OrderLine.product_id))
    if rows is None:
        return None
    return tuple(_Goods(to_paris(at).date(), product_id, name, *map(int, told)) for at, product_id, name, *told in rows)


@steady
def _products(ids: tuple[int, ...]) -> dict[int, SoldProduct]:
    """Two statements, of the columns that are shown."""
    pictures = (
        sa.select(ProductImage.product_id, ProductImage.media).where(ProductImage.product_id.in_(ids))
        .order_by(ProductImage.is_cover, ProductImage.position.desc(), ProductImage.id.desc())
    )  # fmt: skip
    covers: dict[int, str] = {row.product_id: row.media for row in session.execute(pictures)}  # the last one counts
    named = sa.select(Product.id, Product.name, Category.name).join(Category, Category.id == Product.category_id)
    rows = session.execute(named.where(Product.id.in_(ids)))
    return {number: SoldProduct(name, category, covers.get(number)) for number, name, category in rows}


def figures_of_buyers(period: Period, limit: int = 20, segment: Segment = ALL) -> list[BuyerFigures]:
    """The customers who bought most in paid orders of the period, of a segment or all; three statements."""
    best = sorted(buyers(period.last, period.first, segment).items(), key=lambda row: (-row[1].sales_excl, row[0]))[
        :limit
    ]
    people = find_people(customer_id for customer_id, _ in best)
    return [BuyerFigures(people[customer_id], b.orders, b.sales_excl, b.last_on) for customer_id, b in best]


def figures_of_campaigns(data: Dataset) -> list[CampaignFigures]:
    """The campaigns that ran in the period, or still brought an order, the latest first; one statement.

    The cost of a campaign that began before the period or goes on after it is shared out by day.
    """
    shop = get_shop(open_shop_id())
    low, high = offsets(shop, data.period)
    by_key = data.by(lambda part: part.campaign)
    found = []
    query = sa.select(TrafficCampaign).where(of_shop(TrafficCampaign.context_slug, shop))
    for row in session.scalars(query.order_by(TrafficCampaign.first_offset.desc(), TrafficCampaign.key)):
        days = min(high, row.last_offset) - max(low, row.first_offset) + 1
        totals = by_key.get(row.key, Totals())
        if days <= 0 and not (totals.visits or totals.placed):
            continue
        cost = round(row.cost_cents * max(0, days) / (row.last_offset - row.first_offset + 1))
        first, last = (shop.anchor_on + timedelta(days=n) for n in (row.first_offset, row.last_offset))
        found.append(CampaignFigures(row.key, row.name, row.source, row.medium, first, last, cost, totals))
    return found


def campaign_names() -> dict[str, str]:
    """The names of the context's campaigns by their keys; one statement."""
    shop = get_shop(open_shop_id())
    query = sa.select(TrafficCampaign.key, TrafficCampaign.name).where(of_shop(TrafficCampaign.context_slug, shop))
    return dict(session.execute(query).all())


def list_campaign_starts(period: Period) -> list[tuple[date, str]]:
    """(first day, name) of the campaigns that began in the period, for the marks of a chart; one statement the first time."""
    return list(_campaign_starts(get_shop(open_shop_id()), period))


@of_facts(64)
def _campaign_starts(shop: Shop, period: Period) -> tuple[tuple[date, str], ...]:
    query = sa.select(TrafficCampaign.first_offset, TrafficCampaign.name).where(
        of_shop(TrafficCampaign.context_slug, shop), TrafficCampaign.first_offset.between(*offsets(shop, period))
    )
    rows = session.execute(query.order_by(TrafficCampaign.first_offset))
    return tuple((shop.anchor_on + timedelta(days=n), name) for n, name in rows)


def list_abandoned_carts(period: Period) -> list[AbandonedCart]:
    """Carts last touched in the period that no order came of, the latest first; a constant number of statements."""
    query = (
        sa.select(Cart)
        .where(
            Cart.updated_at >= start_of_day(period.first), Cart.updated_at < start_of_day(period.last + timedelta(days=1)),
            Cart.id.not_in(sa.select(Order.cart_id).where(Order.cart_id.is_not(None))),
            Cart.id.in_(sa.select(CartLine.cart_id)),
        )
        .options(
            selectinload(Cart.customer), selectinload(Cart.lines).selectinload(CartLine.product),
            selectinload(Cart.lines).selectinload(CartLine.variant),
        )
        .order_by(Cart.updated_at.desc(), Cart.id.desc())
    )  # fmt: skip
    return [
        AbandonedCart(
            cart, sum(line.quantity for line in cart.lines), sum(_catalogue_price(line) for line in cart.lines)
        )
        for cart in session.scalars(query)
    ]


def _catalogue_price(line: CartLine) -> int:
    """A line at the catalogue's price without tax, in cents: what a cart is worth when nobody says which promotion held."""
    micros = line.product.price_excl_micros + (line.variant.impact_excl_micros if line.variant else 0)
    return round(micros * line.quantity / 10_000)

"""Reading a shop for the market: its picture now, and the habits of those who visit it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel.clock import start_of_day
from sandbox.kernel.db import session
from sandbox.kernel.text import plain
from sandbox.shop.catalog.models import Product, Variant
from sandbox.shop.catalog.queries import stock_of, stock_rules
from sandbox.shop.customers.models import Address, Customer
from sandbox.shop.display.queries import ResolvedSlide, active_slides, featured_products, home_blocks
from sandbox.shop.market.rules.picture import Habits, Item, Key, Offer, Opinion, Picture, Usual
from sandbox.shop.market.rules.usual import odd_days
from sandbox.shop.orders.models import Order, OrderLine, OrderState
from sandbox.shop.pricing.models import CartRule
from sandbox.shop.pricing.queries import PriceBook, categories_of, public_buyer
from sandbox.shop.reviews.models import Review
from sandbox.shop.seo.queries import audit_shop
from sandbox.shop.seo.queries.pages import list_pages
from sandbox.shop.shipping.queries import Parcel, options_for, zone_of
from sandbox.shop.shops.models import Shop
from sandbox.shop.support.models import Message, Thread
from sandbox.shop.support.rules import CUSTOMER, OPEN
from sandbox.shop.traffic.models import TrafficDay, TrafficShare

WEEKS, SOLD_DAYS, MOST_ORDERS = 4, 42, 100
SEO_CHECKS = frozenset({
    "titres-vides", "titres-doubles", "titres-larges", "descriptions-vides", "descriptions-doubles", "descriptions-longueur", "legendes",
})  # fmt: skip
"""The checks of the audit that the market looks at: titles, descriptions, captions."""
FRANCE, HOME_POSTCODE = "France", "75001"
USUAL_BASKET, USUAL_WEIGHT = 3500, 1000
BASE = (
    "visits",
    "bounces",
    "product_views",
    "new_visits",
    "visitors",
    "page_views",
    "seconds",
    "carts",
    "checkouts",
    "orders",
)


# the shop as it is ---------------------------------------------------------------------------------------------------


def picture_of(habits: Habits, at: datetime) -> Picture:
    """The open shop as visitors find it at a moment."""
    free, fee = _delivery(habits.basket_cents, at)
    clean, score = _clean_pages()
    return Picture(
        items=tuple(_items(at, clean)), opinions=tuple(_opinions()), offers=tuple(_offers(habits.basket_cents, at)), seo=score,
        waiting=len(list_waiting()), delivery_cents=fee, free_from_cents=free,
    )  # fmt: skip


def _items(at: datetime, clean: dict[int, bool]) -> Iterator[Item]:
    query = (
        sa.select(Product).options(selectinload(Product.images), selectinload(Product.variants)).order_by(Product.id)
    )
    products = list(session.scalars(query))
    book, rules = PriceBook(products, buyer=public_buyer()), stock_rules()
    featured, slides = {p.id for p in featured_products()}, active_slides()
    filed = categories_of([p.id for p in products])
    for product in products:
        shown = any(_leads_to(slide, product, filed.get(product.id, frozenset())) for slide in slides)
        things: list[Variant | None] = [*product.variants] or [None]
        for variant in things:
            price = book.price(product, variant_id=variant.id if variant else None, quantity=1, at=at)
            left = stock_of(product, variant, rules=rules).quantity
            allows = rules.allows if product.out_of_stock == "default" else product.out_of_stock == "allow"
            never_out = product.kind == "virtual" or allows
            yield Item(
                key=(product.id, variant.id if variant else None), name=product.name, category_id=product.category_id,
                price_cents=price.unit_incl_cents, stock=None if never_out else max(0, left), is_sold=_is_sold(product),
                sheet=_sheet(product), is_featured=product.id in featured, is_shown=shown,
                has_clean_page=clean.get(product.id, True),
            )  # fmt: skip


def _is_sold(product: Product) -> bool:
    """Whether a visitor can put one in a cart without being asked for anything."""
    return product.is_online and product.is_available_for_order and product.shows_price and product.visibility != "none"


def _sheet(product: Product) -> float:
    """How complete a page is: a summary, a description of 200 characters, a picture, a second one."""
    points = (
        (0.2, bool(plain(product.summary))), (0.4, len(plain(product.description)) >= 200), (0.25, len(product.images) > 0),
        (0.15, len(product.images) > 1),
    )  # fmt: skip
    return round(sum(weight for weight, holds in points if holds), 2)


def _leads_to(slide: ResolvedSlide, product: Product, categories: frozenset[int]) -> bool:
    target = slide.target
    if target is None or not target.is_live:
        return False
    return (
        target.id == product.id if target.kind == "product" else target.kind == "category" and target.id in categories
    )


def _opinions() -> Iterator[Opinion]:
    query = sa.select(Review.id, Review.product_id, Review.rating, Review.reply).where(Review.status == "published")
    for number, product_id, rating, reply in session.execute(query.order_by(Review.id)):
        yield Opinion(number, product_id, rating, bool(reply.strip()))


def _clean_pages() -> tuple[dict[int, bool], float]:
    """Which products' pages have no fault, and the share of all shown pages that have none."""
    faulty = {f.place for check in audit_shop() if check.code in SEO_CHECKS for f in check.findings}
    shown = [page.place for page in list_pages() if page.is_shown]
    clean = {place.id: place not in faulty for place in shown if place.kind == "product" and place.id is not None}
    return clean, 100 * sum(place not in faulty for place in shown) / len(shown) if shown else 100.0


def _offers(basket_cents: int, at: datetime) -> Iterator[Offer]:
    """The cart rules that anybody may use at that moment."""
    home = _home_words()
    query = sa.select(CartRule).options(selectinload(CartRule.groups)).where(
        CartRule.is_active, CartRule.customer_id.is_(None), CartRule.starts_at <= at, CartRule.ends_at >= at, CartRule.quantity > 0
    )  # fmt: skip
    public = public_buyer().group_ids
    for rule in session.scalars(query.order_by(CartRule.id)):
        if rule.groups and not {link.group_id for link in rule.groups} & set(public):
            continue
        told = rule.is_highlighted or bool(rule.code and rule.code.lower() in home)
        worth = _worth(rule, max(basket_cents, rule.minimum_cents))
        if worth:
            yield Offer(rule.id, rule.name, rule.code, rule.minimum_cents, worth, not rule.code, told)


def _worth(rule: CartRule, basket_cents: int) -> int:
    """What a rule takes off a basket, about: a third of it for a rule on one product or a selection; five euros for a delivery or a gift."""
    off = basket_cents * rule.reduction_bp // 10_000 if rule.reduction_kind == "percent" else 0
    if rule.reduction_kind == "amount":
        off = min(rule.reduction_cents, basket_cents)
    elif rule.applies_to != "order":
        off //= 3
    return off + (500 if rule.is_free_shipping else 0) + (500 if rule.gift_product_id else 0)


def _home_words() -> str:
    """What the home page says, in small letters: its slides and its blocks of text."""
    slides = [f"{s.slide.badge} {s.slide.title} {s.slide.body} {s.slide.button}" for s in active_slides()]
    return " ".join([*slides, *(f"{block.title} {block.intro}" for block in home_blocks())]).lower()


def list_waiting() -> list[Thread]:
    """The open threads whose last public message is the customer's, the oldest first; two statements."""
    last = (
        sa.select(Message.thread_id, sa.func.max(Message.id).label("number")).where(Message.is_private.is_(False))
        .group_by(Message.thread_id)
    )  # fmt: skip
    numbers = [row.number for row in session.execute(last)]
    query = (
        sa.select(Thread).join(Message, Message.thread_id == Thread.id)
        .where(Message.id.in_(numbers), Message.side == CUSTOMER, Thread.status == OPEN).order_by(Thread.opened_at, Thread.id)
    )  # fmt: skip
    return list(session.scalars(query))


def _delivery(basket_cents: int, at: datetime) -> tuple[int | None, int | None]:
    """From which amount a delivery is free, and the cheapest one of a usual basket that is brought to a home or a relay."""
    parcel = Parcel(frozenset(), USUAL_WEIGHT, basket_cents)
    options = options_for(parcel, zone_of(FRANCE, HOME_POSTCODE), at=at, group_ids=public_buyer().group_ids)
    brought = [option for option in options if not option.carrier.is_pickup]
    free = [option.free_from_cents for option in brought if option.free_from_cents]
    return (min(free) if free else None), (min(o.price_cents for o in brought) if brought else None)


# what the market is used to ------------------------------------------------------------------------------------------


def habits_of(shop: Shop, until: date) -> Habits:
    """The habits before a day, read from the open shop: four weeks of visits, six weeks of sales; days out of the usual say nothing."""
    odd = odd_offsets(shop, until)
    cells, carts, checkouts = _usual(shop, until, odd)
    buying = _buying(shop, until, odd)
    cells = _bounded(cells, buying)
    wishes, (basket, lines, pieces) = _wishes(until), _baskets(until)
    return Habits(
        usual=cells, buying=buying, wishes=wishes, hours=_hours(shop, until, odd), carts=carts, checkouts=checkouts,
        basket_cents=basket, more=max(0.0, lines - 1), twice=min(0.9, max(0.0, pieces - 1)),
    )  # fmt: skip


def _bounded(cells: dict[tuple[int, str, str], Usual], buying: dict[str, float]) -> dict[tuple[int, str, str], Usual]:
    """A shop of more than `MOST_ORDERS` a week is played at a smaller scale: all its visits in proportion."""
    expected = sum(usual.visits * buying.get(source, 0.0) for (_, source, _), usual in cells.items())
    if expected <= MOST_ORDERS:
        return cells
    return {key: replace(usual, visits=usual.visits * MOST_ORDERS / expected) for key, usual in cells.items()}


def _window(shop: Shop, until: date, days: int) -> tuple[int, int]:
    last = (until - shop.anchor_on).days - 1
    return last - days + 1, last


def odd_offsets(shop: Shop, until: date) -> frozenset[int]:
    """The days of the last eight weeks that tell of something that happened, as distances to J; campaigns are no part of it.

    When no day of a weekday would be left in the last four weeks, all of them are.
    """
    first, last = _window(shop, until, WEEKS * 14)
    query = (
        sa.select(TrafficDay.day_offset, sa.func.sum(TrafficDay.visits))
        .where(TrafficDay.context_slug == shop.context_slug, TrafficDay.campaign == "", TrafficDay.day_offset.between(first, last))
        .group_by(TrafficDay.day_offset)
    )  # fmt: skip
    counted = {offset: int(visits) for offset, visits in session.execute(query)}
    odd = odd_days({_day(shop, offset): counted.get(offset, 0) for offset in range(first, last + 1)})
    recent = [_day(shop, offset) for offset in range(last - WEEKS * 7 + 1, last + 1)]
    kept = {day.weekday() for day in recent if day not in odd}
    return frozenset((day - shop.anchor_on).days for day in odd if day.weekday() in kept)


def _day(shop: Shop, offset: int) -> date:
    return shop.anchor_on + timedelta(days=offset)


def _usual(shop: Shop, until: date, odd: frozenset[int]) -> tuple[dict[tuple[int, str, str], Usual], float, float]:
    """Means by day of the week, source and device, without campaigns: those end with the record. And carts, checkouts an order."""
    sums: dict[tuple[int, str, str], list[int]] = defaultdict(lambda: [0] * len(BASE))
    columns = [getattr(TrafficDay, name) for name in BASE]
    query = sa.select(TrafficDay.day_offset, TrafficDay.source, TrafficDay.device, *columns).where(
        TrafficDay.context_slug == shop.context_slug, TrafficDay.campaign == "",
        TrafficDay.day_offset.between(*_window(shop, until, WEEKS * 7)),
    )  # fmt: skip
    for offset, source, device, *counts in session.execute(query):
        if offset in odd:
            continue
        cell = sums[_day(shop, offset).weekday(), source, device]
        for rank, count in enumerate(counts):
            cell[rank] += count
    whole = [sum(cell[rank] for cell in sums.values()) for rank in range(len(BASE))] if sums else [0] * len(BASE)
    orders = max(1, whole[9])
    first, last = _window(shop, until, WEEKS * 7)
    days = Counter(_day(shop, offset).weekday() for offset in range(first, last + 1) if offset not in odd)
    return (
        {key: _mean(cell, days[key[0]]) for key, cell in sums.items()},
        max(1.0, whole[7] / orders),
        max(1.0, whole[8] / orders),
    )


def _mean(cell: list[int], days: int) -> Usual:
    visits, bounces, products, fresh, visitors, pages, seconds = (float(count) for count in cell[:7])
    each = max(1.0, visits)
    staying = max(1.0, visits - bounces)
    return Usual(
        visits=visits / days, bounce=bounces / each, product=products / each, first_time=fresh / each,
        again=min(1.0, (visits - visitors) / max(1.0, visits - fresh)), pages=max(2.0, (pages - bounces) / staying),
        seconds=seconds / max(1.0, pages - visits),
    )  # fmt: skip


def _buying(shop: Shop, until: date, odd: frozenset[int]) -> dict[str, float]:
    """The share of the visits of each source that order, over eight weeks."""
    query = (
        sa.select(TrafficDay.source, sa.func.sum(TrafficDay.visits), sa.func.sum(TrafficDay.orders))
        .where(
            TrafficDay.context_slug == shop.context_slug, TrafficDay.day_offset.between(*_window(shop, until, WEEKS * 14)),
            TrafficDay.day_offset.not_in(odd),
        ).group_by(TrafficDay.source)
    )  # fmt: skip
    return {source: int(orders) / int(visits) for source, visits, orders in session.execute(query) if visits}


def _wishes(until: date) -> dict[Key, float]:
    """Pieces of each thing in paid orders, a quarter of a piece for what nobody bought."""
    sold = (
        sa.select(OrderLine.product_id, OrderLine.variant_id, sa.func.sum(OrderLine.quantity)).join(Order, Order.id == OrderLine.order_id)
        .join(OrderState, OrderState.id == Order.state_id).where(*_sold(until), OrderLine.product_id.is_not(None))
        .group_by(OrderLine.product_id, OrderLine.variant_id)
    )  # fmt: skip
    counted = {(row[0], row[1]): float(row[2]) for row in session.execute(sold)}
    return {key: counted.get(key, 0.25) for key in _keys()}


def _sold(until: date) -> tuple[sa.ColumnElement[bool], ...]:
    """Paid orders of the weeks before a day."""
    since = start_of_day(until - timedelta(days=SOLD_DAYS))
    return Order.placed_at >= since, Order.placed_at < start_of_day(until), OrderState.is_paid.is_(True)


def _baskets(until: date) -> tuple[int, float, float]:
    """The usual basket: its amount in cents, its lines, the pieces of a line."""
    orders = sa.select(sa.func.avg(Order.products_incl_cents)).join(OrderState, OrderState.id == Order.state_id)
    mean: Any = session.scalar(orders.where(*_sold(until)))
    query = (
        sa.select(sa.func.count(sa.distinct(Order.id)), sa.func.count(OrderLine.id), sa.func.sum(OrderLine.quantity))
        .join(OrderLine, OrderLine.order_id == Order.id).join(OrderState, OrderState.id == Order.state_id).where(*_sold(until))
    )  # fmt: skip
    row: Any = session.execute(query).one()
    if not row[0]:
        return USUAL_BASKET, 1.0, 1.0
    return round(float(mean)), row[1] / row[0], float(row[2]) / row[1]


def _keys() -> list[Key]:
    """Every thing that can be bought now, online."""
    online = (
        sa.select(Product.id, Variant.id).outerjoin(Variant, Variant.product_id == Product.id).where(Product.is_online)
    )
    return [(row[0], row[1]) for row in session.execute(online.order_by(Product.id, Variant.id))]


def _hours(shop: Shop, until: date, odd: frozenset[int]) -> tuple[float, ...]:
    query = (
        sa.select(TrafficShare.label, sa.func.sum(TrafficShare.visits))
        .where(
            TrafficShare.context_slug == shop.context_slug, TrafficShare.dimension == "hour",
            TrafficShare.day_offset.between(*_window(shop, until, WEEKS * 7)), TrafficShare.day_offset.not_in(odd),
        ).group_by(TrafficShare.label)
    )  # fmt: skip
    found = {int(label): float(visits) for label, visits in session.execute(query)}
    return tuple(found.get(hour, 0.0) for hour in range(24)) if found else (1.0,) * 24


def list_buyers() -> list[int]:
    """Customers who can order again: active, with an account and an address; by number."""
    query = sa.select(Customer.id).where(
        Customer.is_active, Customer.is_guest.is_(False), Customer.id.in_(sa.select(Address.customer_id).where(Address.is_deleted.is_(False)))
    )  # fmt: skip
    return list(session.scalars(query.order_by(Customer.id)))

"""The reviews that the bad weeks of a profile give in a shop, each of somebody who had bought what it is about."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from sandbox.kernel.clock import from_paris, to_paris
from sandbox.kernel.db import session
from sandbox.kernel.text import fold
from sandbox.shop.catalog.models import Category, Product, ProductCategory
from sandbox.shop.catalog.queries import descendant_ids
from sandbox.shop.orders.models import Order, OrderLine, OrderState
from sandbox.shop.reviews.models import Review
from sandbox.shop.traffic.queries.rows import within
from sandbox.shop.traffic.rules.harsh import BEFORE_DAYS, SINCE_DAYS, HarshReview, write_harsh
from sandbox.shop.traffic.rules.periods import Period
from sandbox.shop.traffic.rules.profile import HarshReviews, Profile

_KEY = "avis-p"
"""How the keys of these reviews begin."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A review that a bad week asks for: `author` as the shop shows them, of what they bought and when."""

    key: str
    customer_id: int
    author: str
    product_id: int
    product: str
    bought_on: date
    posted_at: datetime
    words: HarshReview


@dataclass(frozen=True, slots=True)
class PlannedWeek:
    """A bad week, its rank in the profile, and its reviews: fewer than it asks for when too few customers bought."""

    rank: int
    week: HarshReviews
    complaints: Sequence[Complaint]

    @property
    def lack(self) -> str:
        """What is said of a week that asks for more reviews than there were buyers; empty for the others."""
        if len(self.complaints) >= self.week.count:
            return ""
        about = f" de « {self.week.about} »" if self.week.about else ""
        first, last = (days - self.week.first for days in (BEFORE_DAYS, SINCE_DAYS))
        return (
            f"{len(self.complaints)} achat(s){about} dans les {BEFORE_DAYS} jours d’avant (de J-{first} à J-{last}), par des "
            "clients différents : autant d’avis au plus."
        )


def plan_bad_weeks(profile: Profile, anchor: date) -> list[PlannedWeek]:
    """The bad weeks of a profile in the open shop, whose day J is `anchor`. A customer complains once, whatever the weeks."""
    used, taken, found = set[str](), set[int](), []
    for rank, week in enumerate(profile.harsh):
        products = find_products_called(week.about) if week.about else frozenset[int]()
        if products is None or not week.count:
            continue
        bought = [one for one in _bought_before(anchor, week, products) if one[0].customer_id not in taken]
        del bought[week.count :]
        taken.update(order.customer_id for order, _ in bought)
        days = [(_bought_on(order) - anchor).days for order, _ in bought]
        complaints = [
            _complaint(f"{_KEY}{rank + 1}-{number:02d}", *bought[words.purchase], words, anchor)
            for number, words in enumerate(write_harsh(profile.seed, week, days, used), 1)
        ]
        found.append(PlannedWeek(rank, week, complaints))
    return found


def find_products_called(name: str) -> frozenset[int] | None:
    """The products of that name, key or reference, else those of the category and all below it; None when nothing is called so."""
    wanted = fold(name)
    products = session.execute(sa.select(Product.id, Product.key, Product.reference, Product.name)).all()
    if found := frozenset(row.id for row in products if wanted in map(fold, (row.key or "", row.reference, row.name))):
        return found
    categories = session.execute(sa.select(Category.id, Category.key, Category.name)).all()
    named = [row.id for row in categories if wanted in map(fold, (row.key or "", row.name))]
    if not named:
        return None
    below = {number for category_id in named for number in descendant_ids(category_id)}
    return frozenset(
        session.scalars(sa.select(ProductCategory.product_id).where(ProductCategory.category_id.in_(below)))
    )


def name_near(name: str) -> str:
    """The name of a product or a category that looks like this one; empty when none does."""
    names = [*session.scalars(sa.select(Category.name)), *session.scalars(sa.select(Product.name))]
    return next(iter(difflib.get_close_matches(name, names, n=1, cutoff=0.6)), "")


def _bought_before(anchor: date, week: HarshReviews, products: frozenset[int]) -> list[tuple[Order, Product]]:
    """Orders of the days before the week, the last first, each once and its customer once, with a product that they gave no review of."""
    period = Period(*(anchor + timedelta(days=week.first - days) for days in (BEFORE_DAYS, SINCE_DAYS)))
    lines = (
        sa.select(Order, Product).join(OrderLine, OrderLine.order_id == Order.id)
        .join(OrderState, OrderState.id == Order.state_id).join(Product, Product.id == OrderLine.product_id)
        .where(within(Order.placed_at, period), OrderState.is_paid)
        .order_by(Order.placed_at.desc(), Order.id, OrderLine.id)
    )  # fmt: skip
    given = sa.select(Review.customer_id, Review.product_id).where(~Review.key.startswith(_KEY, autoescape=True))
    known = {(row.customer_id, row.product_id) for row in session.execute(given)}
    found: dict[int, tuple[Order, Product]] = {}
    for order, product in session.execute(lines):
        if (not week.about or product.id in products) and (order.customer_id, product.id) not in known:
            found.setdefault(order.customer_id, (order, product))
    return list(found.values())


def _complaint(key: str, order: Order, product: Product, words: HarshReview, anchor: date) -> Complaint:
    customer, day = order.customer, anchor + timedelta(days=words.offset)
    return Complaint(
        key, order.customer_id, f"{customer.first_name} {customer.last_name[:1]}.", product.id, product.name, _bought_on(order),
        from_paris(datetime.combine(day, time(words.minute // 60, words.minute % 60))), words,
    )  # fmt: skip


def _bought_on(order: Order) -> date:
    return to_paris(order.placed_at).date()

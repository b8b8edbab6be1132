"""Reading product reviews."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.kernel.paging import Page, clamp
from sandbox.kernel.steady import steady
from sandbox.kernel.text import has_words
from sandbox.shop.catalog.models import Product
from sandbox.shop.orders.models import Order, OrderLine, OrderState
from sandbox.shop.reviews.models import Review, ReviewReport, ReviewVote
from sandbox.shop.reviews.rules import PENDING, PUBLISHED


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """What the list of reviews is narrowed by; None or empty means everything."""

    status: str | None = None
    product_id: int | None = None
    rating: int | None = None
    is_verified: bool | None = None
    is_answered: bool | None = None
    is_reported: bool | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The published reviews of a product: mean out of 5 (None without review), count, and count by stars."""

    mean: float | None
    count: int
    by_stars: dict[int, int]


def rating_of(product_ids: Iterable[int]) -> dict[int, tuple[float, int]]:
    """Product id -> (mean out of 5, count) of its published reviews; products without review are left out."""
    ratings = _all_ratings()
    return {product_id: ratings[product_id] for product_id in product_ids if product_id in ratings}


@steady
def _all_ratings() -> dict[int, tuple[float, int]]:
    query = sa.select(Review.product_id, sa.func.avg(Review.rating), sa.func.count())
    query = query.where(Review.status == PUBLISHED).group_by(Review.product_id)
    return {product_id: (float(mean), count) for product_id, mean, count in session.execute(query)}


@steady
def summary_of(product_id: int | None = None) -> Summary:
    """The published reviews of a product, or of the whole shop."""
    query = sa.select(Review.rating, sa.func.count()).where(Review.status == PUBLISHED).group_by(Review.rating)
    if product_id is not None:
        query = query.where(Review.product_id == product_id)
    counts: dict[int, int] = {rating: count for rating, count in session.execute(query)}  # noqa: C416
    count = sum(counts.values())
    mean = sum(stars * n for stars, n in counts.items()) / count if count else None
    return Summary(mean, count, {stars: counts.get(stars, 0) for stars in range(5, 0, -1)})


SORTS = {
    "recents": (Review.posted_at.desc(),), "anciens": (Review.posted_at.asc(),),
    "utiles": (Review.useful_count.desc(), Review.posted_at.desc()),
    "meilleurs": (Review.rating.desc(), Review.posted_at.desc()), "moins-bons": (Review.rating.asc(), Review.posted_at.desc()),
}  # fmt: skip


def published(
    product_id: int | None = None, *, sort: str = "recents", rating: int | None = None, number: int = 1, size: int = 10
) -> Page[Review]:
    """One page of the published reviews of a product, or of the whole shop; newest first unless told otherwise."""
    query = sa.select(Review).where(Review.status == PUBLISHED)
    if product_id is not None:
        query = query.where(Review.product_id == product_id)
    if rating is not None:
        query = query.where(Review.rating == rating)
    total = session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    number = clamp(number, size, total)
    query = query.options(selectinload(Review.product)).order_by(*SORTS.get(sort, SORTS["recents"]), Review.id.desc())
    return Page(list(session.scalars(query.offset((number - 1) * size).limit(size))), number, size, total)


@dataclass(frozen=True, slots=True)
class ShownReview:
    """A published review as the product page shows it."""

    id: int
    useful_count: int
    rating: int
    title: str
    body: str
    author: str
    is_verified: bool
    experienced_on: date | None
    posted_at: datetime
    reply: str
    replied_at: datetime | None


@steady
def shown_reviews(
    product_id: int, *, rating: int | None = None, sort: str = "recents", number: int = 1, size: int
) -> tuple[ShownReview, ...]:
    """A page of the published reviews of a product, newest first unless told otherwise, of one number of stars when given."""
    columns = [getattr(Review, name) for name in ShownReview.__dataclass_fields__]
    query = sa.select(*columns).where(Review.status == PUBLISHED, Review.product_id == product_id)
    if rating is not None:
        query = query.where(Review.rating == rating)
    ordered = query.order_by(*SORTS.get(sort, SORTS["recents"]), Review.id.desc())
    return tuple(ShownReview(*row) for row in session.execute(ordered.offset((number - 1) * size).limit(size)))


_LISTED: dict[str, Any] = {"id": Review.id, "rating": Review.rating, "posted_at": Review.posted_at}


def list_reviews(wanted: ReviewFilter, *, sort: str = "-posted_at", number: int = 1, size: int = 20) -> Page[Review]:
    """One page of reviews for the back office, products and customers loaded.

    `sort`: id, rating, posted_at; with « - » the other way.
    """
    query = sa.select(Review).options(
        selectinload(Review.product).selectinload(Product.images), selectinload(Review.customer)
    )
    for column, value in (
        (Review.status, wanted.status),
        (Review.product_id, wanted.product_id),
        (Review.rating, wanted.rating),
        (Review.is_verified, wanted.is_verified),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.is_reported is not None:
        query = query.where(Review.id.in_(_REPORTED) if wanted.is_reported else Review.id.not_in(_REPORTED))
    if wanted.is_answered is not None:
        query = query.where((Review.reply != "") == wanted.is_answered)
    column = _LISTED.get(sort.lstrip("-"), Review.posted_at)
    rows = session.scalars(query.order_by(column.desc() if sort.startswith("-") else column, Review.id.desc())).all()
    found = [r for r in rows if has_words(wanted.text, r.author, r.title, r.body, r.product.name)]
    number = clamp(number, size, len(found))
    return Page(found[(number - 1) * size : number * size], number, size, len(found))


def count_by_status() -> dict[str, int]:
    """Status -> how many reviews have it."""
    rows = session.execute(sa.select(Review.status, sa.func.count()).group_by(Review.status))
    return {status: count for status, count in rows}  # noqa: C416


_REPORTED = sa.select(ReviewReport.review_id).where(ReviewReport.closed_at.is_(None))


def count_reported() -> int:
    """Reviews that visitors reported and on which nobody decided yet."""
    return session.scalar(sa.select(sa.func.count(Review.id)).where(Review.id.in_(_REPORTED))) or 0


def open_reports(review_ids: Iterable[int]) -> dict[int, int]:
    """Review id -> reports that wait for a decision; reviews without one are left out."""
    query = sa.select(ReviewReport.review_id, sa.func.count()).where(ReviewReport.closed_at.is_(None))
    query = query.where(ReviewReport.review_id.in_(list(review_ids))).group_by(ReviewReport.review_id)
    return {review_id: count for review_id, count in session.execute(query)}  # noqa: C416


def votes_of(voter: str) -> frozenset[int]:
    """The reviews that a visitor found useful."""
    return frozenset(session.scalars(sa.select(ReviewVote.review_id).where(ReviewVote.voter == voter)))


@steady
def count_pending() -> int:
    """Reviews that wait for a decision."""
    return session.scalar(sa.select(sa.func.count(Review.id)).where(Review.status == PENDING)) or 0


def get_reviews(review_ids: Iterable[int]) -> Sequence[Review]:
    """Several reviews by number; numbers that do not exist are left out."""
    return session.scalars(sa.select(Review).where(Review.id.in_(list(review_ids))).order_by(Review.id)).all()


def get_review(review_id: int) -> Review:
    """A review, whatever its status; raises NotFound."""
    query = sa.select(Review).where(Review.id == review_id)
    found = session.scalars(query.options(selectinload(Review.product), selectinload(Review.customer))).first()
    if found is None:
        raise NotFound("Cet avis n’existe pas.")
    return found


def has_bought(customer_id: int, product_id: int) -> bool:
    """Whether a paid order of that customer holds that product."""
    query = sa.select(OrderLine.id).join(Order, Order.id == OrderLine.order_id)
    query = query.join(OrderState, OrderState.id == Order.state_id)
    query = query.where(Order.customer_id == customer_id, OrderLine.product_id == product_id, OrderState.is_paid)
    return session.scalar(query.limit(1)) is not None


def reviews_of_customer(customer_id: int) -> Sequence[Review]:
    """What a customer wrote, newest first, refusals with their reasons."""
    query = sa.select(Review).where(Review.customer_id == customer_id).options(selectinload(Review.product))
    return session.scalars(query.order_by(Review.posted_at.desc(), Review.id.desc())).all()

"""Product reviews."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_fk, shop_index, shop_unique, to_many, to_one
from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.models import Customer


class Review(Keyed, ShopScoped, Base):
    """A review, from 1 to 5. status: published | pending | refused (with a reason). One public reply of the shop.

    `useful_count` is of all who found it useful, those that the shop's history brought included.
    """

    __tablename__ = "reviews"

    product_id: Mapped[int]
    customer_id: Mapped[int | None]
    author: Mapped[str] = mapped_column(sa.String(80))
    rating: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(120), default="")
    body: Mapped[str] = mapped_column(sa.Text)
    status: Mapped[str] = mapped_column(sa.String(10), default="pending")
    refusal_reason: Mapped[str] = mapped_column(sa.String(255), default="")
    is_verified: Mapped[bool] = mapped_column(default=False)
    experienced_on: Mapped[date | None]
    posted_at: Mapped[datetime]
    reply: Mapped[str] = mapped_column(sa.Text, default="")
    replied_at: Mapped[datetime | None]
    useful_count: Mapped[int] = mapped_column(default=0)

    product: Mapped[Product] = to_one("Product", "Review", "product_id")
    customer: Mapped[Customer | None] = to_one("Customer", "Review", "customer_id")
    reports: Mapped[list[ReviewReport]] = to_many(
        "ReviewReport", "Review", "review_id", cascade="all, delete-orphan", order_by="ReviewReport.id"
    )
    votes: Mapped[list[ReviewVote]] = to_many("ReviewVote", "Review", "review_id", cascade="all, delete-orphan")

    __table_args__ = (
        shop_fk("product_id", "products", ondelete="CASCADE"),
        shop_fk("customer_id", "customers"),
        shop_unique("key"),
        shop_index("product_id", "status"),
        shop_index("status"),
    )


class ReviewVote(ShopScoped, Base):
    """A visitor who found a review useful: one vote each. `voter` is an account, or the visit of somebody without one."""

    __tablename__ = "review_votes"

    review_id: Mapped[int]
    voter: Mapped[str] = mapped_column(sa.String(40))

    __table_args__ = (
        shop_fk("review_id", "reviews", ondelete="CASCADE"),
        shop_unique("review_id", "voter"),
        shop_index("voter"),
    )


class ReviewReport(ShopScoped, Base):
    """A review that a visitor points out to the shop: a code of `rules.REPORT_REASONS`, closed once the shop decided."""

    __tablename__ = "review_reports"

    review_id: Mapped[int]
    reporter: Mapped[str] = mapped_column(sa.String(40), default="")
    reason: Mapped[str] = mapped_column(sa.String(12))
    details: Mapped[str] = mapped_column(sa.Text, default="")
    reported_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    __table_args__ = (shop_fk("review_id", "reviews", ondelete="CASCADE"), shop_index("review_id"))

"""Product reviews."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_fk, shop_index, shop_unique, to_one
from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.models import Customer


class Review(Keyed, ShopScoped, Base):
    """A review, from 1 to 5. status: published | pending | refused (with a reason). One public reply of the shop."""

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

    product: Mapped[Product] = to_one("Product", "Review", "product_id")
    customer: Mapped[Customer | None] = to_one("Customer", "Review", "customer_id")

    __table_args__ = (
        shop_fk("product_id", "products", ondelete="CASCADE"),
        shop_fk("customer_id", "customers"),
        shop_unique("key"),
        shop_index("product_id", "status"),
        shop_index("status"),
    )

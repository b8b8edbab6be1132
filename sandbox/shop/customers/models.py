"""The mock company's customers."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_fk, shop_index, shop_unique, to_many, to_one


class Title(Keyed, ShopScoped, Base):
    """A title (« civilité »)."""

    __tablename__ = "titles"

    name: Mapped[str] = mapped_column(sa.String(20))


class CustomerGroup(Keyed, ShopScoped, Base):
    """A group: reduction on everything in basis points, display of prices. role: visitor | guest | customer | None."""

    __tablename__ = "customer_groups"

    name: Mapped[str] = mapped_column(sa.String(64))
    reduction_bp: Mapped[int] = mapped_column(default=0)
    shows_tax_excl: Mapped[bool] = mapped_column(default=False)
    shows_prices: Mapped[bool] = mapped_column(default=True)
    role: Mapped[str | None] = mapped_column(sa.String(10))
    created_at: Mapped[datetime]

    category_reductions: Mapped[list[GroupCategoryReduction]] = to_many(
        "GroupCategoryReduction",
        "CustomerGroup",
        "group_id",
        cascade="all, delete-orphan",
        order_by="GroupCategoryReduction.id",
    )

    __table_args__ = (shop_unique("key"),)


class GroupCategoryReduction(ShopScoped, Base):
    """A group's reduction on one category; it replaces the group's general one for products whose default category it is."""

    __tablename__ = "group_category_reductions"

    group_id: Mapped[int]
    category_id: Mapped[int]
    reduction_bp: Mapped[int]

    __table_args__ = (
        shop_fk("group_id", "customer_groups"),
        shop_fk("category_id", "categories"),
        shop_unique("group_id", "category_id"),
    )


class Customer(Keyed, ShopScoped, Base):
    """A customer of the mock company. `password_hash` is None for seeded people and guests."""

    __tablename__ = "customers"

    title_id: Mapped[int | None]
    first_name: Mapped[str] = mapped_column(sa.String(60))
    last_name: Mapped[str] = mapped_column(sa.String(60))
    email: Mapped[str] = mapped_column(sa.String(128))
    password_hash: Mapped[str | None] = mapped_column(sa.String(255))
    birth_on: Mapped[date | None]
    default_group_id: Mapped[int]
    is_newsletter: Mapped[bool] = mapped_column(default=False)
    is_partner_offers: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_guest: Mapped[bool] = mapped_column(default=False)
    company: Mapped[str] = mapped_column(sa.String(120), default="")
    siret: Mapped[str] = mapped_column(sa.String(14), default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    registered_at: Mapped[datetime]

    title: Mapped[Title | None] = to_one("Title", "Customer", "title_id")
    default_group: Mapped[CustomerGroup] = to_one("CustomerGroup", "Customer", "default_group_id")
    memberships: Mapped[list[GroupMembership]] = to_many(
        "GroupMembership", "Customer", "customer_id", cascade="all, delete-orphan", order_by="GroupMembership.id"
    )
    addresses: Mapped[list[Address]] = to_many("Address", "Customer", "customer_id", order_by="Address.id")
    consents: Mapped[list[Consent]] = to_many(
        "Consent", "Customer", "customer_id", cascade="all, delete-orphan", order_by="Consent.id"
    )

    @property
    def full_name(self) -> str:
        """First name and last name."""
        return f"{self.first_name} {self.last_name}"

    __table_args__ = (
        shop_fk("title_id", "titles"),
        shop_fk("default_group_id", "customer_groups"),
        shop_unique("key"),
        shop_index("email"),
        shop_index("last_name"),
    )


class GroupMembership(ShopScoped, Base):
    """A customer in a group."""

    __tablename__ = "group_memberships"

    customer_id: Mapped[int]
    group_id: Mapped[int]

    group: Mapped[CustomerGroup] = to_one("CustomerGroup", "GroupMembership", "group_id")

    __table_args__ = (
        shop_fk("customer_id", "customers"),
        shop_fk("group_id", "customer_groups"),
        shop_unique("customer_id", "group_id"),
    )


class Address(Keyed, ShopScoped, Base):
    """A postal address; kept with `is_deleted` when orders use it."""

    __tablename__ = "addresses"

    customer_id: Mapped[int]
    alias: Mapped[str] = mapped_column(sa.String(32))
    first_name: Mapped[str] = mapped_column(sa.String(60))
    last_name: Mapped[str] = mapped_column(sa.String(60))
    company: Mapped[str] = mapped_column(sa.String(120), default="")
    line1: Mapped[str] = mapped_column(sa.String(128))
    line2: Mapped[str] = mapped_column(sa.String(128), default="")
    postcode: Mapped[str] = mapped_column(sa.String(12))
    city: Mapped[str] = mapped_column(sa.String(64))
    country: Mapped[str] = mapped_column(sa.String(64), default="France")
    phone: Mapped[str] = mapped_column(sa.String(32), default="")
    is_deleted: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (shop_fk("customer_id", "customers"), shop_unique("key"), shop_index("customer_id"))


class Consent(ShopScoped, Base):
    """A consent given or withdrawn, with its moment and where it was collected. purpose: newsletter | partners."""

    __tablename__ = "consents"

    customer_id: Mapped[int]
    purpose: Mapped[str] = mapped_column(sa.String(12))
    is_given: Mapped[bool]
    given_at: Mapped[datetime]
    source: Mapped[str] = mapped_column(sa.String(80))

    __table_args__ = (shop_fk("customer_id", "customers"), shop_index("customer_id"))


class Subscriber(ShopScoped, Base):
    """A reader of the newsletter who has no customer account; unsubscribing keeps the row, with its moment."""

    __tablename__ = "subscribers"

    email: Mapped[str] = mapped_column(sa.String(128))
    source: Mapped[str] = mapped_column(sa.String(80))
    subscribed_at: Mapped[datetime]
    unsubscribed_at: Mapped[datetime | None]

    __table_args__ = (shop_unique("email"),)

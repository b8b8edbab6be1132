"""The three promotion mechanisms, and the prices shown in the past."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_fk, shop_index, shop_unique, to_many


class SpecificPrice(Keyed, ShopScoped, Base):
    """A price for one product under conditions (« prix spécifique »).

    kind: percent (`value_bp`) | amount (`amount_cents`, with tax when `is_tax_incl`) | price (`price_excl_micros`).
    Empty conditions (variant, group, customer, dates) mean everyone, always.
    """

    __tablename__ = "specific_prices"

    product_id: Mapped[int]
    variant_id: Mapped[int | None]
    group_id: Mapped[int | None]
    customer_id: Mapped[int | None]
    from_quantity: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(sa.String(8), default="percent")
    value_bp: Mapped[int] = mapped_column(default=0)
    amount_cents: Mapped[int] = mapped_column(default=0)
    is_tax_incl: Mapped[bool] = mapped_column(default=True)
    price_excl_micros: Mapped[int | None] = mapped_column(sa.BigInteger)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]

    __table_args__ = (
        shop_fk("product_id", "products", ondelete="CASCADE"),
        shop_fk("variant_id", "variants", ondelete="CASCADE"),
        shop_fk("group_id", "customer_groups"),
        shop_fk("customer_id", "customers"),
        shop_index("product_id"),
    )


class CatalogRule(Keyed, ShopScoped, Base):
    """A reduction on a set of products (« règle de prix catalogue »). kind: percent | amount. No condition = everything."""

    __tablename__ = "catalog_rules"

    name: Mapped[str] = mapped_column(sa.String(128))
    kind: Mapped[str] = mapped_column(sa.String(8), default="percent")
    value_bp: Mapped[int] = mapped_column(default=0)
    amount_cents: Mapped[int] = mapped_column(default=0)
    is_tax_incl: Mapped[bool] = mapped_column(default=True)
    from_quantity: Mapped[int] = mapped_column(default=1)
    group_id: Mapped[int | None]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    is_active: Mapped[bool] = mapped_column(default=True)

    conditions: Mapped[list[CatalogRuleCondition]] = to_many(
        "CatalogRuleCondition",
        "CatalogRule",
        "rule_id",
        cascade="all, delete-orphan",
        order_by="CatalogRuleCondition.id",
    )

    __table_args__ = (shop_fk("group_id", "customer_groups"), shop_unique("key"))


class CatalogRuleCondition(ShopScoped, Base):
    """A condition of a catalogue rule: AND inside a `group_no`, OR between them.

    kind: category | brand | feature | attribute; `target_id` is the id of the category, brand, feature value's row text is in
    `value` for features, attribute value otherwise.
    """

    __tablename__ = "catalog_rule_conditions"

    rule_id: Mapped[int]
    group_no: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(sa.String(10))
    target_id: Mapped[int]
    value: Mapped[str] = mapped_column(sa.String(255), default="")

    __table_args__ = (shop_fk("rule_id", "catalog_rules"), shop_index("rule_id"))


class CartRule(Keyed, ShopScoped, Base):
    """A reduction at the cart, by code or automatic (« règle panier »).

    reduction_kind: none | percent | amount. applies_to: order | cheapest | product | selection.
    `quantity` is the total of uses allowed and `quantity_per_customer` each customer's; the orders that hold the rule are
    counted against them, so that the numbers stay as typed. Amounts are with tax unless a flag says otherwise.
    """

    __tablename__ = "cart_rules"

    name: Mapped[str] = mapped_column(sa.String(254))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    code: Mapped[str] = mapped_column(sa.String(64), default="")
    is_highlighted: Mapped[bool] = mapped_column(default=False)
    allows_partial_use: Mapped[bool] = mapped_column(default=True)
    priority: Mapped[int] = mapped_column(default=1)
    is_active: Mapped[bool] = mapped_column(default=True)
    customer_id: Mapped[int | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    minimum_cents: Mapped[int] = mapped_column(default=0)
    minimum_is_tax_incl: Mapped[bool] = mapped_column(default=True)
    minimum_has_shipping: Mapped[bool] = mapped_column(default=False)
    quantity: Mapped[int] = mapped_column(default=1)
    quantity_per_customer: Mapped[int] = mapped_column(default=1)
    is_free_shipping: Mapped[bool] = mapped_column(default=False)
    reduction_kind: Mapped[str] = mapped_column(sa.String(8), default="none")
    reduction_bp: Mapped[int] = mapped_column(default=0)
    reduction_cents: Mapped[int] = mapped_column(default=0)
    reduction_is_tax_incl: Mapped[bool] = mapped_column(default=True)
    applies_to: Mapped[str] = mapped_column(sa.String(10), default="order")
    reduction_product_id: Mapped[int | None]
    excludes_discounted: Mapped[bool] = mapped_column(default=False)
    gift_product_id: Mapped[int | None]
    gift_variant_id: Mapped[int | None]

    groups: Mapped[list[CartRuleGroup]] = to_many(
        "CartRuleGroup", "CartRule", "rule_id", cascade="all, delete-orphan", order_by="CartRuleGroup.id"
    )
    carriers: Mapped[list[CartRuleCarrier]] = to_many(
        "CartRuleCarrier", "CartRule", "rule_id", cascade="all, delete-orphan", order_by="CartRuleCarrier.id"
    )
    selections: Mapped[list[CartRuleSelection]] = to_many(
        "CartRuleSelection", "CartRule", "rule_id", cascade="all, delete-orphan", order_by="CartRuleSelection.id"
    )

    exclusions: Mapped[list[CartRuleExclusion]] = to_many(
        "CartRuleExclusion", "CartRule", "rule_id", cascade="all, delete-orphan", order_by="CartRuleExclusion.id"
    )

    __table_args__ = (
        shop_fk("customer_id", "customers"),
        shop_fk("reduction_product_id", "products"),
        shop_fk("gift_product_id", "products"),
        shop_fk("gift_variant_id", "variants"),
        shop_unique("key"),
        shop_index("code"),
    )


class CartRuleGroup(ShopScoped, Base):
    """A group a cart rule is limited to."""

    __tablename__ = "cart_rule_groups"

    rule_id: Mapped[int]
    group_id: Mapped[int]

    __table_args__ = (shop_fk("rule_id", "cart_rules"), shop_fk("group_id", "customer_groups"))


class CartRuleCarrier(ShopScoped, Base):
    """A carrier a cart rule is limited to."""

    __tablename__ = "cart_rule_carriers"

    rule_id: Mapped[int]
    carrier_id: Mapped[int]

    __table_args__ = (shop_fk("rule_id", "cart_rules"), shop_fk("carrier_id", "carriers"))


class CartRuleSelection(ShopScoped, Base):
    """Products a cart rule asks for, and reduces when it applies to its selection. kind: product | category | brand."""

    __tablename__ = "cart_rule_selections"

    rule_id: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(8))
    target_id: Mapped[int]
    min_quantity: Mapped[int] = mapped_column(default=1)

    __table_args__ = (shop_fk("rule_id", "cart_rules"), shop_index("rule_id"))


class CartRuleExclusion(ShopScoped, Base):
    """Another rule that a cart rule is not combined with, whichever of the two says so."""

    __tablename__ = "cart_rule_exclusions"

    rule_id: Mapped[int]
    other_id: Mapped[int]

    __table_args__ = (
        shop_fk("rule_id", "cart_rules"),
        shop_fk("other_id", "cart_rules", ondelete="CASCADE"),
        shop_unique("rule_id", "other_id"),
    )


class PricePoint(ShopScoped, Base):
    """The price with tax that everyone saw for a product from a moment on: the history the 30-day rule asks for."""

    __tablename__ = "price_points"

    product_id: Mapped[int]
    price_cents: Mapped[int]
    since_at: Mapped[datetime]

    __table_args__ = (shop_fk("product_id", "products", ondelete="CASCADE"), shop_index("product_id", "since_at"))

"""Carriers, where they go and what they ask."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_fk, shop_unique, to_many, to_one
from sandbox.shop.taxes.models import TaxRule


class Zone(Keyed, ShopScoped, Base):
    """A zone of delivery. Until its places are chosen (`has_own_places`), it holds the one that its key names."""

    __tablename__ = "zones"

    name: Mapped[str] = mapped_column(sa.String(64))
    has_own_places: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    places: Mapped[list[ZonePlace]] = to_many(
        "ZonePlace", "Zone", "zone_id", cascade="all, delete-orphan", order_by="ZonePlace.id"
    )

    __table_args__ = (shop_unique("key"),)


class ZonePlace(ShopScoped, Base):
    """A country, department or group of them that lies in a zone, by its code (`rules.PLACES`); in one zone only."""

    __tablename__ = "zone_places"

    zone_id: Mapped[int]
    place: Mapped[str] = mapped_column(sa.String(40))

    __table_args__ = (shop_fk("zone_id", "zones"), shop_unique("place"))


class Carrier(Keyed, ShopScoped, Base):
    """A carrier; free from `free_from_cents` of products with tax when set. `delay` is the promise shown.

    `billing` says what its steps count: weight (grams) | price (cents of products with tax). Without groups it takes everyone's.
    """

    __tablename__ = "carriers"

    name: Mapped[str] = mapped_column(sa.String(64))
    delay: Mapped[str] = mapped_column(sa.String(128), default="")
    delay_min_days: Mapped[int] = mapped_column(default=2)
    delay_max_days: Mapped[int] = mapped_column(default=3)
    logo: Mapped[str | None] = mapped_column(sa.String(40))
    tracking_url: Mapped[str] = mapped_column(sa.String(255), default="")
    tax_rule_id: Mapped[int | None]
    free_from_cents: Mapped[int | None]
    billing: Mapped[str] = mapped_column(sa.String(8), default="weight")
    is_free: Mapped[bool] = mapped_column(default=False)
    adds_handling: Mapped[bool] = mapped_column(default=True)
    max_weight_g: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_pickup: Mapped[bool] = mapped_column(default=False)

    tax_rule: Mapped[TaxRule | None] = to_one("TaxRule", "Carrier", "tax_rule_id")
    fees: Mapped[list[CarrierFee]] = to_many(
        "CarrierFee", "Carrier", "carrier_id", cascade="all, delete-orphan", order_by="CarrierFee.up_to"
    )
    groups: Mapped[list[CarrierGroup]] = to_many(
        "CarrierGroup", "Carrier", "carrier_id", cascade="all, delete-orphan", order_by="CarrierGroup.id"
    )

    __table_args__ = (shop_fk("tax_rule_id", "tax_rules"), shop_unique("key"))


class CarrierFee(ShopScoped, Base):
    """The fee, with tax, of a carrier in a zone for parcels up to so many grams, or so many cents: its carrier's billing says."""

    __tablename__ = "carrier_fees"

    carrier_id: Mapped[int]
    zone_id: Mapped[int]
    up_to: Mapped[int]
    price_cents: Mapped[int]

    zone: Mapped[Zone] = to_one("Zone", "CarrierFee", "zone_id")

    __table_args__ = (
        shop_fk("carrier_id", "carriers"),
        shop_fk("zone_id", "zones"),
        shop_unique("carrier_id", "zone_id", "up_to"),
    )


class CarrierGroup(ShopScoped, Base):
    """A group of customers a carrier is limited to."""

    __tablename__ = "carrier_groups"

    carrier_id: Mapped[int]
    group_id: Mapped[int]

    __table_args__ = (
        shop_fk("carrier_id", "carriers"),
        shop_fk("group_id", "customer_groups"),
        shop_unique("carrier_id", "group_id"),
    )


class ProductCarrier(ShopScoped, Base):
    """A carrier that may take a product; a product without any may go by all."""

    __tablename__ = "product_carriers"

    product_id: Mapped[int]
    carrier_id: Mapped[int]

    __table_args__ = (
        shop_fk("product_id", "products", ondelete="CASCADE"),
        shop_fk("carrier_id", "carriers"),
        shop_unique("product_id", "carrier_id"),
    )

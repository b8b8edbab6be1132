"""Reading carriers: what each would ask for a parcel, and when it would arrive."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.shop.shipping.models import Carrier, CarrierFee, ProductCarrier, Zone
from sandbox.shop.shipping.rules import Delivery, charge, delivery, fee_for, missing_for_free, zone_keys

_LOADED = (selectinload(Carrier.fees), selectinload(Carrier.tax_rule))


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is to be sent: products and their weight, amount after reductions with tax, extra fees of bulky products."""

    product_ids: frozenset[int]
    weight_g: int
    products_cents: int
    extra_cents: int = 0


@dataclass(frozen=True, slots=True)
class CarrierOption:
    """A carrier that takes a parcel: its price with tax and rate, and when it arrives.

    `missing_cents` is what products lack for it to be free; None when this carrier is never free.
    """

    carrier: Carrier
    price_cents: int
    tax_bp: int
    delivery: Delivery
    missing_cents: int | None

    @property
    def is_free(self) -> bool:
        """Whether nothing is asked."""
        return self.price_cents == 0


def get_carrier(carrier_id: int) -> Carrier:
    """A carrier with its fees; raises NotFound."""
    found = session.scalars(sa.select(Carrier).where(Carrier.id == carrier_id).options(*_LOADED)).first()
    if found is None:
        raise NotFound("Ce transporteur n’existe pas.")
    return found


def list_carriers(*, only_active: bool = False) -> Sequence[Carrier]:
    """The carriers in their order."""
    query = sa.select(Carrier).options(*_LOADED).order_by(Carrier.position, Carrier.id)
    if only_active:
        query = query.where(Carrier.is_active.is_(True))
    return session.scalars(query).all()


def carrier_choices() -> list[tuple[int, str]]:
    """(id, name) of every carrier in their order, for lists to choose from."""
    query = sa.select(Carrier.id, Carrier.name).order_by(Carrier.position, Carrier.id)
    return [(row.id, row.name) for row in session.execute(query)]


def list_zones() -> Sequence[Zone]:
    """The zones in the order of creation."""
    return session.scalars(sa.select(Zone).order_by(Zone.id)).all()


def get_zone(zone_id: int) -> Zone:
    """A zone; raises NotFound."""
    found = session.scalars(sa.select(Zone).where(Zone.id == zone_id)).first()
    if found is None:
        raise NotFound("Cette zone n’existe pas.")
    return found


def zone_of(country: str, postcode: str) -> Zone | None:
    """The zone of an address; None when the shop delivers nothing there."""
    zones = {zone.key: zone for zone in list_zones()}
    return next((zones[key] for key in zone_keys(country, postcode) if key in zones), None)


def carriers_of_products(product_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """The carriers that products are bound to, by product; those without any are left out: they go by all."""
    found: dict[int, set[int]] = {}
    query = sa.select(ProductCarrier.product_id, ProductCarrier.carrier_id)
    for product_id, carrier_id in session.execute(query.where(ProductCarrier.product_id.in_(list(product_ids)))):
        found.setdefault(product_id, set()).add(carrier_id)
    return {product_id: frozenset(ids) for product_id, ids in found.items()}


def products_bound_only_to(carrier: Carrier) -> list[int]:
    """The products that go by no other carrier: nobody can order them when it stops."""
    bound = sa.select(ProductCarrier.product_id).where(ProductCarrier.carrier_id == carrier.id)
    pairs = (
        sa.select(ProductCarrier.product_id)
        .where(ProductCarrier.product_id.in_(bound))
        .group_by(ProductCarrier.product_id)
    )
    return list(session.scalars(pairs.having(sa.func.count() == 1).order_by(ProductCarrier.product_id)))


def options_for(parcel: Parcel, zone: Zone | None, *, at: datetime | None = None) -> list[CarrierOption]:
    """The active carriers that take a parcel to a zone, in their order; nothing for a place where the shop does not deliver."""
    if zone is None:
        return []
    bound = carriers_of_products(parcel.product_ids).values()
    day = clock.to_paris(at or clock.now()).date()
    found = []
    for carrier in list_carriers(only_active=True):
        if all(carrier.id in ids for ids in bound):
            option = _option(
                carrier, carrier.fees, zone, parcel, delivery(day, carrier.delay_min_days, carrier.delay_max_days)
            )
            found += [option] if option else []
    return found


def _option(
    carrier: Carrier, fees: Iterable[CarrierFee], zone: Zone, parcel: Parcel, promise: Delivery
) -> CarrierOption | None:
    fee = fee_for(((f.up_to_g, f.price_cents) for f in fees if f.zone_id == zone.id), parcel.weight_g)
    if fee is None:
        return None
    price = charge(
        fee,
        products_cents=parcel.products_cents,
        free_from_cents=carrier.free_from_cents,
        extra_cents=parcel.extra_cents,
    )
    rate = carrier.tax_rule.rate_bp if carrier.tax_rule else 0
    return CarrierOption(
        carrier, price, rate, promise, missing_for_free(parcel.products_cents, carrier.free_from_cents)
    )

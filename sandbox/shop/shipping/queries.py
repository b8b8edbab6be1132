"""Reading carriers: what each would ask for a parcel, and when it would arrive."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.kernel.steady import steady
from sandbox.shop.shipping.models import Carrier, CarrierFee, ProductCarrier, Zone, ZonePlace
from sandbox.shop.shipping.rules import (
    PLACES,
    PRICE,
    Delivery,
    charge,
    delivery,
    fee_for,
    lowest_threshold,
    missing_for_free,
    order_day,
    place_of_key,
    zone_keys,
)
from sandbox.shop.shops.queries import get_settings

_LOADED = (selectinload(Carrier.fees), selectinload(Carrier.tax_rule), selectinload(Carrier.groups))


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

    `free_from_cents` is the amount of products from which it is free, by itself or for the whole shop, and `missing_cents`
    what is missing to it; both None when it never becomes free.
    """

    carrier: Carrier
    price_cents: int
    tax_bp: int
    delivery: Delivery
    missing_cents: int | None
    free_from_cents: int | None = None

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


@steady
def carrier_choices() -> tuple[tuple[int, str], ...]:
    """(id, name) of every carrier in their order, for lists to choose from."""
    query = sa.select(Carrier.id, Carrier.name).order_by(Carrier.position, Carrier.id)
    return tuple((row.id, row.name) for row in session.execute(query))


def list_zones() -> Sequence[Zone]:
    """The zones in the order of creation."""
    return session.scalars(sa.select(Zone).order_by(Zone.id)).all()


def get_zone(zone_id: int) -> Zone:
    """A zone; raises NotFound."""
    found = session.scalars(sa.select(Zone).where(Zone.id == zone_id)).first()
    if found is None:
        raise NotFound("Cette zone n’existe pas.")
    return found


def _owners() -> dict[str, Zone]:
    """Place -> its zone, in one statement. A place chosen for a zone comes before the one that a zone's key names."""
    joined = (
        sa.select(Zone, ZonePlace.place).outerjoin(ZonePlace, ZonePlace.zone_id == Zone.id).order_by(Zone.id.desc())
    )
    rows = [(row.Zone, row.place) for row in session.execute(joined)]
    keyed = {place: zone for zone, _ in rows if not zone.has_own_places and (place := place_of_key(zone.key))}
    return keyed | {place: zone for zone, place in rows if place is not None}


def zones_by_place() -> dict[str, int]:
    """Place -> the zone it lies in."""
    return {place: zone.id for place, zone in _owners().items()}


def places_by_zone() -> dict[int, list[str]]:
    """Zone -> its places, in the order of `rules.PLACES`; zones without any are left out."""
    rank = {place: number for number, place in enumerate(PLACES)}
    found: dict[int, list[str]] = {}
    for place, zone_id in sorted(zones_by_place().items(), key=lambda pair: (rank.get(pair[0], len(rank)), pair[0])):
        found.setdefault(zone_id, []).append(place)
    return found


def zone_of(country: str, postcode: str) -> Zone | None:
    """The zone of an address; None when the shop delivers nothing there."""
    zones = _owners()
    return next((zones[place] for place in zone_keys(country, postcode) if place in zones), None)


def carriers_serving(zone: Zone) -> list[str]:
    """The names of the carriers that have fees in a zone, in their order."""
    query = sa.select(Carrier.name).where(
        Carrier.id.in_(sa.select(CarrierFee.carrier_id).where(CarrierFee.zone_id == zone.id))
    )
    return list(session.scalars(query.order_by(Carrier.position, Carrier.id)))


def carriers_of_products(product_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """The carriers that products are bound to, by product; those without any are left out: they go by all."""
    found: dict[int, set[int]] = {}
    query = sa.select(ProductCarrier.product_id, ProductCarrier.carrier_id)
    for product_id, carrier_id in session.execute(query.where(ProductCarrier.product_id.in_(list(product_ids)))):
        found.setdefault(product_id, set()).add(carrier_id)
    return {product_id: frozenset(ids) for product_id, ids in found.items()}


def options_for(
    parcel: Parcel, zone: Zone | None, *, at: datetime | None = None, group_ids: Collection[int] | None = None
) -> list[CarrierOption]:
    """The active carriers that take a parcel to a zone, in their order; nothing for a place where the shop does not deliver.

    `group_ids` are the buyer's groups: a carrier kept for others is left out. None: whoever it is.
    """
    if zone is None:
        return []
    bound = carriers_of_products(parcel.product_ids).values()
    settings = get_settings()
    day = order_day(clock.to_paris(at or clock.now()), settings["heure_limite"])
    found = []
    for carrier in list_carriers(only_active=True):
        if all(carrier.id in ids for ids in bound) and _takes(carrier, parcel, group_ids):
            promise = delivery(day, carrier.delay_min_days, carrier.delay_max_days)
            option = _option(carrier, zone, parcel, promise, settings)
            found += [option] if option else []
    return found


def _takes(carrier: Carrier, parcel: Parcel, group_ids: Collection[int] | None) -> bool:
    if carrier.max_weight_g is not None and parcel.weight_g > carrier.max_weight_g:
        return False
    kept = {link.group_id for link in carrier.groups}
    return not kept or group_ids is None or bool(kept & set(group_ids))


def _option(
    carrier: Carrier, zone: Zone, parcel: Parcel, promise: Delivery, settings: Mapping[str, Any]
) -> CarrierOption | None:
    measure = parcel.products_cents if carrier.billing == PRICE else parcel.weight_g
    fee = fee_for(((f.up_to, f.price_cents) for f in carrier.fees if f.zone_id == zone.id), measure)
    if fee is None:
        return None
    free_from = lowest_threshold(0 if carrier.is_free else None, carrier.free_from_cents, settings["port_offert_des"])
    price = charge(
        fee, products_cents=parcel.products_cents, free_from_cents=free_from, extra_cents=parcel.extra_cents,
        handling_cents=settings["frais_manutention"] if carrier.adds_handling else 0,
    )  # fmt: skip
    rate = carrier.tax_rule.rate_bp if carrier.tax_rule else 0
    missing = missing_for_free(parcel.products_cents, free_from)
    return CarrierOption(carrier, price, rate, promise, missing, free_from)

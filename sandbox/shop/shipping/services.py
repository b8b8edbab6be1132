"""Changing carriers, their fees, zones, and which carriers take a product."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.models import CustomerGroup
from sandbox.shop.shipping import queries, rules
from sandbox.shop.shipping.models import Carrier, CarrierFee, CarrierGroup, ProductCarrier, Zone, ZonePlace
from sandbox.shop.taxes.models import TaxRule


class CarrierValues(TypedDict, total=False):
    """What may be given of a carrier. `free_from_cents`: products with tax from which it is free, None for never.

    `group_ids`: the groups of customers it is limited to, none for everyone.
    """

    name: str
    delay: str
    delay_min_days: int
    delay_max_days: int
    logo: str | None
    tracking_url: str
    tax_rule_id: int | None
    free_from_cents: int | None
    billing: str
    is_free: bool
    adds_handling: bool
    max_weight_g: int | None
    group_ids: Sequence[int]
    position: int
    is_active: bool
    is_pickup: bool


@action("transporteur.creer", entity="transporteur", words="a créé le transporteur")
def create_carrier(*, key: str | None = None, **values: Unpack[CarrierValues]) -> Carrier:
    """A new carrier, after the others; it goes nowhere until it has fees in a zone."""
    last = session.scalar(sa.select(sa.func.max(Carrier.position))) or 0
    row = Carrier(
        key=key, name="", delay="", delay_min_days=2, delay_max_days=3, tracking_url="", position=last + 1, is_active=True,
        is_pickup=False, billing=rules.WEIGHT, is_free=False, adds_handling=True,
    )  # fmt: skip
    _fill(row, dict(values))
    session.add(row)
    session.flush()
    return row


@action("transporteur.modifier", entity="transporteur", words="a modifié le transporteur")
def update_carrier(*, carrier: Carrier, **values: Unpack[CarrierValues]) -> Carrier:
    """Change a carrier; what is not given stays."""
    _fill(carrier, dict(values))
    session.flush()
    return carrier


def _fill(row: Carrier, values: dict[str, Any]) -> None:
    groups = [link.group_id for link in row.groups]
    wanted = list(dict.fromkeys(values.get("group_ids", groups)))
    merged = {n: values.get(n, getattr(row, n)) for n in CarrierValues.__annotations__ if n != "group_ids"}
    merged["name"] = _line(merged["name"], 64, field="name", label="nom")
    merged["delay"] = _line(merged["delay"], 128, field="delay", label="délai")
    rules.check_delay(merged["delay_min_days"], merged["delay_max_days"])
    free = merged["free_from_cents"]
    if free is not None and not 0 <= free <= rules.MAX_CENTS:
        raise RuleBroken(
            "Le seuil de gratuité va de 0 à 10\u00a0000\u00a0€\u00a0; vide\u00a0: jamais offert.",
            field="free_from_cents",
        )
    url = merged["tracking_url"].strip()
    if url and (not url.startswith(("https://", "http://")) or len(url) > 255):
        raise RuleBroken(
            "L’adresse de suivi commence par https:// et contient @ à la place du numéro.", field="tracking_url"
        )
    rules.check_billing(merged["billing"])
    rules.check_max_weight(merged["max_weight_g"])
    _check_links(merged["tax_rule_id"], wanted)
    for name, value in {**merged, "tracking_url": url}.items():
        setattr(row, name, value)
    if wanted != groups:
        row.groups = [CarrierGroup(group_id=group_id) for group_id in wanted]


def _check_links(rule_id: int | None, group_ids: Sequence[int]) -> None:
    if rule_id is not None and session.scalar(sa.select(TaxRule.id).where(TaxRule.id == rule_id)) is None:
        raise RuleBroken("Cette règle de taxe n’existe plus.", field="tax_rule_id")
    known = set(session.scalars(sa.select(CustomerGroup.id).where(CustomerGroup.id.in_(list(group_ids)))))
    if set(group_ids) - known:
        raise RuleBroken("Ce groupe n’existe plus.", field="group_ids")


def _line(text: str, length: int, *, field: str, label: str) -> str:
    trimmed = " ".join(text.split())
    if not trimmed:
        raise RuleBroken(f"Le {label} est obligatoire.", field=field)
    if len(trimmed) > length:
        raise RuleBroken(f"Le {label} compte {length} caractères au plus.", field=field)
    return trimmed


@action("transporteur.tarifs", entity="transporteur", words="a fixé les frais du transporteur")
def set_fees(*, carrier: Carrier, zone: Zone, fees: Sequence[tuple[int, int]]) -> Carrier:
    """Replace the fees of a carrier in a zone: (up to so many grams or cents, cents with tax); none: it no longer goes there."""
    wanted = dict(rules.check_fees(fees, carrier.billing))
    for fee in [f for f in carrier.fees if f.zone_id == zone.id]:
        if fee.up_to in wanted:
            fee.price_cents = wanted.pop(fee.up_to)
        else:
            carrier.fees.remove(fee)
    carrier.fees.extend(CarrierFee(zone_id=zone.id, up_to=up_to, price_cents=cents) for up_to, cents in wanted.items())
    session.flush()
    session.expire(carrier, ["fees"])
    return carrier


@action("transporteur.deplacer", entity="transporteur", words="a déplacé le transporteur")
def move_carrier(*, carrier: Carrier, position: int) -> Carrier:
    """Put a carrier at a rank (from 1) of the list, the order in which customers are offered them."""
    others = [
        row for row in session.scalars(sa.select(Carrier).order_by(Carrier.position, Carrier.id)) if row is not carrier
    ]
    others.insert(max(0, min(position - 1, len(others))), carrier)
    for rank, row in enumerate(others, 1):
        row.position = rank
    session.flush()
    return carrier


@action("zone.creer", entity="zone", words="a créé la zone")
def create_zone(*, name: str, key: str | None = None, places: Sequence[str] | None = None) -> Zone:
    """A new zone of delivery; its places, when given, leave the zones they were in. Raises RuleBroken on « name » or « places »."""
    row = Zone(key=key, name=_zone_name(name), has_own_places=False)
    wanted = None if places is None else rules.check_places(places)
    session.add(row)
    session.flush()
    if wanted is not None:
        _set_places(row, wanted)
    return row


@action("zone.modifier", entity="zone", words="a modifié la zone")
def update_zone(*, zone: Zone, name: str | None = None, places: Sequence[str] | None = None) -> Zone:
    """Rename a zone, or give it exactly these places, which leave the zones they were in."""
    if name is not None:
        zone.name = _zone_name(name, but=zone)
    if places is not None:
        _set_places(zone, rules.check_places(places))
    session.flush()
    return zone


@action("zone.supprimer", entity="zone", words="a supprimé la zone")
def delete_zone(*, zone: Zone) -> Zone:
    """Delete a zone where no carrier goes; raises RuleBroken with the names of those that do."""
    if names := queries.carriers_serving(zone):
        listed = ", ".join(f"« {name} »" for name in names)
        raise RuleBroken(
            f"La zone « {zone.name} » sert aux tarifs de {listed}\u00a0: retirez-la d’abord de leurs tarifs (Livraison, Transporteurs)."
        )
    session.delete(zone)
    session.flush()
    return zone


def _set_places(zone: Zone, wanted: Sequence[str]) -> None:
    """A place lies in one zone: those that come leave theirs, a zone that held one by its key gives up that one alone."""
    if list(wanted) == queries.places_by_zone().get(zone.id, []):
        return
    taken = {row.place: row for row in session.scalars(sa.select(ZonePlace).where(ZonePlace.place.in_(list(wanted))))}
    for row in [row for row in zone.places if row.place not in wanted]:
        zone.places.remove(row)
    for row in taken.values():
        row.zone_id = zone.id
    session.flush()
    session.add_all(ZonePlace(zone_id=zone.id, place=place) for place in wanted if place not in taken)
    zone.has_own_places = True
    session.flush()
    session.expire(zone, ["places"])


def _zone_name(name: str, but: Zone | None = None) -> str:
    trimmed = _line(name, 64, field="name", label="nom")
    other = session.scalars(sa.select(Zone).where(sa.func.lower(Zone.name) == trimmed.lower())).first()
    if other is not None and other is not but:
        raise RuleBroken("Une zone porte déjà ce nom.", field="name")
    return trimmed


@action("produit.transporteurs", entity="produit", words="a choisi les transporteurs du produit")
def set_product_carriers(*, product: Product, carriers: Sequence[Carrier]) -> Product:
    """Bind a product to carriers; none: it goes by all of them."""
    wanted = {carrier.id for carrier in carriers}
    kept = session.scalars(sa.select(ProductCarrier).where(ProductCarrier.product_id == product.id)).all()
    for row in kept:
        if row.carrier_id not in wanted:
            session.delete(row)
    missing = sorted(wanted - {row.carrier_id for row in kept})
    session.add_all(ProductCarrier(product_id=product.id, carrier_id=carrier_id) for carrier_id in missing)
    session.flush()
    return product

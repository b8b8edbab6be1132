"""The shipping part of a context: zones, transporteurs, and the carriers of products."""

from __future__ import annotations

import csv
import io

from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.packs import Column, Reader
from sandbox.kernel.values import Kind
from sandbox.kernel.yaml_nodes import Node
from sandbox.shop.shipping import rules
from sandbox.shop.shipping.models import Carrier, CarrierFee, ProductCarrier
from sandbox.shop.shipping.services import create_zone

PRODUCTS = "catalogue/produits.csv"


def load(reader: Reader) -> None:
    """Zones, carriers with their fees, product-bound carriers."""
    for node in reader.section("zones"):
        if _named(reader, node):
            _zone(reader, node)
    _carriers(reader)
    _bound_products(reader)


def _zone(reader: Reader, node: Node) -> None:
    """A zone; without `lieux` it holds the place that its key names."""
    try:
        places = reader.value(node["lieux"], Kind.LIST)
        zone = create_zone(key=node.text("cle"), name=node.text("nom"), places=places)
    except RuleBroken as broken:
        reader.fault(node, broken.message)
        return
    reader.learn("zone", str(zone.key), zone.id)


def _named(reader: Reader, node: Node) -> bool:
    if node.text("cle") and node.text("nom"):
        return True
    reader.fault(node, "Il faut une « cle » et un « nom ».")
    return False


def _carriers(reader: Reader) -> None:
    made = []
    for position, node in enumerate(reader.section("transporteurs"), 1):
        if not _named(reader, node):
            continue
        low, high = rules.read_delay(node.text("delai")) or (2, 3)
        logo = reader.picture(node.text("logo"), at=node) if node.text("logo") else None
        key = node.text("cle")
        row = Carrier(
            key=key, name=node.text("nom"), delay=node.text("delai"), logo=logo.name if logo else None,
            delay_min_days=reader.value(node["delai_min"], Kind.INTEGER, low),
            delay_max_days=reader.value(node["delai_max"], Kind.INTEGER, high), tracking_url=node.text("suivi"),
            tax_rule_id=reader.ref("regle_taxe", node.text("tva"), at=node, column="tva"),
            free_from_cents=reader.value(node["gratuit_des"], Kind.CENTS), position=position,
            is_active=reader.value(node["actif"], Kind.YES_NO, True),
            is_pickup=reader.value(node["retrait"], Kind.YES_NO, key.startswith("retrait")),
        )  # fmt: skip
        row.fees = _fees(reader, node)
        made.append(row)
    session.add_all(made)
    session.flush()
    for row in made:
        reader.learn("transporteur", str(row.key), row.id)


def _fees(reader: Reader, carrier: Node) -> list[CarrierFee]:
    fees = []
    for key, steps in carrier["zones"].items():
        zone_id = reader.ref("zone", key, at=steps, column="zones")
        read = [found for step in steps if (found := _step(reader, step)) is not None]
        try:
            checked = rules.check_fees(read)
        except RuleBroken as broken:
            reader.fault(steps, broken.message)
            continue
        if zone_id is not None:
            fees += [CarrierFee(zone_id=zone_id, up_to=grams, price_cents=cents) for grams, cents in checked]
    return fees


def _step(reader: Reader, step: Node) -> tuple[int, int] | None:
    """A step of the fees: up to so many grams, so many cents."""
    kg, cents = reader.value(step["jusqu_a_kg"], Kind.DECIMAL), reader.value(step["prix_ttc"], Kind.CENTS)
    if kg is None or cents is None:
        reader.fault(step, "Un palier a un poids « jusqu_a_kg » et un « prix_ttc » (0 pour un port offert).")
        return None
    return int(kg * 1000), cents


def _bound_products(reader: Reader) -> None:
    """The column `transporteurs` of the products, whose other columns are the catalogue's to read and to check."""
    header = next(csv.reader(io.StringIO(reader.text(PRODUCTS, optional=True) or ""), delimiter=";"), [])
    if "transporteurs" not in header:
        return
    for row in reader.rows(PRODUCTS, {name: Column() for name in header}):
        product_id = reader.known("produit").get((row["cle"] or "").strip())
        keys = [key.strip() for key in (row["transporteurs"] or "").split("|") if key.strip()]
        for key in dict.fromkeys(keys):
            carrier_id = reader.ref("transporteur", key, at=row, column="transporteurs")
            if carrier_id is not None and product_id is not None:
                session.add(ProductCarrier(product_id=product_id, carrier_id=carrier_id))
    session.flush()

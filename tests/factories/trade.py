"""What a small shop needs to sell: states, payments, zones, carriers, an address; added to the open shop by the tests that buy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sandbox.kernel.db import session
from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.models import Address, Customer
from sandbox.shop.orders.models import OrderState, PaymentMethod
from sandbox.shop.orders.services import begin_return_states
from sandbox.shop.shipping.models import Carrier, CarrierFee, Zone
from sandbox.shop.taxes.models import TaxRule

NOW = datetime(2026, 11, 23, 9, 0)
"""The hour at which orders are tested: a Monday."""

STATES = (
    ("attente-cheque", "En attente de paiement par chèque", ""), ("attente-virement", "En attente de virement", ""),
    ("paiement-accepte", "Paiement accepté", "pi"), ("preparation", "En cours de préparation", "pi"),
    ("expedie", "Expédié", "pis"), ("livre", "Livré", "pisd"), ("annule", "Annulé", ""), ("rembourse", "Remboursé", "i"),
    ("erreur-paiement", "Erreur de paiement", ""), ("attente-livraison", "En attente de paiement à la livraison", ""),
)  # fmt: skip


@dataclass(frozen=True)
class Trade:
    """The rows that were added, by short names."""

    customer: Customer
    address: Address
    relay: Carrier
    pickup: Carrier
    card: PaymentMethod
    cheque: PaymentMethod
    coffee: Product
    mug: Product
    empty: Product
    states: dict[str, OrderState]


def make_trade() -> Trade:
    """Add them to the open shop: coffee 12,90 € (5,5 %), 40 left; mug 19,90 € (20 %), 12 left; a coffee without stock."""
    states = {
        key: OrderState(
            key=key, name=name, is_paid="p" in flags, is_invoiced="i" in flags, is_shipped="s" in flags, is_delivered="d" in flags,
            position=position,
        )
        for position, (key, name, flags) in enumerate(STATES, 1)
    }  # fmt: skip
    begin_return_states()
    card = PaymentMethod(key="carte", name="Carte bancaire", position=1)
    cheque = PaymentMethod(key="cheque", name="Chèque", position=2)
    zone = Zone(key="france", name="France métropolitaine")
    rate = session.query(TaxRule).filter_by(key="tva-20").one()
    session.add_all([*states.values(), card, cheque, zone])
    session.flush()
    relay = Carrier(key="relais", name="Relais Escale", delay="2 à 3 jours", delay_min_days=2, delay_max_days=3, tax_rule_id=rate.id,
                    free_from_cents=6000, position=1)  # fmt: skip
    pickup = Carrier(key="retrait", name="Retrait", delay="Le lendemain", delay_min_days=1, delay_max_days=1, tax_rule_id=rate.id,
                     position=2, is_pickup=True)  # fmt: skip
    relay.fees = [
        CarrierFee(zone_id=zone.id, up_to=2000, price_cents=490),
        CarrierFee(zone_id=zone.id, up_to=5000, price_cents=650),
    ]
    pickup.fees = [CarrierFee(zone_id=zone.id, up_to=60_000, price_cents=0)]
    customer = session.query(Customer).filter_by(key="ines").one()
    address = Address(customer_id=customer.id, alias="Maison", first_name="Inès", last_name="Kervella", line1="8, rue de la Corderie",
                      postcode="29900", city="Concarneau")  # fmt: skip
    session.add_all([relay, pickup, address])
    session.flush()
    products = {p.key: p for p in session.query(Product)}
    return Trade(
        customer,
        address,
        relay,
        pickup,
        card,
        cheque,
        products["ethiopie"],
        products["mug"],
        products["colombie"],
        states,
    )

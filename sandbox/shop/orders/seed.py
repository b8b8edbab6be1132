"""The orders of a context: commandes/etats.csv, commandes.csv, lignes.csv, paniers.csv, and the payments of context.yaml."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.money import allocate, excl_cents
from sandbox.kernel.packs import Column, Reader, Row
from sandbox.kernel.scope import insert_rows
from sandbox.kernel.values import Kind
from sandbox.shop.catalog.models import AttributeValue, Product, Variant, VariantValue
from sandbox.shop.catalog.queries import cost_cents_of
from sandbox.shop.customers.models import Address
from sandbox.shop.orders import rules
from sandbox.shop.orders.models import (
    Cart,
    CartLine,
    Order,
    OrderHistory,
    OrderLine,
    OrderState,
    OrderVoucher,
    PaymentMethod,
)
from sandbox.shop.pricing.models import CartRule
from sandbox.shop.pricing.rules.carts import taxes_of
from sandbox.shop.shipping.models import Carrier
from sandbox.shop.shipping.rules import add_working_days
from sandbox.shop.taxes.models import TaxRule

YES_NO = Column(Kind.YES_NO, default=False)
STATES = {
    "cle": Column(required=True), "nom": Column(required=True), "couleur": Column(default="#5B6770"), "paye": YES_NO,
    "facture": YES_NO, "expedie": YES_NO, "livre": YES_NO, "mail": YES_NO,
}  # fmt: skip
ORDERS = {
    "reference": Column(required=True), "client": Column(required=True), "date": Column(Kind.MOMENT, required=True),
    "etat": Column(required=True), "transporteur": Column(), "paiement": Column(required=True),
    "adresse_livraison": Column(required=True), "adresse_facturation": Column(), "code_promo": Column(default=""),
    "remise": Column(Kind.CENTS, default=0), "port": Column(Kind.CENTS, default=0), "suivi": Column(default=""),
    "message": Column(default=""), "note_privee": Column(default=""), "source": Column(default="direct"),
    "campagne": Column(default=""),
}  # fmt: skip
LINES = {
    "commande": Column(required=True), "produit": Column(required=True), "declinaison": Column(),
    "quantite": Column(Kind.INTEGER, default=1), "prix_ttc": Column(Kind.CENTS, required=True), "tva": Column(),
    "personnalisation": Column(default=""),
}  # fmt: skip
CARTS = {
    "cle": Column(required=True), "client": Column(), "date": Column(Kind.MOMENT, required=True), "contenu": Column(required=True),
}  # fmt: skip
_CONTENT = re.compile(r"^([a-z0-9-]+)(?::([^*|]+))?\*(\d{1,4})$")

Built = tuple[Row, Order, list[Row]]


def load(reader: Reader) -> None:
    """States, payments, orders with their history, carts left behind."""
    states = _states(reader)
    payments = _payments(reader)
    built = _orders(reader, states, payments)
    steps = _history(reader, built, states)
    _number_invoices(built, steps, states)
    session.add_all(order for _, order, _ in built)
    session.flush()
    for row, order, _ in built:
        reader.learn("commande", row["reference"], order.id)
    insert_rows(session(), OrderHistory, [
        {"order_id": order.id, "state_id": step.state_id, "set_at": step.set_at, "author": step.author}
        for (_, order, _), taken in zip(built, steps, strict=True) for step in taken
    ])  # fmt: skip
    _carts(reader)


def _states(reader: Reader) -> dict[str, OrderState]:
    made = {
        row["cle"]: OrderState(
            key=row["cle"], name=row["nom"], color=row["couleur"], is_paid=row["paye"], is_invoiced=row["facture"],
            is_shipped=row["expedie"], is_delivered=row["livre"], sends_mail=row["mail"], position=position,
        )
        for position, row in enumerate(reader.rows("commandes/etats.csv", STATES, optional=True), 1)
    }  # fmt: skip
    session.add_all(made.values())
    session.flush()
    for key, state in made.items():
        reader.learn("etat_commande", key, state.id)
    return made


def _payments(reader: Reader) -> dict[str, PaymentMethod]:
    made: dict[str, PaymentMethod] = {}
    for position, node in enumerate(reader.section("paiements"), 1):
        if not node.text("cle") or not node.text("nom"):
            reader.fault(node, "Un paiement a une « cle » et un « nom ».")
            continue
        made[node.text("cle")] = PaymentMethod(
            key=node.text("cle"), name=node.text("nom"), body=node.text("texte"), payee=node.text("ordre"),
            address=node.text("adresse"), position=position, is_active=reader.value(node["actif"], Kind.YES_NO, True),
        )  # fmt: skip
    session.add_all(made.values())
    session.flush()
    for key, payment in made.items():
        reader.learn("mode_paiement", key, payment.id)
    return made


# orders --------------------------------------------------------------------------------------------------------------


class _Facts:
    """What the lines and orders of the files refer to, read once."""

    def __init__(self) -> None:
        self.products = {p.id: p for p in session.scalars(sa.select(Product))}
        self.variants = {v.id: v for v in session.scalars(sa.select(Variant))}
        self.names: dict[int, list[str]] = defaultdict(list)
        pairs = sa.select(VariantValue.variant_id, AttributeValue.name).join(
            AttributeValue, AttributeValue.id == VariantValue.attribute_value_id
        )
        for variant_id, name in session.execute(pairs.order_by(VariantValue.id)):
            self.names[variant_id].append(name)
        self.addresses = {a.id: a for a in session.scalars(sa.select(Address))}
        self.rates = dict(session.execute(sa.select(TaxRule.id, TaxRule.rate_bp)).all())
        self.carrier_rates = {c.id: self.rates.get(c.tax_rule_id or 0, 0) for c in session.scalars(sa.select(Carrier))}
        self.codes = {r.code.lower(): r for r in session.scalars(sa.select(CartRule)) if r.code}


def _orders(reader: Reader, states: dict[str, OrderState], payments: dict[str, PaymentMethod]) -> list[Built]:
    rows = reader.rows("commandes/commandes.csv", ORDERS, optional=True)
    by_order: dict[str, list[Row]] = defaultdict(list)
    known = {row["reference"] for row in rows}
    for line in reader.rows("commandes/lignes.csv", LINES, optional=True):
        if line["commande"] in known:
            by_order[line["commande"]].append(line)
        else:
            reader.fault(line, f"Commande «\u00a0{line['commande']}\u00a0» inconnue.", "commande")
    facts, built = _Facts(), []
    seen: set[str] = set()
    for row in sorted(rows, key=lambda r: r["date"]):
        if row["reference"] in seen:
            reader.fault(row, f"La référence «\u00a0{row['reference']}\u00a0» est donnée deux fois.", "reference")
            continue
        seen.add(row["reference"])
        order = _order(reader, row, by_order[row["reference"]], facts, states, payments)
        if order is not None:
            built.append((row, order, by_order[row["reference"]]))
    return built


def _order(
    reader: Reader,
    row: Row,
    lines: Sequence[Row],
    facts: _Facts,
    states: dict[str, OrderState],
    payments: dict[str, PaymentMethod],
) -> Order | None:
    """A snapshot like the checkout's; the amounts of the file are kept, and the discount is shared over the lines."""
    faults = len(reader.faults)
    customer_id = reader.ref("client", row["client"], at=row, column="client")
    state_id = reader.ref("etat_commande", row["etat"], at=row, column="etat")
    reader.ref("mode_paiement", row["paiement"], at=row, column="paiement")
    carrier_id = reader.ref("transporteur", row["transporteur"], at=row, column="transporteur")
    delivery_id = reader.ref("adresse", row["adresse_livraison"], at=row, column="adresse_livraison")
    invoice_id = reader.ref("adresse", row["adresse_facturation"], at=row, column="adresse_facturation") or delivery_id
    made = [line for x in lines if (line := _line(reader, x, facts)) is not None]
    if not made and len(reader.faults) == faults:
        reader.fault(row, "Cette commande n’a aucune ligne dans lignes.csv.", "reference")
    if (
        len(reader.faults) > faults
        or customer_id is None
        or state_id is None
        or delivery_id is None
        or invoice_id is None
    ):
        return None
    goods = [line.quantity * line.unit_incl_cents for line in made]
    if row["remise"] > sum(goods):
        reader.fault(row, "La remise dépasse le prix des articles.", "remise")
        return None
    for line, share in zip(made, allocate(row["remise"], goods), strict=True):
        line.discount_cents = share
    rate = facts.carrier_rates.get(carrier_id or 0, 0)
    parts = [(cents - line.discount_cents, line.tax_bp) for cents, line in zip(goods, made, strict=True)]
    total = sum(goods) - row["remise"] + row["port"]
    payment = payments[row["paiement"]]
    order = Order(
        key=row["reference"], reference=row["reference"], customer_id=customer_id, state_id=state_id, carrier_id=carrier_id,
        payment_key=payment.key, payment_name=payment.name, delivery_address_id=delivery_id, invoice_address_id=invoice_id,
        delivery_text=rules.address_text(facts.addresses[delivery_id]), invoice_text=rules.address_text(facts.addresses[invoice_id]),
        products_incl_cents=sum(goods), products_excl_cents=_net(zip(goods, (x.tax_bp for x in made), strict=True)),
        discount_incl_cents=row["remise"], shipping_incl_cents=row["port"], shipping_tax_bp=rate, total_incl_cents=total,
        total_excl_cents=total - sum(taxes_of([*parts, (row["port"], rate)]).values()), invoice_number="",
        tracking_number=row["suivi"], message=row["message"], private_note=row["note_privee"], source=row["source"][:20],
        campaign=row["campagne"][:60], placed_at=row["date"],
    )  # fmt: skip
    order.lines = made
    order.vouchers = _vouchers(reader, row, facts)
    return order


def _net(parts: Any) -> int:
    sums: dict[int, int] = defaultdict(int)
    for cents, rate in parts:
        sums[rate] += cents
    return sum(excl_cents(cents, rate) for rate, cents in sums.items())


def _line(reader: Reader, row: Row, facts: _Facts) -> OrderLine | None:
    product_id = reader.ref("produit", row["produit"], at=row, column="produit")
    variant_id = reader.ref("declinaison", row["declinaison"], at=row, column="declinaison")
    rule_id = reader.ref("regle_taxe", row["tva"], at=row, column="tva")
    if row["quantite"] < 1 or row["prix_ttc"] < 0:
        reader.fault(row, "Une ligne a une quantité d’au moins 1 et un prix positif.", "quantite")
        return None
    if product_id is None or (row["tva"] and rule_id is None) or (row["declinaison"] and variant_id is None):
        return None
    product, rate = facts.products[product_id], facts.rates.get(rule_id or 0, 0)
    if rule_id is None and product.tax_rule_id is not None:  # only what is sold without tax, a gift card, has none
        reader.fault(row, "La règle de taxe manque : ce produit en a une.", "tva")
        return None
    variant = facts.variants[variant_id] if variant_id else None
    if variant is not None and variant.product_id != product_id:
        reader.fault(
            row, f"La déclinaison «\u00a0{row['declinaison']}\u00a0» n’est pas celle de ce produit.", "declinaison"
        )
        return None
    return OrderLine(
        product_id=product_id, variant_id=variant_id,
        name=rules.line_name(product.name, ", ".join(facts.names[variant_id]) if variant_id else ""),
        reference=(variant.reference if variant else "") or product.reference, quantity=row["quantite"],
        unit_incl_cents=row["prix_ttc"], unit_excl_cents=excl_cents(row["prix_ttc"], rate),
        unit_cost_cents=cost_cents_of(product, variant), tax_bp=rate, discount_cents=0,
        customization=row["personnalisation"],
    )  # fmt: skip


def _vouchers(reader: Reader, row: Row, facts: _Facts) -> list[OrderVoucher]:
    if not row["code_promo"]:
        if row["remise"]:
            reader.fault(row, "Une remise demande un code dans « code_promo ».", "code_promo")
        return []
    rule = facts.codes.get(row["code_promo"].lower())
    if rule is None:
        reader.fault(row, f"Aucune règle panier n’a le code «\u00a0{row['code_promo']}\u00a0».", "code_promo")
        return []
    return [OrderVoucher(rule_id=rule.id, name=rule.name, code=rule.code, amount_cents=row["remise"])]


# history -------------------------------------------------------------------------------------------------------------

PREPARED, SENT, ARRIVED = (
    timedelta(hours=8, minutes=10),
    timedelta(hours=10, minutes=35),
    timedelta(hours=12, minutes=20),
)
_WAITING = {"cheque": "attente-cheque", "virement": "attente-virement"}


def path_of(state: str, payment: str) -> list[str]:
    """The states that an order went through to be in this one, paid that way."""
    start = [_WAITING[payment]] if payment in _WAITING else []
    paid = [*start, "paiement-accepte"]
    sent = [*paid, "preparation", "expedie"]
    paths = {
        "paiement-accepte": paid, "preparation": [*paid, "preparation"], "expedie": sent, "livre": [*sent, "livre"],
        "rembourse": [*sent, "livre", "rembourse"], "reappro-paye": [*paid, "reappro-paye"],
        "reappro-non-paye": [*start, "reappro-non-paye"], "annule": [*(start or ["paiement-accepte"]), "annule"],
    }  # fmt: skip
    return paths.get(state, [state])


class Step(NamedTuple):
    """A state that an order entered; there are four times more of them than orders: they are written as plain rows."""

    state_id: int
    set_at: datetime
    author: str


def _history(reader: Reader, built: Sequence[Built], states: dict[str, OrderState]) -> list[list[Step]]:
    """Plausible moments, the same at every load: from the order's date, its reference and the carrier's working days."""
    latest = clock.start_of_day(reader.anchor) + timedelta(hours=8)
    author = next(
        (
            f"{n.text('prenom')} {n.text('nom')}"
            for n in reader.section("employes")
            if n.text("profil") == "logisticien"
        ),
        "",
    )
    delays = {c.id: c.delay_max_days for c in session.scalars(sa.select(Carrier))}
    steps: list[list[Step]] = []
    for row, order, _ in built:
        taken: list[Step] = []
        path = [key for key in path_of(row["etat"], row["paiement"]) if key in states]
        before = order.placed_at
        for rank, key in enumerate(path):
            moment = before if rank == 0 else _moment(key, order, before, delays.get(order.carrier_id or 0, 3))
            before = max(before, min(moment, latest))
            automatic = rank == 0 or key == "livre" or (key == "paiement-accepte" and row["paiement"] == "carte")
            taken.append(Step(states[key].id, before, "" if automatic else author))
        steps.append(taken)
    return steps


def _moment(key: str, order: Order, before: datetime, delay: int) -> datetime:
    """When a state follows the one before: prepared the next working morning, sent the same day, delivered after the promise."""
    minutes = timedelta(minutes=sum(map(ord, order.reference)) % 75)
    day = clock.to_paris(before).date()
    if key == "livre":
        return clock.start_of_day(add_working_days(day, delay)) + ARRIVED + minutes
    if key == "expedie":
        return max(before + timedelta(minutes=25), clock.start_of_day(day) + SENT + minutes)
    if key == "rembourse":
        return clock.start_of_day(add_working_days(day, 6)) + SENT + minutes
    if key == "paiement-accepte":  # a cheque or a transfer that arrived
        return clock.start_of_day(add_working_days(day, 3)) + PREPARED + minutes
    return clock.start_of_day(add_working_days(day, 1)) + PREPARED + minutes


def _number_invoices(built: Sequence[Built], steps: Sequence[list[Step]], states: dict[str, OrderState]) -> None:
    """Numbers follow the moments at which orders were first in an invoiced state."""
    invoiced = {state.id for state in states.values() if state.is_invoiced}
    dated = [
        (min(step.set_at for step in taken if step.state_id in invoiced), place, order)
        for place, ((_, order, _), taken) in enumerate(zip(built, steps, strict=True))
        if any(step.state_id in invoiced for step in taken)
    ]  # fmt: skip
    for rank, (_, _, order) in enumerate(sorted(dated, key=lambda x: x[:2]), 1):
        order.invoice_number = rules.invoice_number(rank)


# carts ---------------------------------------------------------------------------------------------------------------


def _carts(reader: Reader) -> None:
    made = []
    for row in reader.rows("commandes/paniers.csv", CARTS, optional=True):
        customer_id = reader.ref("client", row["client"], at=row, column="client")
        lines = [
            line for part in row["contenu"].split("|") if (line := _cart_line(reader, row, part.strip())) is not None
        ]
        if lines:
            cart = Cart(
                token=row["cle"][:32],
                customer_id=customer_id,
                message="",
                created_at=row["date"],
                updated_at=row["date"],
                lines=lines,
            )
            made.append((row["cle"], cart))
    session.add_all(cart for _, cart in made)
    session.flush()
    for key, cart in made:
        reader.learn("panier", key, cart.id)


def _cart_line(reader: Reader, row: Row, part: str) -> CartLine | None:
    match = _CONTENT.match(part)
    if match is None:
        reader.fault(
            row, f"«\u00a0{part}\u00a0»\u00a0: écrivez produit*quantité, ou produit:déclinaison*quantité.", "contenu"
        )
        return None
    product_id = reader.ref("produit", match[1], at=row, column="contenu")
    variant_id = reader.ref("declinaison", (match[2] or "").strip(), at=row, column="contenu")
    if product_id is None:
        return None
    return CartLine(product_id=product_id, variant_id=variant_id, quantity=int(match[3]), customization="")

"""The right of access and portability: what the shop keeps about a customer, in French words; as a file, and to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.kernel import clock
from sandbox.kernel.money import format_cents
from sandbox.shop.customers.models import Customer
from sandbox.shop.customers.rules import PURPOSE_WORDS
from sandbox.shop.orders import queries as orders
from sandbox.shop.orders.models import Order
from sandbox.shop.orders.queries.carts import open_carts_of
from sandbox.shop.orders.rules.returns import KINDS
from sandbox.shop.reviews import queries as reviews
from sandbox.shop.support import queries as support
from sandbox.web.filters import day, iso, moment
from sandbox.web.vouchers import vouchers_of

STATUSES = {"published": "publié", "pending": "en attente de lecture", "refused": "refusé"}


def export(customer: Customer) -> dict[str, Any]:
    """Everything the shop keeps about a customer; moments in their machine form."""
    looks = orders.return_looks()
    return {
        "identite": _identity(customer),
        "groupes": [membership.group.name for membership in customer.memberships],
        "adresses": [
            {"nom": a.alias, "destinataire": f"{a.first_name} {a.last_name}", "societe": a.company, "adresse": a.line1,
             "complement": a.line2, "code_postal": a.postcode, "ville": a.city, "pays": a.country, "telephone": a.phone}
            for a in customer.addresses if not a.is_deleted
        ],
        "consentements": [
            {"objet": PURPOSE_WORDS.get(c.purpose, c.purpose), "donne": c.is_given, "le": iso(c.given_at), "source": c.source}
            for c in customer.consents
        ],
        "commandes": [_order(order) for order in orders.orders_of(customer.id)],
        "retours": [
            {"numero": r.reference, "commande": r.order.reference, "date": iso(r.requested_at), "type": KINDS[r.kind], "etat": looks[r.state].name,
             "motif": r.reason, "articles": [{"nom": x.order_line.name, "quantite": x.quantity} for x in r.lines]}
            for r in orders.returns_of_customer(customer.id)
        ],
        "avoirs": [
            {"numero": s.reference, "commande": s.order.reference, "date": iso(s.made_at), "total": format_cents(s.total_incl_cents),
             "bon": s.voucher_code}
            for s in orders.slips_of_customer(customer.id)
        ],
        "bons": [
            {"code": v.rule.code, "nom": v.rule.name, "valeur": v.gives, "condition": v.condition, "fin": iso(v.rule.ends_at), "etat": v.state}
            for v in vouchers_of(customer)
        ],
        "paniers": [
            {"date": iso(cart.updated_at), "articles": [{"nom": line.product.name, "quantite": line.quantity} for line in cart.lines]}
            for cart in open_carts_of(customer.id) if cart.lines
        ],
        "messages": [
            {"date": iso(m.sent_at), "auteur": m.author, "texte": m.body}
            for row in support.threads_of_customer(customer.id) for m in row.thread.messages if not m.is_private
        ],
        "avis": [
            {"produit": r.product.name, "note": r.rating, "titre": r.title, "texte": r.body, "date": iso(r.posted_at),
             "etat": STATUSES.get(r.status, r.status), "reponse": r.reply}
            for r in reviews.reviews_of_customer(customer.id)
        ],
    }  # fmt: skip


def _identity(customer: Customer) -> dict[str, Any]:
    return {
        "civilite": customer.title.name if customer.title else "", "prenom": customer.first_name, "nom": customer.last_name,
        "email": customer.email, "naissance": iso(customer.birth_on), "societe": customer.company, "siret": customer.siret,
        "inscrit_le": iso(customer.registered_at),
    }  # fmt: skip


def _order(order: Order) -> dict[str, Any]:
    return {
        "reference": order.reference, "date": iso(order.placed_at), "etat": order.state.name, "paiement": order.payment_name,
        "transporteur": order.carrier.name if order.carrier else "", "suivi": order.tracking_number, "facture": order.invoice_number,
        "livraison": order.delivery_text, "facturation": order.invoice_text, "total": format_cents(order.total_incl_cents),
        "articles": [
            {"nom": line.name, "reference": line.reference, "quantite": line.quantity, "prix_unitaire": format_cents(line.unit_incl_cents),
             "personnalisation": line.customization}
            for line in order.lines
        ],
    }  # fmt: skip


# to read -------------------------------------------------------------------------------------------------------------

TITLES = {
    "identite": "Identité", "groupes": "Groupes de clients", "adresses": "Adresses", "consentements": "Consentements",
    "commandes": "Commandes", "retours": "Retours", "avoirs": "Avoirs", "bons": "Bons de réduction", "paniers": "Paniers laissés", "messages": "Messages", "avis": "Avis",
}  # fmt: skip
WORDS = {
    "numero": "Numéro", "motif": "Motif", "bon": "Bon de réduction",
    "civilite": "Civilité", "prenom": "Prénom", "email": "Adresse e-mail", "naissance": "Date de naissance", "societe": "Société",
    "siret": "SIRET", "inscrit_le": "Inscription", "complement": "Complément", "code_postal": "Code postal",
    "telephone": "Téléphone", "donne": "Choix", "le": "Le", "source": "Recueilli par", "reference": "Référence", "etat": "État",
    "suivi": "Numéro de suivi", "quantite": "Quantité", "prix_unitaire": "Prix unitaire TTC", "total": "Total TTC",
    "fin": "Valable jusqu’au", "reponse": "Réponse de la boutique",
}  # fmt: skip
MOMENTS = {"naissance", "inscrit_le", "le", "date", "fin"}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the data: its title and its entries, each a list of (words, value)."""

    title: str
    entries: list[list[tuple[str, str]]]


def readable(data: dict[str, Any]) -> list[Section]:
    """The same data in the words of a page; what is empty is left out."""
    return [Section(title, _entries(data[name])) for name, title in TITLES.items()]


def _entries(value: Any) -> list[list[tuple[str, str]]]:
    rows = value if isinstance(value, list) else [value]
    return [_pairs(row) if isinstance(row, dict) else [("Nom", str(row))] for row in rows]


def _pairs(row: dict[str, Any]) -> list[tuple[str, str]]:
    told = [(WORDS.get(name, name.capitalize()), _told(name, value)) for name, value in row.items()]
    return [(words, text) for words, text in told if text]


def _told(name: str, value: Any) -> str:
    if name == "donne":
        return "Accepté" if value else "Refusé ou retiré"
    if name in MOMENTS and value:
        return _when(value)
    if name == "articles":
        return "\n".join(_article(row) for row in value)
    return str(value) if value is not None else ""


def _when(text: str) -> str:
    found = datetime.fromisoformat(text)
    return moment(clock.from_paris(found)) if found.tzinfo else day(found)


def _article(row: dict[str, Any]) -> str:
    price = f", {row['prix_unitaire']} l’unité" if row.get("prix_unitaire") else ""
    notes = f" ({row['personnalisation']})" if row.get("personnalisation") else ""
    return f"{row['quantite']} × {row['nom']}{notes}{price}"

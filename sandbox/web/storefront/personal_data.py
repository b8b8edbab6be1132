"""The right of access and portability: what the shop keeps about a customer, in French words."""

from __future__ import annotations

from typing import Any

from sandbox.kernel.money import format_cents
from sandbox.shop.customers.models import Customer
from sandbox.shop.customers.rules import PURPOSE_WORDS
from sandbox.shop.orders import queries as orders
from sandbox.shop.reviews import queries as reviews
from sandbox.shop.support import queries as support
from sandbox.web.filters import iso


def export(customer: Customer) -> dict[str, Any]:
    """Identity, addresses, consents with their source, orders, messages, reviews."""
    return {
        "identite": {
            "prenom": customer.first_name, "nom": customer.last_name, "email": customer.email,
            "naissance": iso(customer.birth_on), "societe": customer.company, "siret": customer.siret,
            "inscrit_le": iso(customer.registered_at),
        },
        "adresses": [
            {"nom": a.alias, "adresse": a.line1, "complement": a.line2, "code_postal": a.postcode, "ville": a.city,
             "pays": a.country, "telephone": a.phone}
            for a in customer.addresses if not a.is_deleted
        ],
        "consentements": [
            {"objet": PURPOSE_WORDS.get(c.purpose, c.purpose), "donne": c.is_given, "le": iso(c.given_at), "source": c.source}
            for c in customer.consents
        ],
        "commandes": [
            {"reference": o.reference, "date": iso(o.placed_at), "etat": o.state.name, "total": format_cents(o.total_incl_cents),
             "articles": [{"nom": line.name, "quantite": line.quantity} for line in o.lines]}
            for o in orders.orders_of(customer.id)
        ],
        "messages": [
            {"date": iso(m.sent_at), "auteur": m.author, "texte": m.body}
            for row in support.threads_of_customer(customer.id) for m in row.thread.messages if not m.is_private
        ],
        "avis": [
            {"produit": r.product.name, "note": r.rating, "titre": r.title, "texte": r.body, "date": iso(r.posted_at)}
            for r in reviews.reviews_of_customer(customer.id)
        ],
    }  # fmt: skip

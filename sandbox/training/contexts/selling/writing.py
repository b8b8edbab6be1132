"""What was written for a company, as its files of customers and orders: what stays first, then what is new."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from sandbox.shop.traffic.rules.selling.basket import engraving
from sandbox.shop.traffic.rules.selling.days import written
from sandbox.shop.traffic.rules.selling.orders import Sale, Written
from sandbox.shop.traffic.rules.selling.people import Invented
from sandbox.training.contexts.selling.reading import FILES, Cells, Folder

_MARK = "\ufeff"


def write_tables(folder: Folder, made: Written) -> dict[str, bytes]:
    """The files, by name."""
    refunded = folder.company.states.refunded
    rows: Mapping[str, Iterable[Cells]] = {
        "clients/clients.csv": (_customer(one, folder.titles) for one in made.invented),
        "clients/adresses.csv": (_address(one) for one in made.invented),
        "commandes/commandes.csv": (_order(sale) for sale in made.sales),
        "commandes/lignes.csv": _lines(made.sales),
        "commandes/paniers.csv": (
            {"cle": cart.key, "client": cart.customer, "date": written(cart.day, cart.minute), "contenu": "|".join(line.content for line in cart.lines)}
            for cart in made.carts
        ),
        "commandes/retours.csv": (
            {"cle": f"retour-{back.order.lower()}", "commande": back.order, "date": written(back.day, back.minute), "type": "retour",
             "etat": "termine", "contenu": back.line.content, "motif": back.reason, "message": back.words}
            for back in made.backs
        ),
        "commandes/avoirs.csv": [
            *({"cle": f"avoir-{back.order.lower()}", "commande": back.order, "date": written(back.day - 8, 11 * 60), "contenu": back.line.content,
               "port": "0,00", "retour": f"retour-{back.order.lower()}", "en_stock": "oui"} for back in made.backs),
            *({"cle": f"avoir-{sale.reference.lower()}", "commande": sale.reference, "contenu": "tout", "port": "0,00", "en_stock": "non"}
              for sale in made.sales if refunded and sale.state == refunded),
        ],
    }  # fmt: skip
    return {name: _table(name, [*folder.kept.of(name), *rows[name]]) for name in FILES}


def amount(cents: int) -> str:
    """« 12,90 »."""
    return f"{cents // 100},{cents % 100:02d}"


def _table(name: str, rows: Iterable[Cells]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(FILES[name])
    writer.writerows([row.get(column, "") for column in FILES[name]] for row in rows)
    return (_MARK + text.getvalue()).encode()


def _customer(one: Invented, titles: Mapping[bool, str]) -> Cells:
    since = written(one.day, one.minute)
    asked = {"consentement_le": since, "consentement_source": "inscription"} if one.has_letter else {}
    return {
        "cle": one.key, "civilite": titles.get(one.is_woman, ""), "prenom": one.first_name, "nom": one.last_name, "email": one.email,
        "naissance": one.born, "newsletter": "oui" if one.has_letter else "non", "offres_partenaires": "non", **asked,
        "inscrit_le": since, "actif": "oui",
    }  # fmt: skip


def _address(one: Invented) -> Cells:
    return {
        "cle": one.address_key, "client": one.key, "alias": "Maison", "prenom": one.first_name, "nom": one.last_name,
        "adresse": one.street, "code_postal": one.postcode, "ville": one.town, "pays": "France", "telephone": one.phone,
    }  # fmt: skip


def _order(sale: Sale) -> Cells:
    return {
        "reference": sale.reference, "client": sale.customer, "date": written(sale.day, sale.minute), "etat": sale.state,
        "transporteur": sale.carrier, "paiement": sale.payment, "adresse_livraison": sale.delivery,
        "adresse_facturation": sale.billing, "code_promo": sale.code, "remise": amount(sale.discount), "port": amount(sale.postage),
        "suivi": sale.tracking, "source": sale.source, "campagne": sale.campaign,
    }  # fmt: skip


def _lines(sales: Iterable[Sale]) -> Iterator[Cells]:
    for sale in sales:
        for line in sale.lines:
            yield {
                "commande": sale.reference, "produit": line.product.key, "declinaison": line.variant.reference if line.variant else "",
                "quantite": str(line.quantity), "prix_ttc": amount(line.price), "tva": line.product.vat,
                "personnalisation": engraving(line, sale.reference),
            }  # fmt: skip

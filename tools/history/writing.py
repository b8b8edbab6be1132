"""The files, in the form that the context format asks for: semicolons, UTF-8 with its mark, decimal commas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle
from pathlib import Path

from sandbox.shop.traffic.rules.selling.days import written
from sandbox.shop.traffic.rules.selling.goods import Product
from tools.history.baskets import choose_variant
from tools.history.orders import Order
from tools.history.profile import Profile

ORDERS = (
    "reference;client;date;etat;transporteur;paiement;adresse_livraison;adresse_facturation;code_promo;remise;port;suivi;message;"
    "note_privee;source;campagne"
)
LINES = "commande;produit;declinaison;quantite;prix_ttc;tva;personnalisation"
ENGRAVED = "mug-grave"
QUOTED = re.compile(r"Gravure\s*:\s*«\s*([^»]+?)\s*»")
CARTS = "cle;client;date;contenu"


def amount(cents: int) -> str:
    """« 12,90 »."""
    return f"{cents // 100},{cents % 100:02d}"


def write_table(path: Path, header: str, rows: Iterable[Sequence[str]]) -> None:
    """One CSV file, whole or not at all."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(header.split(";"))
    writer.writerows(rows)
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())


def order_row(order: Order) -> list[str]:
    """One row of commandes.csv."""
    return [
        order.reference,
        order.customer,
        written(order.day, order.minute),
        order.state,
        order.carrier,
        order.payment,
        order.delivery,
        order.billing,
        order.code,
        amount(order.discount),
        amount(order.postage),
        order.tracking,
        order.message,
        order.note,
        order.source,
        order.campaign,
    ]


def line_rows(profile: Profile, orders: Iterable[Order]) -> Iterator[list[str]]:
    """The rows of lignes.csv; a product to be personalised bears the words of the order's message, or the next of its texts."""
    labels = {personal.product: personal.label for personal in profile.personal}
    texts = {personal.product: cycle(personal.texts) for personal in profile.personal}
    for order in orders:
        told = QUOTED.search(order.message)
        for line in order.lines:
            key, personal = line.product.key, ""
            if key in labels:
                written = told[1].strip() if told and key == ENGRAVED else next(texts[key])
                personal = f"{labels[key]}\u00a0: {written}"
            yield [
                order.reference,
                key,
                line.variant.reference if line.variant else "",
                str(line.quantity),
                amount(line.price),
                line.product.vat,
                personal,
            ]


def cart_rows(profile: Profile, products: dict[str, Product]) -> list[list[str]]:
    """The rows of paniers.csv: the carts of the profile, oldest first, with the references of their variants."""
    rows: list[list[str]] = []
    for cart in profile.carts:
        parts = []
        for text in cart["contenu"]:
            key, _, rest = text.partition("[")
            form, _, quantity = rest.partition("]*") if rest else ("", "", text.rpartition("*")[2])
            key = key.partition("*")[0]
            wanted = [word.strip() for word in form.split(",") if word.strip()]
            variant = choose_variant(products[key], wanted, strict=True)
            parts.append(f"{key}:{variant.reference}*{quantity}" if variant else f"{key}*{quantity}")
        rows.append([cart["cle"], cart["client"], cart["date"], "|".join(parts)])
    return rows


def write_history(folder: Path, profile: Profile, products: dict[str, Product], orders: list[Order]) -> None:
    """commandes.csv, lignes.csv and paniers.csv in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_table(folder / "commandes.csv", ORDERS, (order_row(order) for order in orders))
    write_table(folder / "lignes.csv", LINES, line_rows(profile, orders))
    write_table(folder / "paniers.csv", CARTS, cart_rows(profile, products))

"""The returns and credit slips: those written by hand, a slip for each order drawn as refunded, and a return for some of these."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sandbox.shop.traffic.rules.selling.days import written
from sandbox.shop.traffic.rules.selling.dice import Dice
from tools.history.orders import Order
from tools.history.writing import write_table

RETURNS = "cle;commande;date;type;etat;contenu;motif;message;reponse"
SLIPS = "cle;commande;date;contenu;port;retour;bon;en_stock"
REFUNDED = "rembourse"
AFTER = 6
"""Days from an order to the return that a drawn one gets."""

PRIVATE = {
    "mug-grave", "bol-du-matin", "atelier-degustation", "atelier-latte", "revue-du-quai", "carte-cadeau-50", "abonnement-the",
}  # fmt: skip
"""What is made for one buyer and never comes back."""

WORDS = (
    ("avis", "Finalement sans usage chez moi, tout est encore emballé."),
    ("convient", "Pas à mon goût, et je préfère le dire que de laisser dormir le paquet."),
    ("defaut", "Le carton avait pris l’eau et le contenu avec, je renvoie le tout."),
    ("erreur", "Ce n’est pas ce que j’avais choisi, vérifiez l’étiquette."),
    ("autre", "Commandé deux fois à cause d’une page qui ne répondait plus."),
    ("convient", "Bien trop fort pour nous deux, désolés pour le dérangement."),
    ("avis", "Mon frère avait eu la même idée de cadeau. Rien n’est ouvert."),
    ("defaut", "Un coin du colis enfoncé, et le reste à l’avenant."),
    ("autre", "Nous déménageons la semaine prochaine, je recommanderai de là-bas."),
    ("erreur", "Mouture trop fine pour ma cafetière, ce n’est pas celle que j’ai cochée, il me semble."),
)


def read_after_sale(folder: Path) -> dict[str, Any]:
    """The hand-written part: `apres-vente.toml`."""
    return tomllib.loads((folder / "apres-vente.toml").read_text("utf-8"))


def drawn_returns(raw: dict[str, Any], seed: int, orders: Sequence[Order]) -> dict[str, tuple[str, str]]:
    """Reference of a refunded order -> reason and words of the return that was refunded, for one in so many of them."""
    told = {slip["commande"] for slip in raw["avoirs"]}
    able = [
        order for order in orders
        if order.state == REFUNDED and order.reference not in told and order.carrier and order.day > 30
        and not any(line.product.key in PRIVATE or line.product.kind == "virtuel" for line in order.lines)
    ]  # fmt: skip
    chosen = able[:: int(raw["un_retour_sur"])][: len(WORDS)]
    first = Dice(seed, "returns", 0).between(0, len(WORDS) - 1)
    return {order.reference: WORDS[(first + rank) % len(WORDS)] for rank, order in enumerate(chosen)}


def content(order: Order) -> str:
    """All the lines of an order, as a return or a slip names them."""
    return "|".join(
        f"{line.product.key}{':' + line.variant.reference if line.variant else ''}*{line.quantity}"
        for line in order.lines
    )


def return_rows(raw: dict[str, Any], drawn: dict[str, tuple[str, str]], orders: Sequence[Order]) -> list[list[str]]:
    """The rows of retours.csv."""
    rows = [
        [one["cle"], one["commande"], one["date"], one.get("type", "retour"), one["etat"], one["contenu"], one.get("motif", ""),
         one.get("message", ""), one.get("reponse", "")]
        for one in raw["retours"]
    ]  # fmt: skip
    rows += [
        [f"retour-{order.reference.lower()}", order.reference, written(order.day - AFTER, 600 + order.minute % 600), "retour", "termine",
         content(order), *drawn[order.reference], ""]
        for order in orders if order.reference in drawn
    ]  # fmt: skip
    return rows


def slip_rows(raw: dict[str, Any], drawn: dict[str, tuple[str, str]], orders: Sequence[Order]) -> list[list[str]]:
    """The rows of avoirs.csv: every refunded order has its slip."""
    rows = [
        [one["cle"], one["commande"], one.get("date", ""), one.get("contenu", ""), one.get("port", "0,00"), one.get("retour", ""),
         one.get("bon", ""), "oui" if one.get("en_stock") else "non"]
        for one in raw["avoirs"]
    ]  # fmt: skip
    told = {one["commande"] for one in raw["avoirs"]}
    for order in orders:
        if order.state != REFUNDED or order.reference in told:
            continue
        back = f"retour-{order.reference.lower()}" if order.reference in drawn else ""
        stocked = "oui" if back else "non"
        rows.append([f"avoir-{order.reference.lower()}", order.reference, "", "tout", "0,00", back, "", stocked])
    return rows


def write_after_sale(folder: Path, raw: dict[str, Any], seed: int, orders: Sequence[Order]) -> None:
    """retours.csv and avoirs.csv in the folder."""
    drawn = drawn_returns(raw, seed, orders)
    write_table(folder / "retours.csv", RETURNS, return_rows(raw, drawn, orders))
    write_table(folder / "avoirs.csv", SLIPS, slip_rows(raw, drawn, orders))

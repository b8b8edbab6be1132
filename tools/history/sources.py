"""What the history is drawn from: the context's products, variants and customers, read from their CSV files."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from sandbox.shop.traffic.rules.selling.days import days_before
from sandbox.shop.traffic.rules.selling.goods import Product, Variant


@dataclass(frozen=True)
class Customer:
    """A customer who may order; `since` in days before the start, `addresses` in the order of the file."""

    key: str
    group: str
    since: int
    newsletter: bool
    addresses: tuple[str, ...]
    towns: dict[str, str]


@dataclass(frozen=True)
class Promise:
    """What a text promises: that customer bought that product, on the day told or before; `until` when it names the order itself."""

    customer: str
    product: str
    lived: int
    until: int = 10_000

    def kept_on(self, day: int) -> bool:
        """Whether a purchase of that day is the one that is told of."""
        return self.lived <= day <= self.until


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file of a context; none when the file is not there yet."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def cents(text: str) -> int:
    """Cents of a French amount: « 12,90 » is 1290, nothing is 0."""
    if not text.strip():
        return 0
    sign = -1 if text.strip().startswith("-") else 1
    whole, _, rest = text.strip().lstrip("-+").partition(",")
    return sign * (int(whole or 0) * 100 + int((rest + "00")[:2]))


def grams(text: str) -> int:
    """Grams of a French weight in kilos."""
    whole, _, rest = text.strip().partition(",")
    return int(whole or 0) * 1000 + int((rest + "000")[:3])


def _attributes(text: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in text.split("|") if "=" in part)


def read_products(context: Path) -> dict[str, Product]:
    """The products on sale by key: online, with a price."""
    variants: dict[str, list[dict[str, str]]] = {}
    for row in read_rows(context / "catalogue" / "declinaisons.csv"):
        variants.setdefault(row["produit"], []).append(row)
    products: dict[str, Product] = {}
    for row in read_rows(context / "catalogue" / "produits.csv"):
        if row["en_ligne"] != "oui" or not row["prix_ttc"]:
            continue
        price, weight = cents(row["prix_ttc"]), grams(row["poids_kg"])
        forms = tuple(
            Variant(
                reference=form["reference"],
                attributes=_attributes(form["attributs"]),
                price=price + cents(form["impact_ttc"]),
                weight_g=grams(form["poids_kg"]) or weight,
                is_default=form["par_defaut"] == "oui",
            )
            for form in variants.get(row["cle"], [])
        )
        products[row["cle"]] = Product(
            key=row["cle"],
            kind=row["type"],
            category=row["categorie"],
            price=price,
            vat=row["tva"],
            weight_g=weight,
            added=days_before(row["ajoute_le"]) if row["ajoute_le"] else 10_000,
            carriers=tuple(row["transporteurs"].split("|")) if row["transporteurs"] else (),
            variants=forms,
        )
    return products


def read_customers(context: Path) -> dict[str, Customer]:
    """The customers by key; those without an address are there too (they can leave a cart, not order)."""
    addresses: dict[str, list[dict[str, str]]] = {}
    for row in read_rows(context / "clients" / "adresses.csv"):
        addresses.setdefault(row["client"], []).append(row)
    return {
        row["cle"]: Customer(
            key=row["cle"],
            group=row["groupe_defaut"],
            since=days_before(row["inscrit_le"]),
            newsletter=row["newsletter"] == "oui",
            addresses=tuple(address["cle"] for address in addresses.get(row["cle"], [])),
            towns={address["cle"]: address["ville"] for address in addresses.get(row["cle"], [])},
        )
        for row in read_rows(context / "clients" / "clients.csv")
    }


def read_promises(context: Path) -> list[Promise]:
    """The purchases that the verified reviews need, in the order of the file."""
    return [
        Promise(row["client"], row["produit"], days_before(row["date_experience"] or row["date"]))
        for row in read_rows(context / "avis.csv")
        if row["verifie"] == "oui"
    ]

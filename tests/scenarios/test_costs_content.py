"""What the articles of a shipped context cost to buy: each size its own, and margins that a shop could have."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from ruamel.yaml import YAML

CONTEXTS = Path(__file__).resolve().parents[2] / "scenarios" / "contexts"
FOLDERS = sorted(path.parent.parent for path in CONTEXTS.glob("*/catalogue/declinaisons.csv"))
SIZES = ("Poids", "Format", "Contenance", "Taille")
"""The attributes that change how much there is of an article."""


class Size(NamedTuple):
    """One variant as its line tells it: its size, its price without tax, what it costs, and whether the cost is its own."""

    reference: str
    size: str
    price: Decimal
    cost: Decimal
    is_own: bool


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def amount(text: str) -> Decimal:
    return Decimal(text.replace(",", ".") or "0")


def sizes_of(folder: Path) -> Iterator[list[Size]]:
    """The variants of each product that is sold in several sizes."""
    head = YAML(typ="safe").load((folder / "context.yaml").read_text("utf-8"))
    rates = {tax["cle"]: Decimal(str(tax["taux"])) for tax in head["taxes"]}
    products = {row["cle"]: row for row in rows(folder / "catalogue/produits.csv")}
    found: dict[str, list[Size]] = defaultdict(list)
    for row in rows(folder / "catalogue/declinaisons.csv"):
        product = products[row["produit"]]
        values = dict(pair.split("=") for pair in row["attributs"].split("|"))
        size = "|".join(values[name] for name in SIZES if name in values)
        price = (amount(product["prix_ttc"]) + amount(row["impact_ttc"])) / (1 + rates[product["tva"]] / 100)
        own = row.get("prix_achat_ht", "")
        cost = amount(own or product["prix_achat_ht"])
        found[row["produit"]].append(Size(row["reference"], size, price, cost, bool(own)))
    return (lines for lines in found.values() if len({line.size for line in lines}) > 1)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_each_size_has_its_cost_and_a_margin_that_a_shop_could_have(folder: Path) -> None:
    several = list(sizes_of(folder))
    assert several
    for lines in several:
        first = lines[0]
        costs = {line.size: line.cost for line in lines}
        for line in lines:
            assert line.is_own == (line.size != first.size), (
                f"{line.reference}: only another size has a cost of its own"
            )
            assert line.cost == costs[line.size], f"{line.reference}: one size, one cost"
            assert Decimal("0.40") <= 1 - line.cost / line.price <= Decimal("0.75"), line.reference
            assert (line.cost > first.cost) == (line.price > first.price), line.reference

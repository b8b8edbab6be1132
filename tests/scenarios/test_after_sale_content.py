"""Returns and credit slips of the shipped context, read from its files alone."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from sandbox.shop.traffic.rules.selling.days import days_before
from tests.scenarios.test_history_content import CONTEXT, PROFILE, table
from tools.history.aftersale import read_after_sale, write_after_sale
from tools.history.orders import make_orders
from tools.history.profile import load_profile
from tools.history.sources import read_customers, read_products, read_promises

RETURNS, SLIPS, ORDERS = "commandes/retours.csv", "commandes/avoirs.csv", "commandes/commandes.csv"


def test_the_generator_writes_these_very_bytes(tmp_path: Path) -> None:
    profile, products = load_profile(PROFILE), read_products(CONTEXT)
    orders = make_orders(profile, products, read_customers(CONTEXT), read_promises(CONTEXT))
    write_after_sale(tmp_path, read_after_sale(PROFILE), profile.seed, orders)
    for name in ("retours.csv", "avoirs.csv"):
        same = (tmp_path / name).read_bytes() == (CONTEXT / "commandes" / name).read_bytes()
        assert same, f"{name} is not what its profile gives: run « python3 -m tools.history »"


def test_returns_are_in_every_state_and_one_parcel_is_awaited() -> None:
    rows = table(RETURNS)
    assert len(rows) >= 25
    states = Counter(row["etat"] for row in rows)
    assert set(states) == {"attente", "colis", "recu", "refuse", "termine"}
    assert states["colis"] == 1
    assert min(states["attente"], states["recu"], states["refuse"]) >= 3
    assert sum(row["type"] == "retractation" for row in rows) >= 2
    assert all(row["reponse"] for row in rows if row["etat"] == "refuse")
    assert any("mug-grave" in row["contenu"] and row["etat"] == "attente" for row in rows), (
        "one to refuse with its reason"
    )


def test_returns_come_after_their_orders_and_no_two_begin_alike() -> None:
    orders = {row["reference"]: row for row in table(ORDERS)}
    for row in table(RETURNS):
        assert days_before(row["date"]) <= days_before(orders[row["commande"]]["date"]), row["cle"]
    openings = Counter(
        " ".join(re.findall(r"\w+", row["message"].casefold())[:3]) for row in table(RETURNS) if row["message"]
    )
    assert {words: count for words, count in openings.items() if count > 1} == {}


def test_every_refunded_order_has_its_slip() -> None:
    refunded = {row["reference"] for row in table(ORDERS) if row["etat"] == "rembourse"}
    told = {row["commande"] for row in table(SLIPS)}
    assert refunded <= told
    assert len(refunded) >= 40
    returns = {row["cle"] for row in table(RETURNS)}
    assert {row["retour"] for row in table(SLIPS) if row["retour"]} <= returns
    assert any(not row["contenu"] and row["port"] != "0,00" for row in table(SLIPS)), "one of postage alone"

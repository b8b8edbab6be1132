"""References, addresses, names of lines, VAT by rate, and the path of states of a seeded order."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.kernel.errors import RuleBroken
from sandbox.shop.orders.rules import (
    address_text,
    check_quantity,
    check_text,
    customization_text,
    invoice_number,
    line_name,
    new_reference,
    tax_lines,
)
from sandbox.shop.orders.seed import path_of


@dataclass
class Card:
    first_name: str = "Inès"
    last_name: str = "Kervella"
    company: str = ""
    line1: str = "8, rue de la Corderie"
    line2: str = ""
    postcode: str = "29900"
    city: str = "Concarneau"
    country: str = "France"
    phone: str = ""


def test_reference_is_nine_capital_letters() -> None:
    found = {new_reference() for _ in range(50)}
    assert len(found) == 50
    assert all(len(r) == 9 and r.isascii() and r.isalpha() and r.isupper() for r in found)


def test_address_keeps_only_the_lines_that_say_something() -> None:
    assert address_text(Card()) == "Inès Kervella\n8, rue de la Corderie\n29900 Concarneau\nFrance"
    assert address_text(Card(company="Café des Halles", line2="Bât. B")).splitlines()[1:4] == [
        "Café des Halles",
        "8, rue de la Corderie",
        "Bât. B",
    ]


def test_names_and_customisation() -> None:
    assert line_name("Colombie", "250 g, En grains") == "Colombie · 250 g, En grains"
    assert len(line_name("x" * 300, "y")) == 255
    assert customization_text({"Gravure": " Capitaine   Mamie ", "Carte": "  "}) == "Gravure\u00a0: Capitaine Mamie"
    assert invoice_number(42) == "FA000042"


@pytest.mark.parametrize("quantity", [0, -1, 10_001])
def test_refuses_senseless_quantities(quantity: int) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_quantity(quantity)
    assert refusal.value.field == "quantity"


def test_refuses_a_note_too_long_at_its_field() -> None:
    assert check_text("  bien  ", field="private_note") == "bien"
    with pytest.raises(RuleBroken) as refusal:
        check_text("x" * 2001, field="private_note")
    assert refusal.value.field == "private_note"


@given(st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from([0, 550, 1000, 2000])), max_size=9))
def test_vat_lines_add_up(parts: list[tuple[int, int]]) -> None:
    lines = tax_lines(parts)
    assert sum(line.gross_cents for line in lines) == sum(cents for cents, _ in parts)
    assert all(line.net_cents + line.tax_cents == line.gross_cents for line in lines)
    assert len({line.rate_bp for line in lines}) == len(lines)


@pytest.mark.parametrize(
    ("state", "payment", "path"),
    [
        ("livre", "carte", ["paiement-accepte", "preparation", "expedie", "livre"]),
        ("preparation", "cheque", ["attente-cheque", "paiement-accepte", "preparation"]),
        ("annule", "virement", ["attente-virement", "annule"]),
        ("annule", "carte", ["paiement-accepte", "annule"]),
        ("rembourse", "carte", ["paiement-accepte", "preparation", "expedie", "livre", "rembourse"]),
        ("erreur-paiement", "carte", ["erreur-paiement"]),
        ("attente-virement", "virement", ["attente-virement"]),
    ],
)
def test_path_to_a_state(state: str, payment: str, path: list[str]) -> None:
    assert path_of(state, payment) == path

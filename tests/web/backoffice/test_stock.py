"""Catalogue > Stock: adding, taking, movements."""

from __future__ import annotations

import pytest

from sandbox.shop.catalog.models import Product, StockMovement, Variant
from tests.web.backoffice.conftest import Desk


def test_units_are_added_and_taken_with_a_movement(desk: Desk) -> None:
    kettle = desk.find(Product, reference="CAST-PRE-BOU")
    before, number = kettle.quantity, kettle.id
    page = desk.save(f"/catalogue/stock/{number}", delta="12")
    assert page.says("mis à jour")
    desk.save(f"/catalogue/stock/{number}", delta="-2")
    assert desk.find(Product, id=number).quantity == before + 10
    moves = desk.read("/catalogue/stock/mouvements")
    assert moves.says("Modification manuelle")
    assert desk.count(StockMovement, product_id=number) == 2
    assert desk.journal()[-1].startswith("stock.ajouter: ")


def test_a_variant_has_its_own_line(desk: Desk) -> None:
    mug = desk.find(Product, reference="CAST-MUG-ESC")
    first, before = mug.variants[0].id, mug.variants[0].quantity
    desk.save(f"/catalogue/stock/{mug.id}", variant_id=first, delta="5")
    assert desk.find(Variant, id=first).quantity == before + 5


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "négative pour retirer"), ("beaucoup", "beaucoup"), ("1,5", "entier"), ("99999999", "trop grande")],
)
def test_refuses_at_the_line(desk: Desk, typed: str, words: str) -> None:
    kettle = desk.find(Product, reference="CAST-PRE-BOU")
    page = desk.refused(f"/catalogue/stock/{kettle.id}", delta=typed)
    assert page.says(words)
    lines = [form.fields["delta"] for form in page.forms.values() if form.action.endswith(f"/stock/{kettle.id}")]
    assert lines == [[typed]]


def test_the_list_keeps_what_is_low(desk: Desk) -> None:
    out = desk.read("/catalogue/stock?level=rupture")
    assert out.says("Verseuse Halo 60 cl")
    found = desk.read("/catalogue/stock?product=cast-mug-esc")
    assert found.says("Stock (3)")

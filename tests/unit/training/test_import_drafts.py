"""What files of other programs say: numbers as people write them, and no cell that makes the reading fail."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.kernel.foreign_tables import ForeignLine
from sandbox.kernel.values import ValueFault
from sandbox.training.contexts.importing.drafts import number, read_drafts, written
from sandbox.training.contexts.importing.formats import HEADERS, Correspondence, fields_of, guess


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("12,90", "12.9"), ("12.90", "12.9"), ("1 234,50", "1234.5"), ("1\u202f234,50 €", "1234.5"), ("1,234.50", "1234.5"),
        ("1.234,50", "1234.5"), ("1,234,567.89", "1234567.89"), ("33.080569", "33.080569"), ("12.90 EUR", "12.9"), ("-3", "-3"),
        ("1e-999999", "0"),
    ],
)  # fmt: skip
def test_reads_numbers_of_both_languages(raw: str, value: str) -> None:
    assert number(raw) == Decimal(value)


@pytest.mark.parametrize("raw", ["dix euros", "1e999999", "NaN", "12,90,10", "$12"])
def test_refuses_what_is_no_number_in_the_words_of_the_file(raw: str) -> None:
    with pytest.raises(ValueFault) as refused:
        number(raw)
    assert raw in str(refused.value)


def test_writes_numbers_without_useless_zeros() -> None:
    assert [written(Decimal(text)) for text in ("12.50", "300.000", "0.350000", "0")] == ["12,5", "300", "0,35", "0"]


@pytest.mark.parametrize(
    ("headers", "format_"),
    [
        (["Product ID", "Active (0/1)", "Name *", "Categories (x,y,z...)", "Reference #"], "prestashop-produits"),
        (["ID", "Actif (0/1)", "Nom*", "Prix hors taxe", "Référence"], "prestashop-produits"),
        (["Category ID", "Active (0/1)", "Name *", "Parent category"], "prestashop-categories"),
        (["ID produit*", "Attribut (Nom:Type:Position)*", "Valeur (Valeur:Position)*"], "prestashop-declinaisons"),
        (["ID", "Type", "SKU", "Name", "Published", "Regular price"], "woocommerce-produits"),
        (["ID", "Type", "UGS", "Nom", "Publié", "Valeur(s) de l’attribut 1 "], "woocommerce-produits"),
        (["Handle", "Title", "Body (HTML)", "Vendor"], "shopify-produits"),
        (["cle", "reference", "nom", "prix_ttc"], "e5-produits"),
    ],
)
def test_recognises_a_format_by_its_headers(headers: list[str], format_: str) -> None:
    assert guess(headers).format == format_


_CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "",
            "1",
            "0",
            "variation",
            "variable, virtual",
            "simple",
            "a",
            "id:a",
            "1e-99",
            "-1,5",
            "<p>x",
            "a:b, c",
            "A>B,C",
        ]
    ),
)


@given(
    st.sampled_from(sorted(HEADERS)).flatmap(
        lambda format_: st.tuples(
            st.just(format_), st.lists(st.fixed_dictionaries(dict.fromkeys(fields_of(format_), _CELLS)), max_size=4)
        )
    ),
    st.booleans(),
)
def test_no_cell_makes_the_reading_fail(file: tuple[str, list[dict[str, str]]], without_tax: bool) -> None:
    format_, rows = file
    lines = [ForeignLine(number_, cells) for number_, cells in enumerate(rows, 2)]
    mapping = Correspondence(format_, {field: field for field in fields_of(format_)}, {})
    found = read_drafts(lines, mapping, without_tax=without_tax)
    told = {draft.line for draft in found.drafts} | set(found.refused)
    told |= {variant.line for draft in found.drafts for variant in draft.variants}
    assert told <= {line.number for line in lines}
    assert all(found.refused.values())


def test_a_line_more_of_a_product_that_is_no_combination_is_refused_unless_it_brings_pictures_only() -> None:
    headers = ["Handle", "Title", "Option1 Name", "Option1 Value", "Variant SKU", "Variant Price", "Image Src"]
    rows = [
        ["tasse", "Tasse", "Title", "Default Title", "TA-1", "12.00", ""],
        ["tasse", "", "", "", "", "", "https://boutique.example/b.jpg"],
        ["tasse", "Grande tasse", "Title", "Default Title", "TA-2", "15.00", ""],
        ["tasse", "", "", "", "TA-3", "", ""],
    ]
    lines = [ForeignLine(n, dict(zip(headers, row, strict=True))) for n, row in enumerate(rows, 2)]
    found = read_drafts(lines, guess(headers), without_tax=False)
    assert [draft.cells["reference"] for draft in found.drafts] == ["TA-1"]
    assert found.refused.keys() == {4, 5}
    assert "« tasse » qu’à la ligne 2" in found.refused[4]
    assert found.pictures == 1

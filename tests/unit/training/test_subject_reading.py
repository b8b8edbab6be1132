"""A subject's texts as candidates read them."""

from __future__ import annotations

from datetime import date

import pytest

from sandbox.training.subjects.reading import dated, instruction_html, spaced, table_html

NB = "\u00a0"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("la liste « La brûlerie » : ici", f"la liste «{NB}La brûlerie{NB}»{NB}: ici"),
        ("1 234,50 € TTC, 5,5 %", f"1{NB}234,50{NB}€ TTC, 5,5{NB}%"),
        ("deux sachets de 250 g, 14 cm", f"deux sachets de 250{NB}g, 14{NB}cm"),
        ("de 9 h à 12 h 30", f"de 9{NB}h à 12{NB}h 30"),
        ("un prix, puis deux", "un prix, puis deux"),
    ],
)
def test_signs_and_units_stay_with_their_word(typed: str, read: str) -> None:
    assert spaced(typed) == read


def test_an_instruction_and_a_table_are_read_so() -> None:
    assert "<p>«&nbsp;Oui&nbsp;»</p>" in instruction_html("« Oui »")
    assert "<td>34,90&nbsp;€</td>" in table_html("Point;Prix\nCoffret;34,90 €")


def test_days_are_told_from_the_day_of_the_session() -> None:
    assert dated("jusqu’au {J+3}", date(2026, 11, 28)) == f"jusqu’au 1er{NB}décembre 2026"

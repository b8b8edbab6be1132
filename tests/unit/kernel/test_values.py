"""Values as French people write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sandbox.kernel.values import Kind, ValueFault, parse, show

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("kind", "raw", "expected"),
    [
        (Kind.CENTS, "1 234,90 €", 123_490), (Kind.CENTS, "12", 1200), (Kind.MICROS, "33,080569", 33_080_569),
        (Kind.RATE, "5,5 %", 550), (Kind.YES_NO, "Oui", True), (Kind.YES_NO, "non", False), (Kind.INTEGER, "-4", -4),
        (Kind.DAY, "J-12", date(2026, 11, 12)), (Kind.DAY, "J", DAY), (Kind.DAY, "24/12/2026", date(2026, 12, 24)),
        (Kind.MOMENT, "J-1 14:05", datetime(2026, 11, 23, 13, 5)), (Kind.MOMENT, "2026-07-01 08:00", datetime(2026, 7, 1, 6)),
        (Kind.LIST, "a| b |", ["a", "b"]), (Kind.TEXT, "", None),
    ],
)  # fmt: skip
def test_reads(kind: Kind, raw: str, expected: object) -> None:
    assert parse(kind, raw, DAY) == expected


@pytest.mark.parametrize(
    ("kind", "raw"),
    [(Kind.CENTS, "douze"), (Kind.INTEGER, "1,5"), (Kind.YES_NO, "peut-être"), (Kind.DAY, "31/02/2026"), (Kind.DAY, "demain"),
     (Kind.MOMENT, "J-1 25:00"), (Kind.CENTS, "NaN"), (Kind.INTEGER, "1e999999999"), (Kind.CENTS, "1e999999999"), (Kind.RATE, "9" * 40),
     (Kind.INTEGER, "2147483648"), (Kind.DAY, "31/12/9999"), (Kind.MOMENT, "9999-12-31 23:59"), (Kind.DAY, "01/01/0001")],
)  # fmt: skip
def test_refuses_in_french(kind: Kind, raw: str) -> None:
    with pytest.raises(ValueFault, match="«"):
        parse(kind, raw, DAY)


def test_choices_list_what_is_possible() -> None:
    choices = {"publie": "published", "attente": "pending"}
    assert parse(Kind.CHOICE, "publie", DAY, choices) == "published"
    with pytest.raises(ValueFault, match="publie, attente"):
        parse(Kind.CHOICE, "en_ligne", DAY, choices)
    assert show(Kind.CHOICE, "pending", choices) == "attente"


@given(st.text(max_size=40), st.sampled_from(list(Kind)))
@example(" ", Kind.LIST)
def test_any_text_is_read_or_refused(raw: str, kind: Kind) -> None:
    choices = {"a": "b"}
    try:
        words = show(kind, parse(kind, raw, DAY, choices), choices)
    except ValueFault as refused:
        words = str(refused)
    assert words


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [(Kind.CENTS, 2967, "29,67\u00a0€"), (Kind.YES_NO, True, "oui"), (Kind.TEXT, "", "vide"), (Kind.HTML, "<p>Été &amp; hiver</p>", "11 caractères"),
     (Kind.DAY, "2026-12-24", "24/12/2026"), (Kind.MOMENT, "2026-11-23T13:05:00", "23/11/2026 14:05")],
)  # fmt: skip
def test_shows(kind: Kind, value: object, words: str) -> None:
    assert show(kind, value) == words

"""RFM segments and themes of reviews: each customer in one segment, each word in its theme."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.shop.traffic.rules.segments import SEGMENTS, score
from sandbox.shop.traffic.rules.themes import themes_of


@pytest.mark.parametrize(
    ("days", "orders", "cents", "words", "segment"),
    [
        (0, 20, 30_000, "R3 F3 M3", "champions"),
        (30, 19, 10_000, "R3 F2 M2", "reguliers"),
        (31, 3, 9_999, "R2 F2 M1", "a-relancer"),
        (30, 2, 29_999, "R3 F1 M2", "nouveaux"),
        (120, 20, 0, "R2 F3 M1", "a-relancer"),
        (121, 3, 0, "R1 F2 M1", "a-reconquerir"),
        (31, 2, 0, "R2 F1 M1", "occasionnels"),
    ],
)
def test_a_customer_is_scored_at_the_thresholds(days: int, orders: int, cents: int, words: str, segment: str) -> None:
    scores = score(days_since=days, orders=orders, sales_excl=cents)
    assert (scores.words, scores.segment.key) == (words, segment)


@given(st.integers(0, 900), st.integers(1, 60), st.integers(0, 10**6))
def test_buying_more_lately_never_lowers_a_score(days: int, orders: int, cents: int) -> None:
    now = score(days_since=days, orders=orders, sales_excl=cents)
    then = score(days_since=0, orders=orders + 1, sales_excl=cents + 1)
    assert now.segment in SEGMENTS.values()
    assert then.recency >= now.recency
    assert then.frequency >= now.frequency
    assert then.amount >= now.amount


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("Le COLIS a eu du retard.", {"Livraison et délais"}),
        ("Goût corsé, délicieux", {"Goût et arôme"}),
        ("Tasse ébréchée, remboursée aussitôt", {"Casse et défauts", "Service client"}),
        ("Trop cher", {"Prix"}),
        ("Je cherche encore un livre sur l’Amérique", set()),
        ("La Brise du large, avec les frais de port", set()),
        ("", set()),
    ],
)
def test_themes_are_told_by_their_words(text: str, themes: set[str]) -> None:
    assert themes_of(text) == themes

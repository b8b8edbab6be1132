"""Money is exact: what was typed comes back, parts add up to wholes."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sandbox.kernel import money

RATES = st.sampled_from([0, 210, 550, 1000, 2000])


@given(st.integers(0, 100_000_00), RATES)
def test_a_price_with_tax_comes_back_unchanged(cents: int, rate: int) -> None:
    assert money.incl_cents(money.excl_micros(cents, rate), rate) == cents


def test_the_price_of_the_drawings() -> None:
    assert money.excl_micros(3490, 550) == 33_080_569
    assert money.incl_cents(33_080_569, 550) == 3490


@given(st.integers(-10_000_00, 10_000_00), st.lists(st.integers(0, 100_000), min_size=1, max_size=30))
def test_shares_add_up_to_the_whole(total: int, weights: list[int]) -> None:
    parts = money.allocate(total, weights)
    assert sum(parts) == total
    assert len(parts) == len(weights)


@given(st.integers(0, 10_000_00), st.lists(st.integers(1, 100_000), min_size=1, max_size=30))
def test_no_share_is_more_than_a_cent_off(total: int, weights: list[int]) -> None:
    exact = [Decimal(total) * w / sum(weights) for w in weights]
    assert all(abs(part - share) < 1 for part, share in zip(money.allocate(total, weights), exact, strict=True))


def test_nothing_to_share_between_nobody() -> None:
    assert money.allocate(0, []) == []
    assert money.allocate(7, [0, 0]) == [7, 0]


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**5))
def test_halves_go_away_from_zero(numerator: int, denominator: int) -> None:
    exact = Decimal(numerator) / Decimal(denominator)
    assert abs(money.round_half_up(numerator, denominator) - exact) <= Decimal("0.5")
    assert money.round_half_up(-numerator, denominator) == -money.round_half_up(numerator, denominator)


def test_french_forms() -> None:
    assert money.format_cents(123_456) == "1\u00a0234,56\u00a0€"
    assert money.format_cents(-5) == "−0,05\u00a0€", "a true minus, as wide as the plus"
    assert money.format_bp(-550) == "−5,5\u00a0%"
    assert money.format_bp(550) == "5,5\u00a0%"
    assert money.format_bp(2000) == "20\u00a0%"

"""Indicators: formulas, what cannot be divided, how figures move and are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.shop.traffic.rules.indicators import (
    FUNNEL,
    INDICATORS,
    Evolution,
    Totals,
    Unit,
    Value,
    evolve,
    show,
    show_evolution,
    value_of,
)  # fmt: skip

SOME = Totals(
    visits=400, visitors=380, new_visits=200, bounces=150, page_views=1_200, seconds=40_000, product_views=220, carts=40,
    checkouts=20, placed=12, paid=10, sales_excl=35_050, sales_incl=37_000, cost=15_000, items=25, refunds=1, refund_cents=1_290,
)  # fmt: skip


@pytest.mark.parametrize(("key", "amount"), [
    ("ventes", 35_050), ("ventes_ttc", 37_000), ("commandes", 10), ("panier_moyen", 3_505), ("marge", 20_050), ("visites", 400),
    ("conversion", 2.5), ("rebond", 37.5), ("pages_visite", 3), ("duree", 100), ("abandon", 75), ("remboursements", 1_290),
    ("nouveaux", 50), ("articles", 2.5),
])  # fmt: skip
def test_formula(key: str, amount: float) -> None:
    assert value_of(key, SOME).amount == pytest.approx(amount)


def test_working_is_written_as_a_pupil_would() -> None:
    assert INDICATORS["conversion"].working(SOME) == "10 ÷ 400 × 100 = 2,50\u00a0%"
    assert INDICATORS["panier_moyen"].working(SOME) == "350,50\u00a0€ ÷ 10 = 35,05\u00a0€"
    assert INDICATORS["ventes"].working(SOME) == "350,50\u00a0€"


@pytest.mark.parametrize("key", [key for key, indicator in INDICATORS.items() if indicator.bottom])
def test_nothing_to_divide_is_a_dash_with_its_reason(key: str) -> None:
    value = value_of(key, Totals())
    assert value.amount is None
    assert show(value) == "–"
    assert value.reason.endswith(".")


@given(st.sampled_from(list(INDICATORS)), st.integers(0, 5_000), st.integers(0, 400))
def test_comparison_with_itself_is_zero(key: str, visits: int, paid: int) -> None:
    totals = Totals(
        visits=visits + paid,
        bounces=visits // 2,
        page_views=visits * 2,
        carts=paid * 3,
        paid=paid,
        sales_excl=paid * 2_500,
        items=paid,
    )
    value = value_of(key, totals)
    moved = evolve(value, value)
    if value.amount is None:
        assert moved.amount is None
        assert moved.reason
    else:
        assert moved.amount == 0
        assert moved.trend == "flat"
        assert moved.is_good is None


def test_rates_move_in_points() -> None:
    moved = evolve(Value(3.18, Unit.PERCENT), Value(3.34, Unit.PERCENT))
    assert show_evolution(moved) == "−0,16\u00a0pt"
    assert (moved.trend, moved.is_good) == ("down", False)


def test_a_rising_bounce_is_not_good() -> None:
    moved = evolve(Value(41.3, Unit.PERCENT), Value(40.6, Unit.PERCENT), wants=INDICATORS["rebond"].wants)
    assert (moved.trend, moved.is_good) == ("up", False)


def test_from_zero_there_is_no_percentage() -> None:
    moved = evolve(Value(12, Unit.COUNT), Value(0, Unit.COUNT))
    assert moved.amount is None
    assert "à zéro" in moved.reason
    assert show_evolution(moved) == "–"


def test_without_comparison_the_reason_is_given() -> None:
    assert evolve(Value(12, Unit.COUNT), None, reason="Rien avant.") == Evolution(None, reason="Rien avant.")


def test_french_figures() -> None:
    assert show(Value(1_234_567, Unit.CENTS)) == "12\u00a0345,67\u00a0€"
    assert show(Value(-512, Unit.CENTS)) == "−5,12\u00a0€"
    assert show(Value(41.26, Unit.PERCENT)) == "41,3\u00a0%"
    assert show(Value(95, Unit.SECONDS)) == "1\u00a0min\u00a035\u00a0s"
    assert show(Value(19_623, Unit.COUNT)) == "19\u00a0623"


def test_totals_add_up() -> None:
    assert (SOME + SOME).visits == 800
    assert SOME + Totals() == SOME


def test_funnel_of_the_indicators_ends_with_the_conversion() -> None:
    first, last = FUNNEL[0][1](SOME), FUNNEL[-1][1](SOME)
    assert last / first * 100 == value_of("conversion", SOME).amount

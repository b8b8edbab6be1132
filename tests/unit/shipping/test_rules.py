"""Fees, zones and working days."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.kernel.errors import RuleBroken
from sandbox.shop.shipping.rules import (
    PLACES,
    add_working_days,
    charge,
    check_delay,
    check_fees,
    check_places,
    delivery,
    easter,
    fee_for,
    holidays,
    is_working_day,
    missing_for_free,
    order_day,
    read_delay,
    zone_keys,
)

STEPS = [(5000, 650), (2000, 490), (10_000, 890)]


@pytest.mark.parametrize(("grams", "cents"), [(0, 490), (2000, 490), (2001, 650), (10_000, 890), (10_001, None)])
def test_fee_of_the_first_step_that_takes_the_weight(grams: int, cents: int | None) -> None:
    assert fee_for(STEPS, grams) == cents


def test_free_from_the_threshold_on() -> None:
    assert charge(490, products_cents=5999, free_from_cents=6000, extra_cents=200) == 690
    assert charge(490, products_cents=6000, free_from_cents=6000, extra_cents=200) == 0
    assert charge(490, products_cents=99_999, free_from_cents=None) == 490
    assert [missing_for_free(c, 6000) for c in (0, 5999, 7000)] == [6000, 1, 0]
    assert missing_for_free(100, None) is None


@pytest.mark.parametrize(
    ("country", "postcode", "places"),
    [("France", "29900", ["departement-29", "france"]), ("France", "20000", ["corse", "france"]), ("", "75001", ["departement-75", "france"]),
     ("France", "97400", ["departement-974", "outre-mer"]), ("Belgique", "5000", ["belgique", "europe"]),
     ("Suisse", "1200", ["suisse", "monde"]), ("France", "", ["france"])],
)  # fmt: skip
def test_places_of_an_address_the_most_precise_first(country: str, postcode: str, places: list[str]) -> None:
    assert zone_keys(country, postcode) == places


def test_every_country_of_the_union_is_proposed() -> None:
    for place in (code for code, one in PLACES.items() if one.group == "Union européenne"):
        assert zone_keys(PLACES[place].label, "1000") == [place, "europe"]
    assert sum(code.startswith("departement-") for code in PLACES) == 94 + 11


def test_refuses_an_unknown_place() -> None:
    with pytest.raises(RuleBroken, match="atlantide") as refused:
        check_places(["france", "atlantide"])
    assert refused.value.field == "places"


def test_union_falls_back_on_europe_and_overseas_never_on_france() -> None:
    assert "europe" in zone_keys("Pays-Bas", "1000")
    assert "europe" not in zone_keys("Suisse", "1200")
    assert "france" not in zone_keys("France", "98800")


@pytest.mark.parametrize(
    ("steps", "words"),
    [([(0, 100)], "poids"), ([(1000, -1)], "prix"), ([(1000, 100), (1000, 200)], "même limite")],
)
def test_refuses_steps_that_make_no_sense(steps: list[tuple[int, int]], words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        check_fees(steps)


@pytest.mark.parametrize(
    ("text", "days"),
    [("En point relais, 2 à 3 jours ouvrés", (2, 3)), ("Express, le lendemain avant 13 h", (1, 1)), ("Sous 48 h", (2, 2)),
     ("Dès le lendemain 10 h, 14, quai des Morutiers", (1, 1)), ("5 jours", (5, 5)), ("Bientôt", None)],
)  # fmt: skip
def test_reads_the_promise(text: str, days: tuple[int, int] | None) -> None:
    assert read_delay(text) == days


def test_easter_and_the_eleven_holidays() -> None:
    assert [easter(y) for y in (2024, 2026, 2027)] == [date(2024, 3, 31), date(2026, 4, 5), date(2027, 3, 28)]
    assert len(holidays(2026)) == 11
    assert {date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)} <= holidays(2026)


@pytest.mark.parametrize(
    ("moment", "limit", "day"),
    [
        (datetime(2026, 11, 23, 15, 59), 16, date(2026, 11, 23)),
        (datetime(2026, 11, 23, 16, 0), 16, date(2026, 11, 24)),
        (datetime(2026, 11, 23, 23, 59), 0, date(2026, 11, 23)),
        (datetime(2026, 11, 21, 18, 0), 16, date(2026, 11, 21)),  # a Saturday: Monday counts either way
        (datetime(2026, 11, 11, 18, 0), 16, date(2026, 11, 11)),  # a public holiday too
    ],
)
def test_after_the_hour_limit_the_next_day_counts(moment: datetime, limit: int, day: date) -> None:
    assert order_day(moment, limit) == day


def test_working_days_skip_week_ends_and_holidays() -> None:
    assert add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 28)  # Christmas, Saturday, Sunday
    assert add_working_days(date(2026, 11, 21), 1) == date(2026, 11, 24)  # a Saturday is read on Monday
    assert add_working_days(date(2026, 11, 11), 0) == date(2026, 11, 12)
    promise = delivery(date(2026, 11, 23), 2, 3)
    assert (promise.first_on, promise.last_on) == (date(2026, 11, 25), date(2026, 11, 26))


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 60))
def test_arrival_is_a_working_day_and_grows_with_the_delay(day: date, count: int) -> None:
    found = add_working_days(day, count)
    assert is_working_day(found)
    assert found >= day
    assert add_working_days(day, count + 1) > found


@pytest.mark.parametrize(("low", "high"), [(-1, 2), (3, 2), (2, 61)])
def test_refuses_delays_out_of_bounds(low: int, high: int) -> None:
    with pytest.raises(RuleBroken):
        check_delay(low, high)

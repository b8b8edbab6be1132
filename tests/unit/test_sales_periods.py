"""The legal dates of « soldes », and the words that announce them."""

from __future__ import annotations

from datetime import date

import pytest

from sandbox.shop.pricing.rules.sales import is_in_sales, mentions_sales, next_sales, sales_periods


@pytest.mark.parametrize(
    ("year", "winter", "summer"),
    [
        (2022, (date(2022, 1, 12), date(2022, 2, 8)), (date(2022, 6, 22), date(2022, 7, 19))),
        (2024, (date(2024, 1, 10), date(2024, 2, 6)), (date(2024, 6, 26), date(2024, 7, 23))),
        (2026, (date(2026, 1, 7), date(2026, 2, 3)), (date(2026, 6, 24), date(2026, 7, 21))),
        (2027, (date(2027, 1, 6), date(2027, 2, 2)), (date(2027, 6, 30), date(2027, 7, 27))),
        (2028, (date(2028, 1, 12), date(2028, 2, 8)), (date(2028, 6, 28), date(2028, 7, 25))),
    ],
)
def test_the_dates_follow_the_rule(year: int, winter: tuple[date, date], summer: tuple[date, date]) -> None:
    assert sales_periods(year) == (winter, summer)


@pytest.mark.parametrize("year", range(2020, 2060))
def test_every_period_is_four_weeks_from_a_wednesday(year: int) -> None:
    for period in sales_periods(year):
        assert period.first.weekday() == 2
        assert (period.last - period.first).days == 27
    assert 6 <= sales_periods(year)[0].first.day <= 12


def test_a_promotion_that_leaves_the_period_is_outside() -> None:
    assert is_in_sales(date(2027, 1, 6), date(2027, 2, 2))
    assert not is_in_sales(date(2027, 1, 5), date(2027, 2, 2))
    assert not is_in_sales(date(2027, 1, 6), date(2027, 2, 3))
    assert not is_in_sales(date(2027, 1, 6), date(2027, 7, 1))


def test_the_next_period_is_this_one_while_it_runs() -> None:
    assert next_sales(date(2027, 2, 2)).first == date(2027, 1, 6)
    assert next_sales(date(2027, 2, 3)).first == date(2027, 6, 30)
    assert next_sales(date(2027, 12, 1)).first == date(2028, 1, 12)


@pytest.mark.parametrize(
    "text", ["Soldes d’hiver", "SOLDES", "Mug soldé", "Tasses soldées", "-30 % (soldes)", "SOLDES20"]
)
def test_words_that_announce_them(text: str) -> None:
    assert mentions_sales(["Café", text])


@pytest.mark.parametrize("text", ["", "Le solde de votre commande", "Soldat de plomb", "consoldes", "Promotion"])
def test_words_that_do_not(text: str) -> None:
    assert not mentions_sales([text])

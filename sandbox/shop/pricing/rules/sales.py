"""« Soldes »: a word that the law keeps for two periods of the year (Code de commerce, L310-3 and D310-15-2). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

WEEKS = 4
_WEDNESDAY = 2
_SUMMER_SET = {2027: date(2027, 6, 30)}
"""Summers whose first day was given rather than left to the rule, as in 2021.

For 2027 the rule alone gives 23 June, since the last Wednesday, the 30th, comes after the 28th. The calendar that this product
follows names 30 June to 27 July all the same, and it prevails until the ministry's own dates are known: should they be those of
the rule, emptying this table is all there is to do.
"""

_WORD = re.compile(r"(?<![a-zà-öø-ÿ])(?:soldes|soldée?s?)(?![a-zà-öø-ÿ])")


class SalesPeriod(NamedTuple):
    """The days of a period, both counted."""

    first: date
    last: date

    def holds(self, first: date, last: date) -> bool:
        """Whether these days all lie in it."""
        return self.first <= first and last <= self.last


def mentions_sales(texts: Iterable[str]) -> bool:
    """Whether a text announces « soldes » or something « soldé »; « le solde », what is left to pay, is another word."""
    return any(_WORD.search(text.lower()) for text in texts)


def sales_periods(year: int) -> tuple[SalesPeriod, SalesPeriod]:
    """Winter and summer, four weeks each, as most of France and every shop online has them.

    Winter begins on the second Wednesday of January, or the first when the second comes after the 12th; summer on the last
    Wednesday of June, or the one before when the last comes after the 28th.
    """
    winter = _first_wednesday(date(year, 1, 1)) + timedelta(weeks=1)
    if winter.day > 12:
        winter -= timedelta(weeks=1)
    summer = _first_wednesday(date(year, 6, 24))
    if summer.day > 28:
        summer -= timedelta(weeks=1)
    return _four_weeks(winter), _four_weeks(_SUMMER_SET.get(year, summer))


def is_in_sales(first: date, last: date) -> bool:
    """Whether these days lie in one legal period."""
    return any(period.holds(first, last) for period in sales_periods(first.year))


def next_sales(day: date) -> SalesPeriod:
    """The legal period that runs on a day, or else the next one."""
    periods = (*sales_periods(day.year), *sales_periods(day.year + 1))
    return next(period for period in periods if day <= period.last)


def _first_wednesday(day: date) -> date:
    return day + timedelta(days=(_WEDNESDAY - day.weekday()) % 7)


def _four_weeks(first: date) -> SalesPeriod:
    return SalesPeriod(first, first + timedelta(weeks=WEEKS) - timedelta(days=1))

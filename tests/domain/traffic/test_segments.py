"""A segment of the figures holds what the whole holds, whatever the days; and days without anything say why there is no figure."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic import queries
from sandbox.shop.traffic.rules.indicators import FUNNEL, INDICATORS, Totals, add_up, evolve, show
from sandbox.shop.traffic.rules.periods import Period
from tests.domain.traffic.facts import days

BOUNDS = st.tuples(st.integers(-719, 0), st.integers(0, 200)).map(lambda p: (p[0], min(p[0] + p[1], 0)))


@settings(max_examples=8)
@given(bounds=BOUNDS, name=st.sampled_from(["source", "device", "campaign"]))
def test_segments_add_up_to_the_whole_and_each_is_sound(alices_shop: Shop, bounds: tuple[int, int], name: str) -> None:
    whole = queries.get_dataset(days(alices_shop, *bounds))
    segments = [whole.only({name: value}) for value in sorted({str(getattr(part, name)) for part in whole.parts})]
    assert add_up(segment.totals for segment in segments) == whole.totals
    for segment in segments:
        totals = segment.totals
        steps = [step(totals) for _, step in FUNNEL]
        assert steps == sorted(steps, reverse=True)
        assert 0 <= totals.sales_excl <= totals.sales_incl
        assert segment.by(lambda part: part.day).keys() <= whole.by(lambda part: part.day).keys()
        for indicator in INDICATORS.values():
            value = indicator.of(totals)
            moved = evolve(value, value)
            assert (moved.trend, moved.amount) == ("flat", None if value.amount is None else 0)


def test_days_before_everything_have_no_quotient_and_say_why(alices_shop: Shop) -> None:
    empty = queries.get_dataset(Period(date(2015, 3, 1), date(2015, 3, 31)))
    assert empty.totals == Totals()
    quotients = [indicator for indicator in INDICATORS.values() if indicator.bottom is not None]
    assert quotients
    for indicator in quotients:
        value = indicator.of(empty.totals_of(indicator))
        assert (value.amount, show(value)) == (None, "–")
        assert value.reason == indicator.nothing != ""
        assert evolve(value, value).reason.startswith("Pas de valeur pour la période.")

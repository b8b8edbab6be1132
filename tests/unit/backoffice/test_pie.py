"""A pie: its shares make a hundred, small slices go together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sandbox.web.backoffice.pie import MOST, pie


def test_one_part_is_a_whole_disc() -> None:
    (slice_,) = pie([("Direct", 12), ("E-mail", 0)])
    assert slice_.text == "100,0\u00a0%"
    assert slice_.path.count("A") == 2


def test_half_and_half_meet_at_noon_and_six() -> None:
    left, right = pie([("A", 5), ("B", 5)])
    assert left.path == "M100 100L100 8A92 92 0 0 1 100 192Z"
    assert right.path == "M100 100L100 192A92 92 0 0 1 100 8Z"


def test_nothing_draws_nothing() -> None:
    assert pie([("A", 0)]) == ()


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=15))
def test_shares_make_a_hundred_and_never_more_than_six(amounts: list[int]) -> None:
    found = pie([(str(rank), float(amount)) for rank, amount in enumerate(amounts)])
    assert len(found) <= MOST
    shares = [float(one.text.removesuffix("\u00a0%").replace(",", ".")) for one in found]
    assert abs(sum(shares) - 100) < 0.05 * len(found) + 0.01
    assert [one.rank for one in found] == list(range(1, len(found) + 1))

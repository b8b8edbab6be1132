"""Levels, marks and their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.kernel.errors import RuleBroken
from sandbox.training.evidence.findings import State
from sandbox.training.grading.rules import LEVELS, format_mark, parse_mark, propose_mark
from sandbox.training.practice.rules import Judgement, judge


@pytest.mark.parametrize(
    ("typed", "quarters"),
    [("13,5", 54), ("13.25", 53), (" 20 ", 80), ("0", 0), ("20/20", 80), ("7,75 /20", 31), ("", None), ("  ", None), ("12,0", 48)],
)  # fmt: skip
def test_a_mark_is_read_as_people_type_it(typed: str, quarters: int | None) -> None:
    assert parse_mark(typed) == quarters


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("20,25", "de 0 à 20"), ("-1", "de 0 à 20"), ("13,4", "quart de point"), ("treize", "comme 13,5"), ("1e9", "comme 13,5"),
        ("NaN", "comme 13,5"), ("Infinity", "comme 13,5"), ("13,,5", "comme 13,5"), ("1 3", "comme 13,5"),
    ],
)  # fmt: skip
def test_refuses_what_is_no_mark(typed: str, message: str) -> None:
    with pytest.raises(RuleBroken, match=message) as refusal:
        parse_mark(typed)
    assert refusal.value.field == "mark"


@given(st.integers(0, 80))
def test_a_mark_is_written_as_it_is_read(quarters: int) -> None:
    assert parse_mark(format_mark(quarters)) == quarters
    assert "." not in format_mark(quarters)


@given(st.text(max_size=12))
def test_anything_typed_is_a_mark_or_a_refusal(typed: str) -> None:
    try:
        quarters = parse_mark(typed)
    except RuleBroken:
        return
    assert quarters is None or 0 <= quarters <= 80


def test_no_mark_is_written_as_nothing() -> None:
    assert format_mark(None) == ""
    assert [format_mark(q) for q in (54, 53, 80, 0, 1)] == ["13,5", "13,25", "20", "0", "0,25"]


@pytest.mark.parametrize(
    ("levels", "quarters"),
    [
        ({"a": "TS", "b": "TS"}, 80), ({"a": "TI", "b": "TI"}, 0), ({"a": "S", "b": "S"}, 54), ({"a": "I", "b": "I"}, 26),
        ({"a": "TS", "b": "TI"}, 40), ({"a": "TS", "b": ""}, None), ({"a": "TS"}, None), ({}, None),
    ],
)  # fmt: skip
def test_a_proposal_counts_every_line_alike(levels: dict[str, str], quarters: int | None) -> None:
    assert propose_mark(levels, ["a", "b"]) == quarters


@given(st.lists(st.sampled_from(LEVELS), min_size=1, max_size=12), st.integers(0, 11))
def test_a_better_level_never_lowers_the_proposal(levels: list[str], place: int) -> None:
    lines = [str(n) for n in range(len(levels))]
    before = propose_mark(dict(zip(lines, levels, strict=True)), lines)
    place %= len(levels)
    better = [*levels]
    better[place] = LEVELS[min(3, LEVELS.index(levels[place]) + 1)]
    after = propose_mark(dict(zip(lines, better, strict=True)), lines)
    assert before is not None
    assert after is not None
    assert 0 <= before <= after <= 80
    assert before % 2 == 0, "to the half point"


def test_a_proposal_for_no_line_is_none() -> None:
    assert propose_mark({}, []) is None


@pytest.mark.parametrize(
    ("level", "state", "judgement"),
    [
        ("TS", State.REACHED, Judgement.COHERENT), ("S", State.REACHED, Judgement.COHERENT), ("I", State.REACHED, Judgement.SEVERE),
        ("TS", State.PARTIAL, Judgement.CONFIDENT), ("I", State.PARTIAL, Judgement.COHERENT), ("TI", State.PARTIAL, Judgement.SEVERE),
        ("S", State.MISSED, Judgement.CONFIDENT), ("TI", State.MISSED, Judgement.COHERENT), ("S", State.UNVERIFIABLE, Judgement.DISCUSS),
        ("", State.REACHED, Judgement.DISCUSS), ("A", State.MISSED, Judgement.DISCUSS),
    ],
)  # fmt: skip
def test_ones_own_level_beside_the_finding(level: str, state: State, judgement: Judgement) -> None:
    assert judge(level, state) is judgement

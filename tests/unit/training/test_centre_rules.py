"""Hours of a day, lines of a list, measures of a workstation: the centre's pure rules."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.training.centre.rules import (
    Called,
    LineFault,
    Slot,
    clash,
    groups,
    judge,
    meanings,
    most_at_once,
    own_length,
    read_called,
    read_extra,
    reds,
    series,
)
from sandbox.training.exams.models import Extra

EIGHT = datetime(2026, 11, 30, 7, 0)
FINE: dict[str, Any] = {
    "browser": "Firefox 140", "missing": [], "cookies": True, "storage": True, "trips": [12.5, 11, 14, 90, 12, 13, 12], "sent": 7,
    "skew": 300, "width": 1280, "height": 720,
}  # fmt: skip


def slot(
    minutes_after: int, *, length: int = 60, room: str = "B 204", commission: str = "1", who: str = "Erin"
) -> Slot:
    return Slot(EIGHT + timedelta(minutes=minutes_after), length, room, commission, who)


@pytest.mark.parametrize(
    ("starts", "most"),
    [([], 0), ([0], 1), ([0, 60, 120], 1), ([0, 30, 59, 60], 3), ([0, 0, 0, 0], 4), ([90, 0, 45], 2)],
)
def test_the_busiest_moment_of_a_day_is_counted(starts: list[int], most: int) -> None:
    assert most_at_once([slot(after) for after in starts]) == most, "a session ends where the next one begins"


@pytest.mark.parametrize(
    ("other", "taken"),
    [
        (slot(59), "la salle B 204"),
        (slot(-59), "la salle B 204"),
        (slot(10, room="b  204"), "la salle B 204"),
        (slot(10, room="B204"), "la salle B 204"),
        (slot(59, room="B 205"), "la commission 1"),
        (slot(59, room="B 205", commission="2"), "Erin"),
        (slot(59, room="B 205", commission="", who="Oscar"), ""),
        (slot(60), ""),
        (slot(-60), ""),
    ],
)
def test_what_two_sessions_take_at_once(other: Slot, taken: str) -> None:
    assert clash(slot(0), other) == taken


@given(start=st.integers(-200, 200), one=st.integers(10, 120), other=st.integers(10, 120))
def test_overlapping_is_mutual_and_is_sharing_a_minute(start: int, one: int, other: int) -> None:
    first, second = slot(0, length=one), slot(start, length=other)
    shared = set(range(one)) & set(range(start, start + other))
    assert bool(clash(first, second)) == bool(clash(second, first)) == bool(shared)


@given(every=st.integers(10, 240), count=st.integers(1, 20))
def test_sessions_in_a_row_never_overlap(every: int, count: int) -> None:
    slots = [Slot(at, every, "B 204", "1", "Erin") for at in series(EIGHT, every, count)]
    assert [bool(clash(a, b)) for a in slots for b in slots if a is not b] == [False] * (count * (count - 1))


@given(count=st.integers(0, 60))
def test_groups_hold_everybody_in_as_few_sessions_as_can_be(count: int) -> None:
    sizes = groups(count, 3)
    assert sum(sizes) == count
    assert len(sizes) == -(-count // 3)
    assert all(1 <= size <= 3 for size in sizes)
    assert not sizes or max(sizes) - min(sizes) <= 1


def test_own_time_of_each_entitlement() -> None:
    forty = timedelta(minutes=40)
    assert own_length(forty, Extra.NONE, 0) == forty
    assert own_length(forty, Extra.THIRD, 0) == timedelta(minutes=53, seconds=20)
    assert own_length(forty, Extra.MINUTES, 15) == timedelta(minutes=55)
    assert own_length(forty, Extra.UNLIMITED, 0) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", (Extra.NONE, 0)), ("Non", (Extra.NONE, 0)), ("tiers temps", (Extra.THIRD, 0)), ("OUI", (Extra.THIRD, 0)),
        ("1/3", (Extra.THIRD, 0)), ("20 min", (Extra.MINUTES, 20)), ("+15 minutes", (Extra.MINUTES, 15)), ("20", (Extra.MINUTES, 20)),
        ("Illimité", (Extra.UNLIMITED, 0)), ("temps non limité", (Extra.UNLIMITED, 0)),
    ],
)  # fmt: skip
def test_reads_extra_time_as_people_write_it(text: str, read: tuple[Extra, int]) -> None:
    assert read_extra(text) == read


@pytest.mark.parametrize(
    ("text", "said"), [("beaucoup", "n’est pas un temps connu"), ("500 min", "de 1 à 120 minutes")]
)
def test_refuses_a_time_that_nobody_grants(text: str, said: str) -> None:
    with pytest.raises(LineFault, match=said):
        read_extra(text)


def test_knows_columns_by_the_names_that_offices_give_them() -> None:
    headers = ("N° Candidat", "NOM", "Prénom(s)", "Tiers-temps", "Établissement", "Numéro")
    assert meanings(headers) == {
        "N° Candidat": "number", "NOM": "last_name", "Prénom(s)": "first_name", "Tiers-temps": "extra",
    }  # fmt: skip


def test_a_line_without_number_or_name_says_so() -> None:
    assert read_called({"number": " 041 ", "last_name": "Le  Bihan"}) == Called("041", "Le Bihan")
    with pytest.raises(LineFault, match="numéro manque"):
        read_called({"last_name": "Le Bihan"})
    with pytest.raises(LineFault, match="nom manque"):
        read_called({"number": "041"})
    with pytest.raises(LineFault, match="60 caractères"):
        read_called({"number": "041", "last_name": "x" * 61})


def test_a_workstation_with_all_it_takes_is_green() -> None:
    assert reds(judge(FINE)) == []


@pytest.mark.parametrize(
    ("changed", "key", "found"),
    [
        ({"missing": ["modules"]}, "browser", "Firefox 140 : il lui manque modules"),
        ({"cookies": False}, "storage", "Refusé : cookies"),
        ({"storage": None}, "storage", "Refusé : stockage local"),
        ({"trips": [10.0] * 6}, "network", "10 ms (médiane de 6 mesures), 1 sans réponse"),
        ({"trips": [900.0] * 7}, "network", "900 ms (médiane de 7 mesures)"),
        ({"trips": []}, "network", "Aucune réponse du serveur"),
        ({"skew": 3_600_000}, "clock", "60 min en avance"),
        ({"skew": -120_000}, "clock", "2 min en retard"),
        ({"width": 800}, "screen", "800 × 720"),
    ],
)
def test_each_fault_is_told_with_what_to_do(changed: dict[str, Any], key: str, found: str) -> None:
    told = reds(judge(FINE | changed))
    assert [(verdict.key, verdict.found) for verdict in told] == [(key, found)]
    assert told[0].remedy


def test_no_measure_means_no_script() -> None:
    assert [verdict.key for verdict in reds(judge({}))] == ["script"]


@given(
    facts=st.dictionaries(
        st.sampled_from([*FINE]),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20), st.lists, max_leaves=5
        ),
    )
)
def test_whatever_a_browser_sends_is_judged(facts: dict[str, Any]) -> None:
    verdicts = judge(facts)
    assert verdicts
    assert all(verdict.is_fine or verdict.remedy for verdict in verdicts)

"""Drill 2: the network of one candidate is cut for 5 s, 100 s and 10 min. The browser's half (what was typed is still there) is
tests/e2e/test_freeze.py::test_what_was_typed_survives_a_reload_and_is_forgotten_once_saved."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from sandbox.kernel import clock
from sandbox.training.exams.queries import clock_of
from tests.drills.hall import Candidate, Examiner, Hall

OFFER = re.compile(r'data-arg="(\d\d:\d\d:\d\d)\|(\d\d:\d\d:\d\d)"')


@pytest.mark.parametrize(("seconds", "offered"), [(5, False), (100, True), (600, True)])
def test_a_cut_is_measured_for_its_candidate_alone(hall: Hall, seconds: int, offered: bool) -> None:
    cut, *others = (Candidate(hall, rank) for rank in (1, 2, 3))
    erin = Examiner(hall)
    hall.go(8)
    for one in (cut, *others):
        assert one.save("AVANT") == 302
        one.pulse()
    hall.alive.discard(1)
    hall.go(8, seconds)
    assert [one.save("PENDANT") for one in others] == [302, 302]
    told = [one.pulse() for one in (cut, *others)]
    assert len({state["remaining"] for state in told}) == 1, "nothing is given before the examiner says so"
    todo = [column["todo"] for column in erin.columns()]
    found = [OFFER.findall(text) for text in todo]
    start, end = (clock.to_paris(hall.start + timedelta(minutes=8, seconds=s)) for s in (0, seconds))
    hours = f"{start:%H:%M:%S}", f"{end:%H:%M:%S}"
    assert found == [[hours] if offered else [], [], []]
    assert (cut.reference(), others[0].reference()) == ("AVANT", "PENDANT")
    if offered:
        erin.press("candidats/1/compensation", from_at=hours[0], to_at=hours[1], reason="Coupure du réseau")
    hall.go(8, seconds + 1)
    left = [one.pulse()["remaining"] for one in (cut, *others)]
    assert left[1] == left[2]
    assert left[0] - left[1] == (seconds if offered else 0)
    ends = [clock_of(hall.seat(rank), hall.now).ends_at for rank in (1, 2, 3)]
    assert ends[1] == ends[2] == hall.start + timedelta(minutes=40)
    assert not any(OFFER.search(column["todo"]) for column in erin.columns())


@pytest.mark.parametrize(("begins", "ends"), [(0.9, 28.4), (0.2, 28.9), (0.0, 28.0), (0.6, 28.6)])
def test_the_time_given_is_the_time_that_was_proposed(hall: Hall, begins: float, ends: float) -> None:
    """Found in a walk: « Accorder 28 s ? » gave back 27, and the record told both."""
    cut, erin = Candidate(hall, 1), Examiner(hall)
    hall.go(8, begins)
    cut.pulse()
    hall.alive.discard(1)
    hall.go(8, ends)
    cut.pulse()
    todo = erin.columns()[0]["todo"]
    proposed = re.search(r"Accorder (\d+)\u00a0s", todo)
    [(start, end)] = OFFER.findall(todo)
    assert proposed is not None
    erin.press("candidats/1/compensation", from_at=start, to_at=end, reason="Coupure du réseau")
    given = clock_of(hall.seat(1), hall.now).compensated
    assert given == timedelta(seconds=int(proposed[1])) == timedelta(seconds=int(ends - begins))
    assert not OFFER.search(erin.columns()[0]["todo"]), "nothing is left to decide"


def test_a_sign_that_says_nothing_new_is_not_written_and_counts_all_the_same(hall: Hall) -> None:
    one, erin = Candidate(hall, 1), Examiner(hall)
    hall.go(8)
    one.pulse()
    hall.alive.discard(1)
    hall.go(8, 3)
    one.pulse()
    assert hall.seat(1).last_seen_at == hall.start + timedelta(minutes=8), "the line of writers was left to the others"
    hall.go(8, 12)
    assert not erin.columns()[0]["cut"], "nine seconds after the latest sign"
    hall.go(8, 33)
    one.pulse()
    start, end = (clock.to_paris(hall.start + timedelta(minutes=8, seconds=s)) for s in (3, 33))
    assert OFFER.findall(erin.columns()[0]["todo"]) == [(f"{start:%H:%M:%S}", f"{end:%H:%M:%S}")]
    assert hall.seat(1).last_seen_at == hall.now, "a silence is written at its end"
    hall.go(8, 34)
    assert one.fetch("/epreuve/pouls", page="Q2|Clients").status_code == 200
    assert (hall.seat(1).current_page, hall.seat(1).last_seen_at) == ("Q2|Clients", hall.now), "another page is news"

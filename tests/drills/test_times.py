"""Drills 6, 7, 9 and 12: one third more beside ordinary time, 7 minutes late, wrong clocks and the change to summer time, fire exit."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from sandbox.training.exams.models import Extra
from sandbox.training.exams.queries import clock_of
from sandbox.training.exams.services import Candidate as Person
from sandbox.training.grading.queries import observations_of
from tests.drills.hall import Candidate, Examiner, Hall
from tests.factories.world import World

MIXED = (
    Person(last_name="Kervella", first_name="Inès"),
    Person(last_name="Tréguier", first_name="Malo", extra=Extra.THIRD),
    Person(last_name="Benhamou", first_name="Sarah"),
)
ENDS = (40 * 60, 53 * 60 + 20, 47 * 60)
"""Seconds after the start: ordinary, one third more, 7 minutes late."""
REVIEW_AT = (12 * 60, 16 * 60, 19 * 60)
SPRING = datetime(2027, 3, 28, 0, 40)
"""1.40 in Paris; twenty minutes later clocks go from 2.00 to 3.00."""


def test_each_has_their_own_end_and_their_own_events(world_app: Flask, world: World) -> None:
    """Drills 6 and 7."""
    assert world
    hall = Hall(world_app, datetime(2027, 1, 12, 9), MIXED)
    at_work = {1: Candidate(hall, 1), 2: Candidate(hall, 2)}
    hall.go(7)
    at_work[3] = Candidate(hall, 3)
    for rank, due in enumerate(REVIEW_AT, 1):
        hall.go(seconds=due - 1)
        at_work[rank].pulse()
        assert "avis_casse" not in hall.events(rank)
        hall.go(seconds=due)
        at_work[rank].pulse()
        assert "avis_casse" in hall.events(rank)
    for rank, end in sorted(enumerate(ENDS, 1), key=lambda pair: pair[1]):
        hall.go(seconds=end - 1)
        assert at_work[rank].pulse()["remaining"] == 1
        assert at_work[rank].save(f"JUSTE-AVANT-{rank}") == 302
        hall.go(seconds=end + 1)
        assert at_work[rank].pulse()["over"]
        assert at_work[rank].save("TROP-TARD") == 403
        assert at_work[rank].reference() == f"JUSTE-AVANT-{rank}"
        assert clock_of(hall.seat(rank), hall.now).ends_at == hall.start + timedelta(seconds=end)


def test_summer_time_begins_in_the_middle_of_a_test(world_app: Flask, world: World) -> None:
    """Drill 9: the hours shown jump, the time worked does not; a cut over the change is as long as it was."""
    assert world
    hall = Hall(world_app, SPRING)
    ines, malo = Candidate(hall, 1), Candidate(hall, 2)
    erin = Examiner(hall)
    assert "03:20:00" in ines.pulse()["ends"]
    hall.go(19, 30)
    for one in (ines, malo):
        one.pulse()
    hall.alive.discard(1)
    hall.go(21, 10)
    assert [one.pulse()["remaining"] for one in (ines, malo)] == [40 * 60 - 1270] * 2
    assert "01:59:30|03:01:10" in erin.columns()[0]["todo"]
    erin.press("candidats/1/compensation", from_at="01:59:30", to_at="03:01:10", reason="Coupure")
    assert ines.pulse()["remaining"] - malo.pulse()["remaining"] == 100
    assert "03:21:40" in ines.pulse()["ends"]
    assert "avis_casse" in hall.events(2)


@pytest.mark.parametrize("age", [3_600_000, -3_600_000, "une heure", None])
def test_a_device_whose_clock_is_wrong_says_nothing_about_hours(hall: Hall, age: object) -> None:
    """Drill 9: nothing that a device sends is an hour; how long it kept a note is bounded, the server's hour is kept beside."""
    ines, erin = Candidate(hall, 1), Examiner(hall)
    hall.go(12)
    before = ines.pulse()
    headers = {"Date": "Tue, 01 Jan 2019 00:00:00 GMT", "X-Requested-With": "fetch", "X-CSRFToken": ines.token}
    answer = ines.open("/epreuve/pouls", method="POST", data={"page": "", "now": "0"}, headers=headers)
    assert answer.get_json()["remaining"] == before["remaining"] == 28 * 60
    sent = {
        "uuid": "11111111-1111-4111-8111-111111111111",
        "rank": 1,
        "seat": hall.seat_ids[0],
        "line": "",
        "sign": "+",
    }
    assert erin.tell("observations", **sent, text="vue", age=age).status_code == 200
    [noted] = hall_notes(hall)
    assert noted == hall.now
    assert clock_of(hall.seat(1), hall.now).active == timedelta(minutes=12)


def hall_notes(hall: Hall) -> list[datetime]:
    """The server's hours of what was noted on the first candidate."""
    return [noted.at for noted in observations_of(hall.seat(1))]


def test_fire_exit_and_back(hall: Hall) -> None:
    """Drill 12."""
    people = [Candidate(hall, rank) for rank in (1, 2, 3)]
    erin = Examiner(hall)
    hall.go(10)
    assert [one.save("AVANT") for one in people] == [302] * 3
    erin.press("pause", reason="Évacuation")
    hall.go(11)
    erin.press("pause", reason="Évacuation")  # pressed again in a hurry
    assert [one.save("PENDANT") for one in people] == [403] * 3
    hall.go(25)
    assert [one.pulse()["remaining"] for one in people] == [30 * 60] * 3
    assert [hall.events(rank) for rank in (1, 2, 3)] == [[], [], []]
    erin.press("reprise")
    hall.go(26)
    assert [one.pulse()["remaining"] for one in people] == [29 * 60] * 3
    assert [one.save("APRES") for one in people] == [302] * 3
    hall.go(27)
    for one in people:
        one.pulse()
    assert all("avis_casse" in hall.events(rank) for rank in (1, 2, 3))
    ends = {clock_of(hall.seat(rank), hall.now).ends_at for rank in (1, 2, 3)}
    assert ends == {hall.start + timedelta(minutes=55)}
    assert not any("data-arg" in column["todo"] for column in erin.columns()), "an evacuation is no cut"

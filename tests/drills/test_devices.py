"""Drills 3 and 5: the examiner's tablet dies, and a candidate's workstation is changed at 20 minutes.

The first device's own queue (grey, amber, green; what it kept through a stop) is seen in a browser:
tests/e2e/test_console.py::test_an_observation_waits_for_a_new_sign_in and tests/e2e/test_session.py.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from sandbox.kernel.db import db
from sandbox.training.exams.models import EntryKind
from sandbox.training.exams.queries import clock_of
from sandbox.training.grading.models import Observation
from tests.drills.hall import Candidate, Examiner, Hall


def test_a_second_device_has_what_was_green_and_the_first_brings_what_was_amber(hall: Hall) -> None:
    for rank in (1, 2, 3):
        Candidate(hall, rank)
    first = Examiner(hall)
    hall.go(10)
    green = [(str(uuid.uuid4()), 1 + number % 3, f"verte {number}") for number in range(9)]
    assert [first.observe(rank, key, text) for key, rank, text in green] == [200] * 9
    amber = [(str(uuid.uuid4()), 2, f"ambre {number}") for number in range(3)]
    hall.go(11)  # typed on the first device, which dies before it sends them
    second = Examiner(hall)
    assert [column["observations"] for column in second.columns()] == [3, 3, 3]
    assert second.observe(1, str(uuid.uuid4()), "du second appareil") == 200
    hall.go(
        25
    )  # the first one is charged again: its queue goes, with the age of each entry and what it does not know was kept
    for key, rank, text in (green[-1], *amber, amber[0]):
        assert first.observe(rank, key, text, age=14 * 60 * 1000) == 200
    assert [column["observations"] for column in second.columns()] == [4, 6, 3]
    late = db.session.query(Observation).filter(Observation.text.startswith("ambre")).all()
    assert [(noted.device_at, noted.at) for noted in late] == [(hall.start + timedelta(minutes=11), hall.now)] * 3


def test_a_workstation_is_changed_in_the_middle(hall: Hall) -> None:
    old, other = Candidate(hall, 1), Candidate(hall, 2)
    erin = Examiner(hall)
    hall.go(19, 50)
    assert old.save("ANCIEN-POSTE") == 302
    old.pulse()
    other.pulse()
    hall.go(20)
    new = Candidate(hall, 1, hall.resume_codes[0])
    assert new.path == old.path
    assert new.pulse()["remaining"] == 20 * 60, "changing places costs no time and gives none"
    assert new.reference() == "ANCIEN-POSTE"
    hall.go(20, 10)
    assert old.save("TROP-TARD") == 404, "the shop is no longer this workstation's"
    assert "remplacé" in old.get("/epreuve/rejoindre").text
    assert new.save("NOUVEAU-POSTE") == 302
    assert (new.reference(), other.pulse()["remaining"]) == ("NOUVEAU-POSTE", 40 * 60 - 1210)
    kinds = [entry.kind for entry in hall.seat(1).entries]
    assert kinds.count(EntryKind.MOVED) == 1
    assert EntryKind.CUT not in kinds
    assert clock_of(hall.seat(1), hall.now).ends_at == hall.start + timedelta(minutes=40)
    assert not any("data-arg" in column["todo"] for column in erin.columns())

"""A session that is prepared ahead is dated by the day it is held on; one that went on paper says so; who is absent."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from sandbox.accounts.queries import find_user
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import Seat
from sandbox.training.exams.queries import clock_of
from sandbox.training.grading.report import report_of
from sandbox.training.subjects.queries import get_subject
from sandbox.web.filters import day
from tests.factories.world import SUBJECT, World
from tests.support.visitor import Visitor


@pytest.mark.parametrize("ahead", [0, 5])
def test_its_pages_and_its_report_bear_the_day_of_the_test(world_app: Flask, world: World, ahead: int) -> None:
    erin = find_user("erin")
    assert erin is not None
    assert world.session_id
    held_on = clock.today() + timedelta(days=ahead)
    made = exams.create_session(
        subject=get_subject(SUBJECT), candidates=[exams.Candidate("Morvan")], examiner=erin, day=held_on
    )
    db.session.commit()
    assert report_of(made.seats[0]).day == f"{held_on:%d/%m/%Y}"
    root = f"/examinateur/sessions/{made.id}"
    visitor = Visitor(world_app, "erin")
    assert day(held_on) in visitor.get(root).text
    assert day(held_on) in visitor.get(f"{root}/candidats/1/fiche").text


def test_a_test_on_paper_ends_here_and_the_sheet_and_the_report_say_so(world_app: Flask, world: World) -> None:
    visitor, root = Visitor(world_app, "erin"), f"/examinateur/sessions/{world.session_id}"
    visitor.get(root)
    assert "sur papier, transcrite" not in visitor.get(f"{root}/candidats/2/fiche").text
    for _ in range(2):
        assert visitor.post(f"{root}/candidats/2/papier").status_code == 302
    assert "Épreuve passée sur papier, transcrite ensuite" in visitor.get(f"{root}/candidats/2/fiche").text
    db.session.rollback()
    db.session.expire_all()
    seat = db.session.get_one(Seat, world.seat_ids[1])
    report = report_of(seat)
    assert report.disclaimer.startswith("Épreuve passée sur papier, transcrite ensuite.")
    assert [words for words in report.incidents if "sur papier et transcrite" in words] == [report.incidents[0]]
    assert clock_of(seat).state.is_over
    assert visitor.get(f"{root}/candidats/2/fiche.pdf").data[:5] == b"%PDF-"
    other = Visitor(world_app, "oscar")
    other.get("/examinateur/sessions")
    assert other.post(f"{root}/candidats/1/papier").status_code == 404


def test_the_examiner_notes_an_absence_and_takes_it_back(world_app: Flask, world: World) -> None:
    visitor, root = Visitor(world_app, "erin"), f"/examinateur/sessions/{world.session_id}"
    visitor.get(root)
    for said, shown, told in (("1", "Effacer l’absence", "Absent"), ("0", "Noter l’absence", "Pas encore là")):
        assert visitor.post(f"{root}/candidats/3/absence", absent=said).status_code == 302
        assert shown in visitor.get(root).text
        assert told in visitor.get(f"{root}/console").text
    db.session.rollback()
    db.session.expire_all()
    incidents = report_of(db.session.get_one(Seat, world.seat_ids[2])).incidents
    assert [words.split(" à ")[0] for words in incidents] == ["absent, noté", "absence effacée"]


@pytest.mark.parametrize(("is_told", "shown"), [(True, "Absent"), (False, "Jamais présent")])
def test_who_never_came_is_not_said_to_have_finished(world_app: Flask, world: World, is_told: bool, shown: str) -> None:
    """Found in an audit: once closed, an empty place was « Terminé », even noted as absent, and its sheet asked for eight levels."""
    visitor, root = Visitor(world_app, "erin"), f"/examinateur/sessions/{world.session_id}"
    candidate = Visitor(world_app)
    candidate.get("/")
    assert candidate.post("/epreuve/rejoindre", code=world.join_codes[0]).status_code == 302
    visitor.get(root)
    assert visitor.post(f"{root}/candidats/2/papier").status_code == 302
    if is_told:
        assert visitor.post(f"{root}/candidats/3/absence", absent="1").status_code == 302
    assert visitor.post(f"{root}/depart").status_code == 302
    assert visitor.post(f"{root}/cloture").status_code == 302
    states = re.findall(r'class="ex-codes__s".*?</svg>([^<]+)</p>', visitor.get(root).text, re.DOTALL)
    assert [words.strip() for words in states] == ["Terminé", "Terminé", shown]
    assert visitor.get(f"{root}/console").text.count(shown) == 1
    assert shown in visitor.get(f"{root}/proces-verbal").text
    for rank, is_empty in ((1, False), (2, False), (3, True)):
        sheet = visitor.get(f"{root}/candidats/{rank}/fiche").text
        assert ("la fiche peut rester sans niveau ni signature" in sheet) is is_empty, rank

"""A session that is prepared ahead is dated by the day it is held on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from sandbox.accounts.queries import find_user
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.training.exams import services as exams
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

"""The charts of a candidate's note, beside its text, where the examiner reads the evidence."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from sandbox.accounts.queries import find_user
from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.charts.services import add_chart
from sandbox.training.exams import services as exams
from sandbox.training.subjects.queries import get_subject
from tests.factories.world import World
from tests.support.visitor import Visitor


def test_the_examiner_sees_the_charts_of_a_note_and_opens_them(world_app: Flask, world: World) -> None:
    assert world
    erin = find_user("erin")
    assert erin is not None
    people = [exams.Candidate(last_name="Kervella", first_name="Inès", number="031")]
    session = exams.create_session(
        subject=get_subject("l-heure-des-comptes"), candidates=people, examiner=erin, room="B 205"
    )
    exams.start_session(session=session, author=erin.name)
    seat = session.seats[0]
    last = seat.shop.anchor_on - timedelta(days=1)
    with shop_scope(seat.shop_id):
        add_chart(
            deliverable="note", caption="D’où viennent les visites", indicator="visites", first_on=last - timedelta(days=29),
            last_on=last, dimension="source", kind="barres",
        )  # fmt: skip
        db.session.flush()
    db.session.commit()
    with world_app.test_request_context():
        evidence = world_app.url_map.bind("localhost").build(
            "examiner.evidence", {"session_id": session.id, "rank": 1, "line_id": "L1"}
        )
    visitor = Visitor(world_app, "erin")
    page = visitor.get(evidence).text
    assert "Rien d’écrit." in page
    assert "1 graphique" in page.replace("\u00a0", " ")
    assert "D’où viennent les visites" in page
    charts = visitor.get(f"/b/{seat.shop.key}/admin/statistiques/graphiques")
    assert charts.status_code == 200
    assert "Retirer" not in charts.text
    assert "D’où viennent les visites" in charts.text

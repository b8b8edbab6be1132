"""The candidate's own page: waiting, working, paused, over; the pulse, the hand, the marks, handing in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.training.exams.models import EntryKind, SessionState
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor
from tests.web.exam.conftest import seat_of


def console(world: World) -> str:
    return f"/examinateur/sessions/{world.session_id}"


@pytest.fixture
def waiting(world_app: Flask, world: World, erin: Visitor) -> tuple[Visitor, str]:
    """A candidate of a second session that is not started yet, and that session's address."""
    erin.get("/examinateur/sessions/nouvelle")
    made = erin.post(
        "/examinateur/sessions/nouvelle", **{"subject": "noel-a-la-brulerie", "candidates-0-last_name": "Le Bris",
                                             "candidates-0-workstation": "Poste 9", "candidates-0-extra": "aucune"}
    )  # fmt: skip
    assert made.status_code == 302, made.text
    seat = db.session.get_one(type(seat_of(world)), max(world.seat_ids) + 3)
    visitor = Visitor(world_app)
    visitor.get("/epreuve/rejoindre")
    assert visitor.post("/epreuve/rejoindre", code=seat.join_code).status_code == 302
    visitor.get("/epreuve")
    return visitor, made.location


def test_waits_without_seeing_the_subject(waiting: tuple[Visitor, str]) -> None:
    page = waiting[0].get("/epreuve")
    assert Page(page.text).says("L’examinateur n’a pas encore donné le départ")
    assert "Compléter la fiche du coffret" not in page.text
    assert "poste Poste" not in page.text
    assert "poste 9" in page.text.lower()


def test_begins_when_the_start_is_given(waiting: tuple[Visitor, str], erin: Visitor) -> None:
    visitor, session = waiting
    assert visitor.fetch("/epreuve/pouls", page="").get_json()["running"] is False
    erin.get(session)
    assert erin.post(f"{session}/depart").status_code == 302
    beat = visitor.fetch("/epreuve/pouls", page="").get_json()
    assert beat["running"] is True
    assert 2395 <= beat["remaining"] <= 2400
    assert "Compléter la fiche du coffret" in visitor.get("/epreuve").text


def test_shows_subject_time_and_the_way_to_the_shop(ines: Visitor, world: World) -> None:
    page = ines.get("/epreuve")
    assert "Compléter la fiche du coffret" in page.text
    assert f"/b/{world.shop_keys[0]}/admin/" in page.text
    assert "En cours" in page.text
    assert "Quitter ce poste" not in page.text, "one wrong click would lock the candidate out"


def test_the_pulse_says_where_the_candidate_is(ines: Visitor, world: World) -> None:
    answer = ines.fetch("/epreuve/pouls", page="Q2|Catalogue › Produits")
    assert answer.status_code == 200
    assert answer.get_json()["word"] == "En cours"
    assert seat_of(world).current_page == "Q2|Catalogue › Produits"
    assert seat_of(world, 2).current_page == ""


def test_raises_and_lowers_the_hand(ines: Visitor, world: World) -> None:
    assert ines.fetch("/epreuve/main", up="1", page="Q1|Déclinaisons").get_json()["hand"] is True
    assert seat_of(world).hand_page == "Q1|Déclinaisons"
    assert ines.fetch("/epreuve/main", up="0").get_json()["hand"] is False
    assert seat_of(world).hand_raised_at is None


def test_no_hand_is_raised_after_the_end(ines: Visitor, world: World) -> None:
    """« Lever la main » stayed on the bar of who had handed in."""
    desk = f"/b/{world.shop_keys[0]}/admin/"
    assert "data-frame-hand" in ines.get(desk).text
    assert ines.fetch("/epreuve/pouls", page="").get_json()["over"] is False
    assert hand_button(ines.get(desk).text).endswith('aria-pressed="false"')
    ines.post("/epreuve/rendre")
    assert ines.fetch("/epreuve/pouls", page="").get_json()["over"] is True
    assert hand_button(ines.get(desk).text).endswith('aria-pressed="false" hidden')


def hand_button(page: str) -> str:
    """What the button says of itself."""
    return page.split("data-frame-hand", 1)[1].split(">", 1)[0]


def test_ticks_a_question_for_oneself(ines: Visitor, world: World) -> None:
    assert ines.fetch("/epreuve/reperes", question="q2", done="1").status_code == 200
    assert seat_of(world).ticked == ["q2"]
    assert ines.fetch("/epreuve/reperes", question="q2", done="0").status_code == 200
    assert seat_of(world).ticked == []


def test_a_pause_stops_the_clock_and_says_so(ines: Visitor, world: World, erin: Visitor) -> None:
    erin.get(f"{console(world)}/console")
    assert erin.fetch(f"{console(world)}/candidats/1/pause").status_code == 200
    beat = ines.fetch("/epreuve/pouls", page="").get_json()
    assert (beat["running"], beat["word"]) == (False, "En pause")
    ines.later = timedelta(minutes=10)
    assert ines.fetch("/epreuve/pouls", page="").get_json()["remaining"] == beat["remaining"]
    assert Page(ines.get("/epreuve").text).says("Le temps est arrêté")


def test_hands_in_once(ines: Visitor, world: World) -> None:
    for _ in range(2):
        answer = ines.post("/epreuve/rendre")
        assert answer.status_code == 302
        assert answer.location == "/epreuve"
    kinds = [entry.kind for entry in seat_of(world).entries]
    assert kinds.count(EntryKind.HANDED_IN) == 1
    page = ines.get("/epreuve")
    assert "Travail rendu" in page.text
    assert "Quitter ce poste" in page.text
    assert "Rendre mon travail" not in page.text


def test_cannot_see_anything_of_the_examiner(ines: Visitor, world: World) -> None:
    seats = f"{console(world)}/candidats/1"
    for path in ("", "/console", "/etat", "/flux", "/session.csv"):
        assert ines.get(console(world) + path).status_code in (302, 403, 404), path
    for path in ("/fiche", "/fiche.pdf", "/journal.json", "/lignes/L1"):
        assert ines.get(seats + path).status_code in (302, 403, 404), path
    for path in ("/fiche", "/signature", "/temps", "/pause", "/main"):
        assert ines.fetch(seats + path, minutes="5", reason="pour moi", mark="20").status_code == 403, path
    page = ines.get("/epreuve").text
    for secret in ("Attendu", "fiche complète et en ligne", "CAST-COF-07</td><td>", seat_of(world).resume_code):
        assert secret not in page, secret


def test_two_candidates_see_their_own_time(world: World, ines: Visitor, erin: Visitor) -> None:
    erin.get(f"{console(world)}/console")
    before = ines.fetch("/epreuve/pouls", page="").get_json()["remaining"]
    assert erin.fetch(f"{console(world)}/candidats/2/temps", minutes="5", reason="coupure").status_code == 200
    after = ines.fetch("/epreuve/pouls", page="").get_json()["remaining"]
    assert 0 <= before - after <= 5
    assert ines.fetch("/epreuve/pouls", page="").get_json()["why"] == ""
    assert erin.fetch(f"{console(world)}/candidats/1/temps", minutes="5", reason="coupure").status_code == 200
    assert ines.fetch("/epreuve/pouls", page="").get_json()["why"] == "40\u00a0min + 5\u00a0min en plus"
    assert seat_of(world).session.state == SessionState.RUNNING

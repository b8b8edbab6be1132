"""A centre's day on the web: list, plan, preparation, moves, absences, kit; the workstations and their check."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.accounts.queries import find_user
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.training.centre.models import CentreCandidate, CentreDay, PlannedSession
from sandbox.training.centre.queries import stations_of
from sandbox.training.exams.models import Extra
from sandbox.training.exams.queries import clock_of, hard_end_of
from tests.factories.world import SUBJECT, World
from tests.support.pages import Page
from tests.support.visitor import Visitor

DAYS = "/administration/journees"
LIST = "Numéro;Nom;Prénom;Temps\n041;Kervella;Inès;tiers\n042;Le Bihan;Hugo;\n043;Diallo;Salomé;20 min\n044;Morvan;Élouan;\n"


@pytest.fixture
def ada(world_app: Flask, world: World) -> Visitor:
    assert world.session_id
    return Visitor(world_app, "ada")


@pytest.fixture
def day(ada: Visitor) -> str:
    """The address of tomorrow's day."""
    ada.get(DAYS)
    tomorrow = clock.today() + timedelta(days=1)
    answer = ada.post(DAYS, held_on=tomorrow.isoformat(), centre="Lycée des Îles")
    assert answer.status_code == 302
    return answer.location.removesuffix("/candidats")


def upload(ada: Visitor, day: str, content: bytes) -> Any:
    ada.get(f"{day}/candidats")
    sent = {"csrf_token": ada.token, "file": (io.BytesIO(content), "liste.csv")}
    return ada.open(f"{day}/candidats/fichier", method="POST", data=sent, content_type="multipart/form-data")


def plan(ada: Visitor, day: str, **changes: Any) -> Any:
    ada.get(f"{day}/sessions/nouvelles")
    sent = {
        "room": "B 204", "commission": "1", "examiner": str(examiner_id("erin")), "first": "08:00", "minutes": "60", "count": "2",
        "subjects": [SUBJECT], "fills": "y",
    }  # fmt: skip
    return ada.post(f"{day}/sessions/nouvelles", **(sent | changes))


def examiner_id(login: str) -> int:
    found = find_user(login)
    assert found is not None
    return found.id


def sessions() -> list[PlannedSession]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(sa.select(PlannedSession).order_by(PlannedSession.starts_at)))


def people() -> dict[str, CentreCandidate]:
    db.session.rollback()
    db.session.expire_all()
    return {one.number: one for one in db.session.scalars(sa.select(CentreCandidate))}


def test_a_list_is_read_and_its_faults_are_told_by_line(ada: Visitor, day: str) -> None:
    answer = upload(ada, day, (LIST + ";Sans;Numéro;\n").encode("cp1252"))
    assert answer.status_code == 200
    assert Page(answer.text).says("4 candidats ajoutés")
    assert Page(answer.text).says("Ligne 6")
    assert Page(answer.text).says("Fichier lu comme un tableau enregistré par Excel (Windows)")
    assert "cp1252" not in answer.text
    assert people()["041"].extra is Extra.THIRD
    again = upload(ada, day, LIST.encode())
    assert Page(again.text).says("4 inchangés")
    refused = upload(ada, day, b"rien")
    assert refused.status_code == 422
    assert "doit nommer les colonnes" in refused.text


def test_a_candidate_by_hand_is_checked_at_the_field_and_kept(ada: Visitor, day: str) -> None:
    ada.get(f"{day}/candidats")
    answer = ada.post(
        f"{day}/candidats", number="051", last_name="", first_name="Maëlle", extra="minutes", extra_minutes="15"
    )
    assert answer.status_code == 422
    assert 'value="Maëlle"' in answer.text
    assert people() == {}
    assert (
        ada.post(
            f"{day}/candidats", number="051", last_name="Guivarc’h", extra="minutes", extra_minutes="15"
        ).status_code
        == 302
    )
    found = people()["051"]
    page = f"{day}/candidats/{found.id}"
    ada.get(page)
    assert ada.post(page, number="051", last_name="Guivarch", extra="tiers", extra_minutes="15").status_code == 302
    assert (people()["051"].last_name, people()["051"].extra_minutes) == ("Guivarch", 0)
    assert ada.post(f"{page}/retrait").status_code == 302
    assert people() == {}


def addresses_of_forms(html: str) -> list[str]:
    """Where each form of a page goes; empty for one that goes wherever the page happens to stand."""
    forms = re.findall(r"<form[^>]*method=\"post\"[^>]*>", html)
    return [found[1] if (found := re.search(r'action="([^"]*)"', form)) else "" for form in forms]


def test_somebody_is_added_by_hand_from_the_page_that_tells_what_a_file_held(ada: Visitor, day: str) -> None:
    told = upload(ada, day, (LIST + "045;Le Goff;Yann;demain\n").encode())
    assert Page(told.text).says("Ligne 6")
    assert f"{day}/candidats" in addresses_of_forms(told.text)
    assert "" not in addresses_of_forms(told.text)


def test_a_session_that_could_not_be_prepared_is_changed_where_that_is_told(ada: Visitor, day: str) -> None:
    plan(ada, day, count="1")
    page = f"{day}/sessions/{sessions()[0].id}"
    ada.get(page)
    refused = ada.post(f"{page}/preparation")
    assert refused.status_code == 422
    assert Page(refused.text).says("n’attend aucun candidat")
    assert page in addresses_of_forms(refused.text)
    assert "" not in addresses_of_forms(refused.text)


def test_nobody_is_offered_a_move_to_nowhere(ada: Visitor, day: str) -> None:
    upload(ada, day, LIST.encode())
    plan(ada, day)
    one, two = sessions()
    page = f"{day}/sessions/{one.id}"
    assert "Déplacer" in ada.get(page).text
    assert ada.post(f"{page}/preparation").status_code == 302
    assert "Déplacer" not in ada.get(page).text, "no other session is prepared"
    ada.get(day)
    ada.post(f"{day}/sessions/{two.id}/preparation")
    assert "Déplacer" in ada.get(page).text


def test_who_waits_when_every_session_is_full_is_not_offered_a_place(ada: Visitor, day: str) -> None:
    upload(ada, day, LIST.encode())
    plan(ada, day, count="1")
    told = ada.get(day).text
    assert Page(told).says("Toutes les sessions sont complètes")
    assert "Placer" not in told
    plan(ada, day, count="1", first="10:00", fills="")
    assert "Placer" in ada.get(day).text


def test_sessions_in_a_row_hold_everybody_and_a_clash_is_told_in_words(ada: Visitor, day: str) -> None:
    upload(ada, day, LIST.encode())
    assert plan(ada, day).status_code == 302
    assert [len(one.candidates) for one in sessions()] == [2, 2]
    page = ada.get(day)
    assert Page(page.text).says("Salle B 204")
    assert Page(page.text).says("Commission 1")
    answer = plan(ada, day, first="08:30", count="1", examiner=str(examiner_id("oscar")), commission="2")
    assert answer.status_code == 422
    assert "la salle B 204 serait dans deux sessions à la fois" in answer.text
    assert 'value="08:30"' in answer.text
    assert len(sessions()) == 2


def test_words_that_the_pages_write_themselves_are_not_kept_twice(ada: Visitor, day: str) -> None:
    """As people type them: the same room was then free for two sessions at once, and papers said « Salle Salle B 204 »."""
    plan(ada, day, room=" salle  B 204", commission="Commission 1", count="1")
    assert [(one.room, one.commission) for one in sessions()] == [("B 204", "1")]
    clash = plan(ada, day, room="b204", commission="2", examiner=str(examiner_id("oscar")), count="1")
    assert clash.status_code == 422
    assert Page(clash.text).says("la salle b204 serait dans deux sessions à la fois")
    late = plan(ada, day, room="B 205", commission="3", first="22:30", count="3")
    assert Page(late.text).says("Il n’y a la place que de 2 avant minuit")
    assert len(sessions()) == 1


def test_preparing_gives_codes_and_a_kit_and_closes_the_plan(ada: Visitor, day: str) -> None:
    upload(ada, day, LIST.encode())
    plan(ada, day, latest="50")
    assert ada.get(f"{day}/dossier.pdf").status_code == 422
    ada.get(day)
    assert ada.post(f"{day}/preparation").status_code == 302
    one, two = sessions()
    assert one.exam_session is not None
    assert hard_end_of(one.exam_session) == one.starts_at + timedelta(minutes=50)
    page = ada.get(f"{day}/sessions/{one.id}").text
    assert one.exam_session.seats[0].join_code in page
    assert "Changer la session" not in page
    kit = ada.get(f"{day}/dossier.pdf")
    assert (kit.mimetype, kit.data[:5]) == ("application/pdf", b"%PDF-")
    assert ada.get(f"{day}/sessions/{two.id}/dossier.pdf").status_code == 200
    assert ada.post(f"{day}/sessions/{one.id}/retrait").status_code == 422
    assert ada.post(f"{day}/suppression").status_code == 422


def test_absent_moved_and_late_candidates(ada: Visitor, day: str) -> None:
    upload(ada, day, LIST.encode())
    plan(ada, day)
    ada.get(day)
    found = people()
    moved, absent = found["041"], found["042"]
    two = sessions()[1]
    assert ada.post(f"{day}/candidats/{absent.id}/absence", absent="1").status_code == 302
    assert ada.post(f"{day}/candidats/{moved.id}/session", session=str(two.id)).status_code == 302
    assert people()["041"].session_id == two.id
    assert people()["042"].is_absent
    assert ada.post(f"{day}/candidats/{absent.id}/session", session=str(two.id)).status_code == 422
    assert ada.post(f"{day}/candidats/{moved.id}/session", session="").status_code == 302
    assert Page(ada.get(day).text).says("À placer (1)")


def test_a_move_is_told_on_the_page_where_it_was_asked(ada: Visitor, day: str) -> None:
    upload(ada, day, LIST.encode())
    plan(ada, day)
    one, two = sessions()
    page = f"{day}/sessions/{one.id}"
    ada.post(f"{page}/preparation")
    seated = people()["041"]
    asked = Page(ada.get(page).text).form(f"{seated.id}/absence").fields["asked_on"]
    assert asked == [str(one.id)]
    refused = ada.post(f"{day}/candidats/{seated.id}/session", session=str(two.id), asked_on=asked[0])
    assert refused.status_code == 422
    assert Page(refused.text).says("préparez d’abord la session d’arrivée")
    assert Page(refused.text).says("À cette heure, tous les chronomètres de la session s’arrêtent")
    ada.post(f"{day}/sessions/{two.id}/preparation")
    moved = ada.post(f"{day}/candidats/{seated.id}/session", session=str(two.id), asked_on=asked[0])
    assert moved.location == page
    assert Page(ada.get(page).text).says("Inès Kervella : session de 09 h 00, salle B 204.")
    gone = ada.post(f"{day}/candidats/{seated.id}/session", session=str(one.id), asked_on="9999")
    assert gone.location == day


def test_the_hard_end_of_a_prepared_session_is_moved_and_reaches_the_clocks(ada: Visitor, day: str) -> None:
    upload(ada, day, LIST.encode())
    plan(ada, day)
    ada.get(day)
    ada.post(f"{day}/preparation")
    one = sessions()[0]
    page = f"{day}/sessions/{one.id}"
    ada.get(page)
    assert ada.post(f"{page}/fin", ends_by="07:00").status_code == 422
    assert ada.post(f"{page}/fin", ends_by="08:45").status_code == 302
    one = sessions()[0]
    assert one.exam_session is not None
    assert one.ends_by == one.starts_at + timedelta(minutes=45)
    assert {clock_of(seat).hard_end for seat in one.exam_session.seats} == {one.ends_by}
    assert 'value="08:45' in ada.get(page).text
    assert ada.post(f"{page}/fin", ends_by="").status_code == 302
    assert sessions()[0].ends_by is None


def test_an_examiner_sees_and_prepares_own_sessions_of_today(world_app: Flask, ada: Visitor, day: str) -> None:
    upload(ada, day, LIST.encode())
    plan(ada, day, count="1")
    one = sessions()[0]
    db.session.execute(sa.update(CentreDay).values(held_on=clock.today()))
    db.session.execute(sa.update(PlannedSession).values(starts_at=one.starts_at - timedelta(days=1)))
    db.session.commit()
    erin, oscar = Visitor(world_app, "erin"), Visitor(world_app, "oscar")
    assert Page(erin.get("/examinateur/journee").text).says("Salle B 204")
    assert "B 204" not in oscar.get("/examinateur/journee").text
    assert oscar.post(f"/examinateur/journee/{one.id}/preparation").status_code == 404
    answer = erin.post(f"/examinateur/journee/{one.id}/preparation")
    assert answer.status_code == 302
    assert Page(erin.get(answer.location).text).says("Inès Kervella")
    listed = Page(erin.get("/examinateur/sessions").text)
    assert listed.says("à 08 h 00"), "two sessions of a day on one subject were told apart by their candidates alone"
    assert listed.says("Créée le"), "that of the examiner's own making has no hour"
    assert oscar.get(answer.location).status_code == 404


def test_a_day_without_anything_prepared_can_be_taken_back(ada: Visitor, day: str) -> None:
    upload(ada, day, LIST.encode())
    plan(ada, day)
    ada.get(day)
    assert ada.post(f"{day}/suppression").status_code == 302
    assert (sessions(), people()) == ([], {})
    assert ada.get(day).status_code == 404


# workstations ------------------------------------------------------------------------------------------------------------

FINE = {
    "browser": "Firefox 140", "missing": [], "cookies": True, "storage": True, "trips": [12] * 7, "sent": 7, "skew": 3,
    "width": 1280, "height": 720,
}  # fmt: skip


def check(app: Flask, name: str, facts: str) -> Visitor:
    visitor = Visitor(app)
    visitor.get("/verification")
    assert visitor.post("/verification", name=name, facts=facts).status_code == 302
    return visitor


def test_workstations_check_themselves_without_account_and_the_centre_sees_what_is_red(
    world_app: Flask, ada: Visitor
) -> None:
    page = check(world_app, "Poste 4", json.dumps(FINE)).get("/verification").text
    assert Page(page).says("Poste 4 : poste prêt")
    page = check(world_app, "Poste 5", json.dumps(FINE | {"skew": 3_600_000, "width": 800})).get("/verification").text
    assert Page(page).says("2 points à corriger")
    check(world_app, "Poste 6", "")
    found = ada.get("/administration/verification").text
    assert Page(found).says("2 postes à voir")
    assert [view.name for view in stations_of(clock.today())] == ["Poste 5", "Poste 6", "Poste 4"]
    assert Page(found).says("Réglez l’heure du poste.")
    assert ada.post("/administration/verification/effacement").status_code == 302
    assert stations_of(clock.today()) == []


@pytest.mark.parametrize("facts", ["{", "[]", "12", "x" * 9000, '{"trips": "abc", "width": {}}'])
def test_measures_that_are_none_are_taken_for_none(world_app: Flask, ada: Visitor, facts: str) -> None:
    check(world_app, "Poste 7", facts)
    assert stations_of(clock.today())[0].reds
    assert ada.get("/administration/verification").status_code == 200


def test_a_workstation_without_name_is_told_at_once(world_app: Flask, ada: Visitor) -> None:
    visitor = Visitor(world_app)
    visitor.get("/verification")
    answer = visitor.post("/verification", name=" ", facts="")
    assert answer.status_code == 422
    assert "Indiquez le nom du poste." in answer.text


def test_the_pulse_tells_the_servers_time(world_app: Flask, world: World) -> None:
    answer = Visitor(world_app).get("/verification/pouls")
    moment = clock.now()
    assert abs(answer.get_json()["now"] / 1000 - moment.replace(tzinfo=None).timestamp()) < 90_000
    assert re.search("no-store", answer.headers["Cache-Control"])

"""A new session: subject, one to three candidates, extra time; a fourth is refused with the rule's source."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.training.exams.models import ExamSession, Seat, SessionKind, SessionState
from sandbox.training.exams.queries import clock_of
from tests.factories.world import CONTEXT, World
from tests.support.pages import Page
from tests.web.examiner.conftest import Examiner

NEW = "/examinateur/sessions/nouvelle"
RULE = "jusqu’à trois candidats sur un même sujet"


def sent(*names: str, **changes: Any) -> dict[str, Any]:
    """A filled form with these candidates."""
    form: dict[str, Any] = {"subject": "noel-a-la-brulerie", "room": "B 204", "centre": "Lycée des Îles"}
    for index, name in enumerate(names):
        form |= {f"candidates-{index}-last_name": name, f"candidates-{index}-extra": "aucune"}
    return form | changes


def last_session() -> ExamSession:
    db.session.rollback()
    return db.session.scalars(
        sa.select(ExamSession).where(ExamSession.kind == SessionKind.EXAM).order_by(ExamSession.id.desc()).limit(1)
    ).one()


def test_lists_own_sessions_only(erin: Examiner, oscar: Examiner) -> None:
    page = erin.get("/examinateur/sessions")
    assert "Inès Kervella" in page.text
    assert Page(page.text).says("1 session")
    page = oscar.get("/examinateur/sessions")
    assert "Inès Kervella" not in page.text
    assert Page(page.text).says("Aucune session pour l’instant")


def test_prepares_a_session_with_extra_time_for_one(erin: Examiner) -> None:
    erin.get(NEW)
    answer = erin.post(NEW, **sent("Le Bris", "Morvan", "Tanguy", **{"candidates-1-extra": "tiers"}))
    made = last_session()
    assert answer.status_code == 302
    assert answer.location == f"/examinateur/sessions/{made.id}"
    assert (made.state, made.room, made.centre) == (SessionState.PREPARED, "B 204", "Lycée des Îles")
    assert [seat.last_name for seat in made.seats] == ["Le Bris", "Morvan", "Tanguy"]
    assert len({seat.shop_id for seat in made.seats}) == 3
    budgets = [clock_of(seat).budget for seat in made.seats]
    assert [budget.total_seconds() if budget else None for budget in budgets] == [2400, 3200, 2400]
    page = erin.get(answer.location).text
    assert all(seat.join_code in page for seat in made.seats)
    assert "Tiers temps" in page


def test_the_list_of_subjects_tells_faithful_from_animated(erin: Examiner) -> None:
    """An examiner who takes an animated subject for a certifying test would learn it too late."""
    page = erin.get(NEW).text
    assert "Noël à la brûlerie (boutique, fidèle à l’épreuve)</option>" in page
    assert "Douceurs de décembre (site, fidèle à l’épreuve)</option>" in page
    assert "Coup de vent sur le quai (boutique, animé)</option>" in page


def test_a_fourth_candidate_is_refused_with_the_source(erin: Examiner, world: World) -> None:
    erin.get(NEW)
    answer = erin.post(NEW, **sent("Un", "Deux", "Trois", "Quatre"))
    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.says(RULE)
    assert page.says("Référentiel BTS NDRC, épreuve E5, § 4.2")
    assert 'value="Quatre"' in answer.text
    assert 'href="#candidates"' in answer.text
    assert 'id="candidates"' in answer.text
    assert last_session().id == world.session_id


def test_a_fourth_row_is_refused_at_once(erin: Examiner) -> None:
    erin.get(NEW)
    answer = erin.post(NEW, **sent("Un", "Deux", "Trois", add="1"))
    assert answer.status_code == 422
    assert Page(answer.text).says(RULE)
    assert 'value="Trois"' in answer.text
    assert "candidates-3-last_name" not in answer.text


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"candidates-0-last_name": "", "candidates-0-first_name": "Anne"}, "candidates-0-last_name", "Indiquez le nom"),
        ({"candidates-0-extra": "minutes"}, "candidates-0-extra_minutes", "de 1 à 120 minutes"),
        ({"candidates-0-extra": "minutes", "candidates-0-extra_minutes": "500"}, "candidates-0-extra_minutes", "de 1 à 120"),
        ({"candidates-0-extra_minutes": "dix"}, "candidates-0-extra_minutes", "dix"),
        ({"candidates-0-extra_minutes": "10"}, "candidates-0-extra", "Minutes en plus"),
        ({"candidates-0-extra": "beaucoup"}, "candidates-0-extra", ""),
        ({"candidates-0-last_name": "x" * 61}, "candidates-0-last_name", "60 caractères au plus"),
        ({"subject": "inconnu"}, "subject", ""),
        ({"room": "x" * 61}, "room", "60 caractères au plus"),
    ],
)  # fmt: skip
def test_says_a_wrong_value_at_its_field_and_keeps_what_was_typed(
    erin: Examiner, world: World, changes: dict[str, str], field: str, words: str
) -> None:
    erin.get(NEW)
    answer = erin.post(NEW, **sent("Le Bris", "Morvan", **changes))
    page = Page(answer.text)
    assert answer.status_code == 422
    said = " ".join(page.texts[f"{field}-e"].split())
    assert said
    assert words in said
    assert f'href="#{field}"' in answer.text, "the summary on top leads to the field"
    assert 'value="Morvan"' in answer.text
    assert 'value="Lycée des Îles"' in answer.text
    if field in changes and "extra" not in field and field != "subject":
        assert f'value="{changes[field]}"' in answer.text
    assert last_session().id == world.session_id


def test_nobody_at_all_is_refused(erin: Examiner) -> None:
    erin.get(NEW)
    answer = erin.post(NEW, **sent())
    assert answer.status_code == 422
    assert Page(answer.text).says("Inscrivez au moins un candidat")


def test_two_candidates_with_one_number_are_refused(erin: Examiner) -> None:
    erin.get(NEW)
    numbers = {"candidates-0-number": "0247", "candidates-1-number": "0247"}
    answer = erin.post(NEW, **sent("Le Bris", "Morvan", **numbers))
    assert answer.status_code == 422
    assert Page(answer.text).says("Deux candidats portent le même numéro")


def test_many_added_rows_are_no_fault_of_the_server(erin: Examiner) -> None:
    erin.get(NEW)
    names = [f"Candidat {number}" for number in range(14)]
    assert erin.post(NEW, **sent(*names)).status_code == 422
    assert erin.post(NEW, **sent(*names, add="1")).status_code == 422


def test_shows_codes_presence_and_the_start(erin: Examiner, world: World) -> None:
    page = erin.get(erin.root).text
    assert all(code in page for code in world.join_codes)
    assert "Pas encore là" in page
    erin.post("/examinateur/sessions/nouvelle", **sent("Le Bris"))
    made = last_session()
    assert "Donner le départ" in erin.get(f"/examinateur/sessions/{made.id}").text
    for _ in range(2):
        assert erin.post(f"/examinateur/sessions/{made.id}/depart").status_code == 302
    assert last_session().state == SessionState.RUNNING
    assert len(db.session.get_one(Seat, made.seats[0].id).entries) == 1


def test_an_examiner_who_prepares_is_led_to_what_the_figures_hide(erin: Examiner, world: World) -> None:
    for path in (NEW, f"/examinateur/sessions/{world.session_id}"):
        page = erin.get(path)
        assert f'href="/formateur/contextes/{CONTEXT}/histoire"' in page.text, path
    story = erin.get(f"/formateur/contextes/{CONTEXT}/histoire")
    assert story.status_code == 200
    assert "Mes sessions" in story.text
    assert "/formateur/contextes/" not in story.text.replace(f"/formateur/contextes/{CONTEXT}/histoire", ""), (
        "hers to open"
    )
    screens = re.findall(r'href="(/b/[^"]+/admin/statistiques[^"]+)"', story.text)
    assert len(screens) > 25
    assert erin.get(unescape(screens[0])).status_code == 200


def test_closes_once(erin: Examiner) -> None:
    erin.get(f"{erin.root}/console")
    for _ in range(2):
        assert erin.post(f"{erin.root}/cloture").location == erin.root
    page = erin.get(erin.root).text
    assert page.count("Jamais présent") == 3
    assert "Donner le départ" not in page


@pytest.mark.parametrize(
    "path",
    ["", "/console", "/etat", "/flux", "/session.csv", "/candidats/1/fiche", "/candidats/1/fiche.pdf", "/candidats/1/journal.json",
     "/candidats/1/lignes/L1"],
)  # fmt: skip
def test_somebody_elses_session_does_not_exist(oscar: Examiner, path: str) -> None:
    assert oscar.get(oscar.root + path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/candidats/4/fiche", "/candidats/0/lignes/L1", "/candidats/1/lignes/L99", "/candidats/9/fiche.pdf"]
)
def test_what_is_not_in_the_session_does_not_exist(erin: Examiner, path: str) -> None:
    assert erin.get(erin.root + path).status_code == 404

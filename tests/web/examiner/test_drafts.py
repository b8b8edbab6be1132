"""What a candidate typed and has not saved: kept on the server, found at another workstation, marked once the time was up."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.training.exams.models import SeatDraft
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor
from tests.web.examiner.conftest import Examiner, seat_of

PATH = "/b/boutique/admin/catalogue/produits/1"
TYPED = [["description", "Un coffret à offrir", "Description", ""]]


def keep(visitor: Visitor, fields: list[list[str]], **more: str) -> Any:
    return visitor.fetch("/epreuve/brouillons", page=PATH, titre="Coffret", champs=json.dumps(fields), age="0", **more)


def found(visitor: Visitor) -> dict[str, Any]:
    kept: dict[str, Any] = visitor.get(f"/epreuve/brouillons?page={PATH}").get_json()
    return kept


def test_is_found_at_another_workstation(world_app: Flask, candidates: list[Visitor], world: World) -> None:
    assert keep(candidates[0], TYPED).status_code == 200
    elsewhere = Visitor(world_app)
    elsewhere.get("/epreuve/rejoindre")
    assert elsewhere.post("/epreuve/rejoindre", code=seat_of(world, 1).resume_code).status_code == 302
    kept = found(elsewhere)
    assert (kept["fields"], kept["after"]) == (TYPED, False)
    assert found(candidates[1]) == {"fields": []}, "nobody else's"


def test_is_forgotten_once_nothing_is_left_of_it(candidates: list[Visitor], world: World) -> None:
    keep(candidates[0], TYPED)
    assert keep(candidates[0], []).status_code == 200
    assert found(candidates[0]) == {"fields": []}
    assert db.session.query(SeatDraft).count() == 0


def test_is_no_work_of_the_shop(candidates: list[Visitor], world: World) -> None:
    before = seat_of(world, 1).shop.revision
    keep(candidates[0], TYPED)
    assert seat_of(world, 1).shop.revision == before


def test_is_marked_after_time_and_shown_to_the_examiner(
    candidates: list[Visitor], erin: Examiner, world: World
) -> None:
    keep(candidates[0], TYPED)
    line = f"{erin.root}/candidats/1/lignes/L1"
    before = Page(erin.get(line).text)
    assert before.says("Un coffret à offrir")
    assert not before.says("après l’heure")
    erin.end(1)
    assert found(candidates[0])["after"] is True
    assert Page(erin.get(line).text).says("après l’heure")
    assert erin.fetch(f"{erin.root}/candidats/1/reouverture", reason="Arrêt par erreur").status_code == 200
    assert found(candidates[0])["after"] is True, "reopening does not wash the mark off"


def test_lists_ticks_and_rows_are_read_in_words(candidates: list[Visitor], erin: Examiner, world: World) -> None:
    done = [
        ["category_id", "7", "Catégorie par défaut", "Cafés en grains"],
        ["categories=9", "1", "Catégories associées : Coffrets", "coché"],
        ["-features-0", "", "Caractéristique", "ligne retirée : Origine, Brésil"],
        ["reference", "", "Référence", ""],
    ]
    keep(candidates[0], done)
    assert found(candidates[0])["fields"] == done
    page = Page(erin.get(f"{erin.root}/candidats/1/lignes/L1").text)
    for words in ("Cafés en grains", "Catégories associées : Coffrets", "ligne retirée : Origine, Brésil", "(vide)"):
        assert page.says(words)


def test_a_draft_kept_before_words_were_is_still_read(candidates: list[Visitor], erin: Examiner, world: World) -> None:
    keep(candidates[0], [["description", "Un coffret", "Description"]])
    db.session.query(SeatDraft).one().fields = [["description", "Un coffret", "Description"]]
    db.session.commit()
    assert Page(erin.get(f"{erin.root}/candidats/1/lignes/L1").text).says("Un coffret")


@pytest.mark.parametrize("sent", ["{", '"texte"', '[["a", "b"]]', '[["a", 1, "b"]]', '[["a", "b", "c", "d", "e"]]'])
def test_refuses_what_is_no_draft(candidates: list[Visitor], world: World, sent: str) -> None:
    answer = candidates[0].fetch("/epreuve/brouillons", page=PATH, champs=sent)
    assert answer.status_code == 422
    assert "gardé sur ce poste" in answer.get_json()["error"]


def test_refuses_more_than_a_page_holds(candidates: list[Visitor], world: World) -> None:
    assert keep(candidates[0], [["description", "x" * 200_001, "Description"]]).status_code == 422
    assert found(candidates[0]) == {"fields": []}


def test_a_workstation_that_was_replaced_keeps_nothing(
    world_app: Flask, candidates: list[Visitor], world: World
) -> None:
    elsewhere = Visitor(world_app)
    elsewhere.get("/epreuve/rejoindre")
    elsewhere.post("/epreuve/rejoindre", code=seat_of(world, 1).resume_code)
    assert keep(candidates[0], TYPED).status_code in (302, 403, 404)
    assert found(elsewhere) == {"fields": []}

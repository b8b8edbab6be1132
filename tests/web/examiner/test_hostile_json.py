"""JSON that nobody means well with: too deep, not numbers, texts with what no database keeps. Refused in words, never a fault."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from sandbox.kernel.json_text import read_json
from tests.factories.world import World
from tests.support.visitor import Visitor
from tests.web.examiner.conftest import Examiner

DEEP = "[" * 3900
"""Deeper than any reader goes, within what the pages take."""


def test_what_is_nested_too_deep_is_as_unreadable_as_anything_else() -> None:
    with pytest.raises(ValueError, match="profond"):
        read_json(DEEP)
    assert read_json('{"a": [1, "b"]}') == {"a": [1, "b"]}


def test_a_workstation_that_measures_nonsense_is_listed_without_measures(world_app: Flask, world: World) -> None:
    assert world
    visitor = Visitor(world_app)
    visitor.get("/verification")
    answer = visitor.post("/verification", name="Poste 7", facts=DEEP)
    assert answer.status_code == 302
    assert "Poste 7" in visitor.get("/verification").text


@pytest.mark.parametrize("fields", [DEEP, "{", '[["a"]]', '[["a", 1, "b"]]', "null"])
def test_a_draft_that_cannot_be_read_is_refused_in_words(candidates: list[Visitor], fields: str) -> None:
    answer = candidates[0].post("/epreuve/brouillons", page="/x", titre="x", champs=fields)
    assert answer.status_code == 422
    assert "Brouillon illisible" in answer.text


@pytest.mark.parametrize(
    "path", ["/observations", "/niveaux", "/questions", "/questions/annulation", "/reponses", "/carnet"]
)
@pytest.mark.parametrize("sent", [DEEP, '{"rank": 1e999, "seat": 1}', "[]", '"x"'])
def test_what_the_console_sends_wrong_is_refused_in_words(erin: Examiner, path: str, sent: str) -> None:
    headers = {"X-Requested-With": "fetch", "X-CSRFToken": erin.token, "Content-Type": "application/json"}
    answer = erin.open(erin.root + path, method="POST", data=sent, headers=headers)
    assert (answer.status_code, "error" in answer.get_json()) == (422, True)


def test_a_column_that_is_no_number_is_refused_in_words(erin: Examiner) -> None:
    answer = erin.tell("/carnet", rank=float("inf"), seat=1, text="x", version=0)
    assert (answer.status_code, answer.get_json()["error"]) == (
        422,
        "Candidat illisible\u00a0: rien n’a été enregistré.",
    )


def test_drafts_of_a_seat_have_a_bound(candidates: list[Visitor]) -> None:
    fields = json.dumps([["a", "b", "c"]])
    answers = [
        candidates[0].post("/epreuve/brouillons", page=f"/{n}", titre="x", champs=fields).status_code
        for n in range(102)
    ]
    assert answers[:100] == [200] * 100
    assert set(answers[100:]) == {422}
    assert (
        candidates[0]
        .post("/epreuve/brouillons", page="/0", titre="x", champs=json.dumps([["a", "z", "c"]]))
        .status_code
        == 200
    )

"""« Composer un graphique »: seen, refused when it would mislead, added to the note of a subject, taken out, told to the frame."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories.world import World
from tests.support.visitor import Visitor

PATH = "/admin/statistiques/graphiques"
SOUND = {
    "indicateur": "visites",
    "du": "2026-10-01",
    "au": "2026-10-30",
    "comparaison": "",
    "dimension": "source",
    "forme": "secteurs",
}


@pytest.fixture
def alice(world_app: Flask, world: World) -> Visitor:
    assert world
    return Visitor(world_app, "alice")


def at(world: World, rest: str = "") -> str:
    return f"/b/{world.alice_shop_key}{PATH}{rest}"


@pytest.mark.parametrize(
    ("dimension", "kind", "sees"),
    [("temps", "ligne", "data-chart-plot"), ("appareil", "barres", "hb1"), ("source", "secteurs", "pie-1")],
)
def test_a_chart_is_seen_with_its_table(alice: Visitor, world: World, dimension: str, kind: str, sees: str) -> None:
    page = alice.get(at(world), query_string={**SOUND, "dimension": dimension, "forme": kind}).text
    assert sees in page
    assert "Toute la période" in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"forme": "ligne"}, "Une courbe relie des jours"), ({"indicateur": "conversion"}, "les parts d’un tout"),
        ({"comparaison": "annee"}, "Deux disques se comparent mal"), ({"dimension": "temps"}, "les parts d’un tout"),
        ({"au": "2026-09-01"}, "Le dernier jour suit le premier"), ({"indicateur": "fils"}, "ne se répartit pas ainsi"),
    ],
)  # fmt: skip
def test_a_chart_that_would_mislead_is_not_drawn(
    alice: Visitor, world: World, wrong: dict[str, str], says: str
) -> None:
    page = alice.get(at(world), query_string={**SOUND, **wrong}).text
    assert says in page
    assert "Toute la période" not in page


def test_without_a_note_nothing_can_be_inserted(alice: Visitor, world: World) -> None:
    page = alice.get(at(world)).text
    assert "Aucune question ne demande de note ici" in page
    answer = alice.post(at(world), **SOUND, titre="Visites par source", livrable="note")
    assert answer.status_code == 422


def test_a_chart_goes_in_the_note_and_out_again(world_app: Flask, world: World) -> None:
    alice = Visitor(world_app, "alice")
    alice.get("/entrainement")
    home = alice.post("/entrainement/sujets/l-heure-des-comptes/depart").headers["Location"]
    path = home.removesuffix("/admin/") + PATH
    assert "Composer un graphique" in alice.get(home).text
    alice.get(path)
    untitled = alice.post(path, **SOUND, titre=" ", livrable="note")
    assert untitled.status_code == 422
    assert "Donnez un titre" in untitled.text
    assert alice.post(path, **SOUND, titre="Visites par source, octobre", livrable="note").status_code == 302
    page = alice.get(path).text
    assert 'id="graphique-1"' in page
    assert "inséré&nbsp;: " in page  # the frame's drawer names it under the note
    assert alice.post(f"{path}/1/retirer").status_code == 302
    assert 'id="graphique-1"' not in alice.get(path).text
    assert alice.post(f"{path}/1/retirer").status_code == 404

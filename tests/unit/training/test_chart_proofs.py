"""A chart asked for in a note, badly: the line and the words that a trainer is told; and the questions of the guided form."""

from __future__ import annotations

import pytest

from sandbox.training.authoring.forms_proof import _chart
from sandbox.training.subjects.expectations import CHART_KEYS
from sandbox.training.subjects.loader import Folder, Loaded, read_subject
from sandbox.training.subjects.queries import SCENARIOS

FOLDER = SCENARIOS / "subjects" / "l-heure-des-comptes"
TEXT = (FOLDER / "subject.yaml").read_text("utf-8")
ASKED = '{graphique: {indicateur: visites, periode: "J-30..J-1", dimension: source, forme: [barres, secteurs]}}'


def read(asked: str) -> Loaded:
    assert TEXT.count(ASKED) == 1
    return read_subject(TEXT.replace(ASKED, asked), Folder(FOLDER), SCENARIOS / "grids")


def test_the_shipped_one_is_sound() -> None:
    assert [fault for fault in read(ASKED).faults if "graphique" in str(fault)] == []


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("{graphique: visites}", "Décrivez le graphique"), ("{graphique: {forme: barres}}", "Décrivez le graphique"),
        ("{graphique: {indicateur: bonheur}}", "Indicateur « bonheur »"),
        ("{graphique: {indicateur: visites, forme: [camembert]}}", "Valeur « camembert »"),
        ("{graphique: {indicateur: visites, dimension: region}}", "Valeur « region »"),
        ("{graphique: {indicateur: visites, periode: hier}}", "Période « hier »"),
        ("{graphique: {indicateur: visites, couleur: bleu}}", "Clé inconnue « couleur »"),
    ],
)  # fmt: skip
def test_a_badly_asked_chart_is_told_at_its_line(asked: str, says: str) -> None:
    (fault,) = [one for one in read(asked).errors if says in str(one)]
    assert fault.line == TEXT.count("\n", 0, TEXT.index(ASKED)) + 1


def test_the_guided_form_asks_for_each_part_of_a_chart() -> None:
    questions = _chart(("preuves", 0, "attend", "graphique"), [("visites", "Visites")])
    assert [question.path[-1] for question in questions] == list(CHART_KEYS)

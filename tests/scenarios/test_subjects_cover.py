"""The faithful subjects, together, have their candidates do most of what real subjects ask: shown by what their good runs play."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from sandbox.training.subjects.player import Line, registered_actions
from tests.operations.table import operations
from tests.scenarios import shipped

AT_LEAST = 60
INDEX: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "operations_of_subjects.yaml").read_text("utf-8"))
SHOWN: dict[str, list[str]] = INDEX["actions"]
ASKED: dict[str, dict[str, list[str]]] = INDEX["sujets"]


def shows(line: Line, written: str) -> bool:
    """Whether a line of a run is that action, with those values."""
    action, *wanted = _words(written)
    if line.action != action:
        return False
    for want in wanted:
        name, equals, value = want.partition("=")
        if name.startswith("!"):
            if name[1:] in line.values:
                return False
        elif name not in line.values or (equals and str(line.values[name]) != value):
            return False
    return True


def _words(written: str) -> list[str]:
    """« retour.changer_etat etat=colis reçu » is two words: a value may hold a space."""
    words: list[str] = []
    for word in written.split():
        if words and "=" in words[-1] and "=" not in word and not word.startswith("!"):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


def played(slug: str) -> set[str]:
    """The operations that lines of the good run show."""
    lines = shipped.lines_of(slug)
    return {op for op, ways in SHOWN.items() if any(shows(line, way) for line in lines for way in ways)}


def test_the_index_speaks_of_known_operations_and_actions() -> None:
    known = {one["op"] for one in operations()}
    assert set(SHOWN) <= known
    assert {op for questions in ASKED.values() for ops in questions.values() for op in ops} <= set(SHOWN)
    assert {_words(way)[0] for ways in SHOWN.values() for way in ways} <= set(registered_actions())


@pytest.mark.parametrize("slug", sorted(ASKED))
def test_what_a_subject_claims_is_played_by_its_good_run_and_looked_at(slug: str) -> None:
    claimed = {op for ops in ASKED[slug].values() for op in ops}
    assert claimed - played(slug) == set()
    scenario = shipped.subject(slug).scenario
    for task in scenario.tasks:
        lines = {line.id for line in task.lines}
        assert ASKED[slug][task.id], task.id
        assert any(lines & set(proof.lines) and not proof.is_guard for proof in scenario.proofs), task.id


def test_every_faithful_subject_is_in_the_index() -> None:
    assert set(ASKED) == set(shipped.slugs_of("fidele"))


def test_together_they_cover_sixty_operations_and_more() -> None:
    covered = {op for questions in ASKED.values() for ops in questions.values() for op in ops}
    assert len(covered) >= AT_LEAST, sorted(covered)


def test_first_questions_promotions_and_settings_differ() -> None:
    promotions = [tuple(sorted(ASKED[slug]["q2"])) for slug in ASKED]
    assert len(set(promotions)) == len(promotions)
    settings = [tuple(sorted(op for q in ("q3", "q4", "q5") for op in ASKED[slug][q])) for slug in ASKED]
    assert len(set(settings)) == len(settings)


@pytest.mark.parametrize(
    ("written", "values", "expected"),
    [
        ("produit.modifier resume", {"resume": "x"}, True),
        ("produit.modifier resume", {"nom": "x"}, False),
        ("produit.modifier rupture=accepter", {"rupture": "refuser"}, False),
        ("produit.modifier etat=colis reçu", {"etat": "colis reçu"}, True),
        ("produit.modifier nom !client", {"nom": "x", "client": "y"}, False),
        ("marque.creer nom", {"nom": "x"}, False),
    ],
)
def test_a_line_shows_an_operation_by_its_values(written: str, values: dict[str, Any], expected: bool) -> None:
    assert shows(Line(1, 0, "produit.modifier", None, values), written) is expected

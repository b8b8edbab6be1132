"""The faithful subjects, together, have their candidates do most of what real subjects ask: shown by what their good runs play."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.training.subjects.player import Line, registered_actions
from tests.operations.table import official
from tests.scenarios import shipped
from tests.scenarios.playing import ASKED, OF_THE_SITE, SHOWN, claimed, played, shows, words

AT_LEAST = {"boutique": 60, "site": 60}
OF_THE_SHOP = sorted(slug for slug in ASKED if shipped.subject(slug).scenario.support == "boutique")


def test_the_index_speaks_of_known_operations_and_actions() -> None:
    known = {one["op"] for one in official("operations")}
    assert set(SHOWN) <= known
    assert {op for questions in ASKED.values() for ops in questions.values() for op in ops} <= set(SHOWN)
    assert {words(way)[0] for ways in SHOWN.values() for way in ways} <= set(registered_actions())


@pytest.mark.parametrize("slug", sorted(ASKED))
def test_what_a_subject_claims_is_played_by_its_good_run_and_looked_at(slug: str) -> None:
    asked = {op for ops in ASKED[slug].values() for op in ops}
    assert asked - played(slug) == set()
    scenario = shipped.subject(slug).scenario
    for task in scenario.tasks:
        lines = {line.id for line in task.lines}
        assert ASKED[slug][task.id], task.id
        assert any(lines & set(proof.lines) and not proof.is_guard for proof in scenario.proofs), task.id


def test_every_faithful_subject_is_in_the_index() -> None:
    assert set(ASKED) == set(shipped.slugs_of("fidele"))


@pytest.mark.parametrize("support", sorted(AT_LEAST))
def test_together_they_cover_most_operations_of_their_tool(support: str) -> None:
    found = claimed(support)
    assert {op.startswith(OF_THE_SITE) for op in found} == {support == "site"}
    assert len(found) >= AT_LEAST[support], sorted(found)


def test_promotions_and_settings_differ() -> None:
    """Of the shop only: a subject of the site has no promotion, and two of them may rightly set the menu."""
    promotions = [tuple(sorted(ASKED[slug]["q2"])) for slug in OF_THE_SHOP]
    assert len(set(promotions)) == len(promotions)
    settings = [tuple(sorted(op for q in ("q3", "q4", "q5") for op in ASKED[slug][q])) for slug in OF_THE_SHOP]
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
        ("produit.modifier resume~<h2> nom~a=1", {"resume": "<h2>x</h2>", "nom": "a=1 b"}, True),
        ("produit.modifier resume~<h2>", {"resume": "<p>x</p>"}, False),
        ("produit.modifier @produit:tasse nom", {"nom": "x"}, True),
        ("produit.modifier @produit:mug nom", {"nom": "x"}, False),
    ],
)
def test_a_line_shows_an_operation_by_its_values(written: str, values: dict[str, Any], expected: bool) -> None:
    assert shows(Line(1, 0, "produit.modifier", "produit:tasse", values), written) is expected

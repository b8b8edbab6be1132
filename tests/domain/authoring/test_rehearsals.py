"""Golden runs replayed for a trainer: told as they are, and nothing of them is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.shop.shops.models import Shop
from sandbox.training.authoring import services
from sandbox.training.authoring.queries import count_uses, figures_of_context
from sandbox.training.contexts.queries import get_context
from sandbox.training.evidence.findings import State
from sandbox.training.journal.models import JournalEntry
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.queries import get_subject
from tests.factories.world import CONTEXT, SUBJECT, World


@pytest.fixture
def subject(world: World) -> Subject:
    assert world
    return get_subject(SUBJECT)


def with_trial(subject: Subject, trial_id: str, **changes: object) -> Subject:
    """The subject with one of its trials changed."""
    trials = [t.model_copy(update=changes) if t.id == trial_id else t for t in subject.scenario.trials]
    return replace(subject, scenario=subject.scenario.model_copy(update={"trials": trials}))


@pytest.mark.parametrize("trial_id", ["vide", "bon", "partiel", "autre-voie"])
def test_a_shipped_run_reaches_what_its_file_says(subject: Subject, trial_id: str) -> None:
    found = services.rehearse(subject=subject, trial_id=trial_id)
    assert found.is_as_told, found.surprises
    assert found.refused == ""


def test_nothing_of_a_replay_is_kept(subject: Subject) -> None:
    def counts() -> tuple[int, ...]:
        return tuple(
            db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0 for model in (Shop, JournalEntry)
        )

    before = counts()
    services.rehearse(subject=subject, trial_id="bon")
    db.session.commit()
    assert counts() == before


def test_a_run_that_reaches_less_than_announced_is_told_proof_by_proof(subject: Subject) -> None:
    wrong = with_trial(subject, "partiel", expected={"prix_specifique": "atteint", "fiche_champs": "atteint"})
    found = services.rehearse(subject=wrong, trial_id="partiel")
    assert not found.is_as_told
    assert {gap.expected for gap in found.surprises} == {"atteint"}
    assert all(gap.observed != "atteint" and gap.label for gap in found.surprises)


def test_a_line_that_cannot_be_played_is_named(subject: Subject) -> None:
    line = '{"t": "1min", "action": "produit.modifier", "cible": "produit:nulle-part", "valeurs": {"nom": "x"}}\n'
    broken = replace(subject, files={**subject.files, "essais/bon.jsonl": line})
    found = services.rehearse(subject=broken, trial_id="bon")
    assert found.findings is None
    assert "ligne 1, « produit.modifier »" in found.refused


def test_a_run_that_is_not_there_is_refused(subject: Subject) -> None:
    with pytest.raises(RuleBroken, match="n’a pas d’essai témoin"):
        services.rehearse(subject=subject, trial_id="ailleurs")


@pytest.mark.usefixtures("app")
def test_a_context_that_is_not_loaded_is_told() -> None:
    with pytest.raises(NotFound, match="n’est pas chargé"):
        services.rehearse(subject=get_subject(SUBJECT), trial_id="vide")


def test_the_empty_run_reaches_nothing_but_guards(subject: Subject) -> None:
    found = services.rehearse(subject=subject, trial_id="vide").findings
    assert found is not None
    assert {p.state for p in found.proofs if p.is_guard} == {State.REACHED}
    assert State.REACHED not in {p.state for p in found.proofs if not p.is_guard}


def test_figures_and_uses(world_app: Flask, world: World) -> None:
    assert world_app and world  # noqa: PT018  both only have to be there
    figures = figures_of_context(get_context(CONTEXT))
    assert figures.counts["produits"] >= 30
    assert figures.counts["commandes"] >= 400
    assert count_uses() == {SUBJECT: (1, 2)}

"""A run is recorded by playing: the journal of a shop becomes lines that give the same findings on a fresh copy."""

from __future__ import annotations

import json

import pytest

from sandbox.config import ROOT
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.shop.shops.models import Shop
from sandbox.training.authoring.recording import Recording, record
from sandbox.training.events.playing import play_with_events
from sandbox.training.evidence.queries import evaluate_all
from sandbox.training.exams.copies import make_baseline, make_copy
from sandbox.training.journal.playing import play_run
from sandbox.training.journal.queries import all_of
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.queries import get_subject
from tests.factories.world import World

SUBJECTS = [path.parent.name for path in sorted((ROOT / "scenarios" / "subjects").glob("*/subject.yaml"))]


Told = dict[str, tuple[str, list[tuple[str, str, bool | None]]]]


def states(subject: Subject, shop: Shop, baseline: Shop) -> Told:
    """Each proof's state with what was expected and observed; labels may name an order by its drawn reference."""
    found = evaluate_all(subject, shop.id, baseline.id, all_of(shop.id))
    return {
        proof.proof_id: (proof.state.value, [(c.expected, c.observed, c.holds) for c in proof.conditions])
        for proof in found.proofs
    }


def play(subject: Subject, shop: Shop, baseline: Shop, text: str) -> None:
    if subject.scenario.events:
        play_with_events(subject=subject, shop=shop, baseline_id=baseline.id, text=text)
    else:
        play_run(shop=shop, text=text)


def again(subject: Subject, trial: str) -> tuple[Recording, Told, Told]:
    """Play a golden run, record it, replay the record on a fresh copy: the record and both findings."""
    baseline = make_baseline(subject, clock.today())
    played, fresh = make_copy(baseline), make_copy(baseline)
    found = subject.trial(trial)
    assert found is not None
    assert found.recording is not None
    play(subject, played, baseline, subject.files[found.recording])
    first = states(subject, played, baseline)
    recording = record(played, subject=subject)
    play(subject, fresh, baseline, recording.text)
    return recording, first, states(subject, fresh, baseline)


@pytest.mark.parametrize("slug", SUBJECTS)
def test_a_good_run_recorded_from_its_journal_finds_the_same(world: World, slug: str) -> None:
    assert world.session_id
    subject = get_subject(slug).drawn(0)
    recording, first, second = again(subject, "bon")
    assert recording.problems == ()
    assert second == first
    assert all(json.loads(line)["action"] for line in recording.text.splitlines())
    assert db.session.is_active

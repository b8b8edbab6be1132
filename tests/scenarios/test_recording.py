"""A run is recorded by playing: the journal of a shop becomes lines that give the same findings on a fresh copy."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.config import ROOT
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.training.authoring.recording import Recording, record
from sandbox.training.evidence.queries import evaluate_all
from sandbox.training.exams.copies import make_baseline, make_copy
from sandbox.training.journal.playing import play_run
from sandbox.training.journal.queries import all_of
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.queries import get_subject
from tests.factories.world import World

SUBJECTS = [path.parent.name for path in sorted((ROOT / "scenarios" / "subjects").glob("*/subject.yaml"))]


def states(subject: Subject, shop: Any, baseline: Any) -> dict[str, tuple[str, tuple[Any, ...]]]:
    found = evaluate_all(subject, shop.id, baseline.id, all_of(shop.id))
    return {proof.proof_id: (proof.state.value, proof.conditions) for proof in found.proofs}


def again(subject: Subject, trial: str) -> tuple[Recording, dict[str, Any], dict[str, Any]]:
    """Play a golden run, record it, replay the record on a fresh copy: the record and both findings."""
    subject = subject.drawn(0)
    baseline = make_baseline(subject, clock.today())
    played, fresh = make_copy(baseline), make_copy(baseline)
    found = subject.trial(trial)
    assert found is not None
    assert found.recording is not None
    play_run(shop=played, text=subject.files[found.recording])
    first = states(subject, played, baseline)
    recording = record(played)
    play_run(shop=fresh, text=recording.text)
    return recording, first, states(subject, fresh, baseline)


@pytest.mark.parametrize("slug", SUBJECTS)
def test_a_good_run_recorded_from_its_journal_finds_the_same(world: World, slug: str) -> None:
    assert world.session_id
    subject = get_subject(slug)
    recording, first, second = again(subject, "bon")
    assert recording.problems == ()
    assert second == first
    assert all(json.loads(line)["action"] for line in recording.text.splitlines())
    assert db.session.is_active

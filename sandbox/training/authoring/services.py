"""Replaying a subject's golden runs: each on a fresh shop, through the services, everything taken back at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import sqlalchemy as sa
from sqlalchemy.orm import SessionTransaction

from sandbox.kernel import clock
from sandbox.kernel.actions import take_performed
from sandbox.kernel.changes import take_changes
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.scope import forget_rows, shop_scope
from sandbox.shop.shops.models import Shop
from sandbox.training.events.playing import play_with_events
from sandbox.training.events.rules import Outcome
from sandbox.training.evidence.findings import Findings
from sandbox.training.evidence.queries import evaluate_all
from sandbox.training.exams.copies import make_baseline, make_copy
from sandbox.training.journal.playing import RunRefused, play_run
from sandbox.training.journal.queries import all_of
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.names import Names, near_word, split_target
from sandbox.training.subjects.scenario import Trial

MAX_DRAWS = 4
"""How many draws of a subject's variables are replayed."""


@dataclass(frozen=True, slots=True)
class Surprise:
    """A proof that a run did not leave as its file says."""

    proof_id: str
    label: str
    expected: str
    observed: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What replaying a run gave. `refused` names the line that could not be played; `findings` is then None.

    `rank` is the draw of the subject's variables it was played with; `lost` the targets of proofs that are not in the shop at
    its end, each with the nearest that is; `failed` the events that the shop refused, each with the reason.
    """

    trial: Trial
    actions: int
    findings: Findings | None
    surprises: tuple[Surprise, ...] = ()
    refused: str = ""
    rank: int = 0
    lost: Mapping[str, str] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_as_told(self) -> bool:
        """Whether the run could be played and reached what its file says."""
        return self.findings is not None and not self.surprises


def rehearse(*, subject: Subject, trial_id: str) -> Rehearsal:
    """Replay one golden run on a new copy of the subject's shop, today, with the first draw of its variables; nothing is kept.

    Raises RuleBroken for a run that the subject does not have, NotFound when its context is not loaded.
    """
    drawn = subject.drawn(0)
    trial = drawn.trial(trial_id)
    if trial is None:
        raise RuleBroken(f"Ce sujet n’a pas d’essai témoin « {trial_id} ».", field="trial_id")
    savepoint = db.session.begin_nested()
    try:
        return _rehearsed(drawn, trial, make_baseline(drawn, clock.today()), 0)
    finally:
        _forget(savepoint)


def rehearse_all(*, subject: Subject) -> list[Rehearsal]:
    """Replay every golden run, each on its own copy of one starting shop; nothing of it is kept.

    With variables, the empty and the good run are replayed for each of the first draws. Raises NotFound when the context is
    not loaded, RuleBroken when the starting shop cannot be made.
    """
    found: list[Rehearsal] = []
    for rank in range(min(subject.ranks, MAX_DRAWS)):
        drawn = subject.drawn(rank)
        savepoint = db.session.begin_nested()
        try:
            baseline = make_baseline(drawn, clock.today())
            found += [
                _rehearsed(drawn, trial, baseline, rank)
                for trial in drawn.scenario.trials
                if rank == 0 or trial.id in ("vide", "bon")
            ]
        finally:
            _forget(savepoint)
    return found


def _rehearsed(subject: Subject, trial: Trial, baseline: Shop, rank: int) -> Rehearsal:
    """One run of several: what it wrote is taken back before the next begins."""
    savepoint = db.session.begin_nested()
    try:
        return replace(_replay(subject, trial, baseline), rank=rank)
    except RunRefused as refused:
        return Rehearsal(trial, 0, None, refused=refused.message, rank=rank)
    finally:
        _forget(savepoint)


def _forget(savepoint: SessionTransaction) -> None:
    savepoint.rollback()
    forget_rows(db.session())
    take_changes(db.session())
    take_performed()


def _replay(subject: Subject, trial: Trial, baseline: Shop) -> Rehearsal:
    """Play a run with the subject's events, and look. Without either, the starting shop is as it will be: no copy is made."""
    text = subject.files[trial.recording] if trial.recording else ""
    shop = make_copy(baseline) if text or subject.scenario.events else baseline
    failed: dict[str, str] = {}
    if subject.scenario.events:
        replayed = play_with_events(subject=subject, shop=shop, baseline_id=baseline.id, text=text)
        failed = {mark.event_id: mark.reason for _, mark in replayed.decided if mark.outcome is Outcome.FAILED}
    elif text:
        play_run(shop=shop, text=text)
    journal = all_of(shop.id)
    found = evaluate_all(subject, shop.id, baseline.id, journal)
    with shop_scope(shop.id):
        lost = dict(_lost(subject, Names(shop.anchor_on)))
    return Rehearsal(trial, len(journal), found, _surprises(subject, trial, found), lost=lost, failed=failed)


def _lost(subject: Subject, names: Names) -> Iterator[tuple[str, str]]:
    """The targets of proofs that name nothing in the open shop, with the nearest key there."""
    made = {effect.key for event in subject.scenario.events for effect in event.effects if effect.key}
    targets = [
        target
        for proof in subject.proofs
        for route in (proof, *proof.routes)
        for target in (route.target, *route.except_for)
        if target and not target.startswith("evenement:")
    ]
    for target in dict.fromkeys(targets):
        entity, key = split_target(target)
        if key not in made and names.find_row(entity, key) is None:
            keys = getattr(entity.model, "key", None)
            known = db.session.scalars(sa.select(keys)).all() if keys is not None else ()
            nearest = near_word(key, [str(one) for one in known if one])
            yield target, f"{entity.name}:{nearest}" if nearest else ""


def _surprises(subject: Subject, trial: Trial, found: Findings) -> tuple[Surprise, ...]:
    """The empty run must reach nothing but guards; a recorded one what its file says."""
    states = {proof.proof_id: proof.state for proof in found.proofs}
    wanted = dict(trial.expected)
    if trial.is_empty:
        wanted |= {p.id: "atteint" if p.is_guard else "non_atteint" for p in subject.proofs if p.id not in wanted}
    labels = {proof.id: proof.label for proof in subject.proofs}
    return tuple(
        Surprise(proof_id, labels[proof_id], state, states[proof_id].value)
        for proof_id, state in wanted.items()
        if proof_id in states and states[proof_id].value != state and not _is_for_people(state, states[proof_id].value)
    )


def _is_for_people(expected: str, observed: str) -> bool:
    """What only a person can tell stays « non vérifiable » in the empty run too."""
    return expected == "non_atteint" and observed == "non_verifiable"

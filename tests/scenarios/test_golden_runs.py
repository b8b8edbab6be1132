"""The golden runs of the shipped subject: what each reaches is what the file says, and the empty one reaches nothing."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.training.evidence.findings import Findings, State
from sandbox.training.evidence.queries import differences, evaluate_all, findings_of_shop
from sandbox.training.exams.models import ExamSession, Seat
from sandbox.training.grading.models import Level, Sheet
from sandbox.training.journal import queries as journal
from sandbox.training.journal.playing import lines_of, play_line
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.player import Player
from sandbox.training.subjects.queries import get_subject
from tests.domain.training.conftest import At
from tests.domain.training.working import play
from tests.factories.world import SUBJECT

TRIALS = get_subject(SUBJECT).scenario.trials
RECORDED = [trial.id for trial in TRIALS if trial.recording]


def findings(seat: Seat, subject: Subject) -> Findings:
    return findings_of_shop(subject, seat.shop, seat.session.baseline_shop_id)


def states(found: Findings) -> dict[str, str]:
    return {proof.proof_id: proof.state.value for proof in found.proofs}


def test_who_does_nothing_reaches_nothing(session: ExamSession, subject: Subject, at: At) -> None:
    with at(30):
        found = findings(session.seats[0], subject)
    assert [p.proof_id for p in found.proofs if p.state in (State.REACHED, State.PARTIAL) and not p.is_guard] == []
    assert {p.state for p in found.proofs if p.is_guard} == {State.REACHED}
    assert all(line.is_untouched for line in found.lines)
    assert {line.words for line in found.lines} == {"rien encore"}
    assert found.errors == ()


def test_the_good_run_reaches_everything(session: ExamSession, subject: Subject, at: At) -> None:
    seat = session.seats[0]
    with at(1):
        play(seat, subject, "bon")
        found = findings(seat, subject)
    assert set(states(found).values()) == {"atteint"}
    for line in subject.lines:
        if not line.is_human:
            assert found.line(line.id).state is State.REACHED, line.id
    assert found.errors == ()
    assert [line.alerts for line in found.lines if line.alerts] == []


@pytest.mark.parametrize("trial_id", RECORDED)
def test_a_run_reaches_what_its_file_says(session: ExamSession, subject: Subject, at: At, trial_id: str) -> None:
    trial, seat = subject.trial(trial_id), session.seats[1]
    assert trial is not None
    assert trial.expected
    with at(1):
        play(seat, subject, trial_id)
        found = findings(seat, subject)
    told = states(found)
    assert {proof_id: told[proof_id] for proof_id in trial.expected} == dict(trial.expected)


def test_another_way_to_the_same_end_counts_as_much(session: ExamSession, subject: Subject, at: At) -> None:
    seat = session.seats[0]
    with at(1):
        play(seat, subject, "autre-voie")
        found = findings(seat, subject)
    assert found.line("L6").state is State.REACHED
    assert found.line("L5").state is State.MISSED


def test_a_run_is_nobody_elses(session: ExamSession, subject: Subject, at: At) -> None:
    with at(1):
        play(session.seats[0], subject, "bon")
        other = findings(session.seats[1], subject)
        assert [p.proof_id for p in other.proofs if p.state is State.REACHED and not p.is_guard] == []
        assert differences(session.seats[1].shop, session.baseline_shop_id) == []
    assert journal.all_of(session.seats[1].shop_id) == []


def test_what_is_kept_from_look_to_look_is_what_a_fresh_look_finds(
    session: ExamSession, subject: Subject, at: At
) -> None:
    """Only what changed is looked at again: after each line of the run, the findings are those of looking at all."""
    seat, player = session.seats[0], Player(session.baseline.anchor_on)
    for number, line in enumerate(lines_of(subject.files["essais/bon.jsonl"]), 1):
        with at(0, line.at_s):
            play_line(shop=seat.shop, player=player, line=line, seat=seat)
            db.session.flush()
            if number % 4 == 0:
                kept = findings(seat, subject)
                fresh = evaluate_all(subject, seat.shop_id, session.baseline_shop_id, journal.all_of(seat.shop_id))
                assert (kept.proofs, kept.lines) == (fresh.proofs, fresh.lines), line


def test_no_run_sets_a_level_or_a_mark(session: ExamSession, subject: Subject, at: At) -> None:
    with at(1):
        play(session.seats[0], subject, "bon")
        findings(session.seats[0], subject)
    assert db.session.scalars(sa.select(Level)).all() == []
    assert db.session.scalars(sa.select(Sheet)).all() == []

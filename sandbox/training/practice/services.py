"""A practice run's life: start, pause, hand in, rate, start again. Never commits."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from sandbox.accounts.models import Role, User
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import Conflict, NotFound, RuleBroken
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import ExamSession, Seat, SessionKind
from sandbox.training.exams.queries import clock_of
from sandbox.training.exams.rules import Clock
from sandbox.training.practice.ending import empty_old_runs
from sandbox.training.practice.models import PracticeRun
from sandbox.training.practice.queries import subject_of
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.queries import subject_in_force

LEVELS = ("TI", "I", "S", "TS")


def start_run(*, user: User, subject: Subject, is_trial: bool = False) -> PracticeRun:
    """A new run on a fresh shop, its clock running; an earlier run of that person still under way is handed in first.

    `is_trial`: its author tries the subject out, whatever it will be used for.
    """
    if not is_trial and "entrainement" not in subject.scenario.uses:
        raise RuleBroken("Ce sujet n’est pas ouvert à l’entraînement.", field="subject")
    for earlier in db.session.scalars(
        sa.select(PracticeRun).where(PracticeRun.user_id == user.id, PracticeRun.rated_at.is_(None))
    ):
        if not clock_of(earlier.seat).state.is_over:
            exams.force_end(seat=earlier.seat, author=user.name, reason="Nouvel entraînement commencé")
    first, _, last = user.name.partition(" ")
    candidate = exams.Candidate(last_name=last or first, first_name=first if last else "", user_id=user.id)
    session = exams.create_session(subject=subject, candidates=[candidate], examiner=None, kind=SessionKind.PRACTICE)
    seat = session.seats[0]
    seat.joined_at, seat.device_epoch = clock.now(), 1
    exams.start_seat(seat=seat, author=user.name)
    done = sa.select(sa.func.count()).select_from(PracticeRun).join(PracticeRun.seat).join(Seat.session).where(
        PracticeRun.user_id == user.id, ExamSession.subject_slug == subject.slug
    )  # fmt: skip
    run = PracticeRun(
        user_id=user.id, seat=seat, attempt=(db.session.scalar(done) or 0) + 1, self_levels={}, started_at=clock.now()
    )
    db.session.add(run)
    db.session.flush()
    empty_old_runs(user_id=user.id)
    return run


def restart_run(*, user: User, run: PracticeRun) -> PracticeRun:
    """The same subject again, in its present version, on a fresh shop; a trainer's own draft as it was tried out."""
    try:
        return start_run(user=user, subject=subject_in_force(run.seat.session.subject_slug))
    except NotFound:
        if user.role is not Role.TRAINER:
            raise
        return start_run(user=user, subject=subject_of(run), is_trial=True)


def settle_run(*, run: PracticeRun) -> Clock:
    """The run's clock now; time that is up freezes the shop."""
    return exams.settle(seat=run.seat)


def pause_run(*, run: PracticeRun) -> PracticeRun:
    """Stop the clock and close the shop; raises RuleBroken when it does not run."""
    exams.pause_seat(seat=run.seat, author=run.seat.candidate_name)
    return run


def resume_run(*, run: PracticeRun) -> PracticeRun:
    """End the pause; raises RuleBroken when there is none."""
    exams.resume_seat(seat=run.seat, author=run.seat.candidate_name)
    return run


def hand_in_run(*, run: PracticeRun) -> PracticeRun:
    """Hand in; the shop changes no more."""
    exams.hand_in(seat=run.seat)
    return run


def rate_line(*, run: PracticeRun, line_id: str, level: str) -> PracticeRun:
    """Give oneself a level on a line, or clear it with an empty text; raises RuleBroken before the end, Conflict once closed."""
    _check_ratable(run)
    subject_of(run).line(line_id)
    if level not in ("", *LEVELS):
        raise RuleBroken(f"Niveau « {level} » inconnu : {', '.join(LEVELS)}.", field="level")
    run.self_levels = {k: v for k, v in {**run.self_levels, line_id: level}.items() if v}
    db.session.flush()
    return run


def close_rating(*, run: PracticeRun, levels: Mapping[str, str] | None = None) -> PracticeRun:
    """Close the own rating, all lines rated; the findings may then be read and the rating no longer changes."""
    for line_id, level in (levels or {}).items():
        rate_line(run=run, line_id=line_id, level=level)
    _check_ratable(run)
    lines = subject_of(run).lines
    missing = [line.id for line in lines if line.id not in run.self_levels]
    if missing:
        raise RuleBroken(f"Il reste {len(missing)} ligne(s) à évaluer sur {len(lines)}.", field="levels")
    run.rated_at = clock.now()
    db.session.flush()
    return run


def _check_ratable(run: PracticeRun) -> None:
    if run.rated_at is not None:
        raise Conflict("Votre évaluation est close : elle ne change plus.")
    if not settle_run(run=run).state.is_over:
        raise RuleBroken("Rendez d’abord votre travail.")

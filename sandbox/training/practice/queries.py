"""Reading practice runs, and the comparison that follows one's own rating."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.training.evidence.findings import LineFinding, State
from sandbox.training.evidence.queries import findings_of_shop
from sandbox.training.exams import queries as exams
from sandbox.training.exams.models import Seat
from sandbox.training.practice.models import PracticeRun
from sandbox.training.practice.rules import Judgement, judge
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.queries import subject_by_digest
from sandbox.training.subjects.scenario import Line, Task

EMPTIED = "copie effacée, le détail n’est plus là"
"""What is said of a line whose shop has come to its end."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A line after the rating: own level, finding, judgement; `advice` is the model answer of its question."""

    letter: str
    line: Line
    task: Task
    level: str
    finding: LineFinding
    judgement: Judgement
    advice: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All lines, and the counts of the page's head: findings by state, coherent judgements of those that can be judged."""

    lines: tuple[Compared, ...]
    by_state: dict[State, int]
    coherent: int
    judged: int

    @property
    def to_review(self) -> tuple[str, ...]:
        """The letters of the lines that are not fully reached, among those the machine can see."""
        return tuple(c.letter for c in self.lines if c.finding.state in (State.PARTIAL, State.MISSED))


def place_of_shop(shop_id: int) -> tuple[Seat | None, PracticeRun | None]:
    """The seat whose shop this is, with the practice run it belongs to when it is one; (None, None) for a shop of nobody."""
    found = db.session.execute(_place(), {"place_of": shop_id}).unique().first()
    return (None, None) if found is None else (found.Seat, found.PracticeRun)


@cache
def _place() -> sa.Select[Seat, PracticeRun]:
    """Built once: each request about a shop asks it."""
    query = sa.select(Seat, PracticeRun).outerjoin(PracticeRun, PracticeRun.seat_id == Seat.id)
    query = query.options(*exams.full_seat())
    return query.where(Seat.shop_id == sa.bindparam("place_of"))


def get_run(run_id: int, *, user_id: int) -> PracticeRun:
    """A person's own run; raises NotFound for anybody else's."""
    run = db.session.scalars(_full().where(PracticeRun.id == run_id, PracticeRun.user_id == user_id)).first()
    if run is None:
        raise NotFound("Cet entraînement n’existe pas.")
    return run


def seat_number(run_id: int) -> int | None:
    """The number of the seat that a run is played at, None for a run that does not exist."""
    return db.session.scalar(sa.select(PracticeRun.seat_id).where(PracticeRun.id == run_id))


def list_runs(*, user_id: int) -> Sequence[PracticeRun]:
    """A person's runs, the latest first."""
    return db.session.scalars(_full().where(PracticeRun.user_id == user_id).order_by(PracticeRun.id.desc())).all()


def is_open(run: PracticeRun) -> bool:
    """Whether its shop may change now: the clock runs."""
    return exams.is_open(run.seat)


def subject_of(run: PracticeRun) -> Subject:
    """The subject of a run."""
    return subject_by_digest(run.seat.session.subject_hash)


def compare(run: PracticeRun) -> Comparison:
    """Own levels beside the findings, line by line; raises RuleBroken before the own rating is closed."""
    if run.rated_at is None:
        raise RuleBroken("Évaluez d’abord votre travail : les constats viennent après.")
    subject = subject_of(run)
    found = found_in(run)
    lines = []
    for line in subject.lines:
        level, finding, task = run.self_levels.get(line.id, ""), found[line.id], subject.task_of(line.id)
        advice = subject.scenario.answers.get(task.id, "")
        lines.append(
            Compared(subject.letter_of(line.id), line, task, level, finding, judge(level, finding.state), advice)
        )
    by_state = {state: sum(c.finding.state is state for c in lines) for state in State}
    judged = [c for c in lines if c.judgement is not Judgement.DISCUSS]
    coherent = sum(c.judgement is Judgement.COHERENT for c in judged)
    return Comparison(tuple(lines), by_state, coherent, len(judged))


def found_in(run: PracticeRun) -> dict[str, LineFinding]:
    """The findings by line: looked at in the shop, or what was kept of them when the shop came to its end."""
    subject, seat = subject_of(run), run.seat
    if run.kept_states is not None:
        states = {line.id: State(run.kept_states.get(line.id, State.UNVERIFIABLE.value)) for line in subject.lines}
        return {line_id: LineFinding(line_id, state, EMPTIED) for line_id, state in states.items()}
    looked = findings_of_shop(subject, seat.shop, seat.session.baseline_shop_id, time_factor=exams.time_factor(seat))
    return {finding.line_id: finding for finding in looked.lines}


def _full() -> sa.Select[PracticeRun]:
    return (
        sa.select(PracticeRun)
        .join(PracticeRun.seat)
        .options(
            joinedload(PracticeRun.seat).joinedload(Seat.session),
            joinedload(PracticeRun.seat).joinedload(Seat.shop),
            joinedload(PracticeRun.seat).selectinload(Seat.entries),
        )
    )

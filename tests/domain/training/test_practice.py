"""Practice alone: own clock and own shop, own rating first, then the findings, and start again."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from sandbox.accounts.models import User
from sandbox.accounts.queries import find_user
from sandbox.kernel.db import db
from sandbox.kernel.diffing import diff_rows
from sandbox.kernel.errors import Conflict, NotFound, RuleBroken
from sandbox.shop.catalog.services import update_product
from sandbox.training.evidence.findings import State
from sandbox.training.exams.queries import clock_of
from sandbox.training.exams.rules import ClockState
from sandbox.training.grading.models import Level
from sandbox.training.practice import queries, services
from sandbox.training.practice.models import PracticeRun
from sandbox.training.practice.rules import Judgement
from sandbox.training.subjects.format import Subject
from tests.domain.training.conftest import At
from tests.domain.training.working import play, product, work
from tests.factories.world import World


@pytest.fixture
def tom(world: World) -> User:
    """A trainer who has not practised yet."""
    found = find_user("tom")
    assert found is not None
    assert world.session_id
    return found


@pytest.fixture
def run(tom: User, subject: Subject, at: At) -> PracticeRun:
    """A run begun at the start."""
    with at():
        made = services.start_run(user=tom, subject=subject)
        db.session.commit()
    return made


def rate_all(run: PracticeRun, subject: Subject, level: str) -> None:
    services.close_rating(run=run, levels={line.id: level for line in subject.lines})


def test_starts_at_once_on_a_shop_of_ones_own(run: PracticeRun, tom: User, at: At) -> None:
    with at(3):
        assert queries.is_open(run)
        assert clock_of(run.seat).active_ms == 180_000
    assert (run.attempt, run.seat.user_id, run.seat.session.examiner_id) == (1, tom.id, None)
    assert run.seat.candidate_name == tom.name
    assert diff_rows(db.session(), run.seat.session.baseline_shop_id, run.seat.shop_id) == []


def test_may_be_paused_here(run: PracticeRun, at: At) -> None:
    with at(5):
        services.pause_run(run=run)
        assert not queries.is_open(run)
    with at(60):
        services.resume_run(run=run)
        assert queries.is_open(run)
        assert clock_of(run.seat).active_ms == 300_000
        with pytest.raises(RuleBroken):
            services.resume_run(run=run)


def test_somebody_elses_run_does_not_exist(run: PracticeRun, tom: User) -> None:
    alice = find_user("alice")
    assert alice is not None
    with pytest.raises(NotFound):
        queries.get_run(run.id, user_id=alice.id)
    assert run not in queries.list_runs(user_id=alice.id)
    assert queries.get_run(run.id, user_id=tom.id) is run
    assert queries.place_of_shop(run.seat.shop_id)[1] is run


def test_the_findings_come_after_the_own_rating(run: PracticeRun, subject: Subject, at: At) -> None:
    with at(5):
        with pytest.raises(RuleBroken, match="Rendez d’abord"):
            services.rate_line(run=run, line_id="L1", level="S")
        services.hand_in_run(run=run)
        with pytest.raises(RuleBroken, match="Évaluez d’abord"):
            queries.compare(run)
        services.rate_line(run=run, line_id="L1", level="S")
        services.rate_line(run=run, line_id="L2", level="TI")
        services.rate_line(run=run, line_id="L2", level="")
        assert run.self_levels == {"L1": "S"}
        with pytest.raises(RuleBroken, match=r"Il reste 7 ligne\(s\) à évaluer sur 8"):
            services.close_rating(run=run)
        rate_all(run, subject, "I")
        assert run.rated_at is not None
        with pytest.raises(Conflict, match="ne change plus"):
            services.rate_line(run=run, line_id="L1", level="TS")
        assert queries.compare(run).lines[0].level == "I"
    assert db.session.scalars(sa.select(Level)).all() == [], "practice is no evaluation"


@pytest.mark.parametrize(("line_id", "level"), [("L99", "S"), ("L1", "A"), ("L1", "ts")])
def test_refuses_a_rating_that_is_none(run: PracticeRun, at: At, line_id: str, level: str) -> None:
    with at(5):
        services.hand_in_run(run=run)
    with at(6), pytest.raises(RuleBroken):
        services.rate_line(run=run, line_id=line_id, level=level)


def test_the_comparison_tells_line_by_line(run: PracticeRun, subject: Subject, at: At) -> None:
    with at(1):
        play(run.seat, subject, "bon")
        services.hand_in_run(run=run)
        rate_all(run, subject, "I")
        told = queries.compare(run)
    judged = {c.line.id: c.judgement for c in told.lines}
    assert judged.pop("L3") is Judgement.DISCUSS
    assert set(judged.values()) == {Judgement.SEVERE}
    assert (told.coherent, told.judged, told.by_state[State.REACHED]) == (0, 7, 7)
    assert told.to_review == ()
    assert all(c.advice for c in told.lines), "the model answer is shown now"


def test_time_that_is_up_ends_a_run_as_it_ends_a_test(run: PracticeRun, subject: Subject, at: At) -> None:
    with at(41):
        assert services.settle_run(run=run).state is ClockState.OUT
        assert not run.seat.shop.is_writable
        rate_all(run, subject, "TI")
        told = queries.compare(run)
    assert {c.judgement for c in told.lines} == {Judgement.COHERENT}
    assert told.to_review == tuple("ABCDEFGH")


def test_starting_again_gives_a_fresh_shop_and_keeps_the_old_one(run: PracticeRun, tom: User, at: At) -> None:
    with at(4):
        work(run.seat, lambda: update_product(product=product("moulin-armen"), name="À moi"))
        again = services.restart_run(user=tom, run=run)
        assert clock_of(run.seat).state is ClockState.ENDED
    assert (again.attempt, again.seat.shop_id != run.seat.shop_id) == (2, True)
    assert diff_rows(db.session(), again.seat.session.baseline_shop_id, again.seat.shop_id) == []
    assert diff_rows(db.session(), run.seat.session.baseline_shop_id, run.seat.shop_id) != []
    assert list(queries.list_runs(user_id=tom.id)) == [again, run]


def test_a_subject_for_exams_only_is_not_practised(tom: User, subject: Subject) -> None:
    closed = replace(subject, scenario=subject.scenario.model_copy(update={"uses": ["examen"]}))
    with pytest.raises(RuleBroken, match="pas ouvert à l’entraînement"):
        services.start_run(user=tom, subject=closed)

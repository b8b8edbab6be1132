"""`e5 demo --live`: a session under way, made by the services, and made again by the next start."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.cli._demo_people import DEMO_PEOPLE, ensure_demo_people
from sandbox.cli._live_room import ALREADY_WORKED, CENTRE, beat, open_session
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import SessionState
from sandbox.training.exams.queries import clock_of, list_sessions, open_cut
from sandbox.training.exams.rules import ClockState
from sandbox.training.journal.queries import all_of, last_seq
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.queries import get_subject
from tests.factories.world import SUBJECT, World


@pytest.fixture
def subject(world: World) -> Subject:
    """The shipped subject, in a centre with the people of the demonstration."""
    assert world.session_id
    ensure_demo_people()
    return get_subject(SUBJECT)


def test_a_second_start_closes_the_first_ones_session(subject: Subject) -> None:
    """Found on a second `demo --live`: a state read from the database was compared with `is`, and closed twice."""
    first, _ = open_session(subject, clock.now() - ALREADY_WORKED)
    number, examiner_id = first.id, first.examiner_id
    db.session.commit()
    db.session.remove()
    second, candidates = open_session(subject, clock.now() - ALREADY_WORKED)
    number_2 = second.id
    db.session.commit()
    db.session.remove()
    third, _ = open_session(subject, clock.now() - ALREADY_WORKED)
    db.session.commit()
    assert examiner_id is not None
    states = {session.id: session.state for session in list_sessions(examiner_id=examiner_id)}
    assert states == {
        number: SessionState.CLOSED, number_2: SessionState.CLOSED, third.id: SessionState.RUNNING,
    }  # fmt: skip
    assert len(candidates) == 3
    assert third.centre == CENTRE
    assert third.examiner is not None
    assert third.examiner.login == DEMO_PEOPLE[0].login


def test_the_work_done_so_far_bears_its_own_hours(subject: Subject) -> None:
    now = clock.now()
    with clock.frozen(now):
        session, candidates = open_session(subject, now - ALREADY_WORKED)
        for seat in session.seats:
            entries = all_of(seat.shop_id)
            assert entries
            assert all(entry.exam_ms is not None and entry.exam_ms <= 12 * 60_000 for entry in entries)
            assert all(entry.at - entries[0].at <= ALREADY_WORKED for entry in entries)
            assert clock_of(seat).active == ALREADY_WORKED
    assert any(candidate.lines for candidate in candidates)


def test_nobody_was_cut_off_while_the_session_was_brought_to_where_it_stands(subject: Subject) -> None:
    """Found by opening the console: each of the three was said to have been cut off for twelve minutes."""
    now = clock.now()
    with clock.frozen(now):
        session, _ = open_session(subject, now - ALREADY_WORKED)
        assert [open_cut(seat) for seat in session.seats] == [None, None, None]
        assert {seat.last_seen_at for seat in session.seats} == {now}


def test_simulated_candidates_obey_their_clocks(subject: Subject) -> None:
    now = clock.now()
    with clock.frozen(now):
        session, candidates = open_session(subject, now - ALREADY_WORKED)
        first, second, third = session.seats
        exams.pause_seat(seat=first, author="Claire")
        exams.force_end(seat=third, author="Claire")
    before = [last_seq(seat.shop_id) for seat in session.seats]
    with clock.frozen(now + timedelta(minutes=5)):
        assert [beat(candidate) for candidate in candidates] == [True, True, False]
    after = [last_seq(seat.shop_id) for seat in session.seats]
    assert (after[0], after[2]) == (before[0], before[2])
    assert second.hand_raised_at is not None
    with clock.frozen(now + timedelta(hours=2)):
        assert beat(candidates[1]) is False
        assert clock_of(second).state is ClockState.OUT
    assert not second.shop.is_writable

"""A session with three candidates at work, its clock in the hand of the test."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest

from sandbox.accounts.models import User
from sandbox.accounts.queries import find_user
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.training.exams import presence, queries
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import ExamSession
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.queries import get_subject
from tests.factories.world import SUBJECT, World

At = Callable[..., AbstractContextManager[None]]
PEOPLE = (
    exams.Candidate(last_name="Carpentier", first_name="Inès", number="041", workstation="Poste 4"),
    exams.Candidate(last_name="Le Bihan", first_name="Hugo", number="042", workstation="Poste 5"),
    exams.Candidate(last_name="Diallo", first_name="Salomé", number="043", workstation="Poste 6"),
)


@pytest.fixture(scope="session")
def subject() -> Subject:
    """The shipped subject."""
    return get_subject(SUBJECT)


@pytest.fixture
def start() -> datetime:
    """The moment the start is given: this day, on a whole second."""
    return clock.now().replace(microsecond=0) + timedelta(minutes=1)


@pytest.fixture
def at(start: datetime) -> At:
    """Stop the clock at so many minutes and seconds after the start."""
    return lambda minutes=0, seconds=0: clock.frozen(start + timedelta(minutes=minutes, seconds=seconds))


@pytest.fixture
def erin(world: World) -> User:
    """The examiner."""
    found = find_user("erin")
    assert found is not None
    assert world.session_id
    return found


@pytest.fixture
def session(world: World, erin: User, at: At) -> ExamSession:
    """The centre's session: Inès, Malo and Sarah joined and started together at `start`; committed."""
    made = queries.get_session(world.session_id, examiner_id=erin.id)
    with at():
        for seat in made.seats:
            presence.join(code=seat.join_code)
        db.session.commit()
    return made

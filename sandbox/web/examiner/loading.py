"""What every view of the examiner starts with: their own session, their own account."""

from __future__ import annotations

from flask import g

from sandbox.accounts.models import User
from sandbox.accounts.queries import get_user
from sandbox.training.exams import queries as exams
from sandbox.training.exams.models import ExamSession, Seat
from sandbox.web.access import identity


def me() -> User:
    """The account of the examiner asking."""
    if "examiner" not in g:
        g.examiner = get_user(identity().user_id or 0)
    found: User = g.examiner
    return found


def own_session(session_id: int, *, to_look: bool = False) -> ExamSession:
    """A session of the examiner asking; raises NotFound for anybody else's. `to_look`: what is written is not written in it."""
    return exams.get_session(session_id, examiner_id=identity().user_id or 0, to_look=to_look)


def own_seat(session_id: int, rank: int, *, to_look: bool = False) -> Seat:
    """A seat of a session of the examiner asking; raises NotFound."""
    return exams.get_seat(own_session(session_id, to_look=to_look), rank)

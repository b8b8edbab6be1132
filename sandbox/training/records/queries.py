"""Reading what may be archived, and what was opened again."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from sandbox.accounts.models import Role, User
from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound
from sandbox.training.exams.models import ExamSession, SessionKind, SessionState
from sandbox.training.records.models import ReopenedArchive


def closed_sessions() -> Sequence[ExamSession]:
    """The closed sessions of this installation, the latest first; those opened again are not its own."""
    return db.session.scalars(
        sa.select(ExamSession)
        .options(joinedload(ExamSession.examiner), joinedload(ExamSession.baseline), selectinload(ExamSession.seats))
        .where(ExamSession.kind == SessionKind.EXAM, ExamSession.state == SessionState.CLOSED)
        .order_by(ExamSession.id.desc())
    ).all()


def get_closed(session_id: int) -> ExamSession:
    """A closed session of this installation; raises NotFound."""
    found = next((session for session in closed_sessions() if session.id == session_id), None)
    if found is None:
        raise NotFound("Cette session n’existe pas, ou n’est pas close.")
    return found


def all_reopened() -> Sequence[ReopenedArchive]:
    """Every archive that was opened again, the latest first."""
    whole = joinedload(ReopenedArchive.session).joinedload(ExamSession.examiner)
    return db.session.scalars(
        sa.select(ReopenedArchive).options(whole).order_by(ReopenedArchive.reopened_at.desc())
    ).all()


def readers() -> Sequence[User]:
    """The examiners for whom an archive may be opened again."""
    active = sa.select(User).where(User.role == Role.EXAMINER, User.is_active.is_(True))
    return db.session.scalars(active.order_by(User.name)).all()

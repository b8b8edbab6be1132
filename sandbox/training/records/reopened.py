"""What is told of a session that was opened again."""

from __future__ import annotations

from datetime import datetime

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.training.exams.models import ExamSession
from sandbox.training.records.models import ReopenedArchive


def reopened_of(session: ExamSession) -> ReopenedArchive | None:
    """Where a session that is only looked at came from, None for any other."""
    return db.session.get(ReopenedArchive, session.id) if session.is_archive else None


def words_of(reopened: ReopenedArchive) -> str:
    """« Archive rouverte le …, faite le … »."""
    return f"Archive rouverte le {_day(reopened.reopened_at)}, faite le {_day(reopened.archived_at)} – lecture seule"


def _day(moment: datetime) -> str:
    return f"{clock.to_paris(moment):%d/%m/%Y}"

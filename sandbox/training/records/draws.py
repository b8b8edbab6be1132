"""How the subject of a session came to it."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.training.centre.models import PlannedSession
from sandbox.training.exams.models import ExamSession
from sandbox.training.grading.report import day_words, hour_words
from sandbox.training.records.models import ReopenedArchive

CHOSEN = "Sujet choisi, sans tirage au sort."


def draw_words(session: ExamSession) -> str:
    """« Tiré au sort le … par … parmi 4 sujets », or that it was chosen."""
    reopened = db.session.get(ReopenedArchive, session.id) if session.is_archive else None
    if reopened is not None:
        return str(reopened.facts.get("tirage", CHOSEN))
    planned = db.session.scalars(
        sa.select(PlannedSession).where(PlannedSession.exam_session_id == session.id)
    ).one_or_none()
    if planned is None or planned.drawn_at is None:
        return CHOSEN
    pool = ", ".join(planned.pool)
    moment = f"{day_words(planned.drawn_at)} à {hour_words(planned.drawn_at)}"
    return f"Tiré au sort le {moment} par {planned.drawn_by} parmi {len(planned.pool)} sujets\u00a0: {pool}."

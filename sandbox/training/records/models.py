"""The archives that were opened again in this installation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sandbox.kernel.db import Base
from sandbox.training.exams.models import ExamSession


class ReopenedArchive(Base):
    """Where a session that is only looked at came from. `facts`: what the archive told of itself (application, draw, seals)."""

    __tablename__ = "reopened_archives"

    session_id: Mapped[int] = mapped_column(sa.ForeignKey("exam_sessions.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    archived_at: Mapped[datetime]
    reopened_at: Mapped[datetime]
    reopened_by: Mapped[str] = mapped_column(sa.String(120), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON)

    session: Mapped[ExamSession] = relationship(ExamSession)

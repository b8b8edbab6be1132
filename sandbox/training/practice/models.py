"""A candidate's practice runs."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sandbox.kernel.db import Base
from sandbox.training.exams.models import Seat


class PracticeRun(Base):
    """An attempt of a person at a subject. `self_levels` is the own rating by line; `rated_at` closes it for good.

    `emptied_at`: its shop has come to its end; `kept_states` is then what was found, line by line.
    """

    __tablename__ = "practice_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seats.id"), unique=True)
    attempt: Mapped[int]
    self_levels: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    rated_at: Mapped[datetime | None]
    started_at: Mapped[datetime]
    kept_states: Mapped[dict[str, str] | None] = mapped_column(sa.JSON)
    emptied_at: Mapped[datetime | None]

    seat: Mapped[Seat] = relationship(Seat)

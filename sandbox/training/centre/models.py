"""The days of a centre, who sits them, when and where, and the workstations that were checked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sandbox.accounts.models import User
from sandbox.kernel.db import Base
from sandbox.kernel.enums import EnumText
from sandbox.training.exams.models import ExamSession, Extra


class CentreDay(Base):
    """A day of the test in this centre; there is one a date."""

    __tablename__ = "centre_days"

    id: Mapped[int] = mapped_column(primary_key=True)
    held_on: Mapped[date] = mapped_column(unique=True)
    centre: Mapped[str] = mapped_column(sa.String(120), default="")
    created_at: Mapped[datetime]

    candidates: Mapped[list[CentreCandidate]] = relationship(
        "CentreCandidate", back_populates="day", order_by="CentreCandidate.last_name, CentreCandidate.first_name"
    )
    sessions: Mapped[list[PlannedSession]] = relationship(
        "PlannedSession",
        back_populates="day",
        order_by="PlannedSession.starts_at, PlannedSession.room, PlannedSession.id",
    )


class PlannedSession(Base):
    """One to three places in a room at an hour. `exam_session_id` is set once it is prepared: shops and codes are then made.

    `minutes` is how long the room is taken; `ends_by` the hard end, when the centre fixes one. `pool` holds the subjects that
    one was drawn from, `drawn_at` and `drawn_by` when and by whom; both are empty for a subject that was chosen.
    """

    __tablename__ = "planned_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    day_id: Mapped[int] = mapped_column(sa.ForeignKey("centre_days.id"), index=True)
    commission: Mapped[str] = mapped_column(sa.String(40), default="")
    room: Mapped[str] = mapped_column(sa.String(60))
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    ends_by: Mapped[datetime | None]
    subject_slug: Mapped[str] = mapped_column(sa.String(80))
    subject_title: Mapped[str] = mapped_column(sa.String(200))
    pool: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    drawn_at: Mapped[datetime | None]
    drawn_by: Mapped[str] = mapped_column(sa.String(120), default="")
    examiner_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    exam_session_id: Mapped[int | None] = mapped_column(sa.ForeignKey("exam_sessions.id"), unique=True)

    day: Mapped[CentreDay] = relationship(CentreDay, back_populates="sessions")
    examiner: Mapped[User] = relationship(User)
    exam_session: Mapped[ExamSession | None] = relationship(ExamSession)
    candidates: Mapped[list[CentreCandidate]] = relationship(
        "CentreCandidate", back_populates="session", order_by="CentreCandidate.id"
    )


class CentreCandidate(Base):
    """Somebody called on a day. Their number is theirs alone; their extra time is a property of theirs, not of a session."""

    __tablename__ = "centre_candidates"

    id: Mapped[int] = mapped_column(primary_key=True)
    day_id: Mapped[int] = mapped_column(sa.ForeignKey("centre_days.id"))
    number: Mapped[str] = mapped_column(sa.String(20))
    last_name: Mapped[str] = mapped_column(sa.String(60))
    first_name: Mapped[str] = mapped_column(sa.String(60), default="")
    extra: Mapped[Extra] = mapped_column(EnumText(Extra, 10), default=Extra.NONE)
    extra_minutes: Mapped[int] = mapped_column(default=0)
    is_absent: Mapped[bool] = mapped_column(default=False)
    session_id: Mapped[int | None] = mapped_column(sa.ForeignKey("planned_sessions.id"), index=True)
    seat_id: Mapped[int | None] = mapped_column(sa.ForeignKey("seats.id"), unique=True)

    day: Mapped[CentreDay] = relationship(CentreDay, back_populates="candidates")
    session: Mapped[PlannedSession | None] = relationship(PlannedSession, back_populates="candidates")

    __table_args__ = (sa.UniqueConstraint("day_id", "number"),)

    @property
    def name(self) -> str:
        """First name then last name, as said aloud."""
        return f"{self.first_name} {self.last_name}".strip()


class CheckedStation(Base):
    """What a workstation measured of itself on a day; checking it again replaces it."""

    __tablename__ = "checked_stations"

    id: Mapped[int] = mapped_column(primary_key=True)
    checked_on: Mapped[date]
    name: Mapped[str] = mapped_column(sa.String(30))
    checked_at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON)

    __table_args__ = (sa.UniqueConstraint("checked_on", "name"),)

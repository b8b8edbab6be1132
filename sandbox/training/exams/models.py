"""A session, its seats, and the entries their clocks are computed from."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sandbox.accounts.models import User
from sandbox.kernel.db import Base
from sandbox.kernel.enums import EnumText
from sandbox.shop.shops.models import Shop
from sandbox.training.exams.rules import read_clock


class SessionKind(StrEnum):
    """An exam run by an examiner, a candidate's own practice, or an exam read again from its archive: nobody writes in that one."""

    EXAM = "exam"
    PRACTICE = "practice"
    ARCHIVE = "archive"


class SessionState(StrEnum):
    """Prepared: nobody may start. Running: at least one start was given. Closed: every clock has ended, for good."""

    PREPARED = "prepared"
    RUNNING = "running"
    CLOSED = "closed"


class Extra(StrEnum):
    """The extra time a candidate is entitled to."""

    NONE = "aucune"
    THIRD = "tiers"
    MINUTES = "minutes"
    UNLIMITED = "illimite"


class EntryKind(StrEnum):
    """What can happen to a clock.

    CUT: the workstation was silent for a while, as the server measured; the clock ran on. WAIVED: nothing is given back for it.
    BOUNDED: the centre fixed a hard end (`to_at`), moved it, or lifted it (none).
    RECODED: another resume code was given. ON_PAPER: the test was taken on paper; what is here was copied afterwards.
    ABSENT, PRESENT: the candidate did not come, or came after all.
    """

    AUTHORISED = "autorise"
    STARTED = "demarre"
    PAUSED = "pause"
    RESUMED = "reprise"
    COMPENSATED = "compensation"
    EXTENDED = "majoration"
    MOVED = "poste_change"
    CUT = "coupure"
    WAIVED = "sans_suite"
    HANDED_IN = "rend"
    ENDED = "fin_forcee"
    BOUNDED = "butoir"
    RECODED = "code_change"
    ON_PAPER = "papier"
    ABSENT = "absent"
    PRESENT = "present"


class ExamSession(Base):
    """One to three candidates on one subject. `subject_hash` names the copy of the subject that was in force.

    `baseline_shop_id` is the reference re-dated to the session's day with the subject's injections: what each seat's shop
    was copied from, and what differences are measured against. `members` are the other examiners of the commission, as they sign;
    `former_examiner` the one of an archive that was opened again: the account that looks at it is another.
    """

    __tablename__ = "exam_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(24), unique=True)
    kind: Mapped[SessionKind] = mapped_column(EnumText(SessionKind, 10), default=SessionKind.EXAM)
    state: Mapped[SessionState] = mapped_column(EnumText(SessionState, 10), default=SessionState.PREPARED)
    subject_slug: Mapped[str] = mapped_column(sa.String(80))
    subject_version: Mapped[str] = mapped_column(sa.String(20))
    subject_hash: Mapped[str] = mapped_column(sa.String(64), index=True)
    subject_title: Mapped[str] = mapped_column(sa.String(200))
    context_slug: Mapped[str] = mapped_column(sa.String(60))
    context_version: Mapped[str] = mapped_column(sa.String(20))
    context_name: Mapped[str] = mapped_column(sa.String(120))
    centre: Mapped[str] = mapped_column(sa.String(120), default="")
    room: Mapped[str] = mapped_column(sa.String(60), default="")
    commission: Mapped[str] = mapped_column(sa.String(40), default="")
    duration_s: Mapped[int]
    baseline_shop_id: Mapped[int] = mapped_column(sa.ForeignKey("shops.id"))
    examiner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    academy: Mapped[str] = mapped_column(sa.String(80), default="", server_default="")
    members: Mapped[list[str]] = mapped_column(sa.JSON, default=list, server_default="[]")
    former_examiner: Mapped[str] = mapped_column(sa.String(120), default="", server_default="")

    baseline: Mapped[Shop] = relationship(Shop, foreign_keys=[baseline_shop_id])
    examiner: Mapped[User | None] = relationship(User)
    seats: Mapped[list[Seat]] = relationship("Seat", back_populates="session", order_by="Seat.rank")

    @property
    def examiner_name(self) -> str:
        """Who examined, as papers say it; empty for a practice run."""
        return self.former_examiner or (self.examiner.name if self.examiner else "")

    @property
    def is_archive(self) -> bool:
        """Whether it was opened again from an archive: it is looked at, and nothing else."""
        return self.kind is SessionKind.ARCHIVE


class Seat(Base):
    """A candidate's place: rank 1 to 3, codes, own shop, and what is known of the workstation right now.

    `device_epoch` grows when another workstation takes over: a request that carries an older one is « Poste remplacé ».
    `user_id` is set for practice only; exam candidates have no account.
    """

    __tablename__ = "seats"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("exam_sessions.id"))
    rank: Mapped[int]
    last_name: Mapped[str] = mapped_column(sa.String(60))
    first_name: Mapped[str] = mapped_column(sa.String(60), default="")
    number: Mapped[str] = mapped_column(sa.String(20), default="")
    workstation: Mapped[str] = mapped_column(sa.String(20), default="")
    extra: Mapped[Extra] = mapped_column(EnumText(Extra, 10), default=Extra.NONE)
    extra_minutes: Mapped[int] = mapped_column(default=0)
    join_code: Mapped[str] = mapped_column(sa.String(8), unique=True)
    resume_code: Mapped[str] = mapped_column(sa.String(10), unique=True)
    device_epoch: Mapped[int] = mapped_column(default=0)
    shop_id: Mapped[int] = mapped_column(sa.ForeignKey("shops.id"), unique=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    joined_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    current_page: Mapped[str] = mapped_column(sa.String(200), default="")
    hand_raised_at: Mapped[datetime | None]
    hand_page: Mapped[str] = mapped_column(sa.String(200), default="")
    ticked: Mapped[list[str]] = mapped_column(sa.JSON, default=list)

    session: Mapped[ExamSession] = relationship(ExamSession, back_populates="seats")
    shop: Mapped[Shop] = relationship(Shop, foreign_keys=[shop_id])
    entries: Mapped[list[ClockEntry]] = relationship("ClockEntry", back_populates="seat", order_by="ClockEntry.id")

    __table_args__ = (
        sa.UniqueConstraint("session_id", "rank"),
        sa.CheckConstraint("rank BETWEEN 1 AND 3", name="rank"),
    )

    @property
    def candidate_name(self) -> str:
        """First name then last name, as said aloud."""
        return f"{self.first_name} {self.last_name}".strip()

    def exam_ms(self, now: datetime) -> int:
        """The exam time at a moment, in milliseconds: what the journal writes beside the hour."""
        return read_clock(self.entries, now, duration=timedelta(seconds=self.session.duration_s)).active_ms


class ClockEntry(Base):
    """Something that happened to a seat's clock. Never changed, never deleted.

    `from_at`–`to_at` for a compensation and for a cut; `extra` and `seconds` for extra time; `author` as shown.
    """

    __tablename__ = "clock_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seats.id"), index=True)
    kind: Mapped[EntryKind] = mapped_column(EnumText(EntryKind, 12))
    at: Mapped[datetime]
    extra: Mapped[Extra] = mapped_column(EnumText(Extra, 10), default=Extra.NONE)
    seconds: Mapped[int] = mapped_column(default=0)
    from_at: Mapped[datetime | None]
    to_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    author: Mapped[str] = mapped_column(sa.String(120), default="")

    seat: Mapped[Seat] = relationship(Seat, back_populates="entries")

    def as_dict(self) -> dict[str, Any]:
        """The entry as the JSON journal keeps it."""
        return {
            "type": str(self.kind), "le": self.at.isoformat(), "majoration": str(self.extra), "secondes": self.seconds,
            "de": self.from_at and self.from_at.isoformat(), "a": self.to_at and self.to_at.isoformat(),
            "motif": self.reason, "auteur": self.author,
        }  # fmt: skip


class SeatDraft(Base):
    """What a candidate typed in the forms of a page and has not saved: it follows them to another workstation.

    `fields` are those of `drafts.DraftField`, without words in the oldest. `is_late`: it came when the time was up.
    """

    __tablename__ = "seat_drafts"

    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seats.id"), primary_key=True)
    page: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    fields: Mapped[list[list[str]]] = mapped_column(sa.JSON, default=list)
    typed_at: Mapped[datetime]
    is_late: Mapped[bool] = mapped_column(default=False)

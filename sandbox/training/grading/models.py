"""Observations, levels, oral questions and the sheet. Observations and changes are only ever added."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sandbox.kernel.db import Base
from sandbox.kernel.enums import EnumText
from sandbox.training.exams.models import Seat


class SheetState(StrEnum):
    """Draft: something is missing. Complete: every line has a level and the mark is typed. Signed: closed."""

    DRAFT = "brouillon"
    COMPLETE = "complete"
    SIGNED = "signee"

    @property
    def words(self) -> str:
        """As the sheet and the exports say it."""
        return {"brouillon": "Brouillon", "complete": "Complète"}.get(self.value, "Signée")


class Observation(Base):
    """Something seen, noted in a second. `uuid` is made on the device, so that sending twice keeps one.

    `corrects` names the uuid that this entry replaces; a replaced entry with no text and no sign is an undo (`is_undo`).
    `journal_seq` is the candidate's last action at that moment, when it was fresh.
    """

    __tablename__ = "observations"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(sa.String(36), unique=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seats.id"), index=True)
    line_id: Mapped[str | None] = mapped_column(sa.String(20))
    sign: Mapped[str] = mapped_column(sa.String(1), default="")
    text: Mapped[str] = mapped_column(sa.Text, default="")
    corrects: Mapped[str | None] = mapped_column(sa.String(36))
    is_undo: Mapped[bool] = mapped_column(default=False)
    journal_seq: Mapped[int | None]
    device_at: Mapped[datetime]
    at: Mapped[datetime]
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))

    seat: Mapped[Seat] = relationship(Seat)


class Level(Base):
    """The level of a line for a seat: TI, I, S, TS, or empty. `version` grows with each change."""

    __tablename__ = "levels"

    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seats.id"), primary_key=True)
    line_id: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(2), default="")
    version: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime]
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))


class Sheet(Base):
    """The evaluation sheet of a seat. `mark_quarters` is the typed mark in quarter points, None until typed."""

    __tablename__ = "sheets"

    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seats.id"), primary_key=True)
    mark_quarters: Mapped[int | None]
    appreciation: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[str] = mapped_column(sa.String(120), default="")

    seat: Mapped[Seat] = relationship(Seat)


ORAL = "question orale"
"""What a change of the sheet is about, when it takes back a question noted as put."""


class SheetChange(Base):
    """A change of a level, the mark or the appreciation, or an oral question taken back: before, after, and after the signature its reason."""

    __tablename__ = "sheet_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seats.id"), index=True)
    what: Mapped[str] = mapped_column(sa.String(40))
    before: Mapped[str] = mapped_column(sa.Text, default="")
    after: Mapped[str] = mapped_column(sa.Text, default="")
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    is_after_signature: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    author: Mapped[str] = mapped_column(sa.String(120))


class OralAnswer(Base):
    """An oral question that was put: when, after which action, which expected points were heard, and a note."""

    __tablename__ = "oral_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seats.id"))
    question_id: Mapped[str] = mapped_column(sa.String(40))
    journal_seq: Mapped[int | None]
    heard: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    asked_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))

    __table_args__ = (sa.UniqueConstraint("seat_id", "question_id"),)

    def as_dict(self) -> dict[str, Any]:
        """The answer as the JSON journal keeps it."""
        return {
            "question": self.question_id,
            "le": self.asked_at.isoformat(),
            "entendus": self.heard,
            "note": self.note,
        }


class PrivateNote(Base):
    """What the examiner writes about a candidate for themselves alone. No sheet, record, export or archive carries it."""

    __tablename__ = "private_notes"

    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seats.id"), primary_key=True)
    text: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime]
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))


class Occasion(StrEnum):
    """When a seal was kept: at the closing of the session it goes over the candidate's work, at the signature over everything."""

    CLOSING = "cloture"
    SIGNATURE = "signature"

    @property
    def words(self) -> str:
        """As the record says it."""
        return {"cloture": "à la clôture"}.get(self.value, "à la signature")


class JournalSeal(Base):
    """The seal of a seat's journal at a moment. Never changed, never deleted. `counts`: how many facts of each list it goes over."""

    __tablename__ = "journal_seals"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seats.id"), index=True)
    occasion: Mapped[Occasion] = mapped_column(EnumText(Occasion, 12))
    at: Mapped[datetime]
    start: Mapped[str] = mapped_column(sa.String(64))
    value: Mapped[str] = mapped_column(sa.String(64))
    counts: Mapped[dict[str, int]] = mapped_column(sa.JSON)

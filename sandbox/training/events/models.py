"""What became of a subject's events at a seat, and what the people of the story wrote to its candidate."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.enums import EnumText
from sandbox.training.events.rules import Outcome, Stage


class EventMark(Base):
    """A stage that an event of the subject reached at a seat. Never changed, never deleted.

    The unique constraint is what lets an event happen once: whoever writes the mark makes the effects, in one transaction.
    `outcome` goes with Stage.DECIDED; `author` is the examiner who fired it by hand, empty for the clock; `due_ms` and `exam_ms`
    are exam times, in milliseconds, when it was due and when it was decided; `journal_seq` the entry of its effects.
    """

    __tablename__ = "event_marks"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seats.id"))
    event_id: Mapped[str] = mapped_column(sa.String(80))
    stage: Mapped[Stage] = mapped_column(EnumText(Stage, 8))
    outcome: Mapped[Outcome | None] = mapped_column(EnumText(Outcome, 10))
    at: Mapped[datetime]
    exam_ms: Mapped[int]
    due_ms: Mapped[int]
    author: Mapped[str] = mapped_column(sa.String(120), default="")
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    journal_seq: Mapped[int | None]

    __table_args__ = (sa.UniqueConstraint("seat_id", "event_id", "stage"),)

    def as_dict(self) -> dict[str, Any]:
        """The mark as the JSON journal keeps it."""
        return {
            "evenement": self.event_id, "etape": str(self.stage), "issue": self.outcome and str(self.outcome),
            "le": self.at.isoformat(), "temps_ms": self.exam_ms, "prevu_ms": self.due_ms, "auteur": self.author,
            "motif": self.reason, "action_no": self.journal_seq,
        }  # fmt: skip


class PersonaMessage(Base):
    """A message of somebody of the story, read in the candidate's frame, not in the shop. `read_at` is the first reading."""

    __tablename__ = "persona_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seats.id"))
    event_id: Mapped[str] = mapped_column(sa.String(80))
    rank: Mapped[int]
    author: Mapped[str] = mapped_column(sa.String(120))
    role: Mapped[str] = mapped_column(sa.String(120), default="")
    channel: Mapped[str] = mapped_column(sa.String(60), default="")
    body: Mapped[str] = mapped_column(sa.Text)
    sent_at: Mapped[datetime]
    exam_ms: Mapped[int]
    read_at: Mapped[datetime | None]

    __table_args__ = (sa.UniqueConstraint("seat_id", "event_id", "rank"),)

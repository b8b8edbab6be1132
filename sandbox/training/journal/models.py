"""Entries of the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base


class JournalEntry(Base):
    """One action on one shop. `seq` counts from 1 in each shop; `exam_ms` is the exam time, None outside a test.

    `action` and `entity` are French names (`produit.modifier`, `produit`); `entity_table`, `entity_id`, `entity_key` the row;
    `words` the sentence that the examiner reads; `changes` the row changes (table, id, op, before, after); `call` what the
    action was given (see `calls`), None for what is no action; `event` the subject's event that did it, None for people.
    """

    __tablename__ = "journal_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(sa.ForeignKey("shops.id", ondelete="CASCADE"))
    seat_id: Mapped[int | None] = mapped_column(sa.ForeignKey("seats.id"), index=True)
    seq: Mapped[int]
    at: Mapped[datetime]
    exam_ms: Mapped[int | None]
    actor: Mapped[str] = mapped_column(sa.String(120))
    action: Mapped[str] = mapped_column(sa.String(60))
    entity: Mapped[str] = mapped_column(sa.String(40), default="")
    entity_table: Mapped[str | None] = mapped_column(sa.String(63))
    entity_id: Mapped[int | None]
    entity_key: Mapped[str | None] = mapped_column(sa.String(80))
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    words: Mapped[str] = mapped_column(sa.Text)
    page: Mapped[str] = mapped_column(sa.String(200), default="")
    changes: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    call: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON, deferred=True)
    event: Mapped[str | None] = mapped_column(sa.String(80))

    __table_args__ = (sa.UniqueConstraint("shop_id", "seq"),)

    def as_dict(self) -> dict[str, Any]:
        """The entry as the JSON journal keeps it."""
        return {
            "no": self.seq, "le": self.at.isoformat(), "temps_ms": self.exam_ms, "auteur": self.actor, "action": self.action,
            "entite": self.entity, "table": self.entity_table, "id": self.entity_id, "cle": self.entity_key,
            "titre": self.title, "phrase": self.words, "page": self.page, "changements": self.changes,
            "evenement": self.event,
        }  # fmt: skip

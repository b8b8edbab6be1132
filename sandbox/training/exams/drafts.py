"""What a candidate did in the forms of a page and has not saved: kept beside the shop, never in it.

It is no work handed in: it is offered again to the candidate, at any workstation, and the examiner sees it marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.training.exams.models import EntryKind, Seat, SeatDraft
from sandbox.training.exams.queries import clock_of

MAX_FIELDS = 1000
MAX_LENGTH = 200_000
MAX_PAGES = 100
ENDS = (EntryKind.ENDED, EntryKind.HANDED_IN)


class DraftField(NamedTuple):
    """A field of a form: its key in the page, what it holds, its label, and what it holds in words (a list's option, « coché »)."""

    key: str
    value: str
    label: str
    words: str = ""

    @property
    def shown(self) -> str:
        """What a person reads."""
        return self.words or self.value or "(vide)"


def keep_draft(
    *, seat: Seat, page: str, title: str, fields: Sequence[DraftField], typed_at: datetime
) -> SeatDraft | None:
    """Keep what was typed on a page, or forget it when nothing is left of it (the form was saved, or emptied).

    Raises RuleBroken for more than a page can hold.
    """
    kept = db.session.get(SeatDraft, (seat.id, page[:200]))
    if not fields:
        if kept is not None:
            db.session.delete(kept)
            db.session.flush()
        return None
    if len(fields) > MAX_FIELDS or sum(len(part) for field in fields for part in field) > MAX_LENGTH:
        raise RuleBroken("Ce brouillon est trop long pour être gardé sur le serveur ; il l’est sur ce poste.")
    if kept is None and len(drafts_of(seat)) >= MAX_PAGES:
        raise RuleBroken("Trop de brouillons sont gardés sur le serveur ; celui-ci l’est sur ce poste.")
    if kept is None:
        kept = SeatDraft(seat_id=seat.id, page=page[:200])
        db.session.add(kept)
    kept.title, kept.fields = title[:200], [list(field) for field in fields]
    kept.typed_at, kept.is_late = min(typed_at, clock.now()), clock_of(seat).state.is_over
    db.session.flush()
    return kept


def find_draft(seat: Seat, page: str) -> SeatDraft | None:
    """What was typed on a page and not saved, or None."""
    return db.session.get(SeatDraft, (seat.id, page[:200]))


def fields_of(draft: SeatDraft) -> list[DraftField]:
    """What a draft holds, field by field."""
    return [DraftField(*field) for field in draft.fields]


def drafts_of(seat: Seat) -> Sequence[SeatDraft]:
    """Everything that a candidate typed and did not save, the latest first."""
    mine = sa.select(SeatDraft).where(SeatDraft.seat_id == seat.id).order_by(SeatDraft.typed_at.desc())
    return db.session.scalars(mine).all()


def is_after_time(seat: Seat, draft: SeatDraft) -> bool:
    """Whether the time was up before a draft was saved: « après l’heure », even when the test was reopened since."""
    if draft.is_late or clock_of(seat).state.is_over:
        return True
    return any(entry.kind in ENDS and entry.at >= draft.typed_at for entry in seat.entries)

"""Keeping the seal of a journal, and looking whether what was sealed still stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from sandbox.accounts.models import User
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import ExamSession, Seat
from sandbox.training.grading import services
from sandbox.training.grading.journal_file import journal_of
from sandbox.training.grading.models import JournalSeal, Occasion, Sheet
from sandbox.training.grading.seal import SECTIONS, WORK, seal_of, start_of


@dataclass(frozen=True, slots=True)
class KeptSeal:
    """A seal that was kept, and whether the facts it went over are still the same. `has_same_head`: the candidate and session too."""

    occasion: Occasion
    at: datetime
    value: str
    facts: int
    holds: bool
    has_same_head: bool


def close_session(*, session: ExamSession, author: str) -> ExamSession:
    """End every test for good and seal each candidate's work; raises Conflict when it is closed already."""
    exams.close_session(session=session, author=author)
    for seat in session.seats:
        seal_seat(seat=seat, occasion=Occasion.CLOSING)
    return session


def sign_sheet(*, seat: Seat, author: User, **typed: Any) -> Sheet:
    """Sign a sheet and seal the whole journal with it; same errors as the signature itself."""
    sheet = services.sign_sheet(seat=seat, author=author, **typed)
    seal_seat(seat=seat, occasion=Occasion.SIGNATURE)
    return sheet


def seal_seat(*, seat: Seat, occasion: Occasion) -> JournalSeal:
    """Keep the seal of a journal as it is now."""
    db.session.flush()
    db.session.expire(seat, ["entries"])
    journal = journal_of(seat)
    counts = {name: len(journal[name]) if _covers(occasion, name) else 0 for name in SECTIONS}
    seal = seal_of(journal, counts)
    kept = JournalSeal(
        seat_id=seat.id, occasion=occasion, at=clock.now(), start=seal.start, value=seal.value, counts=counts
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def _covers(occasion: Occasion, section: str) -> bool:
    return occasion is Occasion.SIGNATURE or section in WORK


def seals_of(seat: Seat, journal: Mapping[str, Any]) -> list[KeptSeal]:
    """The seals kept of a seat, oldest first, each compared with its journal as it is now."""
    return [_compared(kept, journal) for kept in raw_seals_of(seat)]


def raw_seals_of(seat: Seat) -> Sequence[JournalSeal]:
    """The seals as they were kept, oldest first."""
    return db.session.scalars(
        sa.select(JournalSeal).where(JournalSeal.seat_id == seat.id).order_by(JournalSeal.id)
    ).all()


def _compared(kept: JournalSeal, journal: Mapping[str, Any]) -> KeptSeal:
    again = seal_of(journal, kept.counts, kept.start)
    facts = sum(kept.counts.values())
    return KeptSeal(
        kept.occasion, kept.at, kept.value, facts, again.value == kept.value and again.facts == facts,
        start_of(journal) == kept.start,
    )  # fmt: skip

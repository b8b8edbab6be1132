"""The fire exit: every clock stops at once, the screens are blank; then those that it stopped go on together."""

from __future__ import annotations

from datetime import datetime

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.training.exams.models import EntryKind, ExamSession, Seat
from sandbox.training.exams.queries import clock_of
from sandbox.training.exams.rules import ClockState
from sandbox.training.exams.services import pause_session, write_entry

EVACUATION = "Évacuation"
"""The reason that the clock's journal and the report carry."""


def evacuated_at(seat: Seat) -> datetime | None:
    """Since when a seat stands still because of an evacuation, or None."""
    if clock_of(seat).state is not ClockState.PAUSED:
        return None
    last = next((entry for entry in reversed(seat.entries) if entry.kind == EntryKind.PAUSED), None)
    return last.at if last is not None and last.reason == EVACUATION else None


def evacuated_since(session: ExamSession) -> datetime | None:
    """Since when a session is evacuated, or None."""
    moments = [moment for seat in session.seats if (moment := evacuated_at(seat)) is not None]
    return min(moments, default=None)


def is_evacuated(seat: Seat) -> bool:
    """Whether who sits here is to leave: stopped by the evacuation, or standing still already, or not started, in its session.

    Who works costs no look at the others: the evacuation would have stopped them.
    """
    state = clock_of(seat).state
    if state not in (ClockState.PAUSED, ClockState.AUTHORISED, ClockState.WAITING):
        return False
    return evacuated_at(seat) is not None or evacuated_since(seat.session) is not None


def begin(*, seat: Seat, author: str, at: datetime) -> None:
    """Start the clock of who came late; during an evacuation it stands still with the others, and goes on with them."""
    stopped = evacuated_since(seat.session) is not None
    write_entry(seat, EntryKind.STARTED, author, at=at)
    if stopped:
        write_entry(seat, EntryKind.PAUSED, author, reason=EVACUATION, at=at)


def evacuate(*, session: ExamSession, author: str) -> list[Seat]:
    """Stop every running clock at the same moment; returns the seats concerned. Never fails."""
    return pause_session(session=session, author=author, reason=EVACUATION)


def end_evacuation(*, session: ExamSession, author: str) -> list[Seat]:
    """Let those whom the evacuation stopped go on, at the same moment; who stood still before it still does."""
    now = clock.now()
    stopped = [seat for seat in session.seats if evacuated_at(seat) is not None]
    for seat in stopped:
        write_entry(seat, EntryKind.RESUMED, author, at=now)
    db.session.flush()
    return stopped

"""Signs of life between two writings.

Thirty workstations that each write every two seconds hold the line of writers, and the disk, for most of a second. So a sign that
says nothing new is kept here, and every five seconds one is written. A server that stops loses at most these five seconds: the
silence that follows is then measured from the last sign written, to the candidate's advantage.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sandbox.kernel import clock
from sandbox.kernel.remembered import Remembered
from sandbox.training.exams.models import Seat

WRITTEN_EVERY = timedelta(seconds=5)
AHEAD = WRITTEN_EVERY + timedelta(seconds=3)
"""What is kept is never further ahead of what is written: else it is of another time, or of another seat."""
MAX_PAGE = 200


class Sign(NamedTuple):
    """The latest sign of a seat, the page it told, and when one was last written."""

    at: datetime
    page: str
    written_at: datetime


def says_nothing_new(seat_id: int, page: str) -> bool:
    """Whether a sign that comes now needs no writing: same page, and one was written a moment ago."""
    kept = _signs.find(seat_id)
    is_recent = kept is not None and timedelta(0) <= clock.now() - kept.written_at < WRITTEN_EVERY
    return is_recent and kept is not None and kept.page == page[:MAX_PAGE]


def keep(seat: Seat, at: datetime, page: str, *, is_written: bool) -> None:
    """Keep a sign; one that is not written stands beside the one that was."""
    kept = _signs.find(seat.id)
    written_at = at if is_written or kept is None else kept.written_at
    _signs.keep(seat.id, Sign(at, page[:MAX_PAGE], written_at))


def seen_at(seat: Seat) -> datetime | None:
    """The workstation's latest sign of life, written or not."""
    kept, written = _signs.find(seat.id), seat.last_seen_at
    if kept is None or written is None or not written < kept.at <= min(clock.now(), written + AHEAD):
        return written
    return kept.at


_signs: Remembered[int, Sign] = Remembered(2000, shared="signs of life")

"""The examiner's own notes on a candidate: read and written on the console alone."""

from __future__ import annotations

from sandbox.accounts.models import User
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import Conflict, RuleBroken
from sandbox.training.exams.models import ExamSession
from sandbox.training.grading.models import PrivateNote
from sandbox.training.grading.services import find_column

MAX_TEXT = 10_000


def find_private(seat_id: int) -> PrivateNote | None:
    """What was written of a seat, or None."""
    return db.session.get(PrivateNote, seat_id)


def write_private(
    *, session: ExamSession, rank: int, seat_id: int, text: str, version: int, author: User
) -> PrivateNote:
    """Keep the notes on a candidate. `version` is the one that the device saw, 0 for none.

    Raises Conflict when another device wrote something else meanwhile, RuleBroken for more than 10,000 characters.
    """
    seat = find_column(session=session, rank=rank, seat_id=seat_id)
    text = text.strip()
    if len(text) > MAX_TEXT:
        raise RuleBroken("Vos notes tiennent en 10 000 caractères.", field="text")
    kept = find_private(seat.id)
    if kept is None:
        kept = PrivateNote(seat_id=seat.id, text="", version=0, at=clock.now(), author_id=author.id)
        db.session.add(kept)
    if version != kept.version and text != kept.text:
        raise Conflict("Vos notes ont changé sur un autre appareil.")
    if text != kept.text or kept.version == 0:
        kept.text, kept.version, kept.at, kept.author_id = text, kept.version + 1, clock.now(), author.id
    db.session.flush()
    return kept

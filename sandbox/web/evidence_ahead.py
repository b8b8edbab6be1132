"""Looking at the evidence of a seat right after its candidate's answer was sent, so that the console finds it ready.

Neither the candidate nor the examiner waits for it. A console that asks meanwhile is shown the look before; should this
process stop in between, the console looks for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import Flask, Response, current_app, g

from sandbox.kernel.db import db, set_reading
from sandbox.training.evidence.queries import announce, findings_of_shop
from sandbox.training.exams.models import Seat
from sandbox.training.exams.queries import time_factor
from sandbox.training.subjects.queries import subject_by_digest


@dataclass(frozen=True, slots=True)
class Ahead:
    """A look that is due: read before the commit, after which every row would be asked for again, with the lock to write."""

    seat_id: int
    subject_digest: str
    shop_key: str

    def plan(self, response: Response) -> None:
        """Look once the answer was sent."""
        announce(self.subject_digest, self.shop_key)
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        response.call_on_close(partial(_look, app, self.seat_id))


def look_due() -> Ahead | None:
    """The look for the seat that is writing; None for anybody else."""
    seat: Seat | None = g.get("seat")
    return Ahead(seat.id, seat.session.subject_hash, seat.shop.key) if seat is not None else None


def _look(app: Flask, seat_id: int) -> None:
    with app.app_context():
        set_reading(True)
        try:
            seat = db.session.get_one(Seat, seat_id)
            subject, baseline_id = subject_by_digest(seat.session.subject_hash), seat.session.baseline_shop_id
            findings_of_shop(subject, seat.shop, baseline_id, time_factor=time_factor(seat))
        finally:
            db.session.rollback()
            set_reading(False)

"""Looking at the evidence of a seat right after its candidate's answer was sent, so that the console finds it ready.

Neither the candidate nor the examiner waits for it. A console that asks meanwhile is shown the look before; should this
process stop in between, the console looks for itself. A server gives the looks to one thread of its own (`Looker`): made by the
thread that answered, a look kept the page that follows the save waiting, since a connection serves one request at a time.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from flask import Flask, Response, current_app, g

from sandbox.kernel.db import db, set_reading
from sandbox.kernel.steady import begin_reading, end_reading
from sandbox.training.evidence.queries import announce, findings_of_shop
from sandbox.training.exams.models import Seat
from sandbox.training.exams.queries import time_factor
from sandbox.training.subjects.queries import subject_by_digest
from sandbox.web.shop_context import STEADY

EXTENSION = "looks_ahead"
AFTER_S = 0.15
"""How long a look waits, so that the page that follows a save is drawn first; a second save meanwhile makes one look of two."""
ENDS_WITHIN_S = 5.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ahead:
    """A look that is due: read before the commit, after which every row would be asked for again, with the lock to write."""

    seat_id: int
    subject_digest: str
    shop_key: str

    def plan(self, response: Response) -> None:
        """Look once the answer was sent."""
        announce(self.subject_digest, self.shop_key)
        looker: Looker | None = current_app.extensions.get(EXTENSION)
        if looker is not None:
            looker.add(self.seat_id)
            return
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        response.call_on_close(partial(_look, app, self.seat_id))


class Looker:
    """The thread that looks, for as long as a server serves: `with Looker(app): …`. Without one a look follows its answer."""

    def __init__(self, app: Flask, *, after_s: float = AFTER_S) -> None:
        self._app, self._after_s = app, after_s
        self._due: SimpleQueue[tuple[int, float] | None] = SimpleQueue()
        self._last: dict[int, float] = {}
        self._thread = threading.Thread(target=self._run, name="looks-ahead", daemon=True)

    def __enter__(self) -> Self:
        self._app.extensions[EXTENSION] = self
        self._thread.start()
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: BaseException | None, _from: TracebackType | None) -> None:  # fmt: skip
        del self._app.extensions[EXTENSION]
        self._due.put(None)
        self._thread.join(ENDS_WITHIN_S)

    def add(self, seat_id: int) -> None:
        """Look at a seat in a moment."""
        due = self._last[seat_id] = time.monotonic() + self._after_s
        self._due.put((seat_id, due))

    def _run(self) -> None:
        while (asked := self._due.get()) is not None:
            seat_id, due = asked
            time.sleep(max(0.0, due - time.monotonic()))
            if self._last.get(seat_id) != due:
                continue  # saved again since: the look that this save asked for sees both
            try:
                _look(self._app, seat_id)
            except Exception:  # the console looks for itself, and the next looks go on
                log.exception("evidence of seat %s could not be looked at ahead", seat_id)


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
            shop = seat.shop
            begin_reading(app.extensions[STEADY], shop_id=shop.id, shop_key=shop.key, revision=shop.revision)
            findings_of_shop(subject, shop, baseline_id, time_factor=time_factor(seat))
        finally:
            end_reading()
            db.session.rollback()
            set_reading(False)

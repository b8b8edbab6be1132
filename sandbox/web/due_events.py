"""The events of a subject happen when somebody looks: the candidate's pulse, any request of the shop, the console's poll.

Before the request's own transaction begins, what is due is decided in transactions of its own, one an event: a request that is
refused afterwards takes nothing of it back, and a page that only reads takes no lock for it. No thread, no scheduler.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial

import sqlalchemy as sa
from flask import Flask, current_app, g, request, session

from sandbox.kernel.db import db, is_reading, set_reading
from sandbox.kernel.errors import DomainError, RuleBroken
from sandbox.kernel.remembered import Remembered
from sandbox.kernel.steady import written_tables
from sandbox.training.events import queries, services
from sandbox.training.events.books import Decided
from sandbox.training.exams.models import Seat
from sandbox.training.practice import queries as practice
from sandbox.training.subjects.queries import subject_by_digest
from sandbox.web import live
from sandbox.web.access import SEAT_KEY

log = logging.getLogger(__name__)

MAX_AT_ONCE = 20
Find = Callable[[], Sequence[Seat]]


def register(app: Flask) -> None:
    """Look before each request that is about a seat."""
    app.before_request(_before)


def _before() -> None:
    if (looked := _looked_at()) is not None:
        happen(*looked)


def _looked_at() -> tuple[str, Find] | None:
    """What a request looks at, by a name that stays its own, and how to find its seats; None when it looks at none."""
    arguments = request.view_args or {}
    if (key := g.get("shop_key")) is not None:
        return f"shop {key}", partial(queries.seats_of_shop, key)
    if "session_id" in arguments:
        return of_session(arguments["session_id"])
    if "run_id" in arguments:
        return f"run {arguments['run_id']}", partial(_seat_of_run, arguments["run_id"])
    held = session.get(SEAT_KEY) if request.blueprint == "exam" else None
    if isinstance(held, dict) and isinstance(held.get("id"), int):
        return f"seat {held['id']}", partial(queries.seats_by_id, held["id"])
    return None


def of_session(session_id: int) -> tuple[str, Find]:
    """All the seats of a session."""
    return f"session {session_id}", partial(queries.seats_of_session, session_id)


def _seat_of_run(run_id: int) -> Sequence[Seat]:
    return queries.seats_by_id(practice.seat_number(run_id) or 0)


def _has_events(seat: Seat) -> bool:
    return bool(subject_by_digest(seat.session.subject_hash).scenario.events)


def happen(name: str, find: Find) -> None:
    """Decide what is due at the seats that are looked at. What could not be decided now is at the next look.

    Whose subject has no events is not asked about again.
    """
    if _quiet.find(name) is not None:
        return
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    before = is_reading()
    try:
        for seat_id in _due_seats(app, name, find):
            _decide_all(app, seat_id)
    except (sa.exc.OperationalError, DomainError):  # the request that looks has its own work to do
        log.exception("events could not be decided now")
    finally:
        set_reading(before)


def _due_seats(app: Flask, name: str, find: Find) -> list[int]:
    """The numbers of the seats at which something is due. Reads only."""
    set_reading(True)
    with app.app_context():
        try:
            found = find()
            seats = [seat for seat in found if _has_events(seat)]
            if not seats and (found or name.startswith("shop ")):  # a shop that has no seat never will
                _quiet.keep(name, True)
            return [seat.id for seat in seats if services.engine_of(seat).is_anything_due()]
        finally:
            db.session.rollback()


def fire_by_hand(seats: Sequence[Seat], event_id: str, author: str) -> list[str]:
    """The examiner makes an event happen for one candidate or for several, each in a transaction of its own.

    Who cannot receive it is told, and the others do; raises RuleBroken when nobody could.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    before, refusals = is_reading(), []
    try:
        for seat_id in [seat.id for seat in seats]:
            try:
                _fire(app, seat_id, event_id, author)
            except RuleBroken as refused:
                refusals.append(refused.message)
    finally:
        set_reading(before)
    if len(refusals) == len(seats):
        raise RuleBroken(" ".join(refusals), field="event")
    return refusals


def _fire(app: Flask, seat_id: int, event_id: str, author: str) -> None:
    set_reading(False)
    with app.app_context():
        try:
            seat = next(iter(queries.seats_by_id(seat_id)))
            made = services.fire_by_hand(seat=seat, event_id=event_id, author=author)
            _commit(app, seat, made)
        finally:
            db.session.rollback()


def _commit(app: Flask, seat: Seat, made: Decided | None) -> None:
    """Commit, and tell the pages that are kept what a revision wrote."""
    key, revision, written = seat.shop.key, seat.shop.revision, written_tables(db.session())
    db.session.commit()
    if made is not None and made.journal_seq is not None:
        live.tell_written(app, key, revision, written)


def _decide_all(app: Flask, seat_id: int) -> None:
    """One seat, one database session: the map of loaded rows must not mix two shops."""
    set_reading(False)
    with app.app_context():
        try:
            for _ in range(MAX_AT_ONCE):
                seat = next(iter(queries.seats_by_id(seat_id)))
                made = services.decide_next(seat=seat)
                _commit(app, seat, made)
                if made is None:
                    break
        finally:
            db.session.rollback()


_quiet: Remembered[str, bool] = Remembered(2000)

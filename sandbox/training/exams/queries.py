"""Reading sessions, seats and clocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from sandbox.kernel import clock
from sandbox.kernel.db import db, is_reading
from sandbox.kernel.errors import NotAllowed, NotFound
from sandbox.training.exams.models import ClockEntry, EntryKind, ExamSession, Extra, Seat, SessionKind, SessionState
from sandbox.training.exams.rules import Clock, ClockState, normalize_code, read_clock
from sandbox.training.exams.signs import seen_at

OFFLINE_AFTER = timedelta(seconds=10)
CUT_WORTH = timedelta(seconds=5)
"""What is left of a cut when less may be given back is not spoken of."""


def clock_of(seat: Seat, now: datetime | None = None) -> Clock:
    """The seat's clock at a moment (now by default), computed from its entries."""
    return read_clock(seat.entries, now or clock.now(), duration=timedelta(seconds=seat.session.duration_s))


def time_factor(seat: Seat, read: Clock | None = None) -> float:
    """How much longer a seat has than its subject says: 1 without extra time, infinite for unlimited time.

    `read` is the seat's clock for who has it already.
    """
    budget = (read or clock_of(seat)).budget
    return float("inf") if budget is None else budget / timedelta(seconds=seat.session.duration_s)


@dataclass(frozen=True, slots=True)
class Cut:
    """A silence of a workstation while its clock ran, and how much of it may still be given back."""

    from_at: datetime
    to_at: datetime
    lost: timedelta


def open_cut(seat: Seat, now: datetime | None = None) -> Cut | None:
    """The latest cut that was neither compensated nor waived, or None."""
    return next(open_cuts(seat, now), None)


def open_cuts(seat: Seat, now: datetime | None = None) -> Iterator[Cut]:
    """Every cut that was neither compensated nor waived, and took time worth telling; the latest first."""
    moment = now or clock.now()
    waived = {(e.from_at, e.to_at) for e in seat.entries if e.kind == EntryKind.WAIVED}
    for entry in reversed(seat.entries):
        if entry.kind != EntryKind.CUT or entry.from_at is None or entry.to_at is None:
            continue
        if (entry.from_at, entry.to_at) in waived:
            continue
        lost = given_back(seat, entry.from_at, entry.to_at, moment)
        if lost >= CUT_WORTH:
            yield Cut(entry.from_at, entry.to_at, lost)


def given_back(seat: Seat, from_at: datetime, to_at: datetime, now: datetime) -> timedelta:
    """How much more time a compensation of an interval would give back."""
    added = ClockEntry(kind=EntryKind.COMPENSATED, at=now, extra=Extra.NONE, seconds=0, from_at=from_at, to_at=to_at)
    with_it = read_clock([*seat.entries, added], now, duration=timedelta(seconds=seat.session.duration_s))
    return with_it.compensated - clock_of(seat, now).compensated


def duration_of(session: ExamSession) -> timedelta:
    """How long the test is for a candidate without extra time."""
    return timedelta(seconds=session.duration_s)


def hard_end_of(session: ExamSession) -> datetime | None:
    """The moment that the centre fixed for the end of a session, None when it fixed none."""
    return next((read.hard_end for seat in session.seats if (read := clock_of(seat)).hard_end is not None), None)


def is_on_paper(seat: Seat) -> bool:
    """Whether the test was taken on paper and copied here afterwards."""
    return any(entry.kind == EntryKind.ON_PAPER for entry in seat.entries)


def is_absent(seat: Seat) -> bool:
    """Whether the candidate was said to be absent, and has not come since."""
    told = [entry.kind for entry in seat.entries if entry.kind in (EntryKind.ABSENT, EntryKind.PRESENT)]
    return seat.joined_at is None and told[-1:] == [EntryKind.ABSENT]


def is_open(seat: Seat) -> bool:
    """Whether the candidate may change their shop now: the clock runs and the shop is not frozen."""
    return clock_of(seat).is_running and seat.shop.frozen_at is None


def is_online(seat: Seat, now: datetime | None = None) -> bool:
    """Whether the workstation gave a sign of life in the last ten seconds."""
    seen = seen_at(seat)
    return seen is not None and (now or clock.now()) - seen < OFFLINE_AFTER


LOOKED_AT = (SessionKind.EXAM, SessionKind.ARCHIVE)
ARCHIVE_IS_READ = "Archive rouverte\u00a0: elle se lit, rien ne s’y écrit."


def refuse_archive(session: ExamSession) -> None:
    """Raise NotAllowed for a session that was opened again from its archive."""
    if session.is_archive:
        raise NotAllowed(ARCHIVE_IS_READ)


def get_session(session_id: int, *, examiner_id: int, to_look: bool = False) -> ExamSession:
    """An examiner's own session with its seats and entries; raises NotFound for anybody else's and for practice.

    Raises NotAllowed for an archive in a request that writes, unless it is `to_look`: a rebuilt shop is written beside it.

    Who writes holds the session until the end of the request: two consoles write one after the other on PostgreSQL too,
    so that the second one sees the versions that the first one gave.
    """
    if not is_reading():
        db.session.execute(sa.select(ExamSession.id).where(ExamSession.id == session_id).with_for_update())
    seats = db.session.scalars(_OWN_SEATS, {"session": session_id, "examiner": examiner_id}).unique().all()
    if not seats:
        raise NotFound("Cette session n’existe pas.")
    found = seats[0].session
    if not is_reading() and not to_look:
        refuse_archive(found)
    set_committed_value(found, "seats", list(seats))
    return found


def list_sessions(*, examiner_id: int) -> Sequence[ExamSession]:
    """An examiner's sessions, the latest first."""
    return db.session.scalars(
        _full_session()
        .where(ExamSession.examiner_id == examiner_id, ExamSession.kind.in_(LOOKED_AT))
        .order_by(ExamSession.id.desc())
    ).all()


def count_sessions() -> dict[SessionKind, dict[SessionState, int]]:
    """How many sessions there are of each kind, in each state; zeros included."""
    counted = sa.select(ExamSession.kind, ExamSession.state, sa.func.count()).group_by(
        ExamSession.kind, ExamSession.state
    )
    found = {(SessionKind(kind), SessionState(state)): number for kind, state, number in db.session.execute(counted)}
    return {kind: {state: found.get((kind, state), 0) for state in SessionState} for kind in SessionKind}


def get_seat(session: ExamSession, rank: int) -> Seat:
    """The seat of that rank; raises NotFound."""
    seat = next((s for s in session.seats if s.rank == rank), None)
    if seat is None:
        raise NotFound("Cette place n’existe pas.")
    return seat


def find_seat(seat_id: object, epoch: object) -> Seat | None:
    """The seat kept by a workstation, or None when it does not exist, was closed, or another workstation took over.

    A seat that this transaction has read already, for its shop, is not read again.
    """
    if not isinstance(seat_id, int) or not isinstance(epoch, int):
        return None
    known = db.session().identity_map.get(db.session.identity_key(Seat, seat_id))
    seat: Seat | None = known or db.session.scalars(_SEAT, {"seat": seat_id}).unique().first()
    return seat if seat is not None and seat.device_epoch == epoch else None


def find_seat_by_join_code(code: str) -> Seat | None:
    """The exam seat of that code, as typed; None when there is none or its session is closed."""
    return _by_code(Seat.join_code == normalize_code(code))


def find_seat_by_resume_code(code: str) -> Seat | None:
    """The exam seat of that resume code, as typed; None when there is none or its session is closed."""
    return _by_code(Seat.resume_code == normalize_code(code))


def _by_code(condition: sa.ColumnElement[bool]) -> Seat | None:
    """Held until the end of the request: of two workstations that take one seat at once, the second finds it taken."""
    return db.session.scalars(
        sa.select(Seat).join(Seat.session).where(
            condition, ExamSession.state != SessionState.CLOSED, ExamSession.kind == SessionKind.EXAM
        ).with_for_update(of=Seat)
    ).first()  # fmt: skip


def examiner_of(seat: Seat) -> int | None:
    """The number of the account that examines this seat."""
    return seat.session.examiner_id


def state_words(state: ClockState) -> str:
    """A clock's state as read on screen."""
    return _STATE_WORDS[state]


def never_came(seat: Seat) -> bool:
    """Whether nobody took this place up to now, neither at a workstation nor on paper."""
    return seat.joined_at is None and not is_on_paper(seat)


def ending_words(seat: Seat, state: ClockState) -> str:
    """The state in words; of a test that is over, whether its candidate came at all."""
    if state.is_over and never_came(seat):
        return "Absent" if is_absent(seat) else "Jamais présent"
    return state_words(state)


_STATE_WORDS = {
    ClockState.WAITING: "En attente",
    ClockState.AUTHORISED: "Départ autorisé",
    ClockState.RUNNING: "En cours",
    ClockState.PAUSED: "En pause",
    ClockState.OUT: "Temps écoulé",
    ClockState.HANDED_IN: "Rendu",
    ClockState.ENDED: "Terminé",
}


def _full_session() -> sa.Select[ExamSession]:
    return sa.select(ExamSession).options(
        joinedload(ExamSession.examiner),
        selectinload(ExamSession.seats).selectinload(Seat.entries),
        selectinload(ExamSession.seats).joinedload(Seat.shop),
    )


def full_seat() -> tuple[Any, ...]:
    """Loader options of a seat with its session, shop and clock, in one statement: a clock has few entries."""
    return joinedload(Seat.session), joinedload(Seat.shop), joinedload(Seat.entries)


_SEAT = sa.select(Seat).options(*full_seat()).where(Seat.id == sa.bindparam("seat"))
_OWN_SEATS = (
    sa.select(Seat)
    .options(*full_seat())
    .join(Seat.session)
    .where(
        ExamSession.id == sa.bindparam("session"),
        ExamSession.examiner_id == sa.bindparam("examiner"),
        ExamSession.kind.in_(LOOKED_AT),
    )
    .order_by(Seat.rank)
)
"""From the seats, of which a session has one to three: a statement less than from the session. Built once: it is read every
second by every console."""

"""Who sits where: joining with a code, another workstation, signs of life, the raised hand, the candidate's own marks."""

from __future__ import annotations

from datetime import datetime, timedelta

from sandbox.kernel import clock
from sandbox.kernel.db import db, is_reading
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.training.exams import evacuation, signs
from sandbox.training.exams.models import EntryKind, Seat, SessionKind
from sandbox.training.exams.queries import clock_of, find_seat_by_join_code, find_seat_by_resume_code, given_back
from sandbox.training.exams.rules import ClockState
from sandbox.training.exams.services import write_entry

CUT_FROM = timedelta(seconds=20)
"""A silence shorter than this is the network's breath."""


def join(*, code: str) -> Seat:
    """Take a seat with its short code, on a first workstation. A start already authorised starts the clock now.

    Keep `seat.id` and `seat.device_epoch` in the workstation's session. Raises NotFound for an unknown code, RuleBroken when
    the seat is already taken (the resume code is then the way).
    """
    seat = find_seat_by_join_code(code)
    if seat is None:
        raise NotFound("Ce code n’ouvre aucune place. Vérifiez-le avec l’examinateur.")
    if seat.joined_at is not None:
        raise RuleBroken(
            "Cette place est déjà occupée. Pour changer de poste, demandez le code de reprise à l’examinateur.",
            field="code",
        )
    now = clock.now()
    seat.joined_at = seat.last_seen_at = now
    seat.device_epoch += 1
    if clock_of(seat, now).state is ClockState.AUTHORISED:
        evacuation.begin(seat=seat, author=seat.candidate_name, at=now)
    db.session.flush()
    return seat


def take_over_seat(*, code: str, workstation: str = "") -> Seat:
    """Go on at another workstation with the resume code: the earlier one is told « Poste remplacé » and can do no more.

    Raises NotFound for an unknown code.
    """
    seat = find_seat_by_resume_code(code)
    if seat is None:
        raise NotFound("Ce code n’est pas connu. Vérifiez-le avec l’examinateur.")
    now = clock.now()
    _note_silence(seat, now)
    before = seat.workstation or "poste de départ"
    seat.workstation = workstation.strip() or seat.workstation
    seat.joined_at = seat.joined_at or now
    seat.last_seen_at = now
    seat.device_epoch += 1
    write_entry(seat, EntryKind.MOVED, seat.candidate_name, reason=f"{before} remplacé", at=now)
    if clock_of(seat, now).state is ClockState.AUTHORISED:
        evacuation.begin(seat=seat, author=seat.candidate_name, at=now)
    db.session.flush()
    return seat


def heartbeat(*, seat: Seat, page: str) -> Seat:
    """A sign of life of the workstation with the page it shows; writes at most once every two seconds for one page, and nothing
    in a transaction that only reads (see `signs`).

    A silence that went before it is measured: the console proposes to give it back.
    """
    now = clock.now()
    if is_reading():
        signs.keep(seat, now, page, is_written=False)
        return seat
    _note_silence(seat, now)
    fresh = seat.last_seen_at is not None and now - seat.last_seen_at < timedelta(seconds=2)
    if not (fresh and seat.current_page == page[: signs.MAX_PAGE]):
        seat.last_seen_at, seat.current_page = now, page[: signs.MAX_PAGE]
        db.session.flush()
        signs.keep(seat, now, page, is_written=True)
    return seat


def _note_silence(seat: Seat, now: datetime) -> None:
    """Write down a silence of the workstation that cost working time. Alone, nobody is there to give it back."""
    seen = signs.seen_at(seat)
    if seen is None or now - seen < CUT_FROM or seat.session.kind is not SessionKind.EXAM:
        return
    if clock_of(seat, now).started_at is not None and given_back(seat, seen, now, now) >= CUT_FROM:
        write_entry(seat, EntryKind.CUT, "serveur", reason="Poste sans nouvelles", from_at=seen, to_at=now, at=now)


def raise_hand(*, seat: Seat, page: str = "") -> Seat:
    """Call the examiner; the page in view goes along. Raising it twice keeps the first moment."""
    if seat.hand_raised_at is None:
        seat.hand_raised_at, seat.hand_page = clock.now(), (page or seat.current_page)[:200]
        db.session.flush()
    return seat


def lower_hand(*, seat: Seat) -> Seat:
    """The candidate changed their mind, or the examiner is there."""
    seat.hand_raised_at, seat.hand_page = None, ""
    db.session.flush()
    return seat


def tick_task(*, seat: Seat, task_id: str, is_done: bool) -> Seat:
    """The candidate's own mark « question faite »; it proves nothing to anybody."""
    kept = [t for t in seat.ticked if t != task_id]
    seat.ticked = [*kept, task_id] if is_done else kept
    db.session.flush()
    return seat

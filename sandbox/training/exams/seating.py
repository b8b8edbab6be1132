"""What the centre changes of a session that is prepared: its hard end, who sits in it, a lost resume code."""

from __future__ import annotations

from datetime import datetime

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import of_name
from sandbox.training.exams import queries
from sandbox.training.exams.copies import make_copy, set_frozen
from sandbox.training.exams.models import EntryKind, ExamSession, Extra, Seat
from sandbox.training.exams.queries import clock_of, hard_end_of, is_on_paper
from sandbox.training.exams.rules import MAX_SEATS, TOO_MANY_SEATS, ClockState
from sandbox.training.exams.services import (
    Candidate,
    check_candidates,
    checked_reason,
    force_end,
    free_code,
    grant_entitlement,
    new_seat,
    refuse_closed,
    settle,
    write_entry,
)


def fix_hard_end(*, session: ExamSession, ends_by: datetime | None, author: str, reason: str = "") -> ExamSession:
    """Fix, move or lift (None) the moment at which every clock of the session is out; each clock's entries say so.

    Who was out at the former one and has time left goes on. Raises RuleBroken (field `ends_by`) for a moment that is past,
    and (field `reason`) for a change without a reason once a clock was started.
    """
    refuse_closed(session)
    now = clock.now()
    if ends_by is not None and ends_by <= now:
        raise RuleBroken("Choisissez une heure à venir.", field="ends_by")
    if any(clock_of(seat, now).started_at for seat in session.seats):
        reason = checked_reason(reason)
    for seat in session.seats:
        before = settle(seat=seat)
        if before.hard_end == ends_by:
            continue
        was_stopped = before.state is ClockState.OUT and before.is_cut_short
        write_entry(seat, EntryKind.BOUNDED, author, reason=reason, to_at=ends_by, at=now)
        if was_stopped:
            write_entry(seat, EntryKind.RESUMED, author, reason="Fin au plus tard repoussée", at=now)
            set_frozen(seat.shop, is_frozen=False)
    db.session.flush()
    return session


def add_seat(*, session: ExamSession, candidate: Candidate, author: str) -> Seat:
    """Seat one more candidate in a session that is not closed; raises RuleBroken when it is full."""
    refuse_closed(session)
    _refuse_full(session)
    check_candidates([candidate])
    seat = new_seat(_free_rank(session), candidate, session)
    ends_by = hard_end_of(session)
    session.seats.append(seat)
    db.session.flush()
    if seat.extra != Extra.NONE:
        grant_entitlement(seat, author)
    if ends_by is not None:
        write_entry(seat, EntryKind.BOUNDED, author, to_at=ends_by)
    db.session.flush()
    return seat


def move_seat(*, seat: Seat, session: ExamSession, author: str) -> Seat:
    """Move a candidate who is not there yet to another session, with the codes they were given.

    The shop is copied anew when the other session starts from something else. Raises RuleBroken for who has joined or was
    given the start, for a full session, and when nobody would be left in the first one.
    """
    refuse_closed(seat.session)
    refuse_closed(session)
    refuse_empty_move(seat)
    _refuse_full(session)
    ends_by, before = hard_end_of(session), clock_of(seat)
    rank = _free_rank(session)
    if seat.session.baseline_shop_id != session.baseline_shop_id:
        seat.shop = make_copy(session.baseline)
    seat.rank = rank
    seat.session = session
    if before.hard_end != ends_by:
        write_entry(seat, EntryKind.BOUNDED, author, to_at=ends_by)
    db.session.flush()
    return seat


def refuse_empty_move(seat: Seat) -> None:
    """Raise RuleBroken when a candidate may no longer leave their session."""
    if seat.joined_at is not None or clock_of(seat).state is not ClockState.WAITING:
        raise RuleBroken(
            f"L’épreuve {of_name(seat.candidate_name)} a commencé, ou sa place est prise : elle ne change plus de session."
        )
    if len(seat.session.seats) == 1:
        raise RuleBroken(f"La session {of_name(seat.candidate_name)} n’aurait plus de candidat.")


def renew_resume_code(*, seat: Seat, author: str) -> Seat:
    """Give a seat another resume code: the one that was seen by somebody else opens nothing any more."""
    refuse_closed(seat.session)
    seat.resume_code = free_code(8)
    write_entry(seat, EntryKind.RECODED, author, reason="Nouveau code de reprise")
    db.session.flush()
    return seat


def tell_absent(*, seat: Seat, is_absent: bool, author: str) -> Seat:
    """Write down that a candidate did not come, or came after all; saying it twice changes nothing.

    The code stays good: who arrives late joins as anybody. Raises RuleBroken for who sits at a workstation.
    """
    if seat.joined_at is not None:
        raise RuleBroken(f"{seat.candidate_name} a pris sa place : l’absence n’est plus possible.")
    if is_absent != queries.is_absent(seat):
        write_entry(seat, EntryKind.ABSENT if is_absent else EntryKind.PRESENT, author)
        db.session.flush()
    return seat


def mark_on_paper(*, seat: Seat, author: str) -> Seat:
    """Say, for good, that a candidate took the test on paper: levels and mark are copied from the paper grid.

    Raises RuleBroken when it was said already.
    """
    if is_on_paper(seat):
        raise RuleBroken(f"L’épreuve {of_name(seat.candidate_name)} est déjà notée comme passée sur papier.")
    write_entry(seat, EntryKind.ON_PAPER, author, reason="Passée sur papier, transcrite ensuite")
    force_end(seat=seat, author=author, reason="Passée sur papier")
    return seat


def correct_name(*, seat: Seat, last_name: str, first_name: str, number: str) -> Seat:
    """Write a candidate's name or number as it should have been."""
    seat.last_name, seat.first_name, seat.number = last_name.strip(), first_name.strip(), number.strip()
    db.session.flush()
    return seat


def _refuse_full(session: ExamSession) -> None:
    if len(session.seats) >= MAX_SEATS:
        raise RuleBroken(TOO_MANY_SEATS, field="session")


def _free_rank(session: ExamSession) -> int:
    taken = {seat.rank for seat in session.seats}
    return next(rank for rank in range(1, MAX_SEATS + 1) if rank not in taken)

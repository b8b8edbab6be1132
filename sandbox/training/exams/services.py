"""Running a session. Every service takes a seat or a session that the caller was allowed to read, and never commits.

`settle` is asked in each request that touches a seat: deadlines are comparisons, not jobs. `author` is a name to be shown.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from sandbox.accounts.models import User
from sandbox.kernel import clock
from sandbox.kernel.db import db, is_reading
from sandbox.kernel.errors import Conflict, RuleBroken
from sandbox.kernel.text import of_name
from sandbox.training.exams.copies import make_baseline, make_copy, set_frozen
from sandbox.training.exams.models import ClockEntry, EntryKind, ExamSession, Extra, Seat, SessionKind, SessionState
from sandbox.training.exams.queries import (
    clock_of,
    given_back,
    open_cut,
)
from sandbox.training.exams.rules import (
    CODE_ALPHABET,
    MAX_EXTRA_MINUTES,
    MAX_SEATS,
    TOO_MANY_SEATS,
    Clock,
    ClockState,
    without_word,
)
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.services import keep_subject

TIME_IS_UP = "Temps écoulé"
HARD_END = "La fin au plus tard"
MAX_GRANT = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate to be seated. `extra_minutes` goes with Extra.MINUTES."""

    last_name: str
    first_name: str = ""
    number: str = ""
    workstation: str = ""
    extra: Extra = Extra.NONE
    extra_minutes: int = 0
    user_id: int | None = None


def create_session(
    *,
    subject: Subject,
    candidates: Sequence[Candidate],
    examiner: User | None,
    centre: str = "",
    room: str = "",
    commission: str = "",
    kind: SessionKind = SessionKind.EXAM,
    day: date | None = None,
) -> ExamSession:
    """A prepared session: baseline, one shop, one join code and one resume code a candidate. `day` is the one it is held on.

    Raises RuleBroken (field `candidates`) for none or more than three, a missing name or impossible extra time; NotFound
    when the subject's context is not loaded; RuleBroken for a subject that cannot be played yet.
    """
    check_candidates(candidates)
    subject.check_playable(exam=kind is SessionKind.EXAM)
    subject = subject.drawn(secrets.randbelow(subject.ranks))  # the same for all its candidates
    keep_subject(subject=subject)
    baseline = make_baseline(subject, day or clock.today())
    session = ExamSession(
        key=secrets.token_urlsafe(12), kind=kind, subject_slug=subject.slug, subject_version=subject.version,
        subject_hash=subject.digest, subject_title=subject.title, context_slug=baseline.context_slug,
        context_version=baseline.context_version, context_name=baseline.name, centre=centre.strip(), room=without_word(room, "salle"),
        commission=without_word(commission, "commission"), duration_s=subject.duration_s, baseline=baseline, examiner=examiner,
        created_at=clock.now(), state=SessionState.PREPARED,
    )  # fmt: skip
    db.session.add(session)
    for rank, candidate in enumerate(candidates, 1):
        session.seats.append(new_seat(rank, candidate, session))
    db.session.flush()
    for seat in session.seats:
        if seat.extra != Extra.NONE:
            grant_entitlement(seat, examiner.name if examiner else seat.candidate_name)
    db.session.flush()
    return session


def check_candidates(candidates: Sequence[Candidate]) -> None:
    """One to three candidates who may sit together; raises RuleBroken (field `candidates`)."""
    if len(candidates) > MAX_SEATS:
        raise RuleBroken(TOO_MANY_SEATS, field="candidates")
    if not candidates:
        raise RuleBroken("Inscrivez au moins un candidat.", field="candidates")
    for rank, candidate in enumerate(candidates, 1):
        if not candidate.last_name.strip():
            raise RuleBroken(f"Indiquez le nom du candidat {rank}.", field="candidates")
        if candidate.extra == Extra.MINUTES and not 1 <= candidate.extra_minutes <= MAX_EXTRA_MINUTES:
            raise RuleBroken(
                f"Candidat {rank} : indiquez de 1 à {MAX_EXTRA_MINUTES} minutes de majoration.", field="candidates"
            )
    numbers = [c.number.strip() for c in candidates if c.number.strip()]
    if len(set(numbers)) < len(numbers):
        raise RuleBroken("Deux candidats portent le même numéro.", field="candidates")


def new_seat(rank: int, candidate: Candidate, session: ExamSession) -> Seat:
    """A place with its shop and its codes, not yet put into the session."""
    return Seat(
        rank=rank, last_name=candidate.last_name.strip(), first_name=candidate.first_name.strip(),
        number=candidate.number.strip(), workstation=candidate.workstation.strip(), extra=candidate.extra,
        extra_minutes=candidate.extra_minutes if candidate.extra == Extra.MINUTES else 0, join_code=free_code(6),
        resume_code=free_code(8), shop=make_copy(session.baseline), user_id=candidate.user_id, ticked=[], device_epoch=0,
    )  # fmt: skip


def free_code(length: int) -> str:
    """A code nobody holds; the alphabet has no look-alikes."""
    while True:
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))
        taken = sa.select(Seat.id).where(sa.or_(Seat.join_code == code, Seat.resume_code == code))
        with db.session.no_autoflush:
            if db.session.scalar(taken) is None:
                return code


def grant_entitlement(seat: Seat, author: str) -> None:
    """Write down the extra time that is the candidate's own."""
    reasons = {
        Extra.THIRD: "Tiers temps",
        Extra.MINUTES: f"Majoration de {seat.extra_minutes} min",
        Extra.UNLIMITED: "Temps non limité",
    }
    write_entry(
        seat, EntryKind.EXTENDED, author, reason=reasons[seat.extra], extra=seat.extra, seconds=60 * seat.extra_minutes
    )


# the clock -------------------------------------------------------------------------------------------------------------


def settle(*, seat: Seat) -> Clock:
    """The seat's clock now; when its time is up, the end is written at its exact moment and the shop is frozen.

    Writes nothing in a transaction that only reads: the clock itself already says that the time is up.
    """
    now = clock_of(seat)
    if now.state is ClockState.OUT and seat.shop.frozen_at is None and not is_reading():
        if not any(e.kind in (EntryKind.ENDED, EntryKind.HANDED_IN) and e.at == now.ends_at for e in seat.entries):
            write_entry(
                seat, EntryKind.ENDED, "horloge", reason=HARD_END if now.is_cut_short else TIME_IS_UP, at=now.ends_at
            )
        _freeze(seat)
    return now


def start_session(*, session: ExamSession, author: str) -> ExamSession:
    """Give the start: the seats that are joined start now, together; the others on joining, each with its own clock."""
    refuse_closed(session)
    now = clock.now()
    for seat in session.seats:
        if clock_of(seat, now).state is ClockState.WAITING:
            write_entry(seat, EntryKind.AUTHORISED, author, at=now)
            if seat.joined_at is not None:
                write_entry(seat, EntryKind.STARTED, author, at=now)
    session.state = SessionState.RUNNING
    db.session.flush()
    return session


def start_seat(*, seat: Seat, author: str) -> Seat:
    """Give the start to one candidate (who starts on joining when not there yet); raises RuleBroken when already started."""
    refuse_closed(seat.session)
    now = clock.now()
    state = clock_of(seat, now).state
    if state is not ClockState.WAITING:
        raise RuleBroken(f"{seat.candidate_name} a déjà reçu le départ.")
    write_entry(seat, EntryKind.AUTHORISED, author, at=now)
    if seat.joined_at is not None:
        write_entry(seat, EntryKind.STARTED, author, at=now)
    seat.session.state = SessionState.RUNNING
    db.session.flush()
    return seat


def pause_seat(*, seat: Seat, author: str, reason: str = "") -> Seat:
    """Stop a running clock; raises RuleBroken when it does not run."""
    if not settle(seat=seat).is_running:
        raise RuleBroken(f"L’épreuve {of_name(seat.candidate_name)} n’est pas en cours.")
    write_entry(seat, EntryKind.PAUSED, author, reason=reason)
    db.session.flush()
    return seat


def resume_seat(*, seat: Seat, author: str) -> Seat:
    """End a pause; raises RuleBroken when there is none."""
    if clock_of(seat).state is not ClockState.PAUSED:
        raise RuleBroken(f"L’épreuve {of_name(seat.candidate_name)} n’est pas en pause.")
    write_entry(seat, EntryKind.RESUMED, author)
    db.session.flush()
    return seat


def pause_session(*, session: ExamSession, author: str, reason: str = "") -> list[Seat]:
    """Stop every running clock at the same moment; returns the seats concerned. Never fails: it is also the fire exit."""
    now = clock.now()
    stopped = [seat for seat in session.seats if settle(seat=seat).is_running]
    for seat in stopped:
        write_entry(seat, EntryKind.PAUSED, author, reason=reason, at=now)
    db.session.flush()
    return stopped


def resume_session(*, session: ExamSession, author: str) -> list[Seat]:
    """End every pause at the same moment; returns the seats concerned."""
    now = clock.now()
    paused = [seat for seat in session.seats if clock_of(seat, now).state is ClockState.PAUSED]
    for seat in paused:
        write_entry(seat, EntryKind.RESUMED, author, at=now)
    db.session.flush()
    return paused


def add_time(*, seat: Seat, minutes: int, author: str, reason: str) -> Seat:
    """Grant whole minutes, before or after the end; a clock whose time was up runs again, its shop is open again.

    Raises RuleBroken (fields `reason`, `minutes`) without a reason, out of 1–180 minutes, or when the candidate handed in.
    """
    reason = checked_reason(reason)
    if not timedelta(0) < timedelta(minutes=minutes) <= MAX_GRANT:
        raise RuleBroken("Accordez de 1 à 180 minutes.", field="minutes")
    before = _open_for_time(seat)
    now = clock.now()
    write_entry(seat, EntryKind.EXTENDED, author, reason=reason, extra=Extra.MINUTES, seconds=60 * minutes, at=now)
    _reopen_if_out(seat, before, author, now)
    db.session.flush()
    return seat


def compensate(*, seat: Seat, from_at: datetime, to_at: datetime, author: str, reason: str) -> Seat:
    """Give back a lost interval (UTC moments) as a pause written afterwards; the end moves by as much.

    Raises RuleBroken without a reason, for an interval that is empty, before the start, not over yet, or in which the clock
    did not run: there is then nothing to give back.
    """
    reason = checked_reason(reason)
    before = _open_for_time(seat)
    now = clock.now()
    if before.started_at is None or from_at < before.started_at:
        raise RuleBroken("L’intervalle commence avant le début de l’épreuve.", field="from_at")
    if not from_at < to_at <= now:
        raise RuleBroken("L’intervalle à compenser doit être terminé, et finir après son début.", field="to_at")
    if given_back(seat, from_at, to_at, now) == timedelta(0):
        raise RuleBroken("L’horloge ne tournait pas dans cet intervalle : il n’y a rien à rendre.", field="from_at")
    write_entry(seat, EntryKind.COMPENSATED, author, reason=reason, from_at=from_at, to_at=to_at, at=now)
    _reopen_if_out(seat, before, author, now)
    db.session.flush()
    return seat


def waive_cut(*, seat: Seat, author: str) -> Seat:
    """Leave the latest cut without compensation; raises RuleBroken when there is none to decide about."""
    cut = open_cut(seat)
    if cut is None:
        raise RuleBroken("Il n’y a pas de coupure à traiter.")
    write_entry(seat, EntryKind.WAIVED, author, reason="Sans suite", from_at=cut.from_at, to_at=cut.to_at)
    db.session.flush()
    return seat


def hand_in(*, seat: Seat) -> Seat:
    """The candidate hands in: the clock stops for good and the shop is frozen; raises RuleBroken when it is not under way."""
    state = settle(seat=seat).state
    if state not in (ClockState.RUNNING, ClockState.PAUSED):
        raise RuleBroken("L’épreuve n’est pas en cours : il n’y a rien à rendre.")
    write_entry(seat, EntryKind.HANDED_IN, seat.candidate_name)
    _freeze(seat)
    return seat


def force_end(*, seat: Seat, author: str, reason: str = "") -> Seat:
    """The examiner ends one candidate's test, started or not; ending twice changes nothing."""
    if not settle(seat=seat).state.is_over:
        write_entry(seat, EntryKind.ENDED, author, reason=reason)
    _freeze(seat)
    return seat


def reopen_seat(*, seat: Seat, author: str, reason: str) -> Seat:
    """Let a candidate who handed in or was ended go on, with the time that is left; raises RuleBroken when none is left."""
    reason = checked_reason(reason)
    refuse_closed(seat.session)
    now = settle(seat=seat)
    if not now.state.is_over:
        raise RuleBroken(f"L’épreuve {of_name(seat.candidate_name)} n’est pas terminée.")
    refuse_after_hard_end(now)
    if now.started_at is None or now.remaining == timedelta(0):
        raise RuleBroken("Il ne reste pas de temps : accordez d’abord des minutes.", field="reason")
    write_entry(seat, EntryKind.RESUMED, author, reason=reason)
    set_frozen(seat.shop, is_frozen=False)
    db.session.flush()
    return seat


def close_session(*, session: ExamSession, author: str) -> ExamSession:
    """End every test that still runs and close the codes; the sheets stay open until they are signed."""
    if session.state == SessionState.CLOSED:
        raise Conflict("Cette session est déjà close.")
    for seat in session.seats:
        force_end(seat=seat, author=author, reason="Clôture de la session")
        seat.hand_raised_at, seat.hand_page = None, ""
    session.state, session.closed_at = SessionState.CLOSED, clock.now()
    db.session.flush()
    return session


def _open_for_time(seat: Seat) -> Clock:
    """The clock before time is added, its end settled; who handed in needs `reopen_seat` first."""
    refuse_closed(seat.session)
    before = settle(seat=seat)
    if before.state in (ClockState.HANDED_IN, ClockState.ENDED):
        raise RuleBroken(f"L’épreuve {of_name(seat.candidate_name)} est terminée. Rouvrez-la d’abord, avec un motif.")
    if before.state is ClockState.OUT:
        refuse_after_hard_end(before)
    return before


def _reopen_if_out(seat: Seat, before: Clock, author: str, now: datetime) -> None:
    if before.state is ClockState.OUT:
        write_entry(seat, EntryKind.RESUMED, author, reason="Temps ajouté après la fin", at=now)
        set_frozen(seat.shop, is_frozen=False)


def refuse_after_hard_end(read: Clock) -> None:
    """Raise RuleBroken when no time can be added because the centre's hard end has gone."""
    if read.hard_end is not None and read.hard_end <= clock.now():
        raise RuleBroken(f"{HARD_END} de la session est passée : le centre peut la repousser, dans sa journée.")


def refuse_closed(session: ExamSession) -> None:
    """Raise RuleBroken when a session is over for good."""
    if session.state == SessionState.CLOSED:
        raise RuleBroken("Cette session est close.")


def checked_reason(reason: str) -> str:
    """A reason that says something, cut at a bound; raises RuleBroken (field `reason`)."""
    reason = reason.strip()
    if len(reason) < 3:
        raise RuleBroken("Le motif est obligatoire : il figure au relevé de séance.", field="reason")
    return reason[:300]


def _freeze(seat: Seat) -> None:
    if seat.shop.frozen_at is None:
        set_frozen(seat.shop, is_frozen=True)
    db.session.flush()


def write_entry(
    seat: Seat,
    kind: EntryKind,
    author: str,
    *,
    reason: str = "",
    at: datetime | None = None,
    extra: Extra = Extra.NONE,
    seconds: int = 0,
    from_at: datetime | None = None,
    to_at: datetime | None = None,
) -> None:
    """Add what happened to a seat's clock; `at` is now unless it is told."""
    seat.entries.append(
        ClockEntry(
            kind=kind,
            at=at or clock.now(),
            extra=extra,
            seconds=seconds,
            from_at=from_at,
            to_at=to_at,
            reason=reason.strip()[:300],
            author=author,
        )
    )

"""Planning a day, calling its candidates, preparing its sessions. Every service takes what the caller was allowed to read."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sandbox.accounts.models import Role, User
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import of_name
from sandbox.training.centre.models import CentreCandidate, CentreDay, PlannedSession
from sandbox.training.centre.queries import find_day, slot_of, view_of, waiting
from sandbox.training.centre.rules import MAX_SERIES, MAX_TAKEN, MIN_TAKEN, Called, Slot, clash, groups, series
from sandbox.training.exams import seating
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import Extra, Seat, SessionState
from sandbox.training.exams.rules import MAX_EXTRA_MINUTES, MAX_SEATS, TOO_MANY_SEATS, without_word
from sandbox.training.subjects.queries import exam_subjects, subject_in_force, subjects_in_force

Choose = Callable[[Sequence[str]], str]


def open_day(*, held_on: date, centre: str = "") -> CentreDay:
    """A new day; raises RuleBroken (field `held_on`) for one that is past or already there."""
    if held_on < clock.today():
        raise RuleBroken("Choisissez un jour à venir.", field="held_on")
    if find_day(held_on) is not None:
        raise RuleBroken("Cette journée est déjà prévue.", field="held_on")
    day = CentreDay(held_on=held_on, centre=centre.strip(), created_at=clock.now(), candidates=[], sessions=[])
    db.session.add(day)
    db.session.flush()
    return day


def remove_day(*, day: CentreDay) -> None:
    """Take a day back, with its list; raises RuleBroken once one of its sessions is prepared."""
    if any(planned.exam_session_id is not None for planned in day.sessions):
        raise RuleBroken("Des sessions de cette journée sont préparées : elle reste.")
    for candidate in [*day.candidates]:
        db.session.delete(candidate)
    db.session.flush()
    for planned in [*day.sessions]:
        db.session.delete(planned)
    db.session.flush()
    db.session.delete(day)
    db.session.flush()


# candidates ------------------------------------------------------------------------------------------------------------


def add_candidate(*, day: CentreDay, called: Called) -> CentreCandidate:
    """Call one more candidate; raises RuleBroken (fields `number`, `last_name`, `extra_minutes`)."""
    check_called(day, called)
    added = CentreCandidate(
        day=day, number=called.number, last_name=called.last_name, first_name=called.first_name, extra=called.extra,
        extra_minutes=called.extra_minutes, is_absent=False,
    )  # fmt: skip
    db.session.add(added)
    db.session.flush()
    return added


def change_candidate(*, candidate: CentreCandidate, called: Called) -> CentreCandidate:
    """Correct a candidate. Once their place is made, its name follows; their time is then the console's to change."""
    check_called(candidate.day, called, own=candidate)
    seat = seat_of(candidate)
    is_same_time = (candidate.extra, candidate.extra_minutes) == (called.extra, called.extra_minutes)
    if seat is not None and not is_same_time:
        raise RuleBroken("La place est préparée : le temps en plus se donne maintenant à la console.", field="extra")
    candidate.number, candidate.last_name, candidate.first_name = called.number, called.last_name, called.first_name
    candidate.extra, candidate.extra_minutes = called.extra, called.extra_minutes
    if seat is not None:
        seating.correct_name(
            seat=seat, last_name=called.last_name, first_name=called.first_name, number=called.number
        )  # fmt: skip
    db.session.flush()
    return candidate


def remove_candidate(*, candidate: CentreCandidate) -> None:
    """Take a candidate off the list; raises RuleBroken when a place was made for them: they are absent, then."""
    if candidate.seat_id is not None:
        raise RuleBroken(f"{candidate.name} a sa place et son code : indiquez plutôt une absence.")
    db.session.delete(candidate)
    db.session.flush()
    db.session.expire(candidate.day, ["candidates"])


def set_absent(*, candidate: CentreCandidate, is_absent: bool, author: str) -> CentreCandidate:
    """Say that a candidate did not come, or came after all; raises RuleBroken for who sits at a workstation."""
    seat = seat_of(candidate)
    if seat is not None:
        seating.tell_absent(seat=seat, is_absent=is_absent, author=author)
    candidate.is_absent = is_absent
    db.session.flush()
    return candidate


def check_called(day: CentreDay, called: Called, own: CentreCandidate | None = None) -> None:
    """A number of their own, a name, a time that exists; raises RuleBroken at the field."""
    if not called.number:
        raise RuleBroken("Indiquez le numéro du candidat.", field="number")
    if not called.last_name:
        raise RuleBroken("Indiquez le nom.", field="last_name")
    if any(c.number == called.number and c is not own for c in day.candidates):
        raise RuleBroken(f"Le numéro {called.number} est déjà sur la liste.", field="number")
    if called.extra == Extra.MINUTES and not 1 <= called.extra_minutes <= MAX_EXTRA_MINUTES:
        raise RuleBroken(f"Indiquez de 1 à {MAX_EXTRA_MINUTES} minutes.", field="extra_minutes")


def seat_of(candidate: CentreCandidate) -> Seat | None:
    """The place that was made for a candidate."""
    return db.session.get(Seat, candidate.seat_id) if candidate.seat_id is not None else None


# planning ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plan:
    """What sessions in a row have in common. `subjects`: one is chosen, several are drawn from, anew for each session.

    `latest` is how many minutes after its hour a session ends at the latest, None without a hard end.
    """

    room: str
    examiner: User
    subjects: tuple[str, ...]
    commission: str = ""
    minutes: int = 60
    latest: int | None = None


def plan_series(
    *,
    day: CentreDay,
    plan: Plan,
    first: datetime,
    count: int,
    author: str,
    fills: bool = True,
    choose: Choose = secrets.choice,
) -> list[PlannedSession]:
    """Sessions in a row, each beginning when the one before leaves the room; `fills` seats those who wait, by number.

    Raises RuleBroken (fields `room`, `first`, `count`, `minutes`, `latest`, `subjects`, `examiner`) for what cannot be, and
    when a room, a commission or an examiner would be in two places at once.
    """
    if not 1 <= count <= MAX_SERIES:
        raise RuleBroken(f"De 1 à {MAX_SERIES} sessions.", field="count")
    hours = series(first, plan.minutes, count)
    if plan.minutes >= MIN_TAKEN and clock.to_paris(hours[-1]).date() > day.held_on:
        fit = sum(clock.to_paris(hour).date() == day.held_on for hour in hours)
        raise RuleBroken(f"Il n’y a la place que de {fit} avant minuit, à partir de cette heure.", field="count")
    made = [plan_session(day=day, plan=plan, starts_at=hour, author=author, choose=choose) for hour in hours]
    if fills:
        _seat_waiting(day, made)
    return made


def plan_session(
    *, day: CentreDay, plan: Plan, starts_at: datetime, author: str, choose: Choose = secrets.choice
) -> PlannedSession:
    """One session at an hour of the day; raises RuleBroken as `plan_series` does."""
    slot = _check_plan(day, plan, starts_at)
    planned = PlannedSession(pool=[], drawn_by="", candidates=[])
    _give_subject(planned, plan.subjects, author, choose)
    db.session.add(planned)
    planned.day = day
    _write_plan(planned, plan, slot)
    db.session.flush()
    return planned


def change_session(
    *, planned: PlannedSession, plan: Plan, starts_at: datetime, author: str, choose: Choose = secrets.choice
) -> PlannedSession:
    """Move a session to another hour, room or examiner, or give it another subject; raises RuleBroken once it is prepared.

    The same list of subjects is not drawn from again.
    """
    _refuse_prepared(planned)
    _write_plan(planned, plan, _check_plan(planned.day, plan, starts_at, own=planned))
    kept = planned.pool or [planned.subject_slug]
    if sorted(plan.subjects) != sorted(kept):
        _give_subject(planned, plan.subjects, author, choose)
    db.session.flush()
    return planned


def remove_session(*, planned: PlannedSession) -> None:
    """Take a planned session back: its candidates wait again; raises RuleBroken once it is prepared."""
    _refuse_prepared(planned)
    for candidate in [*planned.candidates]:
        candidate.session = None
    db.session.flush()
    day = planned.day
    db.session.delete(planned)
    db.session.flush()
    db.session.expire(day, ["sessions"])


def _check_plan(day: CentreDay, plan: Plan, starts_at: datetime, own: PlannedSession | None = None) -> Slot:
    """What a plan takes of the day, when it can."""
    if not plan.room.strip():
        raise RuleBroken("Indiquez la salle.", field="room")
    if plan.examiner.role != Role.EXAMINER or not plan.examiner.is_active:
        raise RuleBroken("Choisissez un examinateur dont le compte est ouvert.", field="examiner")
    if not MIN_TAKEN <= plan.minutes <= MAX_TAKEN:
        raise RuleBroken(f"Réservez la salle de {MIN_TAKEN} à {MAX_TAKEN} minutes.", field="minutes")
    if plan.latest is not None and not 1 <= plan.latest <= plan.minutes:
        raise RuleBroken(
            "La fin au plus tard vient après l’heure de la session, et avant que la salle soit rendue.", field="latest"
        )
    if clock.to_paris(starts_at).date() != day.held_on:
        raise RuleBroken("Cette heure n’est pas dans la journée.", field="first")
    wanted = Slot(
        starts_at, plan.minutes, without_word(plan.room, "salle"), without_word(plan.commission, "commission"), plan.examiner.name
    )  # fmt: skip
    for other in day.sessions:
        if other is not own and (taken := clash(wanted, slot_of(other))):
            raise RuleBroken(_clash_words(taken, wanted, other), field="first")
    return wanted


def _write_plan(planned: PlannedSession, plan: Plan, wanted: Slot) -> None:
    planned.room, planned.commission, planned.examiner = wanted.room, wanted.commission, plan.examiner
    planned.starts_at, planned.minutes = wanted.starts_at, plan.minutes
    planned.ends_by = None if plan.latest is None else wanted.starts_at + timedelta(minutes=plan.latest)


def _clash_words(taken: str, wanted: Slot, other: PlannedSession) -> str:
    at, begun = clock.to_paris(wanted.starts_at), clock.to_paris(other.starts_at)
    return (
        f"À {at:%H h %M}, {taken} serait dans deux sessions à la fois : il y a déjà celle de {begun:%H h %M} "
        f"({other.minutes} min, salle {other.room})."
    )


def _give_subject(planned: PlannedSession, subjects: Sequence[str], author: str, choose: Choose) -> None:
    """The subject that was chosen, or one drawn: from what, when and by whom is kept."""
    known = {info.slug: info.title for info in exam_subjects(subjects_in_force())}
    wanted = list(dict.fromkeys(subjects))
    if not wanted or not set(wanted) <= known.keys():
        raise RuleBroken("Choisissez un ou plusieurs sujets qui peuvent servir en session.", field="subjects")
    slug = wanted[0] if len(wanted) == 1 else choose(wanted)
    planned.subject_slug, planned.subject_title = slug, known[slug]
    planned.pool = wanted if len(wanted) > 1 else []
    planned.drawn_at = clock.now() if planned.pool else None
    planned.drawn_by = author if planned.pool else ""


def _seat_waiting(day: CentreDay, planned: Sequence[PlannedSession]) -> None:
    """Share those who wait among sessions, by number, no session much smaller than another."""
    queue = waiting(day)[: MAX_SEATS * len(planned)]
    for session, size in zip(planned, groups(len(queue), MAX_SEATS), strict=False):
        for candidate in queue[:size]:
            candidate.session = session
        queue = queue[size:]
    db.session.flush()


def _refuse_prepared(planned: PlannedSession) -> None:
    if planned.exam_session_id is not None:
        raise RuleBroken(
            "Cette session est préparée : ses copies de l’entreprise et ses codes existent, elle ne change plus."
        )


# moving ------------------------------------------------------------------------------------------------------------------


def move_candidate(*, candidate: CentreCandidate, planned: PlannedSession | None, author: str) -> CentreCandidate:
    """Put a candidate into another session of the day, or back among those who wait (None).

    Between two prepared sessions the place moves along, with its codes. Raises RuleBroken for a full session, and for a
    candidate whose place is made when the other session is not prepared yet.
    """
    if planned is candidate.session:
        return candidate
    if planned is not None and len(planned.candidates) >= MAX_SEATS:
        raise RuleBroken(TOO_MANY_SEATS, field="session")
    made = planned.exam_session if planned is not None else None
    seat = seat_of(candidate)
    if seat is not None and made is None:
        raise RuleBroken(
            f"La place {of_name(candidate.name)} est préparée : préparez d’abord la session d’arrivée, ou indiquez une absence.",
            field="session",
        )
    if seat is not None and made is not None:
        seating.move_seat(seat=seat, session=made, author=author)
    elif made is not None:
        candidate.seat_id = seating.add_seat(session=made, candidate=_as_seated(candidate), author=author).id
    candidate.session = planned
    db.session.flush()
    return candidate


def prepare(*, planned: PlannedSession, author: str) -> PlannedSession:
    """Make a planned session the real one: a shop, a code and a resume code for each candidate who is expected.

    Doing it twice changes nothing. Raises RuleBroken without a candidate, on a day that is past, or once its hard end is.
    """
    if planned.exam_session_id is not None:
        return planned
    if planned.day.held_on < clock.today():
        raise RuleBroken("Cette journée est passée.")
    expected = [c for c in planned.candidates if not c.is_absent]
    if not expected:
        raise RuleBroken(f"La session de {clock.to_paris(planned.starts_at):%H h %M} n’attend aucun candidat.")
    if planned.ends_by is not None and planned.ends_by <= clock.now():
        raise RuleBroken(
            f"La fin au plus tard de la session de {clock.to_paris(planned.starts_at):%H h %M} est passée : changez-la d’abord."
        )
    made = exams.create_session(
        subject=subject_in_force(planned.subject_slug), candidates=[_as_seated(c) for c in expected],
        examiner=planned.examiner, centre=planned.day.centre, room=planned.room, commission=planned.commission,
        day=planned.day.held_on,
    )  # fmt: skip
    for candidate, seat in zip(expected, made.seats, strict=True):
        candidate.seat_id = seat.id
    planned.exam_session = made
    if planned.ends_by is not None:
        seating.fix_hard_end(session=made, ends_by=planned.ends_by, author=author)
    db.session.flush()
    return planned


def prepare_day(*, day: CentreDay, author: str) -> list[PlannedSession]:
    """Prepare every session of the day that expects somebody; returns those that were not yet."""
    ready = [p for p in day.sessions if p.exam_session_id is None and any(not c.is_absent for c in p.candidates)]
    if not ready:
        raise RuleBroken("Aucune session n’attend d’être préparée : placez d’abord les candidats.")
    return [prepare(planned=planned, author=author) for planned in ready]


def set_hard_end(*, planned: PlannedSession, ends_by: datetime | None, author: str, reason: str) -> PlannedSession:
    """Fix, move or lift the hard end of a session, prepared or not; its candidates' clocks follow."""
    if view_of(planned).state == SessionState.CLOSED:
        raise RuleBroken("Cette session est close.")
    if ends_by is not None and ends_by <= planned.starts_at:
        raise RuleBroken("La fin au plus tard vient après l’heure de la session.", field="ends_by")
    if planned.exam_session is not None:
        seating.fix_hard_end(session=planned.exam_session, ends_by=ends_by, author=author, reason=reason)
    planned.ends_by = ends_by
    db.session.flush()
    return planned


def _as_seated(candidate: CentreCandidate) -> exams.Candidate:
    return exams.Candidate(
        last_name=candidate.last_name, first_name=candidate.first_name, number=candidate.number, extra=candidate.extra,
        extra_minutes=candidate.extra_minutes,
    )  # fmt: skip

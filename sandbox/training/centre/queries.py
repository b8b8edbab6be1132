"""Reading a centre's day: who waits, what is planned, where each session stands, which workstations are ready."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound
from sandbox.training.centre.models import CentreCandidate, CentreDay, CheckedStation, PlannedSession
from sandbox.training.centre.rules import Slot, Verdict, judge, most_at_once, own_length, reds
from sandbox.training.exams.models import ExamSession, Extra, Seat, SessionState
from sandbox.training.exams.queries import clock_of, duration_of, is_absent, is_online
from sandbox.training.exams.rules import Clock
from sandbox.training.subjects.queries import subject_in_force

SHORT = timedelta(minutes=40)
"""How long the test is when a subject does not say otherwise."""


def list_days() -> Sequence[CentreDay]:
    """Every day, the latest first."""
    days = sa.select(CentreDay).options(selectinload(CentreDay.candidates), selectinload(CentreDay.sessions))
    return db.session.scalars(days.order_by(CentreDay.held_on.desc())).all()


def get_day(day_id: int) -> CentreDay:
    """A day with its sessions and candidates; raises NotFound."""
    found = db.session.scalars(_full_day().where(CentreDay.id == day_id)).first()
    if found is None:
        raise NotFound("Cette journée n’existe pas.")
    return found


def find_day(held_on: date) -> CentreDay | None:
    """The day of that date, None when there is none."""
    return db.session.scalars(sa.select(CentreDay).where(CentreDay.held_on == held_on)).first()


def get_candidate(day: CentreDay, candidate_id: int) -> CentreCandidate:
    """A candidate of a day; raises NotFound."""
    found = next((one for one in day.candidates if one.id == candidate_id), None)
    if found is None:
        raise NotFound("Ce candidat n’est pas inscrit à cette journée.")
    return found


def get_planned(day: CentreDay, planned_id: int) -> PlannedSession:
    """A planned session of a day; raises NotFound."""
    found = next((one for one in day.sessions if one.id == planned_id), None)
    if found is None:
        raise NotFound("Cette session n’est pas prévue ce jour-là.")
    return found


def sessions_of_examiner(examiner_id: int, held_on: date) -> Sequence[PlannedSession]:
    """An examiner's own planned sessions of a date, in the order of the hours."""
    return db.session.scalars(
        _full_planned()
        .join(PlannedSession.day)
        .where(PlannedSession.examiner_id == examiner_id, CentreDay.held_on == held_on)
        .order_by(PlannedSession.starts_at)
    ).all()


def hours_of(session_ids: Sequence[int]) -> dict[int, datetime]:
    """When sessions that a centre planned are to begin, by their number; those of an examiner's own making have no hour."""
    found = sa.select(PlannedSession.exam_session_id, PlannedSession.starts_at).where(
        PlannedSession.exam_session_id.in_(session_ids)
    )
    return {number: starts_at for number, starts_at in db.session.execute(found) if number is not None}


def get_own_planned(planned_id: int, *, examiner_id: int) -> PlannedSession:
    """A planned session of an examiner's; raises NotFound for anybody else's."""
    wanted = _full_planned().where(PlannedSession.id == planned_id, PlannedSession.examiner_id == examiner_id)
    found = db.session.scalars(wanted).first()
    if found is None:
        raise NotFound("Cette session n’existe pas.")
    return found


def waiting(day: CentreDay) -> list[CentreCandidate]:
    """Who has no session yet and is not absent, by number."""
    return sorted((c for c in day.candidates if c.session_id is None and not c.is_absent), key=by_number)


def by_number(candidate: CentreCandidate) -> tuple[str, str]:
    """The order of a list: 2 before 10, whatever zeros are written in front."""
    return candidate.number.zfill(20), candidate.last_name


def slot_of(planned: PlannedSession) -> Slot:
    """What a planned session takes of the day."""
    return Slot(planned.starts_at, planned.minutes, planned.room, planned.commission, planned.examiner.name)


def most_sessions_at_once(held_on: date) -> int:
    """How many sessions of a date are held at the same time, at its busiest; 0 when none is planned."""
    day = find_day(held_on)
    return most_at_once([slot_of(planned) for planned in day.sessions]) if day is not None else 0


# where it stands -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SeatState:
    """A candidate of a planned session at a moment. `seat` and `clock` are None until the session is prepared."""

    candidate: CentreCandidate
    seat: Seat | None
    clock: Clock | None
    is_online: bool

    @property
    def is_absent(self) -> bool:
        """Whether nobody is expected at this place any more; who joins all the same is there."""
        return self.candidate.is_absent if self.seat is None else is_absent(self.seat)


@dataclass(frozen=True, slots=True)
class SessionView:
    """A planned session at a glance. `state`: `planned`, `prepared`, `running`, `closed`; `warnings` are for who plans."""

    planned: PlannedSession
    state: str
    seats: tuple[SeatState, ...]
    warnings: tuple[str, ...]
    is_late: bool


def view_of(planned: PlannedSession, now: datetime | None = None) -> SessionView:
    """Where a planned session stands."""
    moment = now or clock.now()
    made = planned.exam_session
    seats = {seat.id: seat for seat in made.seats} if made is not None else {}
    states = tuple(_seat_state(c, seats.get(c.seat_id or 0), moment) for c in planned.candidates)
    state = str(made.state) if made is not None else "planned"
    is_late = state in ("planned", SessionState.PREPARED) and moment > planned.starts_at + timedelta(minutes=5)
    return SessionView(planned, state, states, tuple(_warnings(planned)), is_late and bool(planned.candidates))


def _seat_state(candidate: CentreCandidate, seat: Seat | None, now: datetime) -> SeatState:
    if seat is None:
        return SeatState(candidate, None, None, False)
    return SeatState(candidate, seat, clock_of(seat, now), is_online(seat, now))


def _warnings(planned: PlannedSession) -> Iterable[str]:
    """What may surprise on the day."""
    duration = _duration(planned)
    room = timedelta(minutes=planned.minutes)
    until = None if planned.ends_by is None else planned.ends_by - planned.starts_at
    if not [c for c in planned.candidates if not c.is_absent]:
        yield "Aucun candidat n’est attendu."
    for candidate in planned.candidates:
        own = own_length(duration, candidate.extra, candidate.extra_minutes)
        if candidate.is_absent:
            continue
        if own is None:
            yield f"{candidate.name} : temps non limité, la salle n’est réservée que {planned.minutes} min."
        elif own > room:
            yield f"{candidate.name} a droit à {_words(own)}, la salle est réservée {planned.minutes} min."
        if until is not None and (own is None or own > until):
            yield f"{candidate.name} n’aura pas tout son temps : la fin au plus tard vient avant."


def _duration(planned: PlannedSession) -> timedelta:
    if planned.exam_session is not None:
        return duration_of(planned.exam_session)
    try:
        return timedelta(seconds=subject_in_force(planned.subject_slug).duration_s)
    except NotFound:
        return SHORT


def _words(length: timedelta) -> str:
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    return f"{minutes} min {seconds:02d} s" if seconds else f"{minutes} min"


@dataclass(frozen=True, slots=True)
class DayCounts:
    """A day in figures."""

    candidates: int
    waiting: int
    absent: int
    with_extra: int
    sessions: int
    prepared: int
    running: int
    closed: int


def counts_of(day: CentreDay, views: Sequence[SessionView]) -> DayCounts:
    """The figures at the head of a day."""
    states = [view.state for view in views]
    absent = sum(item.is_absent for view in views for item in view.seats)
    absent += sum(c.is_absent for c in day.candidates if c.session_id is None)
    return DayCounts(
        len(day.candidates), len(waiting(day)), absent,
        sum(c.extra != Extra.NONE for c in day.candidates), len(states), states.count("prepared"), states.count("running"),
        states.count("closed"),
    )  # fmt: skip


# workstations ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StationView:
    """A workstation that was checked, with what is not fine of it."""

    name: str
    checked_at: datetime
    verdicts: tuple[Verdict, ...]
    reds: tuple[Verdict, ...]


def stations_of(held_on: date) -> list[StationView]:
    """The workstations checked that day, those that need somebody first."""
    found = db.session.scalars(sa.select(CheckedStation).where(CheckedStation.checked_on == held_on)).all()
    views = [station_view(one) for one in found]
    return sorted(views, key=lambda view: (not view.reds, view.name.zfill(30)))


def find_station(name: str, held_on: date) -> StationView | None:
    """A workstation that was checked that day, None when it was not."""
    wanted = sa.select(CheckedStation).where(CheckedStation.checked_on == held_on, CheckedStation.name == name)
    found = db.session.scalars(wanted).first()
    return station_view(found) if found is not None else None


def station_view(station: CheckedStation) -> StationView:
    """A workstation judged by the rules of today."""
    verdicts = judge(station.facts)
    return StationView(station.name, station.checked_at, tuple(verdicts), tuple(reds(verdicts)))


# statements --------------------------------------------------------------------------------------------------------------


def _full_planned() -> sa.Select[PlannedSession]:
    made = joinedload(PlannedSession.exam_session)
    return sa.select(PlannedSession).options(
        joinedload(PlannedSession.examiner),
        joinedload(PlannedSession.day),
        selectinload(PlannedSession.candidates),
        made.selectinload(ExamSession.seats).selectinload(Seat.entries),
    )


def _full_day() -> sa.Select[CentreDay]:
    planned = selectinload(CentreDay.sessions)
    return sa.select(CentreDay).options(
        selectinload(CentreDay.candidates),
        planned.joinedload(PlannedSession.examiner),
        planned.selectinload(PlannedSession.candidates),
        planned.joinedload(PlannedSession.exam_session).selectinload(ExamSession.seats).selectinload(Seat.entries),
    )

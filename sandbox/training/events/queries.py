"""Reading what became of events: for the console, the candidate's « Messages », the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.remembered import Remembered
from sandbox.kernel.scope import shop_scope
from sandbox.shop.shops.models import Shop
from sandbox.training.events.books import SeatBook, marks_of, past_of
from sandbox.training.events.models import EventMark, PersonaMessage
from sandbox.training.events.rules import Outcome, Past, Stage, due_ms, expiry_ms, is_impossible
from sandbox.training.events.words import exam_time, targets_of
from sandbox.training.exams.models import Seat
from sandbox.training.exams.queries import clock_of, full_seat
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.names import Names, split_target, title_of_row
from sandbox.training.subjects.scenario import Event


class Standing(StrEnum):
    """Where an event stands for a candidate."""

    COMING = "a_venir"
    WAITING = "attend"
    BY_HAND = "main"
    FIRED = "declenche"
    SKIPPED = "ecarte"
    FAILED = "echoue"
    NEVER = "jamais"

    @property
    def words(self) -> str:
        """As read on screen."""
        return _WORDS[self]


_WORDS = {
    Standing.COMING: "À venir", Standing.WAITING: "En attente", Standing.BY_HAND: "À la main", Standing.FIRED: "Reçu",
    Standing.SKIPPED: "Écarté", Standing.FAILED: "Échoué", Standing.NEVER: "N’aura pas lieu",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventState:
    """An event for a candidate. `when` is an exam time (« 12:00 »), empty when nobody knows; `reason` says why it did not happen.

    `late` is the delay of an event that could not happen at its time, `author` who fired it by hand.
    """

    event_id: str
    standing: Standing
    when: str = ""
    reason: str = ""
    late: str = ""
    author: str = ""
    at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it may still happen by the examiner's hand."""
        return self.standing is Standing.BY_HAND


LATE_MS = 20_000
_STANDINGS = {
    Outcome.FIRED: Standing.FIRED, Outcome.SKIPPED: Standing.SKIPPED, Outcome.EXPIRED: Standing.NEVER,
    Outcome.FAILED: Standing.FAILED,
}  # fmt: skip


def states_of(seats: Sequence[Seat], subject: Subject) -> dict[int, list[EventState]]:
    """Where each event of the subject stands for each of these seats of one session, by seat."""
    if not subject.scenario.events:
        return {seat.id: [] for seat in seats}
    marks = marks_of([seat.id for seat in seats])
    return {seat.id: _states(seat, subject.scenario.events, marks[seat.id]) for seat in seats}


def _states(seat: Seat, events: Sequence[Event], marks: Sequence[EventMark]) -> list[EventState]:
    decided = {mark.event_id: mark for mark in marks if mark.stage is Stage.DECIDED}
    past = past_of(seat, marks, events)
    return [
        _told(decided[event.id], past) if event.id in decided else _open(seat, event, events, past) for event in events
    ]


def _told(mark: EventMark, past: Past) -> EventState:
    outcome = mark.outcome or Outcome.FAILED
    when = past.fired.get(mark.event_id, mark.exam_ms)
    late = mark.exam_ms - mark.due_ms
    is_late = outcome is Outcome.FIRED and late >= LATE_MS
    return EventState(
        mark.event_id, _STANDINGS[outcome], exam_time(when), mark.reason, exam_time(late) if is_late else "", mark.author, mark.at
    )  # fmt: skip


def _open(seat: Seat, event: Event, events: Sequence[Event], past: Past) -> EventState:
    """An event that nothing was decided about yet."""
    clock, now = clock_of(seat), SeatBook(seat, events).clock()
    if clock.state.is_over:
        return EventState(event.id, Standing.NEVER, reason="l’épreuve s’est terminée avant")
    if is_impossible(event, past):
        return EventState(event.id, Standing.NEVER, reason="l’événement attendu n’a pas eu lieu")
    limit = expiry_ms(event, now)
    if limit is not None and now.active_ms > limit:
        return EventState(event.id, Standing.NEVER, exam_time(limit), "l’heure était passée")
    due = due_ms(event, now, past)
    if due is None and event.trigger.manual:
        return EventState(event.id, Standing.BY_HAND)
    if due is None:
        return EventState(event.id, Standing.WAITING)
    if now.budget_ms is not None and due >= now.budget_ms:
        return EventState(event.id, Standing.NEVER, exam_time(due), "après la fin de l’épreuve")
    return EventState(event.id, Standing.COMING, exam_time(due))


def titles_of(subject: Subject, baseline_id: int) -> Mapping[str, str]:
    """What people call the entities that events name, as they are in the starting shop; read once a subject."""
    key = (subject.digest, baseline_id)
    kept = _titles.find(key)
    if kept is None:
        names = Names(db.session.get_one(Shop, baseline_id).anchor_on)
        with shop_scope(baseline_id):
            kept = _titles.keep(key, dict(_read_titles(subject, names)))
    return kept


def _read_titles(subject: Subject, names: Names) -> Iterator[tuple[str, str]]:
    for target in targets_of(subject):
        entity, key = split_target(target)
        row = names.find_row(entity, key)
        if row is not None:
            yield target, title_of_row(entity, row)


_titles: Remembered[tuple[str, int], Mapping[str, str]] = Remembered(64)


def raw_marks_of(seat: Seat) -> Sequence[EventMark]:
    """Every mark of a seat, oldest first: for the JSON journal."""
    return marks_of([seat.id])[seat.id]


def messages_of(seat: Seat) -> Sequence[PersonaMessage]:
    """What the people of the story wrote to a candidate, the latest first."""
    query = sa.select(PersonaMessage).where(PersonaMessage.seat_id == seat.id).order_by(PersonaMessage.id.desc())
    return db.session.scalars(query).all()


def has_messages(subject: Subject) -> bool:
    """Whether anybody of the story may write to the candidate."""
    return any(effect.op == "message" for event in subject.scenario.events for effect in event.effects)


def seats_of_shop(shop_key: str) -> Sequence[Seat]:
    """The seat whose shop this is, with its clock."""
    return _seats(Seat.shop_id == sa.select(Shop.id).where(Shop.key == shop_key).scalar_subquery())


def seats_of_session(session_id: int) -> Sequence[Seat]:
    """The seats of a session, with their clocks."""
    return _seats(Seat.session_id == session_id)


def seats_by_id(seat_id: int) -> Sequence[Seat]:
    """The seat of that number, with its clock; empty when there is none."""
    return _seats(Seat.id == seat_id)


def _seats(where: sa.ColumnElement[bool]) -> Sequence[Seat]:
    query = sa.select(Seat).options(*full_seat()).where(where).order_by(Seat.rank)
    return db.session.scalars(query).unique().all()

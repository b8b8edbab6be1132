"""Where it is kept what became of events: the database for a seat, the memory for the replay of a run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.training.events.effects import Said
from sandbox.training.events.models import EventMark, PersonaMessage
from sandbox.training.events.rules import ClockState, Outcome, Past, Stage, clock_state, exam_ms_at
from sandbox.training.exams.models import Seat
from sandbox.training.exams.queries import clock_of
from sandbox.training.journal.models import JournalEntry
from sandbox.training.journal.services import Worker
from sandbox.training.subjects.scenario import Event


@dataclass(frozen=True, slots=True)
class Decided:
    """A mark as it is to be written."""

    event_id: str
    stage: Stage
    due_ms: int
    outcome: Outcome | None = None
    author: str = ""
    reason: str = ""
    journal_seq: int | None = None


class Book(Protocol):
    """What the engine asks of the place where marks are kept."""

    @property
    def worker(self) -> Worker | None:
        """Whose exam time the journal writes."""
        ...

    def clock(self) -> ClockState:
        """The clock now."""
        ...

    def past(self) -> Past:
        """What happened so far."""
        ...

    def keep(self, mark: Decided) -> bool:
        """Write a mark; False when somebody else had written it."""
        ...

    def say(self, event_id: str, messages: Sequence[Said]) -> None:
        """Write what personas say to the candidate."""
        ...


@dataclass(slots=True)
class SeatBook:
    """The marks of a seat, in the database."""

    seat: Seat
    events: Sequence[Event]

    @property
    def worker(self) -> Worker | None:
        """The seat."""
        return self.seat

    def clock(self) -> ClockState:
        """The seat's clock now."""
        return clock_state(clock_of(self.seat), duration_s=self.seat.session.duration_s)

    def past(self) -> Past:
        """Read off the marks and the journal; all at the exam times that are known today."""
        return past_of(self.seat, marks_of([self.seat.id])[self.seat.id], self.events)

    def keep(self, mark: Decided) -> bool:
        """The unique constraint decides between two servers, two threads, two tabs."""
        row = EventMark(
            seat_id=self.seat.id, event_id=mark.event_id, stage=mark.stage, outcome=mark.outcome, at=clock.now(),
            exam_ms=self.clock().active_ms, due_ms=mark.due_ms, author=mark.author[:120], reason=mark.reason[:300],
            journal_seq=mark.journal_seq,
        )  # fmt: skip
        try:
            with db.session.begin_nested():
                db.session.add(row)
        except IntegrityError:
            return False
        return True

    def say(self, event_id: str, messages: Sequence[Said]) -> None:
        """Unread until the candidate opens « Messages »."""
        now, exam_ms = clock.now(), self.clock().active_ms
        for rank, said in enumerate(messages):
            db.session.add(
                PersonaMessage(
                    seat_id=self.seat.id, event_id=event_id, rank=rank, author=said.author[:120], role=said.role[:120],
                    channel=said.channel[:60], body=said.body, sent_at=now, exam_ms=exam_ms,
                )
            )  # fmt: skip
        db.session.flush()


def marks_of(seat_ids: Sequence[int]) -> dict[int, list[EventMark]]:
    """The marks of each of these seats, oldest first."""
    found: dict[int, list[EventMark]] = {seat_id: [] for seat_id in seat_ids}
    query = sa.select(EventMark).where(EventMark.seat_id.in_(seat_ids)).order_by(EventMark.id)
    for mark in db.session.scalars(query.execution_options(populate_existing=True)):
        found[mark.seat_id].append(mark)
    return found


def past_of(seat: Seat, marks: Iterable[EventMark], events: Sequence[Event]) -> Past:
    """What happened at a seat so far: its marks, and the first time of each action that an event waits for."""

    def at(moment: datetime) -> int:
        return exam_ms_at(seat.entries, moment, duration_s=seat.session.duration_s)

    armed, decided, fired = {}, {}, {}
    for mark in marks:
        if mark.stage is Stage.ARMED:
            armed[mark.event_id] = at(mark.at)
        elif mark.outcome is not None:
            decided[mark.event_id] = mark.outcome
            if mark.outcome is Outcome.FIRED:
                fired[mark.event_id] = at(mark.at)
    actions = {name: at(moment) for name, moment in _first_times(seat, events).items()}
    return Past(actions, armed, decided, fired)


def _first_times(seat: Seat, events: Sequence[Event]) -> dict[str, datetime]:
    """When the candidate first did each of the actions that events wait for."""
    names = {e.trigger.after for e in events if e.trigger.after is not None}
    if not names:
        return {}
    first = (
        sa.select(JournalEntry.action, sa.func.min(JournalEntry.at))
        .where(JournalEntry.shop_id == seat.shop_id, JournalEntry.seat_id == seat.id, JournalEntry.event.is_(None))
        .where(JournalEntry.action.in_(sorted(names)))
        .group_by(JournalEntry.action)
    )
    return dict(db.session.execute(first).all())


@dataclass(slots=True)
class ReplayBook:
    """The marks of a run that is replayed on a throw-away shop: nothing of it is kept. `clock_now` is moved by the replay."""

    shop_id: int
    events: Sequence[Event]
    clock_now: ClockState
    worker: Worker | None
    marks: list[tuple[int, Decided]] = field(default_factory=list)
    messages: list[tuple[str, Said]] = field(default_factory=list)

    def clock(self) -> ClockState:
        """Where the replay stands."""
        return self.clock_now

    def past(self) -> Past:
        """Read off the marks in memory and the journal of the throw-away shop."""
        armed = {m.event_id: at for at, m in self.marks if m.stage is Stage.ARMED}
        decided = {m.event_id: m.outcome for _, m in self.marks if m.outcome is not None}
        fired = {m.event_id: at for at, m in self.marks if m.outcome is Outcome.FIRED}
        first = (
            sa.select(JournalEntry.action, sa.func.min(JournalEntry.exam_ms))
            .where(
                JournalEntry.shop_id == self.shop_id, JournalEntry.event.is_(None), JournalEntry.exam_ms.is_not(None)
            )
            .group_by(JournalEntry.action)
        )
        return Past({action: at or 0 for action, at in db.session.execute(first)}, armed, decided, fired)

    def keep(self, mark: Decided) -> bool:
        """Nobody else replays this run."""
        if any((m.event_id, m.stage) == (mark.event_id, mark.stage) for _, m in self.marks):
            return False
        self.marks.append((self.clock_now.active_ms, mark))
        return True

    def say(self, event_id: str, messages: Sequence[Said]) -> None:
        """Kept for who asks what the candidate would have read."""
        self.messages += [(event_id, said) for said in messages]

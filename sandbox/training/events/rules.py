"""When an event is due: a pure function of the subject, of the clock and of what happened so far.

The server, practice, the replays of golden runs and the validator all ask `due_events`. Times are exam times in milliseconds, on
the candidate's own clock: a pause or a compensation moves what is to come because the clock does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sandbox.training.exams.models import ClockEntry
from sandbox.training.exams.rules import Clock, read_clock, scaled
from sandbox.training.subjects.scenario import Event

SPACING_MS = 20_000
"""After a stop of the server, what is overdue comes one after the other, so far apart."""
EVENT = "evenement:"
_MS = timedelta(milliseconds=1)


class Stage(StrEnum):
    """ARMED: its condition was found to hold, or the examiner asked for it. DECIDED: it happened, or never will."""

    ARMED = "arme"
    DECIDED = "fait"


class Outcome(StrEnum):
    """What was decided. SKIPPED: `si_non` was reached. EXPIRED: too late. FAILED: the shop refused its effects."""

    FIRED = "declenche"
    SKIPPED = "ecarte"
    EXPIRED = "perime"
    FAILED = "echoue"


@dataclass(frozen=True, slots=True)
class ClockState:
    """What events read of a candidate's clock. `budget_ms` is None for unlimited time."""

    is_running: bool
    active_ms: int
    budget_ms: int | None
    duration_ms: int

    def scaled(self, seconds: int, *, is_scaled: bool) -> int:
        """A moment written in the subject, on this clock: extra time multiplies it unless the event says `echelle: false`."""
        at = timedelta(seconds=seconds)
        if not is_scaled or self.budget_ms is None:
            return at // _MS
        return scaled(at, self.budget_ms * _MS, self.duration_ms * _MS) // _MS


@dataclass(frozen=True, slots=True)
class Past:
    """What happened so far. `actions`: the candidate's own, each with its first exam time; `armed`: since when.

    `decided`: what became of events; `fired`: the exam time of those that happened.
    """

    actions: Mapping[str, int] = field(default_factory=dict)
    armed: Mapping[str, int] = field(default_factory=dict)
    decided: Mapping[str, Outcome] = field(default_factory=dict)
    fired: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """An event whose time has come, and since when; `is_expired`: its time has gone."""

    event: Event
    due_ms: int
    is_expired: bool = False


def clock_state(clock: Clock, *, duration_s: int) -> ClockState:
    """What events read of a clock."""
    budget = None if clock.budget is None else clock.budget // _MS
    return ClockState(clock.is_running, clock.active_ms, budget, 1000 * duration_s)


def due_events(events: Sequence[Event], clock: ClockState, past: Past) -> list[Due]:
    """The events to decide now, in their order: by due time, then as the file lists them. None while the clock stands.

    Decide the first, then ask again: what one event does may bring or prevent the next.
    """
    if not clock.is_running:
        return []
    found = []
    for event in events:
        due, limit = due_ms(event, clock, past), expiry_ms(event, clock)
        if event.id in past.decided:
            continue
        if limit is not None and clock.active_ms > limit:
            found.append(Due(event, limit, is_expired=True))
        elif due is not None and due <= clock.active_ms:
            found.append(Due(event, due))
    return _spaced(sorted(found, key=lambda one: one.due_ms), clock.active_ms, past)


def _spaced(found: Iterable[Due], active_ms: int, past: Past) -> list[Due]:
    """Behind an event that has to wait, those that follow wait too; to be too late takes no turn."""
    last = max(past.fired.values(), default=None)
    kept, is_waiting = [], False
    for due in found:
        if due.is_expired:
            kept.append(due)
            continue
        is_overdue = active_ms - due.due_ms > SPACING_MS
        is_waiting = is_waiting or (is_overdue and last is not None and active_ms - last < SPACING_MS)
        if not is_waiting:
            kept.append(due)
            last = active_ms
    return kept


def due_ms(event: Event, clock: ClockState, past: Past) -> int | None:
    """The exam time at which an event is due, None while nobody knows."""
    trigger = event.trigger
    if trigger.at is not None:
        since: int | None = clock.scaled(trigger.at, is_scaled=trigger.is_scaled)
    elif trigger.after is not None:
        name = trigger.after
        since = past.fired.get(name.removeprefix(EVENT)) if name.startswith(EVENT) else past.actions.get(name)
    else:
        since = past.armed.get(event.id)
    return None if since is None else since + 1000 * trigger.delay


def expiry_ms(event: Event, clock: ClockState) -> int | None:
    """The exam time after which an event no longer happens, None when it always may."""
    expires = event.trigger.expires
    return None if expires is None else clock.scaled(expires, is_scaled=event.trigger.is_scaled)


def next_due_ms(events: Sequence[Event], clock: ClockState, past: Past) -> int | None:
    """The exam time of the next decision that can be told today, None when there is none."""
    known = []
    for event in events:
        if event.id not in past.decided:
            limit = expiry_ms(event, clock)
            known += [due_ms(event, clock, past), None if limit is None else limit + 1]
    return min((moment for moment in known if moment is not None), default=None)


def watched(events: Sequence[Event], past: Past) -> list[Event]:
    """The events whose condition is still to be looked at."""
    return [e for e in events if e.trigger.when is not None and e.id not in past.armed and e.id not in past.decided]


def is_impossible(event: Event, past: Past) -> bool:
    """Whether an event waits for another one that will never happen."""
    name = (event.trigger.after or "").partition(EVENT)[2]
    return bool(name) and past.decided.get(name, Outcome.FIRED) is not Outcome.FIRED


def exam_ms_at(entries: Iterable[ClockEntry], moment: datetime, *, duration_s: int) -> int:
    """The exam time of a past moment as known today: what was compensated since counts as if it had been known then."""
    known = [_Early(entry) if entry.kind == "compensation" else entry for entry in entries]
    return read_clock(known, moment, duration=timedelta(seconds=duration_s)).active_ms


class _Early:
    """A compensation as if it had been written when its interval began."""

    def __init__(self, entry: ClockEntry) -> None:
        self.kind, self.extra, self.seconds = str(entry.kind), str(entry.extra), entry.seconds
        self.from_at, self.to_at, self.at = entry.from_at, entry.to_at, entry.from_at or entry.at


def with_arm(past: Past, event_id: str, exam_ms: int) -> Past:
    """The same past with one more event armed."""
    return replace(past, armed={**past.armed, event_id: exam_ms})

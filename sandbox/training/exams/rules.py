"""The clock: a pure function of a seat's entries and of now. Nothing else is stored, nothing ticks.

active(t) = time in running intervals, minus what was compensated. budget = duration × (1 + majoration) + granted time, or none
for unlimited time. remaining = budget − active. A compensation is a pause written afterwards. A hard end (« fin au plus tard »)
stands still for nobody: remaining is then never more than what separates now from it, and at it every clock is out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

ZERO = timedelta(0)
MAX_SEATS = 3
MAX_EXTRA_MINUTES = 120
TOO_MANY_SEATS = (
    "Référentiel BTS NDRC, épreuve E5, § 4.2 : « chaque examinateur peut évaluer simultanément jusqu’à trois candidats "
    "sur un même sujet ». Un quatrième candidat demande une autre session."
)
CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No 0, O, 1, I or L: nobody has to ask which one it is."""


class ClockState(StrEnum):
    """Where a clock stands. OUT: the time is up. HANDED_IN and ENDED: somebody stopped it."""

    WAITING = "attente"
    AUTHORISED = "autorise"
    RUNNING = "en_cours"
    PAUSED = "pause"
    OUT = "temps_ecoule"
    HANDED_IN = "rendu"
    ENDED = "termine"

    @property
    def is_over(self) -> bool:
        """Whether the candidate no longer works, unless somebody reopens."""
        return self in (ClockState.OUT, ClockState.HANDED_IN, ClockState.ENDED)


class Entry(Protocol):
    """What the clock reads of an entry."""

    @property
    def kind(self) -> str:
        """The kind of the entry, a value of EntryKind."""
        ...

    @property
    def at(self) -> datetime:
        """When it happened."""
        ...

    @property
    def extra(self) -> str:
        """The extra time it gives, a value of Extra."""
        ...

    @property
    def seconds(self) -> int:
        """The seconds it grants."""
        ...

    @property
    def from_at(self) -> datetime | None:
        """Where a compensation begins."""
        ...

    @property
    def to_at(self) -> datetime | None:
        """Where a compensation ends; the moment of a hard end, None when it is lifted."""
        ...


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock at a moment. `budget` and `remaining` are None for unlimited time; `remaining` is never negative.

    `ends_at`: when it ends if nothing happens (running), when it ended (over), None otherwise. `paused` is the time spent in
    pauses since the start, `compensated` what was given back, `granted` the minutes added by the examiner.
    """

    state: ClockState
    active: timedelta
    budget: timedelta | None
    remaining: timedelta | None
    started_at: datetime | None
    ends_at: datetime | None
    paused: timedelta
    compensated: timedelta
    granted: timedelta
    has_third: bool
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    hard_end: datetime | None = None

    @property
    def is_cut_short(self) -> bool:
        """Whether the hard end leaves, or left, less time than the candidate has of their own."""
        if self.hard_end is None or self.state in (ClockState.HANDED_IN, ClockState.ENDED):
            return False
        own = None if self.budget is None else self.budget - self.active
        return self.remaining is not None and (own is None or self.remaining < own)

    @property
    def is_running(self) -> bool:
        """Whether the candidate may work now."""
        return self.state is ClockState.RUNNING

    @property
    def active_ms(self) -> int:
        """The exam time, in milliseconds."""
        return self.active // timedelta(milliseconds=1)


Span = tuple[datetime, datetime]


def read_clock(entries: Iterable[Entry], now: datetime, *, duration: timedelta) -> Clock:
    """The clock of these entries at `now`. Entries after `now` do not count; their order does not matter."""
    past = sorted((e for e in entries if e.at <= now), key=lambda e: e.at)
    hard_end = next((e.to_at for e in reversed(past) if e.kind == "butoir"), None)
    runs, pauses, state, stopped_at = _intervals(past, now)
    started_at = runs[0][0] if runs else None
    runs, pauses = _until(runs, hard_end), _until(pauses, hard_end)
    given_back = _union(
        [(e.from_at, min(e.to_at, now)) for e in past if e.kind == "compensation" and e.from_at and e.to_at]
    )
    net = _subtract(runs, given_back)
    budget, granted, has_third = _budget(past, duration)
    active = _total(net)
    ends_at = stopped_at
    if budget is not None and active and (active > budget or (active == budget and state is not ClockState.HANDED_IN)):
        ends_at, active = _moment_at(net, budget), budget
        state = ClockState.OUT
    elif (
        hard_end is not None and started_at is not None and _is_stopped_by(hard_end, state, stopped_at, started_at, now)
    ):
        state, ends_at = ClockState.OUT, max(hard_end, started_at)
    remaining = _least(None if budget is None else budget - active, None if hard_end is None else hard_end - now)
    if state is ClockState.RUNNING:
        ends_at = None if remaining is None else now + remaining
    return Clock(
        state, active, budget, remaining, started_at, ends_at, _total(pauses), _total(runs) - _total(net), granted, has_third,
        tuple(pauses), hard_end,
    )  # fmt: skip


def _is_stopped_by(
    hard_end: datetime, state: ClockState, stopped_at: datetime | None, started_at: datetime, now: datetime
) -> bool:
    """Whether a clock that was started came to the hard end: still going then, or written as ended at that very moment."""
    if now < hard_end:
        return False
    return state in (ClockState.RUNNING, ClockState.PAUSED) or (
        state is ClockState.ENDED and stopped_at == max(hard_end, started_at)
    )


def _least(*lengths: timedelta | None) -> timedelta | None:
    """The shortest of those that are known, never below zero; None when none is."""
    known = [length for length in lengths if length is not None]
    return max(ZERO, min(known)) if known else None


def _until(spans: Sequence[Span], hard_end: datetime | None) -> list[Span]:
    """The spans, cut at a moment after which nothing counts."""
    return [(s, e if hard_end is None else min(e, hard_end)) for s, e in spans if hard_end is None or s < hard_end]


def _intervals(past: Sequence[Entry], now: datetime) -> tuple[list[Span], list[Span], ClockState, datetime | None]:
    """The running intervals, the pauses, the state, and when the clock was stopped for good."""
    runs: list[Span] = []
    pauses: list[Span] = []
    state, since, stopped_at = ClockState.WAITING, now, None
    for entry in past:
        match entry.kind:
            case "autorise" if state is ClockState.WAITING:
                state = ClockState.AUTHORISED
            case "demarre" if state in (ClockState.WAITING, ClockState.AUTHORISED):
                state, since = ClockState.RUNNING, entry.at
            case "pause" if state is ClockState.RUNNING:
                runs.append((since, entry.at))
                state, since = ClockState.PAUSED, entry.at
            case "reprise" if state is ClockState.PAUSED or state.is_over:
                if state is ClockState.PAUSED:
                    pauses.append((since, entry.at))
                state, since, stopped_at = ClockState.RUNNING, entry.at, None
            case "rend" | "fin_forcee" if not state.is_over:
                if state is ClockState.RUNNING:
                    runs.append((since, entry.at))
                elif state is ClockState.PAUSED:
                    pauses.append((since, entry.at))
                state = ClockState.HANDED_IN if entry.kind == "rend" else ClockState.ENDED
                stopped_at = entry.at
            case _:
                pass
    if state is ClockState.RUNNING:
        runs.append((since, now))
    elif state is ClockState.PAUSED:
        pauses.append((since, now))
    return runs, pauses, state, stopped_at


def _budget(past: Sequence[Entry], duration: timedelta) -> tuple[timedelta | None, timedelta, bool]:
    """The whole time allowed, what of it was granted in minutes, and whether a third was added."""
    extensions = [e for e in past if e.kind == "majoration"]
    granted = sum((timedelta(seconds=e.seconds) for e in extensions), ZERO)
    has_third = any(e.extra == "tiers" for e in extensions)
    if any(e.extra == "illimite" for e in extensions):
        return None, granted, has_third
    return duration + (duration / 3 if has_third else ZERO) + granted, granted, has_third


def _union(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(s for s in spans if s[0] < s[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _subtract(spans: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    """The spans without the holes; both are in order and do not overlap."""
    left: list[Span] = []
    for start, end in spans:
        at = start
        for hole_start, hole_end in holes:
            if hole_end <= at or hole_start >= end:
                continue
            if hole_start > at:
                left.append((at, hole_start))
            at = max(at, hole_end)
        if at < end:
            left.append((at, end))
    return left


def _total(spans: Iterable[Span]) -> timedelta:
    return sum((end - start for start, end in spans), ZERO)


def _moment_at(spans: Sequence[Span], budget: timedelta) -> datetime:
    """The moment at which the sum of the spans reaches the budget."""
    left = budget
    for start, end in spans:
        if end - start >= left:
            return start + left
        left -= end - start
    return spans[-1][1]


def scaled(at: timedelta, budget: timedelta | None, duration: timedelta) -> timedelta:
    """When an event due at `at` on an ordinary clock is due on this one: an accommodation multiplies nested limits."""
    return at if budget is None else at * (budget / duration)


def without_word(typed: str, word: str) -> str:
    """« B 204 » for « Salle B 204 »: papers and pages write the word themselves; the word alone is a name."""
    typed = " ".join(typed.split())
    begun, _, rest = typed.partition(" ")
    return rest if rest and begun.casefold() == word else typed


def normalize_code(code: str) -> str:
    """A code as typed by a person: case, spaces and hyphens do not matter."""
    return "".join(c for c in code.upper() if c.isalnum())

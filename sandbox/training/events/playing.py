"""Replaying a run of a subject with events: on an injected clock, each event at its exam second, between the lines of the run.

The validator, publication and the tests play with it. Nothing of it looks at a seat: the marks are in memory, and an ordinary
candidate is played unless a budget says otherwise. The subject's hand (`manuel`) fires where the run has a line
`{"t": "6min", "action": "evenement.declencher", "cible": "evenement:rupture"}`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sandbox.kernel import clock
from sandbox.shop.shops.models import Shop
from sandbox.training.events.books import Decided, ReplayBook
from sandbox.training.events.looks import Place
from sandbox.training.events.rules import EVENT, ClockState, next_due_ms
from sandbox.training.events.services import Engine
from sandbox.training.journal.playing import PLAYER, RunRefused, lines_of, play_line
from sandbox.training.journal.services import EVENT_ACTION
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.player import Line, Player

_MS = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Replayer:
    """Whose exam time the journal of a replay writes: it runs from the start without a pause."""

    started_at: datetime
    id: int | None = None

    def exam_ms(self, now: datetime) -> int:
        """The exam time at a moment."""
        return (now - self.started_at) // _MS


@dataclass(frozen=True, slots=True)
class Replayed:
    """A run that was replayed: what became of its events in their order, with exam times, and what was read in the frame."""

    decided: tuple[tuple[int, Decided], ...]
    messages: tuple[str, ...]


def play_with_events(
    *, subject: Subject, shop: Shop, baseline_id: int, text: str = "", actor: str = PLAYER, budget_s: int | None = None,
    on_line: Callable[[Line], None] | None = None,
) -> Replayed:  # fmt: skip
    """Play a recorded run (JSON lines, empty for who does nothing) and the subject's events, to the end of the test.

    From now on, on an injected clock. `budget_s`: the time of a candidate with extra time. Raises RunRefused.
    """
    budget_ms = 1000 * (budget_s or subject.duration_s)
    start = clock.now()
    state = ClockState(True, 0, budget_ms, 1000 * subject.duration_s)
    book = ReplayBook(shop.id, subject.scenario.events, state, Replayer(start))
    engine = Engine(Place(subject, shop, baseline_id), book)
    player = Player(shop.anchor_on)
    for line in lines_of(text):
        _advance(engine, book, start, min(1000 * line.at_s, budget_ms))
        with _at(start, book):
            if line.action == EVENT_ACTION:
                _by_hand(engine, line, actor)
            else:
                play_line(shop=shop, player=player, line=line, actor=actor, seat=book.worker)
            _settle(engine)
        if on_line:
            on_line(line)
    _advance(engine, book, start, budget_ms - 1)
    return Replayed(tuple(book.marks), tuple(said.body for _, said in book.messages))


def _advance(engine: Engine, book: ReplayBook, start: datetime, until_ms: int) -> None:
    """Move the clock up to a moment, stopping wherever something is due."""
    while True:
        moment = next_due_ms(engine.events, book.clock_now, book.past())
        if moment is None or moment > until_ms:
            break
        book.clock_now = replace(book.clock_now, active_ms=max(moment, book.clock_now.active_ms))
        with _at(start, book):
            if not _settle(engine):
                break
    book.clock_now = replace(book.clock_now, active_ms=max(until_ms, book.clock_now.active_ms))


def _settle(engine: Engine) -> int:
    """Decide what is due at this very moment; how much that was."""
    count = 0
    while engine.step() is not None:
        count += 1
    return count


def _by_hand(engine: Engine, line: Line, actor: str) -> None:
    name = (line.target or "").removeprefix(EVENT)
    event = next((e for e in engine.events if e.id == name and e.trigger.manual), None)
    if event is None or engine.fire(event, actor) is None:
        raise RunRefused(f"ligne {line.number}, « {line.action} » : pas d’événement « {name} » à déclencher")


@contextmanager
def _at(start: datetime, book: ReplayBook) -> Iterator[None]:
    with clock.frozen(start + book.clock_now.active_ms * _MS):
        yield

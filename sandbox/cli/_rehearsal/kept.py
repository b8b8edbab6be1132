"""What the database of a rehearsal holds, read by another process than the server: the facts that promises are checked against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sandbox import create_app
from sandbox.cli._rehearsal.room import Room
from sandbox.config import Config
from sandbox.kernel import clock
from sandbox.kernel.db import db, reading
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.training.events.models import EventMark
from sandbox.training.events.rules import Stage
from sandbox.training.exams.models import Seat
from sandbox.training.exams.queries import clock_of
from sandbox.training.exams.rules import Clock, read_clock
from sandbox.training.grading.models import Observation
from sandbox.training.journal.models import JournalEntry
from sandbox.training.journal.queries import all_of

MARK = "REP-"
SUMMER_AT = datetime(2027, 3, 28, 1)
"""The change to summer time, UTC."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is there. By rank: references in the journal, the latest of each product there and in the shop, numbers of entries,
    clocks at some moments to come, events decided. `is_steady`: clocks do not mind the change to summer time.
    """

    references: tuple[tuple[str, ...], ...]
    told: tuple[dict[int, str], ...]
    shown: tuple[dict[int, str], ...]
    seqs: tuple[int, ...]
    gaps: int
    observed: dict[str, int]
    clocks: tuple[tuple[Clock, ...], ...]
    events: tuple[tuple[str, ...], ...]
    groups: int
    is_steady: bool
    integrity: str

    def missing(self, saved: Sequence[Sequence[str]]) -> list[str]:
        """The acknowledged saves that are not there."""
        return [one for rank, names in enumerate(saved) for one in names if one not in self.references[rank]]

    def doubled(self) -> list[str]:
        """The saves, and the events, that are there more than once."""
        return [one for names in (*self.references, *self.events) for one in set(names) if names.count(one) > 1]

    @property
    def is_whole(self) -> bool:
        """Whether the journal has no gap, tells what the shops hold, and the file is sound."""
        return not self.gaps and self.told == self.shown and self.integrity == "ok"


@contextmanager
def looking(instance: Path) -> Iterator[None]:
    """The database read by this process, which is not the server's."""
    app = create_app(Config(instance=instance))
    with app.app_context():
        try:
            with reading():
                yield
        finally:
            db.session.remove()
            db.engine.dispose()


def look(room: Room, instance: Path | None = None, *, group: str = "") -> Kept:
    """Read it all; `group` names groups of customers to be counted in the first shop."""
    with looking(instance or room.instance):
        seats = [db.session.get_one(Seat, seat_id) for seat_id in room.seat_ids]
        journals = [all_of(seat.shop_id) for seat in seats]
        told = [_told(entries) for entries in journals]
        with db.engine.connect() as connection:
            integrity = str(connection.exec_driver_sql("PRAGMA integrity_check").scalar())
        return Kept(
            references=tuple(tuple(change["after"]["reference"] for change in _changes(one)) for one in journals),
            told=tuple(told),
            shown=tuple(_shown(seat.shop_id, latest) for seat, latest in zip(seats, told, strict=True)),
            seqs=tuple(len(entries) for entries in journals),
            gaps=sum([entry.seq for entry in entries] != list(range(1, len(entries) + 1)) for entries in journals),
            observed={
                str(key): int(seat)
                for key, seat in db.session.execute(sa.select(Observation.uuid, Observation.seat_id))
            },
            clocks=_clocks(seats),
            events=tuple(tuple(_events(seat.id)) for seat in seats),
            groups=_made(journals[0], group) if group else 0,
            is_steady=all(map(_is_steady, seats)),
            integrity=integrity,
        )


def _changes(entries: Iterable[JournalEntry]) -> Iterator[dict[str, Any]]:
    """The changes that gave a product one of our references."""
    for entry in entries:
        for change in entry.changes:
            if change["table"] == "products" and str(change["after"].get("reference", "")).startswith(MARK):
                yield change


def _told(entries: Iterable[JournalEntry]) -> dict[int, str]:
    return {change["row_id"]: change["after"]["reference"] for change in _changes(entries)}


def _shown(shop_id: int, latest: dict[int, str]) -> dict[int, str]:
    with shop_scope(shop_id):
        rows = db.session.execute(sa.select(Product.id, Product.reference).where(Product.id.in_(latest)))
        found = {int(number): str(reference) for number, reference in rows}
    return {number: found.get(number, "") for number in latest}


def _made(entries: Iterable[JournalEntry], name: str) -> int:
    changes = [change for entry in entries for change in entry.changes if not change["before"]]
    return sum(change["after"].get("name") == name for change in changes)


def _events(seat_id: int) -> Iterable[str]:
    marks = sa.select(EventMark.event_id).where(EventMark.seat_id == seat_id, EventMark.stage == Stage.DECIDED)
    return db.session.scalars(marks.order_by(EventMark.id)).all()


def _clocks(seats: Sequence[Seat]) -> tuple[tuple[Clock, ...], ...]:
    last = max((entry.at for seat in seats for entry in seat.entries), default=clock.now())
    moments = [last + timedelta(seconds=s) for s in (0, 1, 600, 2400, 5000)]
    return tuple(tuple(clock_of(seat, moment) for moment in moments) for seat in seats)


@dataclass(frozen=True, slots=True)
class _Moved:
    """An entry of a clock on another day."""

    kind: str
    at: datetime
    extra: str
    seconds: int
    from_at: datetime | None
    to_at: datetime | None


def _is_steady(seat: Seat) -> bool:
    """Whether the same entries around the change to summer time give the same time left."""
    if not seat.entries:
        return True
    length = timedelta(seconds=seat.session.duration_s)
    first, last = seat.entries[0].at, max(entry.at for entry in seat.entries)
    by = SUMMER_AT - (first + (last - first) / 2)
    moved = [
        _Moved(e.kind, e.at + by, e.extra, e.seconds, e.from_at and e.from_at + by, e.to_at and e.to_at + by)
        for e in seat.entries
    ]
    later = [last + timedelta(seconds=s) for s in (0, 60, 1200)]
    here = [read_clock(seat.entries, moment, duration=length) for moment in later]
    there = [read_clock(moved, moment + by, duration=length) for moment in later]
    return [(c.active, c.remaining, c.state) for c in here] == [(c.active, c.remaining, c.state) for c in there]

"""What an examiner wrote of each seat, as a console asks for it every second.

Levels and answers carry a version that grows with each change, observations are only ever added: how many there are and how far
they have come says, in one statement for all the seats, whether anything was written. Only then are they read again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from sandbox.kernel.db import db, is_reading
from sandbox.kernel.remembered import Remembered
from sandbox.training.exams.models import Seat
from sandbox.training.grading.models import Level, Observation, OralAnswer, SheetChange
from sandbox.training.grading.queries import Noted, answers_by_seat, levels_by_seat, observations_by_seat

Mark = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class LevelSet:
    """The level of a line: TI, I, S, TS or empty, and the version it has reached."""

    value: str
    version: int


@dataclass(frozen=True, slots=True)
class Heard:
    """An oral question that was put: the expected points heard (indexes from 0), a note, the version it has reached."""

    heard: tuple[int, ...]
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class Marking:
    """What stands of a seat's marking: levels by line, observations in order, answers by question."""

    levels: Mapping[str, LevelSet] = field(default_factory=dict)
    notes: Sequence[Noted] = ()
    answers: Mapping[str, Heard] = field(default_factory=dict)


def markings(seats: Sequence[Seat]) -> dict[int, Marking]:
    """The marking of each of these seats, by seat."""
    marks = _marks([seat.id for seat in seats])
    found, unknown = {}, []
    for seat in seats:
        mark = marks[seat.id]
        kept = Marking() if not mark else _kept.find((seat.shop.key, mark))
        if kept is None:
            unknown.append(seat)
        else:
            found[seat.id] = kept
    for seat, marking in zip(unknown, _read([seat.id for seat in unknown]), strict=True):
        found[seat.id] = marking
        if is_reading():  # what a transaction is about to write may yet be taken back
            _kept.keep((seat.shop.key, marks[seat.id]), marking)
    return found


def _marks(seat_ids: Sequence[int]) -> dict[int, Mark]:
    """For each seat how many levels, observations, answers and changes there are, and how far they have come."""
    found: dict[int, list[tuple[str, int, int]]] = {seat_id: [] for seat_id in seat_ids}
    for row in db.session.execute(_HOW_FAR, {"seats": list(seat_ids)}):
        found[row.seat_id].append((row.kind, row.written, row.reached))
    return {seat_id: tuple(sorted(rows)) for seat_id, rows in found.items()}


def _read(seat_ids: Sequence[int]) -> list[Marking]:
    if not seat_ids:
        return []
    levels, notes, answers = levels_by_seat(seat_ids), observations_by_seat(seat_ids), answers_by_seat(seat_ids)
    return [
        Marking(
            {line_id: LevelSet(level.value, level.version) for line_id, level in levels[seat_id].items()},
            tuple(notes[seat_id]),
            {asked: Heard(tuple(one.heard), one.note, one.version) for asked, one in answers[seat_id].items()},
        )
        for seat_id in seat_ids
    ]


def _how_far(
    kind: str, model: type[Level | Observation | OralAnswer | SheetChange], reached: sa.ColumnElement[int]
) -> sa.Select[int, str, int, int]:
    mine = model.seat_id.in_(sa.bindparam("seats", expanding=True))
    return (
        sa.select(
            model.seat_id, sa.literal(kind).label("kind"), sa.func.count().label("written"), reached.label("reached")
        )
        .where(mine)
        .group_by(model.seat_id)
    )


_HOW_FAR = sa.union_all(
    _how_far("level", Level, sa.func.sum(Level.version)),
    _how_far("note", Observation, sa.func.max(Observation.id)),
    _how_far("answer", OralAnswer, sa.func.sum(OralAnswer.version)),
    # an answer that is taken back leaves no row: the change that says so tells it from the next one
    _how_far("change", SheetChange, sa.func.max(SheetChange.id)),
)
_kept: Remembered[tuple[str, Mark], Marking] = Remembered(600)
"""By the key of the seat’s shop, which is drawn at random: a database gives the number of a deleted seat to the next one."""

"""Reading what the examiner wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.training.exams.models import Seat
from sandbox.training.grading.models import Level, Observation, OralAnswer, Sheet, SheetChange, SheetState
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.queries import subject_by_digest


@dataclass(frozen=True, slots=True)
class Noted:
    """An observation as it stands after corrections. `uuid` is the latest entry's; `at` is when the first one was noted, which is
    earlier than when it came if a cut kept it on the device.
    """

    uuid: str
    seat_id: int
    line_id: str | None
    sign: str
    text: str
    at: datetime
    journal_seq: int | None
    is_corrected: bool


def subject_of(seat: Seat) -> Subject:
    """The subject in force in the seat's session."""
    return subject_by_digest(seat.session.subject_hash)


def observations_of(seat: Seat) -> list[Noted]:
    """A seat's observations as they stand, in the order in which they were noted; undone ones are left out."""
    rows = db.session.scalars(
        sa.select(Observation).where(Observation.seat_id == seat.id).order_by(Observation.id)
    ).all()
    return stand(rows)


def observations_by_seat(seat_ids: Sequence[int]) -> dict[int, list[Noted]]:
    """The same for several seats in one statement."""
    rows = db.session.scalars(
        sa.select(Observation).where(Observation.seat_id.in_(seat_ids)).order_by(Observation.id)
    ).all()
    return {seat_id: stand([r for r in rows if r.seat_id == seat_id]) for seat_id in seat_ids}


def stand(rows: Sequence[Observation]) -> list[Noted]:
    """Follow the corrections: what is left of a list of entries, in the order in which it was noted."""
    first: dict[str, Observation] = {}
    latest: dict[str, Observation] = {}
    for row in rows:
        root = first[row.corrects] if row.corrects else row
        first[row.uuid] = root
        latest[root.uuid] = row
    found = [
        Noted(
            row.uuid,
            row.seat_id,
            row.line_id,
            row.sign,
            row.text,
            first[root].device_at,
            row.journal_seq,
            row.uuid != root,
        )
        for root, row in latest.items()
        if not row.is_undo
    ]
    return sorted(found, key=lambda note: note.at)


def raw_observations_of(seat: Seat) -> Sequence[Observation]:
    """Every entry, corrections and undos included, for the file."""
    return db.session.scalars(
        sa.select(Observation).where(Observation.seat_id == seat.id).order_by(Observation.id)
    ).all()


def levels_of(seat: Seat) -> dict[str, Level]:
    """A seat's levels by line; a line that was never touched is missing, a cleared one has an empty value."""
    rows = db.session.scalars(sa.select(Level).where(Level.seat_id == seat.id)).all()
    return {row.line_id: row for row in rows}


def levels_by_seat(seat_ids: Sequence[int]) -> dict[int, dict[str, Level]]:
    """The same for several seats in one statement."""
    found: dict[int, dict[str, Level]] = {seat_id: {} for seat_id in seat_ids}
    for row in db.session.scalars(sa.select(Level).where(Level.seat_id.in_(seat_ids))):
        found[row.seat_id][row.line_id] = row
    return found


def find_sheet(seat: Seat) -> Sheet | None:
    """The seat's sheet, or None while neither mark nor appreciation was ever typed."""
    return db.session.get(Sheet, seat.id)


def sheet_state(seat: Seat, sheet: Sheet | None = None) -> SheetState:
    """Draft, complete or signed, worked out from what there is."""
    sheet = sheet or find_sheet(seat)
    if sheet is not None and sheet.signed_at is not None:
        return SheetState.SIGNED
    levels = levels_of(seat)
    has_levels = all(line.id in levels and levels[line.id].value for line in subject_of(seat).lines)
    return (
        SheetState.COMPLETE
        if has_levels and sheet is not None and sheet.mark_quarters is not None
        else SheetState.DRAFT
    )


def changes_of(seat: Seat) -> Sequence[SheetChange]:
    """Every change of the sheet, oldest first."""
    return db.session.scalars(
        sa.select(SheetChange).where(SheetChange.seat_id == seat.id).order_by(SheetChange.id)
    ).all()


def answers_of(seat: Seat) -> dict[str, OralAnswer]:
    """The oral questions put to a seat, by question."""
    rows = db.session.scalars(sa.select(OralAnswer).where(OralAnswer.seat_id == seat.id).order_by(OralAnswer.asked_at))
    return {row.question_id: row for row in rows}


def answers_by_seat(seat_ids: Sequence[int]) -> dict[int, dict[str, OralAnswer]]:
    """The same for several seats in one statement."""
    found: dict[int, dict[str, OralAnswer]] = {seat_id: {} for seat_id in seat_ids}
    for row in db.session.scalars(
        sa.select(OralAnswer).where(OralAnswer.seat_id.in_(seat_ids)).order_by(OralAnswer.asked_at)
    ):
        found[row.seat_id][row.question_id] = row
    return found


def unsupported_lines(seat: Seat, reached: Sequence[str]) -> list[str]:
    """Lines with a level but no observation, and no evidence among `reached` (line ids): a soft warning in the report."""
    noted = {n.line_id for n in observations_of(seat)}
    return [
        line_id
        for line_id, level in levels_of(seat).items()
        if level.value and line_id not in noted and line_id not in reached
    ]

"""The one thing to do for a candidate now: a raised hand before a cut, a cut before a question, then lines still blank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sandbox.kernel import clock
from sandbox.training.exams.models import SessionState
from sandbox.training.exams.queries import open_cut
from sandbox.web.filters import duration, time_s

if TYPE_CHECKING:
    from sandbox.web.examiner.console import Column

CUT_TOLD = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Todo:
    """What to do: two lines, a button, what it does. kind: hand | comp | ask | blank."""

    kind: str
    icon: str
    small: str
    text: str
    button: str
    act: str
    arg: str


def todo_of(column: Column) -> Todo | None:
    """The first thing to do, or None. Once the session is closed no time is given back and nobody waits for a visit."""
    if column.seat.session.state == SessionState.CLOSED:
        return _question(column) or _blanks(column)
    return _hand(column) or _cut(column) or _question(column) or _blanks(column)


def _hand(column: Column) -> Todo | None:
    if column.hand_for is None:
        return None
    page = column.seat.hand_page.partition("|")[2] or "page inconnue"
    small = f"Main levée depuis {duration(column.hand_for)}"
    return Todo("hand", "person-raised-hand", small, page, "J’y vais", "hand", "")


def _cut(column: Column) -> Todo | None:
    """The cut under way, or the last one that was neither given back nor left; its hours go into the form."""
    seen, now = column.seat.last_seen_at, column.facts.now
    if column.is_cut and seen is not None and column.cut_for >= CUT_TOLD:
        text = f"Compenser +\u00a0{duration(column.cut_for)} ?"
        return Todo("comp", "wifi-off", "Coupure en cours", text, "Accorder", "cut", _hours(seen, now))
    cut = open_cut(column.seat, now) if column.is_started else None
    if cut is None:
        return None
    small = f"Coupé de {time_s(cut.from_at)} à {time_s(cut.to_at)}"
    text = f"Accorder {duration(cut.lost)} ?"
    return Todo("comp", "wifi-off", small, text, "Accorder", "cut", _hours(cut.from_at, cut.to_at))


def _hours(start: datetime, end: datetime) -> str:
    """Two moments as the form takes them, on whole seconds inside the interval: « 10:12:03|10:13:43 »."""
    whole = start if not start.microsecond else start.replace(microsecond=0) + timedelta(seconds=1)
    return "|".join(f"{clock.to_paris(moment):%H:%M:%S}" for moment in (whole, end))


def _question(column: Column) -> Todo | None:
    if not column.is_started:
        return None
    for question in column.subject.questions:
        moment = question.when
        if moment is None or question.id in column.marking.answers:
            continue
        small = ""
        if moment.after and moment.after in column.glance.done:
            small = "Le moment de demander"
        elif moment.at is not None and column.clock.active >= timedelta(seconds=moment.at):
            small = f"Après {duration(moment.at)} d’épreuve"
        if small:
            return Todo("ask", "question-lg", small, question.text, "Posée", "ask", question.id)
    return None


def _blanks(column: Column) -> Todo | None:
    """In the last ten minutes, the lines that have no level yet."""
    if not column.is_blank_time or not column.blanks:
        return None
    lines = f"{column.blanks} lignes sans niveau" if column.blanks > 1 else "1 ligne sans niveau"
    return Todo("blank", "alarm", "Dix dernières minutes", lines, "Y aller", "blank", "")

"""The one thing to do for a candidate now: a raised hand before a cut, a cut before a question, then lines still blank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sandbox.kernel import clock
from sandbox.kernel.text import tied
from sandbox.training.events.words import exam_time
from sandbox.training.exams.models import SessionState
from sandbox.training.exams.queries import open_cut
from sandbox.training.exams.signs import seen_at
from sandbox.web.examiner.asks import action_words, due_questions
from sandbox.web.filters import duration, length, time_s

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
    """The raised hand, with the page and the last thing done before it went up."""
    raised = column.seat.hand_raised_at
    if column.hand_for is None or raised is None:
        return None
    page = column.seat.hand_page.partition("|")[2] or "page inconnue"
    before = next((told.words for told in column.feed if told.at <= raised), "")
    small = f"Main levée depuis {duration(column.hand_for)}"
    return Todo("hand", "person-raised-hand", f"{small} · {before}" if before else small, page, "J’y vais", "hand", "")


def _cut(column: Column) -> Todo | None:
    """The cut under way, or the last one that was neither given back nor left; its hours go into the form."""
    seen, now = seen_at(column.seat), column.facts.now
    if column.is_cut and seen is not None and column.cut_for >= CUT_TOLD:
        text = f"Accorder {length(column.cut_for)} ?"
        return Todo(
            "comp", "wifi-off", "Coupure en cours", text, "Accorder", "cut", _hours(seen, now, column.clock.started_at)
        )
    cut = open_cut(column.seat, now) if column.is_started else None
    if cut is None:
        return None
    small = f"Coupé de {time_s(cut.from_at)} à {time_s(cut.to_at)}"
    text = f"Accorder {length(cut.lost)} ?"
    return Todo(
        "comp", "wifi-off", small, text, "Accorder", "cut", _hours(cut.from_at, cut.to_at, column.clock.started_at)
    )


def _hours(start: datetime, end: datetime, began: datetime | None) -> str:
    """Two moments as the form takes them, in whole seconds, as far apart as was proposed: « 10:12:03|10:13:43 ».

    Counted from the second in which the cut began, unless the test itself began within it.
    """
    whole = start.replace(microsecond=0)
    if began is not None and whole < began:
        whole += timedelta(seconds=1)
    last = min(whole + timedelta(seconds=int((end - start).total_seconds())), end)
    return "|".join(f"{clock.to_paris(moment):%H:%M:%S}" for moment in (whole, last))


def _question(column: Column) -> Todo | None:
    """The question whose moment has come; once the test is over, what was never put."""
    due = due_questions(column)
    if not due:
        return None
    if column.is_over:
        left = "1 question non posée" if len(due) == 1 else f"{len(due)} questions non posées"
        return Todo("ask", "question-lg", left, tied(due[0].text), "Voir", "asks", due[0].id)
    moment = due[0].when
    small = "Le moment de demander"
    if moment is not None and moment.after is not None:
        words = action_words(moment.after)
        small = f"{words[:1].upper()}{words[1:]} → demander"
    elif moment is not None and moment.at is not None:
        small = f"Après {exam_time(1000 * moment.at)} d’épreuve"
    return Todo("ask", "question-lg", small, tied(due[0].text), "Posée", "ask", due[0].id)


def _blanks(column: Column) -> Todo | None:
    """In the last ten minutes, the lines that have no level yet."""
    if not column.is_blank_time or not column.blanks:
        return None
    lines = f"{column.blanks} lignes sans niveau" if column.blanks > 1 else "1 ligne sans niveau"
    return Todo("blank", "alarm", "Dix dernières minutes", lines, "Y aller", "blank", "")

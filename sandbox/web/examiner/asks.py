"""The oral questions of a subject as the console shows them: a row a question, aligned by candidate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from sandbox.kernel.text import tied
from sandbox.training.events.words import exam_time
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.player import registered_actions
from sandbox.training.subjects.scenario import Question

if TYPE_CHECKING:
    from sandbox.web.examiner.console import Column


@dataclass(frozen=True, slots=True)
class AskCell:
    """A question for a candidate. kind: yes (put), now (its moment came), late (never put), next, free."""

    rank: int
    seat_id: int
    name: str
    kind: str
    word: str
    heard: tuple[int, ...]
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class AskRow:
    """A question of the subject for all candidates, with what a good answer says."""

    id: str
    text: str
    letters: str
    moment: str
    expected: tuple[str, ...]
    follow_ups: tuple[str, ...]
    cells: tuple[AskCell, ...]


def ask_rows(subject: Subject, columns: Sequence[Column]) -> tuple[AskRow, ...]:
    """The rows of the panel; empty for a subject without questions."""
    return tuple(
        AskRow(
            question.id,
            tied(question.text),
            ", ".join(subject.letter_of(line) for line in question.lines),
            moment_words(question),
            tuple(question.expected),
            tuple(question.follow_ups),
            tuple(_cell(column, question) for column in columns),
        )
        for question in subject.questions
    )


def is_due(column: Column, question: Question) -> bool:
    """Whether the moment of a question has come for a candidate."""
    moment = question.when
    if moment is None or not column.is_started:
        return False
    if moment.after is not None:
        return moment.after in column.glance.done
    return moment.at is not None and column.clock.active >= timedelta(seconds=moment.at)


def due_questions(column: Column) -> list[Question]:
    """The questions whose moment has come and that were not put, in the order of the subject."""
    asked = column.marking.answers
    return [one for one in column.subject.questions if one.id not in asked and is_due(column, one)]


@lru_cache(maxsize=500)
def action_words(name: str) -> str:
    """« a créé le prix spécifique », or the name itself when no room of the shop knows it."""
    spec = registered_actions().get(name)
    return spec.words if spec else name


def moment_words(question: Question) -> str:
    """« après « Prix spécifique ajouté » », « à 20:00 », « quand vous voulez »."""
    moment = question.when
    if moment is not None and moment.after is not None:
        return f"après «\u00a0{action_words(moment.after)}\u00a0»"
    if moment is not None and moment.at is not None:
        return f"à {exam_time(1000 * moment.at)} d’épreuve"
    return "quand vous voulez"


def _cell(column: Column, question: Question) -> AskCell:
    kept = column.marking.answers.get(question.id)
    if kept is None:
        kind, word = _unasked(column, question)
        return AskCell(column.rank, column.seat_id, column.name, kind, word, (), "", 0)
    heard = f" · {len(kept.heard)} sur {len(question.expected)}" if question.expected else ""
    return AskCell(
        column.rank, column.seat_id, column.name, "yes", f"Posée{heard}", kept.heard, kept.note, kept.version
    )


def _unasked(column: Column, question: Question) -> tuple[str, str]:
    if column.is_over:
        return "late", "Non posée"
    if is_due(column, question):
        return "now", "À poser"
    return ("free", "Libre") if question.when is None else ("next", "À venir")

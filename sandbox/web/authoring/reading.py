"""A subject as a trainer reads it back: questions with their texts, lines with their proofs, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from sandbox.training.contexts.queries import list_contexts
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.models import WrittenSubject
from sandbox.training.subjects.queries import list_versions, list_written, read_written
from sandbox.training.subjects.reading import annex_html, instruction_html
from sandbox.training.subjects.scenario import Line, Proof, Question, Task, Trial

KINDS = {
    "etat": "état d’une fiche", "existe": "existence", "absent": "absence", "intact": "rien d’autre n’a changé",
    "action": "action faite", "texte": "repère sur un texte", "comportement": "comportement rejoué", "livrable": "livrable",
    "manuelle": "à cocher par l’examinateur",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of the grid with its letter, its criterion in the official wording and what the machine looks at."""

    letter: str
    line: Line
    criterion: str
    proofs: Sequence[Proof]


@dataclass(frozen=True, slots=True)
class ReadTask:
    """A question: its number, its text and annexes as safe HTML, its lines, the model answer."""

    number: int
    task: Task
    body: Markup
    annexes: Sequence[tuple[str, Markup]]
    lines: Sequence[ReadLine]
    answer: Markup


@dataclass(frozen=True, slots=True)
class ReadSubject:
    """A whole subject, for reading."""

    subject: Subject
    story: Markup
    tasks: Sequence[ReadTask]
    questions: Sequence[tuple[Question, str]]
    trials: Sequence[Trial]
    kinds = KINDS


@dataclass(frozen=True, slots=True)
class Draft:
    """A subject being written, in the list. `published`: the latest version that is offered; `is_retired`: all its versions are."""

    slug: str
    title: str
    changed_at: datetime
    changed_by: str
    fault_count: int
    published: str
    is_retired: bool


def list_drafts() -> list[Draft]:
    """The subjects being written, the last changed first."""
    return [_draft(written) for written in list_written()]


def _draft(written: WrittenSubject) -> Draft:
    loaded = read_written(written.text, written.files)
    title = loaded.scenario.title if loaded.scenario else written.slug
    versions = list_versions(written.slug)
    offered = [version.version for version in versions if version.retired_at is None]
    return Draft(
        written.slug, title, written.changed_at, written.changed_by, len(loaded.errors), offered[0] if offered else "",
        is_retired=bool(versions) and not offered,
    )  # fmt: skip


def read_subject(subject: Subject, day: date) -> ReadSubject:
    """The subject for a session of that day, its variables as drawn first."""
    subject = subject.drawn(0)
    questions = [(q, ", ".join(subject.letter_of(line) for line in q.lines)) for q in subject.questions]
    tasks = [_task(subject, number, task, day) for number, task in enumerate(subject.tasks, 1)]
    return ReadSubject(subject, _html(subject.scenario.instruction, day), tasks, questions, subject.scenario.trials)


def context_loaded(slug: str) -> bool:
    """Whether the shop of a context is on this machine."""
    return any(pack.slug == slug for pack in list_contexts())


def _task(subject: Subject, number: int, task: Task, day: date) -> ReadTask:
    annexes = [
        (piece.title, Markup(annex_html(subject, piece, day)))  # noqa: S704 - sanitised by the subject's reader
        for piece in subject.scenario.attachments
        if task.id in piece.tasks
    ]
    lines = [
        ReadLine(subject.letter_of(line.id), line, subject.criterion_of(line), subject.proofs_of(line.id))
        for line in task.lines
    ]
    answer = subject.scenario.answers.get(task.id, "")
    return ReadTask(number, task, _html(task.instruction, day), annexes, lines, _html(answer, day))


def _html(text: str, day: date) -> Markup:
    return Markup(instruction_html(text, day))  # noqa: S704 - sanitised by the subject's reader

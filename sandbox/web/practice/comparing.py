"""The comparison as the page and the export show it: words for each judgement, the actions behind each finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from sandbox.kernel.spreadsheets import csv_bytes
from sandbox.training.evidence.findings import Condition, LineFinding, State
from sandbox.training.journal.models import JournalEntry
from sandbox.training.journal.queries import all_of
from sandbox.training.practice.models import PracticeRun
from sandbox.training.practice.queries import Compared, Comparison, compare, subject_of
from sandbox.training.practice.rules import Judgement
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.reading import instruction_html
from sandbox.training.subjects.scenario import Task
from sandbox.web.filters import duration

MARKS = {State.REACHED: "yes", State.PARTIAL: "part", State.MISSED: "no", State.UNVERIFIABLE: "na"}
ICONS = {
    Judgement.COHERENT: "check-lg",
    Judgement.CONFIDENT: "arrow-up-right",
    Judgement.SEVERE: "arrow-down-right",
    Judgement.DISCUSS: "chat-left-text",
}
NUMBERS = ("aucun", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line beside its finding. `steps` are the actions behind it, « 25:22 » and the sentence; `missed` the points to review."""

    compared: Compared
    criterion: str
    mark: str
    icon: str
    gap: str
    steps: tuple[tuple[str, str], ...]
    missed: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class ShownTask:
    """A question with its lines and its model answer."""

    number: int
    title: str
    lines: tuple[ShownLine, ...]
    advice: Markup


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole page."""

    comparison: Comparison
    tasks: tuple[ShownTask, ...]

    @property
    def review_words(self) -> str:
        """« Deux lignes sont à reprendre : E et G. »."""
        letters = self.comparison.to_review
        if not letters:
            return "Aucune ligne n’est à reprendre parmi celles que la machine peut constater."
        if len(letters) == 1:
            return f"Une ligne est à reprendre : {letters[0]}."
        head = number_words(len(letters))
        return f"{head[:1].upper()}{head[1:]} lignes sont à reprendre : {', '.join(letters[:-1])} et {letters[-1]}."


def shown(run: PracticeRun) -> Shown:
    """The comparison of a run; raises RuleBroken before its own rating is closed."""
    comparison, subject = compare(run), subject_of(run)
    journal = {entry.seq: entry for entry in all_of(run.seat.shop_id)}
    tasks = [_task(subject, task, comparison, journal) for task in subject.tasks]
    return Shown(comparison, tuple(task for task in tasks if task.lines))


def _task(subject: Subject, task: Task, comparison: Comparison, journal: dict[int, JournalEntry]) -> ShownTask:
    number = subject.number_of(task)
    lines = [_line(subject, one, journal) for one in comparison.lines if one.task.id == task.id]
    advice = subject.scenario.answers.get(task.id, "")
    html = Markup(instruction_html(advice)) if advice else Markup()  # noqa: S704 - sanitised by the subject's reader
    return ShownTask(number, task.title or f"Question {number}", tuple(lines), html)


def _line(subject: Subject, one: Compared, journal: dict[int, JournalEntry]) -> ShownLine:
    entries = [journal[seq] for seq in one.finding.seqs if seq in journal]
    steps = tuple((duration(timedelta(milliseconds=entry.exam_ms or 0)), entry.words) for entry in entries)
    criterion = subject.criterion_of(one.line)
    mark, icon = MARKS[one.finding.state], ICONS[one.judgement]
    return ShownLine(one, criterion, mark, icon, gap_words(one.judgement, one.finding), steps, _missed(one.finding))


def _missed(finding: LineFinding) -> tuple[Condition, ...]:
    """The points that do not hold, where something was done and the machine can tell."""
    if finding.is_untouched or finding.state not in (State.PARTIAL, State.MISSED):
        return ()
    return tuple(c for proof in finding.proofs if not proof.is_guard for c in proof.conditions if c.holds is False)


def gap_words(judgement: Judgement, finding: LineFinding) -> str:
    """What the level is measured against: « tout est juste », « un point manque », « jugement humain »."""
    if judgement is Judgement.DISCUSS:
        return "jugement humain"
    if finding.state is State.REACHED:
        return "tout est juste"
    if finding.is_untouched:
        return "rien n’a été fait"
    if not finding.points:
        return finding.words
    lacking = finding.points - finding.held
    return "un point manque" if lacking == 1 else f"{number_words(lacking)} points manquent"


def number_words(number: int) -> str:
    """« deux », and digits beyond ten."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def comparison_csv(run: PracticeRun) -> bytes:
    """The comparison for a spreadsheet: semicolons, UTF-8 with its mark, one row a point observed."""
    head = (
        "Question",
        "Ligne",
        "Critère",
        "Mon niveau",
        "Constat",
        "Jugement",
        "Point",
        "Attendu",
        "Observé",
        "État du point",
    )
    rows = [row for task in shown(run).tasks for line in task.lines for row in _rows(task, line)]
    return csv_bytes([head, *rows])


def _rows(task: ShownTask, line: ShownLine) -> Sequence[tuple[str, ...]]:
    one = line.compared
    lead = (
        str(task.number),
        f"{one.letter} {one.line.label}",
        line.criterion,
        one.level,
        one.finding.state.words,
        one.judgement.value,
    )
    points = [
        (c.label, c.expected, c.observed, c.state.words) for proof in one.finding.proofs for c in proof.conditions
    ]
    return [(*lead, *point) for point in points] or [(*lead, "", "", one.finding.words, "")]

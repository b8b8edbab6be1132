"""A subject as the other rooms use it: the scenario, its grid, its annexes, and the hash of all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sandbox.kernel.errors import RuleBroken
from sandbox.training.subjects.fields import Field, Strict
from sandbox.training.subjects.scenario import Line, Proof, Question, Scenario, Task, Trial
from sandbox.training.subjects.variables import count_ranks, draw, fill, fill_text, names_in

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Grid(Strict):
    """An evaluation grid: its criteria in the official wording. `conversion` stays empty until a circular gives one."""

    id: str
    session: str
    title: str = Field(alias="titre")
    source: str
    scale: list[str] = Field(alias="echelle")
    scale_words: dict[str, str] = Field(alias="libelles")
    criteria: dict[str, str] = Field(alias="criteres")
    skills: dict[str, str] = Field(default_factory=dict, alias="competences")
    conversion: str | None = None


@dataclass(frozen=True)
class Subject:
    """A subject in force. `digest` is the SHA-256 of subject.yaml, its annexes and the grid."""

    scenario: Scenario
    grid: Grid
    files: Mapping[str, str]
    digest: str

    @property
    def slug(self) -> str:
        """Its stable name."""
        return self.scenario.id

    @property
    def version(self) -> str:
        """Its version."""
        return self.scenario.version

    @property
    def title(self) -> str:
        """« Sujet C – Noël à la brûlerie »."""
        return self.scenario.heading

    @property
    def duration_s(self) -> int:
        """The time of the test in seconds."""
        return self.scenario.duration

    @property
    def context_slug(self) -> str:
        """The context it is played in."""
        return self.scenario.context.slug

    @property
    def tasks(self) -> list[Task]:
        """Its questions, in order."""
        return self.scenario.tasks

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of its grid, in the order of the questions."""
        return [line for task in self.scenario.tasks for line in task.lines]

    @property
    def proofs(self) -> list[Proof]:
        """What the machine looks at."""
        return self.scenario.proofs

    @property
    def questions(self) -> list[Question]:
        """The examiner's oral questions."""
        return self.scenario.questions

    def line(self, line_id: str) -> Line:
        """The line of that id; raises RuleBroken."""
        found = next((line for line in self.lines if line.id == line_id), None)
        if found is None:
            raise RuleBroken(f"Ligne « {line_id} » inconnue dans ce sujet.", field="line_id")
        return found

    def letter_of(self, line_id: str) -> str:
        """The letter a line bears on the console and in the report: A for the first."""
        return LETTERS[next(i for i, line in enumerate(self.lines) if line.id == line_id)]

    def task_of(self, line_id: str) -> Task:
        """The question a line belongs to."""
        return next(task for task in self.tasks if any(line.id == line_id for line in task.lines))

    def number_of(self, task: Task) -> int:
        """The number of a question, from 1."""
        return self.tasks.index(task) + 1

    def criterion_of(self, line: Line) -> str:
        """The official wording of a line's criterion."""
        return self.grid.criteria.get(line.criterion, line.criterion)

    def proofs_of(self, line_id: str) -> list[Proof]:
        """What the machine looks at for a line."""
        return [proof for proof in self.proofs if line_id in proof.lines]

    def trial(self, trial_id: str) -> Trial | None:
        """A golden run, or None."""
        return next((trial for trial in self.scenario.trials if trial.id == trial_id), None)

    def check_playable(self, *, exam: bool) -> None:
        """Refuse an exam on a subject made for practice only, or on a draft."""
        if exam and "examen" not in self.scenario.uses:
            raise RuleBroken("Ce sujet est réservé à l’entraînement.", field="subject")
        if exam and self.scenario.status == "brouillon":
            raise RuleBroken("Ce sujet est encore un brouillon : il ne peut pas servir en session.", field="subject")

    @property
    def ranks(self) -> int:
        """How many ways of drawing its variables there are."""
        return count_ranks(self.scenario.variables)

    def drawn(self, rank: int) -> Subject:
        """The subject with its variables drawn at a rank (any number) and written into its texts, values, proofs and files.

        Without variables, or once drawn, it is itself. The digest tells each draw from the others.
        """
        variables = self.scenario.variables
        if self.ranks < 2 and not self._has_places:
            return self
        values = draw(variables, rank)
        data = fill(self.scenario.model_dump(mode="json", by_alias=True), values)
        data["variables"] = {name: [value] for name, value in values.items()}
        files = {name: fill_text(text, values) for name, text in self.files.items()}
        total = hashlib.sha256("\0".join([self.digest, *(f"{n}={v}" for n, v in sorted(values.items()))]).encode())
        return Subject(Scenario.model_validate(data), self.grid, files, total.hexdigest())

    @property
    def _has_places(self) -> bool:
        names = set(self.scenario.variables)
        texts = [self.scenario.model_dump_json(exclude={"variables"}), *self.files.values()]
        return bool(names) and any(name in names for text in texts for name in names_in(text))

    def as_data(self) -> dict[str, Any]:
        """Everything of it, for the copy that a session keeps."""
        return {
            "scenario": self.scenario.model_dump(mode="json", by_alias=True),
            "grid": self.grid.model_dump(mode="json", by_alias=True),
            "files": dict(self.files),
            "digest": self.digest,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Subject:
        """The subject of a kept copy."""
        return cls(
            Scenario.model_validate(data["scenario"]), Grid.model_validate(data["grid"]), data["files"], data["digest"]
        )


@dataclass(frozen=True, slots=True)
class SubjectInfo:
    """A subject in a list: what its file says without being played, `tasks` by their titles. `fault_count` above 0: it cannot be used."""

    slug: str
    version: str
    title: str
    context_slug: str
    status: str
    mode: str
    uses: tuple[str, ...]
    duration_s: int
    task_count: int
    line_count: int
    fault_count: int
    changed_on: date | None = None
    support: str = "boutique"
    tasks: tuple[str, ...] = ()

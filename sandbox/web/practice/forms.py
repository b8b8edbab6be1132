"""The own rating as a form: one level a line of the real grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import request

from sandbox.training.subjects.format import Subject
from sandbox.web.forms.base import BaseForm


class RatingForm(BaseForm):
    """The levels as sent, or as kept; `missing` are the letters of the lines that were sent without one."""

    def __init__(self, subject: Subject, kept: Mapping[str, str]) -> None:
        super().__init__()
        self.lines: Sequence[tuple[str, str]] = [(line.id, subject.letter_of(line.id)) for line in subject.lines]
        is_sent = request.method == "POST"
        self.levels = {
            line_id: request.form.get(f"niveau-{line_id}", "") if is_sent else kept.get(line_id, "")
            for line_id, _letter in self.lines
        }
        self.missing: list[str] = []

    @property
    def left(self) -> list[str]:
        """The letters of the lines without a level."""
        return [letter for line_id, letter in self.lines if not self.levels[line_id]]

    @property
    def all_errors(self) -> list[tuple[str | None, str]]:
        """Each line without a level, with the place to give it one."""
        ids = {letter: line_id for line_id, letter in self.lines}
        return [
            *super().all_errors,
            *((f"ligne-{ids[letter]}", f"Ligne {letter} : choisissez un niveau.") for letter in self.missing),
        ]

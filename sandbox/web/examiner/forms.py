"""Forms of the examiner."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wtforms import FieldList, Form, FormField, SelectField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice

from sandbox.kernel import clock
from sandbox.training.exams.models import Extra
from sandbox.training.exams.rules import MAX_EXTRA_MINUTES, MAX_SEATS, TOO_MANY_SEATS
from sandbox.training.exams.services import Candidate
from sandbox.web.forms.base import BaseForm, length, required
from sandbox.web.forms.extras import EXTRAS, HOURS
from sandbox.web.forms.fields import StripField, WholeField


class CandidateForm(Form):
    """One candidate to be seated; an empty row is no candidate."""

    first_name = StripField("Prénom", [length(60)])
    last_name = StripField("Nom", [length(60)])
    number = StripField("Numéro", [length(20)])
    workstation = StripField("Poste", [length(20)])
    extra = SelectField("Temps", choices=EXTRAS, default=Extra.NONE.value)
    extra_minutes = WholeField("Minutes")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed in the row."""
        return not any(field.data for field in (self.first_name, self.last_name, self.number, self.workstation))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Shape, then what a row must have to be a candidate."""
        is_fine = super().validate(*args, **kwargs)
        if self.is_empty or not is_fine:
            return is_fine
        if not self.last_name.data:
            self.last_name.errors = ["Indiquez le nom."]
        if self.extra.data == Extra.MINUTES and not 1 <= (self.extra_minutes.data or 0) <= MAX_EXTRA_MINUTES:
            self.extra_minutes.errors = [f"Indiquez de 1 à {MAX_EXTRA_MINUTES} minutes."]
        if self.extra.data != Extra.MINUTES and self.extra_minutes.data:
            self.extra.errors = ["Choisissez « Minutes en plus », ou effacez les minutes."]
        return not self.errors

    def candidate(self) -> Candidate:
        """The row as the service takes it."""
        return Candidate(
            last_name=self.last_name.data, first_name=self.first_name.data, number=self.number.data,
            workstation=self.workstation.data, extra=Extra(self.extra.data), extra_minutes=self.extra_minutes.data or 0,
        )  # fmt: skip


class SessionForm(BaseForm):
    """A new session. The rule « three at most » is the service's, which cites its source."""

    subject = SelectField("Sujet", [required("Choisissez un sujet.")])
    centre = StripField("Centre d’examen", [length(120)])
    room = StripField("Salle", [length(60)])
    commission = StripField("Commission", [length(40)])
    candidates = FieldList(FormField(CandidateForm), "Candidats", min_entries=3, max_entries=12)

    def __init__(self, subjects: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.subject.choices = [SelectChoice(slug, title) for slug, title in subjects]

    @property
    def all_errors(self) -> list[tuple[str | None, str]]:
        """The errors of the rows too, each with the candidate it is about."""
        rows = [
            (field.id, f"Candidat {rank}, {field.label.text.lower()} : {error}")
            for rank, row in enumerate(self.candidates, 1)
            for field in row.form
            for error in field.errors
        ]
        return super().all_errors + rows

    def add_row(self) -> None:
        """One more row, up to the number of candidates that the rule allows; beyond it the rule is told."""
        if len(self.candidates) < MAX_SEATS:
            self.candidates.append_entry()
        else:
            self.refuse(TOO_MANY_SEATS, "candidates")

    def seated(self) -> list[Candidate]:
        """The rows that are candidates."""
        return [row.form.candidate() for row in self.candidates if not row.form.is_empty]


class TimeForm(BaseForm):
    """Minutes granted to one candidate, with the reason."""

    minutes = WholeField("Minutes", [required("Indiquez des minutes.")])
    reason = StripField("Motif", [length(300)])


class CompensationForm(BaseForm):
    """An interval of today to give back to one candidate, with the reason."""

    from_at = TimeField("De", [required("Indiquez le début.")], format=HOURS)
    to_at = TimeField("À", [required("Indiquez la fin.")], format=HOURS)
    reason = StripField("Motif", [length(300)])

    def interval(self) -> tuple[datetime, datetime]:
        """The two moments, in UTC."""
        start, end = (clock.from_paris(datetime.combine(clock.today(), f.data)) for f in (self.from_at, self.to_at))
        return start, end


class SheetForm(BaseForm):
    """The mark and the appreciation, with the version of the sheet that was on screen."""

    mark = StripField("Note sur 20", [length(10)])
    appreciation = TextAreaField("Appréciation", [length(1200)])
    version = WholeField("Version", default=0)
    reason = StripField("Motif du changement", [length(300)])

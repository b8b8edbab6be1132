"""Forms of the examiner."""

from __future__ import annotations

from typing import Any

from wtforms import FieldList, Form, FormField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from sandbox.training.exams.models import Extra
from sandbox.training.exams.services import Candidate
from sandbox.web.forms.base import BaseForm, length, required
from sandbox.web.forms.fields import StripField, WholeField

EXTRAS = [
    SelectChoice(Extra.NONE.value, "Temps ordinaire (40 min)"),
    SelectChoice(Extra.THIRD.value, "Tiers temps (53 min 20 s)"),
    SelectChoice(Extra.MINUTES.value, "Minutes en plus"),
    SelectChoice(Extra.UNLIMITED.value, "Temps non limité"),
]


class CandidateForm(Form):
    """One candidate to be seated; an empty row is no candidate."""

    first_name = StripField("Prénom", [length(60)])
    last_name = StripField("Nom", [length(60)])
    number = StripField("Numéro", [length(20)])
    workstation = StripField("Poste", [length(20)])
    extra = SelectField("Temps", choices=EXTRAS, default=Extra.NONE.value)
    extra_minutes = WholeField("Minutes", default=0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed in the row."""
        return not (self.first_name.data or self.last_name.data or self.number.data)

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

    def seated(self) -> list[Candidate]:
        """The rows that are candidates."""
        return [row.form.candidate() for row in self.candidates if not row.form.is_empty]


class TimeForm(BaseForm):
    """Minutes granted to one candidate, with the reason."""

    minutes = WholeField("Minutes", [required("Indiquez des minutes.")])
    reason = StripField("Motif", [length(300)])


class SheetForm(BaseForm):
    """The mark and the appreciation, with the version of the sheet that was on screen."""

    mark = StripField("Note sur 20", [length(10)])
    appreciation = TextAreaField("Appréciation", [length(1200)])
    version = WholeField("Version", default=0)
    reason = StripField("Motif du changement", [length(300)])

"""Forms of a centre's day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, SelectMultipleField, TimeField
from wtforms.fields.choices import SelectChoice

from sandbox.accounts.models import User
from sandbox.kernel import clock
from sandbox.training.centre.models import CentreCandidate, PlannedSession
from sandbox.training.centre.rules import NAME_LENGTH, NUMBER_LENGTH, Called
from sandbox.training.centre.services import Plan
from sandbox.training.exams.models import Extra
from sandbox.training.subjects.format import SubjectInfo
from sandbox.web.filters import kind_words
from sandbox.web.forms.base import BaseForm, length, optional, required
from sandbox.web.forms.extras import EXTRAS, HOURS
from sandbox.web.forms.fields import DayField, StripField, WholeField
from sandbox.web.numbers import whole


class DayForm(BaseForm):
    """A new day."""

    held_on = DayField("Jour", [required("Indiquez le jour.")])
    centre = StripField("Centre d’examen", [length(120)])


class ListForm(BaseForm):
    """A file of candidates."""

    file = FileField("Fichier CSV")

    def content(self) -> bytes | None:
        """The bytes sent, None when no file was chosen."""
        sent: Any = self.file.data
        return sent.read() if sent and getattr(sent, "filename", "") else None


class CalledForm(BaseForm):
    """One candidate of the list."""

    number = StripField("Numéro", [required("Indiquez le numéro."), length(NUMBER_LENGTH)])
    last_name = StripField("Nom", [required("Indiquez le nom."), length(NAME_LENGTH)])
    first_name = StripField("Prénom", [length(NAME_LENGTH)])
    extra = SelectField("Temps", choices=EXTRAS, default=Extra.NONE.value)
    extra_minutes = WholeField("Minutes en plus")

    def called(self) -> Called:
        """The candidate as the service takes it; minutes count with « Minutes en plus » only."""
        extra = Extra(self.extra.data)
        minutes = self.extra_minutes.data or 0
        return Called(
            self.number.data, self.last_name.data, self.first_name.data, extra, minutes if extra == Extra.MINUTES else 0
        )

    @classmethod
    def of(cls, candidate: CentreCandidate) -> CalledForm:
        """The form of somebody on the list."""
        return cls(
            data={
                "number": candidate.number, "last_name": candidate.last_name, "first_name": candidate.first_name,
                "extra": candidate.extra.value, "extra_minutes": candidate.extra_minutes or None,
            }
        )  # fmt: skip


class PlanForm(BaseForm):
    """Where, when, with whom, on what."""

    room = StripField("Salle", [required("Indiquez la salle."), length(60)])
    commission = StripField("Commission", [length(40)])
    examiner = SelectField("Examinateur", [required("Choisissez un examinateur.")], coerce=whole)
    first = TimeField("Heure", [required("Indiquez l’heure.")], format=HOURS)
    minutes = WholeField("Salle réservée (minutes)", [required("Indiquez une durée.")], default=60)
    latest = WholeField("Fin au plus tard (minutes après l’heure)", [optional()])
    subjects = SelectMultipleField("Sujets", [required("Choisissez un ou plusieurs sujets.")])

    def __init__(self, examiners: Sequence[User], subjects: Sequence[SubjectInfo], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.examiner.choices = [SelectChoice(user.id, user.name) for user in examiners]
        self.subjects.choices = [
            SelectChoice(s.slug, f"{s.title} ({kind_words(s.support, s.mode).lower()})") for s in subjects
        ]

    def starts_at(self, day: date) -> datetime:
        """The hour on that day, in UTC."""
        return clock.from_paris(datetime.combine(day, self.first.data))

    def plan(self, examiner: User) -> Plan:
        """The plan as the service takes it."""
        return Plan(
            room=self.room.data, examiner=examiner, subjects=tuple(self.subjects.data or ()), commission=self.commission.data,
            minutes=self.minutes.data or 0, latest=self.latest.data,
        )  # fmt: skip


class SeriesForm(PlanForm):
    """Sessions in a row."""

    first = TimeField("Première heure", [required("Indiquez l’heure.")], format=HOURS)
    count = WholeField("Nombre de sessions", [required("Indiquez un nombre.")], default=1)
    fills = BooleanField("Y placer les candidats qui attendent, par numéro", default=True)


class HardEndForm(BaseForm):
    """The hour at which every clock of a session is out; empty to lift it."""

    ends_by = TimeField("Fin au plus tard", [optional()], format=HOURS)
    reason = StripField("Motif", [length(300)])

    def moment(self, day: date) -> datetime | None:
        """The hour on that day, in UTC."""
        return clock.from_paris(datetime.combine(day, self.ends_by.data)) if self.ends_by.data else None


def hour_of(moment: datetime | None) -> time | None:
    """The hour in Paris of a moment."""
    return None if moment is None else clock.to_paris(moment).time()


def plan_data(planned: PlannedSession) -> dict[str, Any]:
    """What a form shows of a session that is planned."""
    latest = None if planned.ends_by is None else round((planned.ends_by - planned.starts_at).total_seconds() / 60)
    return {
        "room": planned.room, "commission": planned.commission, "examiner": planned.examiner_id,
        "first": hour_of(planned.starts_at), "minutes": planned.minutes, "latest": latest,
        "subjects": planned.pool or [planned.subject_slug],
    }  # fmt: skip

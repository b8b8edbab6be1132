"""Forms beside the papers of a session."""

from __future__ import annotations

from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import TextAreaField

from sandbox.web.forms.base import BaseForm, length
from sandbox.web.forms.fields import StripField


class CommissionForm(BaseForm):
    """What the papers say of the commission; one name a line."""

    academy = StripField("Académie", [length(80)])
    members = TextAreaField("Autres membres de la commission", [length(300)])

    def names(self) -> list[str]:
        """The names that were typed."""
        return [line.strip() for line in (self.members.data or "").splitlines() if line.strip()]


class JournalForm(BaseForm):
    """A journal to look at, and the seal read on paper."""

    journal = FileField(
        "Journal (fichier .json)",
        [FileRequired("Choisissez un journal."), FileAllowed(["json"], "Un journal est un fichier .json.")],
    )
    seal = StripField("Sceau lu sur le papier", [length(100)])

"""The form of an archive that is opened again."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from sandbox.web.forms.base import BaseForm, required
from sandbox.web.numbers import whole


class ArchiveForm(BaseForm):
    """An archive, and the examiner who will look at it."""

    archive = FileField(
        "Archive (fichier .zip)",
        [FileRequired("Choisissez une archive."), FileAllowed(["zip"], "Une archive est un fichier .zip.")],
    )
    examiner = SelectField("Examinateur qui la lira", [required("Choisissez un examinateur.")], coerce=whole)

    def __init__(self, readers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.examiner.choices = [SelectChoice(number, name) for number, name in readers]

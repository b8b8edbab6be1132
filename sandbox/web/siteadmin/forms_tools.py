"""Forms of the tools."""

from __future__ import annotations

from flask_wtf.file import FileAllowed, FileField, FileRequired

from sandbox.web.forms.base import BaseForm


class ImportForm(BaseForm):
    """A WordPress export."""

    file = FileField(
        "Fichier d’export (.xml)",
        validators=[
            FileRequired("Choisissez un fichier."),
            FileAllowed(["xml"], "Un export de WordPress est un fichier .xml."),
        ],
    )

"""The form of a file for customers."""

from __future__ import annotations

from wtforms import TextAreaField

from sandbox.web.forms.base import BaseForm, length, required
from sandbox.web.forms.fields import DocumentField, StripField


class AttachmentForm(BaseForm):
    """Name, description, and the file itself."""

    name = StripField("Nom du fichier", [required("Donnez un nom au fichier."), length(128)])
    description = TextAreaField("Description", [length(500)])
    file = DocumentField("Fichier")

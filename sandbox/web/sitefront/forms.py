"""What visitors write."""

from __future__ import annotations

from wtforms import HiddenField, StringField, TextAreaField

from sandbox.shop.comments.rules import MAX_BODY
from sandbox.web.forms.base import BaseForm, length, required


class CommentForm(BaseForm):
    """A comment. Whether name and address are asked for is the settings' to say."""

    body = TextAreaField("Commentaire", validators=[required("Écrivez votre commentaire."), length(MAX_BODY)])
    author = StringField("Nom", validators=[length(120)])
    email = StringField("Adresse e-mail", validators=[length(128)])
    web = StringField("Site web", validators=[length(200)])
    parent = HiddenField()

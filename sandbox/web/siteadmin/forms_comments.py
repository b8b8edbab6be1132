"""Forms of comments."""

from __future__ import annotations

from wtforms import SelectField, StringField, TextAreaField

from sandbox.shop.comments.rules import MAX_BODY, STATUS_WORDS
from sandbox.web.forms.base import BaseForm, length, required


class ReplyForm(BaseForm):
    """An answer of the team."""

    body = TextAreaField("Réponse", validators=[required("Écrivez votre réponse."), length(MAX_BODY)])


class CommentForm(BaseForm):
    """A comment being put right."""

    author = StringField("Nom", validators=[length(120)])
    email = StringField("Adresse e-mail", validators=[length(128)])
    body = TextAreaField("Commentaire", validators=[required("Écrivez le commentaire."), length(MAX_BODY)])
    status = SelectField("État", choices=dict(STATUS_WORDS))

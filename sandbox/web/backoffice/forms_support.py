"""Forms of customer service."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField, TextAreaField

from sandbox.shop.support import queries, rules
from sandbox.shop.support.models import Thread
from sandbox.web.forms.base import BaseForm, length, optional, required
from sandbox.web.forms.fields import DocumentField, StripField
from sandbox.web.numbers import whole

STATES = dict(rules.STATUS_WORDS)


class ReplyForm(BaseForm):
    """An answer, the state it leaves the thread in, and the predefined message it may start from."""

    predefined = SelectField("Message prédéfini", coerce=whole, validators=[optional()])
    body = TextAreaField("Votre réponse", [required("Écrivez votre réponse."), length(rules.MAX_BODY)])
    file = DocumentField("Joindre un fichier")
    status = SelectField("Puis passer le fil à", choices=STATES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.predefined.choices = [(message.id, message.name) for message in queries.list_predefined()]


class NoteForm(BaseForm):
    """A private message."""

    body = TextAreaField("Message privé", [required("Écrivez le message."), length(rules.MAX_BODY)])


class TransferForm(BaseForm):
    """Another service for a thread, with a word for it."""

    contact_id = SelectField("Service", coerce=whole)
    note = TextAreaField("Message privé pour ce service", [length(rules.MAX_BODY)])

    def __init__(self, *args: Any, thread: Thread, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact_id.choices = [(c.id, c.name) for c in queries.list_contacts() if c.id != thread.contact_id]


class PredefinedForm(BaseForm):
    """A predefined message."""

    name = StripField("Nom", [required(), length(128)])
    body = TextAreaField("Message", [required(), length(rules.MAX_BODY)])


class ContactForm(BaseForm):
    """A service that customers may write to."""

    name = StripField("Titre", [required(), length(64)])
    email = StripField("Adresse e-mail", [required(), length(128)])
    description = TextAreaField("Description", [length(1000)])

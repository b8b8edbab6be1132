"""Forms of the contact page and the newsletter."""

from __future__ import annotations

from wtforms import BooleanField, SelectField, TextAreaField

from sandbox.web.forms.base import BaseForm, length, required
from sandbox.web.forms.fields import DocumentField, StripField
from sandbox.web.numbers import whole


class ContactForm(BaseForm):
    """A message to a service of the shop; signed-in customers may say which order it is about."""

    contact_id = SelectField("Service", coerce=whole)
    order_id = SelectField("Commande concernée", coerce=whole, validate_choice=False)
    name = StripField("Votre nom", [required(), length(120)], render_kw={"autocomplete": "name"})
    email = StripField(
        "Votre adresse e-mail", [required(), length(128)], render_kw={"type": "email", "autocomplete": "email"}
    )
    body = TextAreaField("Votre message", [required("Écrivez votre message."), length(4000)], render_kw={"rows": 8})
    file = DocumentField("Joindre un fichier")


class NewsletterForm(BaseForm):
    """An address for the newsletter, with a consent that is never ticked beforehand."""

    email = StripField(
        "Votre adresse e-mail", [required(), length(128)], render_kw={"type": "email", "autocomplete": "email"}
    )
    accord = BooleanField("Accord", [required("Cochez la case pour vous inscrire.")])

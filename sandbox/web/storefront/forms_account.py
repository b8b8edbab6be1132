"""Forms of the customer's account: sign-in, sign-up, identity, addresses, password, messages."""

from __future__ import annotations

from wtforms import BooleanField, PasswordField, SelectField, TextAreaField

from sandbox.shop.customers import rules
from sandbox.web.forms.base import BaseForm, length, required
from sandbox.web.forms.fields import DayField, DocumentField, StripField
from sandbox.web.numbers import whole

EMAIL = {"type": "email", "autocomplete": "email", "inputmode": "email"}


class SignInForm(BaseForm):
    """E-mail and password of a customer of the mock shop."""

    email = StripField("Adresse e-mail", [required("Indiquez votre adresse e-mail."), length(128)], render_kw=EMAIL)
    password = PasswordField(
        "Mot de passe", [required("Indiquez votre mot de passe.")], render_kw={"autocomplete": "current-password"}
    )


class IdentityForm(BaseForm):
    """Who a customer is. Consents are never ticked beforehand."""

    title_id = SelectField("Civilité", coerce=whole)
    first_name = StripField("Prénom", [required(), length(60)], render_kw={"autocomplete": "given-name"})
    last_name = StripField("Nom", [required(), length(60)], render_kw={"autocomplete": "family-name"})
    email = StripField("Adresse e-mail", [required(), length(128)], render_kw=EMAIL)
    birth_on = DayField("Date de naissance")
    company = StripField("Société", [length(120)], render_kw={"autocomplete": "organization"})
    siret = StripField("SIRET", [length(20)], render_kw={"inputmode": "numeric"})
    is_newsletter = BooleanField("Recevoir la lettre d’information")
    is_partner_offers = BooleanField("Recevoir les offres des partenaires")


class SignUpForm(IdentityForm):
    """A new account."""

    password = PasswordField(
        "Mot de passe",
        [required("Choisissez un mot de passe.")],
        render_kw={"autocomplete": "new-password", "minlength": rules.MIN_PASSWORD},
    )
    accepts_terms = BooleanField("Conditions", [required("Acceptez les conditions pour ouvrir un compte.")])


class PasswordForm(BaseForm):
    """Another password."""

    current = PasswordField("Mot de passe actuel", [required()], render_kw={"autocomplete": "current-password"})
    password = PasswordField("Nouveau mot de passe", [required()], render_kw={"autocomplete": "new-password"})


class ForgottenForm(BaseForm):
    """The address of an account whose password is forgotten."""

    email = StripField("Adresse e-mail", [required("Indiquez votre adresse e-mail."), length(128)], render_kw=EMAIL)


class NewPasswordForm(BaseForm):
    """A password chosen from the link of a mail."""

    password = PasswordField(
        "Nouveau mot de passe",
        [required("Choisissez un mot de passe.")],
        render_kw={"autocomplete": "new-password", "minlength": rules.MIN_PASSWORD},
    )


class AddressForm(BaseForm):
    """A postal address."""

    alias = StripField("Nom de cette adresse", [length(32)])
    first_name = StripField("Prénom", [required(), length(60)], render_kw={"autocomplete": "given-name"})
    last_name = StripField("Nom", [required(), length(60)], render_kw={"autocomplete": "family-name"})
    company = StripField("Société", [length(120)], render_kw={"autocomplete": "organization"})
    line1 = StripField("Adresse", [required(), length(128)], render_kw={"autocomplete": "address-line1"})
    line2 = StripField("Complément d’adresse", [length(128)], render_kw={"autocomplete": "address-line2"})
    postcode = StripField(
        "Code postal", [required(), length(12)], render_kw={"autocomplete": "postal-code", "inputmode": "numeric"}
    )
    city = StripField("Ville", [required(), length(64)], render_kw={"autocomplete": "address-level2"})
    country = SelectField("Pays", choices={name: name for name in rules.COUNTRIES}, default=rules.FRANCE)
    phone = StripField("Téléphone", [length(32)], render_kw={"autocomplete": "tel", "type": "tel"})


class MessageForm(BaseForm):
    """A message in an open thread."""

    body = TextAreaField("Votre message", [required("Écrivez votre message."), length(4000)], render_kw={"rows": 6})
    file = DocumentField("Joindre un fichier")

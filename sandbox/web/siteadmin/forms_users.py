"""Forms of the site's accounts."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField

from sandbox.shop.contributors.rules import ROLE_WORDS
from sandbox.web.forms.base import BaseForm, length, required
from sandbox.web.numbers import whole


class UserForm(BaseForm):
    """An account; its identifier is given once and for all."""

    email = StringField("Adresse e-mail", validators=[required("Indiquez une adresse e-mail."), length(128)])
    first_name = StringField("Prénom", validators=[length(60)])
    last_name = StringField("Nom", validators=[length(60)])
    name = StringField("Nom à afficher publiquement", validators=[length(120)])
    web = StringField("Site web", validators=[length(190)])
    bio = TextAreaField("Renseignements biographiques", validators=[length(3000)])
    role = SelectField("Rôle", choices=dict(ROLE_WORDS), default="subscriber")

    def values(self) -> dict[str, Any]:
        """What the services take."""
        names = ("email", "first_name", "last_name", "name", "web", "bio", "role")
        return {name: self[name].data or "" for name in names}


class NewUserForm(UserForm):
    """A new account."""

    login = StringField("Identifiant", validators=[required("Indiquez un identifiant."), length(60)])


class LeavingForm(BaseForm):
    """What becomes of what an account wrote."""

    what = RadioField(
        "Que faut-il faire du contenu de ce compte ?",
        choices={
            "give": "Attribuer tout le contenu à un autre compte",
            "trash": "Mettre tout le contenu à la corbeille",
        },
    )
    author_id = SelectField("Compte qui reçoit les contenus", coerce=whole, validate_choice=False, default=0)

"""Forms of the site's accounts."""

from __future__ import annotations

from typing import Any

from wtforms import PasswordField, RadioField, SelectField, StringField, TextAreaField

from sandbox.shop.contributors.rules import ROLE_WORDS
from sandbox.web.forms.base import BaseForm, length, optional, required
from sandbox.web.numbers import whole


class ProfileForm(BaseForm):
    """One's own account: an identifier is given once and for all, and a role by an administrator."""

    NAMES: tuple[str, ...] = ("email", "first_name", "last_name", "name", "web", "bio", "password")

    first_name = StringField("Prénom", validators=[length(60)])
    last_name = StringField("Nom", validators=[length(60)])
    name = StringField("Nom à afficher publiquement", validators=[length(120)])
    email = StringField("Adresse e-mail", validators=[required("Indiquez une adresse e-mail."), length(128)])
    web = StringField("Site web", validators=[length(190)])
    bio = TextAreaField("Renseignements biographiques", validators=[length(3000)])
    password = PasswordField("Nouveau mot de passe", validators=[optional(), length(72, 8)])

    def values(self) -> dict[str, Any]:
        """What the services take; an empty password leaves the one there is."""
        return {name: self[name].data or "" for name in self.NAMES if name != "password" or self.password.data}


class UserForm(ProfileForm):
    """An account, as an administrator sees it."""

    NAMES = (*ProfileForm.NAMES, "role")

    role = SelectField("Rôle", choices=dict(ROLE_WORDS), default="subscriber")


class NewUserForm(UserForm):
    """A new account."""

    password = PasswordField("Mot de passe", validators=[optional(), length(72, 8)])
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

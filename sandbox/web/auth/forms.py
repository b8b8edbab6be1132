"""The sign-in form and that of a new password."""

from __future__ import annotations

from wtforms import PasswordField

from sandbox.web.forms.base import BaseForm, length, required
from sandbox.web.forms.fields import StripField


class LoginForm(BaseForm):
    """Who signs in."""

    login = StripField("Identifiant", [required("Indiquez votre identifiant."), length(80)])
    password = PasswordField("Mot de passe", [required("Indiquez votre mot de passe.")])


class PasswordForm(BaseForm):
    """A new password, with the present one."""

    current = PasswordField("Mot de passe actuel", [required("Indiquez votre mot de passe actuel.")])
    password = PasswordField("Nouveau mot de passe (8 caractères au moins)", [required("Choisissez un mot de passe.")])

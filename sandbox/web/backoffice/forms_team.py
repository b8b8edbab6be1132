"""Forms of employees and profiles."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, PasswordField, SelectField

from sandbox.shop.team import queries
from sandbox.web.forms.base import BaseForm, length, optional, required
from sandbox.web.forms.fields import StripField
from sandbox.web.numbers import whole


class EmployeeForm(BaseForm):
    """An employee, in the order of the real form."""

    first_name = StripField("Prénom", [required(), length(60)])
    last_name = StripField("Nom", [required(), length(60)])
    email = StripField("Adresse e-mail", [required(), length(128)])
    password = PasswordField("Mot de passe", [optional(), length(72, 8)])
    is_active = BooleanField("Activé", default=True)
    profile_id = SelectField("Profil", coerce=whole)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.profile_id.choices = [(profile.id, profile.name) for profile in queries.list_profiles()]

    def values(self) -> dict[str, Any]:
        """What services take; an empty password is left out."""
        given = {name: field.data for name, field in self._fields.items() if name != "csrf_token"}
        if not given["password"]:
            del given["password"]
        return given


class ProfileForm(BaseForm):
    """A profile."""

    name = StripField("Nom", [required(), length(64)])


class SignInForm(BaseForm):
    """Opening the back office as an employee."""

    email = StripField("Adresse e-mail", [required(), length(128)])
    password = PasswordField("Mot de passe", [optional(), length(72)])

"""Forms of the administrator."""

from __future__ import annotations

from wtforms import SelectField

from sandbox.accounts.models import Role
from sandbox.web.forms.base import BaseForm, length, required
from sandbox.web.forms.fields import StripField

ROLE_WORDS = {
    Role.CANDIDATE: "Candidat",
    Role.EXAMINER: "Examinateur",
    Role.TRAINER: "Formateur",
    Role.ADMINISTRATOR: "Administrateur",
}


class UserForm(BaseForm):
    """A new account; its password is drawn, never typed."""

    name = StripField("Nom affiché", [required("Indiquez le nom de la personne."), length(120)])
    login = StripField("Identifiant", [required("Indiquez un identifiant."), length(80)])
    role = SelectField(
        "Rôle",
        [required("Choisissez un rôle.")],
        choices={"": "Choisissez…"} | {r.value: w for r, w in ROLE_WORDS.items()},
    )

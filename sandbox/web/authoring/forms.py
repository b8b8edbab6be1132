"""Forms of the trainer."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from sandbox.training.authoring.drafting import TEMPLATES
from sandbox.web.forms.base import BaseForm, length, required
from sandbox.web.forms.fields import StripField

NOT_A_PACK = (
    "Un paquet est un fichier .zip. Le texte d’un sujet (.yaml, .txt) se colle dans l’onglet Texte d’un nouveau sujet ; "
    "un document de traitement de texte ne s’importe pas."
)


class StartForm(BaseForm):
    """A new subject: from what, under what name, in which company."""

    source = SelectField("Partir de", [required("Choisissez un point de départ.")])
    title = StripField("Titre", [required(), length(120)])
    slug = StripField("Identifiant", [required(), length(80)])
    context = SelectField("Entreprise", [required("Choisissez une entreprise.")])

    def __init__(self, copies: list[tuple[str, str]], contexts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        models = [(f"modele:{name}", f"Modèle {words}") for name, words in TEMPLATES.items()]
        self.source.choices = [SelectChoice(value, words) for value, words in [*models, *copies]]
        self.context.choices = [SelectChoice(slug, name) for slug, name in contexts]
        self.template = self.source  # the service's name for it, when it refuses


class AnnexForm(BaseForm):
    """An annex: its file, its title, the questions that show it."""

    file = FileField("Fichier", [FileRequired("Choisissez un fichier."), FileAllowed(["md", "csv", "txt"], "Un fichier .md, .csv ou .txt.")])  # fmt: skip
    title = StripField("Titre", [required("Donnez un titre."), length(120)])
    tasks = SelectMultipleField("Questions", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())

    def __init__(self, tasks: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.tasks.choices = [SelectChoice(name, words) for name, words in tasks]


class PackForm(BaseForm):
    """A pack to import; another name when the subject's own is taken."""

    file = FileField("Paquet", [FileRequired("Choisissez un paquet .zip."), FileAllowed(["zip"], NOT_A_PACK)])
    slug = StripField("Nouvel identifiant", [length(80)])


class TrialForm(BaseForm):
    """What to call a recorded run."""

    trial_id = StripField("Nom de l’essai", [required(), length(40)])

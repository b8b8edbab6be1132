"""Forms of companies: one made of a copy, its name, a file to import."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from sandbox.web.forms.base import BaseForm, length, required
from sandbox.web.forms.fields import StripField


class CompanyForm(BaseForm):
    """A company: its name, and how it is known. What is left empty stays as it is in the one that is copied."""

    name = StripField("Nom de l’entreprise", [required("Donnez un nom."), length(120)])
    slogan = StripField("Slogan", [length(120)])
    sector = StripField("Secteur", [length(120)])


class NewCompanyForm(CompanyForm):
    """A company made of the copy of another."""

    source = SelectField("Copier", [required("Choisissez l’entreprise à copier.")])
    is_site_only = BooleanField("Sans boutique : ne copier que le site")
    slug = StripField("Identifiant", [required("Donnez un identifiant."), length(60)])
    raison_sociale = StripField("Raison sociale", [length(120)])
    siege = StripField("Adresse du siège", [length(120)])
    code_postal = StripField("Code postal", [length(12)])
    ville = StripField("Ville", [length(60)])
    telephone = StripField("Téléphone", [length(30)])
    email = StripField("E-mail de contact", [length(120)])
    is_name_replaced = BooleanField("Remplacer l’ancien nom dans les pages et les textes", default=True)

    FACTS = ("raison_sociale", "siege", "code_postal", "ville", "telephone", "email")

    def __init__(self, sources: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.source.choices = [SelectChoice(slug, name) for slug, name in sources]


class CompanyPackForm(BaseForm):
    """The pack of a company to import; another name when its own is taken."""

    file = FileField("Paquet", [FileRequired("Choisissez un paquet .zip."), FileAllowed(["zip"], "Un paquet est un fichier .zip.")])  # fmt: skip
    slug = StripField("Nouvel identifiant", [length(60)])


class UploadForm(BaseForm):
    """A file to import, or the cells of a spreadsheet pasted."""

    file = FileField("Fichier CSV")
    pasted = TextAreaField("Ou les cellules, copiées du tableur avec leur ligne de titres")
    products = FileField("Fichier des produits")

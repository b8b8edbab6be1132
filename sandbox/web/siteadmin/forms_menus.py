"""Forms of menus."""

from __future__ import annotations

from wtforms import BooleanField, StringField

from sandbox.web.forms.base import BaseForm, length, required


class MenuForm(BaseForm):
    """A menu's name."""

    name = StringField("Nom du menu", validators=[required("Donnez un nom au menu."), length(80)])


class LinkForm(BaseForm):
    """A custom link."""

    target = StringField("URL", validators=[required("Indiquez une adresse."), length(500)])
    label = StringField("Texte du lien", validators=[required("Indiquez le texte du lien."), length(120)])


class ItemForm(BaseForm):
    """An item of a menu; `target` is only asked of a custom link."""

    label = StringField("Titre de navigation", validators=[length(120)])
    target = StringField("URL", validators=[length(500)])
    is_new_tab = BooleanField("Ouvrir le lien dans un nouvel onglet")

"""Forms of categories, brands, attributes, features, stock and settings."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField

from sandbox.kernel.values import Kind
from sandbox.shop.catalog import rules
from sandbox.shop.shops.rules import SETTINGS, Section, Setting
from sandbox.web.backoffice.forms_product import number_or_none
from sandbox.web.forms.base import BaseForm, between, length, optional, required
from sandbox.web.forms.fields import MoneyField, PictureField, RichTextField, StripField, WholeField


class CategoryForm(BaseForm):
    """A category."""

    name = StripField("Nom", [required("Donnez un nom à la catégorie."), length(128)])
    is_active = BooleanField("Affichée")
    parent_id = SelectField("Catégorie parente", coerce=number_or_none)
    description = RichTextField("Description")
    picture = PictureField("Image de couverture de la catégorie")
    removes_image = BooleanField("Retirer l’image")
    meta_title = StripField("Balise titre", [length(255)])
    meta_description = TextAreaField("Méta description", [length(512)])
    slug = StripField("URL simplifiée", [length(128)])
    focus = StripField("Mot-clé visé", [length(120)])

    def values(self) -> dict[str, Any]:
        """What services take, the picture apart."""
        values = {name: self[name].data for name in ("name", "is_active", "description", "meta_title", "slug")}
        values["meta_description"] = self.meta_description.data or ""
        if "parent_id" in self and self.parent_id.data is not None:
            values["parent_id"] = self.parent_id.data
        return values


class BrandForm(BaseForm):
    """A brand."""

    name = StripField("Nom", [required("Donnez un nom à la marque."), length(64)])
    is_active = BooleanField("Activée")
    description = RichTextField("Description")
    picture = PictureField("Logo")
    removes_image = BooleanField("Retirer le logo")
    meta_title = StripField("Balise titre", [length(255)])
    meta_description = TextAreaField("Méta description", [length(512)])
    slug = StripField("URL simplifiée", [length(64)])

    def values(self) -> dict[str, Any]:
        """What services take, the picture apart."""
        values = {name: self[name].data for name in ("name", "is_active", "description", "meta_title", "slug")}
        values["meta_description"] = self.meta_description.data or ""
        return values


class AttributeForm(BaseForm):
    """An attribute."""

    name = StripField("Nom", [required("Donnez un nom à l’attribut."), length(64)])
    public_name = StripField("Nom public", [length(64)])
    kind = SelectField("Type d’attribut", choices=dict(rules.ATTRIBUTE_KIND_LABELS))


class AttributeValueForm(BaseForm):
    """A value of an attribute."""

    name = StripField("Valeur", [required("Donnez un nom à la valeur."), length(64)])
    color = StripField("Couleur", [length(7)])


class FeatureForm(BaseForm):
    """A kind of fact about products."""

    name = StripField("Nom", [required("Donnez un nom à la caractéristique."), length(64)])


class StockForm(BaseForm):
    """Units to add to (or, negative, take from) a line of the stock page."""

    delta = WholeField("Quantité à ajouter ou à retirer", [required("Indiquez une quantité, négative pour retirer.")])


def settings_form(section: Section) -> type[BaseForm]:
    """A form with one field for each setting of a screen."""
    fields = {name: _field(setting) for name, setting in SETTINGS.items() if setting.section is section}
    return type("SettingsForm", (BaseForm,), {"__doc__": "Settings of a screen.", **fields})


def _field(setting: Setting) -> Field:
    bounds = [between(setting.minimum, setting.maximum)] if setting.minimum is not None else []
    match setting.kind:
        case Kind.YES_NO:
            return BooleanField(setting.label)
        case Kind.INTEGER:
            return WholeField(setting.label, [required("Indiquez un nombre."), *bounds])
        case Kind.CENTS:
            return MoneyField(
                setting.label, [optional()] if setting.is_optional else [required("Indiquez un montant.")]
            )
        case Kind.CHOICE:
            return SelectField(
                setting.label, choices={code: word.capitalize() for word, code in setting.choices.items()}
            )
        case _:
            return StringField(setting.label, [length(setting.length)])

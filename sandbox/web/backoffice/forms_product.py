"""The product page's form. Its fields stand in several panels outside the <form>, tied to it by the `form` attribute."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request
from wtforms import BooleanField, FieldList, Form, FormField, IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms import TextAreaField as PlainArea

from sandbox.kernel.money import incl_cents
from sandbox.kernel.values import parse_decimal
from sandbox.shop.catalog import rules
from sandbox.shop.catalog.models import Product, ProductImage, Variant
from sandbox.shop.catalog.queries import variant_name
from sandbox.web.forms.base import BaseForm, between, length, optional, required
from sandbox.web.forms.fields import (
    DayField,
    DecimalField,
    DocumentField,
    MicrosField,
    MoneyField,
    RichTextField,
    StripField,
    WholeField,
)
from sandbox.web.numbers import maybe_whole, whole

FORM_ID = "product-form"
HIDDEN = {
    "variants": ("quantity", "min_quantity", "low_stock"),
    "virtual": ("width_mm", "height_mm", "depth_mm", "weight_g", "extra_shipping_cents", "carriers"),
}
"""What the page of a type of product does not show, and so does not save."""


class CentimetreField(DecimalField):
    """A size in centimetres, « 24,5 », kept in millimetres."""

    def read(self, text: str) -> int:
        """Millimetres."""
        return int((parse_decimal(text) * 10).to_integral_value())

    def show(self, value: int) -> str:
        """Up to one decimal."""
        return f"{value / 10:.1f}".rstrip("0").rstrip(".").replace(".", ",")


def number_or_none(value: Any) -> int | None:
    """The number of a choice, None for « aucun »."""
    return maybe_whole(value)


class NewProductForm(BaseForm):
    """Type and name of a new product."""

    kind = RadioField("Type de produit", choices=dict(rules.KIND_LABELS))
    name = StripField("Nom du produit", [required("Donnez un nom au produit."), length(128)])


class FeatureRow(Form):
    """A feature and its value."""

    name = StripField("Caractéristique", [length(64)])
    value = StripField("Valeur", [length(255)])


class CustomFieldRow(Form):
    """What a customer may fill in."""

    label = StripField("Libellé", [length(128)])
    kind = SelectField("Type", choices=dict(rules.FIELD_KIND_LABELS), default="text")
    max_length = IntegerField("Caractères au plus", [optional(), between(1, 2000)], default=255)
    is_required = BooleanField("Obligatoire")


class RelatedRow(Form):
    """A product proposed beside this one."""

    product_id = SelectField("Produit associé", coerce=number_or_none, validate_choice=False)


class PackRow(Form):
    """A component of a pack, as « product » or « product:variant »."""

    part = SelectField("Produit du pack", validate_choice=False)
    quantity = IntegerField("Quantité", [optional(), between(1, 1000)], default=1)


class VariantForm(Form):
    """A line of the grid of variants."""

    reference = StripField("Référence", [length(64)])
    impact_excl_micros = MicrosField("Impact sur le prix HT")
    impact_incl_cents = MoneyField("Impact sur le prix TTC")
    quantity = WholeField("Quantité", [required("Indiquez une quantité.")])


class ImageForm(Form):
    """Caption and rank of a picture."""

    legend = StripField("Légende", [length(128)])
    position = IntegerField("Position", [optional(), between(1, 999)])


class ProductForm(BaseForm):
    """Every tab of the product page."""

    name = StripField("Nom du produit", [required("Donnez un nom au produit."), length(128)])
    kind = SelectField("Type de produit", choices=dict(rules.KIND_LABELS))
    is_online = BooleanField("En ligne")
    # Description
    summary = RichTextField("Récapitulatif")
    description = RichTextField("Description")
    category_id = SelectField("Catégorie par défaut", coerce=number_or_none)
    categories = SelectMultipleField("Catégories associées", coerce=whole)
    brand_id = SelectField("Marque", coerce=number_or_none)
    related = FieldList(FormField(RelatedRow), "Produits associés", max_entries=30)
    # Détails
    reference = StripField("Référence", [length(64)])
    mpn = StripField("Référence fabricant (MPN)", [length(40)])
    upc = StripField("Code-barres UPC", [length(12)])
    ean13 = StripField("Code-barres EAN-13", [length(20)])
    isbn = StripField("ISBN", [length(32)])
    features = FieldList(FormField(FeatureRow), "Caractéristiques", max_entries=40)
    shows_condition = BooleanField("Afficher l’état sur la page du produit")
    condition = SelectField("État", choices=dict(rules.CONDITION_LABELS))
    custom_fields = FieldList(FormField(CustomFieldRow), "Personnalisation", max_entries=10)
    # Stocks
    quantity = WholeField("Quantité")
    min_quantity = WholeField("Quantité minimale pour la vente", [between(1, 100_000)])
    low_stock = WholeField("Niveau de stock bas", [optional(), between(0, 1_000_000)])
    out_of_stock = RadioField("En cas de rupture de stock", choices={
        "deny": "Refuser les commandes", "allow": "Autoriser les commandes", "default": "Utiliser le comportement par défaut",
    })  # fmt: skip
    in_stock_label = StripField("Libellé si en stock", [length(128)])
    out_of_stock_label = StripField("Libellé si rupture de stock", [length(128)])
    available_on = DayField("Date de disponibilité")
    pack_items = FieldList(FormField(PackRow), "Produits du pack", max_entries=30)
    # Livraison
    width_mm = CentimetreField("Largeur", [optional(), between(0)])
    height_mm = CentimetreField("Hauteur", [optional(), between(0)])
    depth_mm = CentimetreField("Profondeur", [optional(), between(0)])
    weight_g = DecimalField("Poids", [optional(), between(0)])
    extra_shipping_cents = MoneyField("Frais de port supplémentaires", [optional(), between(0)])
    carriers = SelectMultipleField("Transporteurs disponibles", coerce=whole)
    # Prix
    price_excl_micros = MicrosField("Prix de vente (HT)")
    price_incl_cents = MoneyField("Prix de vente (TTC)")
    tax_rule_id = SelectField("Règle de taxe", coerce=number_or_none)
    cost_excl_micros = MicrosField("Prix d’achat (HT)")
    is_on_sale = BooleanField("Afficher le bandeau « Promo ! » sur la page du produit")
    unit = StripField("Unité", [length(20)])
    unit_content_milli = DecimalField("Contenance du produit", [optional(), between(0)])
    # Référencement
    meta_title = StripField("Balise titre", [length(255)])
    meta_description = PlainArea("Méta description", [length(512)])
    slug = StripField("URL simplifiée", [length(128)])
    focus = StripField("Mot-clé visé", [length(120)])
    redirect = SelectField("Redirection quand hors ligne", choices=dict(rules.REDIRECT_LABELS))
    tags = StripField("Mots-clés", [length(2000)])
    # Options
    visibility = RadioField("Visibilité", choices=dict(rules.VISIBILITY_LABELS))
    is_available_for_order = BooleanField("Disponible à la vente")
    shows_price = BooleanField("Afficher le prix")
    is_web_only = BooleanField("Exclusivité web (non vendu en magasin)")
    attachments = SelectMultipleField("Fichiers joints", coerce=whole)
    file = DocumentField("Nouveau fichier")
    file_name = StripField("Nom du nouveau fichier", [length(128)])
    file_description = StripField("Description du nouveau fichier", [length(500)])
    is_withdrawal_excluded = BooleanField("Sans droit de rétractation (denrée périssable, objet personnalisé…)")

    def __init__(self, product: Product, **values: Any) -> None:
        super().__init__(**values)
        self.product = product
        for name in HIDDEN.get(product.kind, ()):
            del self[name]
        self.variant_forms = {v.id: _variant_form(self, v, product) for v in product.variants}
        self.image_forms = {image.id: _image_form(self, image) for image in product.images}

    def tie(self) -> ProductForm:
        """Tell each field which form it belongs to: the page's tabs stand outside of it."""
        for field in self._all():
            field.render_kw = {**(field.render_kw or {}), "form": FORM_ID}
        return self

    def _parts(self) -> Iterable[Form]:
        yield from self.variant_forms.values()
        yield from self.image_forms.values()

    def _all(self) -> Iterable[Any]:
        """Every field, those of rows and lines too."""
        for form in (self, *self._parts()):
            for field in form:
                yield from _deep(field)

    def validate(self, extra_validators: Any = None) -> bool:
        """The form, its lines of variants and its pictures."""
        results = [super().validate(extra_validators), *[part.validate() for part in self._parts()]]
        return all(results)

    def refuse(self, message: str, field: str | None = None) -> None:
        """Put a service's refusal on its field; a line's is named `variants-<id>-<field>`."""
        for part in self._parts():
            for inner in part:
                if inner.name == field:
                    inner.errors = [*inner.errors, message]
                    return
        super().refuse(message, field)

    @property
    def all_errors(self) -> list[tuple[str | None, str]]:
        """The summary's lines, rows included."""
        found: list[tuple[str | None, str]] = [(None, message) for message in self.general_errors]
        for part, where in self._places():
            for field in (inner for outer in part for inner in _deep(outer)):
                words = f"{field.label.text}{where}"
                found += [(field.id, f"{words} : {e}") for e in field.errors if isinstance(e, str)]
        return found

    def _places(self) -> Iterable[tuple[Form, str]]:
        """The form and its lines, each with the words that tell which it is."""
        yield self, ""
        for variant in self.product.variants:
            if variant.id in self.variant_forms:
                yield self.variant_forms[variant.id], f", {variant_name(variant)}"
        for rank, image_form in enumerate(self.image_forms.values(), 1):
            yield image_form, f", image {rank}"

    def has_errors(self, names: Iterable[str]) -> bool:
        """Whether a tab holds a fault."""
        return any(error for name in names if name in self for error in self[name].errors)


def _deep(field: Any) -> Iterable[Any]:
    if isinstance(field, FieldList):
        yield field
        for entry in field.entries:
            yield from _deep(entry)
    elif isinstance(field, FormField):
        for inner in field.form:
            yield from _deep(inner)
    else:
        yield field


def _variant_form(form: ProductForm, variant: Variant, product: Product) -> VariantForm:
    rate = product.tax_rule.rate_bp if product.tax_rule else 0
    shown = {
        "reference": variant.reference, "impact_excl_micros": variant.impact_excl_micros, "quantity": variant.quantity,
        "impact_incl_cents": incl_cents(variant.impact_excl_micros, rate),
    }  # fmt: skip
    return VariantForm(_sent(form), prefix=f"variants-{variant.id}-", data=shown)


def _image_form(form: ProductForm, image: ProductImage) -> ImageForm:
    shown = {"legend": image.legend, "position": image.position}
    return ImageForm(_sent(form), prefix=f"images-{image.id}-", data=shown)


def _sent(form: BaseForm) -> Any:
    return request.form if form.is_submitted() else None

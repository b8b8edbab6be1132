"""The page of one variant."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, SelectField

from sandbox.kernel.money import incl_cents
from sandbox.shop.catalog.models import Variant
from sandbox.web.backoffice.forms_product import number_or_none
from sandbox.web.forms.base import BaseForm, between, length, required
from sandbox.web.forms.fields import DayField, DecimalField, MicrosField, MoneyField, StripField, WholeField


class VariantSheetForm(BaseForm):
    """Everything of a variant."""

    is_default = BooleanField("Déclinaison par défaut")
    quantity = WholeField("Quantité", [required("Indiquez une quantité.")])
    min_quantity = WholeField("Quantité minimale pour la vente", [between(1, 100_000)])
    available_on = DayField("Date de disponibilité")
    impact_excl_micros = MicrosField("Impact sur le prix (HT)")
    impact_incl_cents = MoneyField("Impact sur le prix (TTC)")
    cost_excl_micros = MicrosField("Prix d’achat (HT)")
    weight_impact_g = DecimalField("Impact sur le poids")
    reference = StripField("Référence", [length(64)])
    ean13 = StripField("Code-barres EAN-13", [length(20)])
    image_id = SelectField("Image", coerce=number_or_none)

    @classmethod
    def of(cls, variant: Variant) -> VariantSheetForm:
        """The form of a variant."""
        rate = variant.product.tax_rule.rate_bp if variant.product.tax_rule else 0
        form = cls(obj=variant, impact_incl_cents=incl_cents(variant.impact_excl_micros, rate))
        names = [(image.id, image.legend or f"Image {image.position}") for image in variant.product.images]
        form.image_id.choices = [("", "Image de couverture"), *names]
        return form

    def values(self) -> dict[str, Any]:
        """The arguments of `update_variant`."""
        values = {name: value for name, value in self.data.items() if name != "csrf_token"}
        values["impact_excl_micros"] = values["impact_excl_micros"] or 0
        values["impact_incl_cents"] = values["impact_incl_cents"] or 0
        values["weight_impact_g"] = values["weight_impact_g"] or 0
        return values

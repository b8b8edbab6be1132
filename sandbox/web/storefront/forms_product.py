"""Forms of the product page: buying it, reviewing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from wtforms import Field, RadioField, StringField, TextAreaField

from sandbox.shop.catalog.models import CustomField, Product
from sandbox.shop.reviews.rules import MAX_DETAILS, REPORT_REASONS
from sandbox.web.forms.base import BaseForm, length, required
from sandbox.web.forms.fields import DayField, PictureField, StripField, WholeField

OPTION = "o-"
CUSTOM = "custom-"


class BuyForm(BaseForm):
    """The quantity and the chosen values; a product's own customisation fields are added by `buy_form`."""

    quantity = WholeField("Quantité")

    @property
    def quantity_text(self) -> str:
        """The quantity as typed, to show a refused one again."""
        return str(self.quantity.raw_data[0]) if self.quantity.raw_data else ""

    @property
    def custom_fields(self) -> list[Field]:
        """The customisation fields, in order."""
        return [field for field in self if field.name.startswith(CUSTOM)]

    def chosen_values(self) -> list[int]:
        """The attribute values sent."""
        return [
            int(value)
            for name, value in request.form.items()
            if name.startswith(OPTION) and value.isdecimal() and len(value) < 10
        ]

    def customization(self) -> tuple[dict[str, str], dict[str, bytes]]:
        """Texts by label, and files by label."""
        texts: dict[str, str] = {}
        files: dict[str, bytes] = {}
        for field in self.custom_fields:
            if isinstance(field, PictureField):
                content = field.content()
                if content is not None:
                    files[field.label.text] = content
            elif field.data:
                texts[field.label.text] = field.data
        return texts, files


def buy_form(product: Product) -> BuyForm:
    """The form of a product, with a field for each of its customisations."""
    if not product.custom_fields:
        return BuyForm()
    fields: dict[str, Any] = {f"{CUSTOM}{own.id}": _custom_field(own) for own in product.custom_fields}
    form: BuyForm = type("ProductForm", (BuyForm,), fields)()
    for own in product.custom_fields:
        form[f"{CUSTOM}{own.id}"].flags.is_needed = own.is_required
    return form


class TextsForm(BaseForm):
    """The texts of a personalised article that is in the cart already: a field for each, by `texts_form`."""

    def texts(self) -> dict[str, str]:
        """What is typed, by label."""
        return {field.label.text: field.data or "" for field in self if isinstance(field, StripField)}


def texts_form(product: Product, line_id: int, known: Mapping[str, str], *, is_sent: bool = False) -> TextsForm | None:
    """The texts of a line of the cart, with what they are now unless they are being sent; None when there is nothing to write."""
    own = [field for field in product.custom_fields if field.kind != "file"]
    if not own:
        return None
    made: type[TextsForm] = type(
        "LineTextsForm", (TextsForm,), {f"{CUSTOM}{one.id}": _custom_field(one) for one in own}
    )
    prefix = f"ligne-{line_id}-"
    form = made(prefix=prefix) if is_sent else made(
        formdata=None, prefix=prefix, data={f"{CUSTOM}{one.id}": known.get(one.label, "") for one in own}
    )  # fmt: skip
    for one in own:
        form[f"{CUSTOM}{one.id}"].flags.is_needed = one.is_required
    return form


def _custom_field(own: CustomField) -> Any:
    if own.kind == "file":
        return PictureField(own.label, description="JPEG, PNG, WebP ou GIF, 8\u00a0Mo au plus.")
    needed = [required("Ce texte est demandé pour ce produit.")] if own.is_required else []
    return StripField(
        own.label, [*needed, length(own.max_length)], description=f"{own.max_length}\u00a0caractères au plus.",
        render_kw={"maxlength": own.max_length},
    )  # fmt: skip


class ReportForm(BaseForm):
    """Why a review is reported."""

    reason = RadioField("Raison", choices=REPORT_REASONS, validators=[required("Choisissez une raison.")])
    details = TextAreaField("Précisions", [length(MAX_DETAILS)], render_kw={"rows": 4, "maxlength": MAX_DETAILS})


class ReviewForm(BaseForm):
    """A review of a product."""

    rating = RadioField("Votre note", choices={str(n): f"{n} étoile{'s' if n > 1 else ''}" for n in range(5, 0, -1)},
                        validators=[required("Choisissez une note.")])  # fmt: skip
    title = StringField("Titre de l’avis", [length(120)])
    body = TextAreaField("Votre avis", [required("Écrivez votre avis."), length(3000)])
    author = StringField("Votre nom ou prénom", [required(), length(80)], render_kw={"autocomplete": "given-name"})
    experienced_on = DayField("Date de votre expérience")

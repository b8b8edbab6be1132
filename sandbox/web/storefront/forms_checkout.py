"""Forms of the checkout: who, where, how it travels, how it is paid."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, RadioField, TextAreaField

from sandbox.shop.orders.rules import MAX_GIFT_MESSAGE
from sandbox.web.forms.base import BaseForm, length, required
from sandbox.web.forms.fields import StripField
from sandbox.web.numbers import whole
from sandbox.web.storefront.forms_account import EMAIL, AddressForm

NEW = "nouvelle"
SAME = "meme"


class GuestForm(BaseForm):
    """Somebody who orders without an account."""

    first_name = StripField("Prénom", [required(), length(60)], render_kw={"autocomplete": "given-name"})
    last_name = StripField("Nom", [required(), length(60)], render_kw={"autocomplete": "family-name"})
    email = StripField("Adresse e-mail", [required(), length(128)], render_kw=EMAIL)
    is_newsletter = BooleanField("Recevoir la lettre d’information")


class PlaceForm(AddressForm):
    """A new address inside the checkout."""


class ChoiceForm(BaseForm):
    """Which addresses: a known one's number or a new one, for delivery and for the invoice."""

    delivery = RadioField("Adresse de livraison", choices=[], validate_choice=False)
    invoice = RadioField("Adresse de facturation", choices=[], validate_choice=False)


class DeliveryForm(BaseForm):
    """The carrier, the gift wrapping when the shop proposes it, and a message for whoever prepares the parcel."""

    carrier_id = RadioField("Mode de livraison", choices=[], coerce=whole, validate_choice=False)
    is_wrapped = BooleanField("Emballage cadeau")
    gift_message = TextAreaField("Votre message à joindre au cadeau", [length(MAX_GIFT_MESSAGE)], render_kw={"rows": 3})
    message = TextAreaField("Un mot pour l’atelier", [length(2000)], render_kw={"rows": 3})


class PaymentForm(BaseForm):
    """The way to pay, the card when it is one, and the acceptance of the terms, never ticked beforehand."""

    payment = RadioField("Paiement", choices=[], validate_choice=False)
    card_number = StripField("Numéro de carte", [length(23)], render_kw={"inputmode": "numeric", "autocomplete": "off"})
    card_expiry = StripField(
        "Expiration", [length(7)], render_kw={"placeholder": "MM/AA", "autocomplete": "off", "inputmode": "numeric"}
    )
    card_code = StripField("Cryptogramme", [length(4)], render_kw={"inputmode": "numeric", "autocomplete": "off"})
    accepts_terms = BooleanField("Conditions générales de vente")
    total = HiddenField()

"""Forms of orders: a state, a parcel, a payment, a note, a message; the states themselves."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, ColorField, SelectField, TextAreaField, ValidationError

from sandbox.shop.orders import queries
from sandbox.shop.orders.models import Order
from sandbox.shop.orders.rules import MAX_NOTE
from sandbox.shop.shipping.queries import carrier_choices
from sandbox.shop.support.queries import list_predefined
from sandbox.shop.support.rules import MAX_BODY, unknown_variables
from sandbox.web.forms.base import BaseForm, between, length, optional, required
from sandbox.web.forms.fields import StripField, WholeField
from sandbox.web.numbers import whole


class OrderStateForm(BaseForm):
    """The state that an order moves to."""

    state_id = SelectField("État de la commande", coerce=whole)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state_id.choices = [(state.id, state.name) for state in queries.list_states()]


class TrackingForm(BaseForm):
    """Who takes the parcel, and its number."""

    carrier_id = SelectField("Transporteur", coerce=whole, validators=[optional()])
    tracking_number = StripField("Numéro de suivi")

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, obj=order, **kwargs)
        self.carrier_id.choices = list(carrier_choices()) if order.carrier_id else []


class PaymentForm(BaseForm):
    """How an order that waits for its money is to be paid."""

    payment_id = SelectField("Mode de paiement", coerce=whole)

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        payments = queries.list_payments()
        now = next((payment.id for payment in payments if payment.key == order.payment_key), None)
        super().__init__(*args, data={"payment_id": now}, **kwargs)
        self.payment_id.choices = [(payment.id, payment.name) for payment in payments]


class OrderNoteForm(BaseForm):
    """The team's note about an order."""

    private_note = TextAreaField("Note privée", [length(MAX_NOTE)])


class OrderMessageForm(BaseForm):
    """A message to the customer about their order, and the predefined one it may start from."""

    predefined = SelectField("Message prédéfini", coerce=whole, validators=[optional()])
    body = TextAreaField("Votre message", [required("Écrivez votre message."), length(MAX_BODY)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.predefined.choices = [(message.id, message.name) for message in list_predefined()]


class StateForm(BaseForm):
    """A state of orders: its name, its colour, what it does."""

    name = StripField("Nom de l’état", [required(), length(64)])
    color = ColorField("Couleur")
    sends_mail = BooleanField("Envoyer un e-mail au client quand l’état de sa commande change")
    is_invoiced = BooleanField("Créer la facture de la commande")
    is_paid = BooleanField("Marquer la commande associée comme payée")
    is_shipped = BooleanField("Marquer la commande associée comme expédiée")
    is_delivered = BooleanField("Marquer la commande associée comme livrée")
    is_hidden = BooleanField("Masquer cet état aux clients")
    mail_text = TextAreaField("Texte de l’e-mail", [length(MAX_NOTE)])
    position = WholeField("Place dans les listes", [optional(), between(0, 999)])

    def validate_mail_text(self, field: Any) -> None:
        """A word in braces must be one that a mail can fill."""
        unknown = unknown_variables(field.data or "")
        if unknown:
            raise ValidationError(f"«\u00a0{{{unknown[0]}}}\u00a0» n’est pas une variable connue.")

    def values(self) -> dict[str, Any]:
        """What the service takes; an empty place keeps the one it had, or comes last."""
        known = {name: field.data for name, field in self._fields.items() if name != "csrf_token"}
        if known["position"] is None:
            del known["position"]
        return {**known, "mail_text": known["mail_text"] or ""}

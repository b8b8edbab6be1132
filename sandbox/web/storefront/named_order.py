"""The order that a visitor names by its reference and its address, whoever they are: to follow it, or to withdraw from it."""

from __future__ import annotations

from sandbox.shop.orders import queries as orders
from sandbox.shop.orders.models import Order
from sandbox.web.forms.base import BaseForm, length, required
from sandbox.web.forms.fields import StripField


class NamedOrderForm(BaseForm):
    """Which order, and who asks."""

    reference = StripField(
        "Référence de la commande", [required(), length(12)], render_kw={"autocapitalize": "characters"}
    )
    email = StripField(
        "Adresse e-mail de la commande", [required(), length(128)], render_kw={"type": "email", "autocomplete": "email"}
    )


def find_named(form: NamedOrderForm) -> Order | None:
    """The order that was named. None is told on the form, in the same words for an unknown order and for somebody else's."""
    if not form.validate_on_submit():
        return None
    found = orders.find_order_of_address(form.reference.data or "", form.email.data or "")
    if found is None:
        form.refuse("Aucune commande ne porte cette référence avec cette adresse e-mail.", "reference")
    return found

"""Forms of returns and refunds: one row of fields a line of the order; the state of a return; the shop's period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, ColorField, HiddenField, SelectField, TextAreaField
from wtforms.validators import NumberRange

from sandbox.kernel.money import format_cents
from sandbox.shop.orders.models import MerchandiseReturn, Order
from sandbox.shop.orders.queries import Balance, ReturnableLine, return_looks
from sandbox.shop.orders.rules import MAX_NOTE, refunds, returns
from sandbox.shop.orders.services import RefundItem, ReturnItem
from sandbox.shop.shops.rules import SETTINGS
from sandbox.web.forms.base import BaseForm, between, length, optional, required
from sandbox.web.forms.fields import MoneyField, StripField, WholeField


class RefundForm(BaseForm):
    """What to give back, line by line. Amounts are typed for a partial refund only: otherwise units say what they were paid."""

    restocks = BooleanField("Réapprovisionner les produits")
    as_voucher = BooleanField("Générer un bon de réduction")
    refunds_shipping = BooleanField("Rembourser les frais de livraison")
    shipping_cents = MoneyField("Livraison à rembourser, TTC", [optional()])

    def items(self, order: Order) -> list[RefundItem]:
        """The lines with something to give back."""
        found = []
        for line in order.lines:
            units, amount = self[f"q{line.id}"].data or 0, self[f"m{line.id}"].data if f"m{line.id}" in self else None
            if units or amount:
                found.append(RefundItem(line, units, amount))
        return found

    def shipping(self, balance: Balance) -> int:
        """Cents of postage to give back."""
        if "shipping_cents" in self:
            return self.shipping_cents.data or 0
        return balance.shipping_left if self.refunds_shipping.data else 0


def refund_form(kind: str, balance: Balance, back: MerchandiseReturn | None, **kwargs: Any) -> RefundForm:
    """The form of a kind of refund; a return under way fills in its units."""
    fields: dict[str, Any] = {}
    for one in balance.lines:
        fields[f"q{one.line.id}"] = WholeField(
            f"Quantité à rembourser, {one.line.name}", [optional(), between(0, one.paid.units_left)]
        )
        if kind == refunds.PARTIAL:
            words = f"Entre 0 et {format_cents(one.paid.cents_left)}."
            bounds = NumberRange(min=0, max=one.paid.cents_left, message=words)
            fields[f"m{one.line.id}"] = MoneyField(f"Montant à rembourser, {one.line.name}", [optional(), bounds])
    fields["shipping_cents" if kind != refunds.PARTIAL else "refunds_shipping"] = None
    made: type[RefundForm] = type("LineRefundForm", (RefundForm,), {"__doc__": RefundForm.__doc__, **fields})
    units = {f"q{row.order_line_id}": row.quantity for row in back.lines} if back is not None else {}
    left = {f"q{one.line.id}": one.paid.units_left for one in balance.lines}
    filled = {name: min(count, left.get(name, 0)) for name, count in units.items()}
    return made(data={**filled, "restocks": False}, **kwargs)


class ReturnForm(BaseForm):
    """A return entered for a customer: units and a reason a line."""

    reason = TextAreaField("Ce que dit le client", [length(MAX_NOTE)])

    def items(self, lines: Sequence[ReturnableLine]) -> list[ReturnItem]:
        """The lines with units to send back."""
        return [
            ReturnItem(row.line, self[f"q{row.line.id}"].data, self[f"r{row.line.id}"].data)
            for row in lines
            if self[f"q{row.line.id}"].data
        ]


def return_form(lines: Sequence[ReturnableLine], **kwargs: Any) -> ReturnForm:
    """The form with the order's lines."""
    fields: dict[str, Any] = {}
    for row in lines:
        name = row.line.name
        fields[f"q{row.line.id}"] = WholeField(f"Quantité à retourner, {name}", [optional(), between(0, row.units)])
        fields[f"r{row.line.id}"] = SelectField(f"Motif, {name}", choices=returns.REASONS)
    made: type[ReturnForm] = type("LineReturnForm", (ReturnForm,), {"__doc__": ReturnForm.__doc__, **fields})
    return made(**kwargs)


class ReturnStateForm(BaseForm):
    """The state that a return moves to, and why when it is refused; `was` is the state it was in when the page was drawn."""

    state = SelectField("État")
    answer = TextAreaField("Motif du refus, pour le client", [length(MAX_NOTE)])
    was = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = [(key, look.name) for key, look in return_looks().items()]


class ReturnStateEditForm(BaseForm):
    """A state of returns: its words, its colour, what it means, its place in the lists."""

    name = StripField("Nom de l’état", [required(), length(64)])
    color = ColorField("Couleur")
    step = SelectField("Étape du retour", choices=returns.STEPS)
    position = WholeField("Place dans les listes", [optional(), between(0, 999)])

    def values(self) -> dict[str, Any]:
        """What the services take."""
        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}


class ReturnSettingsForm(BaseForm):
    """Whether the shop takes returns, and for how long."""

    retours_actifs = BooleanField(SETTINGS["retours_actifs"].label)
    retours_jours = WholeField(
        SETTINGS["retours_jours"].label,
        [
            required("Indiquez un nombre."),
            between(SETTINGS["retours_jours"].minimum, SETTINGS["retours_jours"].maximum),
        ],
    )

"""The form of an order entered in the back office: by telephone, at a fair, from a cart that was left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import FieldList, Form, FormField, SelectField, TextAreaField

from sandbox.shop.catalog.queries import get_product, get_variant_of, list_choices
from sandbox.shop.customers.models import Customer
from sandbox.shop.customers.queries import addresses_of
from sandbox.shop.orders import queries
from sandbox.shop.orders.models import Cart
from sandbox.shop.orders.rules import MAX_NOTE, RELEASED_KEYS
from sandbox.shop.orders.services import OrderItem
from sandbox.shop.shipping.queries import list_carriers
from sandbox.web.backoffice.lookups import LookupField
from sandbox.web.forms.base import BaseForm, between, length, optional
from sandbox.web.forms.fields import StripField, WholeField
from sandbox.web.numbers import whole

EMPTY_LINES, MAX_LINES = 3, 60
Place = tuple[int, int | None]


class ItemForm(Form):
    """A line: a product or one of its variants, and how many."""

    item = LookupField("Produit", noun="produit")
    quantity = WholeField("Quantité", [optional(), between(1, 10_000)])


class NewOrderForm(BaseForm):
    """Everything of an order but who it is for."""

    lines = FieldList(FormField(ItemForm), "Produits", max_entries=MAX_LINES)
    codes = StripField("Code promo", [length(64)])
    delivery_id = SelectField("Adresse de livraison", coerce=whole)
    invoice_id = SelectField("Adresse de facturation", coerce=whole)
    carrier_id = SelectField("Transporteur", coerce=whole)
    payment_id = SelectField("Mode de paiement", coerce=whole)
    state_id = SelectField("État de la commande", coerce=whole)
    message = TextAreaField("Mot du client", [length(MAX_NOTE)])
    private_note = TextAreaField("Note privée", [length(MAX_NOTE)])

    def __init__(self, *args: Any, customer: Customer, cart: Cart | None = None, **kwargs: Any) -> None:
        self.places = list_places()
        super().__init__(*args, data=_from_cart(cart, self.places) if cart else None, **kwargs)
        self._custom = {(line.product_id, line.variant_id): line.customization for line in cart.lines} if cart else {}
        addresses = [(a.id, f"{a.alias}\u00a0: {a.line1}, {a.postcode} {a.city}") for a in addresses_of(customer.id)]
        self.delivery_id.choices, self.invoice_id.choices = addresses, [(0, "La même"), *addresses]
        self.carrier_id.choices = [(c.id, c.name) for c in list_carriers(only_active=True)]
        self.payment_id.choices = [(p.id, p.name) for p in queries.list_payments()]
        states = [s for s in queries.list_states() if s.key not in RELEASED_KEYS]
        self.state_id.choices = [(0, "Selon le mode de paiement"), *((s.id, s.name) for s in states)]
        self.grow(0 if self.is_submitted() else EMPTY_LINES)

    def grow(self, count: int) -> None:
        """Add empty lines, and let every line know what it may name."""
        for _ in range(min(count, MAX_LINES - len(self.lines.entries))):
            self.lines.append_entry()
        labels = {rank: label for rank, (label, _) in enumerate(self.places)}
        for entry in self.lines.entries:
            entry.form.item.options = labels

    def items(self) -> list[OrderItem]:
        """The lines that name a product, as the services take them."""
        found = []
        for entry in self.lines.entries:
            if entry.form.item.data is None:
                continue
            product_id, variant_id = self.places[entry.form.item.data][1]
            variant = get_variant_of(product_id, variant_id) if variant_id else None
            custom = self._custom.get((product_id, variant_id), "")
            found.append(OrderItem(get_product(product_id), entry.form.quantity.data or 1, variant, custom))
        return found

    def spell_out(self) -> None:
        """Write each product as it was understood, in the place of the part of its name that was typed."""
        for entry in self.lines.entries:
            item = entry.form.item
            if item.data is not None:
                item.raw_data = [self.places[item.data][0]]

    @property
    def labels(self) -> Sequence[str]:
        """What a line may name."""
        return [label for label, _ in self.places]

    @property
    def all_errors(self) -> list[tuple[str | None, str]]:
        """With the faults of the lines, each at its field."""
        inner = [
            (field.id, f"Ligne {rank}, {field.label.text.lower()}\u00a0: {error}")
            for rank, entry in enumerate(self.lines.entries, 1) for field in entry.form for error in field.errors
        ]  # fmt: skip
        return [*super().all_errors, *inner]


def list_places() -> list[tuple[str, Place]]:
    """What can be ordered, « Colombie Huila : 250 g, En grains (CAST-CAF-COL) »; of a product with variants, only these."""
    choices = list_choices()
    with_variants = {choice.product_id for choice in choices if choice.variant_id}
    return [
        (f"{c.name} ({c.reference})" if c.reference else c.name, (c.product_id, c.variant_id))
        for c in choices if c.variant_id or c.product_id not in with_variants
    ]  # fmt: skip


def _from_cart(cart: Cart, places: Sequence[tuple[str, Place]]) -> Mapping[str, Any]:
    """The form as the cart that was left would fill it."""
    ranks = {place: rank for rank, (_, place) in enumerate(places)}
    lines = [
        {"item": ranks[line.product_id, line.variant_id], "quantity": line.quantity}
        for line in cart.lines if (line.product_id, line.variant_id) in ranks
    ]  # fmt: skip
    return {
        "lines": lines,
        "delivery_id": cart.delivery_address_id,
        "carrier_id": cart.carrier_id,
        "message": cart.message,
    }

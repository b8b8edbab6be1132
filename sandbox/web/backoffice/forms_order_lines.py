"""Forms of an order's lines: a product to add, a quantity and a price to change."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField

from sandbox.shop.catalog.models import Product, Variant
from sandbox.shop.catalog.queries import get_product, get_variant_of
from sandbox.shop.orders.models import Order, OrderLine
from sandbox.shop.orders.queries import lines_mark
from sandbox.web.backoffice.forms_new_order import list_places
from sandbox.web.backoffice.lookups import LookupField
from sandbox.web.forms.base import BaseForm, between, optional, required
from sandbox.web.forms.fields import MoneyField, WholeField

QUANTITY = "Indiquez une quantité."


class MarkedForm(BaseForm):
    """A form drawn over an order's lines: `mark` says which lines it was drawn over."""

    mark = HiddenField()

    def draw_again(self, order: Order) -> None:
        """Carry the lines as they are now: who saw the refusal may confirm."""
        self.mark.data = lines_mark(order)
        self.mark.raw_data = [self.mark.data]


class AddLineForm(MarkedForm):
    """A product, or one of its variants, to add."""

    item = LookupField("Produit", [required("Choisissez un produit.")], noun="produit")
    quantity = WholeField("Quantité", [required(QUANTITY), between(1, 10_000)])
    unit_incl_cents = MoneyField("Prix unitaire TTC", [optional()])

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, data={"quantity": 1, "mark": lines_mark(order)}, **kwargs)
        self._places = list_places()
        self.item.options = {rank: label for rank, (label, _) in enumerate(self._places)}

    def chosen(self) -> tuple[Product, Variant | None]:
        """The product that was named, and its variant."""
        product_id, variant_id = self._places[self.item.data or 0][1]
        return get_product(product_id), get_variant_of(product_id, variant_id) if variant_id else None


class LineForm(MarkedForm):
    """The quantity and the price of a line."""

    quantity = WholeField("Quantité", [required(QUANTITY), between(1, 10_000)])
    unit_incl_cents = MoneyField("Prix unitaire TTC", [required("Indiquez un prix.")])

    def __init__(self, *args: Any, order: Order, line: OrderLine, **kwargs: Any) -> None:
        now = {"quantity": line.quantity, "unit_incl_cents": line.unit_incl_cents, "mark": lines_mark(order)}
        super().__init__(*args, data=now, **kwargs)

"""What an order's page shows beside the order itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sandbox.shop.catalog.queries import cover_of
from sandbox.shop.customers.queries import get_customer
from sandbox.shop.orders import queries
from sandbox.shop.orders.models import Order, OrderState
from sandbox.shop.orders.rules import RELEASED_KEYS, effects_of, is_gift, refunds
from sandbox.shop.support import queries as support
from sandbox.web.backoffice.forms_orders import (
    OrderMessageForm,
    OrderNoteForm,
    OrderStateForm,
    PaymentForm,
    TrackingForm,
)


@dataclass(frozen=True, slots=True)
class StateChoice:
    """A state that an order may move to, and what moving there does, in words."""

    state: OrderState
    effects: str


def state_choices(order: Order) -> list[StateChoice]:
    """The states with what each would do to this order now."""
    return [StateChoice(state, _effects(order, state)) for state in queries.list_states()]


def _effects(order: Order, state: OrderState) -> str:
    if state.id == order.state_id:
        return "C’est l’état actuel de la commande."
    was_released, is_released = order.state.key in RELEASED_KEYS, state.key in RELEASED_KEYS
    found = effects_of(
        sends_mail=state.sends_mail, makes_invoice=state.is_invoiced and not order.invoice_number,
        gives_stock_back=is_released and not was_released, takes_stock=was_released and not is_released,
    )  # fmt: skip
    if not found:
        return "Rien d’autre ne change\u00a0: ni e-mail, ni facture, ni stock."
    words = found[0] if len(found) == 1 else f"{', '.join(found[:-1])} et {found[-1]}"
    return f"{words[0].upper()}{words[1:]}."


REFUND_WORDS = (
    ("standard", refunds.STANDARD, "Remboursement standard"), ("partiel", refunds.PARTIAL, "Remboursement partiel"),
    ("retour", refunds.RETURN, "Retourner des produits"),
)  # fmt: skip
"""The buttons of the page: their address, their kind, their words; each shows when the order's state allows it."""


def after_sale(order: Order) -> dict[str, Any]:
    """Returns, credit slips, what is left to give back, and the refunds that are open now."""
    rows, slips = queries.returns_of(order.id), queries.slips_of(order.id)
    balance = queries.balance_of(order, slips)
    problems = queries.refund_problems(order, balance, rows)
    return {
        "returns": rows, "slips": slips, "balance": balance, "was_shipped": queries.was_shipped(order),
        "refund_buttons": [(path, words) for path, kind, words in REFUND_WORDS if not problems[kind]],
    }  # fmt: skip


def order_context(order: Order, **forms: Any) -> dict[str, Any]:
    """Everything of the page; a refused form replaces the fresh one of its name."""
    fresh = {
        "state_form": lambda: OrderStateForm(formdata=None, obj=order), "tracking": lambda: TrackingForm(formdata=None, order=order),
        "payment": lambda: PaymentForm(formdata=None, order=order), "note": lambda: OrderNoteForm(formdata=None, obj=order),
        "message": lambda: OrderMessageForm(formdata=None),
    }  # fmt: skip
    before, after = queries.neighbours_of(order.id)
    return {
        "order": order, "customer": get_customer(order.customer_id), "taxes": queries.taxes_of_order(order),
        "choices": state_choices(order), "threads": support.threads_of_order(order.id), "has_slip": queries.has_slip(order),
        "figures": support.customer_figures([order.customer_id])[order.customer_id], "cover_of": cover_of,
        "lines_problem": queries.lines_problem(order), "mark": queries.lines_mark(order), "is_gift": is_gift,
        "adding": None, "editing": None, "line_form": None, "dropping": None,
        "before": before, "after": after, "tracking_url": tracking_url(order), **after_sale(order),
        **{name: make() for name, make in fresh.items() if name not in forms}, **forms,
    }  # fmt: skip


def tracking_url(order: Order) -> str:
    """Where the carrier tells of the parcel, empty when nothing is known; PrestaShop's « @ » stands for the number."""
    if order.carrier is None or not order.tracking_number or "@" not in order.carrier.tracking_url:
        return ""
    return order.carrier.tracking_url.replace("@", quote(order.tracking_number, safe=""))

"""Template filters of the screens of figures."""

from __future__ import annotations

from sandbox.kernel.text import excerpt
from sandbox.shop.orders.models import OrderState
from sandbox.shop.traffic.rules.indicators import Evolution, Value, show_evolution
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.figures import Cell, words

bp.add_app_template_filter(words, "words")
bp.add_app_template_filter(show_evolution, "evolution")
bp.add_app_template_filter(excerpt, "excerpt")


@bp.app_template_filter()
def cell_kind(cell: Cell) -> str:
    """How a cell is drawn: value, evolution or text."""
    return "evolution" if isinstance(cell, Evolution) else "value" if isinstance(cell, Value) else "text"


@bp.app_template_filter()
def order_state(state: OrderState) -> str:
    """The colour of an order's state, always with its word: delivered, under way, waiting for money, failed."""
    if state.is_delivered or state.is_shipped:
        return "ok"
    if state.is_paid:
        return "info"
    if state.key == "erreur-paiement":
        return "bad"
    return "" if state.key == "annule" or state.is_invoiced else "warn"

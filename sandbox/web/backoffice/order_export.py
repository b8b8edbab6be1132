"""The list of orders as a file that French spreadsheets open as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from sandbox.kernel.clock import to_paris
from sandbox.shop.orders.queries import OrderRow
from sandbox.web.backoffice.figures import safe

HEADERS = (
    "ID", "Référence", "Nouveau client", "Livraison", "Client", "E-mail", "Produits TTC", "Réductions", "Livraison TTC", "Total HT",
    "Total TTC", "Paiement", "État", "Facture", "Date",
)  # fmt: skip


def orders_csv(rows: Iterable[OrderRow]) -> bytes:
    """One line an order: `;`, decimal comma, UTF-8 with BOM; no cell is taken for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADERS)
    writer.writerows([safe(cell) for cell in _cells(row)] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cells(row: OrderRow) -> tuple[str, ...]:
    order = row.order
    return (
        str(order.id), order.reference, "Oui" if row.is_new else "Non", row.country, row.customer.full_name, row.customer.email,
        _euros(order.products_incl_cents), _euros(order.discount_incl_cents), _euros(order.shipping_incl_cents),
        _euros(order.total_excl_cents), _euros(order.total_incl_cents), order.payment_name, row.state.name, order.invoice_number,
        f"{to_paris(order.placed_at):%d/%m/%Y %H:%M}",
    )  # fmt: skip


def _euros(cents: int) -> str:
    """« 34,90 »."""
    return f"{cents / 100:.2f}".replace(".", ",")

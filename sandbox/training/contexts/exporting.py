"""The files of a context as a trainer takes them away, and may bring them back: one for each kind of thing."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from sandbox.kernel.errors import NotFound
from sandbox.shop.orders.seed import LINES, ORDERS
from sandbox.training.contexts.importing.folder import ContextTable
from sandbox.training.contexts.importing.formats import ORDER_LINE

KINDS = {
    "produits": "catalogue/produits.csv", "categories": "catalogue/categories.csv",
    "declinaisons": "catalogue/declinaisons.csv", "clients": "clients/clients.csv", "adresses": "clients/adresses.csv",
    "commandes": "commandes/commandes.csv",
}  # fmt: skip
WORDS = {
    "produits": "produits", "categories": "catégories", "declinaisons": "déclinaisons", "clients": "clients",
    "adresses": "adresses", "commandes": "commandes",
}  # fmt: skip


def export_csv(folder: Path, kind: str) -> bytes:
    """A kind of thing as a CSV that the import screen knows again; an order has a line for each of its articles."""
    if kind not in KINDS:
        raise NotFound("Cet export n’existe pas.")
    if kind == "commandes":
        return _orders(folder)
    path = folder / KINDS[kind]
    return path.read_bytes() if path.is_file() else b""


def _orders(folder: Path) -> bytes:
    orders = ContextTable(folder, "commandes/commandes.csv", ORDERS)
    lines = ContextTable(folder, "commandes/lignes.csv", LINES)
    of_order: dict[str, list[dict[str, str]]] = {}
    for row in lines.rows:
        of_order.setdefault(row.cells["commande"], []).append(row.cells)
    columns = [name for name in ORDER_LINE if name in lines.header]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([*orders.header, *columns])
    for order in orders.rows:
        head = [order.cells.get(name, "") for name in orders.header]
        writer.writerows(
            [*head, *(cells.get(name, "") for name in columns)] for cells in of_order.get(order.cells["reference"], [])
        )
    return out.getvalue().encode("utf-8-sig")

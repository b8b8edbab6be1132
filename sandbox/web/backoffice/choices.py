"""Everything that a field may propose: products, customers."""

from __future__ import annotations

from sandbox.shop.catalog.queries import list_products
from sandbox.shop.customers.queries import CustomerFilter, list_customers

ALL = 100_000


def product_options() -> dict[int, str]:
    """Every product, as « Colombie Huila (CAST-CAF-COL) », by name."""
    page = list_products(sort="name", size=ALL)
    return {p.id: f"{p.name} ({p.reference})" if p.reference else p.name for p in page.items}


def customer_options() -> dict[int, str]:
    """Every customer, as « Inès Kervella, ines@courriel.example », by name."""
    page = list_customers(CustomerFilter(), sort="nom", descending=False, size=ALL)
    return {c.id: f"{c.full_name}, {c.email}" for c in page.items}

"""Reading carts, orders, their states, and payments."""

from sandbox.shop.orders.queries.carts import (
    CartTotals,
    LineTotal,
    address_of,
    carriers_for,
    cart_totals,
    count_units,
    find_cart,
    get_cart,
    parcel_of,
    price_cart,
    problem_of,
    uses_of,
)
from sandbox.shop.orders.queries.documents import (
    Document,
    DocumentFilter,
    DocumentRow,
    has_slip,
    invoices_to_print,
    list_invoices,
    list_slips,
    slips_to_print,
)
from sandbox.shop.orders.queries.orders import (
    CartFilter,
    CartRow,
    OrderFilter,
    OrderRow,
    count_by_step,
    count_orders_to_handle,
    delivery_countries,
    find_order_by_reference,
    find_payment_by_key,
    find_state_by_key,
    get_cart_row,
    get_order,
    get_orders,
    get_payment,
    get_state,
    list_carts,
    list_orders,
    list_payments,
    list_states,
    neighbours_of,
    orders_of,
    taxes_of_order,
)
from sandbox.shop.orders.queries.quotes import quote_order

__all__ = [
    "CartFilter", "CartRow", "CartTotals", "Document", "DocumentFilter", "DocumentRow", "LineTotal", "OrderFilter", "OrderRow",
    "address_of", "carriers_for", "cart_totals", "count_by_step", "count_orders_to_handle", "count_units", "delivery_countries",
    "find_cart", "find_order_by_reference", "find_payment_by_key", "find_state_by_key", "get_cart", "get_cart_row", "get_order", "get_orders",
    "get_payment", "get_state", "has_slip", "invoices_to_print", "list_carts", "list_invoices", "list_orders", "list_payments",
    "list_slips", "list_states", "neighbours_of", "orders_of", "parcel_of", "price_cart", "problem_of", "quote_order", "slips_to_print",
    "taxes_of_order", "uses_of",
]  # fmt: skip

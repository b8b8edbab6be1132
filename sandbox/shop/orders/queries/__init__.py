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
from sandbox.shop.orders.queries.orders import (
    CartFilter,
    CartRow,
    OrderFilter,
    OrderRow,
    count_orders_to_handle,
    delivery_countries,
    find_order_by_reference,
    find_payment_by_key,
    find_state_by_key,
    get_order,
    get_payment,
    get_state,
    list_carts,
    list_orders,
    list_payments,
    list_states,
    orders_of,
    taxes_of_order,
)

__all__ = [
    "CartFilter", "CartRow", "CartTotals", "LineTotal", "OrderFilter", "OrderRow", "address_of", "carriers_for", "cart_totals",
    "count_orders_to_handle", "count_units", "delivery_countries", "find_cart", "find_order_by_reference",
    "find_payment_by_key", "find_state_by_key", "get_cart", "get_order", "get_payment", "get_state", "list_carts",
    "list_orders", "list_payments", "list_states", "orders_of", "parcel_of", "price_cart", "problem_of", "taxes_of_order",
    "uses_of",
]  # fmt: skip

"""Changing carts, orders, returns and refunds."""

from sandbox.shop.orders.services import erasure  # noqa: F401 - importing it has carts and orders forget who asks to be
from sandbox.shop.orders.services.carriers import delete_carrier
from sandbox.shop.orders.services.carts import (
    add_to_cart,
    apply_code,
    assign_customer,
    choose_delivery,
    open_cart,
    remove_code,
    remove_line,
    set_quantity,
)
from sandbox.shop.orders.services.checkout import OrderItem, create_order, place_order
from sandbox.shop.orders.services.lines import add_line, change_line, drop_line
from sandbox.shop.orders.services.order_states import create_state, delete_state, update_state
from sandbox.shop.orders.services.refunds import RefundItem, refund_order, when_slip_is_made
from sandbox.shop.orders.services.return_states import (
    begin_return_states,
    create_return_state,
    delete_return_state,
    update_return_state,
)
from sandbox.shop.orders.services.returns import (
    ReturnItem,
    change_return_state,
    record_return,
    request_return,
    when_return_changes,
    withdraw,
)
from sandbox.shop.orders.services.states import (
    change_payment,
    change_state,
    set_private_note,
    set_tracking,
    update_payment_method,
    when_state_changes,
)
from sandbox.shop.orders.services.vouchers import delete_cart_rule

__all__ = [
    "OrderItem", "RefundItem", "ReturnItem", "add_line", "add_to_cart", "apply_code", "assign_customer",
    "begin_return_states", "change_line", "change_payment", "change_return_state", "change_state", "choose_delivery",
    "create_order", "create_return_state", "create_state", "delete_carrier", "delete_cart_rule", "delete_return_state",
    "delete_state", "drop_line", "open_cart", "place_order", "record_return", "refund_order", "remove_code",
    "remove_line", "request_return", "set_private_note", "set_quantity", "set_tracking", "update_payment_method",
    "update_return_state", "update_state", "when_return_changes", "when_slip_is_made", "when_state_changes", "withdraw",
]  # fmt: skip

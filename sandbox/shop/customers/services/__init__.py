"""Changing customers, their groups, titles, addresses and consents. Services never commit; they return what they changed."""

from __future__ import annotations

from sandbox.shop.customers.services.addresses import AddressValues, create_address, delete_address, update_address
from sandbox.shop.customers.services.erasure import Erased, erase_customer, when_erased
from sandbox.shop.customers.services.groups import (
    GroupDetails,
    GroupValues,
    create_group,
    delete_group,
    remove_category_reduction,
    set_category_reduction,
    update_group,
)
from sandbox.shop.customers.services.newsletter import subscribe, unsubscribe
from sandbox.shop.customers.services.people import (
    CustomerDetails,
    CustomerValues,
    change_password,
    create_customer,
    create_guest,
    register_customer,
    reset_password,
    sign_in,
    update_customer,
    update_guest,
)
from sandbox.shop.customers.services.titles import create_title, delete_title, update_title

__all__ = [
    "AddressValues",
    "CustomerDetails",
    "CustomerValues",
    "Erased",
    "GroupDetails",
    "GroupValues",
    "change_password",
    "create_address",
    "create_customer",
    "create_group",
    "create_guest",
    "create_title",
    "delete_address",
    "delete_group",
    "delete_title",
    "erase_customer",
    "register_customer",
    "remove_category_reduction",
    "reset_password",
    "set_category_reduction",
    "sign_in",
    "subscribe",
    "unsubscribe",
    "update_address",
    "update_customer",
    "update_group",
    "update_guest",
    "update_title",
    "when_erased",
]

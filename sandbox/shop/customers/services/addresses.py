"""Changing addresses."""

from __future__ import annotations

from typing import TypedDict, Unpack

from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.shop.customers import rules
from sandbox.shop.customers.models import Address, Customer


class AddressValues(TypedDict, total=False):
    """What may be given of an address."""

    alias: str
    first_name: str
    last_name: str
    company: str
    line1: str
    line2: str
    postcode: str
    city: str
    country: str
    phone: str


@action("adresse.creer", entity="adresse", words="a créé l’adresse")
def create_address(*, customer: Customer, **values: Unpack[AddressValues]) -> Address:
    """A new address of a customer; names default to the customer's, the alias to « Mon adresse »."""
    address = Address(customer_id=customer.id)
    given: AddressValues = {
        "alias": "Mon adresse", "first_name": customer.first_name, "last_name": customer.last_name, "line1": "",
        "postcode": "", "city": "", "country": rules.FRANCE,
    }  # fmt: skip
    given.update(values)
    _apply_address(address, given)
    session.add(address)
    session.flush()
    session.expire(customer, ["addresses"])
    return address


@action("adresse.modifier", entity="adresse", words="a modifié l’adresse")
def update_address(*, address: Address, **values: Unpack[AddressValues]) -> Address:
    """Change what is given of an address. Orders keep the text they had."""
    _apply_address(address, values)
    session.flush()
    return address


@action("adresse.supprimer", entity="adresse", words="a supprimé l’adresse")
def delete_address(*, address: Address) -> Address:
    """Take an address out of the customer's book; the row stays for the orders that used it."""
    address.is_deleted = True
    session.flush()
    return address


def _apply_address(address: Address, values: AddressValues) -> None:
    if "first_name" in values:
        address.first_name = rules.clean_name(values["first_name"], field="first_name", label="prénom")
    if "last_name" in values:
        address.last_name = rules.clean_name(values["last_name"], field="last_name", label="nom")
    for name, label, length, required in _ADDRESS_LINES:
        if name in values:
            text = rules.clean_line(values[name], field=name, label=label, length=length, required=required)  # type: ignore[literal-required]
            setattr(address, name, text)
    if "postcode" in values or "country" in values:
        postcode = values.get("postcode", address.postcode or "")
        address.postcode = rules.clean_postcode(postcode, values.get("country", address.country or rules.FRANCE))
    if "phone" in values:
        address.phone = rules.clean_phone(values["phone"])


_ADDRESS_LINES = (
    ("alias", "Alias", 32, True), ("company", "Société", 120, False), ("line1", "Adresse", 128, True),
    ("line2", "Complément d’adresse", 128, False), ("city", "Ville", 64, True), ("country", "Pays", 64, True),
)  # fmt: skip

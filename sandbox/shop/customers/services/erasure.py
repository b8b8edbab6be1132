"""The right to erasure: who a customer is goes away in every room; what the law keeps stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.customers import queries, rules
from sandbox.shop.customers.models import Address, Customer, Subscriber
from sandbox.shop.customers.services.people import note_consent


@dataclass(frozen=True, slots=True)
class Erased:
    """Who is being erased: the address they had, the words that name them, and what stands there from now on."""

    customer_id: int
    old_email: str
    identity: rules.Identity
    name: str
    email: str


EraseListener = Callable[[Erased], None]
_listeners: list[EraseListener] = []


def when_erased(listener: EraseListener) -> EraseListener:
    """Have a room above this one take a person out of its own rows: carts, conversations, reviews."""
    _listeners.append(listener)
    return listener


@action("client.effacer", entity="client", words="a effacé à sa demande les données personnelles du client")
def erase_customer(*, customer: Customer) -> Customer:
    """Make a customer nobody: name, addresses, e-mail, consents, note; the account is closed for good.

    Orders, invoices, returns and credit slips stay as they were printed: accounts are kept ten years (Code de commerce, L123-22).
    What the person wrote beside them, the message of an order or why something comes back, goes away.
    """
    if rules.is_erased(customer.email):
        raise RuleBroken("Les données de ce client sont déjà effacées.")
    addresses = session.scalars(sa.select(Address).where(Address.customer_id == customer.id)).all()
    erased = Erased(
        customer_id=customer.id, old_email=customer.email.lower(), name=rules.ERASED_NAME, email=rules.erased_email(customer.id),
        identity=rules.Identity.of(
            customer.first_name, customer.last_name, customer.email,
            (told for address in addresses for told in (address.phone, address.line1, address.line2, address.company)),
        ),
    )  # fmt: skip
    _erase_person(customer, erased.email)
    session.flush()  # the journal tells the person first
    for listener in _listeners:
        listener(erased)
    for address in addresses:
        _erase_address(address)
    if (reader := queries.find_subscriber(erased.old_email)) is not None:
        _erase_reader(reader)
    session.flush()
    session.expire(customer)
    return customer


def _erase_person(customer: Customer, email: str) -> None:
    note_consent(customer, rules.NEWSLETTER, "is_newsletter", False, rules.ERASURE)
    note_consent(customer, rules.PARTNERS, "is_partner_offers", False, rules.ERASURE)
    customer.first_name, customer.last_name = rules.ERASED_NAME.split(" ")
    customer.email = email
    customer.title_id = customer.birth_on = customer.password_hash = None
    customer.company = customer.note = ""  # the SIRET stays: invoices between professionals print it
    customer.is_active = False


def _erase_address(address: Address) -> None:
    """Orders keep the text they had; the row stays because they name it."""
    address.first_name, address.last_name = rules.ERASED_NAME.split(" ")
    address.alias = address.line1 = address.city = rules.ERASED_TEXT
    address.postcode, address.company, address.line2, address.phone = "", "", "", ""
    address.is_deleted = True


def _erase_reader(reader: Subscriber) -> None:
    session.delete(reader)

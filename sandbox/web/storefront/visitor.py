"""Who visits a shop: what the one web session keeps for each of the shops it visits.

An examiner may have three shops open in three tabs, so nothing here is shared between shops. Only small things are kept: the
cart's token, the customer's number, the choice about cookies, and the words of the last act.
"""

from __future__ import annotations

import secrets
from typing import Any

from flask import g, session

from sandbox.kernel.errors import NotFound
from sandbox.shop.customers import queries as customers
from sandbox.shop.customers.models import Customer
from sandbox.shop.customers.rules import Buyer

KEY = "boutiques"
MAILBOXES = 4
"""How many addresses' mails one workstation may read."""


def kept() -> dict[str, Any]:
    """What the session keeps for the open shop (a copy: write through `keep`)."""
    found = session.get(KEY, {}).get(g.shop.key)
    return dict(found) if isinstance(found, dict) else {}


def keep(**values: Any) -> None:
    """Keep values for the open shop; None forgets one."""
    mine = {k: v for k, v in {**kept(), **values}.items() if v is not None}
    session[KEY] = {**session.get(KEY, {}), g.shop.key: mine}


def current_customer() -> Customer | None:
    """The signed-in customer of this shop, read once a request; None for a visitor or somebody made inactive."""
    if "customer" not in g:
        number = kept().get("client")
        found = _find_customer(number) if isinstance(number, int) else None
        g.customer = found if found and found.is_active and not found.is_guest else None
    customer: Customer | None = g.customer
    return customer


def _find_customer(number: int) -> Customer | None:
    try:
        return customers.get_customer(number)
    except NotFound:
        return None


def guest() -> Customer | None:
    """The person who orders without an account, once they said who they are; read once a request."""
    if "guest" not in g:
        number = kept().get("invite")
        found = _find_customer(number) if isinstance(number, int) else None
        g.guest = found if found and found.is_guest else None
    person: Customer | None = g.guest
    return person


def person() -> Customer | None:
    """Whose order it is: the signed-in customer, else the guest."""
    return current_customer() or guest()


def buyer() -> Buyer:
    """Who looks at prices in this request."""
    if "buyer" not in g:
        g.buyer = customers.buyer_of(person())
    found: Buyer = g.buyer
    return found


def be_guest(customer: Customer) -> None:
    """Remember the guest of the order under way."""
    keep(invite=customer.id)
    g.pop("buyer", None)
    g.guest = customer


def sign_in(customer: Customer) -> None:
    """Remember the customer in this shop."""
    keep(client=customer.id, invite=None)
    g.pop("buyer", None)
    g.customer, g.guest = customer, None


def sign_out() -> None:
    """Forget the customer in this shop, with their cart, their last order and their mailbox."""
    keep(client=None, panier=None, invite=None, derniere=None, boites=None)
    g.customer = g.guest = None
    g.pop("buyer", None)


def remember_mailbox(email: str) -> None:
    """Note an address that the shop wrote to from this workstation, so that its mails can be read here."""
    keep(boites=[email.lower(), *(one for one in mailboxes() if one != email.lower())][:MAILBOXES])


def mailboxes() -> list[str]:
    """The addresses used on this workstation, the last one first."""
    found = kept().get("boites")
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def cart_token() -> str | None:
    """The token of the visitor's cart, or None when nothing was ever added."""
    token = kept().get("panier")
    return token if isinstance(token, str) else None


def known_voter() -> str | None:
    """Who votes on reviews: the account, else the visit of somebody who voted already; None for anybody else."""
    customer = current_customer()
    if customer is not None:
        return f"client-{customer.id}"
    token = kept().get("votant")
    return token if isinstance(token, str) else None


def voter() -> str:
    """Who votes on reviews, noted in the session of the visit when there is no account."""
    found = known_voter()
    if found is None:
        found = secrets.token_hex(8)
        keep(votant=found)
    return found


def make_cart_token() -> str:
    """The token of the visitor's cart, made when there is none."""
    token = cart_token()
    if token is None:
        token = secrets.token_hex(16)
        keep(panier=token)
    return token

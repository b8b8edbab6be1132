"""Links that mails carry: signed, for one shop and one use. Nothing of them is kept in the database."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from flask import current_app, g
from itsdangerous import BadSignature, URLSafeSerializer

from sandbox.kernel import clock
from sandbox.kernel.errors import NotFound
from sandbox.shop.customers import queries as customers
from sandbox.shop.customers.models import Customer

PASSWORD, LETTER = "mot-de-passe", "lettre"
PASSWORD_LIFE = timedelta(hours=1)


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"{purpose}:{g.shop.key}")


def _read(purpose: str, token: str) -> dict[str, Any]:
    try:
        found = _signer(purpose).loads(token)
    except BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def password_token(customer: Customer) -> str:
    """The token of a link to choose another password: good for an hour, and until the password changes."""
    return str(_signer(PASSWORD).dumps({"c": customer.id, "m": _mark(customer), "t": int(clock.now().timestamp())}))


def password_customer(token: str) -> Customer | None:
    """Whose password a link lets choose anew; None for a link that is made up, too old or already used."""
    found = _read(PASSWORD, token)
    if not found or int(clock.now().timestamp()) - found["t"] > PASSWORD_LIFE.total_seconds():
        return None
    try:
        customer = customers.get_customer(found["c"])
    except NotFound:
        return None
    return customer if customer.is_active and _mark(customer) == found["m"] else None


def _mark(customer: Customer) -> str:
    """Changes with the password, and says nothing of it."""
    return hashlib.sha256(f"{customer.id}:{customer.password_hash or ''}".encode()).hexdigest()[:16]


def letter_token(email: str) -> str:
    """The token of the link by which an address leaves the newsletter; it never ends, since letters are kept for long."""
    return str(_signer(LETTER).dumps({"e": email}))


def letter_email(token: str) -> str | None:
    """The address that a link takes off the newsletter; None for a link that is made up."""
    email = _read(LETTER, token).get("e")
    return email if isinstance(email, str) else None

"""The life of an order after it was placed: states and what they do, tracking, note, payment."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypedDict, Unpack

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.catalog.models import Product, Variant
from sandbox.shop.catalog.services import change_stock
from sandbox.shop.orders import rules
from sandbox.shop.orders.models import Order, OrderHistory, OrderLine, OrderState, PaymentMethod
from sandbox.shop.orders.queries import restocked_units
from sandbox.shop.shipping.models import Carrier

_TRACKING = re.compile(r"^[A-Za-z0-9 ./_-]*$")

StateListener = Callable[[Order, OrderState], None]
_listeners: list[StateListener] = []


def when_state_changes(listener: StateListener) -> StateListener:
    """Have a room above this one act when an order moves to a state: customer service writes its mails so."""
    _listeners.append(listener)
    return listener


class PaymentValues(TypedDict, total=False):
    """What may be given of a way to pay."""

    name: str
    body: str
    payee: str
    address: str
    position: int
    is_active: bool


@action("commande.changer_etat", entity="commande", words="a changé l’état de la commande")
def change_state(*, order: Order, state: OrderState, author: str = "") -> Order:
    """Move an order to a state. What it does: the invoice's number, the stock back or taken again, a mail to the customer."""
    if order.state_id == state.id:
        raise RuleBroken(f"La commande est déjà dans l’état «\u00a0{state.name}\u00a0».", field="state_id")
    old = order.state
    enter_state(order, state, author=author)
    was_released, is_released = old.key in rules.RELEASED_KEYS, state.key in rules.RELEASED_KEYS
    if is_released and not was_released:
        _move_stock(order, 1, rules.STOCK_BACK)
    elif was_released and not is_released:
        _move_stock(order, -1, rules.STOCK_AGAIN)
    session.flush()
    tell_state(order, state)
    return order


def tell_state(order: Order, state: OrderState) -> None:
    """Let the rooms above act on an order's new state."""
    for listener in _listeners:
        listener(order, state)


def enter_state(order: Order, state: OrderState, *, author: str) -> None:
    """Write the state and its line of history, and number the invoice when the state asks for one."""
    order.state_id = state.id
    order.history.append(OrderHistory(state_id=state.id, set_at=clock.now(), author=author[:120]))
    if state.is_invoiced and not order.invoice_number:
        order.invoice_number = rules.invoice_number(_last_invoice() + 1)
    session.flush()
    session.expire(order, ["state", "history"])


def _last_invoice() -> int:
    """The rank of the last invoice: numbers follow one another without a gap."""
    last = session.scalar(sa.select(sa.func.max(Order.invoice_number)))
    digits = "".join(c for c in last or "" if c.isdigit())
    return int(digits) if digits else 0


def _move_stock(order: Order, sign: int, reason: str) -> None:
    """All that the order still holds: units that a refund already put back in stock do not come back twice."""
    back = restocked_units(order)
    for line in order.lines:
        move_line(line, sign * (line.quantity - back.get(line.id, 0)), reason)


def move_line(line: OrderLine, delta: int, reason: str) -> bool:
    """Units of a line into the stock, or (negative) out of it; False when nothing of it is in stock any more."""
    if line.product_id is None:
        return False
    product = session.scalars(sa.select(Product).where(Product.id == line.product_id)).one()
    variant = (
        session.scalars(sa.select(Variant).where(Variant.id == line.variant_id)).one() if line.variant_id else None
    )
    if product.kind == "virtual" or bool(product.variants) != (variant is not None):
        return False
    change_stock(product=product, variant=variant, delta=delta, reason=reason)
    return True


@action("commande.suivi", entity="commande", words="a saisi le suivi de la commande")
def set_tracking(*, order: Order, tracking_number: str, carrier: Carrier | None = None) -> Order:
    """Keep the parcel's number (empty removes it) and who takes it (None: who took it before); what was paid stays."""
    text = " ".join(tracking_number.split())
    if len(text) > 64 or not _TRACKING.match(text):
        raise RuleBroken("Un numéro de suivi compte 64 lettres, chiffres ou tirets au plus.", field="tracking_number")
    if carrier is not None and carrier.id != order.carrier_id:
        if order.carrier_id is None:
            raise RuleBroken("Rien n’est à livrer dans cette commande.", field="carrier_id")
        order.carrier_id = carrier.id
    order.tracking_number = text
    session.flush()
    session.expire(order, ["carrier"])
    return order


@action("commande.note_privee", entity="commande", words="a écrit la note privée de la commande")
def set_private_note(*, order: Order, private_note: str) -> Order:
    """Keep the team's note; the customer never sees it."""
    order.private_note = rules.check_text(private_note, field="private_note")
    session.flush()
    return order


@action("commande.paiement", entity="commande", words="a changé le paiement de la commande")
def change_payment(*, order: Order, payment: PaymentMethod) -> Order:
    """Change how an order is paid, while it is not."""
    if order.state.is_paid:
        raise RuleBroken(
            "Cette commande est déjà payée\u00a0: son mode de paiement ne change plus.", field="payment_id"
        )
    order.payment_key, order.payment_name = payment.key or "", payment.name
    session.flush()
    return order


@action("mode_paiement.modifier", entity="mode_paiement", words="a modifié le mode de paiement")
def update_payment_method(*, payment: PaymentMethod, **values: Unpack[PaymentValues]) -> PaymentMethod:
    """Change a way to pay: shown or not, its text, to whose order and where cheques go. One must stay active."""
    name = " ".join(values.get("name", payment.name).split())
    if not name or len(name) > 64:
        raise RuleBroken("Le nom compte de 1 à 64 caractères.", field="name")
    if len(values.get("payee", "")) > 255:
        raise RuleBroken("255 caractères au plus.", field="payee")
    for field in ("body", "address"):
        rules.check_text(str(values.get(field, "")), field=field)
    if not values.get("is_active", True) and payment.is_active and _active_payments() == 1:
        raise RuleBroken(
            "Gardez au moins un mode de paiement actif\u00a0: sans lui, plus personne ne peut commander.",
            field="is_active",
        )
    for field, value in {**values, "name": name}.items():
        setattr(payment, field, value.strip() if isinstance(value, str) else value)
    session.flush()
    return payment


def _active_payments() -> int:
    return session.scalar(sa.select(sa.func.count(PaymentMethod.id)).where(PaymentMethod.is_active.is_(True))) or 0

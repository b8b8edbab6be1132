"""The mails that the storefront would send: kept in the shop's box, nothing leaves the machine."""

from __future__ import annotations

from sandbox.kernel import clock
from sandbox.kernel.money import format_cents
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders.models import Order
from sandbox.shop.support import services as support
from sandbox.web.filters import moment
from sandbox.web.storefront.frame import Front


def confirm_order(order: Order, customer: Customer, front: Front) -> None:
    """The acknowledgement of an order, which the law wants on a durable medium."""
    lines = "\n".join(
        f"- {line.quantity} × {line.name} : {format_cents(line.quantity * line.unit_incl_cents)}"
        for line in order.lines
    )
    body = (
        f"Bonjour {customer.first_name},\n\nNous avons bien reçu votre commande {order.reference} du {moment(order.placed_at)}.\n\n"
        f"{lines}\n\nRemise : {format_cents(order.discount_incl_cents)}\nLivraison : {format_cents(order.shipping_incl_cents)}\n"
        f"Total TTC : {format_cents(order.total_incl_cents)}\nPaiement : {order.payment_name}\n\n"
        f"Livraison :\n{order.delivery_text}\n\nVous disposez de 14 jours après réception pour vous rétracter, sauf pour les "
        f"articles personnalisés.\n\n{front.company['raison_sociale']}\n{front.company['email']}"
    )
    support.record_mail(recipient=customer.email, subject=f"Votre commande {order.reference}", body=body)


def confirm_withdrawal(order: Order, articles: list[str], front: Front) -> None:
    """The acknowledgement of a withdrawal, with its content, its day and its hour."""
    listed = "\n".join(f"- {name}" for name in articles)
    body = (
        f"Bonjour {order.customer.first_name},\n\nNous accusons réception, le {moment(clock.now())}, de votre décision de vous rétracter de la "
        f"commande {order.reference}, pour les articles suivants :\n\n{listed}\n\nRenvoyez-les sous 14 jours. Nous vous remboursons "
        f"sous 14 jours, avec les frais de livraison standard.\n\n{front.company['raison_sociale']}\n{front.company['email']}"
    )
    support.record_mail(
        recipient=order.customer.email, subject=f"Rétractation de la commande {order.reference}", body=body
    )

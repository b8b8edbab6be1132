"""The mails that the storefront would send: kept in the shop's box, nothing leaves the machine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup, escape

from sandbox.kernel import clock
from sandbox.kernel.money import format_cents
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders.models import Order
from sandbox.shop.support import queries as box
from sandbox.shop.support import services as support
from sandbox.shop.support.models import Mail
from sandbox.web.filters import moment
from sandbox.web.storefront import tokens, visitor
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
    visitor.remember_mailbox(customer.email)
    support.record_mail(recipient=customer.email, subject=f"Votre commande {order.reference}", body=body)


def send_password_link(customer: Customer, front: Front) -> None:
    """The link by which a customer chooses another password."""
    link = url_for("storefront.new_password", token=tokens.password_token(customer), _external=True)
    body = (
        f"Bonjour {customer.first_name},\n\nVous avez demandé à choisir un nouveau mot de passe. Ce lien est bon pendant une heure, "
        f"une seule fois :\n\n{link}\n\nSi la demande ne vient pas de vous, ne faites rien : votre mot de passe reste le même."
        f"\n\n{front.company['raison_sociale']}\n{front.company['email']}"
    )
    support.record_mail(recipient=customer.email, subject="Votre nouveau mot de passe", body=body)


def welcome_reader(email: str, front: Front) -> None:
    """The first letter, with the way out that each letter carries."""
    address = email.strip().lower()
    link = url_for("storefront.leave_letter", token=tokens.letter_token(address), _external=True)
    body = (
        f"Bonjour,\n\nVous êtes inscrit à la lettre de {front.company['raison_sociale']} depuis le {moment(clock.now())}, avec votre "
        f"accord donné sur la boutique.\n\nSe désinscrire :\n{link}\n\n{front.company['raison_sociale']}\n{front.company['email']}"
    )
    visitor.remember_mailbox(address)
    support.record_mail(recipient=address, subject="Votre inscription à la lettre d’information", body=body)


# reading -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is read: its text with the shop's own addresses as links."""

    mail: Mail
    text: Markup


def mails_to(addresses: Sequence[str]) -> list[Letter]:
    """The last mails to some addresses, newest first."""
    found = [mail for address in addresses for mail in box.list_mails(address).items]
    return [
        Letter(mail, _linked(mail.body))
        for mail in sorted(found, key=lambda mail: (mail.sent_at, mail.id), reverse=True)
    ]


def _linked(text: str) -> Markup:
    """The text escaped; only addresses of this very shop become links."""
    root = url_for("storefront.home", _external=True).rstrip("/")
    parts = re.split(rf"({re.escape(root)}/\S+)", text)
    return Markup("").join(
        Markup('<a href="{}">{}</a>').format(part, part) if rank % 2 else escape(part)
        for rank, part in enumerate(parts)
    )

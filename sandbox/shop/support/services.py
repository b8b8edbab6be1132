"""Writing to customers and hearing from them."""

from __future__ import annotations

from typing import TypedDict, Unpack

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.documents import StoredFile
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import format_cents
from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.models import Customer
from sandbox.shop.customers.services import Erased, when_erased
from sandbox.shop.orders.models import CreditSlip, MerchandiseReturn, Order, OrderState
from sandbox.shop.orders.queries import get_order, return_looks
from sandbox.shop.orders.rules import returns as return_rules
from sandbox.shop.orders.services import when_return_changes, when_slip_is_made, when_state_changes
from sandbox.shop.pricing.queries import get_cart_rule
from sandbox.shop.shops.queries import get_company
from sandbox.shop.support import queries, rules
from sandbox.shop.support.models import Contact, Mail, Message, MessageFile, PredefinedMessage, Thread
from sandbox.shop.team.queries import acting_name


class PredefinedValues(TypedDict, total=False):
    """What may be changed of a predefined message."""

    name: str
    body: str


class ContactValues(TypedDict, total=False):
    """What may be changed of a contact."""

    name: str
    email: str
    description: str


# the customer's side -------------------------------------------------------------------------------------------------


@action("message.recevoir", entity="fil", words="a écrit au service client")
def open_thread(
    *, contact: Contact, body: str, name: str = "", email: str = "", customer: Customer | None = None,
    order: Order | None = None, product: Product | None = None, file: StoredFile | None = None,
) -> Thread:  # fmt: skip
    """A customer or visitor writes: every message makes a thread, unread and open. Name and address default to the customer's.

    `file` is what the message comes with.
    """
    if order is not None and (customer is None or order.customer_id != customer.id):
        raise RuleBroken("Cette commande n’est pas la vôtre.", field="order_id")
    sender = name or (customer.full_name if customer else "")
    now = clock.now()
    thread = Thread(
        contact_id=contact.id, customer_id=customer.id if customer else None, order_id=order.id if order else None,
        product_id=product.id if product else None, name=rules.clean_name(sender, label="Votre nom"),
        email=rules.clean_email(email or (customer.email if customer else "")), status=rules.OPEN, is_read=False,
        opened_at=now, updated_at=now,
    )  # fmt: skip
    text = rules.clean_body(body)
    session.add(thread)
    session.flush()
    _say(thread, rules.CUSTOMER, thread.name, text, file=file)
    return thread


@action("message.relancer", entity="fil", words="a écrit de nouveau au service client")
def write_again(*, thread: Thread, body: str, file: StoredFile | None = None) -> Thread:
    """The customer writes in an existing thread, with a file or without, which is open and unread again."""
    _say(thread, rules.CUSTOMER, thread.name, rules.clean_body(body), file=file)
    thread.status, thread.is_read = rules.OPEN, False
    session.flush()
    return thread


# the team's side -----------------------------------------------------------------------------------------------------


@action("message.repondre", entity="fil", words="a répondu au client")
def reply(
    *, thread: Thread, body: str, author: str = "", status: str | None = None, file: StoredFile | None = None
) -> Thread:
    """Answer the customer: a message of the thread, a mail in the box, the thread read, and in `status` when given.

    The mail names the file that comes with the answer; the customer downloads it from their account.
    """
    text = rules.clean_body(body)
    _say(thread, rules.TEAM, author or _author(), text, file=file)
    thread.is_read = True
    if status is not None:
        thread.status = rules.check_status(status)
    mailed = f"{text}\n\nPièce jointe : {file.file_name}" if file else text
    record_mail(recipient=thread.email, subject=f"Re : {queries.subject_of(thread)} [fil nᵒ {thread.id}]", body=mailed)
    return thread


@action("message.ecrire", entity="fil", words="a écrit au client au sujet de sa commande")
def write_about_order(*, order: Order, body: str, contact: Contact | None = None, author: str = "") -> Thread:
    """Write to a customer about an order: in its last thread, or in a new one of the first service; a mail goes out as well."""
    text = rules.clean_body(body)
    query = sa.select(Thread).where(Thread.order_id == order.id).order_by(Thread.updated_at.desc(), Thread.id.desc())
    thread = session.scalars(query).first() or _thread_about(order, contact)
    _say(thread, rules.TEAM, author or _author(), text)
    thread.is_read = True
    record_mail(recipient=thread.email, subject=f"Votre commande {order.reference} [fil nᵒ {thread.id}]", body=text)
    return thread


def _thread_about(order: Order, contact: Contact | None) -> Thread:
    """A thread that the team begins: it waits for nobody, so it is « Traité » until the customer answers."""
    to = contact or next(iter(queries.list_contacts()), None)
    if to is None:
        raise RuleBroken("Créez d’abord un contact\u00a0: Paramètres de la boutique, Contact.", field="body")
    now, customer = clock.now(), order.customer
    thread = Thread(
        contact_id=to.id, customer_id=customer.id, order_id=order.id, name=customer.full_name, email=customer.email.lower(),
        status=rules.CLOSED, is_read=True, opened_at=now, updated_at=now,
    )  # fmt: skip
    session.add(thread)
    session.flush()
    return thread


@action("message.noter", entity="fil", words="a écrit un message privé")
def add_note(*, thread: Thread, body: str, author: str = "") -> Thread:
    """A private message, for colleagues: the customer never sees it and no mail is made."""
    _say(thread, rules.TEAM, author or _author(), rules.clean_body(body), is_private=True)
    thread.is_read = True
    session.flush()
    return thread


@action("fil.lire", entity="fil", words="a lu le fil")
def mark_read(*, thread: Thread) -> Thread:
    """The team has read what the customer wrote last."""
    thread.is_read = True
    session.flush()
    return thread


@action("fil.marquer_non_lu", entity="fil", words="a remis le fil en non lu")
def mark_unread(*, thread: Thread) -> Thread:
    """Keep a thread for later."""
    thread.is_read = False
    session.flush()
    return thread


@action("fil.changer_etat", entity="fil", words="a changé l’état du fil")
def set_status(*, thread: Thread, status: str) -> Thread:
    """Ouvert, Traité, En attente 1 or En attente 2 (open, closed, pending1, pending2)."""
    thread.status, thread.is_read = rules.check_status(status), True
    session.flush()
    return thread


@action("fil.transferer", entity="fil", words="a transféré le fil")
def transfer(*, thread: Thread, contact: Contact, note: str = "") -> Thread:
    """Give a thread to another service, with a private message for it when there is one."""
    if contact.id == thread.contact_id:
        raise RuleBroken("Ce fil est déjà dans ce service.", field="contact_id")
    thread.contact_id = contact.id
    if note.strip():
        _say(thread, rules.TEAM, _author(), rules.clean_body(note, field="note"), is_private=True)
    session.flush()
    session.expire(thread, ["contact"])
    return thread


@action("fil.rattacher", entity="fil", words="a rattaché le fil à une commande")
def attach_order(*, thread: Thread, order: Order) -> Thread:
    """Say which order a thread is about, and so which customer."""
    if thread.customer_id is not None and order.customer_id != thread.customer_id:
        raise RuleBroken("Cette commande est celle d’un autre client.", field="order_id")
    thread.order_id, thread.customer_id = order.id, order.customer_id
    session.flush()
    session.expire(thread, ["order", "customer"])
    return thread


def record_mail(*, recipient: str, subject: str, body: str) -> Mail:
    """Put a mail in the box of what the shop would have sent: nothing leaves the machine."""
    mail = Mail(recipient=recipient.lower(), subject=subject[:200], body=body, sent_at=clock.now())
    session.add(mail)
    session.flush()
    return mail


@when_state_changes
def mail_state(order: Order, state: OrderState) -> None:
    """Tell the customer of an order's new state, when that state says so."""
    if not state.sends_mail:
        return
    carrier = order.carrier.name if order.carrier and state.is_shipped else ""
    subject, body = rules.state_mail(
        first_name=order.customer.first_name, reference=order.reference, state=state.name, carrier=carrier,
        tracking=order.tracking_number if state.is_shipped else "",
        invoice=order.invoice_number if state.is_invoiced else "", company=get_company()["raison_sociale"],
        text=queries.fill_text(state.mail_text, order),
    )  # fmt: skip
    record_mail(recipient=order.customer.email, subject=subject, body=body)


@when_return_changes
def mail_return(row: MerchandiseReturn) -> None:
    """Tell the customer where their return stands; a withdrawal is acknowledged at once, and makes a thread for the team."""
    order, company = get_order(row.order_id), get_company()
    names = {line.id: line.name for line in order.lines}
    articles = [f"{line.quantity} × {names[line.order_line_id]}" for line in row.lines]
    known = {"first_name": order.customer.first_name, "number": row.reference, "reference": order.reference}
    if row.kind == return_rules.WITHDRAWAL and len(row.history) == 1:
        _open_withdrawal(order, row, articles)
        said_at = f"{clock.to_paris(row.requested_at):%d/%m/%Y à %H\u00a0h\u00a0%M}"
        subject, body = rules.withdrawal_mail(
            **known, moment=said_at, articles=articles, company=company["raison_sociale"], email=company["email"]
        )
    else:
        look = return_looks()[row.state]
        subject, body = rules.return_mail(
            **known, state=look.step, state_name=look.name, articles=articles, answer=row.answer,
            company=company["raison_sociale"],
        )  # fmt: skip
    record_mail(recipient=order.customer.email, subject=subject, body=body)


def _open_withdrawal(order: Order, row: MerchandiseReturn, articles: list[str]) -> None:
    contact = next(iter(queries.list_contacts()), None)
    if contact is None:
        return
    listed = "\n".join(f"- {article}" for article in articles)
    body = f"Rétractation {row.reference} de la commande {order.reference}\n\nJe renonce au contrat pour :\n{listed}"
    open_thread(contact=contact, body=body, customer=order.customer, order=order)


@when_slip_is_made
def mail_slip(slip: CreditSlip) -> None:
    """Tell the customer of a credit slip, with the code when it is a voucher."""
    order = get_order(slip.order_id)
    rule = get_cart_rule(slip.rule_id) if slip.rule_id else None
    subject, body = rules.slip_mail(
        first_name=order.customer.first_name, number=slip.reference, reference=order.reference,
        amount=format_cents(slip.total_incl_cents), voucher=slip.voucher_code,
        ends_on=f"{clock.to_paris(rule.ends_at):%d/%m/%Y}" if rule else "", company=get_company()["raison_sociale"],
    )  # fmt: skip
    record_mail(recipient=order.customer.email, subject=subject, body=body)


def _say(
    thread: Thread, side: str, author: str, body: str, *, is_private: bool = False, file: StoredFile | None = None
) -> Message:
    message = Message(
        thread_id=thread.id, side=side, author=author[:120], body=body, is_private=is_private, sent_at=clock.now()
    )
    if file is not None:
        message.files.append(MessageFile(media=file.media, file_name=file.file_name, size_bytes=file.size_bytes))
    thread.messages.append(message)
    thread.updated_at = message.sent_at
    session.flush()
    return message


def _author() -> str:
    return acting_name() or "Service client"


# predefined messages -------------------------------------------------------------------------------------------------


@action("message_predefini.creer", entity="message_predefini", words="a créé le message prédéfini")
def create_predefined(*, name: str, body: str) -> PredefinedMessage:
    """A new message ready to be sent; refuses a name that exists, and variables that nothing can fill."""
    message = PredefinedMessage(name=_predefined_name(name, None), body=_predefined_body(body))
    session.add(message)
    session.flush()
    return message


@action("message_predefini.modifier", entity="message_predefini", words="a modifié le message prédéfini")
def update_predefined(*, predefined: PredefinedMessage, **values: Unpack[PredefinedValues]) -> PredefinedMessage:
    """Change what is given of a predefined message."""
    if "name" in values:
        predefined.name = _predefined_name(values["name"], predefined.id)
    if "body" in values:
        predefined.body = _predefined_body(values["body"])
    session.flush()
    return predefined


@action("message_predefini.supprimer", entity="message_predefini", words="a supprimé le message prédéfini")
def delete_predefined(*, predefined: PredefinedMessage) -> PredefinedMessage:
    """Delete a predefined message; what was sent with it stays."""
    session.delete(predefined)
    session.flush()
    return predefined


def _predefined_name(name: str, own_id: int | None) -> str:
    cleaned = rules.clean_name(name, length=128)
    query = sa.select(PredefinedMessage.id).where(sa.func.lower(PredefinedMessage.name) == cleaned.lower())
    other = session.scalar(query)
    if other is not None and other != own_id:
        raise RuleBroken(f"Un message s’appelle déjà « {cleaned} ».", field="name")
    return cleaned


def _predefined_body(body: str) -> str:
    cleaned = rules.clean_body(body)
    unknown = rules.unknown_variables(cleaned)
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in rules.VARIABLES)
        raise RuleBroken(f"Variable inconnue : {{{unknown[0]}}}. Variables possibles : {known}.", field="body")
    return cleaned


# contacts ------------------------------------------------------------------------------------------------------------


@action("contact.creer", entity="contact", words="a créé le contact")
def create_contact(*, name: str, email: str, description: str = "") -> Contact:
    """A new service that customers may write to."""
    contact = Contact(
        name=rules.clean_name(name, length=64), email=rules.clean_email(email), description=description.strip()
    )
    session.add(contact)
    session.flush()
    return contact


@action("contact.modifier", entity="contact", words="a modifié le contact")
def update_contact(*, contact: Contact, **values: Unpack[ContactValues]) -> Contact:
    """Change what is given of a contact."""
    if "name" in values:
        contact.name = rules.clean_name(values["name"], length=64)
    if "email" in values:
        contact.email = rules.clean_email(values["email"])
    if "description" in values:
        contact.description = values["description"].strip()
    session.flush()
    return contact


# erasure -------------------------------------------------------------------------------------------------------------


@when_erased
def _forget(erased: Erased) -> None:
    """Conversations and mails stay without the person: their name, address and what named them in the texts go away."""
    mine = sa.or_(
        Thread.customer_id == erased.customer_id,
        sa.and_(Thread.customer_id.is_(None), sa.func.lower(Thread.email) == erased.old_email),
    )
    for thread in session.scalars(
        sa.select(Thread).where(mine).options(selectinload(Thread.messages).selectinload(Message.files))
    ):
        thread.name, thread.email = erased.name, erased.email
        for message in thread.messages:
            message.body = erased.identity.hide_in(message.body)
            if message.side == rules.CUSTOMER:
                message.author = erased.name
                message.files.clear()  # a photo or a paper of theirs names them as well as words do
    for mail in session.scalars(sa.select(Mail).where(sa.func.lower(Mail.recipient) == erased.old_email)):
        mail.recipient = erased.email
        mail.subject, mail.body = erased.identity.hide_in(mail.subject), erased.identity.hide_in(mail.body)

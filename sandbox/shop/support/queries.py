"""Reading threads, messages, and what surrounds a customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel.clock import to_paris
from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.kernel.paging import Page, clamp
from sandbox.kernel.scope import open_shop_id
from sandbox.kernel.steady import steady
from sandbox.kernel.text import has_words
from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders.models import Order, OrderHistory, OrderLine, OrderState
from sandbox.shop.shops.queries import get_shop
from sandbox.shop.support import rules
from sandbox.shop.support.models import Contact, Mail, Message, MessageFile, PredefinedMessage, Thread
from sandbox.shop.support.rules import CUSTOMER, OPEN, Filled


@dataclass(frozen=True, slots=True)
class ThreadFilter:
    """What the list of threads is narrowed by; None or empty means everything. `text` is looked for everywhere."""

    status: str | None = None
    contact_id: int | None = None
    is_read: bool | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A thread in a list: its subject (from its first message), its last words, and when."""

    thread: Thread
    subject: str
    last: str

    @property
    def id(self) -> int:
        """The thread's number."""
        return self.thread.id

    @property
    def name(self) -> str:
        """Who writes."""
        return self.thread.name


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the timeline of orders and messages; `order` when it is about one."""

    at: datetime
    words: str
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class CustomerFigures:
    """What a customer did: paid orders and their total with tax in cents; threads, and those still open."""

    orders: int = 0
    spent_cents: int = 0
    threads: int = 0
    open_threads: int = 0


# threads -------------------------------------------------------------------------------------------------------------


_SORTS: dict[str, Any] = {"id": Thread.id, "name": sa.func.lower(Thread.name), "updated_at": Thread.updated_at}


def list_threads(
    wanted: ThreadFilter, *, sort: str = "-updated_at", number: int = 1, size: int = 20
) -> Page[ThreadRow]:
    """One page of threads; customers, contacts, orders and messages loaded. `sort`: id, name, updated_at; with « - » the other way."""
    column = _SORTS.get(sort.lstrip("-"), Thread.updated_at)
    query = sa.select(Thread).options(
        selectinload(Thread.contact),
        selectinload(Thread.customer),
        selectinload(Thread.order),
        selectinload(Thread.messages),
    )
    if wanted.status is not None:
        query = query.where(Thread.status == wanted.status)
    if wanted.contact_id is not None:
        query = query.where(Thread.contact_id == wanted.contact_id)
    if wanted.is_read is not None:
        query = query.where(Thread.is_read.is_(wanted.is_read))
    rows = [
        row for row in map(_row, session.scalars(query.order_by(column.desc() if sort.startswith("-") else column, Thread.id.desc())))
        if has_words(wanted.text, row.thread.name, row.thread.email, row.subject,
                     row.thread.order.reference if row.thread.order else "", *(m.body for m in row.thread.messages))
    ]  # fmt: skip
    number = clamp(number, size, len(rows))
    return Page(rows[(number - 1) * size : number * size], number, size, len(rows))


def _row(thread: Thread) -> ThreadRow:
    public = [message for message in thread.messages if not message.is_private]
    return ThreadRow(thread, subject_of(thread), public[-1].body if public else "")


def subject_of(thread: Thread) -> str:
    """What a thread is about: the subject of its first public message."""
    first = next((message for message in thread.messages if not message.is_private), None)
    return rules.subject_of(first.body) if first else "Fil sans message"


def get_threads(thread_ids: Sequence[int]) -> Sequence[Thread]:
    """Several threads by number; numbers that do not exist are left out."""
    return session.scalars(sa.select(Thread).where(Thread.id.in_(thread_ids)).order_by(Thread.id)).all()


def get_thread(thread_id: int) -> Thread:
    """A thread with everything its page shows; raises NotFound."""
    found = session.scalars(sa.select(Thread).where(Thread.id == thread_id).options(
        selectinload(Thread.contact), selectinload(Thread.messages).selectinload(Message.files), selectinload(Thread.product),
        selectinload(Thread.customer).selectinload(Customer.default_group),
        selectinload(Thread.customer).selectinload(Customer.title),
        selectinload(Thread.order).options(
            selectinload(Order.state), selectinload(Order.carrier),
            selectinload(Order.lines).selectinload(OrderLine.product).selectinload(Product.images),
        ),
    )).first()  # fmt: skip
    if found is None:
        raise NotFound("Ce fil n’existe pas.")
    return found


def file_of(thread: Thread, file_id: int, *, as_customer: bool = False) -> MessageFile:
    """A file of a thread's messages; for the customer, not those of private messages. Raises NotFound."""
    shown = (message for message in thread.messages if not (as_customer and message.is_private))
    found = next((file for message in shown for file in message.files if file.id == file_id), None)
    if found is None:
        raise NotFound("Ce fichier n’existe pas.")
    return found


def threads_of_customer(customer_id: int) -> list[ThreadRow]:
    """A customer's threads, the last to move first."""
    query = (
        sa.select(Thread)
        .where(Thread.customer_id == customer_id)
        .options(selectinload(Thread.contact), selectinload(Thread.messages), selectinload(Thread.order))
    )
    return [_row(thread) for thread in session.scalars(query.order_by(Thread.updated_at.desc(), Thread.id.desc()))]


def threads_of_order(order_id: int) -> list[ThreadRow]:
    """The threads about an order, the last to move first."""
    query = sa.select(Thread).where(Thread.order_id == order_id).options(selectinload(Thread.messages))
    return [_row(thread) for thread in session.scalars(query.order_by(Thread.updated_at.desc(), Thread.id.desc()))]


def count_by_status() -> dict[str, int]:
    """Status -> how many threads have it."""
    rows = session.execute(sa.select(Thread.status, sa.func.count()).group_by(Thread.status))
    return {status: count for status, count in rows}  # noqa: C416


@steady
def count_unread() -> int:
    """Threads whose last message from the customer nobody has read."""
    return session.scalar(sa.select(sa.func.count(Thread.id)).where(Thread.is_read.is_(False))) or 0


def timeline_of(thread: Thread) -> list[Event]:
    """The customer's orders and messages around a thread, newest first: states of its orders, messages of the thread."""
    events = [Event(thread.opened_at, "Ouverture du fil")]
    for message in thread.messages[1:]:
        words = "Réponse du client" if message.side == CUSTOMER else "Réponse envoyée"
        events.append(Event(message.sent_at, "Message privé" if message.is_private else words))
    for order, entry in _order_events(thread):
        events.append(Event(entry.set_at, entry.state.name, order))
    return sorted(events, key=lambda event: event.at, reverse=True)[:12]


def _order_events(thread: Thread) -> list[tuple[Order, OrderHistory]]:
    query = sa.select(Order, OrderHistory).join(OrderHistory, OrderHistory.order_id == Order.id)
    if thread.customer_id is not None:
        query = query.where(Order.customer_id == thread.customer_id)
    elif thread.order_id is not None:
        query = query.where(Order.id == thread.order_id)
    else:
        return []
    query = query.options(selectinload(OrderHistory.state)).order_by(OrderHistory.set_at.desc()).limit(12)
    return [(order, entry) for order, entry in session.execute(query)]


def customer_figures(customer_ids: Sequence[int]) -> dict[int, CustomerFigures]:
    """Customer id -> what they did, for a list or a sheet; two statements whatever their number."""
    spent = sa.select(Order.customer_id, sa.func.count(), sa.func.sum(Order.total_incl_cents)).join(
        OrderState, OrderState.id == Order.state_id
    )
    spent = spent.where(Order.customer_id.in_(customer_ids), OrderState.is_paid).group_by(Order.customer_id)
    orders = {customer_id: (count, int(total or 0)) for customer_id, count, total in session.execute(spent)}
    is_open = sa.case((Thread.status == OPEN, 1), else_=0)
    talks = sa.select(Thread.customer_id, sa.func.count(), sa.func.sum(is_open))
    talks = talks.where(Thread.customer_id.in_(customer_ids)).group_by(Thread.customer_id)
    threads = {customer_id: (count, int(opened or 0)) for customer_id, count, opened in session.execute(talks)}
    return {i: CustomerFigures(*orders.get(i, (0, 0)), *threads.get(i, (0, 0))) for i in customer_ids}


def orders_of_customer(customer_id: int) -> Sequence[Order]:
    """A customer's orders, newest first, states and lines loaded."""
    query = sa.select(Order).where(Order.customer_id == customer_id).order_by(Order.placed_at.desc(), Order.id.desc())
    return session.scalars(query.options(selectinload(Order.state), selectinload(Order.lines))).all()


# contacts, predefined messages, mails --------------------------------------------------------------------------------


def list_contacts() -> Sequence[Contact]:
    """The services that customers may write to."""
    return session.scalars(sa.select(Contact).order_by(Contact.id)).all()


def get_contact(contact_id: int) -> Contact:
    """A contact; raises NotFound."""
    found = session.scalars(sa.select(Contact).where(Contact.id == contact_id)).first()
    if found is None:
        raise NotFound("Ce service n’existe pas.")
    return found


def list_predefined(text: str = "") -> list[PredefinedMessage]:
    """The predefined messages by number; `text` is looked for in name and body."""
    rows = session.scalars(sa.select(PredefinedMessage).order_by(PredefinedMessage.id))
    return [row for row in rows if has_words(text, row.name, row.body)]


def get_predefined(message_id: int) -> PredefinedMessage:
    """A predefined message; raises NotFound."""
    found = session.scalars(sa.select(PredefinedMessage).where(PredefinedMessage.id == message_id)).first()
    if found is None:
        raise NotFound("Ce message prédéfini n’existe pas.")
    return found


def fill_predefined(message: PredefinedMessage, thread: Thread, *, author: str = "", shop_name: str = "") -> Filled:
    """A predefined message with the thread's customer, order and product put in."""
    return rules.fill(message.body, variables_of(thread, author=author, shop_name=shop_name))


def variables_of(thread: Thread, *, author: str = "", shop_name: str = "") -> dict[str, str]:
    """Variable -> value for a thread; what is not known is left out."""
    first, _, last = thread.name.partition(" ")
    values = {"prenom": first, "nom": last or first, "email": thread.email, "employe": author, "boutique": shop_name}
    if thread.customer is not None:
        values |= _of_customer(thread.customer)
    if thread.order is not None:
        values |= _of_order(thread.order)
    if thread.product is not None:
        values["produit"] = thread.product.name
    return {name: value for name, value in values.items() if value}


def fill_for_order(message: PredefinedMessage, order: Order, *, author: str = "", shop_name: str = "") -> Filled:
    """A predefined message with an order and its customer put in."""
    return rules.fill(message.body, _of_whole_order(order, author=author, shop_name=shop_name))


def fill_text(text: str, order: Order) -> str:
    """A text of the shop with an order and its customer put in; what is not known of them leaves nothing."""
    known = _of_whole_order(order, shop_name=get_shop(open_shop_id()).name)
    return rules.fill(text, known | {name: known.get(name, " ") for name in rules.VARIABLES}).text.strip()


def _of_whole_order(order: Order, *, author: str = "", shop_name: str = "") -> dict[str, str]:
    values = {"email": order.customer.email, "employe": author, "boutique": shop_name}
    values |= _of_customer(order.customer) | _of_order(order)
    return {name: value for name, value in values.items() if value}


def _of_customer(customer: Customer) -> dict[str, str]:
    title = customer.title.name if customer.title else ""
    return {"prenom": customer.first_name, "nom": customer.last_name, "civilite": title}


def _of_order(order: Order) -> dict[str, str]:
    return {
        "commande": order.reference, "date_commande": f"{to_paris(order.placed_at):%d/%m/%Y}", "suivi": order.tracking_number,
        "transporteur": order.carrier.name if order.carrier else "", "etat_commande": order.state.name,
    }  # fmt: skip


def get_form_mail(mail_id: int) -> Mail:
    """What a visitor answered to a form, sent by mail; raises NotFound for any other mail."""
    query = sa.select(Mail).where(Mail.id == mail_id, Mail.subject.startswith(rules.FORM_SUBJECT))
    found = session.scalars(query).first()
    if found is None:
        raise NotFound("Ce message n’existe pas ou plus.")
    return found


def list_mails(recipient: str = "", *, begins: str = "", number: int = 1, size: int = 20) -> Page[Mail]:
    """One page of the mails that the shop would have sent, newest first; to one address, or about what the
    subject begins with, when given."""
    query = sa.select(Mail).where(Mail.subject.startswith(begins))
    if recipient:
        query = query.where(Mail.recipient == recipient.strip().lower())
    total = session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    number = clamp(number, size, total)
    rows = session.scalars(query.order_by(Mail.sent_at.desc(), Mail.id.desc()).offset((number - 1) * size).limit(size))
    return Page(list(rows), number, size, total)

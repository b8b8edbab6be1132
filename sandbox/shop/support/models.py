"""Customer service: threads, their messages, and every mail the shop would have sent."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_fk, shop_index, shop_unique, to_many, to_one
from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders.models import Order


class Contact(Keyed, ShopScoped, Base):
    """A service that customers may write to."""

    __tablename__ = "contacts"

    name: Mapped[str] = mapped_column(sa.String(64))
    email: Mapped[str] = mapped_column(sa.String(128))
    description: Mapped[str] = mapped_column(sa.Text, default="")

    __table_args__ = (shop_unique("key"),)


class Thread(Keyed, ShopScoped, Base):
    """A conversation with a customer. status: open | closed | pending1 | pending2 (Ouvert, Traité, En attente 1 et 2)."""

    __tablename__ = "threads"

    contact_id: Mapped[int]
    customer_id: Mapped[int | None]
    order_id: Mapped[int | None]
    product_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(sa.String(120))
    email: Mapped[str] = mapped_column(sa.String(128))
    status: Mapped[str] = mapped_column(sa.String(8), default="open")
    is_read: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    contact: Mapped[Contact] = to_one("Contact", "Thread", "contact_id")
    customer: Mapped[Customer | None] = to_one("Customer", "Thread", "customer_id")
    order: Mapped[Order | None] = to_one("Order", "Thread", "order_id")
    product: Mapped[Product | None] = to_one("Product", "Thread", "product_id")
    messages: Mapped[list[Message]] = to_many(
        "Message", "Thread", "thread_id", cascade="all, delete-orphan", order_by="Message.id"
    )

    __table_args__ = (
        shop_fk("contact_id", "contacts"),
        shop_fk("customer_id", "customers"),
        shop_fk("order_id", "orders"),
        shop_fk("product_id", "products"),
        shop_unique("key"),
        shop_index("updated_at"),
    )


class Message(ShopScoped, Base):
    """A message of a thread. side: customer | team. A private one is a note that the customer never sees."""

    __tablename__ = "messages"

    thread_id: Mapped[int]
    side: Mapped[str] = mapped_column(sa.String(8))
    author: Mapped[str] = mapped_column(sa.String(120))
    body: Mapped[str] = mapped_column(sa.Text)
    is_private: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime]

    files: Mapped[list[MessageFile]] = to_many(
        "MessageFile", "Message", "message_id", cascade="all, delete-orphan", order_by="MessageFile.id"
    )

    __table_args__ = (shop_fk("thread_id", "threads"), shop_index("thread_id"))


class MessageFile(ShopScoped, Base):
    """A file sent with a message, by a customer or by the team."""

    __tablename__ = "message_files"

    message_id: Mapped[int]
    media: Mapped[str] = mapped_column(sa.String(40))
    file_name: Mapped[str] = mapped_column(sa.String(128))
    size_bytes: Mapped[int] = mapped_column(default=0)

    __table_args__ = (shop_fk("message_id", "messages"), shop_index("message_id"))


class PredefinedMessage(Keyed, ShopScoped, Base):
    """A message ready to be sent; variables such as {prenom} are replaced when it is used."""

    __tablename__ = "predefined_messages"

    name: Mapped[str] = mapped_column(sa.String(128))
    body: Mapped[str] = mapped_column(sa.Text)

    __table_args__ = (shop_unique("key"),)


class Mail(ShopScoped, Base):
    """A mail the shop would have sent: nothing leaves the machine."""

    __tablename__ = "mails"

    recipient: Mapped[str] = mapped_column(sa.String(128))
    subject: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[str] = mapped_column(sa.Text)
    sent_at: Mapped[datetime]

    __table_args__ = (shop_index("recipient"),)

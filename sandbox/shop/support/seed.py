"""The support's part of a context: contacts, sav/fils.yaml, sav/messages_predefinis.yaml."""

from __future__ import annotations

from datetime import datetime

from sandbox.kernel.db import session
from sandbox.kernel.packs import Reader
from sandbox.kernel.values import Kind
from sandbox.kernel.yaml_nodes import Node
from sandbox.shop.customers.models import Customer
from sandbox.shop.support import rules
from sandbox.shop.support.models import Contact, Message, PredefinedMessage, Thread
from sandbox.shop.team.models import Employee


def load(reader: Reader) -> None:
    """Contacts, predefined messages, threads with their messages."""
    _contacts(reader)
    _predefined(reader)
    _threads(reader)


def _contacts(reader: Reader) -> None:
    rows = []
    for node in reader.section("contacts"):
        if not node.text("cle") or not node.text("nom") or not node.text("email"):
            reader.fault(node, "Un contact a une « cle », un « nom » et un « email ».")
            continue
        rows.append(Contact(
            key=node.text("cle"), name=node.text("nom"), email=node.text("email"), description=node.text("description")
        ))  # fmt: skip
    session.add_all(rows)
    session.flush()
    for row in rows:
        reader.learn("contact", str(row.key), row.id)


def _predefined(reader: Reader) -> None:
    rows = []
    for node in reader.yaml("sav/messages_predefinis.yaml", optional=True):
        if not node.text("cle") or not node.text("nom") or not node.text("texte").strip():
            reader.fault(node, "Un message prédéfini a une « cle », un « nom » et un « texte ».")
            continue
        for word in rules.unknown_variables(node.text("texte")):
            reader.fault(node, f"Variable inconnue : {{{word}}} ; possibles : {', '.join(rules.VARIABLES)}.", "texte")
        rows.append(PredefinedMessage(key=node.text("cle"), name=node.text("nom"), body=node.text("texte").strip()))
    session.add_all(rows)
    session.flush()
    for row in rows:
        reader.learn("message_predefini", str(row.key), row.id)


def _threads(reader: Reader) -> None:
    customers = {customer.id: customer for customer in session.query(Customer)}
    names = {employee.key: employee.full_name for employee in session.query(Employee)}
    made: list[tuple[Node, Thread, list[Message]]] = []
    for node in reader.yaml("sav/fils.yaml", optional=True):
        who, customer_id = node["client"], None
        if isinstance(who.value, str):
            customer_id = reader.ref("client", who.text(), at=node, column="client")
        customer = customers.get(customer_id or 0)
        name, email = (customer.full_name, customer.email) if customer else (who.text("nom"), who.text("email"))
        contact_id = reader.ref("contact", node.text("contact"), at=node, column="contact")
        order_id = reader.ref("commande", node.text("commande"), at=node, column="commande")
        product_id = reader.ref("produit", node.text("produit"), at=node, column="produit")
        messages = [message for item in node["messages"] if (message := _message(reader, item, name, names))]
        if contact_id is None or not messages or not email:
            reader.fault(node, "Un fil a un « client », un « contact » et au moins un message.")
            continue
        moments = [message.sent_at for message in messages]
        made.append((node, Thread(
            key=node.text("cle") or None, contact_id=contact_id, customer_id=customer_id, order_id=order_id,
            product_id=product_id, name=name, email=email.lower(),
            status=reader.value(node["etat"], Kind.CHOICE, rules.OPEN, rules.STATUSES),
            is_read=reader.value(node["lu"], Kind.YES_NO, False), opened_at=moments[0], updated_at=max(moments),
        ), messages))  # fmt: skip
    session.add_all(thread for _, thread, _ in made)
    session.flush()
    for _, thread, messages in made:
        if thread.key:
            reader.learn("fil", thread.key, thread.id)
        for message in messages:
            message.thread_id = thread.id
        session.add_all(messages)
    session.flush()


def _message(reader: Reader, node: Node, customer_name: str, employees: dict[str | None, str]) -> Message | None:
    author = node.text("de")
    sent_at: datetime | None = reader.value(node["le"], Kind.MOMENT)
    if author != "client":
        reader.ref("employe", author, at=node, column="de")
    if sent_at is None or not node.text("texte").strip():
        reader.fault(node, "Un message a un « de », un « le » et un « texte ».")
        return None
    return Message(
        side=rules.CUSTOMER if author == "client" else rules.TEAM, body=node.text("texte").strip(), sent_at=sent_at,
        author=customer_name if author == "client" else employees.get(author, author),
        is_private=reader.value(node["prive"], Kind.YES_NO, False),
    )  # fmt: skip

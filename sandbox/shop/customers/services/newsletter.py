"""Who reads the newsletter."""

from __future__ import annotations

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.shop.customers import queries, rules
from sandbox.shop.customers.models import Customer, Subscriber
from sandbox.shop.customers.services.people import note_consent


@action("newsletter.inscrire", entity="abonne", words="s’est inscrit à la lettre d’information")
def subscribe(*, email: str, source: str = "bloc newsletter") -> Subscriber | Customer:
    """Put an address on the newsletter's list: the customer's consent when it is a customer's, a reader otherwise."""
    address = rules.clean_email(email)
    customer = queries.find_customer_by_email(address)
    if customer is not None:
        note_consent(customer, rules.NEWSLETTER, "is_newsletter", True, source)
        session.flush()
        return customer
    reader = queries.find_subscriber(address)
    if reader is None:
        reader = Subscriber(email=address, source=source[:80], subscribed_at=clock.now())
        session.add(reader)
    elif reader.unsubscribed_at is not None:
        reader.unsubscribed_at, reader.subscribed_at, reader.source = None, clock.now(), source[:80]
    session.flush()
    return reader


@action("newsletter.desinscrire", entity="abonne", words="s’est désinscrit de la lettre d’information")
def unsubscribe(*, email: str, source: str = "lien de désinscription") -> Subscriber | Customer | None:
    """Take an address off the newsletter's list; an unknown one changes nothing, and that is not told."""
    address = rules.clean_email(email)
    customer = queries.find_customer_by_email(address)
    if customer is not None:
        note_consent(customer, rules.NEWSLETTER, "is_newsletter", False, source)
        session.flush()
        return customer
    reader = queries.find_subscriber(address)
    if reader is not None and reader.unsubscribed_at is None:
        reader.unsubscribed_at = clock.now()
        session.flush()
    return reader

"""Reading customers, their groups and their addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.kernel.paging import Page, clamp
from sandbox.kernel.passwords import verify_password
from sandbox.kernel.steady import steady
from sandbox.kernel.text import fold, has_words
from sandbox.shop.customers.models import Address, Customer, CustomerGroup, GroupMembership, Subscriber, Title
from sandbox.shop.customers.rules import CUSTOMER, GUEST, VISITOR, Buyer


@dataclass(frozen=True, slots=True)
class CustomerFilter:
    """What the list of customers is narrowed by; None or empty means everything. Days are of Paris, both included."""

    number: int | None = None
    title_id: int | None = None
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    text: str = ""
    group_id: int | None = None
    is_active: bool | None = None
    is_newsletter: bool | None = None
    is_partner_offers: bool | None = None
    registered_from: date | None = None
    registered_to: date | None = None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group and how many customers are in it."""

    group: CustomerGroup
    members: int


@dataclass(frozen=True, slots=True)
class AddressRow:
    """An address with the name of its customer."""

    address: Address
    customer: Customer


# buyers --------------------------------------------------------------------------------------------------------------


def group_of_role(role: str) -> CustomerGroup:
    """The group that visitors, guests or customers are in by themselves (`visitor`, `guest`, `customer`)."""
    group = session.scalars(sa.select(CustomerGroup).where(CustomerGroup.role == role)).first()
    if group is None:
        raise NotFound("Cette boutique n’a pas de groupe par défaut.")
    return group


def buyer_of(customer: Customer | None) -> Buyer:
    """Who looks at prices: a customer (a guest among them), or any visitor for None."""
    if customer is None:
        return _visitor()
    group = customer.default_group
    ids = {group.id} | {membership.group_id for membership in customer.memberships}
    return Buyer(customer.id, tuple(sorted(ids)), group.id, group.shows_tax_excl, group.shows_prices)


@steady
def _visitor() -> Buyer:
    group = group_of_role(VISITOR)
    return Buyer(None, (group.id,), group.id, group.shows_tax_excl, group.shows_prices)


# customers -----------------------------------------------------------------------------------------------------------


def get_customer(customer_id: int) -> Customer:
    """A customer with title, groups, addresses and consents; raises NotFound."""
    found = session.scalars(
        sa.select(Customer)
        .where(Customer.id == customer_id)
        .options(
            selectinload(Customer.title),
            selectinload(Customer.default_group),
            selectinload(Customer.addresses),
            selectinload(Customer.consents),
            selectinload(Customer.memberships).selectinload(GroupMembership.group),
        )
    ).first()
    if found is None:
        raise NotFound("Ce client n’existe pas.")
    return found


def find_customer_by_email(email: str) -> Customer | None:
    """The account (never a guest) with that address, case aside."""
    wanted = email.strip().lower()
    return session.scalars(
        sa.select(Customer)
        .where(sa.func.lower(Customer.email) == wanted, Customer.is_guest.is_(False))
        .order_by(Customer.id)
    ).first()


def authenticate(email: str, password: str) -> Customer | None:
    """The active customer whose password this is, or None; takes the same time for an unknown address."""
    customer = find_customer_by_email(email)
    is_right = verify_password(customer.password_hash if customer else None, password)
    return customer if customer and is_right and customer.is_active else None


SORTS = {
    "id": (Customer.id,), "prenom": (Customer.first_name, Customer.last_name), "nom": (Customer.last_name, Customer.first_name),
    "email": (Customer.email,), "inscrit": (Customer.registered_at,),
}  # fmt: skip


def list_customers(
    wanted: CustomerFilter, *, sort: str = "id", descending: bool = True, number: int = 1, size: int = 20
) -> Page[Customer]:
    """One page of customers, titles and default groups loaded; texts match whatever the case and the accents."""
    query = _narrowed(wanted)
    if wanted.first_name or wanted.last_name or wanted.email or wanted.text:
        query = query.where(Customer.id.in_(_ids_by_text(wanted)))
    total = session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    number = clamp(number, size, total)
    keys = [column.desc() if descending else column.asc() for column in SORTS.get(sort, SORTS["id"])]
    ids = query.order_by(*keys, Customer.id).offset((number - 1) * size).limit(size)
    found = list(
        session.scalars(
            sa.select(Customer)
            .where(Customer.id.in_(list(session.scalars(ids))))
            .order_by(*keys, Customer.id)
            .options(selectinload(Customer.title), selectinload(Customer.default_group))
        )
    )
    return Page(found, number, size, total)


def _narrowed(wanted: CustomerFilter) -> sa.Select[int]:
    query = sa.select(Customer.id)
    if wanted.number is not None:
        query = query.where(Customer.id == wanted.number)
    if wanted.title_id is not None:
        query = query.where(Customer.title_id == wanted.title_id)
    if wanted.group_id is not None:
        members = sa.select(GroupMembership.customer_id).where(GroupMembership.group_id == wanted.group_id)
        query = query.where(Customer.id.in_(members))
    for column, value in (
        (Customer.is_active, wanted.is_active),
        (Customer.is_newsletter, wanted.is_newsletter),
        (Customer.is_partner_offers, wanted.is_partner_offers),
    ):
        if value is not None:
            query = query.where(column.is_(value))
    if wanted.registered_from:
        query = query.where(Customer.registered_at >= clock.start_of_day(wanted.registered_from))
    if wanted.registered_to:
        query = query.where(Customer.registered_at <= clock.end_of_day(wanted.registered_to))
    return query


def _ids_by_text(wanted: CustomerFilter) -> list[int]:
    """Matched in Python: neither database folds French accents by itself."""
    rows = session.execute(
        sa.select(Customer.id, Customer.first_name, Customer.last_name, Customer.email, Customer.company)
    )
    return [
        row.id for row in rows
        if has_words(wanted.first_name, row.first_name) and has_words(wanted.last_name, row.last_name)
        and fold(wanted.email.strip()) in fold(row.email)
        and has_words(wanted.text, row.first_name, row.last_name, row.email, row.company)
    ]  # fmt: skip


def list_titles() -> Sequence[Title]:
    """The titles (« civilités »), in their order."""
    return session.scalars(sa.select(Title).order_by(Title.id)).all()


def get_title(title_id: int) -> Title:
    """A title; raises NotFound."""
    found = session.scalars(sa.select(Title).where(Title.id == title_id)).first()
    if found is None:
        raise NotFound("Ce titre de civilité n’existe pas.")
    return found


def count_with_title(title_id: int) -> int:
    """How many customers have a title."""
    return session.scalar(sa.select(sa.func.count(Customer.id)).where(Customer.title_id == title_id)) or 0


def count_by_title() -> dict[int | None, int]:
    """Title id -> how many customers have it."""
    rows = session.execute(sa.select(Customer.title_id, sa.func.count()).group_by(Customer.title_id))
    return {title_id: count for title_id, count in rows}  # noqa: C416


# groups --------------------------------------------------------------------------------------------------------------


def get_group(group_id: int) -> CustomerGroup:
    """A group with its reductions by category; raises NotFound."""
    query = sa.select(CustomerGroup).where(CustomerGroup.id == group_id)
    found = session.scalars(query.options(selectinload(CustomerGroup.category_reductions))).first()
    if found is None:
        raise NotFound("Ce groupe de clients n’existe pas.")
    return found


def list_groups() -> Sequence[CustomerGroup]:
    """Every group, in the order of creation."""
    return session.scalars(sa.select(CustomerGroup).order_by(CustomerGroup.id)).all()


def list_group_rows() -> list[GroupRow]:
    """Every group with the number of its members."""
    counts: dict[int, int] = dict(
        session.execute(sa.select(GroupMembership.group_id, sa.func.count()).group_by(GroupMembership.group_id)).all()
    )
    return [GroupRow(group, counts.get(group.id, 0)) for group in list_groups()]


def list_members(group_id: int) -> Sequence[Customer]:
    """The customers of a group, by name."""
    members = sa.select(GroupMembership.customer_id).where(GroupMembership.group_id == group_id)
    return session.scalars(
        sa.select(Customer)
        .where(Customer.id.in_(members))
        .order_by(Customer.last_name, Customer.first_name, Customer.id)
    ).all()


def is_protected(group: CustomerGroup) -> bool:
    """Whether the group is one of the three that the shop itself relies on."""
    return group.role in (VISITOR, GUEST, CUSTOMER)


# addresses -----------------------------------------------------------------------------------------------------------


def get_address(address_id: int) -> Address:
    """An address that was not deleted; raises NotFound."""
    query = sa.select(Address).where(Address.id == address_id, Address.is_deleted.is_(False))
    found = session.scalars(query).first()
    if found is None:
        raise NotFound("Cette adresse n’existe pas.")
    return found


def addresses_of(customer_id: int) -> Sequence[Address]:
    """The addresses of a customer that were not deleted."""
    query = sa.select(Address).where(Address.customer_id == customer_id, Address.is_deleted.is_(False))
    return session.scalars(query.order_by(Address.id)).all()


def list_addresses(text: str = "", *, country: str = "", number: int = 1, size: int = 20) -> Page[AddressRow]:
    """One page of addresses; `text` is looked for in names, company, street, postcode and town."""
    query = sa.select(Address, Customer).join(Customer, Customer.id == Address.customer_id)
    query = query.where(Address.is_deleted.is_(False)).order_by(Address.id.desc())
    if country:
        query = query.where(Address.country == country)
    rows = [AddressRow(a, c) for a, c in session.execute(query) if has_words(
        text, a.alias, a.first_name, a.last_name, a.company, a.line1, a.line2, a.postcode, a.city, c.full_name, c.email
    )]  # fmt: skip
    number = clamp(number, size, len(rows))
    return Page(rows[(number - 1) * size : number * size], number, size, len(rows))


# newsletter ----------------------------------------------------------------------------------------------------------


def find_subscriber(email: str) -> Subscriber | None:
    """The newsletter's reader without account who has that address."""
    return session.scalars(sa.select(Subscriber).where(Subscriber.email == email.strip().lower())).first()


@steady
def count_subscribers() -> int:
    """Readers of the newsletter: customers who accept it, and readers without account."""
    customers = (
        session.scalar(sa.select(sa.func.count(Customer.id)).where(Customer.is_newsletter, Customer.is_active)) or 0
    )
    others = session.scalar(sa.select(sa.func.count(Subscriber.id)).where(Subscriber.unsubscribed_at.is_(None))) or 0
    return customers + others

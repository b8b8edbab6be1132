"""Changing customers, and their consents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.passwords import hash_password, verify_password
from sandbox.shop.customers import queries, rules
from sandbox.shop.customers.models import Consent, Customer, CustomerGroup, GroupMembership, Title


class CustomerDetails(TypedDict, total=False):
    """What may be given besides the name. `group_ids` replaces the memberships; the default group is always one of them."""

    title_id: int | None
    birth_on: date | None
    default_group_id: int
    group_ids: Sequence[int]
    is_newsletter: bool
    is_partner_offers: bool
    is_active: bool
    company: str
    siret: str
    note: str
    consent_source: str


class CustomerValues(CustomerDetails, total=False):
    """What may be changed of a customer; a password given replaces the one they had."""

    first_name: str
    last_name: str
    email: str
    password: str


@action("client.creer", entity="client", words="a créé le client")
def create_customer(
    *, first_name: str, last_name: str, email: str, password: str = "", **values: Unpack[CustomerDetails]
) -> Customer:
    """A new customer, in the group of customers unless told otherwise. Refuses an address that is already an account's.

    Without a password nobody can sign in with that account yet.
    """
    if password:
        rules.check_password(password)
    return _new_customer(first_name, last_name, email, values, password=password or None)


@action("client.inscrire", entity="client", words="s’est inscrit dans la boutique")
def register_customer(
    *, first_name: str, last_name: str, email: str, password: str, **values: Unpack[CustomerDetails]
) -> Customer:
    """A person opens an account in the storefront; consents are noted with the source « inscription »."""
    rules.check_password(password)
    values.setdefault("consent_source", "inscription")
    return _new_customer(first_name, last_name, email, values, password=password)


@action("client.commander_en_invite", entity="client", words="commande sans créer de compte")
def create_guest(*, first_name: str, last_name: str, email: str, **values: Unpack[CustomerDetails]) -> Customer:
    """A buyer without account: in the group of guests, no password; the same address may come again."""
    group = queries.group_of_role(rules.GUEST)
    guest = Customer(
        first_name=rules.clean_name(first_name, field="first_name", label="prénom"),
        last_name=rules.clean_name(last_name, field="last_name", label="nom"),
        email=rules.clean_email(email), default_group_id=group.id, is_guest=True, registered_at=clock.now(),
    )  # fmt: skip
    session.add(guest)
    session.flush()
    session.add(GroupMembership(customer_id=guest.id, group_id=group.id))
    for purpose, wish in ((rules.NEWSLETTER, "is_newsletter"), (rules.PARTNERS, "is_partner_offers")):
        note_consent(guest, purpose, wish, bool(values.get(wish, False)), values.get("consent_source", "commande"))
    session.flush()
    return guest


@action("client.corriger_invite", entity="client", words="a corrigé ses coordonnées avant de commander")
def update_guest(
    *, guest: Customer, first_name: str, last_name: str, email: str, **values: Unpack[CustomerDetails]
) -> Customer:
    """A buyer without account goes back a step: the same guest, whose address may be that of an account."""
    guest.first_name = rules.clean_name(first_name, field="first_name", label="prénom")
    guest.last_name = rules.clean_name(last_name, field="last_name", label="nom")
    guest.email = rules.clean_email(email)
    note_consent(
        guest,
        rules.NEWSLETTER,
        "is_newsletter",
        bool(values.get("is_newsletter", False)),
        values.get("consent_source", "commande"),
    )
    session.flush()
    return guest


@action("client.modifier", entity="client", words="a modifié le client")
def update_customer(*, customer: Customer, **values: Unpack[CustomerValues]) -> Customer:
    """Change what is given of a customer; each consent given or withdrawn is noted with its moment and source."""
    _apply_identity(customer, values)
    _apply(customer, values)
    session.flush()
    return customer


@action("client.changer_mot_de_passe", entity="client", words="a changé le mot de passe du client")
def change_password(*, customer: Customer, current: str, password: str) -> Customer:
    """The customer chooses another password, after proving the current one."""
    if not verify_password(customer.password_hash, current):
        raise RuleBroken("Le mot de passe actuel n’est pas le bon.", field="current")
    rules.check_password(password)
    customer.password_hash = hash_password(password)
    session.flush()
    return customer


@action("client.reinitialiser_mot_de_passe", entity="client", words="a choisi un nouveau mot de passe pour le client")
def reset_password(*, customer: Customer, password: str) -> Customer:
    """The customer chooses another password after proving that the mailbox is theirs."""
    rules.check_password(password)
    customer.password_hash = hash_password(password)
    session.flush()
    return customer


def sign_in(*, email: str, password: str) -> Customer:
    """The customer whose address and password these are. One text for every refusal: it tells nothing of who is a customer."""
    customer = queries.authenticate(email, password)
    if customer is None:
        raise RuleBroken("Adresse e-mail ou mot de passe incorrect.", field="password")
    return customer


def _new_customer(
    first_name: str, last_name: str, email: str, details: CustomerDetails, *, password: str | None = None
) -> Customer:
    group_id = details.get("default_group_id") or queries.group_of_role(rules.CUSTOMER).id
    address = rules.clean_email(email)
    _refuse_taken(address, None)
    customer = Customer(
        first_name=rules.clean_name(first_name, field="first_name", label="prénom"),
        last_name=rules.clean_name(last_name, field="last_name", label="nom"),
        email=address, default_group_id=_group_id(group_id, "default_group_id"), registered_at=clock.now(),
    )  # fmt: skip
    session.add(customer)
    session.flush()
    rest = details.copy()
    rest.setdefault("group_ids", [group_id])
    if password is not None:
        customer.password_hash = hash_password(password)
    _apply(customer, rest)
    session.flush()
    return customer


def _apply(customer: Customer, values: CustomerDetails) -> None:
    if "birth_on" in values:
        rules.check_birth(values["birth_on"], clock.today())
        customer.birth_on = values["birth_on"]
    if "title_id" in values:
        customer.title_id = _title_id(values["title_id"])
    if "company" in values:
        customer.company = rules.clean_line(
            values["company"], field="company", label="Société", length=120, required=False
        )
    if "siret" in values and values["siret"].replace(" ", "") != customer.siret:
        customer.siret = rules.clean_siret(values["siret"])
    if "note" in values:
        customer.note = values["note"].strip()
    if "is_active" in values:
        customer.is_active = values["is_active"]
    apply_groups(customer, values)
    source = values.get("consent_source") or rules.BACK_OFFICE
    if "is_newsletter" in values:
        note_consent(customer, rules.NEWSLETTER, "is_newsletter", values["is_newsletter"], source)
    if "is_partner_offers" in values:
        note_consent(customer, rules.PARTNERS, "is_partner_offers", values["is_partner_offers"], source)


def _apply_identity(customer: Customer, values: CustomerValues) -> None:
    if "first_name" in values:
        customer.first_name = rules.clean_name(values["first_name"], field="first_name", label="prénom")
    if "last_name" in values:
        customer.last_name = rules.clean_name(values["last_name"], field="last_name", label="nom")
    if "email" in values and values["email"].strip().lower() != customer.email.lower():
        address = rules.clean_email(values["email"])
        _refuse_taken(address, customer.id)
        customer.email = address
    if values.get("password"):
        rules.check_password(values["password"])
        customer.password_hash = hash_password(values["password"])


def apply_groups(customer: Customer, values: CustomerDetails) -> None:
    """Put a customer in the groups given; the default one is always among them."""
    if "default_group_id" not in values and "group_ids" not in values:
        return
    default_id = _group_id(values.get("default_group_id") or customer.default_group_id, "default_group_id")
    if "group_ids" in values:
        wanted = [_group_id(group_id, "group_ids") for group_id in dict.fromkeys(values["group_ids"])]
        if not wanted:
            raise RuleBroken("Un client appartient au moins à un groupe.", field="group_ids")
        if default_id not in wanted:
            if "default_group_id" in values:
                wanted.append(default_id)
            else:
                default_id = wanted[0]
    else:
        wanted = list(dict.fromkeys([*(m.group_id for m in customer.memberships), default_id]))
    customer.default_group_id = default_id
    for membership in list(customer.memberships):
        if membership.group_id not in wanted:
            customer.memberships.remove(membership)
    present = {membership.group_id for membership in customer.memberships}
    for group_id in wanted:
        if group_id not in present:
            customer.memberships.append(GroupMembership(customer_id=customer.id, group_id=group_id))
    session.flush()
    session.expire(customer, ["default_group"])


def note_consent(customer: Customer, purpose: str, attribute: str, is_given: bool, source: str) -> None:
    """Note a change of consent; saying the same again notes nothing."""
    if bool(getattr(customer, attribute)) == is_given:
        return
    setattr(customer, attribute, is_given)
    customer.consents.append(
        Consent(customer_id=customer.id, purpose=purpose, is_given=is_given, given_at=clock.now(), source=source[:80])
    )


def _refuse_taken(email: str, own_id: int | None) -> None:
    other = queries.find_customer_by_email(email)
    if other is not None and other.id != own_id:
        raise RuleBroken("Un compte client utilise déjà cette adresse e-mail.", field="email")


def _group_id(group_id: int, field: str) -> int:
    if session.scalar(sa.select(CustomerGroup.id).where(CustomerGroup.id == group_id)) is None:
        raise RuleBroken("Ce groupe de clients n’existe pas.", field=field)
    return group_id


def _title_id(title_id: int | None) -> int | None:
    if title_id is not None and session.scalar(sa.select(Title.id).where(Title.id == title_id)) is None:
        raise RuleBroken("Ce titre de civilité n’existe pas.", field="title_id")
    return title_id

"""Changing customers, their groups, addresses and consents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.passwords import hash_password, verify_password
from sandbox.shop.catalog.models import Category
from sandbox.shop.customers import queries, rules
from sandbox.shop.customers.models import (
    Address,
    Consent,
    Customer,
    CustomerGroup,
    GroupCategoryReduction,
    GroupMembership,
    Subscriber,
    Title,
)


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


class GroupDetails(TypedDict, total=False):
    """What may be given of a group besides its name; the reduction is in basis points."""

    reduction_bp: int
    shows_tax_excl: bool
    shows_prices: bool


class GroupValues(GroupDetails, total=False):
    """What may be changed of a group."""

    name: str


class AddressValues(TypedDict, total=False):
    """What may be given of an address."""

    alias: str
    first_name: str
    last_name: str
    company: str
    line1: str
    line2: str
    postcode: str
    city: str
    country: str
    phone: str


# customers -----------------------------------------------------------------------------------------------------------


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
        _consent(guest, purpose, wish, bool(values.get(wish, False)), values.get("consent_source", "commande"))
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
    _consent(
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
    _apply_groups(customer, values)
    source = values.get("consent_source") or rules.BACK_OFFICE
    if "is_newsletter" in values:
        _consent(customer, rules.NEWSLETTER, "is_newsletter", values["is_newsletter"], source)
    if "is_partner_offers" in values:
        _consent(customer, rules.PARTNERS, "is_partner_offers", values["is_partner_offers"], source)


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


def _apply_groups(customer: Customer, values: CustomerDetails) -> None:
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


def _consent(customer: Customer, purpose: str, attribute: str, is_given: bool, source: str) -> None:
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


# groups --------------------------------------------------------------------------------------------------------------


@action("groupe_clients.creer", entity="groupe_clients", words="a créé le groupe de clients")
def create_group(*, name: str, **values: Unpack[GroupDetails]) -> CustomerGroup:
    """A new group, without members; its prices are shown with tax unless told otherwise."""
    group = CustomerGroup(name=_group_name(name, None), created_at=clock.now())
    session.add(group)
    _apply_group(group, values)
    session.flush()
    return group


@action("groupe_clients.modifier", entity="groupe_clients", words="a modifié le groupe de clients")
def update_group(*, group: CustomerGroup, **values: Unpack[GroupValues]) -> CustomerGroup:
    """Change what is given of a group."""
    if "name" in values:
        group.name = _group_name(values["name"], group.id)
    _apply_group(group, values)
    session.flush()
    return group


@action(
    "groupe_clients.reduire_categorie", entity="groupe_clients", words="a fixé une réduction par catégorie du groupe"
)
def set_category_reduction(*, group: CustomerGroup, category_id: int, reduction_bp: int) -> CustomerGroup:
    """Give a group a reduction on the products whose default category this is; it replaces the general one there."""
    rules.check_reduction(reduction_bp)
    if session.scalar(sa.select(Category.id).where(Category.id == category_id)) is None:
        raise RuleBroken("Choisissez une catégorie de la boutique.", field="category_id")
    for reduction in group.category_reductions:
        if reduction.category_id == category_id:
            reduction.reduction_bp = reduction_bp
            break
    else:
        group.category_reductions.append(
            GroupCategoryReduction(group_id=group.id, category_id=category_id, reduction_bp=reduction_bp)
        )
    session.flush()
    return group


@action(
    "groupe_clients.retirer_categorie", entity="groupe_clients", words="a retiré une réduction par catégorie du groupe"
)
def remove_category_reduction(*, group: CustomerGroup, category_id: int) -> CustomerGroup:
    """Take a group's reduction on a category away."""
    found = next((r for r in group.category_reductions if r.category_id == category_id), None)
    if found is None:
        raise RuleBroken("Ce groupe n’a pas de réduction sur cette catégorie.", field="category_id")
    group.category_reductions.remove(found)
    session.flush()
    return group


@action("groupe_clients.supprimer", entity="groupe_clients", words="a supprimé le groupe de clients")
def delete_group(*, group: CustomerGroup) -> CustomerGroup:
    """Delete a group; its customers go back to the group of customers. The shop's own three groups stay."""
    if queries.is_protected(group):
        raise RuleBroken(f"Le groupe « {group.name} » est indispensable à la boutique : il ne peut pas être supprimé.")
    fallback = queries.group_of_role(rules.CUSTOMER)
    for customer in queries.list_members(group.id):
        kept = [m.group_id for m in customer.memberships if m.group_id != group.id]
        default_id = customer.default_group_id if customer.default_group_id != group.id else fallback.id
        _apply_groups(customer, {"default_group_id": default_id, "group_ids": kept or [fallback.id]})
    session.flush()
    try:
        with session.begin_nested():
            session.delete(group)
    except IntegrityError as error:
        raise RuleBroken("Une promotion vise ce groupe : modifiez-la avant de supprimer le groupe.") from error
    return group


def _apply_group(group: CustomerGroup, values: GroupDetails) -> None:
    if "reduction_bp" in values:
        rules.check_reduction(values["reduction_bp"])
        group.reduction_bp = values["reduction_bp"]
    if "shows_tax_excl" in values:
        group.shows_tax_excl = values["shows_tax_excl"]
    if "shows_prices" in values:
        group.shows_prices = values["shows_prices"]


def _group_name(name: str, own_id: int | None) -> str:
    trimmed = rules.clean_line(name, field="name", label="Nom", length=64)
    twin = session.scalars(
        sa.select(CustomerGroup.id).where(sa.func.lower(CustomerGroup.name) == trimmed.lower())
    ).first()
    if twin is not None and twin != own_id:
        raise RuleBroken(f"Un groupe s’appelle déjà « {trimmed} ».", field="name")
    return trimmed


# addresses -----------------------------------------------------------------------------------------------------------


@action("adresse.creer", entity="adresse", words="a créé l’adresse")
def create_address(*, customer: Customer, **values: Unpack[AddressValues]) -> Address:
    """A new address of a customer; names default to the customer's, the alias to « Mon adresse »."""
    address = Address(customer_id=customer.id)
    given: AddressValues = {
        "alias": "Mon adresse", "first_name": customer.first_name, "last_name": customer.last_name, "line1": "",
        "postcode": "", "city": "", "country": rules.FRANCE,
    }  # fmt: skip
    given.update(values)
    _apply_address(address, given)
    session.add(address)
    session.flush()
    session.expire(customer, ["addresses"])
    return address


@action("adresse.modifier", entity="adresse", words="a modifié l’adresse")
def update_address(*, address: Address, **values: Unpack[AddressValues]) -> Address:
    """Change what is given of an address. Orders keep the text they had."""
    _apply_address(address, values)
    session.flush()
    return address


@action("adresse.supprimer", entity="adresse", words="a supprimé l’adresse")
def delete_address(*, address: Address) -> Address:
    """Take an address out of the customer's book; the row stays for the orders that used it."""
    address.is_deleted = True
    session.flush()
    return address


def _apply_address(address: Address, values: AddressValues) -> None:
    if "first_name" in values:
        address.first_name = rules.clean_name(values["first_name"], field="first_name", label="prénom")
    if "last_name" in values:
        address.last_name = rules.clean_name(values["last_name"], field="last_name", label="nom")
    for name, label, length, required in _ADDRESS_LINES:
        if name in values:
            text = rules.clean_line(values[name], field=name, label=label, length=length, required=required)  # type: ignore[literal-required]
            setattr(address, name, text)
    if "postcode" in values or "country" in values:
        postcode = values.get("postcode", address.postcode or "")
        address.postcode = rules.clean_postcode(postcode, values.get("country", address.country or rules.FRANCE))
    if "phone" in values:
        address.phone = rules.clean_phone(values["phone"])


_ADDRESS_LINES = (
    ("alias", "Alias", 32, True), ("company", "Société", 120, False), ("line1", "Adresse", 128, True),
    ("line2", "Complément d’adresse", 128, False), ("city", "Ville", 64, True), ("country", "Pays", 64, True),
)  # fmt: skip


# newsletter ----------------------------------------------------------------------------------------------------------


@action("newsletter.inscrire", entity="abonne", words="s’est inscrit à la lettre d’information")
def subscribe(*, email: str, source: str = "bloc newsletter") -> Subscriber | Customer:
    """Put an address on the newsletter's list: the customer's consent when it is a customer's, a reader otherwise."""
    address = rules.clean_email(email)
    customer = queries.find_customer_by_email(address)
    if customer is not None:
        _consent(customer, rules.NEWSLETTER, "is_newsletter", True, source)
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
        _consent(customer, rules.NEWSLETTER, "is_newsletter", False, source)
        session.flush()
        return customer
    reader = queries.find_subscriber(address)
    if reader is not None and reader.unsubscribed_at is None:
        reader.unsubscribed_at = clock.now()
        session.flush()
    return reader

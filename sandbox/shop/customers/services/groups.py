"""Changing the groups of customers."""

from __future__ import annotations

from typing import TypedDict, Unpack

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.catalog.models import Category
from sandbox.shop.customers import queries, rules
from sandbox.shop.customers.models import CustomerGroup, GroupCategoryReduction
from sandbox.shop.customers.services.people import apply_groups


class GroupDetails(TypedDict, total=False):
    """What may be given of a group besides its name; the reduction is in basis points."""

    reduction_bp: int
    shows_tax_excl: bool
    shows_prices: bool


class GroupValues(GroupDetails, total=False):
    """What may be changed of a group."""

    name: str


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
        apply_groups(customer, {"default_group_id": default_id, "group_ids": kept or [fallback.id]})
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

"""Attributes and their values, and the kinds of features."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import fold
from sandbox.shop.catalog import rules
from sandbox.shop.catalog.models import Attribute, AttributeValue, Feature, ProductFeature
from sandbox.shop.catalog.queries import used_value_ids
from sandbox.shop.catalog.services.common import delete_or_refuse


@action("attribut.creer", entity="attribut", words="a créé l’attribut")
def create_attribute(*, name: str, public_name: str = "", kind: str = "select", key: str | None = None) -> Attribute:
    """A new attribute, last; `kind` select | radio | color. Raises RuleBroken on « name » or « kind »."""
    name = _free_name(name)
    attribute = Attribute(
        key=key, name=name, public_name=rules.check_name(public_name or name, field="public_name", maximum=64),
        kind=rules.check_choice(kind, rules.ATTRIBUTE_KINDS.values(), field="kind"),
        position=(db.session.scalar(sa.select(sa.func.max(Attribute.position))) or 0) + 1,
    )  # fmt: skip
    db.session.add(attribute)
    db.session.flush()
    return attribute


@action("attribut.modifier", entity="attribut", words="a modifié l’attribut")
def update_attribute(
    *, attribute: Attribute, name: str | None = None, public_name: str | None = None, kind: str | None = None,
    position: int | None = None,
) -> Attribute:  # fmt: skip
    """Change what is given; `position` is a rank from 1."""
    if name is not None:
        attribute.name = _free_name(name, but=attribute.id)
    if public_name is not None:
        attribute.public_name = rules.check_name(public_name, field="public_name", maximum=64)
    if kind is not None:
        attribute.kind = rules.check_choice(kind, rules.ATTRIBUTE_KINDS.values(), field="kind")
    if position is not None:
        found = sa.select(Attribute).where(Attribute.id != attribute.id).order_by(Attribute.position, Attribute.id)
        _rank([*db.session.scalars(found)], attribute, position)
    db.session.flush()
    return attribute


@action("attribut.supprimer", entity="attribut", words="a supprimé l’attribut")
def delete_attribute(*, attribute: Attribute) -> Attribute:
    """Delete an attribute and its values; refused while a variant has one of them."""
    if used_value_ids() & {value.id for value in attribute.values}:
        raise RuleBroken(f"« {attribute.name} » sert à des déclinaisons : supprimez-les d’abord.")
    delete_or_refuse(attribute, words=f"« {attribute.name} » sert à une promotion.")
    return attribute


@action("valeur_attribut.creer", entity="valeur_attribut", words="a créé la valeur d’attribut")
def create_attribute_value(*, attribute: Attribute, name: str, color: str = "") -> AttributeValue:
    """A new value, last. Raises RuleBroken on « name » (empty, or already there) or « color »."""
    value = AttributeValue(
        attribute_id=attribute.id, name=_free_value(attribute, name), color=rules.check_color(color),
        position=max((other.position for other in attribute.values), default=0) + 1,
    )  # fmt: skip
    attribute.values.append(value)
    db.session.flush()
    return value


@action("valeur_attribut.modifier", entity="valeur_attribut", words="a modifié la valeur d’attribut")
def update_attribute_value(
    *, attribute_value: AttributeValue, name: str | None = None, color: str | None = None, position: int | None = None
) -> AttributeValue:
    """Change what is given; `position` is a rank from 1."""
    attribute = attribute_value.attribute
    if name is not None:
        attribute_value.name = _free_value(attribute, name, but=attribute_value.id)
    if color is not None:
        attribute_value.color = rules.check_color(color)
    if position is not None:
        _rank([other for other in attribute.values if other is not attribute_value], attribute_value, position)
    db.session.flush()
    db.session.expire(attribute, ["values"])
    return attribute_value


@action("valeur_attribut.supprimer", entity="valeur_attribut", words="a supprimé la valeur d’attribut")
def delete_attribute_value(*, attribute_value: AttributeValue) -> Attribute:
    """Delete a value that no variant has."""
    if attribute_value.id in used_value_ids():
        raise RuleBroken(f"« {attribute_value.name} » sert à des déclinaisons : supprimez-les d’abord.")
    attribute = attribute_value.attribute
    delete_or_refuse(attribute_value, words=f"« {attribute_value.name} » sert à une promotion.")
    db.session.expire(attribute, ["values"])
    return attribute


@action("caracteristique.creer", entity="caracteristique", words="a créé la caractéristique")
def create_feature(*, name: str) -> Feature:
    """A new kind of fact about products. Raises RuleBroken on « name »."""
    feature = Feature(
        name=_free_feature(name), position=(db.session.scalar(sa.select(sa.func.max(Feature.position))) or 0) + 1
    )
    db.session.add(feature)
    db.session.flush()
    return feature


@action("caracteristique.modifier", entity="caracteristique", words="a modifié la caractéristique")
def update_feature(*, feature: Feature, name: str) -> Feature:
    """Rename a kind of fact."""
    feature.name = _free_feature(name, but=feature.id)
    db.session.flush()
    return feature


@action("caracteristique.supprimer", entity="caracteristique", words="a supprimé la caractéristique")
def delete_feature(*, feature: Feature) -> Feature:
    """Delete a kind of fact that no product has."""
    used = db.session.scalar(
        sa.select(sa.func.count()).select_from(ProductFeature).where(ProductFeature.feature_id == feature.id)
    )
    if used:
        raise RuleBroken(f"« {feature.name} » décrit {used} produit(s) : retirez-la d’abord de leur fiche.")
    delete_or_refuse(feature, words=f"« {feature.name} » sert à une promotion.")
    return feature


def _free_name(name: str, *, but: int | None = None) -> str:
    name = rules.check_name(name, maximum=64)
    others = db.session.scalars(sa.select(Attribute))
    if any(fold(other.name) == fold(name) for other in others if other.id != but):
        raise RuleBroken("Un attribut porte déjà ce nom.", field="name")
    return name


def _free_value(attribute: Attribute, name: str, *, but: int | None = None) -> str:
    name = rules.check_name(name, maximum=64)
    if any(fold(other.name) == fold(name) for other in attribute.values if other.id != but):
        raise RuleBroken("Cette valeur existe déjà.", field="name")
    return name


def _free_feature(name: str, *, but: int | None = None) -> str:
    name = rules.check_name(name, maximum=64)
    others = db.session.scalars(sa.select(Feature))
    if any(fold(other.name) == fold(name) for other in others if other.id != but):
        raise RuleBroken("Une caractéristique porte déjà ce nom.", field="name")
    return name


def _rank(others: list[Attribute] | list[AttributeValue], mine: Attribute | AttributeValue, position: int) -> None:
    ordered: list[Attribute | AttributeValue] = [*others]
    ordered.insert(max(0, min(position - 1, len(ordered))), mine)
    for rank, row in enumerate(ordered, 1):
        row.position = rank

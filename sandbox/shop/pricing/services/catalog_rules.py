"""Catalogue rules: a reduction on a set of products, without a code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.catalog.models import AttributeValue, Brand, Category, Feature, Product
from sandbox.shop.pricing.models import CatalogRule, CatalogRuleCondition
from sandbox.shop.pricing.queries.promotions import names_of, product_ids_of
from sandbox.shop.pricing.rules import checks
from sandbox.shop.pricing.rules.prices import PERCENT, PRICE, Condition
from sandbox.shop.pricing.services.history import repricing

_TARGETS: dict[str, type[Any]] = {"category": Category, "brand": Brand, "feature": Feature, "attribute": AttributeValue}


class CatalogRuleValues(TypedDict, total=False):
    """What may be given of a catalogue rule. kind: percent (`value_bp`) | amount (`amount_cents`).

    `conditions` replace the old ones; `category_ids` is the short way: products of any of these categories.
    """

    name: str
    kind: str
    value_bp: int
    amount_cents: int
    is_tax_incl: bool
    from_quantity: int
    group_id: int | None
    starts_at: datetime | None
    ends_at: datetime | None
    is_active: bool
    conditions: Sequence[Condition]
    category_ids: Sequence[int]


_PLAIN = (
    "name", "kind", "value_bp", "amount_cents", "is_tax_incl", "from_quantity", "group_id", "starts_at", "ends_at", "is_active",
)  # fmt: skip


@action("regle_catalogue.creer", entity="regle_catalogue", words="a créé la règle de prix catalogue")
def create_catalog_rule(*, key: str | None = None, **values: Unpack[CatalogRuleValues]) -> CatalogRule:
    """A new catalogue rule, active unless told otherwise; without condition it bears on the whole catalogue."""
    row = CatalogRule(
        key=key, name="", kind=PERCENT, value_bp=0, amount_cents=0, is_tax_incl=True, from_quantity=1, is_active=True
    )
    merged, conditions = _checked(row, dict(values))
    with repricing(_concerned(conditions)):
        _write(row, merged, conditions)
        session.add(row)
    return row


@action("regle_catalogue.modifier", entity="regle_catalogue", words="a modifié la règle de prix catalogue")
def update_catalog_rule(*, rule: CatalogRule, **values: Unpack[CatalogRuleValues]) -> CatalogRule:
    """Change a catalogue rule; what is not given stays."""
    merged, conditions = _checked(rule, dict(values))
    products = {p.id: p for p in (*_concerned(_conditions_of(rule)), *_concerned(conditions))}
    with repricing(list(products.values())):
        _write(rule, merged, conditions)
    return rule


@action("regle_catalogue.supprimer", entity="regle_catalogue", words="a supprimé la règle de prix catalogue")
def delete_catalog_rule(*, rule: CatalogRule) -> CatalogRule:
    """Remove a catalogue rule."""
    with repricing(_concerned(_conditions_of(rule))):
        session.delete(rule)
    return rule


def _conditions_of(row: CatalogRule) -> list[Condition]:
    return [Condition(c.group_no, c.kind, c.target_id, c.value) for c in row.conditions]


def _concerned(conditions: Sequence[Condition]) -> list[Product]:
    ids = product_ids_of(conditions)
    return list(session.scalars(sa.select(Product).where(Product.id.in_(ids)))) if ids else []


def _checked(row: CatalogRule, values: dict[str, Any]) -> tuple[dict[str, Any], list[Condition]]:
    merged = {name: values.get(name, getattr(row, name)) for name in _PLAIN}
    merged["name"] = checks.clean_name(merged["name"], length=128)
    checks.check_quantity(merged["from_quantity"], field="from_quantity")
    if merged["kind"] == PRICE:
        raise RuleBroken("Une règle de prix catalogue retire un pourcentage ou un montant.", field="kind")
    checks.check_cut(
        merged["kind"], bp=merged["value_bp"], cents=merged["amount_cents"], price_micros=None,
        fields=("value_bp", "amount_cents", "kind"),
    )  # fmt: skip
    checks.check_dates(merged["starts_at"], merged["ends_at"])
    if "conditions" in values:
        conditions = list(dict.fromkeys(values["conditions"]))
    elif "category_ids" in values:
        conditions = [Condition(n, "category", i) for n, i in enumerate(dict.fromkeys(values["category_ids"]), 1)]
    else:
        conditions = _conditions_of(row)
    _check_targets(conditions)
    return merged, conditions


def _check_targets(conditions: Sequence[Condition]) -> None:
    for kind, model in _TARGETS.items():
        wanted = {c.target_id for c in conditions if c.kind == kind}
        if wanted - names_of(model, wanted).keys():
            raise RuleBroken("Une condition désigne quelque chose qui n’existe plus.", field="conditions")
    if any(c.kind not in _TARGETS for c in conditions):
        raise RuleBroken("Choisissez le type de la condition.", field="conditions")


def _write(row: CatalogRule, merged: dict[str, Any], conditions: Sequence[Condition]) -> None:
    for name, value in merged.items():
        setattr(row, name, value)
    if conditions != _conditions_of(row):
        row.conditions = [
            CatalogRuleCondition(group_no=c.group_no, kind=c.kind, target_id=c.target_id, value=c.value)
            for c in conditions
        ]

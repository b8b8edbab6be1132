"""Specific prices and catalogue rules, as their lists and forms show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.kernel.paging import Page, clamp
from sandbox.kernel.text import fold
from sandbox.shop.catalog.models import (
    Attribute,
    AttributeValue,
    Brand,
    Category,
    Feature,
    Product,
    ProductFeature,
    Variant,
    VariantValue,
)
from sandbox.shop.customers.models import CustomerGroup
from sandbox.shop.pricing.models import CatalogRule, SpecificPrice
from sandbox.shop.pricing.queries.book import categories_of
from sandbox.shop.pricing.rules.prices import Condition, Traits, matches


@dataclass(frozen=True, slots=True)
class CatalogRuleRow:
    """A catalogue rule in the list, with the name of its group and the number of products it concerns."""

    rule: CatalogRule
    group_name: str
    products: int

    @property
    def id(self) -> int:
        """The rule's number."""
        return self.rule.id

    @property
    def name(self) -> str:
        """The rule's name."""
        return self.rule.name


@dataclass(frozen=True, slots=True)
class CatalogRuleFilter:
    """What the list of catalogue rules is narrowed by; days are of Paris, both included."""

    number_min: int | None = None
    number_max: int | None = None
    name: str = ""
    kind: str = ""
    group_id: int | None = None
    starts_from: date | None = None
    starts_to: date | None = None
    ends_from: date | None = None
    ends_to: date | None = None
    is_active: bool | None = None


def get_specific_price(specific_price_id: int) -> SpecificPrice:
    """A specific price; raises NotFound."""
    found = session.scalars(sa.select(SpecificPrice).where(SpecificPrice.id == specific_price_id)).first()
    if found is None:
        raise NotFound("Ce prix spécifique n’existe pas.")
    return found


def specific_prices_of(product: Product) -> Sequence[SpecificPrice]:
    """The specific prices of a product, oldest first, past ones included."""
    query = sa.select(SpecificPrice).where(SpecificPrice.product_id == product.id)
    return session.scalars(query.order_by(SpecificPrice.id)).all()


def get_catalog_rule(rule_id: int) -> CatalogRule:
    """A catalogue rule with its conditions; raises NotFound."""
    query = sa.select(CatalogRule).where(CatalogRule.id == rule_id).options(selectinload(CatalogRule.conditions))
    found = session.scalars(query).first()
    if found is None:
        raise NotFound("Cette règle de prix catalogue n’existe pas.")
    return found


_SORTS: dict[str, Any] = {
    "id": CatalogRule.id, "name": CatalogRule.name, "from_quantity": CatalogRule.from_quantity,
    "starts_at": CatalogRule.starts_at, "ends_at": CatalogRule.ends_at, "is_active": CatalogRule.is_active,
}  # fmt: skip


def list_catalog_rules(
    wanted: CatalogRuleFilter | None = None, *, sort: str = "-id", number: int = 1, size: int = 20
) -> Page[CatalogRuleRow]:
    """One page of catalogue rules; names match whatever the case and the accents."""
    wanted = wanted or CatalogRuleFilter()
    column = _SORTS.get(sort.lstrip("-"), CatalogRule.id)
    order = column.desc() if sort.startswith("-") else column.asc()
    query = _narrowed(wanted).options(selectinload(CatalogRule.conditions)).order_by(order, CatalogRule.id)
    rules = [rule for rule in session.scalars(query) if fold(wanted.name) in fold(rule.name)]
    number = clamp(number, size, len(rules))
    shown = rules[(number - 1) * size : number * size]
    groups = dict(session.execute(sa.select(CustomerGroup.id, CustomerGroup.name)).all())
    counts = _counts([_conditions(rule) for rule in shown])
    rows = [CatalogRuleRow(r, groups.get(r.group_id or 0, ""), n) for r, n in zip(shown, counts, strict=True)]
    return Page(rows, number, size, len(rules))


def _narrowed(wanted: CatalogRuleFilter) -> sa.Select[CatalogRule]:
    query = sa.select(CatalogRule)
    equal: tuple[tuple[Any, Any], ...] = (
        (CatalogRule.kind, wanted.kind or None), (CatalogRule.group_id, wanted.group_id), (CatalogRule.is_active, wanted.is_active),
    )  # fmt: skip
    for column, value in equal:
        if value is not None:
            query = query.where(column == value)
    if wanted.number_min is not None:
        query = query.where(CatalogRule.id >= wanted.number_min)
    if wanted.number_max is not None:
        query = query.where(CatalogRule.id <= wanted.number_max)
    for column, first, last in (
        (CatalogRule.starts_at, wanted.starts_from, wanted.starts_to), (CatalogRule.ends_at, wanted.ends_from, wanted.ends_to),
    ):  # fmt: skip
        if first is not None:
            query = query.where(column >= clock.start_of_day(first))
        if last is not None:
            query = query.where(column <= clock.end_of_day(last))
    return query


def _conditions(rule: CatalogRule) -> list[Condition]:
    return [Condition(c.group_no, c.kind, c.target_id, c.value) for c in rule.conditions]


def count_products_of(conditions: Sequence[Condition]) -> int:
    """How many products a catalogue rule with these conditions concerns."""
    return _counts([list(conditions)])[0]


def product_ids_of(conditions: Sequence[Condition]) -> list[int]:
    """The products that these conditions choose."""
    return [product_id for product_id, traits in _all_traits().items() if matches(conditions, traits)]


def _counts(several: Sequence[Sequence[Condition]]) -> list[int]:
    if not several:
        return []
    traits = _all_traits()
    return [sum(matches(conditions, t) for t in traits.values()) for conditions in several]


def _all_traits() -> dict[int, Traits]:
    """What the conditions look at, for every product of the shop."""
    brands = dict(session.execute(sa.select(Product.id, Product.brand_id)).all())
    categories = categories_of(brands)
    features: dict[int, set[tuple[int, str]]] = {}
    for product_id, feature_id, value in session.execute(
        sa.select(ProductFeature.product_id, ProductFeature.feature_id, ProductFeature.value)
    ):
        features.setdefault(product_id, set()).add((feature_id, value))
    values: dict[int, set[int]] = {}
    pairs = sa.select(Variant.product_id, VariantValue.attribute_value_id).join(
        VariantValue, VariantValue.variant_id == Variant.id
    )
    for product_id, value_id in session.execute(pairs):
        values.setdefault(product_id, set()).add(value_id)
    return {
        product_id: Traits(
            categories[product_id],
            brand_id,
            frozenset(features.get(product_id, ())),
            frozenset(values.get(product_id, ())),
        )
        for product_id, brand_id in brands.items()
    }


@dataclass(frozen=True, slots=True)
class ConditionChoice:
    """A value that a condition may take: `token` as forms send it, `label` as people read it."""

    token: str
    label: str


def token_of(condition: Condition) -> str:
    """`category:12`, `feature:3:Colombie`: a condition without its group, in one text."""
    end = f":{condition.value}" if condition.kind == "feature" else ""
    return f"{condition.kind}:{condition.target_id}{end}"


def condition_of(token: str, group_no: int) -> Condition | None:
    """The condition that a token says; None when it is no token."""
    kind, _, rest = token.partition(":")
    number, _, value = rest.partition(":")
    if kind not in ("category", "brand", "feature", "attribute") or not number.isdecimal() or len(number) > 9:
        return None
    return Condition(group_no, kind, int(number), value if kind == "feature" else "")


def condition_choices() -> dict[str, list[ConditionChoice]]:
    """Everything a condition may ask for, by French type: categories, brands, features, attributes."""
    brands = session.execute(sa.select(Brand.id, Brand.name).order_by(Brand.name))
    facts = session.execute(
        sa.select(Feature.id, Feature.name, ProductFeature.value).join(ProductFeature, ProductFeature.feature_id == Feature.id)
        .distinct().order_by(Feature.name, ProductFeature.value)
    )  # fmt: skip
    attributes = session.execute(
        sa.select(AttributeValue.id, Attribute.name, AttributeValue.name)
        .join(Attribute, Attribute.id == AttributeValue.attribute_id)
        .order_by(Attribute.position, AttributeValue.position)
    )
    return {
        "Catégorie": [ConditionChoice(f"category:{i}", path) for i, path in category_paths()],
        "Marque": [ConditionChoice(f"brand:{i}", name) for i, name in brands],
        "Caractéristique": [
            ConditionChoice(f"feature:{i}:{value}", f"{name}\u00a0: {value}") for i, name, value in facts
        ],
        "Attribut": [ConditionChoice(f"attribute:{i}", f"{name}\u00a0: {value}") for i, name, value in attributes],
    }


def category_paths() -> list[tuple[int, str]]:
    """Every category but the root, as (id, « Cafés > Cafés d’origine »), in the order of the tree."""
    rows = session.execute(
        sa.select(Category.id, Category.parent_id, Category.name).order_by(Category.position, Category.id)
    ).all()  # fmt: skip
    children: dict[int | None, list[tuple[int, str]]] = {}
    for category_id, parent_id, name in rows:
        children.setdefault(parent_id, []).append((category_id, name))
    found: list[tuple[int, str]] = []

    def walk(parent_id: int, path: str) -> None:
        for category_id, name in children.get(parent_id, ()):
            words = f"{path} > {name}" if path else name
            found.append((category_id, words))
            walk(category_id, words)

    for root_id, _ in children.get(None, ()):
        walk(root_id, "")
    return found


def names_of(model: type[Any], ids: Iterable[int]) -> dict[int, str]:
    """The names of rows by id; those that do not exist are left out."""
    wanted = list(ids)
    if not wanted:
        return {}
    return dict(session.execute(sa.select(model.id, model.name).where(model.id.in_(wanted))).all())

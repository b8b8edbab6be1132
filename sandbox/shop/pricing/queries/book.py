"""The prices of a set of products, read in a constant number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.steady import steady
from sandbox.shop.catalog.models import Category, Product, ProductCategory, ProductFeature, Variant, VariantValue
from sandbox.shop.customers.models import CustomerGroup, GroupCategoryReduction
from sandbox.shop.customers.rules import VISITOR, Buyer
from sandbox.shop.pricing.models import CatalogRule, SpecificPrice
from sandbox.shop.pricing.rules.prices import (
    CATALOG,
    SPECIFIC,
    Ask,
    Condition,
    Cut,
    GroupReduction,
    Offer,
    Price,
    Traits,
    matches,
    price,
)
from sandbox.shop.taxes.models import TaxRule

_TICK = timedelta(seconds=1)  # an offer still holds at its very end


@steady
def public_buyer() -> Buyer:
    """A visitor: whose prices everybody sees. A shop without groups has visitors in no group."""
    group = session.scalars(sa.select(CustomerGroup).where(CustomerGroup.role == VISITOR)).first()
    if group is None:
        return Buyer(None, (), 0, shows_tax_excl=False, shows_prices=True)
    return Buyer(None, (group.id,), group.id, group.shows_tax_excl, group.shows_prices)


def categories_of(product_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """The categories of products, with all their ancestors: what « dans la catégorie » means in every promotion."""
    wanted = list(product_ids)
    default = sa.select(Product.id, Product.category_id).where(Product.id.in_(wanted))
    return _with_ancestors(wanted, [(row[0], row[1]) for row in session.execute(default)])


def _with_ancestors(wanted: Sequence[int], default: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    parents, found = _parents(), {product_id: set[int]() for product_id in wanted}
    for product_id, category_id in [*_own_categories(tuple(wanted)), *default]:
        step: int | None = category_id
        while step is not None and step not in found[product_id]:
            found[product_id].add(step)
            step = parents.get(step)
    return {product_id: frozenset(ids) for product_id, ids in found.items()}


@steady
def _parents() -> dict[int, int | None]:
    return dict(session.execute(sa.select(Category.id, Category.parent_id)).all())


@steady
def _own_categories(product_ids: tuple[int, ...]) -> list[tuple[int, int]]:
    own = sa.select(ProductCategory.product_id, ProductCategory.category_id)
    return [(row[0], row[1]) for row in session.execute(own.where(ProductCategory.product_id.in_(product_ids)))]


@steady
def _rates() -> dict[int, int]:
    return dict(session.execute(sa.select(TaxRule.id, TaxRule.rate_bp)).all())


@steady
def _group_names() -> dict[int, str]:
    return dict(session.execute(sa.select(CustomerGroup.id, CustomerGroup.name)).all())


@steady
def _variants(product_ids: tuple[int, ...]) -> tuple[dict[int, int], dict[int, int]]:
    """Impact by variant, and the variant shown first by product."""
    query = sa.select(Variant.id, Variant.product_id, Variant.impact_excl_micros, Variant.is_default)
    impacts: dict[int, int] = {}
    defaults: dict[int, int] = {}
    for variant_id, product_id, impact, is_default in session.execute(
        query.where(Variant.product_id.in_(product_ids)).order_by(Variant.id)
    ):
        impacts[variant_id] = impact
        if is_default or product_id not in defaults:
            defaults[product_id] = variant_id
    return impacts, defaults


@steady
def _specifics(product_ids: tuple[int, ...]) -> dict[int, list[Offer]]:
    groups, found = _group_names(), dict[int, list[Offer]]()
    query = sa.select(SpecificPrice).where(SpecificPrice.product_id.in_(product_ids))
    for row in session.scalars(query.order_by(SpecificPrice.id)):
        cut = Cut(row.kind, row.value_bp, row.amount_cents, row.is_tax_incl, row.price_excl_micros or 0)
        found.setdefault(row.product_id, []).append(Offer(
            SPECIFIC, row.id, "", cut, row.from_quantity, row.variant_id, row.customer_id, row.group_id,
            groups.get(row.group_id or 0, ""), row.starts_at, row.ends_at,
        ))  # fmt: skip
    return found


@steady
def _rules() -> list[tuple[Offer, list[Condition]]]:
    groups, found = _group_names(), []
    query = sa.select(CatalogRule).where(CatalogRule.is_active.is_(True)).order_by(CatalogRule.id)
    for row in session.scalars(query.options(selectinload(CatalogRule.conditions))):
        cut = Cut(row.kind, row.value_bp, row.amount_cents, row.is_tax_incl)
        offer = Offer(
            CATALOG, row.id, row.name, cut, row.from_quantity, None, None, row.group_id,
            groups.get(row.group_id or 0, ""), row.starts_at, row.ends_at,
        )  # fmt: skip
        found.append((offer, [Condition(c.group_no, c.kind, c.target_id, c.value) for c in row.conditions]))
    return found


@steady
def _group_reductions(group_id: int) -> tuple[int, dict[int, int]]:
    general = session.scalar(sa.select(CustomerGroup.reduction_bp).where(CustomerGroup.id == group_id)) or 0
    query = sa.select(GroupCategoryReduction.category_id, GroupCategoryReduction.reduction_bp)
    return general, dict(session.execute(query.where(GroupCategoryReduction.group_id == group_id)).all())


class PriceBook:
    """Everything that the prices of these products depend on, for one buyer; then any number of prices without a statement.

    Products may be given once loaded; their variants, taxes and promotions are read here.
    """

    def __init__(self, products: Sequence[Product], *, buyer: Buyer) -> None:
        self.buyer = buyer
        self._ids = [product.id for product in products]
        self._rates, self._groups = _rates(), _group_names()
        self._impacts, self._defaults = _variants(tuple(self._ids))
        self._specifics, self._rules = _specifics(tuple(self._ids)), _rules()
        needs_categories = any(c.kind == "category" for _, conditions in self._rules for c in conditions)
        homes = [(product.id, product.category_id) for product in products]
        self.categories = _with_ancestors(self._ids, homes) if needs_categories else {}
        self._features, self._values = self._read_traits()
        self._general_bp, self._by_category = _group_reductions(buyer.default_group_id)

    def _read_traits(self) -> tuple[dict[int, set[tuple[int, str]]], dict[int, dict[int, set[int]]]]:
        """Features by product, attribute values by product and variant; read only when a rule looks at them."""
        kinds = {condition.kind for _, conditions in self._rules for condition in conditions}
        features: dict[int, set[tuple[int, str]]] = {}
        values: dict[int, dict[int, set[int]]] = {}
        if "feature" in kinds:
            query = sa.select(ProductFeature.product_id, ProductFeature.feature_id, ProductFeature.value)
            for product_id, feature_id, value in session.execute(query.where(ProductFeature.product_id.in_(self._ids))):
                features.setdefault(product_id, set()).add((feature_id, value))
        if "attribute" in kinds:
            pairs = (
                sa.select(Variant.product_id, Variant.id, VariantValue.attribute_value_id)
                .join(VariantValue, VariantValue.variant_id == Variant.id)
                .where(Variant.product_id.in_(self._ids))
            )
            for product_id, variant_id, value_id in session.execute(pairs):
                values.setdefault(product_id, {}).setdefault(variant_id, set()).add(value_id)
        return features, values

    def _group_of(self, product: Product) -> GroupReduction | None:
        """The reduction on the product's default category replaces the group's general one."""
        name = self._groups.get(self.buyer.default_group_id, "")
        if product.category_id in self._by_category:
            return GroupReduction(name, self._by_category[product.category_id], is_category=True)
        return GroupReduction(name, self._general_bp) if self._general_bp else None

    def _traits(self, product: Product, variant_id: int | None) -> Traits:
        variants = self._values.get(product.id, {})
        values = (
            variants.get(variant_id, set()) if variant_id else set().union(*variants.values()) if variants else set()
        )
        return Traits(
            self.categories.get(product.id, frozenset()), product.brand_id,
            frozenset(self._features.get(product.id, set())), frozenset(values),
        )  # fmt: skip

    def rate_of(self, product: Product) -> int:
        """The VAT rate of a product in basis points, 0 without a rule."""
        return self._rates.get(product.tax_rule_id or 0, 0)

    def default_variant(self, product: Product) -> int | None:
        """The id of the variant shown first, None for a product without variants."""
        return self._defaults.get(product.id)

    def price(
        self,
        product: Product,
        *,
        variant_id: int | None = None,
        quantity: int = 1,
        at: datetime,
        base_micros: int | None = None,
        tax_bp: int | None = None,
    ) -> Price:
        """The price of one of the products; without a variant, that of its default one. `base_micros`, `tax_bp`: as if."""
        chosen = variant_id or self.default_variant(product)
        traits = self._traits(product, chosen)
        offers = [offer for offer, conditions in self._rules if matches(conditions, traits)]
        return price(Ask(
            product.price_excl_micros if base_micros is None else base_micros,
            self.rate_of(product) if tax_bp is None else tax_bp,
            self.buyer, at, quantity, chosen, self._impacts.get(chosen or 0, 0),
            [*self._specifics.get(product.id, []), *offers], self._group_of(product),
        ))  # fmt: skip

    def changes_between(self, product: Product, start: datetime, end: datetime) -> list[datetime]:
        """The moments after `start`, up to `end`, at which a dated offer on the product begins or has just ended."""
        traits = self._traits(product, self.default_variant(product))
        offers = [
            *self._specifics.get(product.id, []),
            *(o for o, conditions in self._rules if matches(conditions, traits)),
        ]
        moments = {o.starts_at for o in offers if o.starts_at} | {o.ends_at + _TICK for o in offers if o.ends_at}
        return sorted(m for m in moments if start < m <= end)


def price_of(
    product: Product, *, variant: Variant | None = None, buyer: Buyer, quantity: int = 1, at: datetime | None = None
) -> Price:
    """The unit price of a product (of a variant) for a buyer at a moment (now), when `quantity` are bought."""
    book = PriceBook([product], buyer=buyer)
    return book.price(product, variant_id=variant.id if variant else None, quantity=quantity, at=at or clock.now())


def prices_for(products: Sequence[Product], *, buyer: Buyer, at: datetime | None = None) -> dict[int, Price]:
    """The prices of one unit of many products, by product id, in a constant number of statements."""
    if not products:
        return {}
    book, moment = PriceBook(products, buyer=buyer), at or clock.now()
    return {product.id: book.price(product, at=moment) for product in products}


def explain_price(
    product: Product, *, variant: Variant | None = None, buyer: Buyer, quantity: int = 1, at: datetime | None = None
) -> Price:
    """The same price; its `steps` are « Pourquoi ce prix ? », each offer with its verdict and its reason."""
    return price_of(product, variant=variant, buyer=buyer, quantity=quantity, at=at)

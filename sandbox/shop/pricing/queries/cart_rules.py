"""Cart rules: their list, and the form in which the algorithm takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from sandbox.shop.catalog.models import Brand, Category, Product, Variant
from sandbox.shop.catalog.queries import stock_of
from sandbox.shop.customers.models import Customer, CustomerGroup
from sandbox.shop.customers.rules import Buyer
from sandbox.shop.pricing.models import CartRule
from sandbox.shop.pricing.queries.book import PriceBook, public_buyer
from sandbox.shop.pricing.queries.promotions import names_of
from sandbox.shop.pricing.rules.carts import Chosen, Gift, Rule
from sandbox.shop.shipping.models import Carrier

_LOADED = (
    selectinload(CartRule.groups), selectinload(CartRule.carriers), selectinload(CartRule.selections),
    selectinload(CartRule.exclusions),
)  # fmt: skip
_SELECTED: Mapping[str, type[Any]] = {"product": Product, "category": Category, "brand": Brand}


@dataclass(frozen=True, slots=True)
class CartRuleFilter:
    """What the list of cart rules is narrowed by; days are of Paris, both included."""

    number_min: int | None = None
    number_max: int | None = None
    name: str = ""
    code: str = ""
    priority: int | None = None
    ends_from: date | None = None
    ends_to: date | None = None
    is_active: bool | None = None


@dataclass(frozen=True, slots=True)
class CartRuleRow:
    """A cart rule in the list, with the name of the customer it is for."""

    rule: CartRule
    customer_name: str

    @property
    def id(self) -> int:
        """The rule's number."""
        return self.rule.id

    @property
    def name(self) -> str:
        """The rule's name."""
        return self.rule.name


def get_cart_rule(rule_id: int) -> CartRule:
    """A cart rule with its restrictions; raises NotFound."""
    found = session.scalars(sa.select(CartRule).where(CartRule.id == rule_id).options(*_LOADED)).first()
    if found is None:
        raise NotFound("Cette règle panier n’existe pas.")
    return found


def find_cart_rule_by_code(code: str) -> CartRule | None:
    """The rule of a code, case aside; None for an unknown one."""
    wanted = code.strip().lower()
    if not wanted:
        return None
    query = sa.select(CartRule).where(sa.func.lower(CartRule.code) == wanted).options(*_LOADED).order_by(CartRule.id)
    return session.scalars(query).first()


def list_automatic_rules() -> Sequence[CartRule]:
    """The active rules that need no code."""
    query = sa.select(CartRule).where(CartRule.code == "", CartRule.is_active.is_(True)).options(*_LOADED)
    return session.scalars(query.order_by(CartRule.priority, CartRule.id)).all()


def list_highlighted_rules() -> Sequence[CartRule]:
    """The active rules whose code the cart proposes by itself."""
    query = sa.select(CartRule).where(
        CartRule.code != "", CartRule.is_active.is_(True), CartRule.is_highlighted.is_(True)
    )
    return session.scalars(query.options(*_LOADED).order_by(CartRule.priority, CartRule.id)).all()


def rules_of_customer(customer_id: int) -> Sequence[CartRule]:
    """The rules with a code that were made for one customer, the next to end first."""
    query = sa.select(CartRule).where(CartRule.customer_id == customer_id, CartRule.code != "")
    return session.scalars(query.order_by(CartRule.ends_at, CartRule.id)).all()


def list_cart_rules_by_id(ids: Sequence[int]) -> Sequence[CartRule]:
    """These cart rules, with their restrictions."""
    return session.scalars(sa.select(CartRule).where(CartRule.id.in_(list(ids))).options(*_LOADED)).all() if ids else []


def other_cart_rules(rule: CartRule | None) -> Sequence[CartRule]:
    """Every other rule that is not over, for « Compatibilité avec les autres règles panier »."""
    query = sa.select(CartRule).where(CartRule.ends_at >= clock.now())
    if rule is not None:
        query = query.where(CartRule.id != rule.id)
    return session.scalars(query.order_by(CartRule.priority, CartRule.id)).all()


_SORTS: dict[str, Any] = {
    "id": CartRule.id, "name": CartRule.name, "priority": CartRule.priority, "code": CartRule.code,
    "quantity": CartRule.quantity, "ends_at": CartRule.ends_at, "is_active": CartRule.is_active,
}  # fmt: skip


def list_cart_rules(
    wanted: CartRuleFilter | None = None, *, sort: str = "-id", number: int = 1, size: int = 20
) -> Page[CartRuleRow]:
    """One page of cart rules; names and codes match whatever the case and the accents."""
    wanted = wanted or CartRuleFilter()
    column = _SORTS.get(sort.lstrip("-"), CartRule.id)
    query = _narrowed(wanted).order_by(column.desc() if sort.startswith("-") else column.asc(), CartRule.id)
    rules = [
        r for r in session.scalars(query) if fold(wanted.name) in fold(r.name) and fold(wanted.code) in fold(r.code)
    ]
    number = clamp(number, size, len(rules))
    shown = rules[(number - 1) * size : number * size]
    people = _customers([r.customer_id for r in shown if r.customer_id])
    return Page([CartRuleRow(r, people.get(r.customer_id or 0, "")) for r in shown], number, size, len(rules))


def _narrowed(wanted: CartRuleFilter) -> sa.Select[CartRule]:
    query = sa.select(CartRule)
    if wanted.number_min is not None:
        query = query.where(CartRule.id >= wanted.number_min)
    if wanted.number_max is not None:
        query = query.where(CartRule.id <= wanted.number_max)
    if wanted.priority is not None:
        query = query.where(CartRule.priority == wanted.priority)
    if wanted.is_active is not None:
        query = query.where(CartRule.is_active == wanted.is_active)
    if wanted.ends_from is not None:
        query = query.where(CartRule.ends_at >= clock.start_of_day(wanted.ends_from))
    if wanted.ends_to is not None:
        query = query.where(CartRule.ends_at <= clock.end_of_day(wanted.ends_to))
    return query


def _customers(ids: Sequence[int]) -> dict[int, str]:
    query = sa.select(Customer.id, Customer.first_name, Customer.last_name).where(Customer.id.in_(ids))
    return {i: f"{first} {last}" for i, first, last in session.execute(query)} if ids else {}


# for the algorithm ---------------------------------------------------------------------------------------------------


def rules_for(
    rows: Sequence[CartRule], *, uses: Mapping[int, tuple[int, int]] | None = None, buyer: Buyer | None = None
) -> list[Rule]:
    """Cart rules as the algorithm takes them.

    `uses` gives, by rule, how many orders hold it and how many of the buyer's do; gifts are priced for `buyer` (a visitor).
    """
    counted = uses or {}
    groups = dict(session.execute(sa.select(CustomerGroup.id, CustomerGroup.name)).all()) if rows else {}
    carriers = names_of(Carrier, {c.carrier_id for row in rows for c in row.carriers})
    names = {
        kind: names_of(model, {s.target_id for row in rows for s in row.selections if s.kind == kind})
        for kind, model in _SELECTED.items()
    }
    products = names_of(Product, {row.reduction_product_id for row in rows if row.reduction_product_id})
    gifts = _gifts(rows, buyer)
    return [
        Rule(
            row.id, row.name, row.starts_at, row.ends_at, row.code, row.priority, row.is_active, row.customer_id,
            row.minimum_cents, row.minimum_is_tax_incl, row.minimum_has_shipping, row.quantity, counted.get(row.id, (0, 0))[0],
            row.quantity_per_customer, counted.get(row.id, (0, 0))[1], row.is_free_shipping, row.reduction_kind,
            row.reduction_bp, row.reduction_cents, row.reduction_is_tax_incl, row.applies_to, row.reduction_product_id,
            products.get(row.reduction_product_id or 0, ""), row.excludes_discounted, gifts.get(row.id),
            {g.group_id: groups.get(g.group_id, "") for g in row.groups},
            {c.carrier_id: carriers.get(c.carrier_id, "") for c in row.carriers},
            [Chosen(s.kind, s.target_id, names[s.kind].get(s.target_id, "")) for s in row.selections],
            max((s.min_quantity for s in row.selections), default=1), frozenset(e.other_id for e in row.exclusions),
        )
        for row in rows
    ]  # fmt: skip


def _gifts(rows: Sequence[CartRule], buyer: Buyer | None) -> dict[int, Gift]:
    """The gifts by rule, at the price that the buyer would pay for them."""
    giving = [row for row in rows if row.gift_product_id]
    if not giving:
        return {}
    products = {p.id: p for p in session.scalars(
        sa.select(Product).where(Product.id.in_({row.gift_product_id for row in giving}))
    )}  # fmt: skip
    variants = {v.id: v for v in session.scalars(
        sa.select(Variant).where(Variant.id.in_({row.gift_variant_id for row in giving if row.gift_variant_id}))
    )}  # fmt: skip
    book = PriceBook(list(products.values()), buyer=buyer or public_buyer())
    found = {}
    for row in giving:
        product = products.get(row.gift_product_id or 0)
        if product is None:
            continue
        variant = variants.get(row.gift_variant_id or book.default_variant(product) or 0)
        price = book.price(product, variant_id=variant.id if variant else None, at=clock.now())
        can_order = stock_of(product, variant).can_order
        found[row.id] = Gift(
            product.id, variant.id if variant else None, product.name, price.unit_incl_cents, price.tax_bp, can_order
        )
    return found

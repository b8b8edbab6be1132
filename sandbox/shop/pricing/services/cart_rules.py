"""Cart rules: what is given in the cart, by code or by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.catalog.models import Brand, Category, Product
from sandbox.shop.customers.models import Customer, CustomerGroup
from sandbox.shop.customers.services import Erased, when_erased
from sandbox.shop.pricing.models import (
    CartRule,
    CartRuleCarrier,
    CartRuleExclusion,
    CartRuleGroup,
    CartRuleSelection,
)
from sandbox.shop.pricing.queries import find_cart_rule_by_code
from sandbox.shop.pricing.queries.promotions import names_of
from sandbox.shop.pricing.rules import carts, checks
from sandbox.shop.shipping.models import Carrier

DEFAULT_LENGTH = timedelta(days=30)
MAX_PRIORITY = 1000


class CartRuleValues(TypedDict, total=False):
    """What may be given of a cart rule. reduction_kind: none | percent (`reduction_bp`) | amount (`reduction_cents`).

    Lists replace the old ones: `group_ids`, `carrier_ids`, `excluded_ids` (rules it is not combined with), and the selection
    by `product_ids`, `category_ids`, `brand_ids` with the `selection_quantity` that the cart must hold.
    """

    name: str
    description: str
    code: str
    is_highlighted: bool
    allows_partial_use: bool
    priority: int
    is_active: bool
    customer_id: int | None
    starts_at: datetime
    ends_at: datetime
    minimum_cents: int
    minimum_is_tax_incl: bool
    minimum_has_shipping: bool
    quantity: int
    quantity_per_customer: int
    is_free_shipping: bool
    reduction_kind: str
    reduction_bp: int
    reduction_cents: int
    reduction_is_tax_incl: bool
    applies_to: str
    reduction_product_id: int | None
    excludes_discounted: bool
    gift_product_id: int | None
    gift_variant_id: int | None
    group_ids: Sequence[int]
    carrier_ids: Sequence[int]
    excluded_ids: Sequence[int]
    product_ids: Sequence[int]
    category_ids: Sequence[int]
    brand_ids: Sequence[int]
    selection_quantity: int


_LISTS = ("group_ids", "carrier_ids", "excluded_ids", "product_ids", "category_ids", "brand_ids")
_SELECTED: tuple[tuple[str, str, type[Any]], ...] = (
    ("product_ids", "product", Product), ("category_ids", "category", Category), ("brand_ids", "brand", Brand),
)  # fmt: skip
_PLAIN = tuple(n for n in CartRuleValues.__annotations__ if n not in (*_LISTS, "selection_quantity"))


@action("regle_panier.creer", entity="regle_panier", words="a créé la règle panier")
def create_cart_rule(*, key: str | None = None, **values: Unpack[CartRuleValues]) -> CartRule:
    """A new cart rule, valid for thirty days from now unless told otherwise. Refuses a code already taken."""
    now = clock.now()
    row = CartRule(
        key=key, name="", description="", code="", is_highlighted=False, allows_partial_use=True, priority=1, is_active=True,
        starts_at=now, ends_at=now + DEFAULT_LENGTH, minimum_cents=0, minimum_is_tax_incl=True, minimum_has_shipping=False,
        quantity=1, quantity_per_customer=1, is_free_shipping=False, reduction_kind=carts.NONE, reduction_bp=0,
        reduction_cents=0, reduction_is_tax_incl=True, applies_to=carts.ORDER, excludes_discounted=False,
    )  # fmt: skip
    _fill(row, dict(values))
    session.add(row)
    session.flush()
    return row


@action("regle_panier.modifier", entity="regle_panier", words="a modifié la règle panier")
def update_cart_rule(*, rule: CartRule, **values: Unpack[CartRuleValues]) -> CartRule:
    """Change a cart rule; what is not given stays."""
    _fill(rule, dict(values))
    session.flush()
    return rule


def selected_ids(row: CartRule, kind: str) -> list[int]:
    """The ids of a kind (product, category, brand) in a rule's selection."""
    return [s.target_id for s in row.selections if s.kind == kind]


def _current_lists(row: CartRule) -> dict[str, list[int]]:
    return {
        "group_ids": [g.group_id for g in row.groups], "carrier_ids": [c.carrier_id for c in row.carriers],
        "excluded_ids": [e.other_id for e in row.exclusions],
        **{name: selected_ids(row, kind) for name, kind, _ in _SELECTED},
    }  # fmt: skip


def _fill(row: CartRule, values: dict[str, Any]) -> None:
    """Check the whole before changing anything: a refused change leaves the row as it was."""
    merged = {name: values.get(name, getattr(row, name)) for name in _PLAIN}
    lists = {name: list(dict.fromkeys(values.get(name, ids))) for name, ids in _current_lists(row).items()}
    wanted = values.get("selection_quantity", max((s.min_quantity for s in row.selections), default=1))
    merged["name"] = checks.clean_name(merged["name"], length=254)
    merged["code"] = checks.clean_code(merged["code"])
    _check_code(row, merged["code"])
    _check_numbers(merged, wanted)
    checks.check_dates(merged["starts_at"], merged["ends_at"])
    checks.check_cart_action(
        kind=merged["reduction_kind"], bp=merged["reduction_bp"], cents=merged["reduction_cents"],
        applies_to=merged["applies_to"], has_product=merged["reduction_product_id"] is not None,
        has_selection=any(lists[name] for name, _, _ in _SELECTED), is_free_shipping=merged["is_free_shipping"],
        has_gift=merged["gift_product_id"] is not None,
    )  # fmt: skip
    _check_targets(merged, lists)
    for name, value in merged.items():
        setattr(row, name, value)
    _write_lists(row, lists, wanted)


def _check_code(row: CartRule, code: str) -> None:
    other = find_cart_rule_by_code(code)
    if other is not None and other is not row:
        raise RuleBroken(
            f"Le code «\u00a0{code}\u00a0» est déjà celui de la règle «\u00a0{other.name}\u00a0».", field="code"
        )


def _check_numbers(merged: dict[str, Any], wanted: int) -> None:
    if not 1 <= merged["priority"] <= MAX_PRIORITY:
        raise RuleBroken(f"La priorité va de 1 à {MAX_PRIORITY}\u00a0; 1 passe avant 2.", field="priority")
    checks.check_quantity(merged["quantity"], field="quantity")
    checks.check_quantity(merged["quantity_per_customer"], field="quantity_per_customer")
    checks.check_quantity(wanted, field="selection_quantity")
    if merged["quantity_per_customer"] > merged["quantity"]:
        raise RuleBroken(
            "Le total par utilisateur ne peut pas dépasser le total disponible.", field="quantity_per_customer"
        )
    if not 0 <= merged["minimum_cents"] <= checks.MAX_CENTS:
        raise RuleBroken("Le montant minimum ne peut pas être négatif.", field="minimum_cents")


def _check_targets(merged: dict[str, Any], lists: dict[str, list[int]]) -> None:
    """Everything named exists."""
    named: list[tuple[str, type[Any], list[int]]] = [
        ("group_ids", CustomerGroup, lists["group_ids"]), ("carrier_ids", Carrier, lists["carrier_ids"]),
        ("excluded_ids", CartRule, lists["excluded_ids"]), *((name, model, lists[name]) for name, _, model in _SELECTED),
        ("reduction_product_id", Product, [merged["reduction_product_id"]] if merged["reduction_product_id"] else []),
        ("gift_product_id", Product, [merged["gift_product_id"]] if merged["gift_product_id"] else []),
    ]  # fmt: skip
    for field, model, ids in named:
        if set(ids) - names_of(model, ids).keys():
            raise RuleBroken("Ce choix n’existe plus.", field=field)
    customer_id = merged["customer_id"]
    if customer_id is not None and session.scalar(sa.select(Customer.id).where(Customer.id == customer_id)) is None:
        raise RuleBroken("Ce client n’existe plus.", field="customer_id")


def _write_lists(row: CartRule, lists: dict[str, list[int]], wanted: int) -> None:
    """Rewrite only the lists that changed, so that the journal tells nothing else."""
    now = _current_lists(row)
    if lists["group_ids"] != now["group_ids"]:
        row.groups = [CartRuleGroup(group_id=i) for i in lists["group_ids"]]
    if lists["carrier_ids"] != now["carrier_ids"]:
        row.carriers = [CartRuleCarrier(carrier_id=i) for i in lists["carrier_ids"]]
    if lists["excluded_ids"] != now["excluded_ids"]:
        row.exclusions = [CartRuleExclusion(other_id=i) for i in lists["excluded_ids"]]
    same_selection = all(lists[name] == now[name] for name, _, _ in _SELECTED)
    if not same_selection or any(s.min_quantity != wanted for s in row.selections):
        row.selections = [
            CartRuleSelection(kind=kind, target_id=i, min_quantity=wanted)
            for name, kind, _ in _SELECTED
            for i in lists[name]
        ]


@when_erased
def _forget(erased: Erased) -> None:
    """Rules made for one person stay theirs, by number, without naming them."""
    for rule in session.scalars(sa.select(CartRule).where(CartRule.customer_id == erased.customer_id)):
        rule.name, rule.description = erased.identity.hide_in(rule.name), erased.identity.hide_in(rule.description)

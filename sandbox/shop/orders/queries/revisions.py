"""An order whose lines change: whether they still may, and what it comes to, voucher by voucher and to the cent.

The prices that lines were sold at stay. The vouchers that the order holds are taken again on the new lines, under the conditions of
the day it was placed: only what the lines themselves must meet (a minimum, a selection) may drop one. No other promotion comes in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import allocate, excl_cents
from sandbox.shop.catalog.models import Product, Variant
from sandbox.shop.customers.models import Address
from sandbox.shop.customers.queries import buyer_of
from sandbox.shop.customers.rules import FRANCE, Buyer
from sandbox.shop.orders.models import Order, OrderLine, OrderVoucher
from sandbox.shop.orders.queries.carts import parcel_of
from sandbox.shop.orders.queries.documents import was_paid
from sandbox.shop.orders.queries.returns import was_shipped
from sandbox.shop.orders.rules import RELEASED_KEYS, is_gift, is_wrapping
from sandbox.shop.pricing.queries import PriceBook, categories_of, rules_for
from sandbox.shop.pricing.queries.cart_rules import list_cart_rules_by_id
from sandbox.shop.pricing.rules.carts import AMOUNT, Applied, Basket, Item, Refusal, Rule, apply_rules, taxes_of
from sandbox.shop.shipping.queries import CarrierOption, Parcel, options_for, zone_of
from sandbox.shop.shops.queries import get_settings

CANCELLED_WORDS = "La commande est annulée\u00a0: ses produits ne changent plus."
SHIPPED_WORDS = (
    "La commande est expédiée\u00a0: ses produits ne changent plus. "
    "Pour en reprendre un, passez par «\u00a0Retourner des produits\u00a0» ou «\u00a0Remboursement partiel\u00a0»."
)
PAID_WORDS = (
    "ses produits ne changent plus. Pour en retirer un ou baisser un prix, faites un remboursement, qui crée un avoir\u00a0; "
    "pour en ajouter, saisissez une autre commande."
)
NO_CARRIER = "Cette commande n’a pas de transporteur\u00a0: ce produit est à livrer, saisissez une autre commande."


@dataclass(frozen=True, slots=True)
class Revision:
    """What an order comes to with its lines as they are now. Amounts are cents with tax, but for the last.

    `cuts`: what each line (by number) loses to the vouchers. `kept`: the vouchers still held, with their amount; `dropped`: those
    that the lines no longer meet, with the reason; `lost_gifts`: lines of gifts that went with their rule.
    """

    cuts: Mapping[int, int]
    kept: tuple[tuple[OrderVoucher, int], ...]
    dropped: tuple[tuple[OrderVoucher, str], ...]
    lost_gifts: tuple[OrderLine, ...]
    applied: tuple[Applied, ...]
    carrier_id: int | None
    shipping_cents: int
    shipping_tax_bp: int
    products_cents: int
    products_excl_cents: int
    total_cents: int
    total_excl_cents: int


def lines_problem(order: Order) -> str:
    """Why the lines of an order no longer change, with what to do instead; empty when they still may."""
    if order.state.key in RELEASED_KEYS:
        return CANCELLED_WORDS
    if was_shipped(order):
        return SHIPPED_WORDS
    if order.invoice_number:
        return f"La facture {order.invoice_number} est émise\u00a0: {PAID_WORDS}"
    return f"La commande est payée\u00a0: {PAID_WORDS}" if was_paid(order) else ""


def lines_mark(order: Order) -> str:
    """A mark of an order's lines as they are: a form drawn before they changed carries another."""
    facts = [(line.id, line.quantity, line.unit_incl_cents, line.discount_cents) for line in order.lines]
    said = repr((order.state_id, order.carrier_id, order.total_incl_cents, facts))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def revise(order: Order) -> Revision:
    """Price an order again from its lines; raises RuleBroken when its carrier no longer takes it."""
    gifts = [line for line in order.lines if is_gift(line)]
    wrapping = [line for line in order.lines if is_wrapping(line.product_id, line.reference)]
    sold = [line for line in order.lines if line not in gifts and line not in wrapping]
    buyer = buyer_of(order.customer)
    items = _items(order, sold, buyer)
    rules = _rules(order, buyer)
    whole = Basket(items, buyer, order.placed_at, None, order.carrier_id)
    net = sum(apply_rules(rules, whole).left.values())
    carrier_id, fee, tax_bp = _shipping(order, sold, gifts, net, buyer)
    outcome = apply_rules(rules, replace(whole, shipping_cents=fee, carrier_id=carrier_id))
    left = dict(outcome.left)
    flat = _flat(order, left)
    offered = {(a.gift.product_id, a.gift.variant_id) for a in outcome.applied if a.gift is not None}
    staying = [line for line in gifts if (line.product_id, line.variant_id) in offered]
    cuts = {line.id: _worth(line) - left[line.id] for line in sold}
    cuts |= {line.id: _worth(line) for line in staying} | {line.id: 0 for line in wrapping}
    parts = [(left[line.id], line.tax_bp) for line in sold] + [(_worth(line), line.tax_bp) for line in wrapping]
    shipping = outcome.shipping_cents or 0
    total = sum(cents for cents, _ in parts) + shipping
    kept, dropped = _vouchers(order, outcome.applied, outcome.refused, flat)
    return Revision(
        cuts, kept, dropped, tuple(line for line in gifts if line not in staying), outcome.applied, carrier_id, shipping,
        tax_bp, sum(map(_worth, (*sold, *staying, *wrapping))), _net(sold) + _net(wrapping), total,
        total - sum(taxes_of([*parts, (shipping, tax_bp)]).values()),
    )  # fmt: skip


def _worth(line: OrderLine) -> int:
    return line.quantity * line.unit_incl_cents


def _net(lines: Sequence[OrderLine]) -> int:
    """Lines without VAT before vouchers, one rounding per rate."""
    sums: dict[int, int] = {}
    for line in lines:
        sums[line.tax_bp] = sums.get(line.tax_bp, 0) + _worth(line)
    return sum(excl_cents(cents, rate) for rate, cents in sums.items())


def _items(order: Order, lines: Sequence[OrderLine], buyer: Buyer) -> list[Item]:
    """The lines as the rules take them, at the price they were sold."""
    products = {line.product.id: line.product for line in lines if line.product is not None}
    book, categories = PriceBook(list(products.values()), buyer=buyer), categories_of(products)
    found = []
    for line in lines:
        product, variant_id = line.product, line.variant_id
        is_promotion = product is not None and (
            book.price(product, variant_id=variant_id, quantity=line.quantity, at=order.placed_at).is_promotion
        )
        found.append(Item(
            line.id, line.product_id or 0, line.name, line.quantity, line.unit_incl_cents, line.tax_bp, variant_id,
            categories.get(line.product_id or 0, frozenset()), product.brand_id if product else None, is_promotion,
        ))  # fmt: skip
    return found


def _rules(order: Order, buyer: Buyer) -> list[Rule]:
    """The order's own rules as they held when it was placed: granted once, they are not counted or dated again.

    An amount whose rest became another voucher takes no more than it took: the rest was given already.
    """
    taken = {voucher.rule_id: voucher.amount_cents for voucher in order.vouchers if voucher.rule_id is not None}
    rows = list_cart_rules_by_id(list(taken))
    has_rest = {row.id for row in rows if row.allows_partial_use and row.code and row.reduction_kind == AMOUNT}
    found = []
    for rule in rules_for(rows, uses={}, buyer=buyer):
        at, gift = order.placed_at, rule.gift and replace(rule.gift, is_available=True)
        cents = min(rule.reduction_cents, taken[rule.id]) if rule.id in has_rest else rule.reduction_cents
        found.append(replace(
            rule, is_active=True, starts_at=min(rule.starts_at, at), ends_at=max(rule.ends_at, at), quantity=1,
            quantity_per_customer=1, gift=gift, reduction_cents=cents,
        ))  # fmt: skip
    return found


def _flat(order: Order, left: dict[int, int]) -> dict[OrderVoucher | None, int]:
    """Take off `left` what no rule explains any more: vouchers whose rule was deleted, and a rest without voucher (key None)."""
    held = {voucher: voucher.amount_cents for voucher in order.vouchers if voucher.rule_id is None}
    rest = order.discount_incl_cents - sum(voucher.amount_cents for voucher in order.vouchers)
    found: dict[OrderVoucher | None, int] = {}
    for voucher, cents in (*held.items(), (None, max(rest, 0))):
        keys = list(left)
        taken = min(cents, sum(left.values()))
        for key, share in zip(keys, allocate(taken, [left[key] for key in keys]), strict=True):
            left[key] -= share
        found[voucher] = taken
    return found


def _vouchers(
    order: Order, applied: Sequence[Applied], refused: Sequence[Refusal], flat: Mapping[OrderVoucher | None, int]
) -> tuple[tuple[tuple[OrderVoucher, int], ...], tuple[tuple[OrderVoucher, str], ...]]:
    amounts = {one.rule.id: one.products_cents for one in applied}
    reasons = {one.rule.id: one.message for one in refused}
    kept = [(v, flat[v]) for v in order.vouchers if v.rule_id is None]
    kept += [(v, amounts[v.rule_id]) for v in order.vouchers if v.rule_id in amounts]
    dropped = [(v, reasons[v.rule_id]) for v in order.vouchers if v.rule_id in reasons]
    return tuple(kept), tuple(dropped)


# shipping ------------------------------------------------------------------------------------------------------------


def _shipping(
    order: Order, sold: Sequence[OrderLine], gifts: Sequence[OrderLine], net: int, buyer: Buyer
) -> tuple[int | None, int, int]:
    """The carrier, its fee before any rule and its VAT rate; the shop's setting says whether the fee is counted again."""
    parcel = parcel_of(_contents([*sold, *gifts]), net)
    if parcel is None:
        return None, 0, 0
    if order.carrier_id is None:
        raise RuleBroken(NO_CARRIER, field="item")
    if not get_settings()["recalculer_port"]:
        return order.carrier_id, order.shipping_incl_cents, order.shipping_tax_bp
    option = next((o for o in _options(order, parcel, buyer) if o.carrier.id == order.carrier_id), None)
    if option is None:
        name = order.carrier.name if order.carrier else ""
        raise RuleBroken(
            f"«\u00a0{name}\u00a0» ne livre pas cette commande ainsi modifiée\u00a0: choisissez d’abord un autre transporteur.",
            field="quantity",
        )
    return order.carrier_id, option.price_cents, option.tax_bp


def _options(order: Order, parcel: Parcel, buyer: Buyer) -> Sequence[CarrierOption]:
    address = session.scalars(sa.select(Address).where(Address.id == order.delivery_address_id)).first()
    zone = zone_of(address.country, address.postcode) if address else zone_of(FRANCE, "")
    return options_for(parcel, zone, at=clock.now(), group_ids=buyer.group_ids)


def _contents(lines: Sequence[OrderLine]) -> list[tuple[Product, Variant | None, int]]:
    """What is still in the catalogue of the lines, to be weighed."""
    ids = {line.variant_id for line in lines if line.variant_id}
    variants = {v.id: v for v in session.scalars(sa.select(Variant).where(Variant.id.in_(ids)))} if ids else {}
    return [
        (line.product, variants.get(line.variant_id or 0), line.quantity) for line in lines if line.product is not None
    ]

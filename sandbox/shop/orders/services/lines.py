"""Changing the lines of an order that is neither paid, invoiced nor sent: the stock follows, and the order is priced again."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import excl_cents
from sandbox.shop.catalog.models import Product, Variant
from sandbox.shop.catalog.queries import cost_cents_of, default_variant, stock_rules, variant_name
from sandbox.shop.customers.queries import buyer_of
from sandbox.shop.orders import queries, rules
from sandbox.shop.orders.models import Order, OrderLine
from sandbox.shop.orders.services.returns import hold
from sandbox.shop.orders.services.states import move_line
from sandbox.shop.orders.services.vouchers import keep_leftover
from sandbox.shop.pricing.queries import price_of

MAX_CENTS = 10_000_000


@action("commande.ajouter_ligne", entity="commande", words="a ajouté un produit à la commande")
def add_line(
    *,
    order: Order,
    product: Product,
    variant: Variant | None = None,
    quantity: int = 1,
    unit_incl_cents: int | None = None,
    mark: str | None = None,
) -> Order:
    """Add units of a product at a price with tax, or at what this customer would pay today; what the order holds already adds to its line.

    `mark` is that of the lines as they were read (`queries.lines_mark`). Refuses what is not on sale or beyond the stock.
    """
    _check(order, mark)
    if variant is None and product.variants:
        variant = default_variant(product)
    if variant is not None and variant.product_id != product.id:
        raise RuleBroken("Cette déclinaison n’est pas celle du produit.", field="item")
    if any(field.is_required for field in product.custom_fields):
        raise RuleBroken("Ce produit se personnalise\u00a0: saisissez-le dans une autre commande.", field="item")
    rules.check_quantity(quantity)
    _check_price(unit_incl_cents)
    line = _same(order, product, variant, unit_incl_cents)
    if line is None:
        line = _new_line(order, product, variant, quantity, unit_incl_cents)
        order.lines.append(line)
        held = 0
    else:
        held = line.quantity
        line.quantity += quantity
    rules.check_quantity(line.quantity)
    _check_stock(product, variant, line.quantity, held)
    session.flush()
    move_line(line, -quantity, rules.STOCK_CHANGED)
    return _priced(order)


@action("commande.modifier_ligne", entity="commande", words="a modifié un produit de la commande")
def change_line(
    *,
    order: Order,
    line: OrderLine,
    quantity: int | None = None,
    unit_incl_cents: int | None = None,
    mark: str | None = None,
) -> Order:
    """Give a line another quantity, another price with tax, or both; None keeps it. More units must be in stock."""
    _check(order, mark)
    _check_own(order, line)
    _check_price(unit_incl_cents)
    wanted = line.quantity if quantity is None else quantity
    rules.check_quantity(wanted, name=line.name)
    if wanted > line.quantity:
        _check_more(line, wanted)
    delta = wanted - line.quantity
    line.quantity = wanted
    if unit_incl_cents is not None and unit_incl_cents != line.unit_incl_cents:
        line.unit_incl_cents, line.unit_excl_cents = unit_incl_cents, excl_cents(unit_incl_cents, line.tax_bp)
    session.flush()
    if delta:
        move_line(line, -delta, rules.STOCK_CHANGED)
    return _priced(order)


@action("commande.retirer_ligne", entity="commande", words="a retiré un produit de la commande")
def drop_line(*, order: Order, line: OrderLine, mark: str | None = None) -> Order:
    """Take a line out and put its units back in stock; the last one stays: an order without products is cancelled instead."""
    _check(order, mark)
    _check_own(order, line)
    if not any(one is not line and not rules.is_gift(one) and one.product_id is not None for one in order.lines):
        raise RuleBroken("Une commande garde au moins un produit\u00a0: pour ne rien livrer, annulez-la.", field="line")
    _remove(order, line)
    return _priced(order)


def _check(order: Order, mark: str | None) -> None:
    hold(order)
    if problem := queries.lines_problem(order):
        raise RuleBroken(problem)
    if mark is not None and mark != queries.lines_mark(order):
        raise RuleBroken(
            "Cette commande a changé depuis l’affichage\u00a0: vérifiez ses produits, puis recommencez.", field="mark"
        )


def _check_own(order: Order, line: OrderLine) -> None:
    if line.order_id != order.id:
        raise RuleBroken("Cette ligne n’est pas de cette commande.", field="line")
    if rules.is_gift(line):
        raise RuleBroken("Un cadeau suit la règle panier qui l’offre\u00a0: il ne se modifie pas.", field="line")


def _check_price(cents: int | None) -> None:
    if cents is not None and not 0 <= cents <= MAX_CENTS:
        raise RuleBroken("Un prix va de 0 à 100\u202f000\u00a0€.", field="unit_incl_cents")


def _same(order: Order, product: Product, variant: Variant | None, cents: int | None) -> OrderLine | None:
    """The line of that product at that price, when the order has one."""
    place = (product.id, variant.id if variant else None)
    for line in order.lines:
        is_same = (line.product_id, line.variant_id) == place and not line.customization and not rules.is_gift(line)
        if is_same and cents in (None, line.unit_incl_cents):
            return line
    return None


def _new_line(
    order: Order, product: Product, variant: Variant | None, quantity: int, cents: int | None
) -> OrderLine:  # fmt: skip
    price = price_of(product, variant=variant, buyer=buyer_of(order.customer), quantity=quantity)
    incl = price.unit_incl_cents if cents is None else cents
    excl = price.unit_excl_cents if incl == price.unit_incl_cents else excl_cents(incl, price.tax_bp)
    return OrderLine(
        product_id=product.id, variant_id=variant.id if variant else None, product=product,
        name=rules.line_name(product.name, variant_name(variant) if variant else ""),
        reference=(variant.reference if variant else "") or product.reference, quantity=quantity, unit_incl_cents=incl,
        unit_excl_cents=excl, unit_cost_cents=cost_cents_of(product, variant), tax_bp=price.tax_bp,
        discount_cents=0, customization="",
    )  # fmt: skip


def _check_more(line: OrderLine, wanted: int) -> None:
    if line.product is None:
        raise RuleBroken("Ce produit n’est plus au catalogue\u00a0: sa quantité ne peut que baisser.", field="quantity")
    variant = session.scalars(sa.select(Variant).where(Variant.id == line.variant_id)).first()
    if bool(line.product.variants) != (variant is not None):
        raise RuleBroken("Cette déclinaison n’existe plus\u00a0: sa quantité ne peut que baisser.", field="quantity")
    _check_stock(line.product, variant, wanted, line.quantity)


def _check_stock(product: Product, variant: Variant | None, wanted: int, held: int) -> None:
    problem = queries.problem_of(product, variant, wanted, stock_rules(), held=held)
    if problem:
        raise RuleBroken(problem, field="quantity")


def _remove(order: Order, line: OrderLine) -> None:
    move_line(line, line.quantity, rules.STOCK_CHANGED)
    order.lines.remove(line)
    session.flush()


def _priced(order: Order) -> Order:
    """Write what the order comes to now; gifts and vouchers that its lines no longer meet go."""
    found = queries.revise(order)
    for line in found.lost_gifts:
        _remove(order, line)
    for line in order.lines:
        line.discount_cents = found.cuts[line.id]
    for voucher, cents in found.kept:
        voucher.amount_cents = cents
    for voucher, _ in found.dropped:
        order.vouchers.remove(voucher)
    order.carrier_id, order.shipping_incl_cents, order.shipping_tax_bp = (
        found.carrier_id, found.shipping_cents, found.shipping_tax_bp,
    )  # fmt: skip
    order.products_incl_cents, order.products_excl_cents = found.products_cents, found.products_excl_cents
    order.discount_incl_cents = sum(found.cuts.values())
    order.total_incl_cents, order.total_excl_cents = found.total_cents, found.total_excl_cents
    session.flush()
    for applied in found.applied:
        keep_leftover(applied, order.customer)
    session.expire(order, ["carrier"])
    return order

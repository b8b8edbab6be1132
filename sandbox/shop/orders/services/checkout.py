"""Turning a cart into an order: a snapshot, with the stock taken in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import format_cents, round_half_up
from sandbox.shop.catalog.models import Product, Variant
from sandbox.shop.catalog.queries import cost_cents_of, stock_of, stock_rules
from sandbox.shop.catalog.services import change_stock
from sandbox.shop.customers.models import Address, Customer
from sandbox.shop.customers.queries import buyer_of
from sandbox.shop.orders import rules
from sandbox.shop.orders.models import (
    Cart,
    CartLine,
    CartVoucher,
    Order,
    OrderLine,
    OrderState,
    OrderVoucher,
    PaymentMethod,
)
from sandbox.shop.orders.queries import CartTotals, cart_totals, find_state_by_key, list_states, problem_of
from sandbox.shop.orders.services.states import enter_state, tell_state
from sandbox.shop.orders.services.vouchers import keep_leftover
from sandbox.shop.pricing.models import CartRule
from sandbox.shop.pricing.queries import find_cart_rule_by_code, list_automatic_rules
from sandbox.shop.pricing.queries.cart_rules import list_cart_rules_by_id
from sandbox.shop.pricing.rules.carts import Gift
from sandbox.shop.shipping.models import Carrier
from sandbox.shop.shops.queries import get_settings


@dataclass(frozen=True, slots=True)
class OrderItem:
    """A line of an order typed in the back office."""

    product: Product
    quantity: int
    variant: Variant | None = None
    customization: str = ""


@action("commande.passer", entity="commande", words="a passé la commande")
def place_order(
    *,
    cart: Cart,
    customer: Customer,
    payment: PaymentMethod,
    expected_total_cents: int | None = None,
    source: str = "direct",
    campaign: str = "",
) -> Order:
    """Order a cart: its carrier and addresses must be chosen. The stock is taken here, and never beyond what may be sold.

    Raises RuleBroken naming the line without enough stock, or when the total is no longer `expected_total_cents`.
    """
    if not payment.is_active:
        raise RuleBroken("Ce mode de paiement n’est plus proposé.", field="payment_id")
    _lock(cart)
    totals = cart_totals(cart, buyer=buyer_of(customer), with_suggestions=False)
    _check_total(totals, expected_total_cents)
    order = _place(cart, customer, payment, totals, source=source, campaign=campaign)
    enter_state(order, _first_state(payment), author="")
    return order


@action("commande.creer", entity="commande", words="a créé la commande")
def create_order(
    *,
    customer: Customer,
    items: Sequence[OrderItem],
    carrier: Carrier | None,
    payment: PaymentMethod,
    delivery_address: Address,
    invoice_address: Address | None = None,
    state: OrderState | None = None,
    codes: Sequence[str] = (),
    message: str = "",
    private_note: str = "",
    author: str = "",
    cart: Cart | None = None,
) -> Order:
    """Enter an order for a customer in the back office, through a cart like any other; `state` begins its history.

    `cart` is one that the customer left: what it held gives way to `items`, and it becomes the order.
    """
    if not items:
        raise RuleBroken("Ajoutez au moins un produit à la commande.", field="items")
    cart = _own_cart(cart, customer)
    cart.carrier_id, cart.delivery_address_id = carrier.id if carrier else None, delivery_address.id
    cart.invoice_address_id = (invoice_address or delivery_address).id
    cart.message = rules.check_text(message, field="message")
    cart.lines = [_cart_line(item) for item in items]
    cart.vouchers = [CartVoucher(rule_id=rule.id) for rule in _rules_of(codes)]
    session.add(cart)
    session.flush()
    _lock(cart)
    totals = cart_totals(cart, buyer=buyer_of(customer), with_suggestions=False)
    if totals.refused:
        raise RuleBroken(totals.refused[0].message, field="codes")
    order = _place(cart, customer, payment, totals, source="direct", campaign="")
    order.private_note = rules.check_text(private_note, field="private_note")
    enter_state(order, state or _first_state(payment), author=author)
    tell_state(order, order.state)
    return order


def _own_cart(left: Cart | None, customer: Customer) -> Cart:
    """The cart that an order is entered in: one that the customer left, or a new one."""
    now = clock.now()
    if left is None:
        return Cart(token="", customer_id=customer.id, created_at=now, updated_at=now)
    if left.customer_id != customer.id:
        raise RuleBroken("Ce panier est celui d’un autre client.", field="items")
    if session.scalar(sa.select(Order.id).where(Order.cart_id == left.id)) is not None:
        raise RuleBroken("Ce panier est déjà devenu une commande.", field="items")
    left.updated_at = now
    return left


def _cart_line(item: OrderItem) -> CartLine:
    rules.check_quantity(item.quantity, name=item.product.name)
    return CartLine(
        product_id=item.product.id, variant_id=item.variant.id if item.variant else None, quantity=item.quantity,
        customization=item.customization, product=item.product, variant=item.variant,
    )  # fmt: skip


def _rules_of(codes: Sequence[str]) -> list[CartRule]:
    found = []
    for code in codes:
        rule = find_cart_rule_by_code(code)
        if rule is None:
            raise RuleBroken(f"Le code «\u00a0{code}\u00a0» n’existe pas.", field="codes")
        found.append(rule)
    return found


def _lock(cart: Cart) -> None:
    """Hold the rows whose quantities and uses are about to be counted: two buyers of the last one pass one after the other.

    SQLite already lets one writer in at a time; elsewhere the rows are locked and read again, always in the same order.
    """
    product_ids = sorted({line.product_id for line in cart.lines})
    variant_ids = sorted({line.variant_id for line in cart.lines if line.variant_id})
    rules_held = [*list_cart_rules_by_id([voucher.rule_id for voucher in cart.vouchers]), *list_automatic_rules()]
    rule_ids = sorted({rule.id for rule in rules_held})
    product_ids = sorted({*product_ids, *(rule.gift_product_id for rule in rules_held if rule.gift_product_id)})
    variant_ids = sorted({*variant_ids, *(rule.gift_variant_id for rule in rules_held if rule.gift_variant_id)})
    for model, ids in ((Product, product_ids), (Variant, variant_ids), (CartRule, rule_ids)):
        if ids:
            query = sa.select(model).where(model.id.in_(ids)).order_by(model.id).with_for_update()
            session.execute(query, execution_options={"populate_existing": True}).scalars().all()


def _check_total(totals: CartTotals, expected: int | None) -> None:
    if totals.refused:
        raise RuleBroken(totals.refused[0].message, field="code")
    if expected is not None and expected != totals.total_incl_cents:
        raise RuleBroken(
            f"Le total a changé depuis l’affichage\u00a0: il est maintenant de {format_cents(totals.total_incl_cents)}. "
            "Vérifiez votre commande avant de la confirmer.",
            field="total",
        )


def _check_ready(cart: Cart, customer: Customer, totals: CartTotals) -> None:
    if not totals.lines:
        raise RuleBroken("Le panier est vide.", field="items")
    if totals.problems:
        raise RuleBroken(totals.problems[0], field="items")
    minimum = get_settings()["minimum_commande"]
    if totals.products_incl_cents - totals.discount_cents < minimum:
        raise RuleBroken(
            f"Le montant minimum d’une commande est de {format_cents(minimum)} de produits.", field="items"
        )
    if cart.delivery_address_id is None or cart.invoice_address_id is None:
        raise RuleBroken("Choisissez les adresses de livraison et de facturation.", field="delivery_address_id")
    if not totals.is_virtual and totals.carrier is None:
        words = (
            "Choisissez un transporteur."
            if totals.carriers
            else "Aucun transporteur ne livre ce panier à cette adresse."
        )
        raise RuleBroken(words, field="carrier_id")
    if not customer.is_active:
        raise RuleBroken("Ce compte client est désactivé.", field="customer_id")


def _place(
    cart: Cart, customer: Customer, payment: PaymentMethod, totals: CartTotals, *, source: str, campaign: str
) -> Order:
    """Write the snapshot and take the stock; the caller enters the first state."""
    _check_ready(cart, customer, totals)
    delivery, invoice = _address(cart.delivery_address_id, customer), _address(cart.invoice_address_id, customer)
    wrapped, wrapped_excl = (totals.wrapping.price_cents, totals.wrapping.excl_cents) if totals.wrapping else (0, 0)
    order = Order(
        reference=_free_reference(), customer_id=customer.id, cart_id=cart.id, state_id=_first_state(payment).id,
        carrier_id=totals.carrier.carrier.id if totals.carrier else None, payment_key=payment.key or "", payment_name=payment.name,
        delivery_address_id=delivery.id, invoice_address_id=invoice.id, delivery_text=rules.address_text(delivery),
        invoice_text=rules.address_text(invoice), products_incl_cents=totals.products_incl_cents + wrapped,
        products_excl_cents=totals.products_excl_cents + wrapped_excl, discount_incl_cents=totals.discount_cents,
        shipping_incl_cents=totals.shipping_incl_cents or 0, shipping_tax_bp=totals.carrier.tax_bp if totals.carrier else 0,
        total_incl_cents=totals.total_incl_cents, total_excl_cents=totals.total_excl_cents, invoice_number="", tracking_number="",
        message=cart.message, private_note="", source=source[:20], campaign=campaign[:60], placed_at=clock.now(),
    )  # fmt: skip
    session.add(order)
    bought, offered = _order_lines(totals), [_gift_line(gift) for gift in totals.gifts]
    order.lines = [*bought, *offered, *_wrapping_lines(totals, cart)]
    order.vouchers = [
        OrderVoucher(rule_id=rule.id, name=rule.name, code=rule.code, amount_cents=cents)
        for rule, cents in totals.vouchers
    ]
    session.flush()
    for line in (*bought, *offered):
        _take_stock(line, is_gift=line in offered)
    for applied in totals.applied:
        keep_leftover(applied, customer)
    return order


def _order_lines(totals: CartTotals) -> list[OrderLine]:
    return [
        OrderLine(
            product_id=line.product.id, variant_id=line.variant.id if line.variant else None,
            name=rules.line_name(line.product.name, line.variant_name),
            reference=(line.variant.reference if line.variant else "") or line.product.reference, quantity=line.quantity,
            unit_incl_cents=line.price.unit_incl_cents, unit_excl_cents=line.price.unit_excl_cents,
            unit_cost_cents=cost_cents_of(line.product, line.variant), tax_bp=line.price.tax_bp,
            discount_cents=line.discount_cents, customization=line.line.customization,
        )
        for line in totals.lines
    ]  # fmt: skip


def _gift_line(gift: Gift) -> OrderLine:
    """A gift stands in the order at its price, reduced by all of it."""
    product = session.scalars(sa.select(Product).where(Product.id == gift.product_id)).one()
    variant = session.scalars(sa.select(Variant).where(Variant.id == gift.variant_id)).first()
    excl = round_half_up(gift.unit_incl_cents * 10_000, 10_000 + gift.tax_bp)
    return OrderLine(
        product_id=product.id, variant_id=gift.variant_id, name=f"{rules.GIFT}{product.name}"[:255], reference=product.reference,
        quantity=1, unit_incl_cents=gift.unit_incl_cents, unit_excl_cents=excl,
        unit_cost_cents=cost_cents_of(product, variant), tax_bp=gift.tax_bp,
        discount_cents=gift.unit_incl_cents, customization="",
    )  # fmt: skip


def _wrapping_lines(totals: CartTotals, cart: Cart) -> list[OrderLine]:
    """The gift wrapping stands among the lines: invoices, refunds and VAT count it as they count the others."""
    if totals.wrapping is None:
        return []
    return [
        OrderLine(
            product_id=None, variant_id=None, name=rules.WRAPPING, reference=rules.WRAPPING_REFERENCE, quantity=1,
            unit_incl_cents=totals.wrapping.price_cents, unit_excl_cents=totals.wrapping.excl_cents, unit_cost_cents=0,
            tax_bp=totals.wrapping.tax_bp, discount_cents=0, customization=rules.gift_text(cart.gift_message),
        )
    ]  # fmt: skip


def _take_stock(line: OrderLine, *, is_gift: bool) -> None:
    """A gift need not be on sale, but one must be left."""
    product = session.scalars(sa.select(Product).where(Product.id == line.product_id)).one()
    variant = (
        session.scalars(sa.select(Variant).where(Variant.id == line.variant_id)).one() if line.variant_id else None
    )
    if is_gift:
        problem = (
            ""
            if stock_of(product, variant).can_order
            else f"Le cadeau «\u00a0{product.name}\u00a0» n’est plus en stock."
        )
    else:
        problem = problem_of(product, variant, line.quantity, stock_rules())
    if problem:
        raise RuleBroken(problem, field="items")
    if product.kind != "virtual":
        change_stock(product=product, variant=variant, delta=-line.quantity, reason=rules.STOCK_ORDER)


def _address(address_id: int | None, customer: Customer) -> Address:
    query = sa.select(Address).where(Address.id == address_id, Address.customer_id == customer.id)
    found = session.scalars(query).first()
    if found is None:
        raise RuleBroken("Cette adresse n’est pas celle du client.", field="delivery_address_id")
    return found


def _first_state(payment: PaymentMethod) -> OrderState:
    key = rules.FIRST_STATES.get(payment.key or "", rules.OTHER_FIRST_STATE)
    found = find_state_by_key(key) or next(iter(list_states()), None)
    if found is None:
        raise RuleBroken("Cette boutique n’a aucun état de commande.")
    return found


def _free_reference() -> str:
    while True:
        reference = rules.new_reference()
        if session.scalar(sa.select(Order.id).where(Order.reference == reference)) is None:
            return reference

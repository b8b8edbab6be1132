"""Filling a cart. Codes are checked when entered, and again at every pricing (see `queries.cart_totals`)."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.catalog.models import Product, Variant
from sandbox.shop.catalog.queries import default_variant, stock_rules
from sandbox.shop.customers.models import Address, Customer
from sandbox.shop.customers.queries import buyer_of
from sandbox.shop.orders import rules
from sandbox.shop.orders.models import Cart, CartLine, CartVoucher
from sandbox.shop.orders.queries import cart_totals, find_cart, problem_of
from sandbox.shop.pricing.models import CartRule
from sandbox.shop.pricing.queries import find_cart_rule_by_code
from sandbox.shop.shipping.models import Carrier

UNKNOWN_CODE = "Ce code n’existe pas\u00a0: vérifiez les lettres et les chiffres."


@action("panier.ouvrir", entity="panier", words="a ouvert un panier")
def open_cart(*, token: str, customer: Customer | None = None) -> Cart:
    """The open cart of a session, made when there is none; it becomes the customer's once they are known."""
    cart = find_cart(token)
    now = clock.now()
    if cart is None:
        cart = Cart(
            token=token, customer_id=customer.id if customer else None, message="", created_at=now, updated_at=now
        )
        session.add(cart)
        session.flush()
    elif customer is not None and cart.customer_id != customer.id:
        cart.customer_id = customer.id
        session.flush()
    return cart


@action("panier.attribuer", entity="panier", words="s’est identifié avec son panier")
def assign_customer(*, cart: Cart, customer: Customer | None) -> Cart:
    """The visitor signed in (or out): the cart is theirs; addresses of somebody else are forgotten."""
    if cart.customer_id != (customer.id if customer else None):
        cart.customer_id = customer.id if customer else None
        cart.delivery_address_id = cart.invoice_address_id = None
        session.flush()
    return cart


@action("panier.ajouter", entity="panier", words="a ajouté au panier")
def add_to_cart(
    *,
    cart: Cart,
    product: Product,
    variant: Variant | None = None,
    quantity: int = 1,
    customization: Mapping[str, str] | None = None,
) -> Cart:
    """Add units of a product; the same product with the same customisation adds to its line.

    `customization` gives texts by label. Refuses what is not on sale, under the minimum, or beyond the stock that may be sold.
    """
    if variant is None and product.variants:
        variant = default_variant(product)
    if variant is not None and variant.product_id != product.id:
        raise RuleBroken("Cette déclinaison n’est pas celle du produit.", field="variant_id")
    text = _customization(product, customization or {})
    line = next((x for x in cart.lines if _same(x, product, variant, text)), None)
    already = sum(
        x.quantity for x in cart.lines if (x.product_id, x.variant_id) == (product.id, variant.id if variant else None)
    )
    rules.check_quantity(quantity)
    rules.check_quantity(already + quantity)
    _check_sale(product, variant, already + quantity)
    if line is None:
        line = CartLine(
            product_id=product.id, variant_id=variant.id if variant else None, quantity=0, customization=text,
            product=product, variant=variant,
        )  # fmt: skip
        cart.lines.append(line)
    line.quantity += quantity
    return _touched(cart)


def _same(line: CartLine, product: Product, variant: Variant | None, text: str) -> bool:
    return (line.product_id, line.variant_id, line.customization) == (product.id, variant.id if variant else None, text)


def _customization(product: Product, texts: Mapping[str, str]) -> str:
    kept: dict[str, str] = {}
    for field in product.custom_fields:
        text = texts.get(field.label, "").strip()
        if field.is_required and not text:
            raise RuleBroken(
                f"«\u00a0{field.label}\u00a0» est à remplir avant d’ajouter au panier.", field=f"custom-{field.id}"
            )
        if len(text) > field.max_length:
            raise RuleBroken(
                f"«\u00a0{field.label}\u00a0»\u00a0: {field.max_length} caractères au plus.", field=f"custom-{field.id}"
            )
        kept[field.label] = text
    return rules.customization_text(kept)


def _check_sale(product: Product, variant: Variant | None, quantity: int) -> None:
    problem = problem_of(product, variant, quantity, stock_rules())
    if problem:
        raise RuleBroken(problem, field="quantity")


@action("panier.quantite", entity="panier", words="a changé une quantité du panier")
def set_quantity(*, cart: Cart, line: CartLine, quantity: int) -> Cart:
    """Give a line another quantity; 0 removes it. Refuses beyond the stock that may be sold."""
    if quantity == 0:
        return _removed(cart, line)
    rules.check_quantity(quantity, name=line.product.name)
    others = sum(x.quantity for x in cart.lines if x is not line and _place(x) == _place(line))
    if quantity > line.quantity:
        _check_sale(line.product, line.variant, others + quantity)
    line.quantity = quantity
    return _touched(cart)


def _place(line: CartLine) -> tuple[int, int | None]:
    return line.product_id, line.variant_id


@action("panier.personnaliser", entity="panier", words="a changé la personnalisation d’un article du panier")
def customize_line(*, cart: Cart, line: CartLine, customization: Mapping[str, str]) -> Cart:
    """Give a line other texts, by label; a label that is not given (a picture) keeps its answer.

    A line that comes to say the same as another of the same product adds its units to it.
    """
    labels = [field.label for field in line.product.custom_fields]
    if not labels:
        raise RuleBroken("Cet article ne se personnalise plus.")
    text = _customization(line.product, {**rules.customization_texts(line.customization, labels), **customization})
    twin = next((x for x in cart.lines if x is not line and _same(x, line.product, line.variant, text)), None)
    if twin is not None:
        rules.check_quantity(twin.quantity + line.quantity)
        twin.quantity += line.quantity
        return _removed(cart, line)
    line.customization = text
    return _touched(cart)


@action("panier.retirer", entity="panier", words="a retiré un produit du panier")
def remove_line(*, cart: Cart, line: CartLine) -> Cart:
    """Take a line out."""
    return _removed(cart, line)


def _removed(cart: Cart, line: CartLine) -> Cart:
    cart.lines.remove(line)
    return _touched(cart)


@action("panier.code", entity="panier", words="a saisi un code dans le panier")
def apply_code(*, cart: Cart, code: str) -> CartRule:
    """Enter a code. Refuses an unknown one, one already entered, and one that the cart does not meet, saying what is missing."""
    rule = find_cart_rule_by_code(code)
    if rule is None:
        raise RuleBroken(UNKNOWN_CODE if code.strip() else "Saisissez un code.", field="code")
    if any(voucher.rule_id == rule.id for voucher in cart.vouchers):
        raise RuleBroken("Ce code est déjà dans votre panier.", field="code")
    voucher = CartVoucher(rule_id=rule.id)
    cart.vouchers.append(voucher)
    session.flush()
    totals = cart_totals(cart, buyer=buyer_of(_customer(cart)), with_suggestions=False)
    refusal = next((r for r in totals.refused if r.rule.id == rule.id), None)
    if refusal is not None:
        cart.vouchers.remove(voucher)
        session.flush()
        raise RuleBroken(refusal.message, field="code")
    _touched(cart)
    return rule


def _customer(cart: Cart) -> Customer | None:
    if cart.customer_id is None:
        return None
    return session.scalars(sa.select(Customer).where(Customer.id == cart.customer_id)).first()


@action("panier.retirer_code", entity="panier", words="a retiré un code du panier")
def remove_code(*, cart: Cart, rule: CartRule) -> Cart:
    """Take a code out."""
    for voucher in [v for v in cart.vouchers if v.rule_id == rule.id]:
        cart.vouchers.remove(voucher)
    return _touched(cart)


@action("panier.livraison", entity="panier", words="a choisi la livraison du panier")
def choose_delivery(
    *,
    cart: Cart,
    carrier: Carrier | None = None,
    delivery_address: Address | None = None,
    invoice_address: Address | None = None,
    message: str | None = None,
    is_wrapped: bool | None = None,
    gift_message: str | None = None,
) -> Cart:
    """Choose addresses, a carrier, a message, the gift wrapping; what is None stays. Refuses a carrier that does not take this cart there."""
    for address in (delivery_address, invoice_address):
        if address is not None and (address.customer_id != cart.customer_id or address.is_deleted):
            raise RuleBroken("Cette adresse n’est pas celle du client.", field="address_id")
    if delivery_address is not None:
        cart.delivery_address_id = delivery_address.id
        cart.invoice_address_id = cart.invoice_address_id or delivery_address.id
    if invoice_address is not None:
        cart.invoice_address_id = invoice_address.id
    if message is not None:
        cart.message = rules.check_text(message, field="message")
    if is_wrapped is not None:
        cart.is_wrapped = is_wrapped
    if gift_message is not None:
        cart.gift_message = rules.check_text(gift_message, field="gift_message", length=rules.MAX_GIFT_MESSAGE)
    session.flush()
    if carrier is not None:
        totals = cart_totals(cart, buyer=buyer_of(_customer(cart)), with_suggestions=False)
        if all(option.carrier.id != carrier.id for option in totals.carriers):
            raise RuleBroken(
                f"«\u00a0{carrier.name}\u00a0» ne livre pas ce panier à cette adresse.", field="carrier_id"
            )
        cart.carrier_id = carrier.id
    return _touched(cart)


def _touched(cart: Cart) -> Cart:
    cart.updated_at = clock.now()
    session.flush()
    return cart

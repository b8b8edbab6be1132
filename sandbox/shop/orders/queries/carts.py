"""A cart priced: its lines, the vouchers it uses, what carriers ask, the VAT, and what stands in the way of ordering it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.kernel.money import excl_cents
from sandbox.shop.catalog.models import AttributeValue, Product, Variant, VariantValue
from sandbox.shop.catalog.queries import stock_of, stock_rules, variant_name
from sandbox.shop.catalog.rules import Stock, StockRules
from sandbox.shop.customers.models import Address
from sandbox.shop.customers.rules import FRANCE, Buyer
from sandbox.shop.orders.models import Cart, CartLine, Order, OrderState, OrderVoucher
from sandbox.shop.orders.rules import RELEASED_KEYS
from sandbox.shop.pricing.models import CartRule
from sandbox.shop.pricing.queries import (
    PriceBook,
    categories_of,
    list_automatic_rules,
    list_highlighted_rules,
    rules_for,
)
from sandbox.shop.pricing.queries.cart_rules import list_cart_rules_by_id
from sandbox.shop.pricing.rules.carts import (
    Applied,
    Basket,
    Gift,
    Item,
    Outcome,
    Refusal,
    Rule,
    apply_rules,
    refuse,
    taxes_of,
)
from sandbox.shop.pricing.rules.prices import Price
from sandbox.shop.shipping.queries import CarrierOption, Parcel, options_for, zone_of
from sandbox.shop.shops.queries import get_settings


@dataclass(frozen=True, slots=True)
class LineTotal:
    """A line of a cart: its price, amount with tax, its share of the vouchers, and why it cannot be ordered, if so."""

    line: CartLine
    product: Product
    variant: Variant | None
    variant_name: str
    price: Price
    total_incl_cents: int
    discount_cents: int
    stock: Stock
    problem: str

    @property
    def quantity(self) -> int:
        """Units."""
        return self.line.quantity


@dataclass(frozen=True, slots=True)
class Wrapping:
    """The gift wrapping: its price with tax and its rate."""

    price_cents: int
    tax_bp: int

    @property
    def excl_cents(self) -> int:
        """The price without VAT."""
        return excl_cents(self.price_cents, self.tax_bp)


@dataclass(frozen=True, slots=True)
class CartTotals:
    """A cart priced. Amounts are cents with tax.

    `shipping_incl_cents` is None until a carrier is known; `vouchers` are the rules used and what each takes off the products;
    `free_shipping_missing_cents` is what products lack for a carrier to be free, 0 when one is, None when none ever is.
    `wrapping` is the gift wrapping asked for, counted in the total beside the products.
    `refused` are entered codes that no longer hold, with the reason; `suggestions` highlighted codes that could be used.
    """

    lines: tuple[LineTotal, ...]
    products_incl_cents: int
    discount_cents: int
    shipping_incl_cents: int | None
    shipping_before_cents: int | None
    total_incl_cents: int
    taxes: Mapping[int, int]
    vouchers: tuple[tuple[Rule, int], ...]
    free_shipping_missing_cents: int | None
    carriers: tuple[CarrierOption, ...] = ()
    carrier: CarrierOption | None = None
    gifts: tuple[Gift, ...] = ()
    refused: tuple[Refusal, ...] = ()
    suggestions: tuple[Rule, ...] = ()
    applied: tuple[Applied, ...] = ()
    is_virtual: bool = False
    units: int = 0
    parts: tuple[tuple[int, int], ...] = field(default=(), repr=False)
    wrapping: Wrapping | None = None

    @property
    def total_excl_cents(self) -> int:
        """The total without VAT."""
        return self.total_incl_cents - sum(self.taxes.values())

    @property
    def products_excl_cents(self) -> int:
        """The lines without VAT, before vouchers, one rounding per rate."""
        sums: dict[int, int] = {}
        for line in self.lines:
            sums[line.price.tax_bp] = sums.get(line.price.tax_bp, 0) + line.total_incl_cents
        return sum(excl_cents(cents, rate) for rate, cents in sums.items())

    @property
    def problems(self) -> list[str]:
        """What stands in the way of ordering, line by line."""
        return [line.problem for line in self.lines if line.problem]


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody would be delivered, before they gave an address."""

    country: str
    postcode: str


# finding -------------------------------------------------------------------------------------------------------------

_LOADED = (
    selectinload(Cart.vouchers),
    selectinload(Cart.lines).selectinload(CartLine.product).selectinload(Product.images),
    selectinload(Cart.lines).selectinload(CartLine.product).selectinload(Product.custom_fields),
    selectinload(Cart.lines).selectinload(CartLine.product).selectinload(Product.variants),
    selectinload(Cart.lines).selectinload(CartLine.variant).selectinload(Variant.image),
    selectinload(Cart.lines).selectinload(CartLine.variant).selectinload(Variant.values)
    .selectinload(VariantValue.value).selectinload(AttributeValue.attribute),
)  # fmt: skip


def find_cart(token: str) -> Cart | None:
    """The open cart of a session, None when there is none or it became an order."""
    if not token:
        return None
    ordered = sa.select(Order.cart_id).where(Order.cart_id.is_not(None))
    query = sa.select(Cart).where(Cart.token == token, Cart.id.not_in(ordered)).order_by(Cart.id.desc())
    return session.scalars(query.options(*_LOADED)).first()


def open_carts_of(customer_id: int) -> Sequence[Cart]:
    """The carts of a customer that became no order, newest first."""
    ordered = sa.select(Order.cart_id).where(Order.cart_id.is_not(None))
    query = sa.select(Cart).where(Cart.customer_id == customer_id, Cart.id.not_in(ordered)).order_by(Cart.id.desc())
    return session.scalars(query.options(*_LOADED)).all()


def get_cart(cart_id: int) -> Cart:
    """A cart with its lines and vouchers; raises NotFound."""
    found = session.scalars(sa.select(Cart).where(Cart.id == cart_id).options(*_LOADED)).first()
    if found is None:
        raise NotFound("Ce panier n’existe pas.")
    return found


def count_units(token: str) -> int:
    """Units in the open cart of a session, for the header of the shop (one statement)."""
    ordered = sa.select(Order.cart_id).where(Order.cart_id.is_not(None))
    query = sa.select(sa.func.sum(CartLine.quantity)).join(Cart, Cart.id == CartLine.cart_id)
    return session.scalar(query.where(Cart.token == token, Cart.id.not_in(ordered))) or 0 if token else 0


def uses_of(rule_ids: Sequence[int], *, customer_id: int | None = None) -> dict[int, tuple[int, int]]:
    """By cart rule: how many orders hold it, and how many of that customer's; cancelled and failed ones do not count."""
    if not rule_ids:
        return {}
    own = (
        sa.func.sum(sa.case((Order.customer_id == customer_id, 1), else_=0))
        if customer_id is not None
        else sa.literal(0)
    )
    query = (
        sa.select(OrderVoucher.rule_id, sa.func.count(), own)
        .join(Order, Order.id == OrderVoucher.order_id)
        .join(OrderState, OrderState.id == Order.state_id)
        .where(OrderVoucher.rule_id.in_(list(rule_ids)))
        .where(sa.or_(OrderState.key.is_(None), OrderState.key.not_in(RELEASED_KEYS)))
        .group_by(OrderVoucher.rule_id)
    )
    return {rule_id: (total, mine) for rule_id, total, mine in session.execute(query) if rule_id is not None}


# pricing -------------------------------------------------------------------------------------------------------------


def cart_totals(
    cart: Cart,
    *,
    buyer: Buyer,
    at: datetime | None = None,
    address: Address | Place | None = None,
    carrier_id: int | None = None,
    with_suggestions: bool = True,
) -> CartTotals:
    """A cart priced for a buyer; the place of delivery is `address`, else the cart's, else mainland France.

    `carrier_id` is the carrier to count with while the cart has none.
    """
    moment = at or clock.now()
    entered = list_cart_rules_by_id([voucher.rule_id for voucher in cart.vouchers])
    rows = [*entered, *list_automatic_rules()]
    hints = [r for r in list_highlighted_rules() if r not in rows] if with_suggestions else []
    place = address or address_of(cart)
    return price_cart(cart, rows, hints, buyer=buyer, at=moment, address=place, carrier_id=carrier_id)


def address_of(cart: Cart) -> Address | None:
    """Where a cart is to be delivered, when it is known."""
    if cart.delivery_address_id is None:
        return None
    return session.scalars(sa.select(Address).where(Address.id == cart.delivery_address_id)).first()


def price_cart(
    cart: Cart, rows: Sequence[CartRule], hints: Sequence[CartRule] = (), *, buyer: Buyer, at: datetime,
    address: Address | Place | None = None, carrier_id: int | None = None, tells_all: bool = False,
) -> CartTotals:  # fmt: skip
    """A cart priced with these rules; `tells_all`: automatic rules that do not apply are among the refused ones too."""
    lines = _lines(cart, buyer, at)
    everything = [*rows, *hints]
    uses = uses_of([row.id for row in everything], customer_id=buyer.customer_id)
    all_rules = {rule.id: rule for rule in rules_for(everything, uses=uses, buyer=buyer)}
    rules = [all_rules[row.id] for row in rows]
    wanted = cart.carrier_id or carrier_id
    basket = Basket(_items(lines), buyer, at, None, wanted)
    net = sum(apply_rules(rules, basket).left.values())
    options = _carriers(lines, net, address, at, buyer)
    chosen = next((o for o in options if o.carrier.id == wanted), None)
    is_virtual = bool(lines) and all(line.product.kind == "virtual" for line in lines)
    fee = 0 if is_virtual else chosen.price_cents if chosen else None
    outcome = apply_rules(rules, Basket(basket.items, buyer, at, fee, chosen.carrier.id if chosen else None))
    entered = {voucher.rule_id for voucher in cart.vouchers}
    basket = Basket(basket.items, buyer, at, fee, chosen.carrier.id if chosen else None)
    tips = [all_rules[r.id] for r in hints if refuse(all_rules[r.id], basket, outcome.applied) is None]
    refused = [r for r in outcome.refused if tells_all or r.rule.id in entered]
    wrapping = wrapping_offered() if cart.is_wrapped and lines and not is_virtual else None
    return _assemble(lines, outcome, options, chosen, fee, tips, refused, is_virtual, wrapping)


def wrapping_offered() -> Wrapping | None:
    """The gift wrapping as the shop proposes it now; None when it does not."""
    settings = get_settings()
    if not settings["emballage_cadeau"]:
        return None
    return Wrapping(settings["emballage_cadeau_prix"], int(settings["emballage_cadeau_taxe"]))


def _assemble(
    lines: Sequence[LineTotal], outcome: Outcome, options: Sequence[CarrierOption], chosen: CarrierOption | None, fee: int | None,
    tips: Sequence[Rule], refused: Sequence[Refusal], is_virtual: bool, wrapping: Wrapping | None,
) -> CartTotals:  # fmt: skip
    gifts = tuple(a.gift for a in outcome.applied if a.gift is not None)
    shown = tuple(_with_share(line, outcome) for line in lines)
    discount = sum(a.products_cents for a in outcome.applied)
    products = sum(line.total_incl_cents for line in lines) + sum(g.unit_incl_cents for g in gifts)
    shipping = outcome.shipping_cents
    parts = [(outcome.left[line.line.id], line.price.tax_bp) for line in lines]
    if shipping:
        parts.append((shipping, chosen.tax_bp if chosen else 0))
    if wrapping is not None:
        parts.append((wrapping.price_cents, wrapping.tax_bp))
    missing = [o.missing_cents for o in options if o.missing_cents is not None]
    return CartTotals(
        shown, products, discount, shipping, fee,
        products - discount + (shipping or 0) + (wrapping.price_cents if wrapping else 0), taxes_of(parts),
        tuple((a.rule, a.products_cents) for a in outcome.applied), min(missing, default=None), tuple(options), chosen, gifts,
        tuple(refused), tuple(tips), outcome.applied, is_virtual, sum(line.quantity for line in lines), tuple(parts), wrapping,
    )  # fmt: skip


def _with_share(line: LineTotal, outcome: Outcome) -> LineTotal:
    return LineTotal(
        line.line, line.product, line.variant, line.variant_name, line.price, line.total_incl_cents,
        line.total_incl_cents - outcome.left[line.line.id], line.stock, line.problem,
    )  # fmt: skip


def _lines(cart: Cart, buyer: Buyer, at: datetime) -> list[LineTotal]:
    """Quantity tiers count the units of a product over all its lines; so does its stock."""
    products = {line.product_id: line.product for line in cart.lines}
    book, rules = PriceBook(list(products.values()), buyer=buyer), stock_rules()
    units: dict[int, int] = {}
    wanted: dict[tuple[int, int | None], int] = {}
    for line in cart.lines:
        units[line.product_id] = units.get(line.product_id, 0) + line.quantity
        place = (line.product_id, line.variant_id)
        wanted[place] = wanted.get(place, 0) + line.quantity
    found = []
    for line in cart.lines:
        price = book.price(line.product, variant_id=line.variant_id, quantity=units[line.product_id], at=at)
        stock = stock_of(line.product, line.variant, rules=rules)
        problem = problem_of(line.product, line.variant, wanted[line.product_id, line.variant_id], rules)
        name = variant_name(line.variant) if line.variant else ""
        found.append(
            LineTotal(
                line, line.product, line.variant, name, price, line.quantity * price.unit_incl_cents, 0, stock, problem
            )
        )
    return found


def problem_of(product: Product, variant: Variant | None, quantity: int, rules: StockRules, *, held: int = 0) -> str:
    """Why so many units of a product cannot be ordered now, in words that name it; empty when they can.

    `held` units of them are the order's already, and so no longer in stock.
    """
    name = f"«\u00a0{product.name}{f' · {variant_name(variant)}' if variant else ''}\u00a0»"
    if not product.is_online or not product.is_available_for_order:
        return f"{name} n’est plus en vente."
    least = variant.min_quantity if variant else product.min_quantity
    if quantity < least:
        return f"{name} se commande par {least} au moins."
    left = (variant.quantity if variant else product.quantity) + held
    sells_without = rules.allows if product.out_of_stock == "default" else product.out_of_stock == "allow"
    if quantity <= left or sells_without or product.kind == "virtual":
        return ""
    if left <= 0:
        return f"{name} n’est plus en stock."
    return f"{name}\u00a0: il n’en reste que {left}, vous en demandez {quantity}."


def _items(lines: Sequence[LineTotal]) -> tuple[Item, ...]:
    categories = categories_of({line.product.id for line in lines})
    return tuple(
        Item(
            line.line.id, line.product.id, line.product.name if not line.variant_name else f"{line.product.name}, {line.variant_name}",
            line.quantity, line.price.unit_incl_cents, line.price.tax_bp, line.line.variant_id,
            categories.get(line.product.id, frozenset()), line.product.brand_id, line.price.is_promotion,
        )
        for line in lines
    )  # fmt: skip


def _carriers(
    lines: Sequence[LineTotal], net_cents: int, address: Address | Place | None, at: datetime, buyer: Buyer
) -> list[CarrierOption]:
    parcel = parcel_of([(line.product, line.variant, line.quantity) for line in lines], net_cents)
    if parcel is None:
        return []
    zone = zone_of(address.country, address.postcode) if address else zone_of(FRANCE, "")
    return options_for(parcel, zone, at=at, group_ids=buyer.group_ids)


def parcel_of(contents: Sequence[tuple[Product, Variant | None, int]], net_cents: int) -> Parcel | None:
    """What is to be sent of products and quantities; None when nothing has to be."""
    solid = [(p, v, q) for p, v, q in contents if p.kind != "virtual"]
    if not solid:
        return None
    weight = sum(max(0, p.weight_g + (v.weight_impact_g if v else 0)) * q for p, v, q in solid)
    extra = sum(p.extra_shipping_cents * q for p, _, q in solid)
    return Parcel(frozenset(p.id for p, _, _ in solid), weight, net_cents, extra)


def carriers_for(
    cart: Cart, buyer: Buyer, *, address: Address | None = None, at: datetime | None = None
) -> list[CarrierOption]:
    """The carriers that take a cart to its address (mainland France while unknown), with their price and their promise."""
    return list(cart_totals(cart, buyer=buyer, at=at, address=address, with_suggestions=False).carriers)

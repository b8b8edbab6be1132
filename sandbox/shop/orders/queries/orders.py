"""Reading orders, states and payments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.kernel.money import incl_cents
from sandbox.kernel.paging import Page, clamp
from sandbox.kernel.steady import steady
from sandbox.kernel.text import fold
from sandbox.shop.catalog.models import Product, Variant
from sandbox.shop.customers.models import Address, Customer
from sandbox.shop.orders.models import Cart, CartLine, Order, OrderHistory, OrderLine, OrderState, PaymentMethod
from sandbox.shop.orders.rules import RELEASED_KEYS, TaxLine, tax_lines
from sandbox.shop.orders.rules.places import REGIONS, area_of
from sandbox.shop.shipping.models import Carrier
from sandbox.shop.taxes.models import TaxRule


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What the list of orders is narrowed by. Amounts are cents with tax; days are of Paris, both included; `region` is that of the
    address of delivery, or of invoice without one (see `rules.places`).
    """

    number_min: int | None = None
    number_max: int | None = None
    reference: str = ""
    is_new: bool | None = None
    country: str = ""
    customer: str = ""
    customer_id: int | None = None
    total_min: int | None = None
    total_max: int | None = None
    payment_key: str = ""
    state_id: int | None = None
    placed_from: date | None = None
    placed_to: date | None = None
    region: str = ""
    step: str = ""
    """`to_handle`: paid and not sent; `unpaid`: waiting for its money; `paid`: those that the figures count as sales."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in the list; `is_new` when it was the customer's first; `country` where it goes."""

    order: Order
    customer: Customer
    state: OrderState
    is_new: bool
    country: str

    @property
    def id(self) -> int:
        """The order's number."""
        return self.order.id

    @property
    def reference(self) -> str:
        """The order's reference."""
        return self.order.reference


def get_order(order_id: int) -> Order:
    """An order with its lines, vouchers and history; raises NotFound."""
    found = session.scalars(_full().where(Order.id == order_id)).first()
    if found is None:
        raise NotFound("Cette commande n’existe pas.")
    return found


def find_order_by_reference(reference: str) -> Order | None:
    """The order of a reference, case aside, or None."""
    return session.scalars(_full().where(Order.reference == reference.strip().upper())).first()


def find_order_of_customer(reference: str, customer_id: int) -> Order | None:
    """The order of a reference when it is that customer's: somebody else's does not exist."""
    found = find_order_by_reference(reference)
    return found if found is not None and found.customer_id == customer_id else None


def find_order_of_address(reference: str, email: str) -> Order | None:
    """The order of a reference when its buyer's address is that one, case aside; for who has no account."""
    found = find_order_by_reference(reference)
    return found if found is not None and found.customer.email.lower() == email.strip().lower() else None


def _full() -> sa.Select[Order]:
    return sa.select(Order).options(
        selectinload(Order.lines).selectinload(OrderLine.product).selectinload(Product.images), selectinload(Order.vouchers),
        selectinload(Order.history).selectinload(OrderHistory.state), selectinload(Order.customer), selectinload(Order.state),
        selectinload(Order.carrier),
    )  # fmt: skip


def orders_of(customer_id: int) -> Sequence[Order]:
    """A customer's orders, newest first, with their state and lines."""
    query = sa.select(Order).where(Order.customer_id == customer_id).order_by(Order.placed_at.desc(), Order.id.desc())
    return session.scalars(
        query.options(selectinload(Order.state), selectinload(Order.lines), selectinload(Order.carrier))
    ).all()


def taxes_of_order(order: Order) -> list[TaxLine]:
    """The VAT of an order by rate, shipping included; nets and VAT add up to its totals."""
    parts = [(line.quantity * line.unit_incl_cents - line.discount_cents, line.tax_bp) for line in order.lines]
    return tax_lines([*parts, (order.shipping_incl_cents, order.shipping_tax_bp)])


# lists ---------------------------------------------------------------------------------------------------------------

_SORTS: dict[str, Any] = {
    "id": Order.id, "reference": Order.reference, "total": Order.total_incl_cents, "payment": Order.payment_name,
    "placed_at": Order.placed_at, "state": OrderState.name, "customer": Customer.last_name,
}  # fmt: skip


def list_orders(
    wanted: OrderFilter | None = None, *, sort: str = "-id", number: int = 1, size: int = 20
) -> Page[OrderRow]:
    """One page of orders. `sort`: id, reference, customer, total, payment, state, placed_at; with « - » the other way."""
    wanted = wanted or OrderFilter()
    column = _SORTS.get(sort.lstrip("-"), Order.id)
    order = (column.desc(), Order.id.desc()) if sort.startswith("-") else (column.asc(), Order.id)
    query = _narrowed(wanted)
    if wanted.reference or wanted.customer:
        query = query.where(Order.id.in_(_ids_by_text(query, wanted)))
    # every order has its customer and its state: all of them are counted without looking these up
    counted = sa.select(Order.id) if wanted == OrderFilter() else query
    total = session.scalar(sa.select(sa.func.count()).select_from(counted.with_only_columns(Order.id).subquery())) or 0
    number = clamp(number, size, total)
    shown = query.with_only_columns(Order, _is_first(), Address.country).order_by(*order)
    shown = shown.options(contains_eager(Order.customer), contains_eager(Order.state))
    shown = shown.offset((number - 1) * size).limit(size)
    rows = [OrderRow(o, o.customer, o.state, bool(first), land or "") for o, first, land in session.execute(shown)]
    return Page(rows, number, size, total)


def _is_first() -> sa.ColumnElement[bool]:
    """Whether an order was its customer's first."""
    before = sa.orm.aliased(Order)
    return ~sa.exists(
        sa.select(before.id).where(
            before.shop_id == Order.shop_id, before.customer_id == Order.customer_id,
            sa.or_(before.placed_at < Order.placed_at, sa.and_(before.placed_at == Order.placed_at, before.id < Order.id)),
        )
    )  # fmt: skip


def find_first_orders(order_ids: Iterable[int]) -> set[int]:
    """Those of some orders that were their customer's first; one statement."""
    return set(session.scalars(sa.select(Order.id).where(Order.id.in_(list(order_ids)), _is_first())))


def find_places(order_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """The country and the postcode of the address of some orders, that of delivery, or of invoice; one statement."""
    query = (
        sa.select(Order.id, Address.country, Address.postcode)
        .join(Address, Address.id == sa.func.coalesce(Order.delivery_address_id, Order.invoice_address_id))
        .where(Order.id.in_(list(order_ids)))
    )
    return {order_id: (country, postcode) for order_id, country, postcode in session.execute(query)}


def _goes_to(region: str) -> Any:
    """Orders whose address lies in a region."""
    area, place = area_of(region), sa.orm.aliased(Address)
    start = sa.func.substr(place.postcode, 1, 2)
    known = [prefix for name in REGIONS for prefix in area_of(name).prefixes]
    if area.country:
        where = place.country == area.country
    elif area.prefixes:
        where = sa.and_(place.country == "France", start.in_(area.prefixes))
    else:
        where = sa.and_(place.country == "France", start.not_in(known))
    here = sa.select(place.id).where(place.shop_id == Order.shop_id, where)
    return sa.func.coalesce(Order.delivery_address_id, Order.invoice_address_id).in_(here)


def _narrowed(wanted: OrderFilter) -> Any:
    query = (
        sa.select(Order.id)
        .join(Customer, Customer.id == Order.customer_id)
        .join(OrderState, OrderState.id == Order.state_id)
        .outerjoin(Address, sa.and_(Address.id == Order.delivery_address_id, Address.shop_id == Order.shop_id))
    )
    for column, value in (
        (Order.customer_id, wanted.customer_id), (Order.payment_key, wanted.payment_key or None),
        (Order.state_id, wanted.state_id), (Address.country, wanted.country or None),
    ):  # fmt: skip
        if value is not None:
            query = query.where(column == value)
    if wanted.step:
        query = query.where(*_step(wanted.step))
    query = _within(query, Order.id, wanted.number_min, wanted.number_max)
    query = _within(query, Order.total_incl_cents, wanted.total_min, wanted.total_max)
    if wanted.is_new is not None:
        query = query.where(_is_first() if wanted.is_new else ~_is_first())
    if wanted.region:
        query = query.where(_goes_to(wanted.region))
    if wanted.placed_from is not None:
        query = query.where(Order.placed_at >= clock.start_of_day(wanted.placed_from))
    if wanted.placed_to is not None:
        query = query.where(Order.placed_at <= clock.end_of_day(wanted.placed_to))
    return query


_STEPS = ("to_handle", "unpaid", "paid")


def _step(name: str) -> tuple[Any, ...]:
    """What the states of a step of an order's life have in common."""
    if name == "paid":
        return (OrderState.is_paid.is_(True),)
    if name == "to_handle":
        return OrderState.is_paid.is_(True), OrderState.is_shipped.is_(False)
    given_up = sa.func.coalesce(OrderState.key, "").in_(RELEASED_KEYS)
    return OrderState.is_paid.is_(False), OrderState.is_invoiced.is_(False), ~given_up


def _within(query: Any, column: Any, low: Any, high: Any) -> Any:
    """Both bounds included; None is no bound."""
    if low is not None:
        query = query.where(column >= low)
    return query.where(column <= high) if high is not None else query


def _ids_by_text(query: Any, wanted: OrderFilter) -> list[int]:
    """Matched in Python: neither database folds French accents by itself."""
    rows = session.execute(query.with_only_columns(Order.id, Order.reference, Customer.first_name, Customer.last_name))
    return [
        order_id for order_id, reference, first, last in rows
        if fold(wanted.reference.strip()) in fold(reference) and all(w in fold(f"{first} {last}") for w in fold(wanted.customer).split())
    ]  # fmt: skip


def delivery_countries() -> list[str]:
    """The countries that orders went to, for the list's filter."""
    query = sa.select(Address.country).join(Order, Order.delivery_address_id == Address.id).distinct()
    return sorted(session.scalars(query))


@steady
def count_orders_to_handle() -> int:
    """Orders paid and not yet sent: the number beside « Commandes » in the menu."""
    states = sa.select(OrderState.id).where(*_step("to_handle"))
    return session.scalar(sa.select(sa.func.count(Order.id)).where(Order.state_id.in_(states))) or 0


def count_by_step() -> dict[str, int]:
    """Orders in each step of their life, and under \"\" all of them, in one statement."""
    counts = {name: sa.func.count(sa.case((sa.and_(*_step(name)), Order.id))) for name in _STEPS}
    query = sa.select(sa.func.count(Order.id).label("every"), *(count.label(name) for name, count in counts.items()))
    row = session.execute(query.join(OrderState, OrderState.id == Order.state_id)).one()
    return {"": row.every, **{name: getattr(row, name) for name in _STEPS}}


def neighbours_of(order_id: int) -> tuple[int | None, int | None]:
    """The numbers of the orders before and after one."""
    before = session.scalar(sa.select(sa.func.max(Order.id)).where(Order.id < order_id))
    return before, session.scalar(sa.select(sa.func.min(Order.id)).where(Order.id > order_id))


def get_orders(order_ids: Sequence[int]) -> Sequence[Order]:
    """Several orders by number, with what a change of state touches; numbers that do not exist are left out."""
    return session.scalars(_full().where(Order.id.in_(order_ids)).order_by(Order.id)).all()


# states and payments -------------------------------------------------------------------------------------------------


def list_states() -> Sequence[OrderState]:
    """The states in their order."""
    return session.scalars(sa.select(OrderState).order_by(OrderState.position, OrderState.id)).all()


def history_for_customer(order: Order) -> list[OrderHistory]:
    """The states that a customer is told of: the hidden ones are left out."""
    return [entry for entry in order.history if not entry.state.is_hidden]


def state_for_customer(order: Order) -> OrderState:
    """The state that a customer reads: the last one that is not hidden, when there is one."""
    if not order.state.is_hidden:
        return order.state
    told = history_for_customer(order)
    return told[-1].state if told else order.state


def get_state(state_id: int) -> OrderState:
    """A state; raises NotFound."""
    found = session.scalars(sa.select(OrderState).where(OrderState.id == state_id)).first()
    if found is None:
        raise NotFound("Cet état de commande n’existe pas.")
    return found


def find_state_by_key(key: str) -> OrderState | None:
    """The state of a stable key, or None."""
    return session.scalars(sa.select(OrderState).where(OrderState.key == key)).first()


def list_payments(*, only_active: bool = False) -> Sequence[PaymentMethod]:
    """The ways to pay, in their order."""
    query = sa.select(PaymentMethod).order_by(PaymentMethod.position, PaymentMethod.id)
    return session.scalars(query.where(PaymentMethod.is_active.is_(True)) if only_active else query).all()


def get_payment(payment_id: int) -> PaymentMethod:
    """A way to pay; raises NotFound."""
    found = session.scalars(sa.select(PaymentMethod).where(PaymentMethod.id == payment_id)).first()
    if found is None:
        raise NotFound("Ce mode de paiement n’existe pas.")
    return found


def find_payment_by_key(key: str) -> PaymentMethod | None:
    """The way to pay of a stable key, or None."""
    return session.scalars(sa.select(PaymentMethod).where(PaymentMethod.key == key)).first()


# carts of the back office --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CartFilter:
    """What the list of carts is narrowed by; `status`: ordered | open | left."""

    number_min: int | None = None
    number_max: int | None = None
    customer: str = ""
    status: str = ""
    updated_from: date | None = None
    updated_to: date | None = None


@dataclass(frozen=True, slots=True)
class CartRow:
    """A cart in the list: who, how many units, its order if it became one, and its status (ordered | open | left).

    `value_cents` is the order's total, or the products at the catalogue's price with tax as long as there is none.
    """

    cart: Cart
    customer: Customer | None
    units: int
    order: Order | None
    status: str
    carrier_name: str
    value_cents: int = 0

    @property
    def id(self) -> int:
        """The cart's number."""
        return self.cart.id


def list_carts(
    wanted: CartFilter | None = None, *, sort: str = "-id", number: int = 1, size: int = 20
) -> Page[CartRow]:
    """One page of carts that hold something; left means not ordered for a day."""
    wanted = wanted or CartFilter()
    query = (
        sa.select(Cart, Order, Carrier.name)
        .outerjoin(Order, sa.and_(Order.cart_id == Cart.id, Order.shop_id == Cart.shop_id))
        .outerjoin(Carrier, sa.and_(Carrier.id == Cart.carrier_id, Carrier.shop_id == Cart.shop_id))
    )
    if wanted.number_min is not None:
        query = query.where(Cart.id >= wanted.number_min)
    if wanted.number_max is not None:
        query = query.where(Cart.id <= wanted.number_max)
    if wanted.updated_from is not None:
        query = query.where(Cart.updated_at >= clock.start_of_day(wanted.updated_from))
    if wanted.updated_to is not None:
        query = query.where(Cart.updated_at <= clock.end_of_day(wanted.updated_to))
    column: Any = {"id": Cart.id, "updated_at": Cart.updated_at}.get(sort.lstrip("-"), Cart.id)
    query = query.options(selectinload(Cart.customer), selectinload(Cart.lines))
    rows = [
        CartRow(
            cart, cart.customer, sum(line.quantity for line in cart.lines), order, _status(cart, order), carrier or ""
        )
        for cart, order, carrier in session.execute(query.order_by(column.desc() if sort.startswith("-") else column))
    ]
    rows = [
        row for row in rows
        if row.units and (not wanted.status or row.status == wanted.status)
        and (not wanted.customer or all(w in fold(row.customer.full_name if row.customer else "visiteur") for w in fold(wanted.customer).split()))
    ]  # fmt: skip
    number = clamp(number, size, len(rows))
    return Page(_valued(rows[(number - 1) * size : number * size]), number, size, len(rows))


def get_cart_row(cart: Cart) -> CartRow:
    """What the list says of a cart: its status, and the order it became."""
    order = session.scalars(sa.select(Order).where(Order.cart_id == cart.id)).first()
    carrier = session.scalar(sa.select(Carrier.name).where(Carrier.id == cart.carrier_id))
    units = sum(line.quantity for line in cart.lines)
    return CartRow(cart, cart.customer, units, order, _status(cart, order), carrier or "")


def _valued(rows: Sequence[CartRow]) -> list[CartRow]:
    """The rows shown, with what they are worth: two statements whatever their number."""
    lines = [line for row in rows if row.order is None for line in row.cart.lines]
    products = session.execute(
        sa.select(Product.id, Product.price_excl_micros, sa.func.coalesce(TaxRule.rate_bp, 0))
        .outerjoin(TaxRule, sa.and_(TaxRule.id == Product.tax_rule_id, TaxRule.shop_id == Product.shop_id))
        .where(Product.id.in_({line.product_id for line in lines}))
    )
    prices = {product_id: (micros, rate) for product_id, micros, rate in products}
    impacts = dict(
        session.execute(
            sa.select(Variant.id, Variant.impact_excl_micros).where(
                Variant.id.in_({line.variant_id for line in lines if line.variant_id})
            )
        ).all()
    )

    def worth(line: CartLine) -> int:
        micros, rate = prices[line.product_id]
        return line.quantity * incl_cents(micros + impacts.get(line.variant_id or 0, 0), rate)

    return [
        replace(r, value_cents=r.order.total_incl_cents if r.order else sum(map(worth, r.cart.lines))) for r in rows
    ]


def _status(cart: Cart, order: Order | None) -> str:
    if order is not None:
        return "ordered"
    return "left" if (clock.now() - cart.updated_at).total_seconds() > 86_400 else "open"

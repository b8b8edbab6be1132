"""Carts, orders, returns and credit slips. An order is a snapshot: nothing of it is computed again from the catalogue."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_fk, shop_index, shop_unique, to_many, to_one
from sandbox.shop.catalog.models import Product, Variant
from sandbox.shop.customers.models import Customer
from sandbox.shop.shipping.models import Carrier


class OrderState(Keyed, ShopScoped, Base):
    """A state of orders with the flags that drive invoices, stock and mails.

    `is_hidden`: customers go on seeing the state before; `mail_text` the text of its mail, the shop's own when empty.
    """

    __tablename__ = "order_states"

    name: Mapped[str] = mapped_column(sa.String(64))
    color: Mapped[str] = mapped_column(sa.String(7), default="#5b6770")
    is_paid: Mapped[bool] = mapped_column(default=False)
    is_invoiced: Mapped[bool] = mapped_column(default=False)
    is_shipped: Mapped[bool] = mapped_column(default=False)
    is_delivered: Mapped[bool] = mapped_column(default=False)
    sends_mail: Mapped[bool] = mapped_column(default=False)
    is_hidden: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    mail_text: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    position: Mapped[int] = mapped_column(default=0)

    __table_args__ = (shop_unique("key"),)


class PaymentMethod(Keyed, ShopScoped, Base):
    """A way to pay, simulated: carte | cheque | virement.

    `body` is what the buyer reads; `payee` and `address` say to whose order and where a cheque or a transfer goes.
    """

    __tablename__ = "payment_methods"

    name: Mapped[str] = mapped_column(sa.String(64))
    body: Mapped[str] = mapped_column(sa.Text, default="")
    payee: Mapped[str] = mapped_column(sa.String(255), default="")
    address: Mapped[str] = mapped_column(sa.Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (shop_unique("key"),)


class Cart(ShopScoped, Base):
    """A cart, of a visitor (`token` in their session) or a customer; becomes an order or is left behind.

    `is_wrapped`: the gift wrapping is asked for, with a message to join.
    """

    __tablename__ = "carts"

    token: Mapped[str] = mapped_column(sa.String(32))
    customer_id: Mapped[int | None]
    carrier_id: Mapped[int | None]
    delivery_address_id: Mapped[int | None]
    invoice_address_id: Mapped[int | None]
    message: Mapped[str] = mapped_column(sa.Text, default="")
    is_wrapped: Mapped[bool] = mapped_column(default=False)
    gift_message: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    customer: Mapped[Customer | None] = to_one("Customer", "Cart", "customer_id")
    lines: Mapped[list[CartLine]] = to_many(
        "CartLine", "Cart", "cart_id", cascade="all, delete-orphan", order_by="CartLine.id"
    )
    vouchers: Mapped[list[CartVoucher]] = to_many(
        "CartVoucher", "Cart", "cart_id", cascade="all, delete-orphan", order_by="CartVoucher.id"
    )

    __table_args__ = (
        shop_fk("customer_id", "customers"),
        shop_fk("carrier_id", "carriers"),
        shop_fk("delivery_address_id", "addresses"),
        shop_fk("invoice_address_id", "addresses"),
        shop_index("token"),
    )


class CartLine(ShopScoped, Base):
    """A product in a cart; `customization` holds the customer's text, label by label."""

    __tablename__ = "cart_lines"

    cart_id: Mapped[int]
    product_id: Mapped[int]
    variant_id: Mapped[int | None]
    quantity: Mapped[int]
    customization: Mapped[str] = mapped_column(sa.Text, default="")

    product: Mapped[Product] = to_one("Product", "CartLine", "product_id")
    variant: Mapped[Variant | None] = to_one("Variant", "CartLine", "variant_id")

    __table_args__ = (
        shop_fk("cart_id", "carts"),
        shop_fk("product_id", "products", ondelete="CASCADE"),
        shop_fk("variant_id", "variants", ondelete="CASCADE"),
        shop_index("cart_id"),
    )


class CartVoucher(ShopScoped, Base):
    """A cart rule that a customer entered by its code."""

    __tablename__ = "cart_vouchers"

    cart_id: Mapped[int]
    rule_id: Mapped[int]

    __table_args__ = (
        shop_fk("cart_id", "carts"),
        shop_fk("rule_id", "cart_rules", ondelete="CASCADE"),
        shop_unique("cart_id", "rule_id"),
    )


class Order(Keyed, ShopScoped, Base):
    """An order. Amounts in cents; addresses are kept as the text they had. `key` is the reference in files."""

    __tablename__ = "orders"

    reference: Mapped[str] = mapped_column(sa.String(12))
    customer_id: Mapped[int]
    cart_id: Mapped[int | None]
    state_id: Mapped[int]
    carrier_id: Mapped[int | None]
    payment_key: Mapped[str] = mapped_column(sa.String(20))
    payment_name: Mapped[str] = mapped_column(sa.String(64))
    delivery_address_id: Mapped[int | None]
    invoice_address_id: Mapped[int | None]
    delivery_text: Mapped[str] = mapped_column(sa.Text)
    invoice_text: Mapped[str] = mapped_column(sa.Text)
    products_incl_cents: Mapped[int]
    products_excl_cents: Mapped[int]
    discount_incl_cents: Mapped[int] = mapped_column(default=0)
    shipping_incl_cents: Mapped[int] = mapped_column(default=0)
    shipping_tax_bp: Mapped[int] = mapped_column(default=0)
    total_incl_cents: Mapped[int]
    total_excl_cents: Mapped[int]
    invoice_number: Mapped[str] = mapped_column(sa.String(20), default="")
    tracking_number: Mapped[str] = mapped_column(sa.String(64), default="")
    message: Mapped[str] = mapped_column(sa.Text, default="")
    private_note: Mapped[str] = mapped_column(sa.Text, default="")
    source: Mapped[str] = mapped_column(sa.String(20), default="direct")
    campaign: Mapped[str] = mapped_column(sa.String(60), default="")
    placed_at: Mapped[datetime]

    customer: Mapped[Customer] = to_one("Customer", "Order", "customer_id")
    state: Mapped[OrderState] = to_one("OrderState", "Order", "state_id")
    carrier: Mapped[Carrier | None] = to_one("Carrier", "Order", "carrier_id")
    lines: Mapped[list[OrderLine]] = to_many(
        "OrderLine", "Order", "order_id", cascade="all, delete-orphan", order_by="OrderLine.id"
    )
    history: Mapped[list[OrderHistory]] = to_many(
        "OrderHistory", "Order", "order_id", cascade="all, delete-orphan", order_by="OrderHistory.id"
    )
    vouchers: Mapped[list[OrderVoucher]] = to_many(
        "OrderVoucher", "Order", "order_id", cascade="all, delete-orphan", order_by="OrderVoucher.id"
    )
    returns: Mapped[list[MerchandiseReturn]] = to_many(
        "MerchandiseReturn", "Order", "order_id", viewonly=True, order_by="MerchandiseReturn.id"
    )
    slips: Mapped[list[CreditSlip]] = to_many(
        "CreditSlip", "Order", "order_id", viewonly=True, order_by="CreditSlip.id"
    )

    __table_args__ = (
        shop_fk("customer_id", "customers"),
        shop_fk("cart_id", "carts"),
        shop_fk("state_id", "order_states"),
        shop_fk("carrier_id", "carriers"),
        shop_fk("delivery_address_id", "addresses"),
        shop_fk("invoice_address_id", "addresses"),
        shop_unique("reference"),
        shop_index("customer_id"),
        shop_index("placed_at"),
        shop_index("state_id"),
        shop_index("cart_id"),
    )


class OrderLine(ShopScoped, Base):
    """A line of an order with the name, price and tax rate it had; `discount_cents` is its share of the order's vouchers."""

    __tablename__ = "order_lines"

    order_id: Mapped[int]
    product_id: Mapped[int | None]
    variant_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(sa.String(255))
    reference: Mapped[str] = mapped_column(sa.String(64), default="")
    quantity: Mapped[int]
    unit_incl_cents: Mapped[int]
    unit_excl_cents: Mapped[int]
    unit_cost_cents: Mapped[int] = mapped_column(default=0)
    tax_bp: Mapped[int]
    discount_cents: Mapped[int] = mapped_column(default=0)
    customization: Mapped[str] = mapped_column(sa.Text, default="")

    product: Mapped[Product | None] = to_one("Product", "OrderLine", "product_id")

    __table_args__ = (
        shop_fk("order_id", "orders"),
        shop_fk("product_id", "products"),
        shop_fk("variant_id", "variants"),
        shop_index("order_id"),
        shop_index("product_id"),
    )


class OrderHistory(ShopScoped, Base):
    """A state that an order went through."""

    __tablename__ = "order_history"

    order_id: Mapped[int]
    state_id: Mapped[int]
    set_at: Mapped[datetime]
    author: Mapped[str] = mapped_column(sa.String(120), default="")

    state: Mapped[OrderState] = to_one("OrderState", "OrderHistory", "state_id")

    __table_args__ = (
        shop_fk("order_id", "orders"),
        shop_fk("state_id", "order_states"),
        shop_index("order_id"),
        shop_index("state_id"),
    )


class OrderVoucher(ShopScoped, Base):
    """A cart rule used by an order and what it took off, with tax."""

    __tablename__ = "order_vouchers"

    order_id: Mapped[int]
    rule_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(sa.String(254))
    code: Mapped[str] = mapped_column(sa.String(64), default="")
    amount_cents: Mapped[int]

    __table_args__ = (shop_fk("order_id", "orders"), shop_fk("rule_id", "cart_rules"), shop_index("order_id"))


class ReturnState(Keyed, ShopScoped, Base):
    """A state of returns in the shop's own words; returns name it by its `key`. `step`: what it means, of `rules.returns.STEPS`."""

    __tablename__ = "return_states"

    name: Mapped[str] = mapped_column(sa.String(64))
    color: Mapped[str] = mapped_column(sa.String(7))
    step: Mapped[str] = mapped_column(sa.String(12))
    position: Mapped[int] = mapped_column(default=0)

    __table_args__ = (shop_unique("key"),)


class MerchandiseReturn(Keyed, ShopScoped, Base):
    """Goods that a customer sends back: asked for, accepted or refused, received, finished.

    kind: return | withdrawal (the fourteen days of the law, without reason nor consent). state: the key of a `ReturnState`.
    `reason` is what the customer says, `answer` what the shop replied when it refused.
    """

    __tablename__ = "merchandise_returns"

    reference: Mapped[str] = mapped_column(sa.String(20))
    order_id: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(12), default="return")
    state: Mapped[str] = mapped_column(sa.String(12), default="waiting")
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    requested_at: Mapped[datetime]

    order: Mapped[Order] = to_one("Order", "MerchandiseReturn", "order_id")
    lines: Mapped[list[MerchandiseReturnLine]] = to_many(
        "MerchandiseReturnLine",
        "MerchandiseReturn",
        "return_id",
        cascade="all, delete-orphan",
        order_by="MerchandiseReturnLine.id",
    )
    history: Mapped[list[MerchandiseReturnStep]] = to_many(
        "MerchandiseReturnStep",
        "MerchandiseReturn",
        "return_id",
        cascade="all, delete-orphan",
        order_by="MerchandiseReturnStep.id",
    )

    __table_args__ = (
        shop_fk("order_id", "orders"),
        shop_unique("reference"),
        shop_index("order_id"),
        shop_index("state"),
    )


class MerchandiseReturnLine(ShopScoped, Base):
    """Units of a line of an order sent back, and why: a code of `rules.returns.REASONS`, empty for a withdrawal."""

    __tablename__ = "merchandise_return_lines"

    return_id: Mapped[int]
    order_line_id: Mapped[int]
    quantity: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.String(12), default="")

    order_line: Mapped[OrderLine] = to_one("OrderLine", "MerchandiseReturnLine", "order_line_id")

    __table_args__ = (
        shop_fk("return_id", "merchandise_returns"),
        shop_fk("order_line_id", "order_lines"),
        shop_index("return_id"),
        shop_index("order_line_id"),
    )


class MerchandiseReturnStep(ShopScoped, Base):
    """A state that a return went through."""

    __tablename__ = "merchandise_return_steps"

    return_id: Mapped[int]
    state: Mapped[str] = mapped_column(sa.String(12))
    set_at: Mapped[datetime]
    author: Mapped[str] = mapped_column(sa.String(120), default="")

    __table_args__ = (shop_fk("return_id", "merchandise_returns"), shop_index("return_id"))


class CreditSlip(Keyed, ShopScoped, Base):
    """A credit slip (« avoir »): what is given back of an order, by line and postage; never changed once made.

    kind: standard | partial | return. The money goes back the way it came, or becomes a cart rule of the customer's
    (`is_voucher`, `rule_id` as long as that rule exists). Net and VAT of an order's slips add up to the order's own.
    """

    __tablename__ = "credit_slips"

    reference: Mapped[str] = mapped_column(sa.String(20))
    order_id: Mapped[int]
    return_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(sa.String(12))
    is_voucher: Mapped[bool] = mapped_column(default=False)
    rule_id: Mapped[int | None]
    voucher_code: Mapped[str] = mapped_column(sa.String(64), default="")
    shipping_incl_cents: Mapped[int] = mapped_column(default=0)
    shipping_excl_cents: Mapped[int] = mapped_column(default=0)
    shipping_tax_bp: Mapped[int] = mapped_column(default=0)
    total_incl_cents: Mapped[int]
    total_excl_cents: Mapped[int]
    author: Mapped[str] = mapped_column(sa.String(120), default="")
    made_at: Mapped[datetime]

    order: Mapped[Order] = to_one("Order", "CreditSlip", "order_id")
    merchandise_return: Mapped[MerchandiseReturn | None] = to_one("MerchandiseReturn", "CreditSlip", "return_id")
    lines: Mapped[list[CreditSlipLine]] = to_many(
        "CreditSlipLine", "CreditSlip", "slip_id", cascade="all, delete-orphan", order_by="CreditSlipLine.id"
    )

    __table_args__ = (
        shop_fk("order_id", "orders"),
        shop_fk("return_id", "merchandise_returns"),
        shop_fk("rule_id", "cart_rules"),
        shop_unique("reference"),
        shop_index("order_id"),
        shop_index("made_at"),
    )


class CreditSlipLine(ShopScoped, Base):
    """What is given back of a line of an order: an amount, for some units or none (a gesture), some of them back in stock."""

    __tablename__ = "credit_slip_lines"

    slip_id: Mapped[int]
    order_line_id: Mapped[int]
    quantity: Mapped[int] = mapped_column(default=0)
    restocked: Mapped[int] = mapped_column(default=0)
    amount_incl_cents: Mapped[int]
    amount_excl_cents: Mapped[int]
    tax_bp: Mapped[int]

    order_line: Mapped[OrderLine] = to_one("OrderLine", "CreditSlipLine", "order_line_id")

    __table_args__ = (
        shop_fk("slip_id", "credit_slips"),
        shop_fk("order_line_id", "order_lines"),
        shop_index("slip_id"),
        shop_index("order_line_id"),
    )

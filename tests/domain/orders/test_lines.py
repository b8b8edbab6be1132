"""Changing the lines of an order in the back office: what may change, the stock, and every total to the cent."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.kernel.actions import take_performed
from sandbox.kernel.db import db, session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.catalog.models import Product, StockMovement
from sandbox.shop.orders import queries, services
from sandbox.shop.orders.models import Order
from sandbox.shop.orders.rules import is_gift
from sandbox.shop.orders.services import OrderItem
from sandbox.shop.pricing.models import CartRule
from sandbox.shop.pricing.services import create_cart_rule, update_cart_rule
from sandbox.shop.shops.services import set_settings


def ordered(trade, *, coffee=2, mug=1, codes=(), payment=None):
    """Coffees at 12,90 € (5,5 %) and mugs at 19,90 € (20 %), postage 4,90 €, waiting for its cheque."""
    items = [OrderItem(product, count) for product, count in ((trade.coffee, coffee), (trade.mug, mug)) if count]
    return services.create_order(
        customer=trade.customer, items=items, carrier=trade.relay, payment=payment or trade.cheque,
        delivery_address=trade.address, codes=codes,
    )  # fmt: skip


def exact(order):
    """Every amount of an order follows from its lines, vouchers and postage."""
    goods = sum(line.quantity * line.unit_incl_cents for line in order.lines)
    assert order.products_incl_cents == goods
    assert order.discount_incl_cents == sum(line.discount_cents for line in order.lines)
    assert order.discount_incl_cents == sum(voucher.amount_cents for voucher in order.vouchers)
    assert all(0 <= line.discount_cents <= line.quantity * line.unit_incl_cents for line in order.lines)
    assert order.total_incl_cents == goods - order.discount_incl_cents + order.shipping_incl_cents
    taxes = queries.taxes_of_order(order)
    assert sum(tax.net_cents for tax in taxes) == order.total_excl_cents
    assert sum(tax.gross_cents for tax in taxes) == order.total_incl_cents


def test_a_product_is_added_at_the_catalogue_s_price_and_its_stock_is_taken(trade):
    order = ordered(trade, mug=0)
    take_performed()
    services.add_line(order=order, product=trade.mug, quantity=2)
    exact(order)
    assert [(line.name, line.quantity) for line in order.lines] == [("Éthiopie Yirgacheffe", 2), ("Mug Escale", 2)]
    assert (order.products_incl_cents, order.shipping_incl_cents, order.total_incl_cents) == (6560, 0, 6560)
    assert trade.mug.quantity == 10
    move = session.query(StockMovement).filter_by(reason="Commande modifiée").one()
    assert (move.product_id, move.delta) == (trade.mug.id, -2)
    done = take_performed()[-1]
    assert (done.name, done.entity, done.title) == ("commande.ajouter_ligne", "commande", order.reference)


def test_the_same_product_adds_to_its_line_and_another_price_makes_another_line(trade):
    order = ordered(trade, coffee=0)
    services.add_line(order=order, product=trade.mug, quantity=1)
    assert [line.quantity for line in order.lines] == [2]
    services.add_line(order=order, product=trade.mug, quantity=1, unit_incl_cents=1500)
    assert [(line.quantity, line.unit_incl_cents, line.unit_excl_cents) for line in order.lines] == [
        (2, 1990, 1658), (1, 1500, 1250),
    ]  # fmt: skip
    exact(order)
    assert trade.mug.quantity == 9


def test_a_line_takes_another_quantity_and_another_price(trade):
    order = ordered(trade)
    coffee, mug = order.lines
    services.change_line(order=order, line=coffee, quantity=1)
    services.change_line(order=order, line=mug, unit_incl_cents=1200)
    exact(order)
    assert (order.products_incl_cents, order.total_incl_cents) == (2490, 2980)
    assert (coffee.unit_incl_cents, mug.quantity, trade.coffee.quantity, trade.mug.quantity) == (1290, 1, 39, 11)
    services.change_line(order=order, line=coffee)
    assert order.total_incl_cents == 2980


def test_a_line_goes_and_its_units_come_back(trade):
    order = ordered(trade)
    services.drop_line(order=order, line=order.lines[0])
    exact(order)
    assert [line.name for line in order.lines] == ["Mug Escale"]
    assert (trade.coffee.quantity, order.total_incl_cents) == (40, 2480)
    with pytest.raises(RuleBroken, match="garde au moins un produit"):
        services.drop_line(order=order, line=order.lines[0])


def test_the_stock_that_the_order_holds_counts(trade):
    order = ordered(trade, coffee=0, mug=10)
    services.change_line(order=order, line=order.lines[0], quantity=12)
    assert trade.mug.quantity == 0
    with pytest.raises(RuleBroken, match="il n’en reste que 12, vous en demandez 13") as refusal:
        services.change_line(order=order, line=order.lines[0], quantity=13)
    assert refusal.value.field == "quantity"


@pytest.mark.parametrize(("values", "field"), [
    ({"quantity": 0}, "quantity"), ({"quantity": -1}, "quantity"), ({"quantity": 10_001}, "quantity"),
    ({"unit_incl_cents": -1}, "unit_incl_cents"), ({"unit_incl_cents": 10_000_001}, "unit_incl_cents"),
])  # fmt: skip
def test_wrong_values_are_refused_at_their_field(trade, values, field):
    order = ordered(trade)
    with pytest.raises(RuleBroken) as refusal:
        services.change_line(order=order, line=order.lines[0], **values)
    assert refusal.value.field == field
    with pytest.raises(RuleBroken) as refusal:
        services.add_line(order=order, product=trade.coffee, **values)
    assert refusal.value.field == field


def test_a_product_that_is_not_for_sale_or_without_stock_is_refused(trade):
    order = ordered(trade)
    with pytest.raises(RuleBroken, match="n’est plus en stock"):
        services.add_line(order=order, product=trade.empty)
    trade.mug.is_online = False
    with pytest.raises(RuleBroken, match="n’est plus en vente"):
        services.add_line(order=order, product=trade.mug)
    services.change_line(order=order, line=order.lines[1], unit_incl_cents=100)
    exact(order)


@pytest.mark.parametrize(("state", "words"), [
    ("paiement-accepte", "La facture FA000001 est émise.*avoir.*autre commande"), ("livre", "expédiée.*Retourner"),
    ("annule", "annulée"),
])  # fmt: skip
def test_what_is_paid_sent_or_cancelled_no_longer_changes(trade, state, words):
    order = ordered(trade)
    services.change_state(order=order, state=trade.states[state])
    total = order.total_incl_cents
    for act in (
        lambda: services.add_line(order=order, product=trade.mug),
        lambda: services.change_line(order=order, line=order.lines[0], quantity=1),
        lambda: services.drop_line(order=order, line=order.lines[0]),
    ):
        with pytest.raises(RuleBroken, match=words):
            act()
    assert (order.total_incl_cents, len(order.lines)) == (total, 2)


def test_an_order_paid_once_no_longer_changes_even_without_invoice(trade):
    trade.states["paiement-accepte"].is_invoiced = False
    order = ordered(trade, payment=trade.card)
    services.change_state(order=order, state=trade.states["attente-cheque"])
    assert order.invoice_number == ""
    with pytest.raises(RuleBroken, match="La commande est payée"):
        services.drop_line(order=order, line=order.lines[0])


def test_a_form_drawn_before_the_lines_changed_says_so(trade):
    order = ordered(trade)
    mark = queries.lines_mark(order)
    services.change_line(order=order, line=order.lines[0], quantity=3, mark=mark)
    with pytest.raises(RuleBroken, match="a changé depuis l’affichage"):
        services.change_line(order=order, line=order.lines[0], quantity=4, mark=mark)
    assert order.lines[0].quantity == 3


def test_another_order_s_line_is_refused(trade):
    mine, other = ordered(trade), ordered(trade)
    with pytest.raises(RuleBroken, match="n’est pas de cette commande"):
        services.change_line(order=mine, line=other.lines[0], quantity=1)


# vouchers ------------------------------------------------------------------------------------------------------------


def test_a_percentage_follows_the_lines_whatever_became_of_its_rule(trade):
    rule = create_cart_rule(name="Dix", code="DIX", quantity=1, reduction_kind="percent", reduction_bp=1000)
    order = ordered(trade, codes=["DIX"])
    update_cart_rule(rule=rule, is_active=False)
    services.change_line(order=order, line=order.lines[0], quantity=1)
    exact(order)
    assert order.vouchers[0].amount_cents == 328


def test_a_minimum_that_is_no_longer_reached_drops_its_voucher(trade):
    create_cart_rule(
        name="Cinq dès 40", code="CINQ", quantity=9, reduction_kind="amount", reduction_cents=500, minimum_cents=4000
    )
    order = ordered(trade, codes=["CINQ"])
    assert order.discount_incl_cents == 500
    services.change_line(order=order, line=order.lines[0], quantity=1)
    exact(order)
    assert (order.vouchers, order.discount_incl_cents) == ([], 0)


def test_an_amount_given_in_part_gives_its_rest_once(trade):
    create_cart_rule(
        name="Avoir", code="AVOIR", quantity=1, reduction_kind="amount", reduction_cents=3000, allows_partial_use=True
    )
    order = ordered(trade, coffee=0, codes=["AVOIR"])
    assert order.vouchers[0].amount_cents == 1990
    rests = lambda: sorted(r.reduction_cents for r in session.query(CartRule).filter(CartRule.name.like("Reste%")))  # noqa: E731
    assert rests() == [1010]
    services.change_line(order=order, line=order.lines[0], quantity=2)
    assert (order.vouchers[0].amount_cents, rests()) == (1990, [1010])
    services.change_line(order=order, line=order.lines[0], quantity=1, unit_incl_cents=1500)
    exact(order)
    assert (order.vouchers[0].amount_cents, rests()) == (1500, [490, 1010])


def test_a_gift_follows_its_rule(trade):
    create_cart_rule(name="Mug offert", code="", quantity=9, gift_product_id=trade.mug.id, minimum_cents=3000)
    order = ordered(trade, coffee=3, mug=0)
    gift = next(line for line in order.lines if is_gift(line))
    assert trade.mug.quantity == 11
    with pytest.raises(RuleBroken, match="Un cadeau suit la règle"):
        services.change_line(order=order, line=gift, quantity=2)
    services.change_line(order=order, line=order.lines[0], quantity=4)
    exact(order)
    assert gift in order.lines
    services.change_line(order=order, line=order.lines[0], quantity=1)
    exact(order)
    assert [line.name for line in order.lines] == ["Éthiopie Yirgacheffe"]
    assert trade.mug.quantity == 12


def test_a_voucher_whose_rule_is_gone_keeps_its_amount_within_the_lines(trade):
    rule = create_cart_rule(name="Cinq", code="CINQ", quantity=9, reduction_kind="amount", reduction_cents=2500)
    order = ordered(trade, codes=["CINQ"])
    services.delete_cart_rule(rule=rule)
    session.expire_all()
    services.change_line(order=order, line=order.lines[1], unit_incl_cents=2500)
    assert order.vouchers[0].amount_cents == 2500
    services.drop_line(order=order, line=order.lines[0])
    services.change_line(order=order, line=order.lines[0], unit_incl_cents=1000)
    exact(order)
    assert order.vouchers[0].amount_cents == 1000


# shipping ------------------------------------------------------------------------------------------------------------


def test_the_postage_is_counted_again_or_kept_as_the_shop_says(trade):
    order = ordered(trade)
    assert order.shipping_incl_cents == 490
    services.change_line(order=order, line=order.lines[0], quantity=4)
    assert order.shipping_incl_cents == 0
    set_settings(values={"recalculer_port": False})
    services.change_line(order=order, line=order.lines[0], quantity=1)
    exact(order)
    assert order.shipping_incl_cents == 0


def test_a_carrier_that_no_longer_takes_the_parcel_is_named(trade):
    order = ordered(trade)
    trade.mug.weight_g = 3000
    with pytest.raises(RuleBroken, match=r"Relais Escale.*ne livre pas cette commande ainsi modifiée"):
        services.change_line(order=order, line=order.lines[1], quantity=3)


def test_what_has_nothing_to_deliver_loses_its_postage_and_cannot_take_goods(trade):
    order = ordered(trade)
    trade.coffee.kind = "virtual"
    services.drop_line(order=order, line=order.lines[1])
    exact(order)
    assert (order.carrier_id, order.shipping_incl_cents) == (None, 0)
    with pytest.raises(RuleBroken, match="n’a pas de transporteur"):
        services.add_line(order=order, product=trade.mug)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_whatever_changes_the_totals_stay_exact_and_nothing_is_lost(shop_trade, seed):
    """Stock and what orders hold always add up to what there was; amounts follow from the lines."""
    trade = shop_trade
    pick = random.Random(seed)
    nested = db.session.begin_nested()
    try:
        order = ordered(
            trade, coffee=pick.randint(1, 4), mug=pick.randint(0, 3), codes=pick.choice([(), ("DIX",), ("CINQ",)])
        )
        for _ in range(pick.randint(1, 6)):
            _act(pick, trade, order)
            exact(order)
            held = {trade.coffee.id: 0, trade.mug.id: 0}
            for line in order.lines:
                held[line.product_id] += line.quantity
            stock = dict(session.query(Product.id, Product.quantity).filter(Product.id.in_(held)))
            assert {key: stock[key] + held[key] for key in held} == {trade.coffee.id: 40, trade.mug.id: 12}
    finally:
        nested.rollback()


def _act(pick: random.Random, trade, order: Order) -> None:
    line = pick.choice(order.lines)
    price = pick.choice([None, pick.randint(0, 5000)])
    try:
        with db.session.begin_nested():
            match pick.randint(0, 2):
                case 0:
                    product = pick.choice([trade.coffee, trade.mug])
                    services.add_line(order=order, product=product, quantity=pick.randint(1, 6), unit_incl_cents=price)
                case 1:
                    services.change_line(order=order, line=line, quantity=pick.randint(1, 14), unit_incl_cents=price)
                case _:
                    services.drop_line(order=order, line=line)
    except RuleBroken:
        session.expire_all()


@pytest.fixture
def shop_trade(trade):
    """The shop with a percentage and an amount."""
    create_cart_rule(
        name="Dix", code="DIX", quantity=999, quantity_per_customer=999, reduction_kind="percent", reduction_bp=1000
    )
    create_cart_rule(
        name="Cinq dès 30", code="CINQ", quantity=999, quantity_per_customer=999, reduction_kind="amount", reduction_cents=500,
        minimum_cents=1000,
    )  # fmt: skip
    return trade

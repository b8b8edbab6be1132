"""A period's rows: what a shop's own orders add to the facts, and what leaves them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.shop.orders import services as orders
from sandbox.shop.orders.models import Order
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic import queries
from sandbox.shop.traffic.models import TrafficDay, TrafficOrder
from sandbox.shop.traffic.rules.indicators import FUNNEL, value_of
from sandbox.shop.traffic.rules.periods import Period, last_days
from sandbox.shop.traffic.rules.profile import Purchase
from tests.domain.traffic.facts import CONTEXT, add_facts
from tests.factories.shops import ANCHOR
from tests.factories.trade import Trade, make_trade
from tests.unit.traffic.profiles import make_profile

NOW = datetime(2026, 11, 23, 9, 0)
TODAY = Period(ANCHOR, ANCHOR)
MONTH = last_days(ANCHOR)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def trade(shop: Shop) -> Trade:
    return make_trade()


def buy(trade: Trade, *, coffees: int = 2, paid: bool = True, source: str = "direct", token: str = "t1") -> Order:
    """Coffees at 12,90 € with tax and the postage, by card (paid at once) or by cheque."""
    cart = orders.open_cart(token=token, customer=trade.customer)
    orders.add_to_cart(cart=cart, product=trade.coffee, quantity=coffees)
    orders.choose_delivery(cart=cart, delivery_address=trade.address, carrier=trade.relay)
    payment = trade.card if paid else trade.cheque
    return orders.place_order(cart=cart, customer=trade.customer, payment=payment, source=source)


def test_a_shop_without_facts_still_counts_its_sales(trade: Trade) -> None:
    buy(trade)
    data = queries.get_dataset(TODAY)
    assert (data.first_on, data.measured_until, data.is_known) == (None, None, False)
    assert (data.totals.paid, data.totals.sales_incl, data.totals.sales_excl) == (1, 2580, 2445)
    assert data.totals.shipping_incl == 490
    assert data.totals.items == 2


def test_an_order_placed_since_brings_its_own_visit(trade: Trade) -> None:
    add_facts()
    before = queries.get_dataset(TODAY).totals
    buy(trade, source="email")
    after = queries.get_dataset(TODAY)
    assert after.totals.visits == before.visits + 1
    assert [step(after.totals) - step(before) for _, step in FUNNEL] == [1, 1, 1, 1, 1]
    assert after.by(lambda part: part.source)["email"].paid == 1


def test_an_order_of_the_context_does_not_count_its_visit_twice(trade: Trade) -> None:
    order = buy(trade)
    add_facts([Purchase(order.reference, 0, "direct", "")])
    stored = session.scalar(sa.select(sa.func.sum(TrafficDay.visits)).where(TrafficDay.day_offset == 0))
    totals = queries.get_dataset(TODAY).totals
    assert (totals.visits, totals.paid) == (stored, 1)


def test_unpaid_orders_are_placed_and_sell_nothing(trade: Trade) -> None:
    buy(trade, paid=False)
    totals = queries.get_dataset(TODAY).totals
    assert (totals.placed, totals.paid, totals.sales_excl, totals.items) == (1, 0, 0, 0)
    assert value_of("panier_moyen", totals).reason == "Aucune commande payée : rien à diviser."


def test_a_refund_leaves_the_sales_and_counts_on_its_own_day(trade: Trade) -> None:
    order = buy(trade)
    with clock.shifted(timedelta(days=3)):
        orders.change_state(order=order, state=trade.states["rembourse"])
        later = Period(ANCHOR + timedelta(days=3), ANCHOR + timedelta(days=3))
        assert queries.get_dataset(TODAY).totals.sales_excl == 0
        assert queries.get_dataset(TODAY).totals.refund_cents == 0
        assert queries.get_dataset(later).totals.refund_cents == order.total_incl_cents
        assert queries.get_dataset(later).totals.refunds == 1


def give_back(order: Order, cents: int, **kw: object) -> None:
    """A gesture on the first line of an order."""
    items = [orders.RefundItem(order.lines[0], 0, cents)]
    orders.refund_order(order=order, kind="partial", items=items, **kw)  # type: ignore[arg-type]


def test_a_partial_refund_counts_on_its_day_and_lowers_the_net_sales_only(trade: Trade) -> None:
    order = buy(trade)
    later = Period(ANCHOR + timedelta(days=3), ANCHOR + timedelta(days=3))
    with clock.shifted(timedelta(days=3)):
        give_back(order, 1055, shipping_cents=120)
        first, then = queries.get_dataset(TODAY).totals, queries.get_dataset(later).totals
    assert (first.sales_excl, first.refund_cents, value_of("ventes_nettes", first).amount) == (2445, 0, 2445)
    assert (then.refunds, then.refund_cents, then.refunded_excl) == (1, 1175, 1000)
    assert value_of("ventes_nettes", then).amount == -1000
    assert value_of("remboursements", then).amount == 1175


def test_what_slips_said_does_not_count_again_when_the_order_is_refunded(trade: Trade) -> None:
    order = buy(trade)
    give_back(order, 1055)
    orders.change_state(order=order, state=trade.states["rembourse"])
    totals = queries.get_dataset(TODAY).totals
    assert (totals.refunds, totals.refund_cents) == (2, order.total_incl_cents)
    assert (totals.sales_excl, totals.refunded_excl, value_of("ventes_nettes", totals).amount) == (0, 0, 0)


def test_a_refund_as_a_voucher_counts_where_the_voucher_serves(trade: Trade) -> None:
    order = buy(trade)
    give_back(order, 1290, as_voucher=True)
    totals = queries.get_dataset(TODAY).totals
    assert (totals.refunds, totals.refund_cents, totals.refunded_excl) == (0, 0, 0)


def test_products_and_buyers_add_up_to_the_sales(trade: Trade) -> None:
    buy(trade, coffees=3)
    buy(trade, coffees=1, token="t2")
    buy(trade, coffees=5, paid=False, token="t3")
    sales = queries.get_dataset(MONTH).totals
    products, buyers = queries.figures_of_products(MONTH), queries.figures_of_buyers(MONTH)
    assert sum(f.sales_excl for f in products) == sum(f.sales_excl for f in buyers) == sales.sales_excl
    assert sum(f.items for f in products) == sales.items == 4
    assert [f.orders for f in buyers] == [2]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 28, 23, 30), date(2026, 3, 29)),  # 0 h 30 in Paris, the short day begins
        (datetime(2026, 3, 29, 21, 59), date(2026, 3, 29)),  # 23 h 59, summer time
        (datetime(2026, 3, 29, 22, 0), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 22, 0), date(2026, 10, 25)),  # midnight, the long day begins
        (datetime(2026, 10, 25, 22, 59), date(2026, 10, 25)),  # 23 h 59, winter time
        (datetime(2026, 10, 25, 23, 0), date(2026, 10, 26)),
    ],
)
def test_days_are_those_of_paris_when_the_clocks_change(trade: Trade, moment: datetime, day: date) -> None:
    buy(trade).placed_at = moment
    session.flush()
    around = {
        n: queries.get_dataset(Period(n, n)).totals.paid
        for n in (day - timedelta(days=1), day, day + timedelta(days=1))
    }
    assert around == {day - timedelta(days=1): 0, day: 1, day + timedelta(days=1): 0}


@pytest.mark.parametrize("moved", [-1, 1])
def test_a_visit_follows_its_order_to_the_next_day(trade: Trade, moved: int) -> None:
    """Re-dating keeps UTC: an order near midnight may end up one day off its facts. Its visit counts once, on its day."""
    order = buy(trade)
    order.placed_at = NOW - timedelta(days=10)
    add_facts([Purchase(order.reference, -10, "direct", "")])
    fact_day, other = (ANCHOR + timedelta(days=n) for n in (-10, -10 + moved))
    whole = queries.get_dataset(MONTH).totals
    alone = {day: queries.get_dataset(Period(day, day)).totals for day in (fact_day, other)}
    order.placed_at += timedelta(days=moved)
    session.flush()
    assert queries.get_dataset(MONTH).totals == whole
    assert queries.get_dataset(Period(other, other)).totals.visits == alone[other].visits + 1
    assert queries.get_dataset(Period(fact_day, fact_day)).totals.visits == alone[fact_day].visits - 1
    assert queries.get_dataset(Period(fact_day, fact_day)).totals.paid == 0


def test_before_the_record_nothing_is_measured(shop: Shop) -> None:
    add_facts()
    long_ago = queries.get_dataset(Period(date(2020, 1, 1), date(2020, 1, 31)))
    assert not long_ago.is_known
    assert not long_ago.is_measured(long_ago.period)
    assert long_ago.totals.visits == 0
    first = long_ago.first_on
    assert first is not None
    partial = queries.get_dataset(Period(first - timedelta(days=5), first + timedelta(days=5)))
    assert partial.is_partial
    assert partial.is_measured(partial.period)


def test_the_shops_day_is_that_of_its_last_order(trade: Trade) -> None:
    with clock.shifted(timedelta(days=60)):
        assert queries.get_shop_day() == ANCHOR
        buy(trade)
        assert queries.get_shop_day() == ANCHOR + timedelta(days=60)


def test_the_shops_day_is_never_after_today(shop: Shop) -> None:
    with clock.shifted(timedelta(days=-2)):
        assert queries.get_shop_day() == ANCHOR - timedelta(days=2)


def test_reading_costs_the_same_whatever_the_length(trade: Trade) -> None:
    add_facts()
    buy(trade)
    counts = [statements(Period(ANCHOR - timedelta(days=days), ANCHOR)) for days in (0, 29, 700)]
    assert len(set(counts)) == 1
    assert counts[0] <= 10


def statements(period: Period) -> int:
    """How many statements a period takes."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        queries.get_dataset(period)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len(found)


def test_the_same_seed_stores_the_same_facts_and_replaces_the_old_ones(shop: Shop) -> None:
    def stored() -> list[tuple[object, ...]]:
        columns = [c for c in TrafficDay.__table__.columns if c.name != "id"]
        return [tuple(row) for row in session.execute(sa.select(*columns).order_by(TrafficDay.id))]

    add_facts()
    first = stored()
    add_facts()
    assert stored() == first
    add_facts(profile=make_profile(reference_on=ANCHOR, seed=8))
    assert stored() != first
    assert {row[0] for row in stored()} == {CONTEXT}
    assert session.scalar(sa.select(sa.func.count(TrafficOrder.id))) == 0


def test_a_campaign_that_only_saw_a_refund_is_not_of_the_period(trade: Trade) -> None:
    order = buy(trade, source="email")
    order.campaign = "lettre"
    order.placed_at = NOW - timedelta(days=25)
    add_facts([Purchase(order.reference, -25, "email", "lettre")])
    orders.change_state(order=order, state=trade.states["rembourse"])
    data = queries.get_dataset(Period(ANCHOR - timedelta(days=5), ANCHOR))
    assert data.totals.refunds == 1
    assert queries.figures_of_campaigns(data) == []
    during = queries.figures_of_campaigns(queries.get_dataset(last_days(ANCHOR, 40)))
    assert [(c.key, c.cost_cents, c.totals.visits) for c in during] == [("lettre", 2000, 90)]


def test_half_a_campaign_costs_half(trade: Trade) -> None:
    add_facts()
    half = Period(ANCHOR - timedelta(days=30), ANCHOR - timedelta(days=26))
    assert [c.cost_cents for c in queries.figures_of_campaigns(queries.get_dataset(half))] == [1000]

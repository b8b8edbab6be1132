"""Changing carriers, and what the buyer is offered after."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sandbox.kernel import clock
from sandbox.kernel.actions import take_performed
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.shop.shipping import queries, services
from sandbox.shop.shipping.queries import Parcel
from tests.factories.trade import make_trade

NOW = datetime(2026, 11, 23, 9, 0)
SMALL = Parcel(frozenset(), 500, 2000)


@pytest.fixture(autouse=True)
def _now():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def trade(shop):
    return make_trade()


def france():
    zone = queries.zone_of("France", "29900")
    assert zone is not None
    return zone


def test_options_have_price_rate_and_promise(trade):
    relay, pickup = queries.options_for(SMALL, france())
    assert (relay.price_cents, relay.tax_bp, relay.missing_cents) == (490, 2000, 4000)
    assert (relay.delivery.first_on, relay.delivery.last_on) == (date(2026, 11, 25), date(2026, 11, 26))
    assert (pickup.is_free, pickup.missing_cents) == (True, None)


def test_a_new_zone_with_its_fee(trade):
    zone = services.create_zone(name="Union européenne", key="europe")
    assert queries.options_for(SMALL, queries.zone_of("Belgique", "5000")) == []
    services.set_fees(carrier=trade.relay, zone=zone, fees=[(30_000, 2000)])
    (option,) = queries.options_for(SMALL, queries.zone_of("Belgique", "5000"))
    assert (option.carrier.name, option.price_cents) == ("Relais Escale", 2000)
    assert [done.name for done in take_performed()] == ["zone.creer", "transporteur.tarifs"]


def test_fees_are_replaced_in_their_zone_only_where_they_change(trade):
    kept = {fee.up_to_g: fee.id for fee in trade.relay.fees}
    services.set_fees(carrier=trade.relay, zone=france(), fees=[(2000, 590), (10_000, 990)])
    assert [(f.up_to_g, f.price_cents) for f in trade.relay.fees] == [(2000, 590), (10_000, 990)]
    assert next(f.id for f in trade.relay.fees if f.up_to_g == 2000) == kept[2000]
    services.set_fees(carrier=trade.relay, zone=france(), fees=[])
    assert trade.relay.fees == []


def test_a_stopped_carrier_is_offered_no_more(trade):
    services.update_carrier(carrier=trade.relay, is_active=False)
    assert [o.carrier.name for o in queries.options_for(SMALL, france())] == ["Retrait"]


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": " "}, "name"), ({"delay": ""}, "delay"), ({"delay_min_days": 5, "delay_max_days": 2}, "delay_max_days"),
     ({"free_from_cents": -1}, "free_from_cents"), ({"tracking_url": "javascript:x"}, "tracking_url"), ({"tax_rule_id": 99}, "tax_rule_id")],
)  # fmt: skip
def test_a_carrier_that_makes_no_sense_is_refused(trade, values, field):
    with pytest.raises(RuleBroken) as refusal:
        services.update_carrier(carrier=trade.relay, **values)
    assert refusal.value.field == field
    assert (trade.relay.name, trade.relay.delay_min_days) == ("Relais Escale", 2)


def test_a_new_carrier_comes_last_and_goes_nowhere_yet(trade):
    carrier = services.create_carrier(name="Vélo du port", delay="Dans la journée", delay_min_days=0, delay_max_days=1)
    assert queries.list_carriers()[-1] is carrier
    assert carrier not in [o.carrier for o in queries.options_for(SMALL, france())]


def test_products_bound_to_one_carrier_are_known(trade):
    services.set_product_carriers(product=trade.mug, carriers=[trade.relay])
    services.set_product_carriers(product=trade.coffee, carriers=[trade.relay, trade.pickup])
    assert queries.products_bound_only_to(trade.relay) == [trade.mug.id]
    parcel = Parcel(frozenset({trade.mug.id, trade.coffee.id}), 500, 2000)
    assert [o.carrier.name for o in queries.options_for(parcel, france())] == ["Relais Escale"]
    services.set_product_carriers(product=trade.mug, carriers=[])
    assert queries.carriers_of_products([trade.mug.id]) == {}


def test_unknown_things_are_not_found(trade):
    with pytest.raises(NotFound):
        queries.get_carrier(404)
    with pytest.raises(NotFound):
        queries.get_zone(404)
    with pytest.raises(RuleBroken, match="porte déjà ce nom"):
        services.create_zone(name="france MÉTROPOLITAINE".replace("É", "é"))


def test_bulky_products_add_to_the_fee(trade):
    parcel = Parcel(frozenset(), 500, 2000, extra_cents=300)
    assert [o.price_cents for o in queries.options_for(parcel, france())] == [790, 300]

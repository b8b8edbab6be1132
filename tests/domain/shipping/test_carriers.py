"""Changing carriers, and what the buyer is offered after."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sandbox.kernel import clock
from sandbox.kernel.actions import take_performed
from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.shop.customers.models import CustomerGroup
from sandbox.shop.shipping import queries, services
from sandbox.shop.shipping.queries import Parcel
from sandbox.shop.shops.services import set_settings
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
    kept = {fee.up_to: fee.id for fee in trade.relay.fees}
    services.set_fees(carrier=trade.relay, zone=france(), fees=[(2000, 590), (10_000, 990)])
    assert [(f.up_to, f.price_cents) for f in trade.relay.fees] == [(2000, 590), (10_000, 990)]
    assert next(f.id for f in trade.relay.fees if f.up_to == 2000) == kept[2000]
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


def test_products_bound_to_a_carrier_go_by_no_other(trade):
    services.set_product_carriers(product=trade.mug, carriers=[trade.relay])
    services.set_product_carriers(product=trade.coffee, carriers=[trade.relay, trade.pickup])
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


def test_handling_is_added_where_a_carrier_takes_it_and_not_when_shipping_is_free(trade):
    set_settings(values={"frais_manutention": "1,50"})
    services.update_carrier(carrier=trade.pickup, adds_handling=False)
    assert [o.price_cents for o in queries.options_for(SMALL, france())] == [640, 0]
    assert queries.options_for(Parcel(frozenset(), 500, 6000), france())[0].price_cents == 0


def test_the_lower_threshold_of_the_shop_and_the_carrier_counts(trade):
    set_settings(values={"port_offert_des": "40"})
    relay = queries.options_for(SMALL, france())[0]
    assert (relay.free_from_cents, relay.missing_cents) == (4000, 2000)
    set_settings(values={"port_offert_des": "80"})
    assert queries.options_for(SMALL, france())[0].free_from_cents == 6000


def test_fees_by_price_follow_the_products_and_not_the_weight(trade):
    services.update_carrier(carrier=trade.relay, billing="price", free_from_cents=None)
    services.set_fees(carrier=trade.relay, zone=france(), fees=[(3000, 590), (20_000, 290)])
    assert queries.options_for(Parcel(frozenset(), 90_000, 2500), france())[0].price_cents == 590
    assert queries.options_for(Parcel(frozenset(), 500, 3001), france())[0].price_cents == 290
    assert [o.carrier.name for o in queries.options_for(Parcel(frozenset(), 500, 20_001), france())] == ["Retrait"]


def test_a_free_carrier_asks_nothing(trade):
    services.update_carrier(carrier=trade.relay, is_free=True)
    option = queries.options_for(SMALL, france())[0]
    assert (option.price_cents, option.missing_cents) == (0, 0)


def test_a_carrier_stops_at_its_heaviest_parcel(trade):
    services.update_carrier(carrier=trade.relay, max_weight_g=499)
    assert [o.carrier.name for o in queries.options_for(SMALL, france())] == ["Retrait"]


def test_a_carrier_kept_for_a_group_is_not_offered_to_others(trade):
    pro, other = session.query(CustomerGroup).order_by(CustomerGroup.id).limit(2)
    services.update_carrier(carrier=trade.relay, group_ids=[pro.id])
    assert [o.carrier.name for o in queries.options_for(SMALL, france(), group_ids=[other.id])] == ["Retrait"]
    assert len(queries.options_for(SMALL, france(), group_ids=[other.id, pro.id])) == 2
    services.update_carrier(carrier=trade.relay, name="Relais")
    assert [link.group_id for link in trade.relay.groups] == [pro.id]


def test_carriers_are_offered_in_their_order(trade):
    services.move_carrier(carrier=trade.pickup, position=1)
    assert [(c.name, c.position) for c in queries.list_carriers()] == [("Retrait", 1), ("Relais Escale", 2)]


@pytest.mark.parametrize(
    ("values", "field"),
    [({"billing": "volume"}, "billing"), ({"max_weight_g": 0}, "max_weight_g"), ({"group_ids": [999]}, "group_ids")],
)
def test_refuses_a_carrier_that_cannot_be(trade, values, field):
    with pytest.raises(RuleBroken) as refused:
        services.update_carrier(carrier=trade.relay, **values)
    assert refused.value.field == field


def test_refuses_an_amount_beyond_reason_as_a_step(trade):
    services.update_carrier(carrier=trade.relay, billing="price")
    with pytest.raises(RuleBroken, match="montant de tranche"):
        services.set_fees(carrier=trade.relay, zone=france(), fees=[(0, 100)])


def test_a_department_leaves_the_zone_of_its_country(trade):
    near = services.create_zone(name="À vélo", places=["departement-29", "departement-56"])
    assert queries.zone_of("France", "29900") == near
    assert queries.zone_of("France", "75001").key == "france"
    services.update_zone(zone=near, places=["departement-56"])
    assert queries.zone_of("France", "29900").key == "france"
    assert near.name == "À vélo"


def test_a_place_moves_from_a_zone_to_another(trade):
    mainland = france()
    first = services.create_zone(name="Ouest", places=["departement-29"])
    second = services.create_zone(name="Bretagne", places=["departement-29"])
    assert queries.zone_of("France", "29900") == second
    assert queries.places_by_zone().get(first.id) is None
    services.update_zone(zone=mainland, places=[])
    assert queries.zone_of("France", "75001") is None
    assert queries.places_by_zone() == {second.id: ["departement-29"]}


def test_a_zone_where_a_carrier_goes_is_not_deleted_and_says_which(trade):
    with pytest.raises(RuleBroken, match="Relais Escale"):
        services.delete_zone(zone=france())
    free = services.create_zone(name="Îles", places=["corse"])
    services.delete_zone(zone=free)
    assert "Îles" not in [zone.name for zone in queries.list_zones()]
    assert queries.zone_of("France", "20000").key == "france"

"""Prices read from the shop: specific prices, catalogue rules, groups; their history; what is refused."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import take_performed
from sandbox.kernel.db import db, session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import excl_micros
from sandbox.shop.catalog.models import Category, Product, Variant
from sandbox.shop.catalog.services import create_product, update_product
from sandbox.shop.customers.models import CustomerGroup, GroupCategoryReduction
from sandbox.shop.customers.queries import buyer_of, find_customer_by_email, group_of_role
from sandbox.shop.pricing import queries, services
from sandbox.shop.pricing.models import PricePoint
from sandbox.shop.pricing.rules.prices import Condition
from sandbox.shop.pricing.services.history import first_prices_together

NOW = datetime(2026, 11, 23, 9, 0)


@pytest.fixture(autouse=True)
def _now():
    with clock.frozen(NOW):
        yield


def product(key="ethiopie"):
    return session.query(Product).filter_by(key=key).one()


def price(key="ethiopie", **kw):
    return queries.price_of(product(key), buyer=queries.public_buyer(), **kw)


def test_a_specific_price_shows_at_once_and_is_journalled(shop):
    services.create_specific_price(product=product(), kind="percent", value_bp=2000)
    found = price()
    assert (found.unit_incl_cents, found.regular_incl_cents, found.source) == (1032, 1290, "prix spécifique")
    assert [done.name for done in take_performed()] == ["prix_specifique.creer"]


def test_specific_price_for_a_group_concerns_that_group_only(shop):
    group = group_of_role("customer")
    services.create_specific_price(product=product(), group_id=group.id, kind="amount", amount_cents=290)
    assert price().unit_incl_cents == 1290
    assert queries.price_of(product(), buyer=buyer_of(_ines())).unit_incl_cents == 1000


def _ines():
    return find_customer_by_email("ines@exemple.example")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "percent", "value_bp": 10_001}, "value_bp"),
        ({"kind": "percent", "value_bp": 0}, "value_bp"),
        ({"kind": "amount", "amount_cents": 0}, "amount_cents"),
        ({"kind": "price"}, "price_excl_micros"),
        ({"kind": "cadeau"}, "kind"),
        ({"value_bp": 1000, "from_quantity": 0}, "from_quantity"),
        ({"value_bp": 1000, "starts_at": NOW, "ends_at": NOW}, "ends_at"),
        ({"value_bp": 1000, "variant_id": 99}, "variant_id"),
    ],
)
def test_an_impossible_specific_price_is_refused_and_leaves_nothing(shop, values, field):
    with pytest.raises(RuleBroken) as refusal:
        services.create_specific_price(product=product(), **values)
    assert refusal.value.field == field
    assert queries.specific_prices_of(product()) == []


def test_two_specific_prices_with_the_same_conditions_are_refused(shop):
    first = services.create_specific_price(product=product(), value_bp=1000)
    with pytest.raises(RuleBroken, match="mêmes conditions"):
        services.create_specific_price(product=product(), value_bp=2000)
    services.update_specific_price(specific_price=first, value_bp=2000)
    assert price().reduction_bp == 2000
    services.delete_specific_price(specific_price=first)
    assert not price().is_reduced


def test_a_catalogue_rule_on_a_parent_category_reaches_the_products_below(shop):
    coffees = session.query(Category).filter_by(key="cafes").one()
    below = Category(name="Origines", slug="origines", parent_id=coffees.id)
    session.add(below)
    session.flush()
    product().category_id = below.id
    services.create_catalog_rule(name="Nuit du café", value_bp=1000, category_ids=[coffees.id])
    assert price().unit_incl_cents == 1161
    assert price("mug").unit_incl_cents == 1990


def test_a_rule_without_condition_is_the_whole_catalogue_and_an_inactive_one_nothing(shop):
    rule = services.create_catalog_rule(name="Tout à −10 %", value_bp=1000)
    assert [price(key).reduction_bp for key in ("ethiopie", "mug")] == [1000, 1000]
    services.update_catalog_rule(rule=rule, is_active=False)
    assert not price().is_reduced
    assert queries.list_catalog_rules().items[0].products == 3


def test_conditions_are_and_inside_a_group(shop):
    coffees, objects = (session.query(Category).filter_by(key=k).one() for k in ("cafes", "objets"))
    both = [Condition(1, "category", coffees.id), Condition(1, "category", objects.id)]
    rule = services.create_catalog_rule(name="Impossible", value_bp=1000, conditions=both)
    assert not price().is_reduced
    services.update_catalog_rule(
        rule=rule, conditions=[Condition(1, "category", coffees.id), Condition(2, "category", objects.id)]
    )
    assert price().is_reduced
    assert price("mug").is_reduced


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": " "}, "name"), ({"value_bp": 10_500}, "value_bp"), ({"kind": "price"}, "kind"),
     ({"from_quantity": -1}, "from_quantity"), ({"category_ids": [404]}, "conditions"),
     ({"starts_at": NOW, "ends_at": NOW - timedelta(days=1)}, "ends_at")],
)  # fmt: skip
def test_an_impossible_catalogue_rule_is_refused(shop, values, field):
    with pytest.raises(RuleBroken) as refusal:
        services.create_catalog_rule(**{"name": "Règle", "value_bp": 1000, **values})
    assert refusal.value.field == field


def test_the_group_s_reduction_on_the_category_replaces_the_general_one(shop):
    coffees = session.query(Category).filter_by(key="cafes").one()
    group = CustomerGroup(key="pro", name="Pro", reduction_bp=500, created_at=NOW)
    session.add(group)
    session.flush()
    session.add(GroupCategoryReduction(group_id=group.id, category_id=coffees.id, reduction_bp=2000))
    ines = _ines()
    ines.default_group_id = group.id
    session.flush()
    db.session.expire_all()
    buyer = buyer_of(_ines())
    assert queries.price_of(product(), buyer=buyer).unit_incl_cents == 1032
    assert (
        queries.price_of(product("mug"), buyer=buyer).unit_incl_cents == 1890
    )  # 18,904999: six decimals, as PrestaShop


def test_a_list_costs_the_same_statements_whatever_its_length(shop):
    products = session.query(Product).all()
    services.create_catalog_rule(name="Tout", value_bp=1000)
    counts = []
    for some in (products[:1], products):
        seen = []
        listen = lambda *_args: seen.append(1)  # noqa: E731, B023
        sa.event.listen(db.engine, "before_cursor_execute", listen)
        assert len(queries.prices_for(some, buyer=queries.public_buyer())) == len(some)
        sa.event.remove(db.engine, "before_cursor_execute", listen)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_without_a_variant_the_default_one_makes_the_price(shop):
    mug = product("mug")
    small, large = (
        Variant(product_id=mug.id, impact_excl_micros=excl_micros(c, 2000), is_default=d, quantity=1)
        for c, d in ((0, False), (500, True))
    )
    session.add_all([small, large])
    session.flush()
    assert price("mug").unit_incl_cents == 2490
    assert price("mug", variant=small).unit_incl_cents == 1990


# history -------------------------------------------------------------------------------------------------------------


def points(key="ethiopie"):
    return [
        (p.since_at, p.price_cents)
        for p in session.query(PricePoint).filter_by(product_id=product(key).id).order_by(PricePoint.id)
    ]


def test_each_change_of_the_price_leaves_a_point(shop):
    first = points()
    assert [cents for _, cents in first] == [1290]
    with clock.frozen(NOW + timedelta(days=1)):
        product().price_excl_micros = excl_micros(1500, 550)
        session.flush()
        session.flush()
    assert points() == [*first, (NOW + timedelta(days=1), 1500)]


def test_a_change_that_changes_nothing_to_pay_leaves_none(shop):
    product().name = "Autre nom"
    session.flush()
    session.flush()
    assert len(points()) == 1


def test_products_made_together_get_their_first_points_at_the_end(shop):
    root = product().category_id
    with first_prices_together():
        made = create_product(
            key="ensemble", name="Ensemble", category_id=root, added_on=NOW.date() - timedelta(days=9)
        )
        assert points("ensemble") == []
        update_product(product=made, price_excl_micros=10_000_000)
        product().price_excl_micros = excl_micros(1600, 550)
        session.flush()
    assert [cents for _, cents in points("ensemble")] == [1000]
    assert points("ensemble")[0][0] == clock.start_of_day(NOW.date() - timedelta(days=9))
    assert [cents for _, cents in points()] == [1290, 1600]


def test_reference_price_is_the_lowest_of_the_thirty_days_before_the_cut(shop):
    for days, cents in ((40, 1100), (20, 1400)):
        with clock.frozen(NOW + timedelta(days=60 - days)):
            product().price_excl_micros = excl_micros(cents, 550)
            session.flush()
    with clock.frozen(NOW + timedelta(days=60)):
        services.create_specific_price(product=product(), value_bp=2000)
        assert price().unit_incl_cents == 1120
        assert queries.lowest_30_days(product()) == 1100
    with clock.frozen(NOW + timedelta(days=75)):  # later in the same cut the reference does not move
        assert queries.lowest_30_days(product()) == 1100


def test_a_dated_promotion_counts_even_if_nobody_was_there(shop):
    services.create_specific_price(
        product=product(), value_bp=5000, starts_at=NOW + timedelta(days=2), ends_at=NOW + timedelta(days=3)
    )
    assert queries.lowest_30_days(product()) == 1290
    with clock.frozen(NOW + timedelta(days=10)):
        assert not price().is_reduced
        assert queries.lowest_30_days(product()) == 645
        services.create_specific_price(product=product(), value_bp=1000)
        assert queries.lowest_30_days(product()) == 645
    with clock.frozen(NOW + timedelta(days=60)):
        services.create_specific_price(product=product("mug"), value_bp=1000)
        assert queries.lowest_30_days(product("mug")) == 1990


def test_price_of_zero_was_never_asked(shop):
    fresh = Product(name="Vide", slug="vide", category_id=product().category_id, added_on=NOW.date(), updated_at=NOW)
    session.add(fresh)
    session.flush()
    assert queries.lowest_30_days(fresh) is None

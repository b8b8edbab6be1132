"""Creating and changing cart rules: what is kept, what is refused."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sandbox.kernel import clock
from sandbox.kernel.actions import take_performed
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.catalog.models import Category, Product
from sandbox.shop.customers.queries import group_of_role
from sandbox.shop.pricing import queries, services
from sandbox.shop.pricing.models import CartRule, CartRuleSelection

NOW = datetime(2026, 11, 23, 9, 0)


@pytest.fixture(autouse=True)
def _now():
    with clock.frozen(NOW):
        yield


def make(**values):
    return services.create_cart_rule(
        **{"name": "Noël", "code": "NOEL10", "reduction_kind": "percent", "reduction_bp": 1000, **values}
    )


def test_a_rule_is_valid_thirty_days_and_once_unless_told_otherwise(shop):
    rule = make()
    assert (rule.starts_at, rule.ends_at) == (NOW, NOW + timedelta(days=30))
    assert (rule.quantity, rule.quantity_per_customer, rule.priority, rule.is_active) == (1, 1, 1, True)
    assert [done.name for done in take_performed()] == ["regle_panier.creer"]


def test_a_code_is_found_whatever_its_case_and_belongs_to_one_rule(shop):
    rule = make()
    assert queries.find_cart_rule_by_code(" noel10 ") is rule
    with pytest.raises(RuleBroken, match="déjà celui de la règle") as refusal:
        make(name="Autre", code="noel10")
    assert refusal.value.field == "code"
    services.update_cart_rule(rule=rule, code="NOEL10")
    make(name="Automatique 1", code="")
    make(name="Automatique 2", code="")


def test_restrictions_are_kept_and_only_what_changes_is_written(shop):
    coffees = session.query(Category).filter_by(key="cafes").one()
    group = group_of_role("customer")
    rule = make(
        quantity=50, group_ids=[group.id], category_ids=[coffees.id], selection_quantity=2, applies_to="selection",
        excludes_discounted=True,
    )  # fmt: skip
    kept = [s.id for s in rule.selections]
    services.update_cart_rule(rule=rule, name="Noël au quai")
    assert [s.id for s in rule.selections] == kept
    services.update_cart_rule(rule=rule, selection_quantity=3)
    assert [(s.kind, s.target_id, s.min_quantity) for s in rule.selections] == [("category", coffees.id, 3)]
    assert session.query(CartRuleSelection).count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"), ({"code": "NOEL 10"}, "code"), ({"code": "A" * 65}, "code"),
        ({"reduction_bp": 10_001}, "reduction_bp"), ({"reduction_bp": 0}, "reduction_bp"),
        ({"reduction_kind": "amount"}, "reduction_cents"), ({"reduction_kind": "none"}, "reduction_kind"),
        ({"applies_to": "product"}, "reduction_product_id"), ({"applies_to": "selection"}, "applies_to"),
        ({"applies_to": "tout"}, "applies_to"), ({"priority": 0}, "priority"), ({"quantity": 0}, "quantity"),
        ({"quantity_per_customer": 2}, "quantity_per_customer"), ({"minimum_cents": -1}, "minimum_cents"),
        ({"ends_at": NOW - timedelta(days=1)}, "ends_at"), ({"group_ids": [404]}, "group_ids"),
        ({"product_ids": [404]}, "product_ids"), ({"gift_product_id": 404}, "gift_product_id"), ({"customer_id": 404}, "customer_id"),
        ({"excluded_ids": [404]}, "excluded_ids"),
    ],
)  # fmt: skip
def test_an_impossible_rule_is_refused_at_its_field_and_leaves_nothing(shop, values, field):
    with pytest.raises(RuleBroken) as refusal:
        make(**values)
    assert refusal.value.field == field
    assert session.query(CartRule).count() == 0


def test_a_refused_change_leaves_the_rule_as_it_was(shop):
    rule = make(quantity=5)
    with pytest.raises(RuleBroken):
        services.update_cart_rule(rule=rule, name="Autre", quantity=0)
    assert (rule.name, rule.quantity) == ("Noël", 5)


def test_the_algorithm_gets_names_gifts_and_exclusions(shop):
    mug = session.query(Product).filter_by(key="mug").one()
    other = make(name="Bienvenue", code="BIENVENUE5")
    rule = make(
        gift_product_id=mug.id, excluded_ids=[other.id], product_ids=[mug.id], group_ids=[group_of_role("guest").id]
    )
    (found,) = queries.rules_for([rule], uses={rule.id: (4, 1)})
    assert (found.used, found.used_by_buyer, found.excluded_ids) == (4, 1, frozenset({other.id}))
    assert found.gift is not None
    assert (found.gift.unit_incl_cents, found.gift.tax_bp, found.gift.is_available) == (1990, 2000, True)
    assert [chosen.name for chosen in found.selections] == ["Mug Escale"]
    assert list(found.groups.values()) == ["Invité"]


def test_the_list_is_narrowed_without_accents(shop):
    make(name="Été au port", code="ETE")
    make(priority=2)
    assert [row.rule.code for row in queries.list_cart_rules(sort="priority").items] == ["ETE", "NOEL10"]
    wanted = queries.CartRuleFilter(name="ete")
    assert [row.rule.code for row in queries.list_cart_rules(wanted).items] == ["ETE"]
    assert queries.list_cart_rules(queries.CartRuleFilter(is_active=False)).total == 0

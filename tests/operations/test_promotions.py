"""The three ways to cut a price: specific price, catalogue rule, cart rule."""

from __future__ import annotations

import pytest

from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.models import CustomerGroup
from sandbox.shop.pricing.models import CartRule, CatalogRule, SpecificPrice
from tests.operations.at_work import add_to_cart, category, enter_code, in_shop, latest, product, save_product
from tests.operations.performing import performs
from tests.support.pages import Page
from tests.web.backoffice.conftest import Desk

RULES = "/catalogue/reductions/regles-catalogue/nouvelle"
CODES = "/catalogue/reductions/regles-paniers/nouvelle"
MILL = "moulin-armen"
"""79,00 €, in stock, in no promotion."""


def add_price(desk: Desk, key: str = MILL, **values: object) -> SpecificPrice:
    """Give a product a specific price through its page."""
    path = f"/catalogue/produits/{product(desk, key).id}/prix-specifiques/nouveau"
    desk.save(path, **desk.form(path, "specific-price-form").filled(**values))
    made: SpecificPrice = latest(SpecificPrice)
    return made


def add_rule(desk: Desk, **values: object) -> CatalogRule:
    """Create a catalogue rule."""
    values = {"name": "Grand soin", "kind": "percent", "value_bp": "10", **values}
    desk.save(RULES, **desk.form(RULES, "catalog-rule-form").filled(**values))
    made: CatalogRule = latest(CatalogRule)
    return made


def add_code(desk: Desk, **values: object) -> CartRule:
    """Create a cart rule with the code GRANDLARGE."""
    values = {"name": "Grand large", "code": "GRANDLARGE", "reduction_kind": "percent", "reduction_bp": "15", **values}
    desk.save(CODES, **desk.form(CODES, "cart-rule-form").filled(**values))
    made: CartRule = latest(CartRule)
    return made


def cart_with(desk: Desk, key: str = MILL, quantity: int = 1) -> Page:
    """Fill a cart, and type the code."""
    add_to_cart(desk, key, quantity)
    return enter_code(desk, "GRANDLARGE")


# specific prices -------------------------------------------------------------------------------------------------------


@performs("sp.percent", screen="specific_price_create")
def test_a_product_is_cut_by_a_percentage(desk: Desk) -> None:
    add_price(desk, kind="percent", value_bp="20")
    seen = in_shop(desk, MILL)
    assert seen.says("63,20 €")
    assert seen.says("79,00 €")


@performs("sp.dates", screen="specific_price_create")
def test_a_cut_begins_and_ends_on_its_days(desk: Desk) -> None:
    made = add_price(desk, kind="percent", value_bp="20", starts_at="2040-06-01T00:00", ends_at="2040-06-30T23:59")
    assert (made.starts_at is not None, made.ends_at is not None) == (True, True)
    assert not in_shop(desk, MILL).says("63,20 €")


@performs("sp.flag", screen="product_save")
def test_the_promo_flag_is_shown(desk: Desk) -> None:
    add_price(desk, kind="percent", value_bp="20")
    save_product(desk, MILL, is_on_sale="y")
    assert product(desk, MILL).is_on_sale
    assert in_shop(desk, MILL).says("Promo")


@performs("sp.group", screen="specific_price_create")
def test_a_cut_is_for_one_group_only(desk: Desk) -> None:
    group = desk.find(CustomerGroup, key="professionnels")
    made = add_price(desk, kind="percent", value_bp="20", group_id=group.id)
    assert made.group_id == group.id
    assert not in_shop(desk, MILL).says("63,20 €")


# catalogue rules -------------------------------------------------------------------------------------------------------


@performs("cr.create", "cr.percent", "cr.category", screen="catalog_rule_create")
def test_a_rule_cuts_the_prices_of_a_category(desk: Desk) -> None:
    made = add_rule(desk, value_bp="10", conditions_1=[f"category:{category(desk, 'tasses-mugs').id}"])
    assert (made.name, made.value_bp) == ("Grand soin", 1000)
    assert in_shop(desk, "tasse-quai").says("13,41 €")
    assert not in_shop(desk, MILL).says("71,10 €")


@performs("cr.qty", screen="catalog_rule_create")
def test_a_rule_counts_from_a_quantity(desk: Desk) -> None:
    add_rule(desk, from_quantity="3", conditions_1=[f"category:{category(desk, 'tasses-mugs').id}"])
    add_to_cart(desk, "tasse-quai", 2)
    assert desk.shop_page("/panier").says("29,80 €")
    add_to_cart(desk, "tasse-quai", 1)
    assert desk.shop_page("/panier").says("40,23 €")


@performs("cr.dates", screen="catalog_rule_create")
def test_a_rule_begins_and_ends_on_its_days(desk: Desk) -> None:
    made = add_rule(desk, starts_at="2040-06-01T00:00", ends_at="2040-06-30T23:59")
    assert (made.starts_at is not None, made.ends_at is not None) == (True, True)
    assert not in_shop(desk, MILL).says("71,10 €")


# cart rules ------------------------------------------------------------------------------------------------------------


@performs("ca.create", "ca.percent", screen="cart_rule_create")
def test_a_code_takes_a_percentage_off_the_cart(desk: Desk) -> None:
    made = add_code(desk)
    assert (made.code, made.reduction_bp, made.applies_to) == ("GRANDLARGE", 1500, "order")
    assert cart_with(desk).says("−11,85 €")


@performs("ca.amount", screen="cart_rule_create")
def test_a_code_takes_an_amount_off(desk: Desk) -> None:
    add_code(desk, reduction_kind="amount", reduction_cents="12,50", reduction_is_tax_incl="1")
    assert cart_with(desk).says("−12,50 €")


@performs("ca.dates", screen="cart_rule_create")
def test_a_code_is_good_between_its_days(desk: Desk) -> None:
    add_code(desk, starts_at="2040-06-01T00:00", ends_at="2040-06-30T23:59")
    assert cart_with(desk).says("n’est pas encore valable")


@performs("ca.product", screen="cart_rule_create")
def test_a_code_asks_for_some_products(desk: Desk) -> None:
    add_code(
        desk, limits_products="y", selection_quantity="1", product_ids=[product(desk, MILL).id], applies_to="selection"
    )
    add_to_cart(desk, "tasse-quai")
    assert not enter_code(desk, "GRANDLARGE").says("−2,24 €")
    assert cart_with(desk).says("−11,85 €")


@performs("ca.total", screen="cart_rule_create")
def test_a_code_is_limited_in_all(desk: Desk) -> None:
    made = add_code(desk, quantity="150")
    assert made.quantity == 150
    assert desk.read(f"/catalogue/reductions/regles-paniers/{made.id}").says("il en reste 150")
    assert cart_with(desk).says("−11,85 €")


@performs("ca.peruser", "ca.allusers", screen="cart_rule_create")
def test_a_code_is_open_to_all_so_many_times_each(desk: Desk) -> None:
    made = add_code(desk, quantity="500", quantity_per_customer="2")
    assert (made.quantity_per_customer, made.customer_id, made.groups) == (2, None, [])
    assert cart_with(desk).says("−11,85 €")


@performs("ca.min", "ca.currency", screen="cart_rule_create")
def test_a_code_asks_for_an_amount_in_euros(desk: Desk) -> None:
    made = add_code(desk, minimum_cents="100", minimum_is_tax_incl="1", minimum_currency="EUR")
    assert made.minimum_cents == 10_000
    assert cart_with(desk).says("100,00 €")
    assert cart_with(desk).says("−23,70 €")


@performs("ca.noship", screen="cart_rule_create")
def test_shipping_is_left_out_of_the_cut(desk: Desk) -> None:
    made = add_code(desk, minimum_has_shipping="0", is_free_shipping=None)
    assert (made.minimum_has_shipping, made.is_free_shipping, made.applies_to) == (False, False, "order")
    assert cart_with(desk).says("−11,85 €")


@performs("ca.priority", screen="cart_rule_create")
def test_a_code_comes_before_the_others(desk: Desk) -> None:
    assert add_code(desk, priority="1").priority == 1
    assert cart_with(desk).says("GRANDLARGE")


@performs("ca.exclude", screen="cart_rule_create")
def test_a_code_leaves_out_what_is_already_cut(desk: Desk) -> None:
    add_code(desk, excludes_discounted="y")
    add_price(desk, kind="percent", value_bp="20")
    assert not cart_with(desk).says("−9,48 €")
    add_to_cart(desk, "tasse-quai")
    assert enter_code(desk, "GRANDLARGE").says("−2,24 €")


@performs("ca.gift", screen="cart_rule_create")
def test_a_code_gives_a_product(desk: Desk) -> None:
    gift = product(desk, "tasse-quai")
    made = add_code(desk, reduction_kind="none", gives_gift="y", gift_product_id=gift.reference)
    assert made.gift_product_id == gift.id
    assert cart_with(desk).says("Tasse Quai et sa soucoupe")


@performs("PS-25", screen="cart_rules")
@pytest.mark.parametrize("words", ["BIENVENUE5", "QUAI10"])
def test_the_rules_are_found_in_their_list(desk: Desk, words: str) -> None:
    assert desk.read("/catalogue/reductions/regles-paniers").says(words)
    assert desk.count(Product) > 30

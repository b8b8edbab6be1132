"""VAT rules: bounds, and what another rate does to prices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.kernel.money import excl_micros, incl_cents
from sandbox.shop.catalog.models import Product
from sandbox.shop.catalog.rules import TypedPrice, resolve_price
from sandbox.shop.shops.models import Shop
from sandbox.shop.taxes import queries, services

RATES = st.sampled_from([0, 210, 550, 1000, 2000])
CENTS = st.integers(0, 100_000_000)


def test_rules_are_made_and_listed_by_rate(shop: Shop) -> None:
    services.create_tax_rule(name="FR taux intermédiaire (10 %)", rate_bp=1000)
    assert [rule.rate_bp for rule in queries.list_tax_rules()] == [2000, 1000, 550]


@pytest.mark.parametrize(
    ("values", "field"), [({"rate_bp": -1}, "rate_bp"), ({"rate_bp": 10_001}, "rate_bp"), ({"name": " "}, "name")]
)
def test_refuses_what_is_no_rate(shop: Shop, values: dict[str, object], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        services.create_tax_rule(**{"name": "Taux", "rate_bp": 2000, **values})  # type: ignore[arg-type]
    assert refused.value.field == field


def test_another_rate_moves_the_price_with_tax_only(shop: Shop) -> None:
    mug = db.session.query(Product).filter_by(key="mug").one()
    assert mug.tax_rule is not None
    before = mug.price_excl_micros
    services.update_tax_rule(tax_rule=mug.tax_rule, rate_bp=1000, name="Dix", is_active=False)
    assert mug.price_excl_micros == before
    assert incl_cents(mug.price_excl_micros, mug.tax_rule.rate_bp) == 1824
    assert [rule.rate_bp for rule in queries.list_tax_rules()] == [550]
    with pytest.raises(NotFound):
        queries.get_tax_rule(999)


@given(stored=CENTS, typed=CENTS, rate=RATES)
def test_the_typed_price_with_tax_always_comes_back(stored: int, typed: int, rate: int) -> None:
    kept = excl_micros(stored, rate)
    meant = resolve_price(TypedPrice(kept, typed), kept, rate)
    assert incl_cents(meant, rate) == typed


@given(stored=CENTS, typed=st.integers(0, 10**12), rate=RATES)
def test_the_typed_price_without_tax_is_kept_to_the_micro(stored: int, typed: int, rate: int) -> None:
    kept = excl_micros(stored, rate)
    shown = incl_cents(kept, rate)
    assert resolve_price(TypedPrice(typed, shown), kept, rate) == typed
    assert resolve_price(TypedPrice(typed, incl_cents(typed, rate)), kept, rate) == typed


@given(stored=CENTS, old=RATES, new=RATES)
def test_a_saved_page_that_changed_nothing_but_the_rate_keeps_the_price(stored: int, old: int, new: int) -> None:
    kept = excl_micros(stored, old)
    for shown in (incl_cents(kept, old), incl_cents(kept, new)):
        assert resolve_price(TypedPrice(kept, shown), kept, new, old_rate_bp=old) == kept

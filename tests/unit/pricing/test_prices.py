"""The price of one product: who wins, what the group adds, and that the price typed comes back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.kernel.money import excl_micros, incl_cents
from sandbox.shop.customers.rules import Buyer
from sandbox.shop.pricing.rules.prices import (
    AMOUNT,
    CATALOG,
    GROUP,
    PERCENT,
    PRICE,
    SPECIFIC,
    Ask,
    Condition,
    Cut,
    GroupReduction,
    Offer,
    Price,
    Traits,
    choose,
    matches,
    price,
)

NOW = datetime(2026, 11, 24, 9, 0)
VISITOR = Buyer(None, (1,), 1, False, True)
PRO = Buyer(7, (3, 4), 4, True, True)


def ask(incl: int = 3490, tax: int = 550, *, buyer: Buyer = VISITOR, **kw: object) -> Ask:
    return Ask(excl_micros(incl, tax), tax, buyer, NOW, **kw)  # type: ignore[arg-type]


def specific(cut: Cut, **kw: object) -> Offer:
    return Offer(SPECIFIC, kw.pop("id", 1), "", cut, **kw)  # type: ignore[arg-type]


def rule(cut: Cut, **kw: object) -> Offer:
    return Offer(CATALOG, kw.pop("id", 1), kw.pop("name", "Nuit du café"), cut, **kw)  # type: ignore[arg-type]


def test_without_offer_the_typed_price_comes_back() -> None:
    found = price(ask())
    assert (found.unit_incl_cents, found.regular_incl_cents, found.is_reduced, found.source) == (
        3490,
        3490,
        False,
        None,
    )


def test_percentage_of_a_specific_price() -> None:
    found = price(ask(980, offers=[specific(Cut(PERCENT, bp=2000))]))
    assert (found.unit_incl_cents, found.regular_incl_cents) == (784, 980)
    assert (found.is_reduced, found.reduction_bp, found.source) == (True, 2000, SPECIFIC)


@pytest.mark.parametrize(
    ("cut", "expected"),
    [
        (Cut(AMOUNT, cents=500), 2990),
        (Cut(AMOUNT, cents=500, is_tax_incl=False), 2963),  # 5 € HT are 5,275 € TTC: 34,90 - 5,275 = 29,625
        (Cut(PRICE, price_micros=20_000_000), 2110),
        (Cut(AMOUNT, cents=99_900), 0),
        (Cut(PERCENT, bp=10_000), 0),
    ],
)
def test_each_kind_of_cut(cut: Cut, expected: int) -> None:
    assert price(ask(offers=[specific(cut)])).unit_incl_cents == expected


def test_specific_price_beats_a_better_catalogue_rule() -> None:
    found = price(ask(1000, offers=[rule(Cut(PERCENT, bp=5000)), specific(Cut(PERCENT, bp=1000))]))
    assert (found.unit_incl_cents, found.source) == (900, SPECIFIC)
    aside = next(step for step in found.steps if step.verdict == "Écartée")
    assert aside.reason == "Le prix spécifique passe avant."


def test_larger_quantity_tier_wins_when_it_is_reached() -> None:
    tiers = [specific(Cut(PERCENT, bp=500), id=1), specific(Cut(PERCENT, bp=1500), id=2, from_quantity=6)]
    assert price(ask(1000, offers=tiers, quantity=5)).unit_incl_cents == 950
    assert price(ask(1000, offers=tiers, quantity=6)).unit_incl_cents == 850


def test_oldest_catalogue_rule_wins_among_equals() -> None:
    offers = [rule(Cut(PERCENT, bp=3000), id=9, name="Récente"), rule(Cut(PERCENT, bp=1000), id=2, name="Ancienne")]
    assert price(ask(1000, offers=offers)).name == "Ancienne"


def test_variant_price_comes_before_the_product_one() -> None:
    offers = [specific(Cut(PERCENT, bp=4000), id=1), specific(Cut(PERCENT, bp=1000), id=2, variant_id=5)]
    assert price(ask(1000, offers=offers, variant_id=5)).unit_incl_cents == 900
    assert price(ask(1000, offers=offers, variant_id=6)).unit_incl_cents == 600


def test_dates_bound_an_offer_to_the_second() -> None:
    offer = specific(Cut(PERCENT, bp=1000), starts_at=NOW, ends_at=NOW)
    assert price(ask(1000, offers=[offer])).is_reduced
    early = specific(Cut(PERCENT, bp=1000), starts_at=NOW + timedelta(seconds=1))
    late = specific(Cut(PERCENT, bp=1000), ends_at=NOW - timedelta(seconds=1))
    found = price(ask(1000, offers=[early, late]))
    assert not found.is_reduced
    assert {step.reason for step in found.steps if step.verdict == "Écartée"} == {"Pas encore commencée.", "Terminée."}


def test_group_offer_looks_at_the_default_group_only() -> None:
    offer = specific(Cut(PERCENT, bp=1000), group_id=3, group_name="Bar")
    found = price(ask(1000, buyer=PRO, offers=[offer]))
    assert not found.is_reduced
    assert "groupe par défaut" in found.steps[-1].reason


def test_group_reduction_comes_after_the_promotion_and_is_not_struck() -> None:
    group = GroupReduction("Professionnels", 1000)
    alone = price(ask(1000, group=group))
    assert (alone.unit_incl_cents, alone.regular_incl_cents, alone.source, alone.is_reduced) == (900, 900, GROUP, False)
    both = price(ask(1000, group=group, offers=[specific(Cut(PERCENT, bp=2000))]))
    assert (both.unit_incl_cents, both.regular_incl_cents, both.is_reduced) == (720, 900, True)


def test_fixed_price_keeps_the_impact_unless_it_is_the_variant_s() -> None:
    impact = excl_micros(200, 550)
    for_all = specific(Cut(PRICE, price_micros=excl_micros(800, 550)))
    own = specific(Cut(PRICE, price_micros=excl_micros(800, 550)), variant_id=5)
    assert price(ask(1000, impact_micros=impact, variant_id=5, offers=[for_all])).unit_incl_cents == 1000
    assert price(ask(1000, impact_micros=impact, variant_id=5, offers=[own])).unit_incl_cents == 800


def test_conditions_are_and_inside_a_group_and_or_between() -> None:
    traits = Traits(frozenset({1, 2}), 9, frozenset({(3, "Colombie")}), frozenset({40}))
    coffee_of_brand = [Condition(1, "category", 1), Condition(1, "brand", 8)]
    assert not matches(coffee_of_brand, traits)
    assert matches([*coffee_of_brand, Condition(2, "feature", 3, "Colombie")], traits)
    assert not matches([Condition(1, "feature", 3, "Kenya")], traits)
    assert matches([Condition(1, "attribute", 40)], traits)
    assert matches([], traits)


cuts = st.one_of(
    st.builds(Cut, st.just(PERCENT), bp=st.integers(0, 10_000)),
    st.builds(Cut, st.just(AMOUNT), cents=st.integers(0, 50_000), is_tax_incl=st.booleans()),
    st.builds(Cut, st.just(PRICE), price_micros=st.integers(0, 10**9)),
)
offers = st.lists(
    st.builds(
        Offer, st.sampled_from([SPECIFIC, CATALOG]), st.integers(1, 10**6), st.text(max_size=5), cuts, st.integers(1, 12),
        variant_id=st.none(), customer_id=st.sampled_from([None, 7]), group_id=st.sampled_from([None, 4, 5]),
    ),
    max_size=6, unique_by=lambda o: (o.source, o.id),
)  # fmt: skip


@given(
    st.integers(0, 10**6),
    st.sampled_from([0, 210, 550, 1000, 2000]),
    offers,
    st.integers(1, 20),
    st.integers(0, 10_000),
)
def test_never_negative_and_never_above_the_price_of_the_sheet(
    incl: int, tax: int, found: list[Offer], quantity: int, group: int
) -> None:
    result = price(ask(incl, tax, buyer=PRO, offers=found, quantity=quantity, group=GroupReduction("Pro", group)))
    assert result.unit_incl_cents >= 0
    assert 0 <= result.regular_incl_cents <= incl
    assert result.unit_incl_cents == incl_cents(result.unit_excl_micros, tax)
    assert result.steps[0].incl_cents == incl
    if result.is_reduced:
        assert result.unit_incl_cents < result.regular_incl_cents


@given(offers, st.randoms())
def test_order_of_the_offers_changes_nothing(found: list[Offer], shuffle: object) -> None:
    mixed = list(found)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = (price(ask(2590, 2000, buyer=PRO, offers=o, quantity=6)) for o in (found, mixed))
    assert isinstance(one, Price)
    assert one == other


@given(offers)
def test_every_offer_is_accounted_for(found: list[Offer]) -> None:
    winner, asides = choose(found, ask(buyer=PRO, quantity=6))
    assert len(asides) + (winner is not None) == len(found)
    assert all(reason.endswith(".") for _, reason in asides)

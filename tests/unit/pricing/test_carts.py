"""Cart rules: each condition with its reason, each reduction to the cent, and what must hold for any cart."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.kernel.money import excl_cents
from sandbox.shop.customers.rules import Buyer
from sandbox.shop.pricing.rules.carts import (
    AMOUNT,
    CHEAPEST,
    ORDER,
    PERCENT,
    PRODUCT,
    SELECTION,
    Basket,
    Chosen,
    Gift,
    Item,
    Rule,
    apply_rules,
    refuse,
    taxes_of,
)

NOW = datetime(2026, 11, 24, 9, 0)
VISITOR = Buyer(None, (1,), 1, False, True)
MARION = Buyer(12, (3,), 3, False, True)
COFFEE = Item(1, 10, "Guatemala, 1 kg", 2, 3290, 550, category_ids=frozenset({5}))
SALE = Item(2, 11, "Sumatra, 250 g", 1, 784, 550, category_ids=frozenset({5}), is_promotion=True)
POT = Item(3, 12, "Théière", 1, 4900, 2000, category_ids=frozenset({6}), brand_id=2)
CART = Basket((COFFEE, SALE, POT), MARION, NOW, shipping_cents=590, carrier_id=1)


def rule(**kw: object) -> Rule:
    values: dict[str, object] = {
        "id": 1, "name": "Noël", "starts_at": NOW - timedelta(days=1), "ends_at": NOW + timedelta(days=1), "code": "NOEL10",
        "reduction_kind": PERCENT, "reduction_bp": 1000, "quantity": 500,
    }  # fmt: skip
    return Rule(**{**values, **kw})  # type: ignore[arg-type]


def reason(found: Rule, basket: Basket = CART) -> str:
    refusal = refuse(found, basket)
    assert refusal is not None
    return refusal.message


def test_drawn_example_adds_up() -> None:
    noel = rule(
        minimum_cents=4000, applies_to=SELECTION, selections=(Chosen("category", 5, "Cafés"),), excludes_discounted=True
    )
    free = rule(id=2, code="", name="Frais de port offerts dès 59 €", priority=2, reduction_kind="none", is_free_shipping=True,
                minimum_cents=5900)  # fmt: skip
    welcome = rule(
        id=3, code="BIENVENUE5", priority=3, reduction_kind=AMOUNT, reduction_cents=500, excluded_ids=frozenset({1})
    )
    done = apply_rules([welcome, free, noel], CART)
    assert [(a.rule.label, a.products_cents, a.shipping_cents) for a in done.applied] == [
        ("NOEL10", 658, 0), ("Frais de port offerts dès 59 €", 0, 590)
    ]  # fmt: skip
    assert done.applied[0].reason.startswith(
        "10\u00a0% × 65,80\u00a0€. La base exclut Sumatra, 250 g (déjà en promotion), Théière (hors sélection)."
    )
    assert [r.message for r in done.refused] == [
        "Le code «\u00a0BIENVENUE5\u00a0» ne se cumule pas avec «\u00a0NOEL10\u00a0»."
    ]
    assert sum(done.left.values()) + (done.shipping_cents or 0) == 12264 - 658


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"is_active": False}, "n’est pas actif"),
        ({"starts_at": NOW + timedelta(minutes=1)}, "pas encore valable"),
        ({"ends_at": NOW - timedelta(minutes=1)}, "n’est plus valable"),
        ({"quantity": 66, "used": 66}, "autant de fois que prévu"),
        ({"customer_id": 13}, "réservé à un autre client"),
        ({"groups": {4: "Professionnels"}}, "réservé à ce groupe de clients : Professionnels"),
        ({"used_by_buyer": 1}, "une fois par client"),
        ({"carriers": {2: "Retrait"}}, "ne vaut qu’avec ce transporteur : Retrait"),
        ({"selections": (Chosen("product", 99, "Moulin"),)}, "ne concerne que : Moulin"),
        (
            {"selections": (Chosen("category", 5, "Cafés"),), "selection_quantity": 4},
            "demande 4 produits parmi : Cafés. Votre panier en compte 3",
        ),
        ({"applies_to": PRODUCT, "product_id": 99, "product_name": "Moulin"}, "absent de votre panier"),
        ({"gift": Gift(50, None, "Mug", 1400, 2000, is_available=False)}, "n’est plus en stock"),
        ({"minimum_cents": 15_000}, "il manque 27,36"),
        ({"minimum_cents": 11_100, "minimum_is_tax_incl": False}, "valable dès 111,00\u00a0€ HT"),
    ],
)
def test_each_refusal_says_why(changes: dict[str, object], words: str) -> None:
    assert words in reason(rule(**changes))


def test_visitor_is_asked_to_sign_in_for_a_personal_voucher() -> None:
    assert "connectez-vous" in reason(rule(customer_id=12), replace(CART, buyer=VISITOR))


def test_carrier_must_be_chosen_first() -> None:
    assert "choisissez-le" in reason(rule(carriers={1: "Relais"}), replace(CART, carrier_id=None))
    assert refuse(rule(carriers={1: "Relais"}), CART) is None


def test_minimum_can_count_shipping() -> None:
    found = rule(minimum_cents=12_800)
    assert refuse(found, CART) is not None
    assert refuse(replace(found, minimum_has_shipping=True), CART) is None


def test_only_discounted_products_leave_nothing_to_reduce() -> None:
    assert "déjà en promotion" in reason(rule(excludes_discounted=True), replace(CART, items=(SALE,)))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"applies_to": ORDER}, 1226),
        ({"applies_to": CHEAPEST}, 78),
        ({"applies_to": CHEAPEST, "excludes_discounted": True}, 329),
        ({"applies_to": PRODUCT, "product_id": 12}, 490),
        ({"applies_to": SELECTION, "selections": (Chosen("category", 5, "Cafés"), Chosen("brand", 2, "Rosée"))}, None),
        ({"reduction_kind": AMOUNT, "reduction_cents": 500}, 500),
        ({"reduction_kind": AMOUNT, "reduction_cents": 99_999}, 12_264),
        ({"reduction_kind": AMOUNT, "reduction_cents": 99_999, "applies_to": PRODUCT, "product_id": 12}, 4900),
        (
            {
                "reduction_kind": AMOUNT,
                "reduction_cents": 1000,
                "reduction_is_tax_incl": False,
                "applies_to": PRODUCT,
                "product_id": 12,
            },
            1200,
        ),
    ],
)
def test_each_reduction(changes: dict[str, object], expected: int | None) -> None:
    done = apply_rules([rule(**changes)], CART)
    assert [a.products_cents for a in done.applied] == ([] if expected is None else [expected])


def test_what_an_amount_leaves_over_is_known() -> None:
    done = apply_rules([rule(reduction_kind=AMOUNT, reduction_cents=20_000)], CART)
    assert (done.applied[0].products_cents, done.applied[0].leftover_cents) == (12_264, 7_736)


def test_gift_counts_for_its_price() -> None:
    done = apply_rules([rule(reduction_kind="none", gift=Gift(50, None, "Mug", 1400, 2000))], CART)
    assert (done.applied[0].parts, done.applied[0].products_cents) == ({}, 1400)
    assert sum(done.left.values()) == 12_264


items = st.lists(
    st.builds(
        Item, st.integers(1, 10**6), st.integers(1, 6), st.just("Produit"), st.integers(1, 9), st.integers(0, 90_000),
        st.sampled_from([0, 550, 1000, 2000]), category_ids=st.frozensets(st.integers(1, 4), max_size=3), is_promotion=st.booleans(),
    ),
    min_size=1, max_size=7, unique_by=lambda i: i.key,
)  # fmt: skip
rules = st.lists(
    st.builds(
        rule, id=st.integers(1, 10**6), priority=st.integers(1, 3), minimum_cents=st.sampled_from([0, 5000]),
        reduction_kind=st.sampled_from(["none", PERCENT, AMOUNT]), reduction_bp=st.integers(0, 10_000),
        reduction_cents=st.integers(0, 60_000), reduction_is_tax_incl=st.booleans(),
        applies_to=st.sampled_from([ORDER, CHEAPEST, PRODUCT, SELECTION]), product_id=st.integers(1, 6),
        selections=st.sampled_from([(), (Chosen("category", 1, "Cafés"),)]), excludes_discounted=st.booleans(),
        is_free_shipping=st.booleans(), excluded_ids=st.frozensets(st.integers(1, 5), max_size=2),
    ),
    max_size=5, unique_by=lambda r: r.id,
)  # fmt: skip


@given(items, rules)
def test_parts_add_up_and_nothing_is_negative(lines: list[Item], found: list[Rule]) -> None:
    basket = Basket(tuple(lines), MARION, NOW, shipping_cents=490, carrier_id=1)
    done = apply_rules(found, basket)
    assert len(done.applied) + len(done.refused) == len(found)
    assert all(cents >= 0 for cents in done.left.values())
    assert all(cents > 0 for a in done.applied for cents in a.parts.values())
    assert basket.products_cents - sum(a.products_cents for a in done.applied) == sum(done.left.values())
    assert 490 - sum(a.shipping_cents for a in done.applied) == done.shipping_cents
    assert (done.shipping_cents or 0) >= 0


@given(items, rules, st.randoms())
def test_order_of_lines_and_codes_changes_nothing(lines: list[Item], found: list[Rule], shuffle: object) -> None:
    other_lines, other_rules = list(lines), list(found)
    shuffle.shuffle(other_lines)  # type: ignore[attr-defined]
    shuffle.shuffle(other_rules)  # type: ignore[attr-defined]
    one = apply_rules(found, Basket(tuple(lines), MARION, NOW, 490, 1))
    other = apply_rules(other_rules, Basket(tuple(other_lines), MARION, NOW, 490, 1))
    assert one.left == other.left
    assert [(a.rule.id, a.parts) for a in one.applied] == [(a.rule.id, a.parts) for a in other.applied]
    assert [r.rule.id for r in one.refused] == [r.rule.id for r in other.refused]


@given(st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from([0, 210, 550, 1000, 2000])), max_size=8))
def test_vat_by_rate_adds_up_with_the_net(parts: list[tuple[int, int]]) -> None:
    taxes = taxes_of(parts)
    whole = sum(cents for cents, _ in parts)
    nets = sum(excl_cents(sum(c for c, r in parts if r == rate), rate) for rate in {r for _, r in parts})
    assert nets + sum(taxes.values()) == whole
    assert all(tax >= 0 for tax in taxes.values())

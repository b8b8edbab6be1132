"""The rules of the market, one by one: no change does nothing, what is better never counts against the shop."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.shop.market.rules.effects import BUYING, RULES, VISITS, Effects, Reason, compare
from sandbox.shop.market.rules.picture import Item, Offer, Opinion, Picture
from tests.unit.market.pictures import habits, picture

HABITS = habits()
NOEL = Offer(1, "Noël", "NOEL10", 0, 500, is_told=True)
BAD, GOOD = Opinion(1, 1, 2, False), Opinion(2, 1, 5, False)


def seen(start: Picture, now: Picture) -> Effects:
    return compare(start, now, HABITS)


def only(start: Picture, now: Picture) -> Reason:
    (reason,) = seen(start, now).reasons
    return reason


def first(start: Picture, **values: object) -> Picture:
    changed: Item = replace(start.items[0], **values)  # type: ignore[arg-type]
    return replace(start, items=(changed, *start.items[1:]))


@given(
    st.builds(
        picture, seo=st.floats(0, 100), waiting=st.integers(0, 30), delivery_cents=st.none() | st.integers(0, 2000)
    )
)
def test_no_change_does_nothing(shop: Picture) -> None:
    assert seen(shop, shop) == Effects()


@given(st.integers(1, 3000), st.integers(1, 3000))
def test_the_lower_of_two_prices_draws_at_least_as_much(one: int, other: int) -> None:
    low, high = sorted((one, other))
    factors = [
        dict(seen(picture(), first(picture(), price_cents=cents)).buying_of).get((1, None), 1.0)
        for cents in (low, high)
    ]
    assert factors[0] >= factors[1]


def test_a_price_tells_what_it_was_and_is() -> None:
    reason = only(picture(), first(picture(), price_cents=900))
    assert (reason.rule, reason.about) == ("prix", "Article 1")
    assert reason.words == "10,00\u00a0€ avant, 9,00\u00a0€ maintenant"
    assert reason.factor == pytest.approx((10 / 9) ** 1.5)


@pytest.mark.parametrize("before", [{"price_cents": 0}, {"is_sold": False, "price_cents": 500}])
def test_a_draft_put_on_sale_is_not_dearer_than_it_was(before: dict[str, object]) -> None:
    """« 0,00 € avant, 28,90 € maintenant » halved the sales of who had completed a sheet."""
    reasons = seen(first(picture(), **before), picture()).reasons
    assert [reason for reason in reasons if reason.rule == "prix"] == []


@pytest.mark.parametrize(
    ("worse", "better", "rule"),
    [
        ({"sheet": 0.2}, {"sheet": 1.0}, "fiche"), ({"has_clean_page": False}, {"has_clean_page": True}, "referencement"),
        ({"is_featured": False}, {"is_featured": True}, "accueil"), ({"is_shown": False}, {"is_shown": True}, "accueil"),
        ({"stock": 0}, {"stock": 5}, "rupture"), ({"is_sold": False}, {"is_sold": True}, "rupture"),
    ],
)  # fmt: skip
def test_a_better_sheet_helps_and_a_worse_one_harms(
    worse: dict[str, object], better: dict[str, object], rule: str
) -> None:
    low, high = first(picture(), **worse), first(picture(), **better)
    assert only(low, high).rule == rule
    assert only(low, high).factor > 1 > only(high, low).factor


@pytest.mark.parametrize(
    ("worse", "better", "on"),
    [
        ({"seo": 40.0}, {"seo": 60.0}, VISITS), ({"waiting": 6}, {"waiting": 1}, BUYING),
        ({"delivery_cents": 690}, {"delivery_cents": 390}, BUYING), ({"delivery_cents": None}, {"delivery_cents": 390}, BUYING),
        ({"offers": ()}, {"offers": (NOEL,)}, BUYING), ({"opinions": (BAD,)}, {"opinions": (replace(BAD, is_answered=True),)}, BUYING),
        ({"offers": (replace(NOEL, is_told=False),)}, {"offers": (NOEL,)}, BUYING),
        ({"offers": (replace(NOEL, minimum_cents=9000),)}, {"offers": (NOEL,)}, BUYING),
    ],
)  # fmt: skip
def test_a_better_shop_helps_and_a_worse_one_harms(
    worse: dict[str, object], better: dict[str, object], on: str
) -> None:
    low, high = picture(**worse), picture(**better)
    assert only(low, high).on == on
    assert only(low, high).factor > 1 > only(high, low).factor


def test_withdrawing_a_bad_review_brings_nothing() -> None:
    start, gone = picture(opinions=(BAD, GOOD)), picture(opinions=(GOOD,))
    assert seen(start, gone) == Effects()
    answered = picture(opinions=(replace(BAD, is_answered=True), GOOD))
    reason = only(answered, gone)
    assert reason.factor < 1
    assert "(1 retiré)" in reason.words


def test_without_carrier_nobody_buys() -> None:
    assert seen(picture(), picture(delivery_cents=None)).buying == 0.0


def test_a_promotion_says_whether_it_is_known_and_within_reach() -> None:
    words = only(picture(), picture(offers=(Offer(1, "Noël", "N", 9000, 500),))).words
    assert "son code n’est montré nulle part" in words
    assert "demande 90,00\u00a0€ d’achats" in words


def test_every_reason_has_its_rule_and_every_rule_its_assumption() -> None:
    assert all(rule.says and rule.assumes and rule.screen.startswith("backoffice.") for rule in RULES.values())
    far = picture(
        items=(), opinions=(BAD,), offers=(NOEL,), seo=10, waiting=4, delivery_cents=None, free_from_cents=100
    )
    assert {reason.rule for reason in seen(picture(), far).reasons} <= set(RULES)

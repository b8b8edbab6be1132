"""Refunds without a database: units and amounts never beyond what was paid, and the VAT of slips that adds up to the order's."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import allocate
from sandbox.shop.orders.rules import refunds, returns, tax_lines
from sandbox.shop.orders.rules.refunds import OrderFacts, PaidLine

RATES = st.sampled_from((0, 210, 550, 1000, 2000))
LINES = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 20_000), RATES), min_size=1, max_size=6)


def paid_lines(drawn: list[tuple[int, int, int]], discount_bp: int) -> list[PaidLine]:
    """Lines whose order was reduced by that part of its goods."""
    goods = [quantity * unit for quantity, unit, _ in drawn]
    cuts = allocate(sum(goods) * discount_bp // 10_000, goods)
    return [PaidLine(q, total - cut, rate) for (q, _, rate), total, cut in zip(drawn, goods, cuts, strict=True)]


@given(LINES, st.integers(0, 10_000), st.integers(0, 2_000), RATES, st.data())
def test_slips_of_an_order_refunded_whole_give_back_its_total_and_its_vat(
    drawn: list[tuple[int, int, int]], discount_bp: int, shipping: int, shipping_rate: int, data: st.DataObject
) -> None:
    lines = paid_lines(drawn, discount_bp)
    due = {
        t.rate_bp: t.tax_cents
        for t in tax_lines([*((x.paid_cents, x.tax_bp) for x in lines), (shipping, shipping_rate)])
    }
    total = sum(line.paid_cents for line in lines) + shipping
    before: dict[int, int] = {}
    given_back: dict[int, int] = {}
    amount = 0
    while any(line.units_left for line in lines) or shipping:
        units = [data.draw(st.integers(0, line.units_left)) for line in lines]
        if not any(units):  # at least one step forward
            units = [line.units_left for line in lines]
        parts = [(line.worth(count) if count else 0, line.tax_bp) for line, count in zip(lines, units, strict=True)]
        part = data.draw(st.integers(0, shipping)) if any(line.units_left for line in lines) else shipping
        shipping -= part
        nets = refunds.nets_of([*parts, (part, shipping_rate)], before)
        for (cents, rate), net in zip([*parts, (part, shipping_rate)], nets, strict=True):
            assert 0 <= net <= cents
            before[rate] = before.get(rate, 0) + cents
            given_back[rate] = given_back.get(rate, 0) + cents - net
            amount += cents
        assert amount <= total
        lines = [
            PaidLine(x.quantity, x.paid_cents, x.tax_bp, x.refunded_units + n, x.refunded_cents + cents)
            for x, n, (cents, _) in zip(lines, units, parts, strict=True)
        ]
    assert amount == total
    assert {rate: tax for rate, tax in given_back.items() if tax} == {rate: tax for rate, tax in due.items() if tax}


@given(st.integers(1, 12), st.integers(0, 50_000), st.data())
def test_units_after_a_gesture_are_never_worth_more_than_what_is_left(
    quantity: int, paid: int, data: st.DataObject
) -> None:
    gesture = data.draw(st.integers(0, paid))
    line = PaidLine(quantity, paid, 2000, 0, gesture)
    units = data.draw(st.integers(1, quantity))
    assert 0 <= line.worth(units) <= paid - gesture
    assert line.worth(quantity) == paid - gesture


@pytest.mark.parametrize(("quantity", "cents", "words"), [
    (3, 0, "il reste 2 au plus"), (0, 1501, "15,00"), (-1, 0, "jamais négatifs"), (0, -1, "jamais négatifs"),
])  # fmt: skip
def test_refuses_units_or_money_beyond_what_is_left(quantity: int, cents: int, words: str) -> None:
    with pytest.raises(RuleBroken, match=words) as refusal:
        refunds.check_item(PaidLine(4, 3000, 2000, 2, 1500), name="Mug", quantity=quantity, cents=cents)
    assert refusal.value.field == "items"


OPEN = {
    "was_paid": True,
    "was_shipped": False,
    "takes_returns": True,
    "is_late": False,
    "has_return": False,
    "cents_left": 100,
}
SENT = {**OPEN, "was_shipped": True}


@pytest.mark.parametrize(("facts", "kind", "problem"), [
    (OPEN, "standard", ""), (OPEN, "partial", ""), (OPEN, "return", refunds.NOT_SHIPPED),
    (SENT, "standard", refunds.SHIPPED), (SENT, "partial", ""), (SENT, "return", ""),
    ({**OPEN, "was_paid": False}, "partial", refunds.NOT_PAID), ({**OPEN, "cents_left": 0}, "partial", refunds.ALL_REFUNDED),
    ({**OPEN, "takes_returns": False}, "standard", refunds.NO_RETURNS),
    ({**SENT, "takes_returns": False}, "return", refunds.NO_RETURNS), ({**SENT, "takes_returns": False}, "partial", ""),
    ({**SENT, "is_late": True}, "return", refunds.TOO_LATE), ({**SENT, "is_late": True, "has_return": True}, "return", ""),
])  # fmt: skip
def test_each_kind_of_refund_is_open_under_its_own_conditions(
    facts: dict[str, bool | int], kind: str, problem: str
) -> None:
    assert refunds.problem_of(kind, OrderFacts(**facts)) == problem  # type: ignore[arg-type]


@pytest.mark.parametrize(("arrived", "days", "last"), [
    (date(2026, 11, 23), 14, date(2026, 12, 7)),  # a Monday
    (date(2026, 11, 21), 14, date(2026, 12, 7)),  # would end on a Saturday
    (date(2026, 12, 11), 14, date(2026, 12, 28)),  # would end on Christmas, a Friday
    (date(2026, 4, 3), 30, date(2026, 5, 4)),  # would end on a Sunday
    (date(2028, 2, 29), 14, date(2028, 3, 14)),
])  # fmt: skip
def test_a_period_begins_the_day_after_reception_and_ends_on_a_working_day(
    arrived: date, days: int, last: date
) -> None:
    assert returns.last_day(arrived, days) == last


@pytest.mark.parametrize(("is_open", "days", "expected"), [(True, 30, 30), (True, 7, 14), (False, 30, 14)])
def test_the_law_gives_fourteen_days_whatever_the_shop_says(is_open: bool, days: int, expected: int) -> None:
    assert returns.withdrawal_days(is_open=is_open, days=days) == expected


def test_numbers_follow_one_another() -> None:
    assert (refunds.slip_number(refunds.next_rank(None)), returns.return_number(refunds.next_rank("RE000009"))) == (
        "AV000001",
        "RE000010",
    )

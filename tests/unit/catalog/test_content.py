"""The price of a kilo or a litre is that of what is in the bag chosen."""

from __future__ import annotations

import pytest

from sandbox.shop.catalog.rules import content_of, unit_price_cents


@pytest.mark.parametrize(
    ("unit", "content", "names", "expected"),
    [
        ("kg", 250, (), 250),
        ("kg", 250, ("250 g", "Filtre"), 250),
        ("kg", 250, ("En grains", "1\u00a0kg"), 1000),
        ("kg", 100, ("Recharge 250 g",), 250),
        ("kg", 250, ("1,5 kg",), 1500),
        ("l", 500, ("75 cl",), 750),
        ("kg", 250, ("75 cl",), 250),
        ("", 0, ("1 kg",), 0),
        ("kg", 250, ("30 grains",), 250),
    ],
)
def test_a_variant_says_its_own_content(unit: str, content: int, names: tuple[str, ...], expected: int) -> None:
    assert content_of(unit, content, names) == expected


def test_a_kilo_costs_what_the_big_bag_costs() -> None:
    assert unit_price_cents(2807, content_of("kg", 250, ("1 kg", "Espresso"))) == 2807

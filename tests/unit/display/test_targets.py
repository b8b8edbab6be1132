"""Targets of links as people and files write them."""

from __future__ import annotations

import pytest

from sandbox.kernel.errors import RuleBroken
from sandbox.shop.display import rules
from sandbox.shop.display.rules import Reference


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("produit:mug-grave", Reference("product", key="mug-grave")),
        ("categorie:#12", Reference("category", number=12)),
        (" page:livraison ", Reference("page", key="livraison")),
        ("/contact", Reference("path", path="/contact")),
        ("/recherche?q=the", Reference("path", path="/recherche?q=the")),
        ("https://ailleurs.example/", None),
        ("//ailleurs.example", None),
        ("javascript:alert(1)", None),
        ("marque:orvance", None),
        ("produit:Mug", None),
        ("", None),
    ],
)
def test_a_target_is_an_entity_or_a_path_of_the_shop(text, expected):
    assert rules.parse_target(text) == expected


def test_a_required_target_is_refused_at_its_field():
    assert rules.check_target("", required=False) == ""
    for wrong in ("", "https://ailleurs.example"):
        with pytest.raises(RuleBroken) as refusal:
            rules.check_target(wrong)
        assert refusal.value.field == "target"


@pytest.mark.parametrize(("position", "expected"), [(1, "cab"), (2, "acb"), (3, "abc"), (99, "abc"), (-4, "cab")])
def test_a_row_moves_to_its_rank(position, expected):
    rows = ["a", "b", "c"]
    assert "".join(rules.moved(rows, rows[2], position)) == expected

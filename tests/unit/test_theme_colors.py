"""Main colours of a theme: contrasts, and what follows from them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.kernel.errors import RuleBroken
from sandbox.shop.shops.rules import DEFAULT_COLORS, clean_color, contrast, following, recolored

HEX = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


def test_the_defaults_are_the_storefront_s_own() -> None:
    tokens = (Path(__file__).parents[2] / "static/css/storefront-tokens.css").read_text(encoding="utf-8")
    told = {
        name: clean_color(value, field=name) for name, value in re.findall(r"--sf-c-([\w-]+):(#[0-9a-f]{3,6});", tokens)
    }
    assert {name: told[name] for name in DEFAULT_COLORS} == DEFAULT_COLORS


def test_contrasts_are_those_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#abcdef", "#abcdef") == 1


def test_nothing_changed_changes_nothing() -> None:
    kept = {"brand": "#1D2B3A", "brand-hover": "#33506e"}
    assert recolored(kept, {"brand": "#1d2b3a", "bg": "#fffefb"}) == kept
    faint = {"ink": "#cccccc"}
    assert recolored(faint, faint) == faint


@given(HEX, st.sampled_from(["brand", "accent", "promo", "deep"]))
def test_what_is_written_on_a_button_can_always_be_read(ground: str, name: str) -> None:
    made = following({name: ground}, name)
    assert contrast(made[f"on-{name}"], ground) >= 4.5
    assert contrast(made[f"on-{name}"], made.get(f"{name}-hover", ground)) >= 4.5
    assert contrast(made.get("on-deep-muted", made[f"on-{name}"]), ground) >= 4.5


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ink": "#c0c0c0"}, "ink"), ({"brand": "#ffd34d"}, "brand"), ({"promo": "#ff9e80"}, "promo"), ({"bg": "#303030"}, "bg"), ({"accent": "#0b6e4f"}, "accent"), ({"deep": "#cfd8dc"}, "deep"),
        ({"bg": "#d0c8b0"}, "bg"), ({"brand": "rouge"}, "brand"), ({"brand": ""}, "brand"), ({"accent": "red;}body{"}, "accent"),
    ],
)  # fmt: skip
def test_colours_that_cannot_be_read_are_refused_at_their_field(changes: dict[str, str], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        recolored({}, changes)
    assert refused.value.field == field


def test_three_digits_are_written_out() -> None:
    assert clean_color(" #FA0 ", field="x") == "#ffaa00"

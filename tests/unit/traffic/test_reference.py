"""docs/indicateurs.md is what the definitions say."""

from __future__ import annotations

from pathlib import Path

from sandbox.shop.traffic.rules.indicators import INDICATORS
from sandbox.shop.traffic.rules.reference import written

PAGE = Path(__file__).parents[3] / "docs" / "indicateurs.md"


def test_the_page_is_the_one_that_the_definitions_write() -> None:
    assert PAGE.read_text("utf-8") == written()


def test_every_indicator_has_its_entry_with_formula_and_source() -> None:
    page = written()
    for key, indicator in INDICATORS.items():
        entry = page.partition(f"(`{key}`)")[2].partition("###")[0]
        assert indicator.formula in entry
        assert indicator.source in entry

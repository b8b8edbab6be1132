"""docs/simulateur-du-marche.md is what the rules say."""

from __future__ import annotations

from sandbox.config import ROOT
from sandbox.shop.market.rules.reference import written


def test_the_page_is_written_from_the_rules() -> None:
    assert (ROOT / "docs" / "simulateur-du-marche.md").read_text("utf-8") == written()

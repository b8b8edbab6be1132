"""`e5 practice`."""

from __future__ import annotations

from tests.domain.cli.conftest import Run


def test_says_when_there_is_nothing_to_tidy(e5: Run) -> None:
    result = e5("practice", "tidy")
    assert result.exit_code == 0
    assert result.output.startswith("0 boutique effacée.")


def test_refuses_a_number_below_nothing(e5: Run) -> None:
    assert e5("practice", "tidy", "--keep", "-1").exit_code == 2

"""What every test of orders stands on: a frozen hour, and the small shop that sells."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.kernel import clock
from tests.factories.trade import NOW, Trade, make_trade


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def trade(shop: object) -> Trade:
    """The rows of a shop that sells, in the open shop."""
    return make_trade()

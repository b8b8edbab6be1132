"""The exchange room as the floors above see it: it keeps nothing of its own."""

from __future__ import annotations

from sandbox.kernel.module import ShopModule
from sandbox.shop.exchange import services  # noqa: F401 - importing them registers their actions

MODULE = ShopModule("exchange", side="site")

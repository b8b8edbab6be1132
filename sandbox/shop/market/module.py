"""The market as the floors above see it: it has no row of its own, it writes those of the other rooms."""

from __future__ import annotations

from sandbox.kernel.module import ShopModule

MODULE = ShopModule("market")

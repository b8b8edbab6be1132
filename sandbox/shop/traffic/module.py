"""The traffic room as the floors above see it: it has a section of a context, and nothing that a subject may change."""

from __future__ import annotations

from sandbox.kernel.module import ShopModule
from sandbox.shop.traffic.seed import load

MODULE = ShopModule("traffic", seed=load)

"""What the floors above know of the shops room."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.shop.shops.models import ShopSetting
from sandbox.shop.shops.seed import load

MODULE = ShopModule(
    "shops",
    entities=(
        Entity(
            "reglage", "Réglage", ShopSetting,
            fields=(Field("nom", "name", "Réglage", writable=False), Field("valeur", "value", "Valeur", column="value")),
            argument="setting",
        ),
    ),
    seed=load,
    tables={"shop_settings": "Réglages"},
)  # fmt: skip

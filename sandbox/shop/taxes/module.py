"""What the floors above know of the taxes room."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.values import Kind
from sandbox.shop.taxes.models import TaxRule
from sandbox.shop.taxes.seed import load

MODULE = ShopModule(
    "taxes",
    entities=(
        Entity(
            "regle_taxe", "Règle de taxe", TaxRule,
            fields=(
                Field("nom", "name", "Nom", column="name"),
                Field("taux", "rate_bp", "Taux", Kind.RATE, column="rate_bp"),
                Field("active", "is_active", "Active", Kind.YES_NO, column="is_active"),
            ),
            argument="tax_rule", gender="f",
        ),
    ),
    seed=load,
    tables={"tax_rules": "Règles de taxes"},
)  # fmt: skip

"""Changing promotions. Importing this package also starts the recording of public prices (`history`)."""

from sandbox.shop.pricing.services.cart_rules import (
    CartRuleValues,
    create_cart_rule,
    update_cart_rule,
)
from sandbox.shop.pricing.services.catalog_rules import (
    CatalogRuleValues,
    create_catalog_rule,
    delete_catalog_rule,
    update_catalog_rule,
)
from sandbox.shop.pricing.services.history import note_prices
from sandbox.shop.pricing.services.specific_prices import (
    SpecificPriceValues,
    create_specific_price,
    delete_specific_price,
    update_specific_price,
)

__all__ = [
    "CartRuleValues", "CatalogRuleValues", "SpecificPriceValues", "create_cart_rule", "create_catalog_rule",
    "create_specific_price", "delete_catalog_rule", "delete_specific_price", "note_prices",
    "update_cart_rule", "update_catalog_rule", "update_specific_price",
]  # fmt: skip

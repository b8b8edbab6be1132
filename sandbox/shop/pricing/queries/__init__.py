"""Reading prices, promotions and why a price is what it is."""

from sandbox.shop.pricing.queries.book import (
    PriceBook,
    categories_of,
    explain_price,
    price_of,
    prices_for,
    public_buyer,
)
from sandbox.shop.pricing.queries.cart_rules import (
    CartRuleFilter,
    CartRuleRow,
    find_cart_rule_by_code,
    get_cart_rule,
    list_automatic_rules,
    list_cart_rules,
    list_highlighted_rules,
    rules_for,
    rules_of_customer,
)
from sandbox.shop.pricing.queries.history import lowest_30_days, price_history
from sandbox.shop.pricing.queries.promotions import (
    CatalogRuleFilter,
    CatalogRuleRow,
    count_products_of,
    get_catalog_rule,
    get_specific_price,
    list_catalog_rules,
    specific_prices_of,
)
from sandbox.shop.pricing.rules.prices import Price, Step

__all__ = [
    "CartRuleFilter", "CartRuleRow", "CatalogRuleFilter", "CatalogRuleRow", "Price", "PriceBook", "Step", "categories_of", "count_products_of", "explain_price",
    "find_cart_rule_by_code", "get_cart_rule", "get_catalog_rule", "get_specific_price", "list_automatic_rules",
    "list_cart_rules", "list_catalog_rules", "list_highlighted_rules", "lowest_30_days", "price_history", "price_of",
    "prices_for", "public_buyer", "rules_for", "rules_of_customer", "specific_prices_of",
]  # fmt: skip

"""The rooms of the mock company, in the order in which a context is read into them."""

from __future__ import annotations

from functools import cache

from sandbox.kernel.module import Entity, ShopModule
from sandbox.shop.catalog.module import MODULE as CATALOG
from sandbox.shop.customers.module import MODULE as CUSTOMERS
from sandbox.shop.display.module import MODULE as DISPLAY
from sandbox.shop.orders.module import MODULE as ORDERS
from sandbox.shop.pricing.module import MODULE as PRICING
from sandbox.shop.reviews.module import MODULE as REVIEWS
from sandbox.shop.search.module import MODULE as SEARCH
from sandbox.shop.shipping.module import MODULE as SHIPPING
from sandbox.shop.shops.module import MODULE as SHOPS
from sandbox.shop.site.module import MODULE as SITE
from sandbox.shop.support.module import MODULE as SUPPORT
from sandbox.shop.taxes.module import MODULE as TAXES
from sandbox.shop.team.module import MODULE as TEAM
from sandbox.shop.traffic.module import MODULE as TRAFFIC

MODULES: tuple[ShopModule, ...] = (
    SHOPS, TAXES, CATALOG, CUSTOMERS, TEAM, SHIPPING, SITE, PRICING, SEARCH, DISPLAY, ORDERS, SUPPORT, REVIEWS, TRAFFIC,
)  # fmt: skip


@cache
def entities() -> dict[str, Entity]:
    """Every entity a subject can name, by its French name."""
    return {entity.name: entity for module in MODULES for entity in module.entities}


@cache
def entity_of_table(table: str) -> Entity | None:
    """The entity whose rows a table holds, or None."""
    return next((e for e in entities().values() if e.model.__tablename__ == table), None)

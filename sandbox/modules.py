"""The rooms of the mock company, in the order in which a context is read into them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sandbox.kernel.module import Entity, ShopModule
from sandbox.shop.announcements import module as announcements
from sandbox.shop.catalog import module as catalog
from sandbox.shop.charts import module as charts
from sandbox.shop.comments import module as comments
from sandbox.shop.contributors import module as contributors
from sandbox.shop.customers import module as customers
from sandbox.shop.display import module as display
from sandbox.shop.exchange import module as exchange
from sandbox.shop.identity import module as identity
from sandbox.shop.library import module as library
from sandbox.shop.market import module as market
from sandbox.shop.navigation import module as navigation
from sandbox.shop.notes import module as notes
from sandbox.shop.orders import module as orders
from sandbox.shop.posts import module as posts
from sandbox.shop.pricing import module as pricing
from sandbox.shop.reviews import module as reviews
from sandbox.shop.search import module as search
from sandbox.shop.seo import module as seo
from sandbox.shop.shipping import module as shipping
from sandbox.shop.shops import module as shops
from sandbox.shop.site import module as site
from sandbox.shop.support import module as support
from sandbox.shop.taxes import module as taxes
from sandbox.shop.team import module as team
from sandbox.shop.traffic import module as traffic
from sandbox.shop.widgets import module as widgets

MODULES: tuple[ShopModule, ...] = tuple(
    room.MODULE
    for room in (
        shops,
        taxes,
        catalog,
        customers,
        team,
        shipping,
        site,
        pricing,
        search,
        display,
        orders,
        support,
        reviews,
        seo,
        traffic,
        notes,
        library,
        contributors,
        posts,
        comments,
        navigation,
        widgets,
        identity,
        announcements,
        exchange,
        market,
        charts,
    )
)


@cache
def entities() -> dict[str, Entity]:
    """Every entity a subject can name, by its French name."""
    return {entity.name: entity for module in MODULES for entity in module.entities}


@cache
def side_of(entity: str) -> str:
    """Whose thing an entity is: `shop`, `site` or `both`; `shop` for a name that is nobody's."""
    return next((module.side for module in MODULES for one in module.entities if one.name == entity), "shop")


@cache
def entity_of_table(table: str) -> Entity | None:
    """The entity whose rows a table holds, or None."""
    return next((e for e in entities().values() if e.model.__tablename__ == table), None)


def entity_of_row(table: str, values: Mapping[str, object]) -> Entity | None:
    """The entity of a row that was made or deleted: articles and pages share a table."""
    is_page = table == "site_posts" and values.get("kind") == "page"
    return entities()["page_site"] if is_page else entity_of_table(table)

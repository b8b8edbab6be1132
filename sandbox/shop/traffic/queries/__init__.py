"""Reading traffic and sales: a period's `Dataset`, and what reports add to it.

Visits come from the facts of the context, shared by every copy; orders from the shop's own rows, so that a candidate's
count. An order placed since the context was made has no visit in the facts: it brings its own, which keeps every step of
the funnel at least as large as the next.
"""

from sandbox.shop.traffic.queries.audience import (
    PageFigures,
    SearchFigures,
    figures_of_pages,
    figures_of_searches,
    figures_of_shares,
)  # fmt: skip
from sandbox.shop.traffic.queries.clients import Loyalty, Scored, figures_of_loyalty, find_people, list_scored
from sandbox.shop.traffic.queries.crossings import is_crossed, list_regions, regions_of
from sandbox.shop.traffic.queries.dataset import Dataset, Sale, get_dataset, get_shop_day, shop_days
from sandbox.shop.traffic.queries.editions import get_edition
from sandbox.shop.traffic.queries.letters import Departure, LetterFigures, figures_of_letters, list_departures
from sandbox.shop.traffic.queries.live import list_live_visits
from sandbox.shop.traffic.queries.refunds import Refund, list_refunds
from sandbox.shop.traffic.queries.relation import (
    CodeFigures,
    PublishedReview,
    ReturnedGoods,
    ThreadDelay,
    count_reasons,
    count_stars,
    figures_of_codes,
    list_published,
    list_returned,
    list_thread_delays,
)  # fmt: skip
from sandbox.shop.traffic.queries.rows import group
from sandbox.shop.traffic.queries.sales import (
    AbandonedCart,
    BuyerFigures,
    CampaignFigures,
    ProductFigures,
    campaign_names,
    figures_of_buyers,
    figures_of_campaigns,
    figures_of_products,
    list_abandoned_carts,
    list_campaign_starts,
)  # fmt: skip
from sandbox.shop.traffic.queries.shelves import ShelfFigures, figures_of_shelves
from sandbox.shop.traffic.queries.waiting import Waiting, get_waiting

__all__ = [
    "AbandonedCart", "BuyerFigures", "CampaignFigures", "CodeFigures", "Dataset", "Departure", "LetterFigures", "Loyalty", "PageFigures",
    "ProductFigures", "PublishedReview", "Refund", "ReturnedGoods", "Sale", "Scored", "SearchFigures", "ShelfFigures", "ThreadDelay", "Waiting", "campaign_names",
    "count_reasons", "count_stars", "figures_of_buyers", "figures_of_campaigns", "figures_of_codes", "figures_of_letters", "figures_of_loyalty", "figures_of_pages",
    "figures_of_products", "figures_of_searches", "figures_of_shares", "figures_of_shelves", "find_people", "get_dataset", "get_edition",
    "get_shop_day", "get_waiting", "group", "is_crossed", "list_abandoned_carts", "list_campaign_starts", "list_departures", "list_live_visits",
    "list_published", "list_refunds", "list_regions", "list_returned", "list_scored", "list_thread_delays", "regions_of", "shop_days",
]  # fmt: skip

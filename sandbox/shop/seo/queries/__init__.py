"""Reading how the pages of a shop are found."""

from sandbox.shop.seo.queries.audit import audit_shop
from sandbox.shop.seo.queries.metas import (
    Meta,
    find_row,
    get_shop_page,
    list_metas,
    meta_of,
    old_addresses,
    page_at,
    rewritten,
)
from sandbox.shop.seo.queries.positions import Rank, list_ranks
from sandbox.shop.seo.queries.sheets import Draft, find_focus, focus_of, sheet_of

__all__ = [
    "Draft",
    "Meta",
    "Rank",
    "audit_shop",
    "find_focus",
    "find_row",
    "focus_of",
    "get_shop_page",
    "list_metas",
    "list_ranks",
    "meta_of",
    "old_addresses",
    "page_at",
    "rewritten",
    "sheet_of",
]

"""The home page: the blocks that the back office switched on, in its order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import render_template, url_for

from sandbox.kernel import clock
from sandbox.kernel.text import excerpt, plain
from sandbox.policy.permissions import Permission
from sandbox.shop.catalog import queries as catalog
from sandbox.shop.catalog.queries.shopfront import shown_by_category
from sandbox.shop.display import queries as display
from sandbox.shop.display.models import HomeBlock
from sandbox.shop.orders.queries import sales
from sandbox.shop.reviews import queries as reviews
from sandbox.web.access import allow
from sandbox.web.page_cache import kept
from sandbox.web.storefront import bp
from sandbox.web.storefront.cards import make_cards, paper_of_category
from sandbox.web.storefront.frame import front
from sandbox.web.storefront.links import category_url, product_url, target_url
from sandbox.web.storefront.structured import shop_block

ROW = 8
QUOTES = 3
QUOTE_LENGTH = 240
SHORT_LABEL = 26
TILE_LENGTH = 56
DRAWN_TILES = 5
MOST_TILES = DRAWN_TILES + 8


@bp.get("/")
@allow(Permission.STOREFRONT_VISIT)
@kept
def home() -> str:
    """The home page."""
    blocks = [block for row in front().blocks if (block := read_block(row))]
    return render_template("storefront/home/home.html", blocks=blocks, data=shop_block())


def read_block(row: HomeBlock) -> dict[str, Any] | None:
    """A block with what it shows; None when it has nothing to show."""
    content = BLOCKS[row.kind](row)
    return None if content is None else {"kind": row.kind, "title": row.title, "intro": row.intro, **content}


def _carousel(_row: HomeBlock) -> dict[str, Any] | None:
    slides = [
        {
            "title": slide.title, "badge": slide.badge, "body": slide.body, "button": slide.button, "tone": slide.tone,
            "image": slide.image, "image_small": slide.image_small, "legend": slide.legend, "url": target_url(resolved.target),
            "short": slide.badge if 0 < len(slide.badge) <= SHORT_LABEL else slide.title,
        }
        for resolved in display.active_slides()
        for slide in [resolved.slide]
    ]  # fmt: skip
    return {"slides": slides[:8]} if slides else None


def _reassurance(_row: HomeBlock) -> dict[str, Any] | None:
    targets = display.reassurance_items()
    found = display.resolve_targets(item.target for item in targets)
    promises = [
        {"icon": item.icon, "title": item.title, "body": item.body, "url": target_url(found.get(item.target))}
        for item in targets
    ]
    return {"promises": promises} if promises else None


def _universes(_row: HomeBlock) -> dict[str, Any] | None:
    root = next((node for node in front().categories.values() if node.depth == 0), None)
    counts = shown_by_category()
    nodes = [node for node in (root.children if root else []) if counts.get(node.category.id)][:MOST_TILES]
    universes = [
        {
            "name": node.category.name, "url": category_url(node.category), "image": node.category.image,
            "count": counts[node.category.id], "text": catalog_line(node.category.description),
            "paper": paper_of_category(rank), "span": span,
        }
        for rank, (node, span) in enumerate(zip(nodes, tile_spans(len(nodes)), strict=True))
    ]  # fmt: skip
    return {"universes": universes} if universes else None


def tile_spans(count: int) -> list[int]:
    """Columns of twelve for each tile: the first five as a block of their own (0), the others in full rows of two to four."""
    if count < DRAWN_TILES:
        return [12 // count] * count
    rest = count - DRAWN_TILES
    rows = [] if rest == 0 else [rest] if rest <= 4 else [-(-rest // 2), rest // 2]
    return [0] * DRAWN_TILES + [12 // row for row in rows for _ in range(row)]


def catalog_line(description: str) -> str:
    """What fits a tile of a category's text: its first sentence, or as many of its clauses as fit."""
    first = plain(description).split(". ")[0].split(" : ")[0].rstrip(".")
    clauses = first.split(", ")
    while len(clauses) > 1 and len(", ".join(clauses)) > TILE_LENGTH:
        clauses.pop()
    text = excerpt(", ".join(clauses), TILE_LENGTH + 24)
    return text if not text or text.endswith("…") else f"{text}."


def _featured(_row: HomeBlock) -> dict[str, Any] | None:
    products = catalog.get_products(product.id for product in display.featured_products())
    return {"cards": make_cards(products), "tone": "band--soft", "more": "", "more_url": ""} if products else None


def _new(_row: HomeBlock) -> dict[str, Any] | None:
    days: int = front().settings["nouveau_jours"]
    products = (
        catalog.list_new_products(since=clock.today() - timedelta(days=max(days - 1, 0)), limit=ROW) if days else []
    )
    if not products:
        return None
    return {
        "cards": make_cards(products),
        "tone": "",
        "more": "Toutes les nouveautés",
        "more_url": url_for("storefront.new_products"),
    }


def _best(_row: HomeBlock) -> dict[str, Any] | None:
    sold = sales.best_sellers(limit=ROW)
    products = [product for product in catalog.get_products(sold) if product.is_online]
    if not products:
        return None
    more = url_for("storefront.best_sellers")
    return {
        "cards": make_cards(products),
        "tone": "band--soft",
        "more": "Toutes les meilleures ventes",
        "more_url": more,
    }


def _story(_row: HomeBlock) -> dict[str, Any] | None:
    text = str(front().settings["histoire"]).replace("\r", "")
    paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
    about = next((link for one in front().footer for link in one.links if "histoire" in link.label.lower()), None)
    return {
        "paragraphs": paragraphs, "picture": front().theme.get("recit", ""), "legend": front().theme.get("recit_legende", ""),
        "more": "Lire notre histoire", "more_url": about.url if about else "",
    }  # fmt: skip


def _reviews(_row: HomeBlock) -> dict[str, Any] | None:
    summary, latest = reviews.summary_of(), reviews.published(size=QUOTES).items
    products = {product.id: product for product in catalog.get_products(review.product_id for review in latest)}
    quotes = [
        {
            "rating": review.rating, "body": excerpt(review.body, QUOTE_LENGTH), "author": review.author, "product": product.name,
            "url": product_url(product), "day": review.posted_at, "image": cover.media if cover else None,
        }
        for review in latest
        for product in [products[review.product_id]]
        for cover in [catalog.cover_of(product)]
    ]  # fmt: skip
    return {"mean": summary.mean, "count": summary.count, "quotes": quotes} if quotes else None


def _newsletter(_row: HomeBlock) -> dict[str, Any] | None:
    return {}


BLOCKS: dict[str, Callable[[HomeBlock], dict[str, Any] | None]] = {
    "carousel": _carousel, "reassurance": _reassurance, "universes": _universes, "featured": _featured, "new": _new,
    "best": _best, "story": _story, "reviews": _reviews, "newsletter": _newsletter,
}  # fmt: skip

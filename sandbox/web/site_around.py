"""Blocks as HTML on a page of the site: its pictures, its links, its lists."""

from __future__ import annotations

from calendar import monthcalendar
from collections.abc import Iterable
from typing import Any

from flask import render_template
from markupsafe import Markup

from sandbox.kernel import clock
from sandbox.kernel.clock import MONTH_NAMES
from sandbox.shop.blocks.rules.inline import reference_of
from sandbox.shop.blocks.rules.inventory import media_used
from sandbox.shop.blocks.rules.rendering import Shown, render
from sandbox.shop.blocks.rules.tree import Block
from sandbox.shop.comments.queries import latest_comments
from sandbox.shop.display.queries import resolve_targets
from sandbox.shop.identity.queries import get_site
from sandbox.shop.identity.rules import NETWORKS
from sandbox.shop.library.models import Media
from sandbox.shop.library.queries import find_named, media_by_id
from sandbox.shop.navigation.queries import find_thing
from sandbox.shop.posts import queries as posts
from sandbox.shop.posts.models import SiteCategory, SitePost
from sandbox.web.addresses import url_for
from sandbox.web.filters import file_size, icon, media_url
from sandbox.web.site_links import inner_path, post_url, reference_url

LOCKED = "Ce contenu est protégé par un mot de passe."
WIDTHS = (400, 800, 1200)
_SHOP = {"product": ("product", "product_id"), "category": ("category", "category_id"), "page": ("page", "page_id")}
"""Kinds of the shop's things: their page, and what it calls their number."""


class SiteAround:
    """What blocks ask of the site; a thing is read once a page."""

    def __init__(self) -> None:
        self._media: dict[int, Media | None] = {}
        self._urls: dict[str, str] = {}

    def expect(self, blocks: Iterable[Block]) -> None:
        """Read all files of these blocks at once."""
        wanted = set(media_used(blocks)) - set(self._media)
        found = media_by_id(wanted)
        self._media |= {number: found.get(number) for number in wanted}

    def media(self, media_id: int) -> Shown | None:
        """A file of the library; None when it is gone."""
        if media_id not in self._media:
            self._media[media_id] = media_by_id([media_id]).get(media_id)
        row = self._media[media_id]
        return None if row is None else shown(row)

    def address(self, url: str) -> str:
        """The address of a link; empty when its thing is gone or not to be seen."""
        if url not in self._urls:
            named = reference_of(url)
            self._urls[url] = self._named(*named) if named else inner_path(url) if url.startswith("/") else url
        return self._urls[url]

    def icon(self, name: str) -> str:
        """An icon of the sprite, without words."""
        return str(icon(name))

    def listed(self, block: Block) -> str:
        """A list of what the site holds (latest posts, categories…)."""
        return render_template("macros/site/listed.html", block=block, around=self)

    def _named(self, kind: str, name: str) -> str:
        if kind == "media":
            media = find_named(name)
            return file_url(media) if media else ""
        if kind in ("produit", "categorie", "page"):
            return _shop_url(f"{kind}:#{name}" if name.isdigit() else f"{kind}:{name}")
        row = find_thing(kind, name)
        if isinstance(row, SitePost):
            return post_url(row) if posts.is_visible(row) else ""
        return reference_url(kind, row.slug) if row else ""


def _shop_url(target: str) -> str:
    found = resolve_targets([target]).get(target)
    if found is None or not found.is_live:
        return ""
    page, argument = _SHOP[found.kind]
    return url_for(f"storefront.{page}", **{argument: found.id, "slug": found.slug})


def shown(row: Media) -> Shown:
    """A file as a page needs it."""
    widths = [width for width in WIDTHS if width < row.width] if row.name.endswith(".webp") else []
    sources = [f"{media_url(row.name, width)} {width}w" for width in widths]
    if sources:
        sources.append(f"{media_url(row.name)} {row.width}w")
    return Shown(
        file_url(row), row.kind, ", ".join(sources), row.alt, row.title, row.width, row.height, row.file_name, file_size(row.size_bytes),
        row.transcript, media_url(row.poster.name) if row.poster else "", subtitles_url(row),
    )  # fmt: skip


def subtitles_url(row: Media) -> str:
    """Where the subtitles of a film are read; empty when it has none."""
    return url_for("sitefront.subtitles", media_id=row.id) if row.subtitles else ""


def file_url(row: Media) -> str:
    """Where a file is read: what is shown or played by its content, the rest through the page that names it."""
    return (
        media_url(row.name) if row.kind in ("image", "audio", "video") else url_for("sitefront.file", media_id=row.id)
    )


def drawn(blocks: list[Block], around: SiteAround) -> Markup:
    """Blocks as safe HTML."""
    around.expect(blocks)
    return Markup(render(blocks, around))  # noqa: S704 -- every attribute was checked when it came in and is escaped as it goes out


def teaser(post: SitePost, words: int = 55) -> str:
    """The excerpt that was written, else the first words of the text, up to « Lire la suite » when it is there."""
    if post.password:
        return LOCKED
    if post.excerpt:
        return post.excerpt
    told = posts.opening_of(post).split(" ")
    return " ".join(told[:words]) + ("…" if len(told) > words else "")


def lists() -> dict[str, Any]:
    """What the template of listed blocks asks for."""
    return {
        "latest_posts": posts.visible_posts, "posts_of_category": _of_category, "list_site_categories": posts.list_categories,
        "list_site_tags": posts.list_tags, "site_months": posts.months, "latest_comments": latest_comments, "teaser": teaser,
        "post_url": post_url, "term_url": reference_url, "long_months": MONTH_NAMES, "social": _social, "calendar": _calendar,
    }  # fmt: skip


def _calendar() -> dict[str, Any]:
    """The present month in weeks that begin on a Monday, 0 for the days of its neighbours, with the days on which articles came out."""
    today = clock.today()
    found = posts.visible_posts(year=today.year, month=today.month)
    days = {clock.to_paris(post.published_at).day for post in found if post.published_at}
    return {
        "year": today.year,
        "month": today.month,
        "today": today.day,
        "weeks": monthcalendar(today.year, today.month),
        "days": days,
    }


def _of_category(category_id: int) -> list[SitePost]:
    row = find_thing("rubrique", str(category_id))
    return posts.visible_posts(category=row) if isinstance(row, SiteCategory) else []


def _social() -> list[dict[str, str]]:
    """The networks whose address leads somewhere."""
    around = SiteAround()
    found = [(one["net"], around.address(one["url"])) for one in get_site().social if one["net"] in NETWORKS]
    return [{"net": net, "name": NETWORKS[net], "url": url} for net, url in found if url]

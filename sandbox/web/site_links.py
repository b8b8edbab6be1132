"""The addresses of the site's things, as its permalinks want them."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from flask import g

from sandbox.kernel import clock
from sandbox.shop.identity.models import Site
from sandbox.shop.identity.queries import get_site
from sandbox.shop.posts.models import SitePost
from sandbox.shop.posts.queries import find_visible
from sandbox.web.addresses import url_for


def post_url(post: SitePost, site: Site | None = None) -> str:
    """The address of an article or a page: a page stands under its parents, the home page at the root."""
    site = site or get_site()
    if site.front_kind == "page" and post.id == site.front_page_id:
        return url_for("sitefront.home")
    if site.permalinks == "plain":
        return f"{url_for('sitefront.home')}?p={post.id}"
    return f"{url_for('sitefront.home')}{path_of(post, site)}/"


def path_of(post: SitePost, site: Site) -> str:
    """The part of the address that is the post's own."""
    if post.is_page:
        parts, above, seen = [post.slug], post.parent, {post.id}
        while above is not None and above.id not in seen:
            parts.insert(0, above.slug)
            seen.add(above.id)
            above = above.parent
        return "/".join(parts)
    if site.permalinks in ("day", "month") and post.published_at is not None:
        day = clock.to_paris(post.published_at)
        return f"{day:%Y/%m/%d}/{post.slug}" if site.permalinks == "day" else f"{day:%Y/%m}/{post.slug}"
    return post.slug


def reference_url(kind: str, slug: str) -> str:
    """The address of a category or a tag, under the words that the permalinks chose."""
    site = get_site()
    base = (site.category_base or "categorie") if kind == "rubrique" else (site.tag_base or "etiquette")
    return f"{url_for('sitefront.home')}{base}/{slug}/"


def inner_path(path: str) -> str:
    """A bare path on this copy: the site's article or page at it (`/contact/`), else the shop's (`/panier`), where there is one."""
    parts = urlsplit(path)
    slug = parts.path.strip("/").rpartition("/")[2]
    post = find_visible(slug) if slug and not parts.path.startswith("/site/") else None
    if post is not None and path_of(post, get_site()) == parts.path.strip("/"):
        return urlunsplit(("", "", post_url(post), parts.query, parts.fragment))
    if not g.shop.has_storefront and not parts.path.startswith("/site/"):
        return urlunsplit(("", "", f"{url_for('sitefront.home')}{parts.path.lstrip('/')}", parts.query, parts.fragment))
    return f"/b/{g.shop.key}{path}"

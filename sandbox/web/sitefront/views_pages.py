"""Home, articles, pages, and the lists of articles."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, redirect, request

from sandbox.kernel.clock import MONTH_NAMES
from sandbox.kernel.errors import NotFound
from sandbox.kernel.subtitles import TYPE as SUBTITLES
from sandbox.policy.permissions import Permission
from sandbox.shop.library.queries import get_media
from sandbox.shop.posts import queries
from sandbox.shop.posts.models import SitePost
from sandbox.web.access import allow
from sandbox.web.media import download
from sandbox.web.numbers import whole
from sandbox.web.page_cache import kept
from sandbox.web.site_frame import sheet, site_frame
from sandbox.web.site_links import post_url
from sandbox.web.sitefront import bp
from sandbox.web.sitefront.showing import show_list, show_post


@bp.get("/")
@allow(Permission.STOREFRONT_VISIT)
@kept
def home() -> Any:
    """The static page of the settings, else the latest articles."""
    site = site_frame().site
    if number := request.args.get("p", type=whole):
        post = queries.find_visible_by_id(number)
        return show_post(post) if post is not None else abort(404)
    page = queries.find_visible_by_id(site.front_page_id) if site.front_kind == "page" else None
    return (
        show_post(page, is_home=True)
        if page is not None
        else show_list(queries.visible_posts(sticky_first=True), is_home=True)
    )


@bp.get("/recherche")
@allow(Permission.STOREFRONT_VISIT)
@kept
def search() -> str:
    """Articles and pages that hold the words."""
    words = request.args.get("s", "").strip()[:100]
    found = queries.visible_posts(words=words) if words else []
    return show_list(
        found, title=f"Résultats de recherche pour «\u00a0{words}\u00a0»" if words else "Recherche", words=words
    )


@bp.get("/archives/<int:year>/", defaults={"month": 0})
@bp.get("/archives/<int:year>/<int:month>/")
@allow(Permission.STOREFRONT_VISIT)
@kept
def archive(year: int, month: int) -> Any:
    """The articles of a month, or of a year."""
    if not (2000 <= year <= 2100 and 0 <= month <= 12):
        abort(404)
    when = f"{MONTH_NAMES[month - 1]} {year}" if month else str(year)
    return show_list(queries.visible_posts(year=year, month=month), title=f"Archives\u00a0: {when}")


@bp.get("/auteur/<int:user_id>/")
@allow(Permission.STOREFRONT_VISIT)
@kept
def author(user_id: int) -> Any:
    """The articles of an author."""
    found = queries.visible_posts(author_id=user_id)
    if not found or found[0].author is None:
        abort(404)
    return show_list(found, title=f"Articles de {found[0].author.name}", intro=found[0].author.bio)


@bp.get("/fichier/<int:media_id>")
@allow(Permission.STOREFRONT_VISIT)
def file(media_id: int) -> Response:
    """A file of the library, to be saved under its own name."""
    media = get_media(media_id)
    return download(media.name, media.file_name)


@bp.get("/fichier/<int:media_id>/sous-titres.vtt")
@allow(Permission.STOREFRONT_VISIT)
def subtitles(media_id: int) -> Response:
    """The subtitles of a film, for its player alone: a page that opened this text would run and show nothing of it."""
    media = get_media(media_id)
    if not media.subtitles:
        raise NotFound("Cette vidéo n’a pas de sous-titres.")
    response = Response(media.subtitles, content_type=SUBTITLES)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@bp.get("/apparence.css")
@allow(Permission.STOREFRONT_VISIT)
def look() -> Response:
    """The colours of the customiser; the address carries the revision."""
    response = Response(sheet(site_frame().site), mimetype="text/css")
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


@bp.get("/<path:address>")
@allow(Permission.STOREFRONT_VISIT)
@kept
def address(address: str) -> Any:
    """Whatever stands at an address: an article, a page, a category, a tag."""
    parts = [part for part in address.split("/") if part]
    site = site_frame().site
    if len(parts) == 2 and parts[0] == (site.category_base or "categorie"):
        return _category(parts[1])
    if len(parts) == 2 and parts[0] == (site.tag_base or "etiquette"):
        return _tag(parts[1])
    post = queries.find_visible(parts[-1]) if parts else None
    if post is None:
        abort(404)
    wanted = post_url(post, site)
    if site.permalinks != "plain" and wanted != request.path:
        return redirect(wanted, 301)
    return _posts_page(post) or show_post(post)


def _posts_page(post: SitePost) -> Any:
    """The blog, when this page stands for it."""
    frame = site_frame()
    if frame.site.front_kind == "page" and post.id == frame.site.posts_page_id:
        frame.here = post
        return show_list(queries.visible_posts(sticky_first=True), title=post.title, is_blog=True)
    return None


def _category(slug: str) -> Any:
    category = queries.find_category(slug)
    if category is None:
        abort(404)
    has_seo = site_frame().has_seo
    title = (category.meta_title if has_seo else "") or category.name
    return show_list(
        queries.visible_posts(category=category),
        title=category.name,
        intro=category.description,
        said=(title, category.meta_description if has_seo else ""),
    )


def _tag(slug: str) -> Any:
    tag = queries.find_tag(slug)
    if tag is None:
        abort(404)
    return show_list(queries.visible_posts(tag=tag), title=f"Étiquette\u00a0: {tag.name}", intro=tag.description)

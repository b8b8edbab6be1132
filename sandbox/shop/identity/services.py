"""Changing the site's settings; switching extensions on and off."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.shop.identity import rules
from sandbox.shop.identity.models import Site, SiteExtension


class SiteValues(TypedDict, total=False):
    """What may be given of the site: every setting of every screen."""

    title: str
    slogan: str
    logo_id: int | None
    icon_id: int | None
    color_accent: str
    color_header: str
    color_footer: str
    above_header: str
    above_header_picture_id: int | None
    menu_place: str
    offcanvas_on: str
    social: list[dict[str, Any]]
    social_place: str
    breadcrumb_place: str
    sidebar_pages: str
    sidebar_posts: str
    sidebar_archives: str
    footer_columns: int
    footer_text: str
    email: str
    is_membership_open: bool
    default_role: str
    date_format: str
    default_category_id: int | None
    front_kind: str
    front_page_id: int | None
    posts_page_id: int | None
    posts_per_page: int
    archive_shows: str
    is_hidden_from_engines: bool
    comments_open: bool
    comments_named: bool
    comments_close_days: int
    comments_depth: int
    comments_newest_first: bool
    comments_approved: bool
    comments_known_only: bool
    comments_links_max: int
    words_held: str
    words_refused: str
    permalinks: str
    category_base: str
    tag_base: str
    privacy_page_id: int | None


def create_site(**values: Unpack[SiteValues]) -> Site:
    """The site of a shop that has none, with every extension installed and none active. Only a context makes one."""
    site = Site(key="site", title=rules.clean("title", values.get("title", "")), social=[])
    session.add(site)
    session.add_all(SiteExtension(key=key, is_active=False, options={}) for key in rules.EXTENSIONS)
    session.flush()
    _apply(site, values)
    session.flush()
    return site


@action("site.modifier", entity="site", words="a modifié les réglages du site")
def update_site(*, site: Site, **values: Unpack[SiteValues]) -> Site:
    """Change what is given of the site's settings."""
    _apply(site, values)
    session.flush()
    return site


@action("extension.activer", entity="extension", words="a activé l’extension")
def activate(*, extension: SiteExtension) -> SiteExtension:
    """Switch an extension on."""
    extension.is_active = True
    session.flush()
    return extension


@action("extension.desactiver", entity="extension", words="a désactivé l’extension")
def deactivate(*, extension: SiteExtension) -> SiteExtension:
    """Switch an extension off; what it wrote stays."""
    extension.is_active = False
    session.flush()
    return extension


def _apply(site: Site, values: SiteValues) -> None:
    for name, value in values.items():
        cleaned = rules.clean_social(value) if name == "social" else rules.clean(name, value)  # type: ignore[arg-type]
        setattr(site, name, cleaned)

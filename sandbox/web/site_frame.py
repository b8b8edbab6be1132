"""What every page of a site shows around its text: title, menus, widgets, theme. The front and the editor's preview share it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import g, request, url_for
from markupsafe import Markup

from sandbox.kernel import clock
from sandbox.kernel.clock import MONTH_NAMES
from sandbox.kernel.text import fold
from sandbox.shop.blocks.rules.tree import from_json
from sandbox.shop.comments.queries import count_approved
from sandbox.shop.identity.models import Site
from sandbox.shop.identity.queries import active_extensions, find_site, get_site
from sandbox.shop.library.models import Media
from sandbox.shop.library.queries import media_by_id
from sandbox.shop.navigation import queries as navigation
from sandbox.shop.navigation.queries import Entry
from sandbox.shop.posts.models import SitePost
from sandbox.shop.shops.queries import get_settings
from sandbox.shop.widgets.queries import widgets_by_area
from sandbox.web import site_consent, site_notices
from sandbox.web.filters import media_url
from sandbox.web.site_around import SiteAround, drawn
from sandbox.web.site_links import post_url, reference_url

_HEX = re.compile(r"^#[0-9a-fA-F]{6}$")


@dataclass(frozen=True, slots=True)
class MenuLink:
    """An entry of a menu, ready to be drawn."""

    label: str
    url: str
    is_new_tab: bool
    is_current: bool
    children: tuple[MenuLink, ...]

    @property
    def is_open(self) -> bool:
        """Whether the page is this one or one below."""
        return self.is_current or any(child.is_open for child in self.children)


@dataclass
class SiteFrame:
    """The site around the page; each part is read once, when a template first asks for it. `here` is the text that the page is.

    `holds_choices`: the page is the one where cookies are chosen, which need not be asked about around it.
    """

    site: Site = field(default_factory=get_site)
    around: SiteAround = field(default_factory=SiteAround)
    here: SitePost | None = None
    is_home: bool = False
    holds_choices: bool = False

    @cached_property
    def theme(self) -> dict[str, Any]:
        """The context's theme, which the shop has too."""
        found: dict[str, Any] = json.loads(get_settings()["theme"] or "{}")
        return found

    @cached_property
    def _media(self) -> dict[int, Media]:
        site = self.site
        return media_by_id(one for one in (site.logo_id, site.icon_id, site.above_header_picture_id) if one)

    @cached_property
    def has_seo(self) -> bool:
        """Whether the titles and descriptions that the SEO extension asks for are what engines read."""
        return "seo" in active_extensions()

    @property
    def logo(self) -> Media | None:
        """The logo; None shows the title."""
        return self._media.get(self.site.logo_id or 0)

    @property
    def above_picture(self) -> Media | None:
        """The picture above the header."""
        return self._media.get(self.site.above_header_picture_id or 0)

    @property
    def icon(self) -> str:
        """The address of the site's icon."""
        own = self._media.get(self.site.icon_id or 0)
        name = own.name if own else str(self.theme.get("favicon") or "")
        return media_url(name) if name else ""

    @cached_property
    def notices(self) -> site_notices.Notices:
        """The bars, the pop-ups and the question about cookies around this page."""
        return site_notices.around(self.here, is_home=self.is_home, links=self.around, asks=not self.holds_choices)

    @cached_property
    def has_cookie_choices(self) -> bool:
        """Whether visitors may change what they chose about cookies."""
        return site_consent.notice() is not None

    @property
    def privacy_url(self) -> str:
        """The address of the privacy page; empty when visitors cannot read any."""
        return site_notices.privacy_url(self.site)

    def rich(self, text: str) -> Markup:
        """A cleaned text with the addresses of this copy."""
        return site_notices.rich(text, self.around)

    @cached_property
    def main_menu(self) -> tuple[MenuLink, ...]:
        """The main menu."""
        return self._menu("principal")

    @cached_property
    def offcanvas_menu(self) -> tuple[MenuLink, ...]:
        """The off-canvas menu; the main one when none was placed there."""
        return self._menu("hors-champ") or self.main_menu

    @cached_property
    def footer_menu(self) -> tuple[MenuLink, ...]:
        """The footer's menu."""
        return self._menu("pied")

    def _menu(self, place: str) -> tuple[MenuLink, ...]:
        return tuple(self._link(entry) for entry in navigation.menu_at(place))

    def _link(self, entry: Entry) -> MenuLink:
        url = self.around.address(entry.target)
        children = tuple(self._link(child) for child in entry.children)
        return MenuLink(entry.label, url, entry.item.is_new_tab, url == request.path, children)

    @cached_property
    def widgets(self) -> dict[str, list[Markup]]:
        """The drawn widgets of each area."""
        found = widgets_by_area()
        self.around.expect(block for rows in found.values() for row in rows for block in from_json(row.content))
        return {
            area: [html for row in rows if (html := drawn(from_json(row.content), self.around))]
            for area, rows in found.items()
        }

    @property
    def footer_areas(self) -> list[list[Markup]]:
        """The footer's columns that hold something."""
        return [
            found
            for number in range(1, self.site.footer_columns + 1)
            if (found := self.widgets.get(f"footer-{number}", []))
        ]

    def sidebar_of(self, post: SitePost | None, *, is_list: bool = False) -> str:
        """`left`, `right` or `none`: where this page's sidebar stands; an empty sidebar stands nowhere."""
        site = self.site
        own = post.sidebar if post is not None and not is_list else "default"
        usual = (
            site.sidebar_archives
            if is_list
            else site.sidebar_pages
            if post is not None and post.is_page
            else site.sidebar_posts
        )
        side = usual if own == "default" else own
        return side if self.widgets.get("sidebar") else "none"

    @property
    def home_url(self) -> str:
        """The site's home page."""
        return url_for("sitefront.home")

    def url(self, post: SitePost) -> str:
        """The address of an article or a page."""
        return post_url(post, self.site)

    def term_url(self, kind: str, slug: str) -> str:
        """The address of a category (`rubrique`) or a tag (`etiquette`)."""
        return reference_url(kind, slug)

    def date(self, moment: Any) -> str:
        """A day as the settings want it."""
        day = clock.to_paris(moment)
        if self.site.date_format == "short":
            return f"{day:%d/%m/%Y}"
        if self.site.date_format == "iso":
            return f"{day:%Y-%m-%d}"
        return f"{day.day}\u00a0{MONTH_NAMES[day.month - 1]} {day.year}"

    def comment_counts(self, posts: list[SitePost]) -> dict[int, int]:
        """How many comments each of those has."""
        return count_approved([post.id for post in posts])


def site_frame() -> SiteFrame:
    """The frame of this request's site, made once; raises NotFound where there is no site."""
    if "site_frame" not in g:
        g.site_frame = SiteFrame()
    found: SiteFrame = g.site_frame
    return found


def has_site() -> bool:
    """Whether the open shop has a site: links to it are shown only then."""
    return g.get("shop") is not None and find_site() is not None


def sheet(site: Site) -> str:
    """The colours that the customiser chose, over the context's theme; empty when none was."""
    tokens = {"accent": site.color_accent, "header": site.color_header, "footer": site.color_footer}
    lines = [
        f"  --sf-site-{name}:{value};\n  --sf-site-on-{name}:{_on(value)};\n"
        for name, value in tokens.items()
        if _HEX.match(value)
    ]
    return f":root{{\n{''.join(lines)}}}\n" if lines else ""


def _on(color: str) -> str:
    """Black or white, whichever can be read on a colour."""
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    light = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    luminance = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
    return "#000000" if luminance > 0.179 else "#ffffff"


def initials(name: str) -> str:
    """« IB » of « Inès Baudry », for the round beside a comment."""
    return "".join(part[0] for part in fold(name).split()[:2] if part).upper() or "?"

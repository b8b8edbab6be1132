"""The bars, pop-ups and cookie notice around a page of the site, as its visitor has not closed them yet."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from markupsafe import Markup

from sandbox.shop.announcements import queries, rules
from sandbox.shop.announcements.models import SiteAnnouncement, SiteCookieNotice
from sandbox.shop.blocks.rules.inline import resolved
from sandbox.shop.identity.models import Site
from sandbox.shop.posts.models import SitePost
from sandbox.shop.posts.queries import find_visible_by_id
from sandbox.web import site_consent, site_seen
from sandbox.web.site_around import SiteAround
from sandbox.web.site_links import post_url


@dataclass(frozen=True, slots=True)
class Told:
    """A bar or a pop-up ready to be drawn; without an address its button is not."""

    row: SiteAnnouncement
    body: Markup
    url: str
    color_text: str


@dataclass(frozen=True, slots=True)
class Notices:
    """All that stands around a page. `cookies`: the notice while the question is asked, with the words of its purposes."""

    top: list[Told] = field(default_factory=list)
    bottom: list[Told] = field(default_factory=list)
    popups: list[Told] = field(default_factory=list)
    cookies: SiteCookieNotice | None = None
    purposes: list[str] = field(default_factory=list)


def around(page: SitePost | None, *, is_home: bool, links: SiteAround, asks: bool = True) -> Notices:
    """What this visitor sees around a page; the question about cookies where it `asks`."""
    closed = set(site_seen.marks())
    rows = queries.shown_announcements(page.id if page is not None else None, is_home=is_home)
    told = [tell(row, links) for row in rows if mark_of(row) not in closed]
    asked = site_consent.notice() if asks and site_consent.is_asked() else None
    return Notices(
        [one for one in told if one.row.kind == rules.BAR and one.row.position == "top"],
        [one for one in told if one.row.kind == rules.BAR and one.row.position == "bottom"],
        [one for one in told if one.row.kind == rules.POPUP],
        asked,
        [rules.PURPOSE_WORDS[code] for code in asked.purposes] if asked is not None else [],
    )


def tell(row: SiteAnnouncement, links: SiteAround) -> Told:
    """A bar or a pop-up with the addresses of this copy."""
    return Told(
        row, rich(row.text, links), links.address(row.button_url) if row.button_url else "", queries.readable_text(row.color_back, row.color_text)
    )  # fmt: skip


def rich(text: str, links: SiteAround) -> Markup:
    """The text of a bar, a pop-up or the cookie notice, with the addresses of this copy."""
    return Markup(resolved(text, links.address))  # noqa: S704 -- cleaned when it came in


def mark_of(row: SiteAnnouncement) -> str:
    """What a visitor closed: this bar, as it reads. Written anew, it is shown again."""
    told = f"{row.kind}\n{row.title}\n{row.text}\n{row.button_text}\n{row.button_url}"
    return f"{row.id}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def privacy_url(site: Site) -> str:
    """The address of the privacy page that visitors read; empty when there is none."""
    page = find_visible_by_id(site.privacy_page_id)
    return post_url(page, site) if page is not None else ""

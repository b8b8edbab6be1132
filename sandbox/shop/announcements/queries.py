"""Reading the bars, the pop-ups and the cookie notice; which of them a page shows, in which colours."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.shop.announcements import rules
from sandbox.shop.announcements.models import SiteAnnouncement, SiteCookieNotice
from sandbox.shop.identity.queries import active_extensions, find_site
from sandbox.shop.shops.queries import get_theme
from sandbox.shop.shops.rules import PAPER, TEXT, contrast, known_color

EXTENSION, COOKIES = "bandeau", "cookies"
"""The keys of the extensions that make them."""


def list_announcements(*, status: str = "", words: str = "") -> list[SiteAnnouncement]:
    """The bars and pop-ups of a state as people see it, the latest change first; without one, all that are not in the bin."""
    query = sa.select(SiteAnnouncement).order_by(SiteAnnouncement.updated_at.desc(), SiteAnnouncement.id.desc())
    rows = session.scalars(query)
    wanted = words.strip().casefold()
    return [
        row for row in rows
        if (status_of(row) == status if status else row.status != "trash") and wanted in row.title.casefold()
    ]  # fmt: skip


def counts_by_status() -> dict[str, int]:
    """How many there are of each state as people see it; "" for all that are not in the bin."""
    found: dict[str, int] = {"": 0}
    for row in session.scalars(sa.select(SiteAnnouncement)):
        found[status_of(row)] = found.get(status_of(row), 0) + 1
        found[""] += row.status != "trash"
    return found


def status_of(row: SiteAnnouncement) -> str:
    """Its state as people see it (`scheduled` and `over` included)."""
    return rules.shown_status(row.status, row.starts_at, row.ends_at, clock.now())


def get_announcement(announcement_id: int) -> SiteAnnouncement:
    """A bar or a pop-up; raises NotFound."""
    query = sa.select(SiteAnnouncement).where(SiteAnnouncement.id == announcement_id)
    found = session.scalars(query).first()
    if found is None:
        raise NotFound("Cette barre ou ce pop-up n’existe plus.")
    return found


def shown_announcements(post_id: int | None, *, is_home: bool) -> list[SiteAnnouncement]:
    """What a visitor who closed nothing sees on a page: nothing while the extension is off."""
    if EXTENSION not in active_extensions():
        return []
    query = sa.select(SiteAnnouncement).where(SiteAnnouncement.status == "published").order_by(SiteAnnouncement.id)
    return [
        row for row in session.scalars(query)
        if status_of(row) == "published" and rules.is_shown_on(row, post_id, is_home=is_home)
    ]  # fmt: skip


def find_cookie_notice() -> SiteCookieNotice | None:
    """The cookie notice as it was written, or None."""
    return session.scalars(sa.select(SiteCookieNotice)).first()


def shown_cookie_notice() -> SiteCookieNotice | None:
    """The cookie notice that visitors are asked, None while the extension is off."""
    return (find_cookie_notice() or fresh_cookie_notice()) if COOKIES in active_extensions() else None


def fresh_cookie_notice() -> SiteCookieNotice:
    """The notice of a site that never wrote its own; in no database yet."""
    return SiteCookieNotice(key="avis", **rules.COOKIE_DEFAULTS)


# colours -------------------------------------------------------------------------------------------------------------


def palette() -> dict[str, str]:
    """The colours that a bar or a pop-up may take, #rrggbb by name; the accent is the customiser's, when it chose one."""
    colors, site = get_theme().get("couleurs", {}), find_site()
    names = sorted({*rules.BACKS.values(), *rules.TEXTS.values()} - {"paper"})
    found = {name: known_color(colors, name) for name in names} | {"paper": PAPER}
    if site is not None and site.color_accent:
        found["accent"] = site.color_accent.lower()
    return found


def contrast_of(back: str, text: str) -> float:
    """The contrast of a text on a ground, both named, from 1 to 21."""
    colors = palette()
    return contrast(colors[back], colors[text])


def readable_text(back: str, text: str) -> str:
    """The colour of a text on a ground: the one that was chosen, or the clearest when the theme changed and it would fade."""
    if contrast_of(back, text) >= TEXT:
        return text
    return max(("ink", "paper"), key=lambda name: contrast_of(back, name))

"""The announcements' room as the floors above see it."""

from __future__ import annotations

from sandbox.kernel.module import Entity, ShopModule
from sandbox.shop.announcements import services  # noqa: F401 - importing them registers their actions
from sandbox.shop.announcements.models import SiteAnnouncement, SiteCookieNotice
from sandbox.shop.announcements.rules import COOKIE_FIELDS, FIELDS
from sandbox.shop.announcements.seed import load

ANNOUNCEMENT = Entity(
    "annonce", "Annonce du site", SiteAnnouncement, FIELDS, argument="announcement", title="title", gender="f"
)
NOTICE = Entity("avis_cookies", "Avis de cookies", SiteCookieNotice, COOKIE_FIELDS, argument="notice", title="title")

MODULE = ShopModule("announcements", entities=(ANNOUNCEMENT, NOTICE), seed=load, side="site")

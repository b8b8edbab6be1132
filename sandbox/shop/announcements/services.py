"""Writing bars, pop-ups and the cookie notice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.announcements import rules
from sandbox.shop.announcements.models import SiteAnnouncement, SiteCookieNotice
from sandbox.shop.announcements.queries import contrast_of, fresh_cookie_notice
from sandbox.shop.posts.models import SitePost
from sandbox.shop.shops.rules import TEXT

_UNCHECKED = ("status", "starts_at", "ends_at", "is_closable")


class AnnouncementValues(TypedDict, total=False):
    """What may be given of a bar or a pop-up. `text` is HTML, made safe here; moments are naive UTC."""

    title: str
    kind: str
    status: str
    text: str
    button_text: str
    button_url: str
    scope: str
    page_ids: Sequence[int]
    article_ids: Sequence[int]
    position: str
    opens_on: str
    delay_s: int
    repeat: str
    starts_at: datetime | None
    ends_at: datetime | None
    is_closable: bool
    color_back: str
    color_text: str


class CookieValues(TypedDict, total=False):
    """What may be given of the cookie notice. `purposes`: codes or the words of files."""

    title: str
    text: str
    accept_text: str
    refuse_text: str
    choose_text: str
    position: str
    purposes: Sequence[str]
    has_privacy_link: bool
    months: int


@action("annonce.creer", entity="annonce", words="a créé la barre ou le pop-up")
def create_announcement(*, key: str | None = None, **values: Unpack[AnnouncementValues]) -> SiteAnnouncement:
    """A new bar or pop-up, a draft unless told otherwise. Raises RuleBroken at the field that is wrong."""
    now = clock.now()
    row = SiteAnnouncement(
        key=key, title="", kind=rules.BAR, status="draft", text="", button_text="", button_url="", scope="site", page_ids=[],
        article_ids=[], position="top", opens_on="arrival", delay_s=5, repeat="closed", is_closable=True, color_back="accent",
        color_text="ink", starts_at=None, ends_at=None, created_at=now, updated_at=now,
    )  # fmt: skip
    _apply(row, values)
    session.add(row)
    session.flush()
    return row


@action("annonce.modifier", entity="annonce", words="a modifié la barre ou le pop-up")
def update_announcement(*, announcement: SiteAnnouncement, **values: Unpack[AnnouncementValues]) -> SiteAnnouncement:
    """Change what is given. Raises RuleBroken at the field that is wrong."""
    _apply(announcement, values)
    announcement.updated_at = clock.now()
    session.flush()
    return announcement


@action("annonce.dupliquer", entity="annonce", words="a dupliqué la barre ou le pop-up")
def duplicate_announcement(*, announcement: SiteAnnouncement) -> SiteAnnouncement:
    """A draft with the same text and settings."""
    given: Any = {
        field.attr: getattr(announcement, field.attr) for field in rules.FIELDS if field.attr not in ("title", "status")
    }
    end = " (copie)"
    title = announcement.title[: rules.LENGTHS["title"] - len(end)] + end
    return create_announcement(title=title, **given)


@action("annonce.corbeille", entity="annonce", words="a mis à la corbeille")
def trash_announcement(*, announcement: SiteAnnouncement) -> SiteAnnouncement:
    """Put it in the bin, out of visitors' sight."""
    return _set_status(announcement, "trash")


@action("annonce.retablir", entity="annonce", words="a sorti de la corbeille")
def restore_announcement(*, announcement: SiteAnnouncement) -> SiteAnnouncement:
    """Take it out of the bin: it comes back as a draft."""
    return _set_status(announcement, "draft") if announcement.status == "trash" else announcement


@action("annonce.supprimer", entity="annonce", words="a supprimé définitivement")
def delete_announcement(*, announcement: SiteAnnouncement) -> SiteAnnouncement:
    """Delete for good what is in the bin."""
    if announcement.status != "trash":
        raise RuleBroken("Mettez d’abord cet élément à la corbeille.")
    session.delete(announcement)
    session.flush()
    return announcement


@action("avis_cookies.modifier", entity="avis_cookies", words="a modifié l’avis de cookies")
def update_cookie_notice(*, notice: SiteCookieNotice, **values: Unpack[CookieValues]) -> SiteCookieNotice:
    """Change what is given of the cookie notice; written for the first time, it is added. Raises RuleBroken."""
    for name, value in values.items():
        setattr(notice, name, rules.clean_cookies(name, value))
    session.add(notice)
    session.flush()
    return notice


def create_cookie_notice() -> SiteCookieNotice:
    """The notice that a context's site starts with."""
    notice = fresh_cookie_notice()
    session.add(notice)
    session.flush()
    return notice


def _set_status(row: SiteAnnouncement, status: str) -> SiteAnnouncement:
    if row.status != status:
        row.status, row.updated_at = status, clock.now()
    session.flush()
    return row


def _apply(row: SiteAnnouncement, values: AnnouncementValues) -> None:
    for name, value in values.items():
        setattr(row, name, value if name in _UNCHECKED else rules.clean(name, value))
    if row.status not in ("draft", "published") and "status" in values:
        raise RuleBroken("Choisissez un état.", field="status")
    if set(values) == {"status"} and row.status == "draft":
        return  # what is taken off the site need not be whole
    _check_targets(row, values)
    rules.check_whole(row)
    if contrast_of(row.color_back, row.color_text) < TEXT:
        told = f"{contrast_of(row.color_back, row.color_text):.1f}".replace(".", ",")
        wanted = f"{TEXT:.1f}".replace(".", ",")
        raise RuleBroken(
            f"Ce texte ne se lirait pas sur ce fond\u00a0: contraste de {told} pour {wanted} au moins.",
            field="color_text",
        )


def _check_targets(row: SiteAnnouncement, values: AnnouncementValues) -> None:
    """The pages and articles chosen exist; those that are gone since are kept out without a word."""
    for name, kind in (("page_ids", "page"), ("article_ids", "post")):
        if name in values and getattr(row, name):
            query = sa.select(SitePost.id).where(SitePost.kind == kind, SitePost.id.in_(getattr(row, name)))
            setattr(row, name, sorted(session.scalars(query)))

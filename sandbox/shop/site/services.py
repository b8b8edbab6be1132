"""Changing the information pages."""

from __future__ import annotations

from typing import TypedDict, Unpack

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import clean_html, slugify
from sandbox.shop.site import rules
from sandbox.shop.site.models import InfoPage


class PageDetails(TypedDict, total=False):
    """What may be given of a page besides its title; `content` is HTML, made safe here."""

    slug: str
    content: str
    meta_title: str
    meta_description: str
    group: str
    is_indexed: bool
    is_displayed: bool


class PageValues(PageDetails, total=False):
    """What may be changed of a page."""

    title: str


@action("page.creer", entity="page", words="a créé la page")
def create_page(*, title: str, **values: Unpack[PageDetails]) -> InfoPage:
    """A new page, last of its category; its address is made from the title unless given."""
    cleaned = rules.clean_title(title)
    group = values.get("group", "aide")
    rules.check_group(group)
    page = InfoPage(
        title=cleaned, slug=_free_slug(values.get("slug") or cleaned, None), group=group, position=_next_position(group),
        is_displayed=values.get("is_displayed", True), updated_at=clock.now(),
    )  # fmt: skip
    session.add(page)
    rest = values.copy()
    rest.pop("slug", None)
    _apply(page, rest)
    session.flush()
    return page


@action("page.modifier", entity="page", words="a modifié la page")
def update_page(*, page: InfoPage, **values: Unpack[PageValues]) -> InfoPage:
    """Change what is given of a page."""
    if "title" in values:
        page.title = rules.clean_title(values["title"])
    _apply(page, values)
    page.updated_at = clock.now()
    session.flush()
    return page


@action("page.supprimer", entity="page", words="a supprimé la page")
def delete_page(*, page: InfoPage) -> InfoPage:
    """Delete a page; links to it then lead to « page introuvable »."""
    session.delete(page)
    session.flush()
    return page


@action("page.deplacer", entity="page", words="a déplacé la page")
def move_page(*, page: InfoPage, position: int) -> InfoPage:
    """Put a page at a rank (from 1) of its category."""
    pages = list(
        session.scalars(
            sa.select(InfoPage).where(InfoPage.group == page.group).order_by(InfoPage.position, InfoPage.id)
        )
    )
    pages.remove(page)
    pages.insert(max(0, min(position - 1, len(pages))), page)
    for rank, other in enumerate(pages, 1):
        other.position = rank
    session.flush()
    return page


def _apply(page: InfoPage, values: PageDetails) -> None:
    rules.check_meta(meta_title=values.get("meta_title", ""), meta_description=values.get("meta_description", ""))
    if values.get("slug"):
        page.slug = _free_slug(values["slug"], page.id)
    if "content" in values:
        page.content = clean_html(values["content"])
    if "meta_title" in values:
        page.meta_title = values["meta_title"].strip()
    if "meta_description" in values:
        page.meta_description = values["meta_description"].strip()
    if "group" in values and values["group"] != page.group:
        rules.check_group(values["group"])
        page.position = _next_position(values["group"])
        page.group = values["group"]
    if "is_indexed" in values:
        page.is_indexed = values["is_indexed"]
    if "is_displayed" in values:
        page.is_displayed = values["is_displayed"]


def _free_slug(text: str, own_id: int | None) -> str:
    slug = slugify(text)[:128]
    other = session.scalar(sa.select(InfoPage.id).where(InfoPage.slug == slug))
    if other is not None and other != own_id:
        raise RuleBroken(f"Une page a déjà l’adresse « {slug} » : choisissez-en une autre.", field="slug")
    return slug


def _next_position(group: str) -> int:
    return (session.scalar(sa.select(sa.func.max(InfoPage.position)).where(InfoPage.group == group)) or 0) + 1

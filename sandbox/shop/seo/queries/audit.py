"""The audit of the open shop: its pages, where links lead, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.shop.display.models import LinkList, ListLink, MenuItem, ReassuranceItem, Slide
from sandbox.shop.display.queries import Target, resolve_targets
from sandbox.shop.seo.queries.pages import list_pages
from sandbox.shop.seo.rules.audit import BrokenLink, Check, Facts, Place, audit

_ADDRESS = re.compile(r"(?:^|/)(produit|categorie|page)/(\d{1,9})(?:-|$|[/?#])")
GONE, HIDDEN = "la page n’existe plus", "la page est masquée"


def audit_shop() -> list[Check]:
    """Every check with what it found, in the order of the screen."""
    pages = list_pages()
    written = [(place, words, target) for place, words, target in _display_links() if target]
    written += [
        (page.place, words or href, target)
        for page in pages
        for href, words in page.contents.inner_links
        if (target := _target(href))
    ]
    known = resolve_targets(target for _place, _words, target in written)
    return audit(_with_links(pages, known.values()), list(_broken(written, known)))


def _display_links() -> Iterator[tuple[Place, str, str]]:
    """Every link that the shop's display holds: where, its words, its written target."""
    for item in session.scalars(sa.select(MenuItem)):
        yield Place("menu", item.id, "Menu principal"), item.label or item.target, item.target
    lists = session.execute(sa.select(ListLink, LinkList).join(LinkList, LinkList.id == ListLink.list_id))
    for link, owner in lists:
        yield Place("list", owner.id, owner.name), link.label or link.target, link.target
    for slide in session.scalars(sa.select(Slide).where(Slide.is_active)):
        yield Place("slide", slide.id, slide.title), slide.title, slide.target
    for promise in session.scalars(sa.select(ReassuranceItem).where(ReassuranceItem.is_active)):
        yield Place("promise", promise.id, promise.title), promise.title, promise.target


def _target(href: str) -> str:
    """The written target of an address of the shop; empty for what is no page of these kinds."""
    found = _ADDRESS.search(href)
    return f"{found[1]}:#{found[2]}" if found else ""


def _broken(written: Iterable[tuple[Place, str, str]], known: Mapping[str, Target]) -> Iterator[BrokenLink]:
    for place, words, target in written:
        found = known.get(target)
        if found is None or not found.is_live:
            yield BrokenLink(place, words, GONE if found is None else HIDDEN)


def _with_links(pages: Sequence[Facts], targets: Iterable[Target]) -> list[Facts]:
    """The pages again, the information pages that some link names marked as linked."""
    linked = {target.id for target in targets if target.kind == "page"}
    return [replace(page, is_linked=page.place.id in linked) if page.place.kind == "page" else page for page in pages]

"""Reading the titles and addresses of the shop's own pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.kernel.steady import steady
from sandbox.shop.seo.models import OldAddress, PageMeta
from sandbox.shop.seo.rules import PAGES, ShopPage


@dataclass(frozen=True, slots=True)
class Meta:
    """What a page says of itself: texts that the shop chose (empty: none), the address in use, those it had before."""

    page: ShopPage
    title: str
    description: str
    slug: str
    old_slugs: tuple[str, ...]

    @property
    def is_rewritten(self) -> bool:
        """Whether its address is another than the usual one."""
        return self.slug != self.page.slug


def get_shop_page(code: str) -> ShopPage:
    """The page of that code; raises NotFound."""
    if code not in PAGES:
        raise NotFound("Cette page n’existe pas.")
    return PAGES[code]


@steady
def _stored() -> dict[str, tuple[str, str, str]]:
    rows = session.execute(sa.select(PageMeta.page, PageMeta.title, PageMeta.description, PageMeta.slug))
    return {row.page: (row.title, row.description, row.slug) for row in rows}


@steady
def old_addresses() -> dict[str, str]:
    """Address that a page had -> the page's code."""
    rows = session.execute(sa.select(OldAddress.slug, OldAddress.page).order_by(OldAddress.id))
    return {row.slug: row.page for row in rows}


def list_metas() -> list[Meta]:
    """Every page, in the order of the screen."""
    return [meta_of(code) for code in PAGES]


def meta_of(code: str) -> Meta:
    """What a page says of itself; raises NotFound for an unknown code."""
    page = get_shop_page(code)
    title, description, slug = _stored().get(code, ("", "", ""))
    old = tuple(former for former, owner in old_addresses().items() if owner == code)
    return Meta(page, title, description, slug or page.slug, old)


def rewritten() -> Mapping[str, str]:
    """Code -> the address chosen for it, of the pages that have another than the usual one."""
    return {code: slug for code, (_title, _description, slug) in _stored().items() if slug}


def page_at(slug: str) -> str | None:
    """The code of the page at an address that was chosen, now or before; None when there is none."""
    current = next((code for code, chosen in rewritten().items() if chosen == slug), None)
    return current or old_addresses().get(slug)


def find_row(code: str) -> PageMeta | None:
    """What is stored of a page, or None."""
    return session.scalars(sa.select(PageMeta).where(PageMeta.page == code)).first()

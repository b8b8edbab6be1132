"""The pages of the open shop as the audit and the positions see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel.db import session
from sandbox.kernel.steady import steady
from sandbox.shop.catalog.models import Brand, Category, Product, ProductCategory
from sandbox.shop.seo.models import FocusKeyphrase
from sandbox.shop.seo.queries.metas import list_metas
from sandbox.shop.seo.rules import PAGES
from sandbox.shop.seo.rules.audit import Facts, Place
from sandbox.shop.seo.rules.contents import read_contents
from sandbox.shop.site.models import InfoPage

INDEXED = ("home", "new_products", "best_sellers", "promotions", "brands")


@steady
def list_pages() -> list[Facts]:
    """Products, categories, information pages, brands and the shop's own pages; an information page is not yet known to be linked."""
    aims = _aims()
    return [*_products(aims), *_categories(aims), *_info_pages(aims), *_brands(), *_own_pages()]


def _aims() -> Mapping[tuple[str, int], str]:
    rows = session.execute(sa.select(FocusKeyphrase.kind, FocusKeyphrase.target_id, FocusKeyphrase.keyphrase))
    return {(kind, number): words for kind, number, words in rows if words}


def _products(aims: Mapping[tuple[str, int], str]) -> Iterator[Facts]:
    filed = (
        sa.select(ProductCategory.product_id)
        .join(Category, Category.id == ProductCategory.category_id)
        .where(Category.is_active)
    )
    reachable = set(session.scalars(filed))
    query = sa.select(Product).options(selectinload(Product.images), selectinload(Product.tags)).order_by(Product.name)
    for row in session.scalars(query):
        tag = row.tags[0].label if row.tags else ""
        yield Facts(
            Place("product", row.id, row.name), row.meta_title, row.meta_description, row.slug,
            read_contents(row.summary + row.description), [image.legend for image in row.images],
            aims.get(("product", row.id), tag), row.is_online and row.visibility != "none", row.id in reachable, row.redirect,
        )  # fmt: skip


def _categories(aims: Mapping[tuple[str, int], str]) -> Iterator[Facts]:
    rows = session.scalars(sa.select(Category).where(Category.parent_id.is_not(None)).order_by(Category.name))
    for row in rows:
        yield Facts(
            Place("category", row.id, row.name), row.meta_title, row.meta_description, row.slug, read_contents(row.description),
            keyphrase=aims.get(("category", row.id), ""), is_shown=row.is_active,
        )  # fmt: skip


def _info_pages(aims: Mapping[tuple[str, int], str]) -> Iterator[Facts]:
    for row in session.scalars(sa.select(InfoPage).order_by(InfoPage.title)):
        yield Facts(
            Place("page", row.id, row.title), row.meta_title, row.meta_description, row.slug, read_contents(row.content),
            keyphrase=aims.get(("page", row.id), ""), is_shown=row.is_displayed and row.is_indexed, is_linked=False,
        )  # fmt: skip


def _brands() -> Iterator[Facts]:
    for row in session.scalars(sa.select(Brand).order_by(Brand.name)):
        yield Facts(
            Place("brand", row.id, row.name), row.meta_title, row.meta_description, row.slug, read_contents(row.description),
            is_shown=row.is_active,
        )  # fmt: skip


def _own_pages() -> Iterator[Facts]:
    """The pages without a text that engines show, numbered in the order of `PAGES`; carts and forms are nobody's result."""
    numbers = {code: number for number, code in enumerate(PAGES)}
    for meta in list_metas():
        if meta.page.code in INDEXED:
            yield Facts(
                Place("own", numbers[meta.page.code], meta.page.name), meta.title or meta.page.title,
                meta.description or meta.page.description, meta.slug, read_contents(""),
            )  # fmt: skip

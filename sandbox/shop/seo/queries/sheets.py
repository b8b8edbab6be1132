"""Products, categories and pages as engines read them, as they are stored or as somebody is writing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from sandbox.kernel.db import session
from sandbox.kernel.text import plain
from sandbox.shop.catalog.models import Category, Product
from sandbox.shop.seo.models import FocusKeyphrase
from sandbox.shop.seo.rules.analysis import Sheet
from sandbox.shop.seo.rules.contents import read_contents
from sandbox.shop.seo.rules.phrases import content_words
from sandbox.shop.site.models import InfoPage

_NAMED: Mapping[str, tuple[InstrumentedAttribute[int], InstrumentedAttribute[str]]] = {
    "product": (Product.id, Product.name), "category": (Category.id, Category.name), "page": (InfoPage.id, InfoPage.title),
}  # fmt: skip
MAX_SHOWN = 320
"""Characters of a text that stand for a description that was not written."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody is writing of a page. `markup` is its whole text as safe HTML; `alternatives` the captions of its pictures."""

    keyphrase: str
    name: str
    title: str
    description: str
    slug: str
    markup: str
    alternatives: Sequence[str] = ()


def focus_of(kind: str, target_id: int) -> str:
    """The words by which a page should be found; empty when none were chosen."""
    row = find_focus(kind, target_id)
    return row.keyphrase if row else ""


def find_focus(kind: str, target_id: int) -> FocusKeyphrase | None:
    """What is stored of the words by which a page should be found, or None."""
    query = sa.select(FocusKeyphrase).where(FocusKeyphrase.kind == kind, FocusKeyphrase.target_id == target_id)
    return session.scalars(query).first()


def product_sheet(product: Product, draft: Draft | None = None) -> Sheet:
    """A product; its keyphrase is the one chosen, or else its first tag."""
    kept = Draft(
        focus_of("product", product.id), product.name, product.meta_title,
        product.meta_description, product.slug, product.summary + product.description, [i.legend for i in product.images],
    )  # fmt: skip
    draft = draft or kept
    if not draft.keyphrase.strip() and product.tags:
        draft = replace(draft, keyphrase=product.tags[0].label)
    return _sheet("product", product.id, draft)


def category_sheet(category: Category | None, draft: Draft | None = None) -> Sheet:
    """A category, or one that is being created."""
    if draft is None:
        assert category is not None
        picture = [category.name] if category.image else []
        draft = Draft(
            focus_of("category", category.id), category.name, category.meta_title, category.meta_description, category.slug,
            category.description, picture,
        )  # fmt: skip
    return _sheet("category", category.id if category else 0, draft)


def page_sheet(page: InfoPage | None, draft: Draft | None = None) -> Sheet:
    """An information page, or one that is being created."""
    if draft is None:
        assert page is not None
        draft = Draft(
            focus_of("page", page.id), page.title, page.meta_title, page.meta_description, page.slug, page.content
        )
    return _sheet("page", page.id if page else 0, draft)


def _sheet(kind: str, number: int, draft: Draft) -> Sheet:
    contents = read_contents(draft.markup)
    return Sheet(
        kind, draft.keyphrase.strip(), draft.title.strip() or draft.name, draft.description.strip(), draft.slug, contents,
        [*draft.alternatives, *contents.alternatives], _rivals(kind, number, draft.keyphrase),
    )  # fmt: skip


def _rivals(kind: str, number: int, keyphrase: str) -> list[str]:
    """The names of the other pages that aim at the same words."""
    wanted = content_words(keyphrase)
    if not wanted:
        return []
    rows = session.execute(sa.select(FocusKeyphrase.kind, FocusKeyphrase.target_id, FocusKeyphrase.keyphrase))
    same = [(k, n) for k, n, words in rows if (k, n) != (kind, number) and content_words(words) == wanted]
    names = _names(same)
    return [names[place] for place in same if place in names]


def _names(places: Sequence[tuple[str, int]]) -> Mapping[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for kind, (number_of, name) in _NAMED.items():
        numbers = [number for k, number in places if k == kind]
        if numbers:
            rows = session.execute(sa.select(number_of, name).where(number_of.in_(numbers)))
            found |= {(kind, number): words for number, words in rows}
    return found


def shown_description(sheet: Sheet) -> str:
    """The description that a result shows: the one written, else the beginning of the text."""
    return sheet.description or plain(sheet.contents.text)[:MAX_SHOWN]

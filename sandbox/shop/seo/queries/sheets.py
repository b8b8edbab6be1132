"""Products, categories and pages as engines would read them, and the words each should be found by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from sandbox.kernel.db import session
from sandbox.shop.catalog.models import Category, Product
from sandbox.shop.seo.models import FocusKeyphrase
from sandbox.shop.seo.rules.analysis import Sheet
from sandbox.shop.seo.rules.contents import read_contents
from sandbox.shop.seo.rules.phrases import content_words
from sandbox.shop.site.models import InfoPage

_NAMED: Mapping[str, tuple[InstrumentedAttribute[int], InstrumentedAttribute[str]]] = {
    "product": (Product.id, Product.name), "category": (Category.id, Category.name), "page": (InfoPage.id, InfoPage.title),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """A page as its form holds it, stored or being written. `markup` is its whole text as safe HTML; `alternatives` the captions of its pictures."""

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


def sheet_of(kind: str, number: int, draft: Draft) -> Sheet:
    """A product, a category or a page as engines would read it; `number` 0 for one that is being created."""
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

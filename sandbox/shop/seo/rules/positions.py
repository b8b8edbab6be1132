"""Where a shop stands in the results of an engine for a query: a simulation whose rule is written, so that one can reason from it. Pure.

A page is worth up to 100 points for a query: its title 30 (15 when the words do not open it), its name 15, the beginning of its text 15,
its address 10, its description 10, its captions 10, its length 10. The best page of the shop stands for it. With a competition of c (1 to
100), the position is 1 + (100 − points) × c / 50, never beyond 100: nobody looks there. A query without any page has no position.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sandbox.shop.seo.rules.analysis import LEAST_WORDS
from sandbox.shop.seo.rules.audit import Facts
from sandbox.shop.seo.rules.phrases import content_words

LAST = 100
MONTHS = 12
"""Months of history that a context tells, oldest first; the position of the day is computed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a page answers a query: its points, and what it gets them for, in words."""

    page: Facts
    points: int
    reasons: Sequence[str]


class Engine:
    """The pages that an engine knows of a shop, their words read once for all queries. Hidden pages are not looked at."""

    def __init__(self, pages: Iterable[Facts]) -> None:
        self._known = [_Words.of(page) for page in pages if page.is_shown]

    def best_page(self, query: str) -> Standing | None:
        """The page that would show for a query; None when no page has its words."""
        phrase = content_words(query)
        found = [standing for words in self._known if (standing := words.standing(phrase))]
        return max(found, key=lambda one: (one.points, -one.page.place.id), default=None)


@dataclass(frozen=True, slots=True)
class _Words:
    """The stems of each part of a page."""

    page: Facts
    title: Sequence[str]
    parts: Sequence[tuple[int, str, frozenset[str]]]
    captions: Sequence[frozenset[str]]

    @classmethod
    def of(cls, page: Facts) -> _Words:
        parts = (
            (15, "nom", page.place.name), (15, "début du texte", " ".join(page.contents.paragraphs[:2])),
            (10, "URL", page.slug.replace("-", " ")), (10, "méta description", page.description),
        )  # fmt: skip
        return cls(
            page, content_words(page.shown_title), [(points, name, frozenset(content_words(text))) for points, name, text in parts],
            [frozenset(content_words(text)) for text in page.alternatives if text],
        )  # fmt: skip

    def standing(self, phrase: Sequence[str]) -> Standing | None:
        wanted = frozenset(phrase)
        gained = [(points, name) for points, name, words in self.parts if wanted <= words]
        if wanted <= frozenset(self.title):
            gained.insert(0, (30 if list(self.title[: len(phrase)]) == list(phrase) else 15, "titre"))
        if any(wanted <= words for words in self.captions):
            gained.append((10, "légendes"))
        if not gained or not wanted:
            return None
        least = LEAST_WORDS.get(self.page.place.kind, LEAST_WORDS["product"])
        points = sum(points for points, _name in gained) + min(10, 10 * self.page.contents.words // least)
        return Standing(self.page, points, [name for _points, name in gained])


def position(points: int, competition: int) -> int:
    """The rank for so many points (0 to 100) under a competition (1 to 100); 1 is the first."""
    return min(LAST, 1 + round((100 - points) * competition / 50))

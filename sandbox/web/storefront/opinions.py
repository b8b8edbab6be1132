"""The reviews of a product's page: narrowed by mark, sorted, by pages, each choice in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from sandbox.kernel.paging import Page, clamp
from sandbox.shop.reviews import queries as reviews
from sandbox.shop.reviews.queries import ShownReview, votes_of
from sandbox.web.numbers import whole
from sandbox.web.storefront import visitor

SIZE = 6
SORTS: Mapping[str, str] = {
    "recents": "Plus récents", "utiles": "Plus utiles", "anciens": "Plus anciens", "meilleurs": "Meilleures notes", "moins-bons": "Moins bonnes notes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opinions:
    """A page of reviews: of `stars` only when chosen; `breakdown` counts all of them by mark."""

    page: Page[ShownReview]
    breakdown: Sequence[tuple[int, int]]
    stars: int | None
    sort: str
    address: str
    kept: Sequence[tuple[str, str]]
    voted: frozenset[int]

    @property
    def sorts(self) -> Mapping[str, str]:
        """The orders that people may choose."""
        return SORTS

    def here(self) -> str:
        """The address of this very page, for a vote to come back to."""
        return self.url(self.page.number, self.stars).removesuffix("#avis")

    def url(self, number: int = 1, stars: int | None = None) -> str:
        """The address of a page, of those with that mark, in the order chosen; the variant that is shown stays."""
        wanted = [*self.kept]
        wanted += [("etoiles", str(stars))] if stars else []
        wanted += [("tri_avis", self.sort)] if self.sort != "recents" else []
        wanted += [("avis", str(number))] if number > 1 else []
        return f"{self.address}{'?' if wanted else ''}{urlencode(wanted)}#avis"


def read_opinions(product_id: int, summary: reviews.Summary, address: str) -> Opinions:
    """The reviews that the address asks for."""
    stars = request.args.get("etoiles", type=whole)
    stars = stars if stars in summary.by_stars else None
    sort = request.args.get("tri_avis", "")
    sort = sort if sort in SORTS else "recents"
    total = summary.by_stars[stars] if stars else summary.count
    number = clamp(request.args.get("avis", 1, type=whole), SIZE, total)
    shown = reviews.shown_reviews(product_id, rating=stars, sort=sort, number=number, size=SIZE)
    variant = request.args.get("v", type=whole)
    return Opinions(
        Page(shown, number, SIZE, total), list(summary.by_stars.items()), stars, sort, address,
        [("v", str(variant))] if variant else [], votes_of(voter) if (voter := visitor.known_voter()) else frozenset(),
    )  # fmt: skip

"""Searching products, and reading the aliases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.kernel.text import has_words, plain
from sandbox.shop.catalog.models import Product, ProductFeature
from sandbox.shop.search import rules
from sandbox.shop.search.models import SearchAlias
from sandbox.shop.search.rules import Indexed

NAME, REFERENCE, TAG, BRAND, CATEGORY, FEATURE, SUMMARY, TEXT = 10.0, 10.0, 6.0, 4.0, 4.0, 3.0, 2.0, 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: `products` best first; `searched` the words really searched, aliases applied.

    `is_corrected`: nothing matched as typed, one typo a word was forgiven. `suggestions`: near words, when nothing matched.
    """

    products: list[Product]
    searched: str
    is_corrected: bool = False
    suggestions: list[str] = field(default_factory=list)


def search_products(text: str) -> list[Product]:
    """Online products that answer a query, best first (accents, plurals, one typo, aliases)."""
    return search(text).products


def search(text: str) -> Found:
    """Search the online products: every word must be found; typos are forgiven only when nothing matches as typed."""
    terms = rules.terms_of(rules.with_aliases(text, _aliases()))
    searched = " ".join(terms)
    if not terms:
        return Found([], "")
    documents = [(product, _document(product)) for product in _searchable()]
    for typos in (False, True):
        scored = []
        for product, document in documents:
            scores = [rules.score(document, term, typos=typos) for term in terms]
            if all(scores):
                scored.append((-sum(scores), product.name, product))
        if scored:
            return Found(
                [product for _, _, product in sorted(scored, key=lambda s: s[:2])], searched, is_corrected=typos
            )
    return Found([], searched, suggestions=_suggestions(terms, [document for _, document in documents]))


def _searchable() -> Sequence[Product]:
    query = sa.select(Product).where(Product.is_online, Product.visibility.in_(("both", "search")))
    return session.scalars(query.options(
        selectinload(Product.category), selectinload(Product.brand), selectinload(Product.tags),
        selectinload(Product.images), selectinload(Product.features).selectinload(ProductFeature.feature),
    )).all()  # fmt: skip


def _document(product: Product) -> Indexed:
    return rules.index([
        (product.name, NAME), (product.reference, REFERENCE), (product.ean13, REFERENCE),
        *((tag.label, TAG) for tag in product.tags),
        (product.brand.name if product.brand else "", BRAND), (product.category.name, CATEGORY),
        *((feature.value, FEATURE) for feature in product.features),
        (plain(product.summary), SUMMARY), (plain(product.description), TEXT),
    ])  # fmt: skip


def _suggestions(terms: Sequence[str], documents: Sequence[Indexed]) -> list[str]:
    """Words of names, tags and categories that share their beginning with a term, best known first."""
    weights: dict[str, float] = {}
    for document in documents:
        for word, weight in document.words.items():
            if weight >= BRAND and len(word) > 3 and not word.isdigit():
                weights[word] = max(weight, weights.get(word, 0))
    near = [
        (-weights[word], word) for word in weights
        if any(len(term) >= MIN_SHARED and word[:MIN_SHARED] == term[:MIN_SHARED] for term in terms)
    ]  # fmt: skip
    return [word for _, word in sorted(near)[:4]]


MIN_SHARED = 3


def _aliases() -> dict[str, str]:
    rows = session.execute(sa.select(SearchAlias.alias, SearchAlias.target).where(SearchAlias.is_active))
    return {row.alias: row.target for row in rows}


def list_aliases(text: str = "", *, is_active: bool | None = None) -> list[SearchAlias]:
    """The aliases by target then word; `text` is looked for in both."""
    query = sa.select(SearchAlias).order_by(SearchAlias.target, SearchAlias.alias, SearchAlias.id)
    if is_active is not None:
        query = query.where(SearchAlias.is_active.is_(is_active))
    return [alias for alias in session.scalars(query) if has_words(text, alias.alias, alias.target)]


def get_alias(alias_id: int) -> SearchAlias:
    """An alias; raises NotFound."""
    found = session.scalars(sa.select(SearchAlias).where(SearchAlias.id == alias_id)).first()
    if found is None:
        raise NotFound("Cet alias n’existe pas.")
    return found


def count_results(text: str) -> int:
    """How many products a query finds, for the proof beside an alias."""
    return len(search(text).products)

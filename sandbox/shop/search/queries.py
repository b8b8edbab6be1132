"""Searching products, and reading the aliases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.kernel.steady import steady
from sandbox.kernel.text import has_words, plain
from sandbox.shop.catalog.models import Brand, Category, Product, ProductFeature, ProductTag
from sandbox.shop.search import rules
from sandbox.shop.search.models import SearchAlias
from sandbox.shop.search.rules import Indexed

NAME, REFERENCE, TAG, BRAND, CATEGORY, FEATURE, SUMMARY, TEXT = 10.0, 10.0, 6.0, 4.0, 4.0, 3.0, 2.0, 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: `products` best first; `searched` the words really searched, aliases applied.

    `is_corrected`: nothing matched as typed, one typo a word was forgiven, and `corrected` holds the words that were meant.
    `suggestions`: near words, when nothing matched; `parts`: words of the query that match alone, with how many products.
    """

    products: list[Product]
    searched: str
    is_corrected: bool = False
    suggestions: Sequence[str] = ()
    corrected: str = ""
    parts: Sequence[tuple[str, int]] = ()


def search(text: str) -> Found:
    """Search the online products: every word must be found; typos are forgiven only when nothing matches as typed."""
    hits = find_hits(text)
    return Found(
        _products(hits.product_ids), hits.searched, hits.is_corrected, hits.suggestions, hits.corrected, hits.parts
    )


def find_hits(text: str) -> Hits:
    """The same search, numbers only."""
    terms = rules.terms_of(rules.with_aliases(text, _aliases()))
    searched = " ".join(terms)
    if not terms:
        return Hits([], "")
    documents = _documents()
    for typos in (False, True):
        scored = sorted(_scored(documents, terms, typos=typos), key=lambda hit: hit[:3])
        if scored:
            meant = rules.meant(terms, scored[0][3]) if typos else ""
            return Hits([product_id for _, _, product_id, _ in scored], searched, is_corrected=typos, corrected=meant)
    counts = [(term, len(list(_scored(documents, [term], typos=True)))) for term in terms] if len(terms) > 1 else []
    return Hits(
        [], searched, suggestions=_suggestions(terms, [document.words for document in documents]),
        parts=tuple((term, count) for term, count in counts if count),
    )  # fmt: skip


def _scored(
    documents: Iterable[Document], terms: Sequence[str], *, typos: bool
) -> Iterator[tuple[float, str, int, Indexed]]:
    """(-score, name, number, words) of the products that answer every term."""
    for document in documents:
        scores = [rules.score(document.words, term, typos=typos) for term in terms]
        if all(scores):
            yield -sum(scores), document.name, document.product_id, document.words


class Hits(NamedTuple):
    """The numbers of the products found, best first; the rest as in `Found`."""

    product_ids: list[int]
    searched: str
    is_corrected: bool = False
    suggestions: Sequence[str] = ()
    corrected: str = ""
    parts: Sequence[tuple[str, int]] = ()


class Document(NamedTuple):
    """What is searched of a product."""

    product_id: int
    name: str
    words: Indexed


def _documents() -> list[Document]:
    """The searchable products: columns rather than entities, most of them will not be shown."""
    online = sa.and_(Product.is_online, Product.visibility.in_(("both", "search")))
    rows = session.execute(
        sa.select(
            Product.id, Product.name, Product.reference, Product.ean13, Product.summary, Product.description,
            Category.name.label("category"), sa.func.coalesce(Brand.name, "").label("brand"),
        ).join(Product.category).outerjoin(Product.brand).where(online)
    ).all()  # fmt: skip
    tags, features = _tags(), _features()
    return [
        Document(row.id, row.name, _index((
            (row.name, NAME), (row.reference, REFERENCE), (row.ean13, REFERENCE),
            *((label, TAG) for label in tags.get(row.id, ())),
            (row.brand, BRAND), (row.category, CATEGORY), *((value, FEATURE) for value in features.get(row.id, ())),
            (row.summary, SUMMARY), (row.description, TEXT),
        )))
        for row in rows
    ]  # fmt: skip


@steady
def _tags() -> dict[int, list[str]]:
    """The tags by product."""
    return _labels(sa.select(ProductTag.product_id, ProductTag.label))


@steady
def _features() -> dict[int, list[str]]:
    """The values of the features by product."""
    return _labels(sa.select(ProductFeature.product_id, ProductFeature.value))


def _labels(query: sa.Select[int, str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for product_id, label in session.execute(query):
        found[product_id].append(label)
    return dict(found)


@lru_cache(maxsize=512)
def _index(weighted: tuple[tuple[str, float], ...]) -> Indexed:
    """The words of a product; texts that did not change, in this shop or in its copies, are not read again."""
    return rules.index((plain(text), weight) for text, weight in weighted)


def _products(ids: Sequence[int]) -> list[Product]:
    query = sa.select(Product).where(Product.id.in_(ids))
    found = {product.id: product for product in session.scalars(query.options(
        selectinload(Product.category), selectinload(Product.brand), selectinload(Product.tags),
        selectinload(Product.images), selectinload(Product.features).selectinload(ProductFeature.feature),
    ))}  # fmt: skip
    return [found[product_id] for product_id in ids]


class Places(NamedTuple):
    """The categories and the brands whose name answers a search, best first, by number."""

    categories: list[int]
    brands: list[int]


def find_places(text: str) -> Places:
    """The active categories and brands whose own name answers every word of a search; typos as for products."""
    terms = rules.terms_of(rules.with_aliases(text, _aliases()))
    return Places(_named(Category, terms), _named(Brand, terms))


def _named(model: type[Category] | type[Brand], terms: Sequence[str]) -> list[int]:
    if not terms:
        return []
    rows = session.execute(sa.select(model.id, model.name).where(model.is_active)).all()
    documents = [Document(row.id, row.name, _index(((row.name, NAME),))) for row in rows]
    for typos in (False, True):
        if scored := sorted(_scored(documents, terms, typos=typos), key=lambda hit: hit[:3]):
            return [number for _, _, number, _ in scored]
    return []


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


@steady
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


def count_each(texts: Iterable[str]) -> dict[str, int]:
    """How many products each query finds now; a constant number of statements whatever their number."""
    aliases, documents = _aliases(), _documents()
    return {text: _count(rules.terms_of(rules.with_aliases(text, aliases)), documents) for text in texts}


def _count(terms: Sequence[str], documents: Sequence[Document]) -> int:
    for typos in (False, True):
        if terms and (found := sum(1 for _ in _scored(documents, terms, typos=typos))):
            return found
    return 0


def count_results(text: str) -> int:
    """How many products a query finds, for the proof beside an alias."""
    return len(find_hits(text).product_ids)

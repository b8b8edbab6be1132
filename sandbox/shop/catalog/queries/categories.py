"""Reading the tree of categories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound
from sandbox.kernel.scope import open_shop_id
from sandbox.kernel.steady import steady
from sandbox.shop.catalog.models import Category, ProductCategory


@dataclass(slots=True)
class CategoryNode:
    """A category in the tree: its depth under « Accueil » (0), its children in order, products in it (not below)."""

    category: Category
    depth: int
    product_count: int = 0
    children: list[CategoryNode] = field(default_factory=list)

    def walk(self) -> Iterable[CategoryNode]:
        """This node and all below, in the order of the tree."""
        yield self
        for child in self.children:
            yield from child.walk()


def get_category(category_id: int) -> Category:
    """The category of that number; raises NotFound."""
    category = db.session.get(Category, (open_shop_id(), category_id))
    if category is None:
        raise NotFound("Cette catégorie n’existe pas.")
    return category


def find_category_by_key(key: str) -> Category | None:
    """The category of that stable key, or None."""
    return db.session.scalar(sa.select(Category).where(Category.key == key))


def root_category() -> Category:
    """« Accueil », above all others; raises NotFound in a shop without categories."""
    root = db.session.scalar(sa.select(Category).where(Category.parent_id.is_(None)).order_by(Category.id).limit(1))
    if root is None:
        raise NotFound("Cette boutique n’a pas de catégorie « Accueil ».")
    return root


def category_tree(*, only_active: bool = True) -> CategoryNode:
    """The tree from « Accueil », in two statements; an inactive category hides all below it when `only_active`."""
    counts = _counts()
    rows = db.session.scalars(sa.select(Category).order_by(Category.position, Category.id)).all()
    below: dict[int | None, list[Category]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    if not below.get(None):
        raise NotFound("Cette boutique n’a pas de catégorie « Accueil ».")

    def build(category: Category, depth: int) -> CategoryNode:
        children = [c for c in below.get(category.id, []) if c.is_active or not only_active]
        return CategoryNode(
            category, depth, counts.get(category.id, 0), [build(child, depth + 1) for child in children]
        )

    return build(below[None][0], 0)


@steady
def _counts() -> dict[int, int]:
    counted = sa.select(ProductCategory.category_id, sa.func.count().label("n")).group_by(ProductCategory.category_id)
    return {row.category_id: row.n for row in db.session.execute(counted)}


def category_path(category: Category) -> list[Category]:
    """From the first category under « Accueil » down to this one; empty for « Accueil »."""
    path: list[Category] = []
    here: Category | None = category
    while here is not None and here.parent_id is not None and here not in path:
        path.insert(0, here)
        here = db.session.get(Category, (open_shop_id(), here.parent_id))
    return path


@steady
def category_choices() -> tuple[tuple[int, int, str], ...]:
    """(id, depth, name) of every category in the order of the tree, for lists to choose from; « Accueil » is depth 0."""
    rows = db.session.execute(
        sa.select(Category.id, Category.parent_id, Category.name).order_by(Category.position, Category.id)
    )
    below: dict[int | None, list[tuple[int, str]]] = {}
    for number, parent_id, name in rows:
        below.setdefault(parent_id, []).append((number, name))

    def walk(parent_id: int | None, depth: int) -> Iterator[tuple[int, int, str]]:
        for number, name in below.get(parent_id, ()):
            yield number, depth, name
            yield from walk(number, depth + 1)

    return tuple(walk(None, 0))


def descendant_ids(category_id: int) -> set[int]:
    """The numbers of a category and of all below it."""
    rows = db.session.execute(sa.select(Category.id, Category.parent_id)).all()
    found = {category_id}
    grown = True
    while grown:
        more = {row.id for row in rows if row.parent_id in found} - found
        found |= more
        grown = bool(more)
    return found

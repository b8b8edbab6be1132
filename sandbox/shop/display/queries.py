"""Reading how the shop shows itself; targets are resolved here, into parts that know no address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.shop.catalog.models import Category, Product
from sandbox.shop.display.models import FeaturedProduct, HomeBlock, LinkList, MenuItem, ReassuranceItem, Slide
from sandbox.shop.display.rules import KINDS, TARGET_WORDS, Reference, parse_target
from sandbox.shop.posts.models import SiteCategory, SitePost
from sandbox.shop.posts.queries import is_visible
from sandbox.shop.posts.rules import UNTITLED
from sandbox.shop.shops.queries import get_setting
from sandbox.shop.site.models import InfoPage

M = TypeVar("M")

MODELS: dict[str, Any] = {
    "product": Product, "category": Category, "page": InfoPage, "site_page": SitePost, "site_post": SitePost, "site_category": SiteCategory,
}  # fmt: skip
"""Kind of target -> what it names."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: kind product | category | page | path, or site_page | site_post | site_category of the company's site;
    the row's id, slug and name; `path` for a shop path.

    `is_live` tells whether visitors can open it now (online, active, displayed).
    """

    kind: str
    id: int | None = None
    slug: str = ""
    name: str = ""
    path: str = ""
    is_live: bool = True

    @property
    def word(self) -> str:
        """What it is, on screens: « Catégorie », « Page du site »."""
        return TARGET_WORDS[self.kind]


@dataclass(frozen=True, slots=True)
class Link:
    """A link to show: its words and where it leads; `target` None when what it named is gone."""

    label: str
    target: Target | None
    row: Any = None


@dataclass(frozen=True, slots=True)
class MenuNode:
    """An entry of the main menu with the entries under it (the sub-categories of a category)."""

    label: str
    target: Target | None
    children: list[MenuNode] = field(default_factory=list)
    row: MenuItem | None = None


@dataclass(frozen=True, slots=True)
class ResolvedSlide:
    """A slide and where its button leads."""

    slide: Slide
    target: Target | None


@dataclass(frozen=True, slots=True)
class ResolvedList:
    """A list of links with its links resolved."""

    row: LinkList
    links: list[Link]


# targets -------------------------------------------------------------------------------------------------------------


def resolve_target(target: str) -> Target | None:
    """Where a written target leads; None when it is empty, unreadable, or its thing is gone."""
    return resolve_targets([target]).get(target)


def resolve_targets(targets: Iterable[str]) -> dict[str, Target]:
    """Written target -> where it leads, for those that lead somewhere; at most one statement a kind of thing."""
    wanted = {text: reference for text in targets if (reference := parse_target(text))}
    found: dict[str, Target] = {
        text: Target("path", path=reference.path) for text, reference in wanted.items() if reference.kind == "path"
    }
    for kind, model in MODELS.items():
        ours = {text: reference for text, reference in wanted.items() if reference.kind == kind}
        if ours:
            rows = _rows(model, list(ours.values()))
            found |= {
                text: target
                for text, reference in ours.items()
                if (target := rows.get(reference.key or reference.number)) and target.kind == kind
            }
    return found


def _rows(model: Any, references: Sequence[Reference]) -> dict[str | int | None, Target]:
    keys = [r.key for r in references if r.key]
    numbers = [r.number for r in references if r.number is not None]
    rows = session.scalars(sa.select(model).where(sa.or_(model.key.in_(keys), model.id.in_(numbers))))
    found: dict[str | int | None, Target] = {}
    for row in rows:
        target = target_of(row)
        found[row.id] = target
        if row.key:
            found[row.key] = target
    return found


def target_of(row: Product | Category | InfoPage | SitePost | SiteCategory) -> Target:
    """The target that a row is."""
    if isinstance(row, SitePost):
        kind = "site_page" if row.is_page else "site_post"
        return Target(kind, row.id, row.slug, row.title or UNTITLED, is_live=is_visible(row))
    if isinstance(row, SiteCategory):
        return Target("site_category", row.id, row.slug, row.name)
    if isinstance(row, Product):
        return Target("product", row.id, row.slug, row.name, is_live=row.is_online)
    if isinstance(row, Category):
        return Target("category", row.id, row.slug, row.name, is_live=row.is_active)
    return Target("page", row.id, row.slug, row.title, is_live=row.is_displayed)


def live_names() -> list[tuple[str, int, str]]:
    """(`categorie` or `produit`, number, name) of what visitors of the shop can open now, by name: what a link may name."""
    wanted: tuple[tuple[str, Any, Any], ...] = (
        ("categorie", Category, sa.and_(Category.is_active, Category.parent_id.is_not(None))),
        ("produit", Product, Product.is_online),
    )  # fmt: skip
    return [
        (word, number, name) for word, model, is_live in wanted
        for number, name in session.execute(sa.select(model.id, model.name).where(is_live).order_by(model.name, model.id))
    ]  # fmt: skip


def written_target(word: str, number: int) -> str | None:
    """How files write the thing of that number: `produit:mug`, or `produit:#12` without a key; None when there is none.

    `word` is produit, categorie or page, or page_site, article or rubrique of the company's site.
    """
    model: Any = MODELS[KINDS[word]]
    row = session.scalars(sa.select(model).where(model.id == number)).first()
    return None if row is None else _written(word, row)


def _written(word: str, row: Any) -> str:
    return f"{word}:{row.key}" if row.key else f"{word}:#{row.id}"


def target_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """What links may lead to, for a list: (group, [(written target, name)])."""
    categories = session.scalars(sa.select(Category).where(Category.parent_id.is_not(None)).order_by(Category.name))
    products = session.scalars(sa.select(Product).order_by(Product.name))
    pages = session.scalars(sa.select(InfoPage).order_by(InfoPage.title))
    return [
        ("Catégories", [(_written("categorie", c), c.name) for c in categories]),
        ("Produits", [(_written("produit", p), p.name) for p in products]),
        ("Pages", [(_written("page", p), p.title) for p in pages]),
        *_site_choices(),
    ]


def _site_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The same of the company's site; nothing for one that has a shop only."""
    posts = session.scalars(sa.select(SitePost).where(SitePost.status != "trash").order_by(SitePost.title)).all()
    categories = session.scalars(sa.select(SiteCategory).order_by(SiteCategory.name))
    found = [
        ("Pages du site", [(_written("page_site", p), p.title or UNTITLED) for p in posts if p.is_page]),
        ("Articles du site", [(_written("article", p), p.title or UNTITLED) for p in posts if not p.is_page]),
        ("Catégories d’articles", [(_written("rubrique", c), c.name) for c in categories]),
    ]
    return [(group, choices) for group, choices in found if choices]


def product_choices() -> list[tuple[int, str]]:
    """(id, name) of every product, by name; those offline say so."""
    rows = session.execute(sa.select(Product.id, Product.name, Product.is_online).order_by(Product.name, Product.id))
    return [(row.id, row.name if row.is_online else f"{row.name} (hors ligne)") for row in rows]


# home page -----------------------------------------------------------------------------------------------------------


def home_blocks(*, only_active: bool = True) -> Sequence[HomeBlock]:
    """The home page's blocks in their order."""
    query = sa.select(HomeBlock).order_by(HomeBlock.position, HomeBlock.id)
    return session.scalars(query.where(HomeBlock.is_active) if only_active else query).all()


def list_slides() -> list[ResolvedSlide]:
    """Every slide in its order, active or not."""
    slides = session.scalars(sa.select(Slide).order_by(Slide.position, Slide.id)).all()
    targets = resolve_targets(slide.target for slide in slides)
    return [ResolvedSlide(slide, targets.get(slide.target)) for slide in slides]


def active_slides() -> list[ResolvedSlide]:
    """The slides that visitors see, in their order."""
    slides = session.scalars(sa.select(Slide).where(Slide.is_active).order_by(Slide.position, Slide.id)).all()
    targets = resolve_targets(slide.target for slide in slides)
    return [ResolvedSlide(slide, targets.get(slide.target)) for slide in slides]


def list_featured() -> Sequence[FeaturedProduct]:
    """Every chosen popular product in its order, offline ones included."""
    query = sa.select(FeaturedProduct).options(
        selectinload(FeaturedProduct.product).options(selectinload(Product.images), selectinload(Product.category))
    )
    return session.scalars(query.order_by(FeaturedProduct.position, FeaturedProduct.id)).all()


def featured_products() -> list[Product]:
    """The popular products that the home page shows: online ones, in their order, as many as the setting says."""
    query = sa.select(Product).join(FeaturedProduct, FeaturedProduct.product_id == Product.id)
    query = query.where(Product.is_online, Product.visibility.in_(("both", "catalog")))
    query = query.order_by(FeaturedProduct.position, FeaturedProduct.id).limit(get_setting("populaires_nombre"))
    return list(session.scalars(query.options(selectinload(Product.images))))


def reassurance_items(*, only_active: bool = True) -> Sequence[ReassuranceItem]:
    """The promises in their order."""
    query = sa.select(ReassuranceItem).order_by(ReassuranceItem.position, ReassuranceItem.id)
    return session.scalars(query.where(ReassuranceItem.is_active) if only_active else query).all()


# navigation ----------------------------------------------------------------------------------------------------------


def menu_tree(*, only_live: bool = True) -> list[MenuNode]:
    """The main menu: each entry with, under a category, its active sub-categories. Dead entries are left out for visitors."""
    items = session.scalars(sa.select(MenuItem).order_by(MenuItem.position, MenuItem.id)).all()
    targets = resolve_targets(item.target for item in items)
    parents = [target.id for target in targets.values() if target.kind == "category"]
    children: dict[int | None, list[MenuNode]] = {}
    rows = session.scalars(
        sa.select(Category)
        .where(Category.parent_id.in_(parents), Category.is_active)
        .order_by(Category.position, Category.id)
    )
    for row in rows:
        children.setdefault(row.parent_id, []).append(MenuNode(row.name, target_of(row)))
    nodes = []
    for item in items:
        target = targets.get(item.target)
        if only_live and (target is None or not target.is_live):
            continue
        under = children.get(target.id, []) if target and target.kind == "category" else []
        nodes.append(MenuNode(item.label or (target.name if target else item.target), target, under, item))
    return nodes


def link_lists(*, only_live: bool = True) -> list[ResolvedList]:
    """The lists of links of the footer. Links whose thing is gone or hidden are left out for visitors."""
    rows = session.scalars(
        sa.select(LinkList).options(selectinload(LinkList.links)).order_by(LinkList.position, LinkList.id)
    ).all()
    targets = resolve_targets(link.target for row in rows for link in row.links)
    found = []
    for row in rows:
        links = [
            Link(link.label or (target.name if target else link.target), target, link)
            for link in row.links
            if ((target := targets.get(link.target)) and target.is_live) or not only_live
        ]
        found.append(ResolvedList(row, links))
    return found


# one row -------------------------------------------------------------------------------------------------------------


def get_row(model: type[M], row_id: int) -> M:
    """A slide, block, promise, menu entry, list, link or popular product; raises NotFound."""
    found = session.scalars(sa.select(model).where(model.id == row_id)).first()  # type: ignore[attr-defined]
    if found is None:
        raise NotFound("Cet élément n’existe pas ou plus.")
    return found

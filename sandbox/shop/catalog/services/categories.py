"""Categories: the tree, their texts, their order; and brands."""

from __future__ import annotations

from typing import TypedDict, Unpack

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import clean_html
from sandbox.shop.catalog import rules
from sandbox.shop.catalog.models import Brand, Category, Product, ProductCategory
from sandbox.shop.catalog.queries import descendant_ids, get_category, root_category, taken_slugs
from sandbox.shop.catalog.services.common import delete_or_refuse


class CategoryValues(TypedDict, total=False):
    """What may be given to a category; `image` is the name of a stored picture, `description` rich text."""

    name: str
    slug: str
    parent_id: int
    description: str
    meta_title: str
    meta_description: str
    image: str | None
    is_active: bool
    position: int


class BrandValues(TypedDict, total=False):
    """What may be given to a brand; `logo` is the name of a stored picture."""

    name: str
    slug: str
    description: str
    meta_title: str
    meta_description: str
    logo: str | None
    is_active: bool


@action("categorie.creer", entity="categorie", words="a créé la catégorie")
def create_category(*, key: str | None = None, **values: Unpack[CategoryValues]) -> Category:
    """A new category, last under its parent (« Accueil » by default). Raises RuleBroken with the argument's name as field."""
    name = rules.check_name(values.get("name", ""))
    parent = get_category(values["parent_id"]) if "parent_id" in values else root_category()
    category = Category(
        key=key, name=name, slug=rules.free_slug(values.get("slug") or name, taken_slugs(Category)), parent_id=parent.id,
        position=_last_rank(parent.id) + 1,
    )  # fmt: skip
    db.session.add(category)
    db.session.flush()
    _apply(category, values)
    return category


@action("categorie.modifier", entity="categorie", words="a modifié la catégorie")
def update_category(*, category: Category, **values: Unpack[CategoryValues]) -> Category:
    """Change what is given; `position` is a rank from 1 among its sisters.

    Raises RuleBroken with the argument's name as field: a category cannot move under itself, « Accueil » not at all.
    """
    _apply(category, values)
    return category


@action("categorie.supprimer", entity="categorie", words="a supprimé la catégorie")
def delete_category(*, category: Category) -> Category:
    """Delete a category without children; products whose default it was move to its parent.

    Raises RuleBroken for « Accueil », a category with children, or one that a rule or a menu names.
    """
    if category.parent_id is None:
        raise RuleBroken("La catégorie « Accueil » ne se supprime pas.")
    if category.children:
        raise RuleBroken("Déplacez ou supprimez d’abord ses sous-catégories.")
    parent_id = category.parent_id
    for product in db.session.scalars(sa.select(Product).where(Product.category_id == category.id)):
        product.category_id = parent_id
        if all(link.category_id != parent_id for link in product.categories):
            db.session.add(ProductCategory(product_id=product.id, category_id=parent_id))
    db.session.flush()
    links = db.session.scalars(sa.select(ProductCategory).where(ProductCategory.category_id == category.id)).all()
    delete_or_refuse(
        *links,
        category,
        words=f"« {category.name} » sert à une promotion ou à un groupe de clients : désactivez-la plutôt.",
    )
    return category


def _apply(category: Category, values: CategoryValues) -> None:
    if "name" in values:
        category.name = rules.check_name(values["name"])
    if "slug" in values and values["slug"] != category.slug:
        category.slug = _slug(values["slug"], category.name, Category, category.id)
    if "description" in values:
        category.description = clean_html(values["description"])
    if "meta_title" in values:
        category.meta_title = rules.check_text(values["meta_title"], 255, field="meta_title")
    if "meta_description" in values:
        category.meta_description = rules.check_text(values["meta_description"], 512, field="meta_description")
    if "image" in values:
        category.image = values["image"]
    if "is_active" in values:
        if category.parent_id is None and not values["is_active"]:
            raise RuleBroken("La catégorie « Accueil » reste active.", field="is_active")
        category.is_active = values["is_active"]
    if "parent_id" in values and values["parent_id"] != category.parent_id:
        _move(category, values["parent_id"])
    if "position" in values:
        _rank(category, values["position"])
    db.session.flush()


def _slug(slug: str, name: str, model: type[Category] | type[Brand], row_id: int) -> str:
    taken = taken_slugs(model, but=row_id)
    tidied = rules.tidy_slug(slug)
    if not tidied:
        return rules.free_slug(name, taken)
    if tidied in taken:
        raise RuleBroken("Cette adresse est déjà prise.", field="slug")
    return tidied


def _move(category: Category, parent_id: int) -> None:
    if category.parent_id is None:
        raise RuleBroken("La catégorie « Accueil » ne se déplace pas.", field="parent_id")
    get_category(parent_id)
    if parent_id in descendant_ids(category.id):
        raise RuleBroken(
            "Une catégorie ne va pas sous elle-même ni sous une de ses sous-catégories.", field="parent_id"
        )
    category.position = _last_rank(parent_id) + 1
    category.parent_id = parent_id
    db.session.flush()
    db.session.expire_all()


def _last_rank(parent_id: int) -> int:
    return db.session.scalar(sa.select(sa.func.max(Category.position)).where(Category.parent_id == parent_id)) or 0


def _rank(category: Category, position: int) -> None:
    found = sa.select(Category).where(Category.parent_id == category.parent_id, Category.id != category.id)
    sisters = list(db.session.scalars(found.order_by(Category.position, Category.id)))
    sisters.insert(max(0, min(position - 1, len(sisters))), category)
    for rank, sister in enumerate(sisters, 1):
        sister.position = rank


@action("marque.creer", entity="marque", words="a créé la marque")
def create_brand(*, key: str | None = None, **values: Unpack[BrandValues]) -> Brand:
    """A new brand. Raises RuleBroken with the argument's name as field."""
    name = rules.check_name(values.get("name", ""), maximum=64)
    slug = rules.free_slug(values.get("slug") or name, taken_slugs(Brand), maximum=64)
    brand = Brand(key=key, name=name, slug=slug)
    db.session.add(brand)
    db.session.flush()
    _apply_brand(brand, values)
    return brand


@action("marque.modifier", entity="marque", words="a modifié la marque")
def update_brand(*, brand: Brand, **values: Unpack[BrandValues]) -> Brand:
    """Change what is given. Raises RuleBroken with the argument's name as field."""
    _apply_brand(brand, values)
    return brand


@action("marque.supprimer", entity="marque", words="a supprimé la marque")
def delete_brand(*, brand: Brand) -> Brand:
    """Delete a brand; its products stay, without one."""
    for product in db.session.scalars(sa.select(Product).where(Product.brand_id == brand.id)):
        product.brand_id = None
    db.session.flush()
    delete_or_refuse(brand, words=f"« {brand.name} » sert à une promotion : désactivez-la plutôt.")
    return brand


def _apply_brand(brand: Brand, values: BrandValues) -> None:
    if "name" in values:
        brand.name = rules.check_name(values["name"], maximum=64)
    if "slug" in values and values["slug"] != brand.slug:
        brand.slug = _slug(values["slug"], brand.name, Brand, brand.id)
    if "description" in values:
        brand.description = clean_html(values["description"])
    if "meta_title" in values:
        brand.meta_title = rules.check_text(values["meta_title"], 255, field="meta_title")
    if "meta_description" in values:
        brand.meta_description = rules.check_text(values["meta_description"], 512, field="meta_description")
    if "logo" in values:
        brand.logo = values["logo"]
    if "is_active" in values:
        brand.is_active = values["is_active"]
    db.session.flush()

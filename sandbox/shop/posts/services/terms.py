"""Changing categories and tags of articles."""

from __future__ import annotations

from typing import Any, TypedDict, TypeVar, Unpack

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.identity.queries import find_site
from sandbox.shop.posts import rules
from sandbox.shop.posts.models import PostCategory, PostTag, SiteCategory, SitePost, SiteTag

Term = TypeVar("Term", SiteCategory, SiteTag)


class TermValues(TypedDict, total=False):
    """What may be given of a category as of a tag."""

    name: str
    slug: str
    description: str


class CategoryValues(TermValues, total=False):
    """What may be given of a category."""

    parent_id: int | None
    meta_title: str
    meta_description: str
    focus: str


@action("rubrique.creer", entity="rubrique", words="a créé la catégorie d’articles")
def create_category(*, key: str | None = None, **values: Unpack[CategoryValues]) -> SiteCategory:
    """A new category of articles."""
    row = _new(SiteCategory, key, values)
    _apply_category(row, values)
    session.flush()
    return row


@action("rubrique.modifier", entity="rubrique", words="a modifié la catégorie d’articles")
def update_category(*, category: SiteCategory, **values: Unpack[CategoryValues]) -> SiteCategory:
    """Change what is given of a category."""
    _apply_category(category, values)
    session.flush()
    return category


@action("rubrique.supprimer", entity="rubrique", words="a supprimé la catégorie d’articles")
def delete_category(*, category: SiteCategory) -> SiteCategory:
    """Delete a category: those under it move up, articles that had no other take the site's default one, which may not go."""
    site = find_site()
    if site is not None and site.default_category_id == category.id:
        raise RuleBroken("La catégorie par défaut ne peut pas être supprimée.")
    for child in session.scalars(sa.select(SiteCategory).where(SiteCategory.parent_id == category.id)):
        child.parent_id = category.parent_id
    under = sa.select(PostCategory.post_id).where(PostCategory.category_id == category.id)
    for post in session.scalars(sa.select(SitePost).where(SitePost.id.in_(under))):
        kept = [one for one in post.filed if one.category_id != category.id]
        if not kept and site is not None and site.default_category_id:
            kept = [PostCategory(post_id=post.id, category_id=site.default_category_id)]
        post.filed = kept
    session.flush()
    session.delete(category)
    session.flush()
    return category


@action("etiquette.creer", entity="etiquette", words="a créé l’étiquette")
def create_tag(*, key: str | None = None, **values: Unpack[TermValues]) -> SiteTag:
    """A new tag."""
    tag = _new(SiteTag, key, values)
    _apply(tag, values)
    session.flush()
    return tag


@action("etiquette.modifier", entity="etiquette", words="a modifié l’étiquette")
def update_tag(*, tag: SiteTag, **values: Unpack[TermValues]) -> SiteTag:
    """Change what is given of a tag."""
    _apply(tag, values)
    session.flush()
    return tag


@action("etiquette.supprimer", entity="etiquette", words="a supprimé l’étiquette")
def delete_tag(*, tag: SiteTag) -> SiteTag:
    """Delete a tag; its articles stay."""
    tagged = sa.select(PostTag.post_id).where(PostTag.tag_id == tag.id)
    for post in session.scalars(sa.select(SitePost).where(SitePost.id.in_(tagged))):
        post.tagged = [one for one in post.tagged if one.tag_id != tag.id]
    session.flush()
    session.delete(tag)
    session.flush()
    return tag


def _new(model: type[Term], key: str | None, values: TermValues) -> Term:
    """A category or a tag under its name, at an address of its own."""
    name = rules.clean_name(values.get("name", ""))
    row = model(key=key, name=name, slug=_free_slug(model, values.get("slug") or name, None))
    session.add(row)
    session.flush()
    return row


def _apply(row: SiteCategory | SiteTag, values: TermValues) -> None:
    if "name" in values:
        row.name = rules.clean_name(values["name"])
    if values.get("slug"):
        row.slug = _free_slug(type(row), values["slug"], row.id)
    if "description" in values:
        row.description = values["description"].strip()


def _apply_category(row: SiteCategory, values: CategoryValues) -> None:
    _apply(row, values)
    for name in ("meta_title", "meta_description", "focus"):
        if name in values:
            setattr(row, name, rules.clean_text(name, values[name]))
    if "parent_id" in values:
        _put_under(row, values["parent_id"])


def _put_under(row: SiteCategory, parent_id: int | None) -> None:
    above: SiteCategory | None = None
    if parent_id:
        above = session.scalars(sa.select(SiteCategory).where(SiteCategory.id == parent_id)).first()
        if above is None:
            raise RuleBroken("Cette catégorie parente n’existe plus.", field="parent_id")
    place = above
    while place is not None:
        if place.id == row.id:
            raise RuleBroken("Une catégorie ne peut pas être sous elle-même.", field="parent_id")
        place = place.parent
    row.parent_id = above.id if above else None


def _free_slug(model: Any, text: str, own_id: int | None) -> str:
    """The address of a term: refused when another has it, as WordPress refuses it."""
    slug = rules.clean_slug(text, 120)
    other = session.scalar(sa.select(model.id).where(model.slug == slug))
    if other is not None and other != own_id:
        raise RuleBroken(f"L’identifiant « {slug} » est déjà pris : choisissez-en un autre.", field="slug")
    return slug

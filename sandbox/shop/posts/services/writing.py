"""Writing articles, pages, categories and tags."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack, cast

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.blocks.rules.reading import blocks_of_text
from sandbox.shop.blocks.rules.tree import to_json
from sandbox.shop.contributors.models import SiteUser
from sandbox.shop.library.models import Media
from sandbox.shop.library.queries import films_with_poster
from sandbox.shop.posts import rules
from sandbox.shop.posts.models import PostCategory, PostRevision, PostTag, SiteCategory, SitePost, SiteTag


class TextValues(TypedDict, total=False):
    """What may be given of an article as of a page. `content`: blocks, their JSON, block markup or HTML."""

    title: str
    slug: str
    content: Any
    excerpt: str
    status: str
    published_at: datetime | None
    password: str
    author_id: int | None
    picture_id: int | None
    is_open: bool
    template: str
    sidebar: str
    focus: str
    meta_title: str
    meta_description: str


class ArticleValues(TextValues, total=False):
    """What may be given of an article. `tags`: names, made when new."""

    category_ids: Sequence[int]
    tags: Sequence[str]
    is_sticky: bool


class PageValues(TextValues, total=False):
    """What may be given of a page."""

    parent_id: int | None
    position: int


class PostValues(ArticleValues, PageValues, total=False):
    """What a form gives of either."""


@action("article.creer", entity="article", words="a créé l’article")
def create_post(*, key: str | None = None, **values: Unpack[ArticleValues]) -> SitePost:
    """A new article, a draft unless told otherwise."""
    return _create("post", key, cast(PostValues, values))


@action("page_site.creer", entity="page_site", words="a créé la page du site")
def create_page(*, key: str | None = None, **values: Unpack[PageValues]) -> SitePost:
    """A new page, a draft unless told otherwise."""
    return _create("page", key, cast(PostValues, values))


@action("article.modifier", entity="article", words="a modifié l’article")
def update_post(*, post: SitePost, **values: Unpack[ArticleValues]) -> SitePost:
    """Change what is given of an article."""
    return _update(post, cast(PostValues, values))


@action("page_site.modifier", entity="page_site", words="a modifié la page du site")
def update_page(*, post: SitePost, **values: Unpack[PageValues]) -> SitePost:
    """Change what is given of a page."""
    return _update(post, cast(PostValues, values))


def save(*, post: SitePost | None, kind: str, **values: Unpack[PostValues]) -> SitePost:
    """Create or change an article or a page, under the action that is its own."""
    is_page = kind == "page"
    others = ("category_ids", "tags", "is_sticky") if is_page else ("parent_id", "position")
    given: Any = {name: value for name, value in values.items() if name not in others}
    if post is None:
        return create_page(**given) if is_page else create_post(**given)
    return update_page(post=post, **given) if is_page else update_post(post=post, **given)


@action("article.corbeille", entity="article", words="a mis à la corbeille")
def trash_post(*, post: SitePost) -> SitePost:
    """Put an article or a page in the bin, out of visitors' sight."""
    if post.status != "trash":
        post.trashed_from, post.status = post.status, "trash"
        post.updated_at = clock.now()
    session.flush()
    return post


@action("article.retablir", entity="article", words="a sorti de la corbeille")
def restore_post(*, post: SitePost) -> SitePost:
    """Take it out of the bin: as WordPress does, it comes back as a draft."""
    if post.status == "trash":
        post.status, post.trashed_from = "draft", ""
        post.updated_at = clock.now()
    session.flush()
    return post


@action("article.supprimer", entity="article", words="a supprimé définitivement")
def delete_post(*, post: SitePost) -> SitePost:
    """Delete what is in the bin for good; pages under it move up."""
    if post.status != "trash":
        raise RuleBroken("Mettez d’abord ce contenu à la corbeille.")
    for child in session.scalars(sa.select(SitePost).where(SitePost.parent_id == post.id)):
        child.parent_id = post.parent_id
    session.flush()
    session.delete(post)
    session.flush()
    return post


def put_content(*, post: SitePost, content: Any) -> SitePost:
    """Give a post its text without keeping the one before: an import’s last step, once all it may link to exists."""
    post.content = to_json(blocks_of_text(content))
    session.flush()
    return post


@action("article.sauvegarder", entity="article", words="a une sauvegarde automatique de")
def autosave(*, post: SitePost, title: str, content: Any, excerpt: str, author_id: int | None = None) -> PostRevision:
    """Keep what is being written beside the text, not in it: the editor does it, so that a cut loses nothing."""
    kept = next((one for one in post.revisions if one.is_auto), None)
    if kept is None:
        kept = PostRevision(post_id=post.id, is_auto=True, saved_at=clock.now())
        post.revisions.insert(0, kept)
    kept.title, kept.excerpt = rules.clean_text("title", title), rules.clean_text("excerpt", excerpt)
    kept.content, kept.author_id, kept.saved_at = to_json(blocks_of_text(content)), author_id, clock.now()
    session.flush()
    return kept


@action("article.revision", entity="article", words="a rétabli une révision de")
def restore_revision(*, post: SitePost, revision: PostRevision) -> SitePost:
    """Give the text of a revision back to its post; the present text is kept as a revision."""
    return _update(post, {"title": revision.title, "content": revision.content, "excerpt": revision.excerpt})


@action("media.supprimer", entity="media", words="a supprimé de la médiathèque")
def delete_media(*, media: Media) -> Media:
    """Take a file out of the library: no post is set forward by it any more, and where it stood in a text nothing is shown."""
    for post in session.scalars(sa.select(SitePost).where(SitePost.picture_id == media.id)):
        post.picture_id = None
    for film in films_with_poster(media.id):
        film.poster_id = None
    session.flush()
    session.delete(media)
    session.flush()
    return media


# inside --------------------------------------------------------------------------------------------------------------


def _create(kind: str, key: str | None, values: PostValues) -> SitePost:
    now = clock.now()
    title = rules.clean_text("title", values.get("title", ""))
    post = SitePost(
        kind=kind, key=key, title=title, slug=_free_slug(values.get("slug") or title, None), content=[], status="draft",
        created_at=now, updated_at=now,
    )  # fmt: skip
    session.add(post)
    session.flush()
    rest = values.copy()
    rest.pop("slug", None)
    _apply(post, rest)
    session.flush()
    return post


def _update(post: SitePost, values: PostValues) -> SitePost:
    if post.status == "trash":
        raise RuleBroken("Ce contenu est à la corbeille : rétablissez-le pour le modifier.")
    before = PostRevision(
        post_id=post.id, title=post.title, content=post.content, excerpt=post.excerpt, author_id=post.author_id, saved_at=post.updated_at
    )  # fmt: skip
    _apply(post, values)
    if (before.title, before.content, before.excerpt) != (post.title, post.content, post.excerpt):
        _keep_revision(post, before)
    post.revisions = [one for one in post.revisions if not one.is_auto]
    post.updated_at = clock.now()
    session.flush()
    return post


def _keep_revision(post: SitePost, before: PostRevision) -> None:
    post.revisions.insert(0, before)
    written = [one for one in post.revisions if not one.is_auto]
    for old in written[rules.MAX_REVISIONS :]:
        post.revisions.remove(old)


def _apply(post: SitePost, values: PostValues) -> None:
    for name in ("title", "excerpt", "focus", "meta_title", "meta_description", "password"):
        if name in values:
            setattr(post, name, rules.clean_text(name, str(values[name])))
    if values.get("slug"):
        post.slug = _free_slug(values["slug"], post)
    if "content" in values:
        post.content = to_json(blocks_of_text(values["content"]))
    for name in ("is_sticky", "is_open"):
        if name in values:
            setattr(post, name, bool(values[name]))  # type: ignore[literal-required]
    _place(post, values)
    _link(post, values)
    _publish(post, values)
    if "category_ids" in values:
        _file(post, values["category_ids"])
    if "tags" in values:
        _tag(post, values["tags"])


def _place(post: SitePost, values: PostValues) -> None:
    if "template" in values:
        if values["template"] not in rules.TEMPLATES:
            raise RuleBroken("Choisissez un modèle.", field="template")
        post.template = values["template"]
    if "sidebar" in values:
        if values["sidebar"] not in rules.SIDEBARS.values():
            raise RuleBroken("Choisissez une mise en page.", field="sidebar")
        post.sidebar = values["sidebar"]
    if "position" in values:
        post.position = max(-10_000, min(10_000, values["position"]))


def _link(post: SitePost, values: PostValues) -> None:
    if "author_id" in values:
        post.author_id = _existing(SiteUser, values["author_id"], "author_id", "Choisissez un auteur.")
    if "picture_id" in values:
        post.picture_id = _existing(
            Media, values["picture_id"], "picture_id", "Cette image n’est plus dans la médiathèque."
        )
    if "parent_id" in values:
        parent_id = _existing(SitePost, values["parent_id"], "parent_id", "Choisissez une page parente.")
        if parent_id is not None and parent_id in _below(post):
            raise RuleBroken("Une page ne peut pas être sous elle-même.", field="parent_id")
        post.parent_id = parent_id


def _below(post: SitePost) -> set[int]:
    found = {post.id}
    rows = session.execute(sa.select(SitePost.id, SitePost.parent_id).where(SitePost.parent_id.is_not(None))).all()
    while more := {row.id for row in rows if row.parent_id in found} - found:
        found |= more
    return found


def _existing(model: Any, number: int | None, field: str, words: str) -> int | None:
    if not number:
        return None
    if session.scalar(sa.select(model.id).where(model.id == number)) is None:
        raise RuleBroken(words, field=field)
    return number


def _publish(post: SitePost, values: PostValues) -> None:
    if "published_at" in values:
        post.published_at = values["published_at"]
    if "status" in values:
        post.status = rules.check_status(values["status"])
    if post.status in ("published", "private") and post.published_at is None:
        post.published_at = clock.now()


def _file(post: SitePost, numbers: Sequence[int]) -> None:
    wanted = list(dict.fromkeys(numbers))[: rules.MAX_TERMS]
    known = set(session.scalars(sa.select(SiteCategory.id).where(SiteCategory.id.in_(wanted))))
    if set(wanted) - known:
        raise RuleBroken("Une des catégories choisies n’existe plus.", field="category_ids")
    post.filed = [one for one in post.filed if one.category_id in known]
    have = {one.category_id for one in post.filed}
    post.filed += [PostCategory(post_id=post.id, category_id=number) for number in wanted if number not in have]


def _tag(post: SitePost, names: Sequence[str]) -> None:
    cleaned = [rules.clean_name(name) for name in names if name.strip()][: rules.MAX_TERMS]
    tags = [_tag_named(name) for name in dict.fromkeys(cleaned)]
    wanted = list(dict.fromkeys(tag.id for tag in tags))
    post.tagged = [one for one in post.tagged if one.tag_id in wanted]
    have = {one.tag_id for one in post.tagged}
    post.tagged += [PostTag(post_id=post.id, tag_id=number) for number in wanted if number not in have]


def _tag_named(name: str) -> SiteTag:
    """The tag of a name, made when there is none; two names that give one address are one tag."""
    slug = rules.clean_slug(name, 120)
    found = session.scalars(sa.select(SiteTag).where(SiteTag.slug == slug)).first()
    if found is None:
        found = SiteTag(name=name, slug=slug)
        session.add(found)
        session.flush()
    return found


def _free_slug(text: str, post: SitePost | None) -> str:
    """The address, with a number behind it when another post has it, as WordPress does."""
    base = rules.clean_slug(text)
    query = sa.select(SitePost.slug).where(SitePost.slug.like(f"{base[:190]}%"))
    taken = set(session.scalars(query if post is None else query.where(SitePost.id != post.id)))
    if base not in taken:
        return base
    return next(slug for number in range(2, 10_000) if (slug := f"{base[:190]}-{number}") not in taken)

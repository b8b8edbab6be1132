"""Reading articles, pages, categories and tags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.kernel.text import has_words
from sandbox.shop.blocks.rules.inventory import media_used
from sandbox.shop.blocks.rules.rendering import plain_text
from sandbox.shop.blocks.rules.tree import Block, from_json, walk
from sandbox.shop.identity.models import Site
from sandbox.shop.posts.models import PostCategory, PostRevision, PostTag, SiteCategory, SitePost, SiteTag
from sandbox.shop.posts.rules import shown_status

_LOADED = (
    selectinload(SitePost.author), selectinload(SitePost.picture), selectinload(SitePost.filed).selectinload(PostCategory.category),
    selectinload(SitePost.tagged).selectinload(PostTag.tag),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A category or a tag with how many articles it has; `depth` in the tree."""

    row: Any
    count: int
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """A month in which articles came out."""

    year: int
    month: int
    count: int


@dataclass(frozen=True, slots=True)
class NamedSite:
    """What a link to the site needs: its title, the title and the slug of the page that stands for its journal."""

    title: str
    journal: str
    journal_slug: str


# one -----------------------------------------------------------------------------------------------------------------


def get_post(post_id: int, *, kind: str = "") -> SitePost:
    """An article or a page, of that kind when given; raises NotFound."""
    query = sa.select(SitePost).where(SitePost.id == post_id).options(*_LOADED)
    found = session.scalars(query.where(SitePost.kind == kind) if kind else query).first()
    if found is None:
        raise NotFound("Ce contenu n’existe pas.")
    return found


def find_visible(slug: str, *, kind: str = "") -> SitePost | None:
    """What visitors read at an address, or None."""
    query = _visible(sa.select(SitePost)).where(SitePost.slug == slug).options(*_LOADED)
    return session.scalars(query.where(SitePost.kind == kind) if kind else query).first()


def find_visible_by_id(post_id: int | None) -> SitePost | None:
    """What visitors read under a number, or None."""
    if not post_id:
        return None
    return session.scalars(_visible(sa.select(SitePost)).where(SitePost.id == post_id).options(*_LOADED)).first()


def find_named_site() -> NamedSite | None:
    """The site's title and its journal, if visitors may read it, in one statement; None where there is no site."""
    is_journal = sa.and_(
        SitePost.id == Site.posts_page_id, Site.front_kind == "page", SitePost.status == "published", SitePost.published_at <= clock.now()
    )  # fmt: skip
    query = sa.select(Site.title, SitePost.title, SitePost.slug).outerjoin(SitePost, is_journal)
    found = session.execute(query).first()
    return NamedSite(found[0], found[1] or "", found[2] or "") if found is not None else None


def is_visible(post: SitePost) -> bool:
    """Whether visitors may read it now."""
    return post.status == "published" and post.published_at is not None and post.published_at <= clock.now()


def status_of(post: SitePost) -> str:
    """Its state as people see it (`scheduled` included)."""
    return shown_status(post.status, post.published_at, clock.now())


def _visible(query: Any) -> Any:
    return query.where(SitePost.status == "published", SitePost.published_at <= clock.now())


# for visitors --------------------------------------------------------------------------------------------------------


def visible_posts(
    *, category: SiteCategory | None = None, tag: SiteTag | None = None, author_id: int | None = None, year: int = 0, month: int = 0,
    words: str = "", sticky_first: bool = False,
) -> list[SitePost]:  # fmt: skip
    """The articles that visitors read, the latest first; with `words`, pages too, as a site's search finds both."""
    query = _visible(sa.select(SitePost)).options(*_LOADED)
    query = query.order_by(SitePost.published_at.desc(), SitePost.id.desc())
    if not words:
        query = query.where(SitePost.kind == "post")
    if category is not None:
        query = query.where(SitePost.id.in_(_filed_under(category)))
    if tag is not None:
        query = query.where(SitePost.id.in_(sa.select(PostTag.post_id).where(PostTag.tag_id == tag.id)))
    if author_id is not None:
        query = query.where(SitePost.author_id == author_id)
    if year:
        begin = clock.from_paris(datetime(year, month or 1, 1))
        last = datetime(year + (1 if not month or month == 12 else 0), 1 if not month or month == 12 else month + 1, 1)
        query = query.where(SitePost.published_at >= begin, SitePost.published_at < clock.from_paris(last))
    found = list(session.scalars(query))
    if words:
        found = [post for post in found if has_words(words, post.title, *_open_texts(post))]
    if sticky_first:
        found.sort(key=lambda post: not post.is_sticky)
    return found


def visible_texts() -> list[SitePost]:
    """The articles and the pages that visitors read, the latest first."""
    query = _visible(sa.select(SitePost)).order_by(SitePost.published_at.desc(), SitePost.id.desc())
    return list(session.scalars(query))


def _open_texts(post: SitePost) -> tuple[str, ...]:
    """What a visitor's search may look into: nothing of a text that asks for a password but its title."""
    return () if post.password else (post.excerpt, text_of(post))


def _filed_under(category: SiteCategory) -> Any:
    """The numbers of the articles of a category and of those under it."""
    below = {category.id}
    rows = session.execute(sa.select(SiteCategory.id, SiteCategory.parent_id)).all()
    while more := {row.id for row in rows if row.parent_id in below} - below:
        below |= more
    return sa.select(PostCategory.post_id).where(PostCategory.category_id.in_(below))


def neighbours(post: SitePost) -> tuple[SitePost | None, SitePost | None]:
    """The article before and the one after, by their moment."""
    own = sa.tuple_(SitePost.published_at, SitePost.id)
    here = sa.tuple_(sa.literal(post.published_at), sa.literal(post.id))
    base = _visible(sa.select(SitePost)).where(SitePost.kind == "post")
    before = session.scalars(base.where(own < here).order_by(SitePost.published_at.desc(), SitePost.id.desc())).first()
    after = session.scalars(base.where(own > here).order_by(SitePost.published_at, SitePost.id)).first()
    return before, after


def months() -> list[Month]:
    """The months in which articles came out, the latest first."""
    counts: dict[tuple[int, int], int] = {}
    for moment in session.scalars(_visible(sa.select(SitePost.published_at)).where(SitePost.kind == "post")):
        day = clock.to_paris(moment)
        counts[day.year, day.month] = counts.get((day.year, day.month), 0) + 1
    return [Month(year, month, count) for (year, month), count in sorted(counts.items(), reverse=True)]


# for the administration ----------------------------------------------------------------------------------------------


def list_posts(
    kind: str, *, status: str = "", category_id: int = 0, tag_id: int = 0, author_id: int = 0, words: str = ""
) -> list[SitePost]:
    """The articles or the pages of the administration's list; all but the bin unless a state is asked for."""
    query = sa.select(SitePost).where(SitePost.kind == kind).options(*_LOADED)
    now = clock.now()
    if status == "scheduled":
        query = query.where(SitePost.status == "published", SitePost.published_at > now)
    elif status == "published":
        query = query.where(SitePost.status == "published", SitePost.published_at <= now)
    else:
        query = query.where(SitePost.status == status) if status else query.where(SitePost.status != "trash")
    if category_id:
        query = query.where(
            SitePost.id.in_(sa.select(PostCategory.post_id).where(PostCategory.category_id == category_id))
        )
    if tag_id:
        query = query.where(SitePost.id.in_(sa.select(PostTag.post_id).where(PostTag.tag_id == tag_id)))
    if author_id:
        query = query.where(SitePost.author_id == author_id)
    order = (
        (SitePost.position, SitePost.title) if kind == "page"
        else (sa.func.coalesce(SitePost.published_at, SitePost.updated_at).desc(), SitePost.id.desc())
    )  # fmt: skip
    found = list(session.scalars(query.order_by(*order)))
    return [post for post in found if has_words(words, post.title, post.slug, text_of(post))] if words else found


def counts_by_status(kind: str) -> dict[str, int]:
    """How many of each state, « » for all but the bin; `scheduled` counted apart from `published`."""
    now = clock.now()
    found: dict[str, int] = {"": 0}
    for status, at in session.execute(sa.select(SitePost.status, SitePost.published_at).where(SitePost.kind == kind)):
        shown = shown_status(status, at, now)
        found[shown] = found.get(shown, 0) + 1
        found[""] += status != "trash"
    return found


def counts_by_author() -> dict[int, int]:
    """How many contents of either kind each account has written, by its number; those of the bin too."""
    query = sa.select(SitePost.author_id, sa.func.count()).where(SitePost.author_id.is_not(None))
    rows = session.execute(query.group_by(SitePost.author_id))
    return {author_id: count for author_id, count in rows if author_id is not None}


def page_choices() -> list[tuple[int, str]]:
    """(number, title) of the pages that are not in the bin, children under their parents."""
    rows = list_posts("page")
    children: dict[int | None, list[SitePost]] = {}
    known = {row.id for row in rows}
    for row in rows:
        children.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    found: list[tuple[int, str]] = []

    def add(parent: int | None, depth: int) -> None:
        for row in children.get(parent, []):
            found.append((row.id, "— " * depth + (row.title or "(sans titre)")))
            if depth < 10:
                add(row.id, depth + 1)

    add(None, 0)
    return found


def autosave_of(post: SitePost) -> PostRevision | None:
    """What the editor kept that is later than the text itself, or None."""
    found = next((one for one in post.revisions if one.is_auto), None)
    return found if found is not None and found.saved_at > post.updated_at else None


def get_revision(post: SitePost, revision_id: int) -> PostRevision:
    """A revision of a post; raises NotFound."""
    found = next((one for one in post.revisions if one.id == revision_id), None)
    if found is None:
        raise NotFound("Cette révision n’existe pas.")
    return found


# texts ---------------------------------------------------------------------------------------------------------------


def blocks_of(post: SitePost | PostRevision) -> list[Block]:
    """The blocks of a text."""
    return from_json(post.content)


def text_of(post: SitePost | PostRevision) -> str:
    """The words of a text."""
    return plain_text(from_json(post.content))


def opening_of(post: SitePost) -> str:
    """The words of its paragraphs and lists, up to « Lire la suite » when it is there; titles and captions are left out."""
    told: list[Block] = []
    for block in walk(from_json(post.content)):
        if block.kind == "more":
            break
        if block.kind in ("paragraph", "list-item", "quote"):
            told.append(Block(block.kind, {"text": block.get("text")}))
    return plain_text(told)


def aimed_at(*, except_id: int = 0) -> list[tuple[str, str]]:
    """(title, words aimed at) of the texts that aim at some, but for one."""
    query = sa.select(SitePost.title, SitePost.focus).where(
        SitePost.focus != "", SitePost.id != except_id, SitePost.status != "trash"
    )
    return [(row.title, row.focus) for row in session.execute(query.order_by(SitePost.id))]


def posts_with_media(media_id: int) -> list[SitePost]:
    """Where a file of the library stands: in a text, or set forward."""
    rows = session.scalars(sa.select(SitePost).where(SitePost.status != "trash").order_by(SitePost.title))
    return [post for post in rows if post.picture_id == media_id or media_id in media_used(from_json(post.content))]


# terms ---------------------------------------------------------------------------------------------------------------


def list_categories() -> list[Term]:
    """The categories in the order of their tree, by name, each with how many articles it has."""
    counts = _counts(PostCategory.category_id, PostCategory.post_id)
    children: dict[int | None, list[SiteCategory]] = {}
    for row in session.scalars(sa.select(SiteCategory).order_by(SiteCategory.name, SiteCategory.id)):
        children.setdefault(row.parent_id, []).append(row)
    found: list[Term] = []

    def add(parent: int | None, depth: int) -> None:
        for row in children.get(parent, []):
            found.append(Term(row, counts.get(row.id, 0), depth))
            if depth < 10:
                add(row.id, depth + 1)

    add(None, 0)
    return found


def list_tags() -> list[Term]:
    """The tags by name, each with how many articles it has."""
    counts = _counts(PostTag.tag_id, PostTag.post_id)
    rows = session.scalars(sa.select(SiteTag).order_by(SiteTag.name, SiteTag.id))
    return [Term(row, counts.get(row.id, 0)) for row in rows]


def _counts(term: Any, post: Any) -> dict[int, int]:
    query = sa.select(term, sa.func.count()).join(SitePost, SitePost.id == post).where(SitePost.status == "published")
    return {row[0]: row[1] for row in session.execute(query.group_by(term))}


def get_category(category_id: int) -> SiteCategory:
    """A category; raises NotFound."""
    found = session.scalars(sa.select(SiteCategory).where(SiteCategory.id == category_id)).first()
    if found is None:
        raise NotFound("Cette catégorie n’existe pas.")
    return found


def get_tag(tag_id: int) -> SiteTag:
    """A tag; raises NotFound."""
    found = session.scalars(sa.select(SiteTag).where(SiteTag.id == tag_id)).first()
    if found is None:
        raise NotFound("Cette étiquette n’existe pas.")
    return found


def find_category(slug: str) -> SiteCategory | None:
    """The category of an address, or None."""
    return session.scalars(sa.select(SiteCategory).where(SiteCategory.slug == slug)).first()


def find_tag(slug: str) -> SiteTag | None:
    """The tag of an address, or None."""
    return session.scalars(sa.select(SiteTag).where(SiteTag.slug == slug)).first()


def categories_of(numbers: Sequence[int]) -> list[SiteCategory]:
    """The categories of those numbers that exist, in the order given."""
    rows = {row.id: row for row in session.scalars(sa.select(SiteCategory).where(SiteCategory.id.in_(numbers)))}
    return [rows[number] for number in dict.fromkeys(numbers) if number in rows]

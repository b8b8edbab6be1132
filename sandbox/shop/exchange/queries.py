"""The open shop's site as an exchange file says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.text import slugify
from sandbox.kernel.wxr import model as wxr
from sandbox.kernel.wxr.model import WxrAuthor, WxrComment, WxrItem, WxrSite, WxrTerm
from sandbox.shop.blocks.rules.inline import reference_of
from sandbox.shop.blocks.rules.markup import markup_of
from sandbox.shop.comments.models import SiteComment
from sandbox.shop.contributors.models import SiteUser
from sandbox.shop.exchange import rules
from sandbox.shop.identity.queries import get_site
from sandbox.shop.library.models import Media
from sandbox.shop.navigation.models import SiteMenu
from sandbox.shop.navigation.queries import Entry, list_menus, tree_of
from sandbox.shop.posts.models import SiteCategory, SitePost, SiteTag
from sandbox.shop.posts.queries import blocks_of


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What everything is called in the file: one count for posts, files and entries of menus, one for terms."""

    posts: Mapping[int, int]
    media: Mapping[int, int]
    terms: Mapping[tuple[str, int], int]


def site_as_wxr(*, address: str) -> WxrSite:
    """All of the site but its settings and widgets, as WordPress leaves them out. `address` is where visitors find it.

    Raises NotFound for a shop without a site.
    """
    site = get_site()
    posts = session.scalars(sa.select(SitePost).order_by(SitePost.id)).all()
    media = session.scalars(sa.select(Media).order_by(Media.id)).all()
    categories = session.scalars(sa.select(SiteCategory).order_by(SiteCategory.id)).all()
    tags = session.scalars(sa.select(SiteTag).order_by(SiteTag.id)).all()
    menus = list_menus()
    numbers = _numbers(posts, media, categories, tags)
    return WxrSite(
        site.title,
        address,
        site.slogan,
        authors=tuple(_author(user) for user in session.scalars(sa.select(SiteUser).order_by(SiteUser.id))),
        terms=(
            *(_category(row, numbers) for row in _parents_first(categories)),
            *(
                WxrTerm(wxr.TAG, row.slug, row.name, "", row.description, numbers.terms["etiquette", row.id])
                for row in tags
            ),
            *(_menu_term(menu) for menu in menus),
        ),
        items=(
            *_posts(posts, numbers, address),
            *(_file(one, numbers, address) for one in media),
            *_entries(menus, numbers, len(posts) + len(media)),
        ),
    )


def _numbers(
    posts: Sequence[SitePost], media: Sequence[Media], categories: Sequence[SiteCategory], tags: Sequence[SiteTag]
) -> _Numbers:
    terms = [*(("rubrique", row.id) for row in categories), *(("etiquette", row.id) for row in tags)]
    return _Numbers(
        {post.id: number for number, post in enumerate(posts, 1)},
        {one.id: number for number, one in enumerate(media, len(posts) + 1)},
        {term: number for number, term in enumerate(terms, 1)},
    )


def _author(user: SiteUser) -> WxrAuthor:
    return WxrAuthor(user.login, user.email, user.name, user.first_name, user.last_name)


def _parents_first(rows: Sequence[SiteCategory]) -> Iterator[SiteCategory]:
    """WordPress reads a category under one that it has read before."""
    under: dict[int | None, list[SiteCategory]] = {}
    for row in rows:
        under.setdefault(row.parent_id, []).append(row)
    waiting = [*under.get(None, [])]
    while waiting:
        row = waiting.pop(0)
        yield row
        waiting += under.get(row.id, [])


def _category(row: SiteCategory, numbers: _Numbers) -> WxrTerm:
    above = row.parent.slug if row.parent else ""
    return WxrTerm(wxr.CATEGORY, row.slug, row.name, above, row.description, numbers.terms["rubrique", row.id])


def _menu_term(menu: SiteMenu) -> WxrTerm:
    return WxrTerm(wxr.MENU, slugify(menu.name), menu.name)


def _posts(posts: Sequence[SitePost], numbers: _Numbers, address: str) -> Iterator[WxrItem]:
    comments: dict[int, list[SiteComment]] = {}
    for comment in session.scalars(sa.select(SiteComment).order_by(SiteComment.id)):
        comments.setdefault(comment.post_id, []).append(comment)
    files = {one.id: one for one in session.scalars(sa.select(Media))}
    to_address = _addresses(posts, address)
    back = {number: media_id for media_id, number in numbers.media.items()}

    def place(number: int) -> str:
        return _place(files[back[number]], address) if number in back else ""

    for post in posts:
        blocks = rules.with_links(rules.with_media(blocks_of(post), numbers.media), to_address)
        yield _post(post, markup_of(blocks, place), numbers, comments.get(post.id, []))


def _post(post: SitePost, content: str, numbers: _Numbers, comments: Iterable[SiteComment]) -> WxrItem:
    is_later = post.status == "published" and post.published_at is not None and post.published_at > clock.now()
    picture = numbers.media.get(post.picture_id or 0)
    meta = [(key, getattr(post, name)) for name, key in rules.SEO_META.items() if getattr(post, name)]
    return WxrItem(
        numbers.posts[post.id],
        wxr.PAGE if post.is_page else wxr.POST,
        post.title,
        post.slug,
        "future" if is_later else rules.STATUS_OUT[post.status],
        post.author.login if post.author else "",
        content,
        post.excerpt,
        post.published_at,
        post.updated_at,
        post.is_open,
        numbers.posts.get(post.parent_id or 0, 0),
        post.position,
        post.password,
        post.is_sticky,
        terms=(
            *(WxrTerm(wxr.CATEGORY, row.slug, row.name) for row in post.categories),
            *(WxrTerm(wxr.TAG, row.slug, row.name) for row in post.tags),
        ),
        meta=(*(((rules.PICTURE, str(picture)),) if picture else ()), *meta),
        comments=tuple(_comment(one) for one in comments),
    )


def _comment(row: SiteComment) -> WxrComment:
    return WxrComment(
        row.id,
        row.author,
        row.body,
        row.email,
        row.web,
        row.posted_at,
        rules.COMMENT_OUT[row.status],
        "",
        row.parent_id or 0,
    )


def _addresses(posts: Sequence[SitePost], address: str) -> Callable[[str], str]:
    """What turns a reference into the address of the thing; one to the shop stays as it is, it means nothing elsewhere."""
    slugs: dict[tuple[str, str], str] = {}
    for post in posts:
        entity = "page_site" if post.is_page else "article"
        slugs[entity, str(post.id)] = post.slug
        if post.key:
            slugs[entity, post.key] = post.slug

    def change(url: str) -> str:
        named = reference_of(url)
        slug = slugs.get(named) if named else None
        return f"{address}/{slug}/" if slug else url

    return change


def _place(one: Media, address: str) -> str:
    return f"{address}/medias/{one.file_name}"


def _file(one: Media, numbers: _Numbers, address: str) -> WxrItem:
    return WxrItem(
        numbers.media[one.id], wxr.ATTACHMENT, one.title, slugify(one.title) or "fichier", "inherit", "", one.description, one.caption,
        one.uploaded_at, address=_place(one, address), meta=tuple(_file_meta(one, numbers)),
    )  # fmt: skip


def _file_meta(one: Media, numbers: _Numbers) -> Iterator[tuple[str, str]]:
    if one.alt:
        yield rules.ALT, one.alt
    if one.poster_id:
        yield rules.PICTURE, str(numbers.media[one.poster_id])
    for name, key in rules.HEARD_META.items():
        if said := getattr(one, name):
            yield key, said


def _entries(menus: Sequence[SiteMenu], numbers: _Numbers, taken: int) -> Iterator[WxrItem]:
    """The entries of the menus, one above before those under it."""
    for menu in menus:
        term = _menu_term(menu)
        order = 0
        waiting: list[tuple[Entry, int]] = [(entry, 0) for entry in tree_of(menu)]
        while waiting:
            entry, above = waiting.pop(0)
            taken, order = taken + 1, order + 1
            yield WxrItem(
                taken, wxr.MENU_ITEM, entry.item.label, str(taken), "publish", "", order=order, terms=(term,),
                meta=tuple(_entry_meta(entry, above, numbers)),
            )  # fmt: skip
            waiting = [*((child, taken) for child in entry.children), *waiting]


def _entry_meta(entry: Entry, above: int, numbers: _Numbers) -> Iterator[tuple[str, Any]]:
    kind, name = reference_of(entry.target) or ("", "")
    number = 0
    if name.isdigit():
        is_post = kind in ("article", "page_site")
        number = (numbers.posts.get(int(name)) if is_post else numbers.terms.get((kind, int(name)))) or 0
    type_ = "custom" if not kind else "taxonomy" if kind in ("rubrique", "etiquette") else "post_type"
    yield rules.ITEM_TYPE, type_
    yield rules.ITEM_PARENT, str(above)
    yield rules.ITEM_NUMBER, str(number)
    yield rules.ITEM_OBJECT, rules.OBJECTS.get(kind, "custom")
    yield rules.ITEM_TARGET, "_blank" if entry.item.is_new_tab else ""
    yield rules.ITEM_URL, "" if kind else entry.target

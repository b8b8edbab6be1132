"""An article, a page, or a list of articles as a page of the site."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from sandbox.kernel.paging import Page, clamp
from sandbox.shop.comments import queries as comments
from sandbox.shop.comments.services import takes_comments
from sandbox.shop.posts import queries
from sandbox.shop.posts.models import SitePost
from sandbox.web.numbers import whole
from sandbox.web.site_around import drawn, shown, teaser
from sandbox.web.site_frame import site_frame
from sandbox.web.sitefront.forms import CommentForm
from sandbox.web.sitefront.locks import is_locked


def show_post(post: SitePost, *, is_home: bool = False, form: CommentForm | None = None, status: int = 200) -> Any:
    """An article or a page, whole; its password first, when it has one."""
    frame = site_frame()
    frame.here, frame.is_home = post, is_home
    if is_locked(post):
        return show_locked(post)
    site = frame.site
    around = frame.around
    blocks = queries.blocks_of(post)
    before, after = (None, None) if post.is_page else queries.neighbours(post)
    page = render_template(
        "sitefront/post.html", post=post, body=drawn(blocks, around), is_home=is_home, before=before, after=after,
        picture=shown(post.picture) if post.picture else None, side=frame.sidebar_of(post),
        comments=comments.tree_of(post, depth=site.comments_depth, newest_first=site.comments_newest_first),
        is_open=takes_comments(post, site), form=form or CommentForm(), teaser=teaser(post, 30),
        count=frame.comment_counts([post]).get(post.id, 0),
    )  # fmt: skip
    return (page, status) if status != 200 else page


def show_locked(post: SitePost, *, is_wrong: bool = False) -> str:
    """What stands in the place of a text until its password is given."""
    frame = site_frame()
    frame.here = post
    return render_template("sitefront/locked.html", post=post, is_wrong=is_wrong, side=frame.sidebar_of(post))


def show_list(
    posts: list[SitePost], *, title: str = "", intro: str = "", words: str | None = None, is_home: bool = False, is_blog: bool = False,
    said: tuple[str, str] | None = None,
) -> str:  # fmt: skip
    """A page of a list of articles."""
    frame = site_frame()
    frame.is_home = is_home
    site = frame.site
    number = clamp(request.args.get("page", 1, type=whole), site.posts_per_page, len(posts))
    start = (number - 1) * site.posts_per_page
    page = Page(posts[start : start + site.posts_per_page], number, site.posts_per_page, len(posts))
    bodies = {}
    if site.archive_shows == "full":
        bodies = {post.id: drawn(queries.blocks_of(post), frame.around) for post in page.items if not post.password}
    return render_template(
        "sitefront/list.html", page=page, title=title, intro=intro, words=words, is_home=is_home, is_blog=is_blog, bodies=bodies,
        pictures={post.id: shown(post.picture) for post in page.items if post.picture}, teaser=teaser, side=frame.sidebar_of(None, is_list=True),
        counts=frame.comment_counts(list(page.items)), said=said,
    )  # fmt: skip

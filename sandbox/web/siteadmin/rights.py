"""Which account of the site is at work in a copy, and what its role lets it open, write and change.

Every address of the administration asks for a capability; one that is not named below is the administrator’s alone, so that a
new screen is shut until somebody says who may open it.
"""

from __future__ import annotations

from typing import Any

from flask import g, request, session

from sandbox.kernel.errors import NotAllowed
from sandbox.shop.comments.models import SiteComment
from sandbox.shop.comments.queries import get_comment
from sandbox.shop.contributors import rules
from sandbox.shop.contributors.models import SiteUser
from sandbox.shop.contributors.queries import connected, find_user, owner
from sandbox.shop.library.queries import get_media
from sandbox.shop.posts.models import SitePost
from sandbox.shop.posts.queries import get_post

KEY = "site_account"
REFUSED = "Désolé, le rôle de votre compte sur ce site ne vous permet pas de faire cela."
ADMINISTRATOR = "manage_site"

_BY_CAPABILITY = {
    "read": ("home", "user_back", "profile", "profile_save", "lost"),
    "write_posts": (
        "posts", "post_new", "post_create", "post_edit", "post_update", "post_autosave", "post_preview", "post_revisions", "post_restore",
        "post_act", "post_quick", "post_draft", "post_analysis", "posts_bulk",
        "comments", "comments_bulk", "comment_act", "comment_reply", "comment_edit", "comment_save",
    ),
    "upload": ("library", "media_new", "media_create", "media_edit", "media_update", "media_delete", "media_picture", "media_retouch"),
    "edit_others": ("posts_empty",),
    "moderate": ("comments_empty",),
    "manage_terms": (
        "categories", "category_create", "category_edit", "category_update", "category_delete", "tags", "tag_create", "tag_edit",
        "tag_update", "tag_delete",
    ),
}  # fmt: skip
NEEDS = {endpoint: what for what, endpoints in _BY_CAPABILITY.items() for endpoint in endpoints}
"""What each address asks for."""


def at_work() -> SiteUser | None:
    """The account at work: that of the copy, or the one that its administrator signed in as. None in a site without accounts."""
    if "site_account" not in g:
        g.site_account = _find()
    found: SiteUser | None = g.site_account
    return found


def _find() -> SiteUser | None:
    if g.get("is_readonly") and not (g.get("seat") or g.get("practice_run")):
        return owner()  # an examiner who looks sees everything
    own, kept = connected(), session.get(KEY)
    if own is None or own.role != "administrator" or not isinstance(kept, list) or kept[:1] != [g.shop.key]:
        return own
    return find_user(kept[1]) or own


def is_another() -> bool:
    """Whether the account at work is not the copy's own: there is a way back."""
    mine, own = at_work(), connected()
    return mine is not None and own is not None and mine.id != own.id and not g.get("is_readonly")


def work_as(user: SiteUser | None) -> None:
    """Work as that account from the next page on, in this copy alone; None gives the copy's own account back."""
    g.pop("site_account", None)
    if user is None:
        session.pop(KEY, None)
    else:
        session[KEY] = [g.shop.key, user.id]


def role() -> str:
    """The role at work; a site without accounts is its administrator's."""
    person = at_work()
    return person.role if person else "administrator"


def may(what: str) -> bool:
    """Whether the account at work has a capability."""
    return rules.may(role(), what)


def may_open(endpoint: str, kind: str = "") -> bool:
    """Whether it may open an address; those of pages are the editors'."""
    return may(NEEDS.get(endpoint, ADMINISTRATOR)) and (kind != "page" or may("edit_pages"))


def may_edit(post: SitePost) -> bool:
    """Whether it may change or bin a text."""
    return rules.may_edit(
        role(), is_own=_is_mine(post.author_id), is_page=post.is_page, is_online=post.status in ("published", "private")
    )


def need_edit(post: SitePost) -> None:
    """Raises NotAllowed for a text that it may not change."""
    if not may_edit(post):
        raise NotAllowed(REFUSED)


def may_edit_comment(comment: SiteComment) -> bool:
    """Whether it may change, judge or answer a comment: whoever may change the text under which it stands, as WordPress has it."""
    return may_edit(comment.post)


def need_edit_comment(comment: SiteComment) -> None:
    """Raises NotAllowed for a comment under a text that it may not change."""
    need_edit(comment.post)


def need_state(status: str | None) -> None:
    """Raises NotAllowed for a state that it may not give."""
    if status and status not in rules.states_of(role()):
        raise NotAllowed(REFUSED)


def limited(values: dict[str, Any], *, is_new: bool) -> dict[str, Any]:
    """What a form gives, less what the role may not decide; raises NotAllowed for a state that it may not give."""
    need_state(values.get("status"))
    kept = dict(values)
    if not may("edit_others"):
        for name in ("author_id", "is_sticky"):
            kept.pop(name, None)
        if is_new:
            kept["author_id"] = my_id()
    if not may("publish_posts"):
        for name in ("published_at", "password"):
            kept.pop(name, None)
    return kept


def my_id() -> int | None:
    """The number of the account at work."""
    person = at_work()
    return person.id if person else None


def _is_mine(user_id: int | None) -> bool:
    return user_id is not None and user_id == my_id()


def check(endpoint: str, asked: dict[str, Any]) -> None:
    """Raises NotAllowed when the account at work may not open this address, or change the text, comment or file that it names."""
    if not may_open(endpoint, asked.get("kind", "") if endpoint.startswith("post") else ""):
        raise NotAllowed(REFUSED)
    if asked.get("post_id") and endpoint in NEEDS:
        need_edit(get_post(asked["post_id"]))
    if asked.get("comment_id"):
        need_edit_comment(get_comment(asked["comment_id"]))
    if asked.get("media_id") and not may("edit_others") and not _is_mine(get_media(asked["media_id"]).user_id):
        raise NotAllowed(REFUSED)


def check_request() -> None:
    """The same, of the present request."""
    check(endpoint(), request.view_args or {})


def endpoint() -> str:
    """The name of the present address within the administration; empty when there is none."""
    return (request.endpoint or "").removeprefix("siteadmin.")

"""Commenting an article."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect

from sandbox.policy.permissions import Permission
from sandbox.shop.comments import queries, services
from sandbox.shop.comments.models import SiteComment
from sandbox.shop.posts import queries as posts
from sandbox.web.access import allow
from sandbox.web.forms.base import attempt
from sandbox.web.numbers import maybe_whole
from sandbox.web.site_links import post_url
from sandbox.web.sitefront import bp
from sandbox.web.sitefront.forms import CommentForm
from sandbox.web.sitefront.showing import show_post

SAID = {
    "approved": "Merci, votre commentaire est publié.",
    "pending": "Merci. Votre commentaire est en attente de modération\u00a0: il paraîtra une fois approuvé.",
}


@bp.post("/commenter/<int:post_id>")
@allow(Permission.STOREFRONT_ACT)
def comment(post_id: int) -> Any:
    """Send a comment; what the settings hold back or refuse is thanked for all the same."""
    post, form = posts.find_visible_by_id(post_id), CommentForm()
    if post is None:
        abort(404)
    sent = form.validate_on_submit() and attempt(
        form, services.write_comment, post=post, author=form.author.data or "", email=form.email.data or "", body=form.body.data or "",
        web=form.web.data or "", parent=_parent(form),
    )  # fmt: skip
    if not sent:
        return show_post(post, form=form, status=422)
    flash(SAID.get(sent.status, SAID["pending"]), "success")
    return redirect(f"{post_url(post)}#commentaires")


def _parent(form: CommentForm) -> SiteComment | None:
    number = maybe_whole(form.parent.data or "")
    return queries.get_comment(number) if number else None

"""Giving the password of a text."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request

from sandbox.policy.permissions import Permission
from sandbox.shop.posts.queries import find_visible_by_id
from sandbox.web.access import allow
from sandbox.web.site_links import post_url
from sandbox.web.sitefront import bp, locks
from sandbox.web.sitefront.showing import show_locked


@bp.post("/mot-de-passe/<int:post_id>")
@allow(Permission.STOREFRONT_VISIT, writes=False)
def unlock(post_id: int) -> Any:
    """Open a text to who knows its password."""
    post = find_visible_by_id(post_id)
    if post is None or not post.password:
        abort(404)
    if not locks.open_with(post, request.form.get("mot_de_passe", "")):
        return show_locked(post, is_wrong=True), 422
    return redirect(post_url(post))

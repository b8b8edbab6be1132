"""Tableau de bord: what there is, what waits, a draft begun in a moment."""

from __future__ import annotations

from flask import render_template

from sandbox.policy.permissions import Permission
from sandbox.shop.comments import queries as comments
from sandbox.shop.library.queries import list_media
from sandbox.shop.posts import queries
from sandbox.web.access import allow
from sandbox.web.siteadmin import bp, rights


@bp.get("/")
@allow(Permission.BACKOFFICE_READ)
def home() -> str:
    """The site at a glance."""
    return render_template(
        "siteadmin/dashboard/home.html", articles=queries.counts_by_status("post"), pages=queries.counts_by_status("page"),
        comments=comments.counts_by_status(), waiting=comments.list_comments(status="pending")[:5], latest=queries.visible_posts()[:5],
        drafts=[post for kind in ("post", "page") for post in queries.list_posts(kind, status="draft") if rights.may_edit(post)][:5],
        without_alt=len(list_media(without_alt=True)), status_of=queries.status_of,
    )  # fmt: skip

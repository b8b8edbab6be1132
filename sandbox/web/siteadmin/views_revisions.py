"""Révisions: the texts that were saved before, any two of them side by side, and one of them taken again."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.blocks.rules.comparing import Line, Pair, compare, folded, lines_of
from sandbox.shop.contributors.queries import list_users
from sandbox.shop.posts import queries
from sandbox.shop.posts.models import PostRevision, SitePost
from sandbox.shop.posts.services import writing
from sandbox.web.access import allow
from sandbox.web.numbers import whole
from sandbox.web.siteadmin import bp
from sandbox.web.siteadmin.feedback import notice
from sandbox.web.siteadmin.views_posts import view_url, words_of

PRESENT = 0
"""The number by which the present version is asked for, beside those of revisions."""


@bp.get("/contenu/<int:post_id>/revisions")
@allow(Permission.BACKOFFICE_READ)
def post_revisions(post_id: int) -> str:
    """Two versions side by side (`de` and `a`, 0 for the present one), and all that are kept."""
    post = queries.get_post(post_id)
    g.post_kind = post.kind
    newest = next(
        (one.id for one in post.revisions if not one.is_auto), post.revisions[0].id if post.revisions else PRESENT
    )
    numbers = request.args.get("de", newest, type=whole), request.args.get("a", PRESENT, type=whole)
    before, after = (_version(post, number) for number in numbers)
    return render_template(
        "siteadmin/posts/revisions.html", post=post, words=words_of(post.kind), users={user.id: user.name for user in list_users()},
        text_of=queries.text_of, parts=_compared(before, after), asked=numbers, before=before, after=after,
    )  # fmt: skip


def _version(post: SitePost, number: int) -> SitePost | PostRevision:
    return queries.get_revision(post, number) if number != PRESENT else post


def _compared(before: SitePost | PostRevision, after: SitePost | PostRevision) -> list[tuple[str, list[Pair | int]]]:
    """The parts of a text, each with its lines facing each other; a part that neither has is left out."""
    parts = [
        ("Titre", [Line("", before.title)], [Line("", after.title)]),
        ("Contenu", lines_of(queries.blocks_of(before)), lines_of(queries.blocks_of(after))),
        ("Extrait", [Line("", before.excerpt)], [Line("", after.excerpt)]),
    ]
    return [
        (name, folded(compare(old, new)))
        for name, old, new in parts
        if any(line.label or line.text for line in (*old, *new))
    ]


@bp.post("/contenu/<int:post_id>/revisions/<int:revision_id>")
@allow(Permission.BACKOFFICE_WRITE)
def post_restore(post_id: int, revision_id: int) -> Any:
    """Take a saved text again."""
    post = queries.get_post(post_id)
    writing.restore_revision(post=post, revision=queries.get_revision(post, revision_id))
    notice("La révision est rétablie.", view=view_url(post))
    return redirect(url_for("siteadmin.post_edit", post_id=post.id))

"""The analysis of the SEO extension, of what is being typed."""

from __future__ import annotations

from flask import abort, render_template

from sandbox.policy.permissions import Permission
from sandbox.shop.posts.queries import get_post
from sandbox.shop.seo.rules.analysis import analyse
from sandbox.shop.seo.rules.readability import read_easily
from sandbox.web.access import allow
from sandbox.web.siteadmin import bp, seo_panel
from sandbox.web.siteadmin.forms_posts import PostForm


@bp.post("/contenu/<int:post_id>/analyse")
@allow(Permission.BACKOFFICE_READ, writes=False)
def post_analysis(post_id: int) -> str:
    """The points of a text, 0 for one that is being created."""
    if not seo_panel.is_on():
        abort(404)
    form = PostForm()
    sheet = seo_panel.sheet_of(form, get_post(post_id) if post_id else None, form.content.data or "")
    return render_template("backoffice/seo/_points.html", found=analyse(sheet), readable=read_easily(sheet.contents))

"""The block editor: it sends the text as JSON, by a plain form or by its script, and the server checks every block."""

from __future__ import annotations

import json
from typing import Any

from flask import g, jsonify, redirect, render_template, request, url_for

from sandbox.kernel import clock
from sandbox.kernel.errors import RuleBroken
from sandbox.policy.permissions import Permission
from sandbox.shop.blocks.rules.kinds import KINDS, Attr, BlockKind, part_of
from sandbox.shop.blocks.rules.reading import blocks_of_text
from sandbox.shop.blocks.rules.tree import to_json
from sandbox.shop.contributors.queries import list_users
from sandbox.shop.identity.queries import active_extensions, get_site
from sandbox.shop.library.queries import list_media
from sandbox.shop.library.rules import PLAYED
from sandbox.shop.posts import queries, rules
from sandbox.shop.posts.models import SitePost
from sandbox.shop.posts.services import writing
from sandbox.web.access import allow
from sandbox.web.filters import media_url, playtime
from sandbox.web.forms.base import attempt
from sandbox.web.site_around import drawn, file_url, shown, teaser
from sandbox.web.site_frame import site_frame
from sandbox.web.siteadmin import bp, rights, seo_panel
from sandbox.web.siteadmin.feedback import notice
from sandbox.web.siteadmin.forms_posts import PostForm
from sandbox.web.siteadmin.link_targets import link_targets
from sandbox.web.siteadmin.views_posts import quick_values, view_url, words_of

SHOWN_BY_ITSELF = {"text", "content"}


def kinds_for_editor() -> list[dict[str, Any]]:
    """The kinds of blocks that the editor proposes, with their attributes."""
    active = active_extensions()
    return [_told(kind) for kind in KINDS.values() if not kind.needs or kind.needs in active]


def _told(kind: BlockKind) -> dict[str, Any]:
    attrs = [
        {**_asked(name, spec), "parts": [_asked(part, part_of(kind, part)) for part in spec.parts]}
        for name, spec in kind.attrs.items()
    ]
    return {
        "name": kind.name, "label": kind.label, "icon": kind.icon, "group": kind.group, "attrs": attrs, "inside": kind.inside,
        "part": kind.is_part, "help": kind.help,
    }  # fmt: skip


def _asked(name: str, spec: Attr) -> dict[str, Any]:
    return {
        "name": name, "holds": spec.holds, "label": spec.label, "default": spec.default, "choices": spec.choices, "low": spec.low, "high": spec.high
    }  # fmt: skip


def pictures_for_editor() -> list[dict[str, Any]]:
    """The library as the editor's picker shows it."""
    return [
        {
            "id": row.id, "kind": row.kind, "title": row.title, "alt": row.alt, "caption": row.caption, "width": row.width, "height": row.height,
            "thumb": media_url(row.name, 400) if row.kind == "image" else "", "url": media_url(row.name, 1200) if row.kind == "image" else "",
            "file": row.file_name, "played": file_url(row) if row.kind in PLAYED else "", "time": playtime(row.duration_ms), "transcript": bool(row.transcript),
            "poster": media_url(row.poster.name, 800) if row.poster else "", "subtitles": bool(row.subtitles),
        }
        for row in list_media()
    ]  # fmt: skip


def _editor(kind: str, form: PostForm, post: SitePost | None, content: list[dict[str, Any]]) -> str:
    g.post_kind = kind
    data = {
        "kinds": kinds_for_editor(), "media": pictures_for_editor(), "targets": link_targets(),
        "categories": [[term.row.id, term.row.name] for term in queries.list_categories()],
        "autosave": url_for("siteadmin.post_autosave", post_id=post.id) if post else "",
    }  # fmt: skip
    kept = queries.autosave_of(post) if post else None
    written = json.dumps(content, ensure_ascii=False)
    return render_template(
        "siteadmin/posts/editor.html", panel=seo_panel.panel_of(form, post, written), kind=kind, words=words_of(kind), form=form, post=post, content=written,
        data=data, users=list_users(), categories=queries.list_categories(), parents=queries.page_choices(), kept=kept,
        status=queries.status_of(post) if post else "draft", status_words=rules.STATUS_WORDS, view=view_url(post) if post else None,
        picture=shown(post.picture) if post and post.picture else None, count=len(queries.text_of(post).split()) if post else 0,
    )  # fmt: skip


@bp.get("/<any(post, page):kind>/nouveau")
@allow(Permission.BACKOFFICE_READ)
def post_new(kind: str) -> str:
    """An empty article or page."""
    site = get_site()
    form = PostForm(
        formdata=None, status="draft", is_open=site.comments_open and kind == "post", author_id=rights.my_id() or 0, sidebar="default",
        category_ids=[site.default_category_id] if site.default_category_id and kind == "post" else [],
    )  # fmt: skip
    return _editor(kind, form, None, [])


@bp.post("/<any(post, page):kind>/nouveau")
@allow(Permission.BACKOFFICE_WRITE)
def post_create(kind: str) -> Any:
    """Save a new article or page."""
    form, post = PostForm(), None
    if form.validate_on_submit():
        post = attempt(form, writing.save, post=None, kind=kind, **rights.limited(form.values(), is_new=True))
    return _saved(kind, form, post) if post else _refused(kind, form, None)


@bp.get("/contenu/<int:post_id>")
@allow(Permission.BACKOFFICE_READ)
def post_edit(post_id: int) -> Any:
    """The editor of an article or a page; with `?sauvegarde=1`, what was kept while somebody wrote."""
    post = queries.get_post(post_id)
    kept = queries.autosave_of(post) if request.args.get("sauvegarde") else None
    form = PostForm(
        formdata=None, **quick_values(post) | {"title": (kept or post).title}, excerpt=(kept or post).excerpt, password=post.password, picture_id=post.picture_id or 0,
        template=post.template, sidebar=post.sidebar, position=post.position, focus=post.focus, meta_title=post.meta_title,
        meta_description=post.meta_description,
    )  # fmt: skip
    return _editor(post.kind, form, post, (kept or post).content)


@bp.post("/contenu/<int:post_id>")
@allow(Permission.BACKOFFICE_WRITE)
def post_update(post_id: int) -> Any:
    """Save an article or a page."""
    post, form = queries.get_post(post_id), PostForm()
    done = None
    if form.validate_on_submit():
        done = attempt(form, writing.save, post=post, kind=post.kind, **rights.limited(form.values(post), is_new=False))
    return _saved(post.kind, form, post) if done else _refused(post.kind, form, post)


def _saved(kind: str, form: PostForm, post: SitePost) -> Any:
    words = {
        "published": "publié",
        "scheduled": "planifié",
        "draft": "enregistré en brouillon",
        "pending": "envoyé en relecture",
        "private": "publié en privé",
    }
    said = words[queries.status_of(post)]
    feminine = {"publié": "publiée", "planifié": "planifiée", "enregistré": "enregistrée", "envoyé": "envoyée"}
    if kind == "page":
        first, space, rest = said.partition(" ")
        said = feminine[first] + space + rest
    notice(f"{words_of(kind)['the'].capitalize()} est {said}.", view=view_url(post))
    return redirect(url_for("siteadmin.post_edit", post_id=post.id))


def _refused(kind: str, form: PostForm, post: SitePost | None) -> Any:
    """The editor again with what was typed; a text that is no list of blocks is shown as it was kept."""
    try:
        content = to_json(blocks_of_text(form.content.data or "[]"))
    except RuleBroken:
        content = post.content if post else []
    return _editor(kind, form, post, content), 422


@bp.post("/contenu/<int:post_id>/automatique")
@allow(Permission.BACKOFFICE_WRITE)
def post_autosave(post_id: int) -> Any:
    """Keep what is being written beside the text."""
    writing.autosave(
        post=queries.get_post(post_id), title=request.form.get("title", ""), content=request.form.get("content", "[]"),
        excerpt=request.form.get("excerpt", ""), author_id=rights.my_id(),
    )  # fmt: skip
    return jsonify(at=f"{clock.to_paris(clock.now()):%H\u00a0h\u00a0%M}")


@bp.get("/contenu/<int:post_id>/apercu")
@allow(Permission.BACKOFFICE_READ)
def post_preview(post_id: int) -> str:
    """How it will look, whatever its state; with `?revision=12`, as it was."""
    post = queries.get_post(post_id)
    text = (
        queries.get_revision(post, int(request.args["revision"]))
        if request.args.get("revision", "").isdigit()
        else post
    )
    frame = site_frame()
    return render_template(
        "siteadmin/posts/preview.html", front=frame, site=frame.site, post=post, text=text, body=drawn(queries.blocks_of(text), frame.around),
        picture=shown(post.picture) if post.picture else None, side=frame.sidebar_of(post), teaser=teaser(post, 30),
    )  # fmt: skip

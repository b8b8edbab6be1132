"""Barres et pop-up: the screens of the extension, there while it is active: list, form, copy, switch, bin."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.announcements import queries, rules, services
from sandbox.shop.announcements.models import SiteAnnouncement
from sandbox.shop.blocks.rules.inline import reference_of
from sandbox.shop.navigation.queries import find_thing
from sandbox.shop.posts.queries import list_posts, page_choices
from sandbox.web.access import allow
from sandbox.web.forms.base import attempt
from sandbox.web.site_frame import site_frame
from sandbox.web.site_notices import tell
from sandbox.web.siteadmin import bp
from sandbox.web.siteadmin.feedback import back, notice
from sandbox.web.siteadmin.forms_announcements import AnnouncementForm

TABS = ("", "published", "scheduled", "over", "draft", "trash")
TAB_WORDS = {
    **rules.STATUS_WORDS,
    "": "Tous",
    "published": "Publiés",
    "scheduled": "Planifiés",
    "over": "Terminés",
    "draft": "Brouillons",
}
ACTS = {
    "published": "publié", "draft": "désactivé, remis en brouillon", "trash": "mis à la corbeille", "restore": "rétabli, en brouillon",
    "delete": "supprimé définitivement",
}  # fmt: skip


@bp.get("/annonces")
@allow(Permission.BACKOFFICE_READ)
def announcements() -> str:
    """The bars and the pop-ups."""
    status, words = request.args.get("etat", ""), request.args.get("s", "")
    status = status if status in TABS else ""
    return render_template(
        "siteadmin/announcements/list.html", rows=queries.list_announcements(status=status, words=words), status=status, words=words,
        tabs=TABS, tab_words=TAB_WORDS, counts=queries.counts_by_status(), status_of=queries.status_of, rules=rules, titles=_titles(),
    )  # fmt: skip


def _titles() -> dict[int, str]:
    return {post.id: post.title for kind in ("page", "post") for post in list_posts(kind)}


@bp.get("/annonces/nouvelle")
@allow(Permission.BACKOFFICE_READ)
def announcement_new() -> str:
    """The form of a new bar or pop-up."""
    kind = request.args.get("type", "")
    return _edit(
        None,
        AnnouncementForm(
            formdata=None, data={"kind": kind if kind in rules.KIND_WORDS else rules.BAR, "repeat": "closed"}
        ),
    )


@bp.post("/annonces/nouvelle")
@allow(Permission.BACKOFFICE_WRITE)
def announcement_create() -> Any:
    """Make one, a draft or at once on the site."""
    return _write(None)


@bp.get("/annonces/<int:announcement_id>")
@allow(Permission.BACKOFFICE_READ)
def announcement_edit(announcement_id: int) -> str:
    """A bar or a pop-up as it is."""
    row = queries.get_announcement(announcement_id)
    return _edit(row, AnnouncementForm.of(row, _target(row.button_url)))


@bp.post("/annonces/<int:announcement_id>")
@allow(Permission.BACKOFFICE_WRITE)
def announcement_save(announcement_id: int) -> Any:
    """Change it."""
    return _write(queries.get_announcement(announcement_id))


def _write(row: SiteAnnouncement | None) -> Any:
    """Make one, or change it: what was posted, or the form with what is wrong in it."""
    form, written = AnnouncementForm().offer(_texts()), None
    if form.validate_on_submit():
        save = services.create_announcement if row is None else partial(services.update_announcement, announcement=row)
        written = attempt(form, save, **form.values())
    if written is None:
        return _edit(row, form), 422
    _saved(written)
    return redirect(url_for("siteadmin.announcement_edit", announcement_id=written.id))


@bp.post("/annonces/<int:announcement_id>/copie")
@allow(Permission.BACKOFFICE_WRITE)
def announcement_copy(announcement_id: int) -> Any:
    """Make a draft like it."""
    made = services.duplicate_announcement(announcement=queries.get_announcement(announcement_id))
    notice(f"«\u00a0{made.title}\u00a0» est un brouillon\u00a0: changez ce qui doit l’être, puis publiez.")
    return redirect(url_for("siteadmin.announcement_edit", announcement_id=made.id))


@bp.post("/annonces/<int:announcement_id>/<any(published, draft, trash, restore, delete):act>")
@allow(Permission.BACKOFFICE_WRITE)
def announcement_act(announcement_id: int, act: str) -> Any:
    """Publish, switch off, put in the bin, take back, delete."""
    row, form = queries.get_announcement(announcement_id), AnnouncementForm(formdata=None)
    title = row.title
    if not _do(act, row, form):
        notice(" ".join(error for _, error in form.all_errors), kind="warn")
        return back("announcements")
    undo: tuple[str, dict[str, str]] = (
        url_for("siteadmin.announcement_act", announcement_id=announcement_id, act="restore"),
        {},
    )
    notice(
        f"«\u00a0{title}\u00a0» {ACTS[act]}.",
        undo=undo if act == "trash" else None,
        view=_view(row) if act == "published" else None,
    )
    return back("announcements")


def _do(act: str, row: SiteAnnouncement, form: AnnouncementForm) -> bool:
    if act in ("published", "draft"):
        return attempt(form, services.update_announcement, announcement=row, status=act) is not None
    done = {
        "trash": services.trash_announcement,
        "restore": services.restore_announcement,
        "delete": services.delete_announcement,
    }
    return attempt(form, done[act], announcement=row) is not None


def _saved(row: SiteAnnouncement) -> None:
    words = {
        "draft": "Brouillon enregistré.",
        "scheduled": "Planifié.",
        "over": "Enregistré\u00a0: la date de fin est passée.",
    }
    status = queries.status_of(row)
    notice(
        words.get(status, f"{rules.KIND_WORDS[row.kind]} en ligne."), view=_view(row) if status == "published" else None
    )


def _view(row: SiteAnnouncement) -> str:
    """A page of the site that shows it."""
    if row.scope == "only":
        titles = [
            post
            for kind in ("page", "post")
            for post in list_posts(kind)
            if post.id in (*row.page_ids, *row.article_ids)
        ]
        return site_frame().url(titles[0]) if titles else url_for("sitefront.home")
    return url_for("sitefront.home")


def _texts() -> dict[str, list[tuple[int, str]]]:
    articles = [(post.id, post.title or "(sans titre)") for post in list_posts("post") if post.status != "trash"]
    return {"page_site": page_choices(), "article": articles}


def _target(url: str) -> str:
    """A page or an article by its number, whichever way the link names it; empty for anything else."""
    named = reference_of(url) if url else None
    if named is None or named[0] not in ("page_site", "article"):
        return ""
    row = find_thing(*named)
    return f"{named[0]}:{row.id}" if row is not None else ""


def _edit(row: SiteAnnouncement | None, form: AnnouncementForm) -> str:
    texts = _texts()
    return render_template(
        "siteadmin/announcements/edit.html", row=row, form=form.offer(texts), texts=texts, rules=rules,
        told=tell(row, site_frame().around) if row is not None else None, status=queries.status_of(row) if row is not None else "",
    )  # fmt: skip

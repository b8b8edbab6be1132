"""Commentaires: what waits, what is read, spam and bin; answered, put right, approved, one by one or together."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.kernel.paging import Page, clamp
from sandbox.policy.permissions import Permission
from sandbox.shop.comments import queries, rules, services
from sandbox.shop.comments.models import SiteComment
from sandbox.shop.posts.queries import is_visible
from sandbox.web.access import allow
from sandbox.web.forms.base import attempt
from sandbox.web.numbers import whole
from sandbox.web.site_links import post_url
from sandbox.web.siteadmin import bp, rights
from sandbox.web.siteadmin.feedback import asked_numbers, back, notice
from sandbox.web.siteadmin.forms_comments import CommentForm, ReplyForm

SIZE = 20
TABS = {
    "": "Tous",
    "mine": "Les miens",
    "pending": "En attente",
    "approved": "Approuvés",
    "spam": "Indésirables",
    "trash": "Corbeille",
}
ACTS = {
    "approved": ("approuvé", "approuvés"), "pending": ("remis en attente", "remis en attente"),
    "spam": ("classé indésirable", "classés indésirables"), "trash": ("mis à la corbeille", "mis à la corbeille"),
    "restore": ("rétabli", "rétablis"), "delete": ("supprimé définitivement", "supprimés définitivement"),
}  # fmt: skip


@bp.get("/commentaires")
@allow(Permission.BACKOFFICE_READ)
def comments() -> str:
    """The list of comments."""
    return _list()


def _list(answered: tuple[SiteComment, ReplyForm] | None = None) -> str:
    status, words = request.args.get("etat", ""), request.args.get("s", "")
    status = status if status in TABS else ""
    me = rights.my_id() or 0
    is_mine = status == "mine"
    found = queries.list_comments(
        status="" if is_mine else status,
        user_id=me if is_mine else None,
        post_id=request.args.get("article", 0, type=whole),
        words=words,
    )
    number = clamp(request.args.get("page", 1, type=whole), SIZE, len(found))
    page = Page(found[(number - 1) * SIZE : number * SIZE], number, SIZE, len(found))
    return render_template(
        "siteadmin/comments/list.html", page=page, status=status, words=words, tabs=TABS,
        counts={**queries.counts_by_status(), "mine": len(queries.list_comments(user_id=me))},
        post_id=request.args.get("article", 0, type=whole), answered=answered, reply=ReplyForm(formdata=None), read_url=read_url,
        state_words=rules.STATUS_WORDS, may_edit_comment=rights.may_edit_comment,
    )  # fmt: skip


def read_url(comment: SiteComment) -> str:
    """Where visitors read a comment; empty when they do not."""
    is_read = comment.status == "approved" and is_visible(comment.post)
    return f"{post_url(comment.post)}#commentaire-{comment.id}" if is_read else ""


@bp.post("/commentaires/groupe")
@allow(Permission.BACKOFFICE_WRITE)
def comments_bulk() -> Any:
    """Do one thing to the ticked comments."""
    act, numbers = request.form.get("action", ""), asked_numbers()
    if act not in ACTS or not numbers:
        notice("Choisissez une action et cochez des commentaires.", kind="warn")
        return back("comments")
    chosen = [queries.get_comment(number) for number in numbers]
    for comment in chosen:
        rights.need_edit_comment(comment)
    for comment in chosen:
        _do(act, comment)
    count = len(numbers)
    notice(f"{count} commentaire{'s' if count > 1 else ''} {ACTS[act][count > 1]}.")
    return back("comments")


@bp.post("/commentaires/vider/<any(spam, trash):status>")
@allow(Permission.BACKOFFICE_WRITE)
def comments_empty(status: str) -> Any:
    """Delete all of the spam or of the bin for good."""
    found = queries.list_comments(status=status)
    for comment in found:
        services.delete_comment(comment=comment)
    notice(f"{len(found)} commentaire{'s' if len(found) > 1 else ''} {ACTS['delete'][len(found) > 1]}.")
    return redirect(url_for("siteadmin.comments", etat=status))


@bp.post("/commentaires/<int:comment_id>/<any(approved, pending, spam, trash, restore, delete):act>")
@allow(Permission.BACKOFFICE_WRITE)
def comment_act(comment_id: int, act: str) -> Any:
    """Approve, hold, file as spam, put in the bin, take back, delete."""
    comment = queries.get_comment(comment_id)
    author, before = comment.author, comment.status
    _do(act, comment)
    undo = None if act == "delete" else _undo(comment_id, act, before)
    notice(f"Commentaire de {author} {ACTS[act][0]}.", undo=undo, view=read_url(comment) if act == "approved" else None)
    return back("comments")


def _undo(comment_id: int, act: str, before: str) -> tuple[str, dict[str, str]] | None:
    return None if before == act else (url_for("siteadmin.comment_act", comment_id=comment_id, act=before), {})


def _do(act: str, comment: SiteComment) -> None:
    if act == "delete":
        services.delete_comment(comment=comment)
    else:
        services.moderate(comment=comment, status=act)


@bp.post("/commentaires/<int:comment_id>/reponse")
@allow(Permission.BACKOFFICE_WRITE)
def comment_reply(comment_id: int) -> Any:
    """Answer a comment; one that waited is approved with it."""
    comment, form, user = queries.get_comment(comment_id), ReplyForm(), rights.at_work()
    sent = None
    if user is not None and form.validate_on_submit():
        sent = attempt(form, services.reply, comment=comment, body=form.body.data or "", user=user)
    if sent is None:
        return _list((comment, form)), 422
    notice(f"Votre réponse à {comment.author} est publiée.", view=read_url(sent) or None)
    return back("comments")


@bp.route("/commentaires/<int:comment_id>", methods=["GET"])
@allow(Permission.BACKOFFICE_READ)
def comment_edit(comment_id: int) -> str:
    """A comment to put right."""
    comment = queries.get_comment(comment_id)
    return _edit(comment, CommentForm(obj=comment))


def _edit(comment: SiteComment, form: CommentForm) -> str:
    return render_template("siteadmin/comments/edit.html", comment=comment, form=form, read_url=read_url)


@bp.post("/commentaires/<int:comment_id>")
@allow(Permission.BACKOFFICE_WRITE)
def comment_save(comment_id: int) -> Any:
    """Change the words of a comment, its author, its state."""
    comment, form = queries.get_comment(comment_id), CommentForm()
    saved = None
    if form.validate_on_submit():
        saved = attempt(
            form, services.update_comment, comment=comment, body=form.body.data, author=form.author.data, email=form.email.data or "",
            status=form.status.data if form.status.data != comment.status else None,
        )  # fmt: skip
    if saved is None:
        return _edit(comment, form), 422
    notice("Commentaire mis à jour.", view=read_url(comment) or None)
    return back("comments")

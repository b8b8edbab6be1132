"""Articles and Pages: the lists, with states, counts, search, filters, bulk actions, quick edit, bin."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from sandbox.kernel import clock
from sandbox.kernel.clock import MONTH_NAMES
from sandbox.kernel.paging import Page, clamp
from sandbox.policy.permissions import Permission
from sandbox.shop.contributors.queries import list_users
from sandbox.shop.posts import queries, rules
from sandbox.shop.posts.models import SitePost
from sandbox.shop.posts.services import writing
from sandbox.web.access import allow
from sandbox.web.forms.base import attempt
from sandbox.web.numbers import whole
from sandbox.web.site_frame import site_frame
from sandbox.web.siteadmin import bp, rights
from sandbox.web.siteadmin.feedback import asked_numbers, back, notice
from sandbox.web.siteadmin.forms_posts import QuickForm

KIND = "/<any(post, page):kind>"
SIZE = 20
TABS = ("", "published", "scheduled", "sticky", "draft", "pending", "private", "trash")
TAB_WORDS = {
    "": ("Tous", "Tous"), "published": ("Publié", "Publiés"), "scheduled": ("Planifié", "Planifiés"), "sticky": ("Épinglé", "Épinglés"),
    "draft": ("Brouillon", "Brouillons"), "pending": ("En attente de relecture", "En attente de relecture"), "private": ("Privé", "Privés"),
    "trash": ("Corbeille", "Corbeille"),
}  # fmt: skip
FEMININE = {"Tous": "Toutes", "Publié": "Publiée", "Publiés": "Publiées", "Planifié": "Planifiée", "Planifiés": "Planifiées", "Privé": "Privée", "Privés": "Privées"}  # fmt: skip


def tab_word(kind: str, tab: str, count: int) -> str:
    """What stands over a list, agreed with what it lists and how many there are: « Publiée (1) » of pages."""
    word = TAB_WORDS[tab][count > 1]
    return FEMININE.get(word, word) if kind == "page" else word


DONE = {
    "publish": ("publié", "publiés"), "draft": ("remis en brouillon", "remis en brouillon"), "trash": ("mis à la corbeille", "mis à la corbeille"),
    "restore": ("sorti de la corbeille", "sortis de la corbeille"), "delete": ("supprimé définitivement", "supprimés définitivement"),
}  # fmt: skip


def words_of(kind: str) -> dict[str, str]:
    """How a kind is called on the screens."""
    if kind == "page":
        return {"one": "page", "many": "pages", "title": "Pages", "new": "Ajouter une page", "the": "la page"}
    return {"one": "article", "many": "articles", "title": "Articles", "new": "Ajouter un article", "the": "l’article"}


@bp.get(KIND)
@allow(Permission.BACKOFFICE_READ)
def posts(kind: str) -> str:
    """The list of articles or of pages."""
    return _list(kind)


def _list(kind: str, quick: tuple[SitePost, QuickForm] | None = None) -> str:
    g.post_kind = kind
    asked = {name: request.args.get(name, "") for name in ("etat", "s", "mois", "categorie", "etiquette", "auteur")}
    status = asked["etat"] if asked["etat"] in TABS else ""
    found = queries.list_posts(
        kind, status="" if status == "sticky" else status, category_id=request.args.get("categorie", 0, type=whole),
        tag_id=request.args.get("etiquette", 0, type=whole), author_id=request.args.get("auteur", 0, type=whole), words=asked["s"],
    )  # fmt: skip
    found = [post for post in found if post.is_sticky] if status == "sticky" else found
    everything = queries.list_posts(kind)
    months = _months(everything)
    if asked["mois"] in dict(months):
        found = [post for post in found if _month(post) == asked["mois"]]
    number = clamp(request.args.get("page", 1, type=whole), SIZE, len(found))
    page = Page(found[(number - 1) * SIZE : number * SIZE], number, SIZE, len(found))
    counts = queries.counts_by_status(kind)
    counts["sticky"] = sum(post.is_sticky for post in everything)
    return render_template(
        "siteadmin/posts/list.html", kind=kind, words=words_of(kind), page=page, asked=asked, counts=counts, status=status,
        status_words=rules.STATUS_WORDS, tab_word=tab_word, status_of=queries.status_of,
        categories=queries.list_categories() if kind == "post" else [], users=list_users(), comments=site_frame().comment_counts(list(page.items)),
        depths=_depths(list(page.items)) if kind == "page" and not any(asked.values()) else {}, quick=quick, view_url=view_url,
        tabs=[tab for tab in TABS if tab == "" or counts.get(tab)], quick_form=lambda post: QuickForm(formdata=None, **quick_values(post)),
        parents=queries.page_choices() if kind == "page" else [], months=months,
    )  # fmt: skip


def _month(post: SitePost) -> str:
    """« 2026-11 », the month under which a list shows a text."""
    return f"{clock.to_paris(post.published_at or post.updated_at):%Y-%m}"


def _months(rows: list[SitePost]) -> list[tuple[str, str]]:
    """(« 2026-11 », « novembre 2026 ») of what is listed, the latest first."""
    found = sorted({_month(post) for post in rows}, reverse=True)
    return [(code, f"{MONTH_NAMES[int(code[5:]) - 1]} {code[:4]}") for code in found]


def _depths(rows: list[SitePost]) -> dict[int, int]:
    depths: dict[int, int] = {}
    for row in rows:
        depth, above = 0, row.parent
        while above is not None and depth < 10:
            depth, above = depth + 1, above.parent
        depths[row.id] = depth
    return depths


def view_url(post: SitePost) -> str:
    """Where a post is read: on the site when visitors read it, else in its preview."""
    return site_frame().url(post) if queries.is_visible(post) else url_for("siteadmin.post_preview", post_id=post.id)


def quick_values(post: SitePost) -> dict[str, Any]:
    """What quick edit begins with."""
    return {
        "title": post.title, "slug": post.slug, "status": post.status, "author_id": post.author_id or 0, "is_open": post.is_open,
        "is_sticky": post.is_sticky, "tags": ", ".join(tag.name for tag in post.tags),
        "category_ids": [one.category_id for one in post.filed], "parent_id": post.parent_id or 0, "published_at": post.published_at,
    }  # fmt: skip


@bp.post(f"{KIND}/groupe")
@allow(Permission.BACKOFFICE_WRITE)
def posts_bulk(kind: str) -> Any:
    """Do one thing to the ticked rows."""
    act, numbers = request.form.get("action", ""), asked_numbers()
    if act not in DONE or not numbers:
        notice("Choisissez une action et cochez des lignes.", kind="warn")
        return back("posts", kind=kind)
    rights.need_state("published" if act == "publish" else "draft")
    chosen = [queries.get_post(number, kind=kind) for number in numbers]
    for post in chosen:
        rights.need_edit(post)
    for post in chosen:
        _do(act, post)
    count = len(numbers)
    notice(f"{count} {words_of(kind)['one' if count < 2 else 'many']} {_agreed(kind, DONE[act][count > 1])}.")
    return back("posts", kind=kind)


@bp.post(f"{KIND}/vider")
@allow(Permission.BACKOFFICE_WRITE)
def posts_empty(kind: str) -> Any:
    """Delete all that is in the bin for good."""
    found = queries.list_posts(kind, status="trash")
    for post in found:
        _do("delete", post)
    count = len(found)
    notice(f"{count} {words_of(kind)['one' if count < 2 else 'many']} {_agreed(kind, DONE['delete'][count > 1])}.")
    return redirect(url_for("siteadmin.posts", kind=kind))


def _agreed(kind: str, words: str) -> str:
    """« supprimées » of pages."""
    first, space, rest = words.partition(" ")
    if kind != "page":
        return words
    return (
        f"{first[:-1]}es{space}{rest}"
        if first.endswith("s") and first != "mis"
        else f"{first}e{space}{rest}"
        if first != "mis"
        else f"mise{space}{rest}"
    )


def _do(act: str, post: SitePost) -> None:
    match act:
        case "publish":
            writing.save(post=post, kind=post.kind, status="published")
        case "draft":
            writing.save(post=post, kind=post.kind, status="draft")
        case "trash":
            writing.trash_post(post=post)
        case "restore":
            writing.restore_post(post=post)
        case _:
            writing.delete_post(post=post)


@bp.post("/contenu/<int:post_id>/<any(trash, restore, delete):act>")
@allow(Permission.BACKOFFICE_WRITE)
def post_act(post_id: int, act: str) -> Any:
    """Put one in the bin, take it out, delete it."""
    post = queries.get_post(post_id)
    kind, title = post.kind, post.title or rules.UNTITLED
    _do(act, post)
    undo: tuple[str, dict[str, str]] | None = (
        (url_for("siteadmin.post_act", post_id=post_id, act="restore"), {}) if act == "trash" else None
    )
    notice(f"«\u00a0{title}\u00a0» {_agreed(kind, DONE[act][0])}.", undo=undo)
    return back("posts", kind=kind)


@bp.post("/contenu/<int:post_id>/rapide")
@allow(Permission.BACKOFFICE_WRITE)
def post_quick(post_id: int) -> Any:
    """Quick edit of a row."""
    post, form = queries.get_post(post_id), QuickForm()
    if form.validate_on_submit() and attempt(
        form, writing.save, post=post, kind=post.kind, **rights.limited(form.values(post), is_new=False)
    ):
        notice(
            f"«\u00a0{post.title or rules.UNTITLED}\u00a0» est mis à jour."
            if not post.is_page
            else f"La page «\u00a0{post.title}\u00a0» est mise à jour."
        )
        return back("posts", kind=post.kind)
    return _list(post.kind, (post, form)), 422


@bp.post("/contenu/brouillon-rapide")
@allow(Permission.BACKOFFICE_WRITE)
def post_draft() -> Any:
    """A draft from the dashboard."""
    post = writing.create_post(
        title=request.form.get("title", ""), content=request.form.get("content", ""), author_id=rights.my_id()
    )
    notice("Brouillon enregistré.")
    return redirect(url_for("siteadmin.post_edit", post_id=post.id))

"""The forms of a subject: each page shows values of the text and writes those that were changed."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.kernel.errors import Conflict, NotFound, RuleBroken
from sandbox.kernel.text import tied
from sandbox.kernel.yaml_nodes import Fault
from sandbox.policy.permissions import Permission
from sandbox.training.authoring import editing, forms_events, forms_proof
from sandbox.training.authoring.fields import Sent, is_filled, shown, typed
from sandbox.training.authoring.forms_main import LISTS
from sandbox.training.authoring.picking import pickable
from sandbox.training.authoring.yaml_edit import value_at
from sandbox.training.subjects.queries import get_written, grid_criteria
from sandbox.web.access import allow
from sandbox.web.authoring.blueprint import bp
from sandbox.web.authoring.loading import (
    CHANGED,
    SINGLE,
    Writing,
    base_revision,
    list_url,
    me,
    open_writing,
    own_url,
    page,
)

PAGES = {
    "depart": ("État de départ", "changement", "Préparer l’entreprise"),
    "questions": ("Questions et grille", "question", "Ajouter une question"),
    "preuves": ("Preuves", "preuve", "Ajouter une preuve"),
    "evenements": ("Événements", "événement", "Ajouter un événement"),
    "oral": ("Questions orales", "question orale", "Ajouter une question orale"),
}
KINDS = {
    "preuves": (forms_proof.KINDS, "Que doit regarder la machine ? Vous pourrez changer d’avis."),
    "depart": (
        forms_events.STARTS,
        "Ce que l’entreprise contient quand le candidat s’assied, en plus de l’entreprise.",
    ),
}
"""The pages whose items are of several kinds, with what is asked."""
TEXT_ONLY = {"csrf_token", "revision", "suite", "_item"}


@bp.get("/redaction/<slug>/<any(identite, corrige):page>")
@allow(Permission.SUBJECT_AUTHOR)
def form(slug: str, page: str) -> ResponseReturnValue:
    """A page that is one form."""
    return form_page(open_writing(slug), page, None)


@bp.post("/redaction/<slug>/<any(identite, corrige):page>")
@allow(Permission.SUBJECT_AUTHOR)
def form_save(slug: str, page: str) -> ResponseReturnValue:
    """Write the form into the text."""
    return saved(slug, page, None)


@bp.get("/redaction/<slug>/<any(depart, questions, preuves, evenements, oral):page>")
@allow(Permission.SUBJECT_AUTHOR)
def items(slug: str, page: str) -> ResponseReturnValue:
    """The list of questions, proofs, events or oral questions."""
    return items_page(open_writing(slug), page)


@bp.post("/redaction/<slug>/<any(depart, questions, preuves, evenements, oral):page>")
@allow(Permission.SUBJECT_AUTHOR)
def add(slug: str, page: str) -> ResponseReturnValue:
    """One more, to be filled in at once."""
    written = get_written(slug)
    try:
        rank = editing.add_item(
            written=written, page=page, base_revision=base_revision(), author=me(), kind=request.form.get("kind", "")
        )
    except Conflict:
        return items_page(open_writing(slug), page, told=CHANGED)
    return redirect(url_for("authoring.item", slug=slug, page=page, rank=rank))


@bp.get("/redaction/<slug>/<any(depart, questions, preuves, evenements, oral, pieces):page>/<int:rank>")
@allow(Permission.SUBJECT_AUTHOR)
def item(slug: str, page: str, rank: int) -> ResponseReturnValue:
    """One of them as a form."""
    return form_page(open_writing(slug), page, rank)


@bp.post("/redaction/<slug>/<any(depart, questions, preuves, evenements, oral, pieces):page>/<int:rank>")
@allow(Permission.SUBJECT_AUTHOR)
def item_save(slug: str, page: str, rank: int) -> ResponseReturnValue:
    """Write the form into the text."""
    return saved(slug, page, rank)


@bp.post("/redaction/<slug>/<any(identite, corrige):page>/verifier")
@allow(Permission.SUBJECT_AUTHOR, writes=False)
def form_check(slug: str, page: str) -> ResponseReturnValue:
    """What the check would say of the form as it is typed."""
    return checked(slug, page, None)


@bp.post("/redaction/<slug>/<any(depart, questions, preuves, evenements, oral, pieces):page>/<int:rank>/verifier")
@allow(Permission.SUBJECT_AUTHOR, writes=False)
def item_check(slug: str, page: str, rank: int) -> ResponseReturnValue:
    """What the check would say of the item as it is typed."""
    return checked(slug, page, rank)


@bp.post(
    "/redaction/<slug>/<any(depart, questions, preuves, evenements, oral):page>/<int:rank>/<any(monter, descendre, supprimer):act>"
)
@allow(Permission.SUBJECT_AUTHOR)
def item_move(slug: str, page: str, rank: int, act: str) -> ResponseReturnValue:
    """Move one up or down, or take it away."""
    written = get_written(slug)
    before = written.revision
    common: dict[str, Any] = {
        "written": written,
        "page": page,
        "rank": rank,
        "base_revision": base_revision(),
        "author": me(),
    }
    try:
        if act == "supprimer":
            editing.remove_item(**common)
        else:
            editing.move_item(**common, step=-1 if act == "monter" else 1)
    except Conflict:
        return items_page(open_writing(slug), page, told=CHANGED)
    flash("C’est retiré." if act == "supprimer" else "C’est déplacé.")
    return redirect(url_for("authoring.items", slug=slug, page=page, avant=before))


def checked(slug: str, name: str, rank: int | None) -> ResponseReturnValue:
    """The faults of what a form holds, input by input, for the script; nothing is saved."""
    writing = open_writing(slug)
    try:
        typed_rank = editing.rank_of(writing.data, name, rank, request.form.get("_item", ""))
        sent = editing.renamed(sent_form(), name, rank, typed_rank)
        text = editing.apply_page(
            writing.written.text, page=name, rank=typed_rank, sent=sent, criteria=criteria_of(writing)
        )
    except (RuleBroken, NotFound) as refused:
        return jsonify(told=tied(refused.message), faults=[], errors=len(writing.errors))
    after = open_writing(slug, text)
    groups = editing.groups_of(writing.data, name, typed_rank, criteria_of(writing))
    inputs = {one.name for group in groups for one in group.inputs}
    prefix = f"{LISTS[name]}.{typed_rank}" if typed_rank is not None else ""
    faults = [
        {"at": at, "message": f.message, "line": f.line}
        for f in after.errors
        if (at := place_of(f, inputs, prefix)) is not None
    ]
    return jsonify(told="", faults=faults, errors=len(after.errors))


def place_of(fault: Fault, inputs: set[str], prefix: str) -> str | None:
    """The input that a fault is about; nothing for one of the item as a whole, None for one of another part."""
    path = fault.path
    while path:
        if path in inputs:
            return path
        if path == prefix:
            return ""
        path = path.rpartition(".")[0]
    return None


def sent_form() -> dict[str, list[str]]:
    """Everything that was sent, by name."""
    return {key: request.form.getlist(key) for key in request.form}


def saved(slug: str, name: str, rank: int | None) -> ResponseReturnValue:
    """Save a form; a text saved by somebody else meanwhile, or one that cannot be written, is told with everything typed kept."""
    writing = open_writing(slug)
    sent: Sent = sent_form()
    before = writing.written.revision
    try:
        asked, rank = rank, editing.rank_of(writing.data, name, rank, request.form.get("_item", ""))
        sent = editing.renamed(sent, name, asked, rank)
        editing.save_page(
            written=writing.written, page=name, rank=rank, sent=sent, criteria=criteria_of(writing),
            base_revision=base_revision(), author=me(),
        )  # fmt: skip
    except (Conflict, RuleBroken) as refused:
        status = 409 if isinstance(refused, Conflict) else 422
        return form_page(writing, name, rank, told=tied(refused.message), sent=sent, status=status)
    except NotFound as gone:
        lost = [
            (key, value) for key, values in sent.items() if key not in TEXT_ONLY for value in values if value.strip()
        ]
        return page(
            "gone", writing, 409, page=name, title=PAGES.get(name, ("Annexes",))[0], told=gone.message, lost=lost
        )
    flash("Enregistré.")
    if rank is not None and request.form.get("suite") == "liste":
        return redirect(list_url(slug, name))
    return redirect(f"{own_url(slug, name, rank)}?avant={before}")


def items_page(writing: Writing, name: str, told: str = "") -> ResponseReturnValue:
    """The list of a page; a text that cannot be read leads to the text."""
    data = writing.data
    title, word, add_words = PAGES[name]
    found = editing.list_items(data, name)
    counts = [
        sum(
            f.path.startswith(f"{LISTS[name]}.{one.rank}.") or f.path == f"{LISTS[name]}.{one.rank}"
            for f in writing.errors
        )
        for one in found
    ]
    kinds, asked = KINDS.get(name, ((), ""))
    return page(
        "items", writing, 409 if told else 200, page=name, title=title, word=word, add_words=add_words, told=told,
        items=list(zip(found, counts, strict=True)), kinds=kinds, kinds_words=asked, is_readable=bool(data),
    )  # fmt: skip


def form_page(
    writing: Writing,
    name: str,
    rank: int | None,
    *,
    told: str = "",
    sent: Sent | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """A form with its values, or with what was typed, and the faults of the text at their fields."""
    data = writing.data
    if not data:
        title = SINGLE.get(name) or PAGES.get(name, ("Annexes",))[0]
        return page("items", writing, 422 if sent else status, page=name, title=title, items=[], is_readable=False)
    groups = editing.groups_of(data, name, rank, criteria_of(writing))
    inputs = {one.name for group in groups for one in group.inputs}
    prefix = f"{LISTS[name]}.{rank}" if rank is not None else ""
    placed: dict[str, list[Fault]] = {}
    for fault in writing.errors:
        if (at := place_of(fault, inputs, prefix)) is not None:
            placed.setdefault(at, []).append(fault)
    filled = [
        (group, [(typed(data, one, sent) if sent is not None else shown(data, one), placed.get(one.name, [])) for one in group.inputs],
         is_filled(group.inputs, sent) if sent is not None else False)
        for group in groups
    ]  # fmt: skip
    return page(
        "form", writing, status, page=name, rank=rank, title=title_of(data, name, rank), groups=filled, told=told,
        placed=placed, parent=None if rank is None else (PAGES.get(name, ("Annexes",))[0], list_url(writing.slug, name)),
        pick_kinds=pickable(), item_id=value_at(data, (LISTS[name], rank, "id"), "") if rank is not None else "",
        own_url=own_url(writing.slug, name, rank), is_stale=status == 409,
    )  # fmt: skip


def title_of(data: Any, name: str, rank: int | None) -> str:
    """The heading of a form: its item's title, or the page's."""
    return SINGLE[name] if rank is None else editing.list_items(data, name)[rank].title


def criteria_of(writing: Writing) -> dict[str, str]:
    """The criteria of the subject's grid, by code."""
    wanted = writing.data.get("grille")
    try:
        return grid_criteria(str(wanted.get("ref", "")) if isinstance(wanted, dict) else "")
    except NotFound:
        return {}

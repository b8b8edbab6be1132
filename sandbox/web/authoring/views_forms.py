"""The forms of a subject: each page shows values of the text and writes those that were changed."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.kernel.errors import Conflict, NotFound, RuleBroken
from sandbox.policy.permissions import Permission
from sandbox.training.authoring import editing, forms_proof
from sandbox.training.authoring.fields import Group, Input, Shown, shown
from sandbox.training.authoring.forms_main import LISTS
from sandbox.training.authoring.picking import pickable
from sandbox.training.subjects.queries import get_written, grid_criteria
from sandbox.web.access import allow
from sandbox.web.authoring.blueprint import bp
from sandbox.web.authoring.loading import Writing, base_revision, me, open_writing, page

SINGLE = ("identite", "corrige")
PAGES = {
    "questions": ("Questions et grille", "question", "Ajouter une question"),
    "preuves": ("Preuves", "preuve", "Ajouter une preuve"),
    "evenements": ("Événements", "événement", "Ajouter un événement"),
    "oral": ("Questions orales", "question orale", "Ajouter une question orale"),
}


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


@bp.get("/redaction/<slug>/<any(questions, preuves, evenements, oral):page>")
@allow(Permission.SUBJECT_AUTHOR)
def items(slug: str, page: str) -> ResponseReturnValue:
    """The list of questions, proofs, events or oral questions."""
    return items_page(open_writing(slug), page)


@bp.post("/redaction/<slug>/<any(questions, preuves, evenements, oral):page>")
@allow(Permission.SUBJECT_AUTHOR)
def add(slug: str, page: str) -> ResponseReturnValue:
    """One more, to be filled in at once."""
    written = get_written(slug)
    rank = editing.add_item(
        written=written, page=page, base_revision=written.revision, author=me(), kind=request.form.get("kind", "")
    )
    return redirect(url_for("authoring.item", slug=slug, page=page, rank=rank))


@bp.get("/redaction/<slug>/<any(questions, preuves, evenements, oral):page>/<int:rank>")
@allow(Permission.SUBJECT_AUTHOR)
def item(slug: str, page: str, rank: int) -> ResponseReturnValue:
    """One of them as a form."""
    return form_page(open_writing(slug), page, rank)


@bp.post("/redaction/<slug>/<any(questions, preuves, evenements, oral):page>/<int:rank>")
@allow(Permission.SUBJECT_AUTHOR)
def item_save(slug: str, page: str, rank: int) -> ResponseReturnValue:
    """Write the form into the text."""
    return saved(slug, page, rank)


@bp.post(
    "/redaction/<slug>/<any(questions, preuves, evenements, oral):page>/<int:rank>/<any(monter, descendre, supprimer):act>"
)
@allow(Permission.SUBJECT_AUTHOR)
def item_move(slug: str, page: str, rank: int, act: str) -> ResponseReturnValue:
    """Move one up or down, or take it away."""
    written = get_written(slug)
    common: dict[str, Any] = {
        "written": written,
        "page": page,
        "rank": rank,
        "base_revision": base_revision(),
        "author": me(),
    }
    if act == "supprimer":
        editing.remove_item(**common)
        flash("C’est retiré. Le texte d’avant reste parmi les enregistrements.")
    else:
        editing.move_item(**common, step=-1 if act == "monter" else 1)
    return redirect(url_for("authoring.items", slug=slug, page=page))


def saved(slug: str, name: str, rank: int | None) -> ResponseReturnValue:
    """Save a form; a text saved by somebody else meanwhile, or one that cannot be read, is told with everything typed kept."""
    writing = open_writing(slug)
    sent = {key: request.form.getlist(key) for key in request.form}
    try:
        editing.save_page(
            written=writing.written, page=name, rank=rank, sent=sent, criteria=criteria_of(writing),
            base_revision=base_revision(), author=me(),
        )  # fmt: skip
    except (Conflict, RuleBroken) as refused:
        return form_page(
            writing, name, rank, told=refused.message, sent=sent, status=409 if isinstance(refused, Conflict) else 422
        )
    flash("Enregistré.")
    if rank is not None and request.form.get("suite") == "liste":
        return redirect(url_for("authoring.items", slug=slug, page=name))
    return redirect(request.path)


def items_page(writing: Writing, name: str) -> ResponseReturnValue:
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
    return page(
        "items", writing, page=name, title=title, word=word, add_words=add_words, items=list(zip(found, counts, strict=True)),
        kinds=forms_proof.KINDS, is_readable=bool(data),
    )  # fmt: skip


def form_page(
    writing: Writing,
    name: str,
    rank: int | None,
    *,
    told: str = "",
    sent: dict[str, list[str]] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """A form with its values, or with what was typed, and the faults of the text at their fields."""
    data = writing.data
    if not data:
        return page(
            "items", writing, 422 if sent else status, page=name, title="Formulaire", items=[], is_readable=False
        )
    groups = editing.groups_of(data, name, rank, criteria_of(writing))
    filled = [
        (group, [(one, faults_at(writing, one.input)) for one in shown_group(data, group, sent)]) for group in groups
    ]
    more = conditions_of(writing, rank, sent) if name == "preuves" and rank is not None else {}
    return page(
        "form", writing, status, page=name, rank=rank, title=title_of(data, name, rank), groups=filled, told=told,
        parent=PAGES.get(name), pick_kinds=pickable(), **more,
    )  # fmt: skip


def title_of(data: Any, name: str, rank: int | None) -> str:
    """The heading of a form: its item's title, or the page's."""
    if rank is None:
        return {"identite": "Identité et consigne", "corrige": "Corrigé"}[name]
    return editing.list_items(data, name)[rank].title


def conditions_of(writing: Writing, rank: int, sent: dict[str, list[str]] | None) -> dict[str, Any]:
    """What the form of a proof needs for its conditions."""
    data = writing.data
    has_some = forms_proof.has_conditions(forms_proof.kind_of(data, rank))
    return {
        "conditions": typed_conditions(data, rank, sent) if has_some else [],
        "condition_fields": forms_proof.fields_of(data, ("preuves", rank)),
        "operators": forms_proof.operator_choices(),
        "attend_faults": [f for f in writing.errors if f.path.startswith(f"preuves.{rank}.attend")],
    }


def typed_conditions(data: Any, rank: int, sent: dict[str, list[str]] | None) -> list[forms_proof.ConditionRow]:
    """The conditions of the file, or those that were typed."""
    found = forms_proof.conditions(data, rank)
    if sent is None or "c_champ" not in sent:
        return found
    typed = zip(sent["c_champ"], sent.get("c_op", []), sent.get("c_valeur", []), strict=False)
    return [*(row for row in found if row.is_kept), *(forms_proof.ConditionRow(*row) for row in typed)]


def shown_group(data: Any, group: Group, sent: dict[str, list[str]] | None) -> list[Shown]:
    """The inputs of a group with their values; what was typed comes before what is in the file."""
    found = []
    for one in group.inputs:
        value = shown(data, one)
        if sent is not None and one.kind in ("checks", "yes"):
            value = Shown(one, "oui" if sent.get(one.name) else "", frozenset(sent.get(one.name, ())))
        elif sent is not None and one.name in sent:
            value = Shown(one, sent[one.name][0])
        found.append(value)
    return found


def faults_at(writing: Writing, one: Input) -> list[str]:
    """What the check says about the place of an input."""
    return [f.message for f in writing.errors if f.path == one.name or f.path.startswith(f"{one.name}.")]


def criteria_of(writing: Writing) -> dict[str, str]:
    """The criteria of the subject's grid, by code."""
    wanted = writing.data.get("grille")
    try:
        return grid_criteria(str(wanted.get("ref", "")) if isinstance(wanted, dict) else "")
    except NotFound:
        return {}

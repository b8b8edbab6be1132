"""Starting a subject on the web, and its text: saved, checked while one types, compared when somebody else saved."""

from __future__ import annotations

import difflib
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.kernel.errors import Conflict, RuleBroken
from sandbox.kernel.text import fold, tied
from sandbox.kernel.yaml_nodes import Fault
from sandbox.policy.permissions import Permission
from sandbox.training.authoring import drafting
from sandbox.training.authoring.forms_main import LISTS
from sandbox.training.authoring.picking import find_things, pickable
from sandbox.training.authoring.vocabulary import vocabulary
from sandbox.training.contexts.queries import list_contexts
from sandbox.training.subjects.models import WrittenSubject
from sandbox.training.subjects.queries import get_save, get_written, list_saves, list_subjects, list_written
from sandbox.web.access import allow
from sandbox.web.authoring.blueprint import bp
from sandbox.web.authoring.forms import StartForm
from sandbox.web.authoring.loading import SINGLE, base_revision, list_url, me, open_writing, own_url, page
from sandbox.web.filters import time_s
from sandbox.web.forms.base import attempt
from sandbox.web.numbers import whole


@bp.route("/sujets/nouveau", methods=["GET", "POST"])
@allow(Permission.SUBJECT_AUTHOR)
def new_subject() -> ResponseReturnValue:
    """Choose a template or a subject to copy, a context, a title."""
    sources = [(f"copie:{s.slug}", f"Copie de « {s.title} »") for s in list_subjects()]
    sources += [(f"copie:{w.slug}", f"Copie de « {w.slug} », en cours d’écriture") for w in list_written()]
    form = StartForm(sources, [(pack.slug, pack.name) for pack in list_contexts()])
    if request.method == "GET" and request.args.get("de"):
        form.source.data = f"copie:{request.args['de']}"
    if form.validate_on_submit():
        made = attempt(
            form,
            start,
            source=form.source.data,
            slug=form.slug.data,
            title=form.title.data,
            context_slug=form.context.data,
        )
        if made is not None:
            flash("Sujet créé. Il est à vous : rien de ce que vous y écrivez ne touche les autres sujets.")
            return redirect(url_for("authoring.form", slug=made.slug, page="identite"))
    return render_template("authoring/writing/new.html", form=form), 422 if form.all_errors else 200


def start(*, source: str, slug: str, title: str, context_slug: str) -> WrittenSubject:
    """The new subject, from what was chosen in the list."""
    kind, _, name = source.partition(":")
    if kind == "copie":
        return drafting.start_from_copy(source=name, slug=slug, title=title, context_slug=context_slug, author=me())
    return drafting.start_from_template(template=name, slug=slug, title=title, context_slug=context_slug, author=me())


@bp.get("/redaction/<slug>")
@allow(Permission.SUBJECT_AUTHOR)
def write(slug: str) -> ResponseReturnValue:
    """The text with its line numbers and its faults."""
    return page("text", open_writing(slug), kinds=pickable(), saves=list_saves(slug))


@bp.post("/redaction/<slug>")
@allow(Permission.SUBJECT_AUTHOR)
def save(slug: str) -> ResponseReturnValue:
    """Save the text, or only check it; what is typed stays on screen in every case."""
    typed = request.form.get("text", "")
    if request.form.get("do") == "check":
        return page("text", open_writing(slug, typed), kinds=pickable(), saves=list_saves(slug), is_checked=True)
    written = get_written(slug)
    try:
        drafting.save_text(written=written, text=typed, base_revision=base_revision(), author=me())
    except Conflict as stale:
        return page(
            "text", open_writing(slug, typed), 409, kinds=pickable(), saves=list_saves(slug), stale=stale.message,
            difference=difference(written.text, typed),
        )  # fmt: skip
    except RuleBroken as refused:
        return page(
            "text", open_writing(slug, typed), 422, kinds=pickable(), saves=list_saves(slug), stale=refused.message
        )
    flash("Texte enregistré.")
    return redirect(url_for("authoring.write", slug=slug))


@bp.post("/redaction/<slug>/brouillon")
@allow(Permission.SUBJECT_AUTHOR)
def autosave(slug: str) -> ResponseReturnValue:
    """The save that the page makes by itself."""
    written = drafting.save_text(
        written=get_written(slug),
        text=request.form.get("text", ""),
        base_revision=base_revision(),
        author=me(),
        is_auto=True,
    )
    return jsonify(revision=written.revision, saved=time_s(written.changed_at))


@bp.post("/redaction/<slug>/verifier")
@allow(Permission.SUBJECT_AUTHOR, writes=False)
def check(slug: str) -> ResponseReturnValue:
    """The faults of a text, for the script."""
    writing = open_writing(slug, request.form.get("text", ""))
    return jsonify(errors=len(writing.errors), faults=[told(fault) for fault in writing.faults])


def told(fault: Fault) -> dict[str, object]:
    """A fault as the page shows it."""
    return {"line": fault.line, "code": fault.code, "message": tied(fault.message), "path": fault.path}


@bp.get("/redaction/mots.json")
@allow(Permission.SUBJECT_AUTHOR)
def words() -> ResponseReturnValue:
    """The words that the editor completes with."""
    return jsonify(vocabulary())


@bp.get("/redaction/<slug>/chercher")
@allow(Permission.SUBJECT_AUTHOR)
def search(slug: str) -> ResponseReturnValue:
    """Things of the context by their names: as a page, or as a fragment for the script."""
    writing = open_writing(slug)
    asked, kind = request.args.get("q", "").strip(), request.args.get("nature", "")
    found = (
        find_things(context_slug=writing.context_slug, kind=kind, words=asked, made=writing.data)
        if fold(asked) or kind
        else []
    )
    shown: dict[str, Any] = {"found": found, "asked": asked, "kind": kind, "kinds": pickable()}
    if request.headers.get("X-Requested-With") == "fetch":
        return render_template("authoring/writing/_found.html", w=writing, **shown)
    return page("search", writing, **shown)


@bp.get("/redaction/<slug>/enregistrements/<int:revision>")
@allow(Permission.SUBJECT_AUTHOR)
def kept(slug: str, revision: int) -> ResponseReturnValue:
    """An earlier text beside the present one."""
    writing, found = open_writing(slug), get_save(slug, revision)
    return page("kept", writing, kept=found, difference=difference(found.text, writing.text))


@bp.post("/redaction/<slug>/enregistrements/<int:revision>/reprendre")
@allow(Permission.SUBJECT_AUTHOR)
def restore(slug: str, revision: int) -> ResponseReturnValue:
    """Take an earlier text again; the present one stays among the saves."""
    written, found = get_written(slug), get_save(slug, revision)
    drafting.save_text(written=written, text=found.text, base_revision=base_revision(), author=me())
    if (name := request.form.get("page", "")) in (*LISTS, *SINGLE):
        flash("C’est annulé.")
        rank = request.form.get("rank", None, whole)
        return redirect(own_url(slug, name, rank) if rank is not None or name in SINGLE else list_url(slug, name))
    flash("Ce texte est repris. Celui d’avant reste parmi les enregistrements.")
    return redirect(url_for("authoring.write", slug=slug))


@bp.post("/redaction/<slug>/supprimer")
@allow(Permission.SUBJECT_AUTHOR)
def delete(slug: str) -> ResponseReturnValue:
    """Throw away a subject that was never published."""
    drafting.delete_written(written=get_written(slug))
    flash("Le sujet est supprimé.")
    return redirect(url_for("authoring.subjects"))


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """The lines that differ between two texts, with a little around: (« - », « + », « @ » or « », line)."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=1, lineterm="")
    return [("@" if line.startswith("@@") else line[:1].strip(), line[1:]) for line in list(lines)[2:400]]

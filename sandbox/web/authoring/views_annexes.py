"""The annexes of a subject: files to upload, their titles, the questions that show them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from sandbox.kernel.errors import Conflict
from sandbox.kernel.text import slugify
from sandbox.policy.permissions import Permission
from sandbox.training.authoring import drafting, editing
from sandbox.training.authoring.yaml_edit import value_at
from sandbox.training.subjects.models import WrittenSubject
from sandbox.training.subjects.queries import get_written
from sandbox.training.subjects.reading import instruction_html, table_html
from sandbox.web.access import allow
from sandbox.web.authoring.blueprint import bp
from sandbox.web.authoring.forms import AnnexForm
from sandbox.web.authoring.loading import CHANGED, Writing, base_revision, me, open_writing, page
from sandbox.web.forms.base import attempt


@dataclass(frozen=True, slots=True)
class ShownAnnex:
    """An annex with its text as safe HTML; `is_there`: its file is."""

    file: str
    title: str
    tasks: str
    body: Markup
    is_there: bool


@bp.get("/redaction/<slug>/annexes")
@allow(Permission.SUBJECT_AUTHOR)
def annexes(slug: str) -> ResponseReturnValue:
    """The annexes, and the form for one more."""
    writing = open_writing(slug)
    return annexes_page(writing, AnnexForm(tasks_of(writing)))


@bp.post("/redaction/<slug>/annexes")
@allow(Permission.SUBJECT_AUTHOR)
def annex_add(slug: str) -> ResponseReturnValue:
    """Upload an annex, or another file for one that is there."""
    writing = open_writing(slug)
    form = AnnexForm(tasks_of(writing))
    if not form.validate_on_submit():
        return annexes_page(writing, form, 422)
    file = PurePath(form.file.data.filename or "")
    name = f"annexes/{slugify(file.stem) or 'annexe'}{file.suffix.lower()}"
    done = try_annex(
        form, written=writing.written, name=name, content=form.file.data.read(), title=form.title.data,
        tasks=form.tasks.data or [], base_revision=base_revision(),
    )  # fmt: skip
    if not done:
        return annexes_page(open_writing(slug), form, 422)
    flash(f"Annexe « {form.title.data} » enregistrée.")
    return redirect(url_for("authoring.annexes", slug=slug))


def try_annex(form: AnnexForm, **kept: Any) -> bool:
    """Keep an annex; what was saved elsewhere meanwhile is told on the form like any refusal."""
    try:
        return attempt(form, keep_annex, **kept) is not None
    except Conflict:
        form.refuse(f"{CHANGED} Choisissez le fichier à nouveau.", None)
        return False


def keep_annex(
    *, written: WrittenSubject, name: str, content: bytes, title: str, tasks: list[str], base_revision: int
) -> WrittenSubject:
    """The file, then its mention in the text."""
    drafting.keep_file(written=written, name=name, content=content, author=me())
    return editing.add_attachment(
        written=written, name=name, title=title, tasks=tasks, base_revision=base_revision, author=me()
    )


@bp.post("/redaction/<slug>/annexes/retirer")
@allow(Permission.SUBJECT_AUTHOR)
def annex_remove(slug: str) -> ResponseReturnValue:
    """Take an annex out of the text, and its file away."""
    written, name = get_written(slug), request.form.get("fichier", "")
    try:
        editing.remove_attachment(written=written, name=name, base_revision=base_revision(), author=me())
    except Conflict:
        writing = open_writing(slug)
        form = AnnexForm(tasks_of(writing))
        form.refuse(CHANGED, None)
        return annexes_page(writing, form, 409)
    drafting.drop_file(written=written, name=name, author=me())
    flash("Annexe retirée.")
    return redirect(url_for("authoring.annexes", slug=slug))


def tasks_of(writing: Writing) -> list[tuple[str, str]]:
    """(id, title) of the questions."""
    found = value_at(writing.data, ("taches",), []) or []
    return [
        (str(value_at(one, ("id",), n)), f"{n}. {value_at(one, ('titre',), '') or value_at(one, ('id',), '')}")
        for n, one in enumerate(found if isinstance(found, list) else [], 1)
    ]


def annexes_page(writing: Writing, form: AnnexForm, status: int = 200) -> ResponseReturnValue:
    """The page with the form as it stands."""
    pieces = value_at(writing.data, ("pieces_jointes",), []) or []
    files = writing.written.files
    shown = [_shown(piece, files) for piece in (pieces if isinstance(pieces, list) else [])]
    return page("annexes", writing, status, form=form, annexes=shown)


def _shown(piece: object, files: dict[str, str]) -> ShownAnnex:
    name = str(value_at(piece, ("fichier",), ""))
    text = files.get(name, "")
    html = table_html(text) if name.endswith(".csv") else instruction_html(text)
    asked = value_at(piece, ("taches",), []) or []
    tasks = ", ".join(map(str, asked)) if isinstance(asked, list) else str(asked)
    return ShownAnnex(name, str(value_at(piece, ("titre",), name)), tasks, Markup(html), name in files)  # noqa: S704 - sanitised by the subject's reader

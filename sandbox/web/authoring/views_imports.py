"""Importing a file into a company of one's own: sent, read, looked at, brought in, and told line by line."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.spreadsheets import csv_bytes
from sandbox.kernel.text import slugify
from sandbox.policy.permissions import Permission
from sandbox.training.authoring import companies
from sandbox.training.contexts.importing import desk, traffic
from sandbox.training.contexts.importing.reading import MAX_LINES, MAX_PRODUCTS
from sandbox.training.contexts.importing.services import tax_rules
from sandbox.training.contexts.importing.taking_back import why_not
from sandbox.training.contexts.importing.telling import Fate
from sandbox.training.contexts.models import ContextImport, ContextPack
from sandbox.training.contexts.profiling.services import is_profile
from sandbox.web.access import allow, identity
from sandbox.web.authoring import importing
from sandbox.web.authoring.blueprint import bp
from sandbox.web.authoring.files import attached
from sandbox.web.authoring.forms_contexts import UploadForm
from sandbox.web.authoring.views_contexts import folder_of, store
from sandbox.web.forms.base import attempt

SHOWN_LINES = 300
SHOWN_VISITS = 20


@bp.route("/contextes/<context_slug>/importer", methods=["GET", "POST"])
@allow(Permission.SUBJECT_AUTHOR)
def import_new(context_slug: str) -> ResponseReturnValue:
    """Send a file, or paste the cells of a spreadsheet."""
    pack, form = _own(context_slug), UploadForm()
    if form.validate_on_submit():
        sent, products = form.file.data, form.products.data
        content = sent.read() if sent else (form.pasted.data or "").encode()
        made = attempt(
            form, desk.begin_import, context_slug=context_slug, author_id=identity().user_id, author=identity().name,
            file_name=sent.filename if sent else "cellules-collees.csv", content=content,
            products=products.read() if products else b"",
        )  # fmt: skip
        if made is not None:
            return redirect(url_for("authoring.import_look", context_slug=context_slug, import_id=made.id))
    status = 422 if form.all_errors else 200
    kept = desk.list_kept(identity().user_id or 0)
    return render_template(
        "authoring/contexts/upload.html", form=form, pack=pack, kept=kept, most=MAX_LINES, products=MAX_PRODUCTS
    ), status


@bp.get("/contextes/<context_slug>/imports/<int:import_id>")
@allow(Permission.SUBJECT_AUTHOR)
def import_look(context_slug: str, import_id: int) -> ResponseReturnValue:
    """How the file is read and what its first lines will become; once it is imported, the report."""
    pack, waiting = _own(context_slug), _waiting(context_slug, import_id)
    if waiting.done_at:
        return _report_page(pack, waiting)
    if is_profile(waiting):
        return redirect(url_for("authoring.profile_preview", context_slug=context_slug))
    return _visits_page(pack, waiting) if traffic.is_traffic(waiting) else _look_page(pack, waiting)


@bp.post("/contextes/<context_slug>/imports/<int:import_id>")
@allow(Permission.SUBJECT_AUTHOR)
def import_choose(context_slug: str, import_id: int) -> ResponseReturnValue:
    """Read the file another way, keep the correspondence, or bring the file in."""
    pack, waiting = _own(context_slug), _waiting(context_slug, import_id)
    act = {"importer": _bring_in, "garder": _keep}.get(request.form.get("go", ""), _look_again)
    if waiting.done_at is not None:  # sent twice
        return redirect(url_for("authoring.import_look", context_slug=context_slug, import_id=import_id))
    if is_profile(waiting):
        return redirect(url_for("authoring.profile_preview", context_slug=context_slug))
    if traffic.is_traffic(waiting):
        return _choose_visits(pack, waiting)
    try:
        opened = desk.open_import(waiting)
        desk.choose(waiting=waiting, choices=importing.choices_posted(opened))
        act(pack, waiting)
    except RuleBroken as refused:
        return _look_page(*_again(context_slug, import_id), refused)
    return redirect(url_for("authoring.import_look", context_slug=context_slug, import_id=import_id))


@bp.get("/contextes/<context_slug>/imports/<int:import_id>/rapport.csv")
@allow(Permission.SUBJECT_AUTHOR)
def import_report(context_slug: str, import_id: int) -> ResponseReturnValue:
    """The report as a file: every line of the import, and what was odd."""
    _own(context_slug)
    report = _waiting(context_slug, import_id).report or {"lines": [], "odd": []}
    rows = [*report["lines"], *([line, "remarque", told] for line, told in report["odd"])]
    lines = [[str(line), fate, words] for line, fate, words in sorted(rows, key=lambda row: row[0])]
    content = csv_bytes([["Ligne", "Devenir", "Explication"], *lines])
    return attached(content, f"{slugify(context_slug)}-import-{import_id}.csv", "text/csv; charset=utf-8")


@bp.post("/contextes/<context_slug>/imports/<int:import_id>/abandonner")
@allow(Permission.SUBJECT_AUTHOR)
def import_drop(context_slug: str, import_id: int) -> ResponseReturnValue:
    """Forget a file that was not imported."""
    _own(context_slug)
    desk.drop_import(waiting=_waiting(context_slug, import_id))
    flash("Fichier oublié : rien n’a été importé.")
    return redirect(url_for("authoring.context", context_slug=context_slug))


@bp.post("/contextes/correspondances/<int:kept_id>/retirer")
@allow(Permission.SUBJECT_AUTHOR)
def correspondence_drop(kept_id: int) -> ResponseReturnValue:
    """Forget a kept correspondence."""
    name = desk.drop_kept(kept_id=kept_id, author_id=identity().user_id or 0)
    flash(f"Correspondance « {name} » oubliée.")
    return redirect(url_for("authoring.contexts"))


def _own(context_slug: str) -> ContextPack:
    return companies.get_own(context_slug, identity().user_id)


def _waiting(context_slug: str, import_id: int) -> ContextImport:
    return desk.get_import(import_id, context_slug=context_slug, author_id=identity().user_id or 0)


def _again(context_slug: str, import_id: int) -> tuple[ContextPack, ContextImport]:
    return _own(context_slug), _waiting(context_slug, import_id)


def _look_again(pack: ContextPack, waiting: ContextImport) -> None:
    """Read the file by the choices made; the Enter key in the field of the name means to keep them too."""
    opened, name = desk.open_import(waiting), request.form.get("keep_name", "").strip()
    if name and (opened.kept is None or opened.kept.name != name) and opened.is_known:
        _keep(pack, waiting)


def _keep(_pack: ContextPack, waiting: ContextImport) -> None:
    name = request.form.get("keep_name", "")
    desk.keep_correspondence(author_id=waiting.author_id, name=name, opened=desk.open_import(waiting))
    flash(
        f"Correspondance « {' '.join(name.split())} » gardée : elle sera proposée pour les fichiers aux mêmes colonnes."
    )


def _bring_in(pack: ContextPack, waiting: ContextImport) -> None:
    companies.bring_in(waiting=waiting, folder=folder_of(pack), media=store())


def _look_page(pack: ContextPack, waiting: ContextImport, refused: RuleBroken | None = None) -> ResponseReturnValue:
    """The page of choices and preview; what forbids the preview stands at its field."""
    folder, preview = folder_of(pack), None
    opened, told = importing.opened_or_told(waiting)
    if opened is not None:
        preview, told_ahead = importing.preview_or_told(opened, folder)
        told = told or told_ahead
    told = refused or told
    return render_template(
        "authoring/contexts/look.html", pack=pack, waiting=waiting, opened=opened, preview=preview, told=told,
        rules=tax_rules(folder), samples=importing.samples(opened) if opened else {}, **importing.words(),
    ), 422 if refused else 200  # fmt: skip


def _choose_visits(pack: ContextPack, waiting: ContextImport) -> ResponseReturnValue:
    """Read an audience file another way, or bring it in."""
    slug, import_id = pack.slug, waiting.id
    try:
        traffic.choose(waiting=waiting, choices=importing.visit_choices_posted())
        if request.form.get("go") == "importer":
            companies.bring_visits_in(waiting=waiting, folder=folder_of(pack), media=store())
    except RuleBroken as refused:
        return _visits_page(*_again(slug, import_id), refused)
    return redirect(url_for("authoring.import_look", context_slug=slug, import_id=import_id))


def _visits_page(pack: ContextPack, waiting: ContextImport, refused: RuleBroken | None = None) -> ResponseReturnValue:
    """What an audience file says, what must be chosen, and what its lines will become."""
    looked, told = importing.visits_or_told(waiting, folder_of(pack))
    return render_template(
        "authoring/contexts/look_visits.html", pack=pack, waiting=waiting, looked=looked, told=refused or told,
        choices=traffic.choices_of(waiting), shown=SHOWN_VISITS, **importing.visit_words(), **importing.words(),
    ), 422 if refused else 200  # fmt: skip


def _report_page(pack: ContextPack, done: ContextImport) -> ResponseReturnValue:
    """What became of each line, or of those of one fate."""
    report = done.report or {}
    fate = request.args.get("devenir", "")
    lines = [line for line in report["lines"] if fate not in set(Fate) or line[1] == fate]
    return render_template(
        "authoring/contexts/report.html", pack=pack, done=done, report=report, fate=fate, lines=lines[:SHOWN_LINES],
        hidden=len(lines) - SHOWN_LINES, fates=list(Fate), why_not=why_not(done, folder_of(pack)), **{**importing.words(), "formats": importing.FORMATS},
    )  # fmt: skip

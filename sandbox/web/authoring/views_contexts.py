"""Contexts: which companies are there, whose they are and what is in them; one's own made of a copy, renamed, deleted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.config import ROOT
from sandbox.kernel.errors import NotFound
from sandbox.kernel.media import MediaStore
from sandbox.policy.permissions import Permission
from sandbox.training.authoring import companies
from sandbox.training.authoring.queries import figures_of_context
from sandbox.training.contexts import exporting, services
from sandbox.training.contexts.halves import halves_of
from sandbox.training.contexts.importing.desk import list_imports
from sandbox.training.contexts.making import Look
from sandbox.training.contexts.models import ContextPack
from sandbox.training.contexts.queries import folder_digest, get_context, list_contexts
from sandbox.training.subjects.queries import subjects_in_force
from sandbox.web.access import allow, identity
from sandbox.web.authoring.blueprint import bp
from sandbox.web.authoring.files import attached
from sandbox.web.authoring.forms_contexts import CompanyForm, NewCompanyForm
from sandbox.web.forms.base import attempt

FOLDERS = ROOT / "scenarios" / "contexts"


@bp.get("/contextes")
@allow(Permission.SUBJECT_AUTHOR)
def contexts() -> ResponseReturnValue:
    """The loaded companies with their figures, the trainer's own first."""
    packs = sorted(list_contexts(), key=lambda pack: (not is_mine(pack), pack.made_by_id is None, pack.name))
    found = [figures_of_context(pack) for pack in packs]
    by_context: dict[str, int] = {}
    for info in subjects_in_force():
        by_context[info.context_slug] = by_context.get(info.context_slug, 0) + 1
    return render_template(
        "authoring/contexts/list.html", contexts=found, changed={p.slug for p in packs if not _is_as_loaded(p)},
        subjects=by_context, mine={p.slug for p in packs if is_mine(p)},
    )  # fmt: skip


@bp.route("/contextes/nouveau", methods=["GET", "POST"])
@allow(Permission.SUBJECT_AUTHOR)
def new_context() -> ResponseReturnValue:
    """Make a company of the copy of another."""
    sources = [(pack.slug, pack.name) for pack in list_contexts()]
    form = NewCompanyForm(sources, data={"source": request.args.get("source"), "is_name_replaced": True})
    if form.validate_on_submit():
        facts = tuple((name, form[name].data or "") for name in form.FACTS)
        made = attempt(
            form, companies.make, source=folder_of(get_context(form.source.data)), home=home(), slug=form.slug.data,
            look=Look(form.name.data, form.slogan.data or "", form.sector.data or "", facts),
            is_name_replaced=form.is_name_replaced.data, media=store(), maker_id=identity().user_id, maker=identity().name,
            is_site_only=form.is_site_only.data,
        )  # fmt: skip
        if made is not None:
            flash(f"Entreprise « {form.name.data} » créée. {_next_step(made)}")
            return redirect(url_for("authoring.context", context_slug=form.slug.data))
    return render_template("authoring/contexts/new.html", form=form), 422 if form.all_errors else 200


@bp.get("/contextes/<context_slug>")
@allow(Permission.SUBJECT_AUTHOR)
def context(context_slug: str) -> ResponseReturnValue:
    """One company: what is in it, who uses it, its files to take away, what was imported."""
    pack = get_context(context_slug)
    return render_template("authoring/contexts/view.html", form=CompanyForm(data={"name": pack.name}), **_facts(pack))


@bp.post("/contextes/<context_slug>/renommer")
@allow(Permission.SUBJECT_AUTHOR)
def context_rename(context_slug: str) -> ResponseReturnValue:
    """Another name, slogan or sector for a company of one's own that nothing uses."""
    pack = companies.get_own(context_slug, identity().user_id)
    form = CompanyForm()
    look = Look(form.name.data or "", form.slogan.data or "", form.sector.data or "")
    if not form.validate_on_submit() or not attempt(
        form, companies.rename, slug=context_slug, folder=folder_of(pack), look=look, media=store()
    ):
        return render_template("authoring/contexts/view.html", form=form, **_facts(get_context(context_slug))), 422
    flash(f"L’entreprise s’appelle maintenant « {look.name} ».")
    return redirect(url_for("authoring.context", context_slug=context_slug))


@bp.post("/contextes/<context_slug>/supprimer")
@allow(Permission.SUBJECT_AUTHOR)
def context_delete(context_slug: str) -> ResponseReturnValue:
    """Throw away a company of one's own that nothing uses."""
    pack = companies.get_own(context_slug, identity().user_id)
    name = pack.name
    companies.drop(pack=pack, folder=folder_of(pack))
    flash(f"Entreprise « {name} » supprimée.")
    return redirect(url_for("authoring.contexts"))


@bp.get("/contextes/<context_slug>/exports/<kind>.csv")
@allow(Permission.SUBJECT_AUTHOR)
def context_export(context_slug: str, kind: str) -> ResponseReturnValue:
    """A kind of thing as a file, which the import screen knows again."""
    content = exporting.export_csv(folder_of(get_context(context_slug)), kind)
    return attached(content, f"{context_slug}-{kind}.csv", "text/csv; charset=utf-8")


@bp.post("/contextes/<context_slug>/verifier")
@allow(Permission.SUBJECT_AUTHOR)
def context_check(context_slug: str) -> ResponseReturnValue:
    """Read the folder of a context and tell every fault; nothing is loaded."""
    pack = get_context(context_slug)
    faults = services.check_context(folder=folder_of(pack), media=store())
    return render_template("authoring/contexts/check.html", pack=get_context(context_slug), faults=sorted(faults))


def _next_step(made: ContextPack) -> str:
    if halves_of(made).has_shop:
        return "Importez maintenant un catalogue, ou écrivez-lui un sujet."
    return "Elle n’a qu’un site : retravaillez ses textes, ou écrivez-lui un sujet."


def home() -> Path:
    """Where the folders of the trainers' own companies are."""
    found: Path = current_app.config["E5"].contexts_root
    return found


def folder_of(pack: ContextPack) -> Path:
    """The folder of a company; raises NotFound when it is no longer there."""
    folder = (home() if pack.made_by_id is not None else FOLDERS) / pack.slug
    if not (folder / "context.yaml").is_file():
        raise NotFound(f"Le dossier « {pack.slug} » n’est plus là.")
    return folder


def store() -> MediaStore:
    """The installation's pictures."""
    found: MediaStore = current_app.extensions["e5_media"]
    return found


def is_mine(pack: ContextPack) -> bool:
    """Whether a company is that of who asks."""
    return pack.made_by_id is not None and pack.made_by_id == identity().user_id


def _facts(pack: ContextPack) -> dict[str, Any]:
    return {
        "one": figures_of_context(pack), "pack": pack, "is_mine": is_mine(pack), "uses": companies.uses_of(pack.slug),
        "exports": exporting.WORDS, "imports": list_imports(pack.slug) if is_mine(pack) else [],
    }  # fmt: skip


def _is_as_loaded(pack: ContextPack) -> bool:
    try:
        return folder_digest(folder_of(pack)) == pack.digest
    except NotFound:
        return False

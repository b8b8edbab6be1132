"""A company carried to another installation: its pack taken away, and brought in."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sandbox.policy.permissions import Permission
from sandbox.training.authoring import company_packs
from sandbox.training.contexts.queries import get_context
from sandbox.web.access import allow, identity
from sandbox.web.authoring import views_contexts
from sandbox.web.authoring.blueprint import bp
from sandbox.web.authoring.files import attached
from sandbox.web.authoring.forms_contexts import CompanyPackForm
from sandbox.web.forms.base import attempt


@bp.get("/contextes/<context_slug>/paquet.zip")
@allow(Permission.SUBJECT_AUTHOR)
def context_pack(context_slug: str) -> ResponseReturnValue:
    """A whole company as one file; those that are shipped are everywhere already, and give what little they hold besides."""
    folder = views_contexts.folder_of(get_context(context_slug))
    content = company_packs.write_company(folder, views_contexts.FOLDERS)
    return attached(content, f"entreprise-{context_slug}.zip", "application/zip")


@bp.route("/contextes/paquet", methods=["GET", "POST"])
@allow(Permission.SUBJECT_AUTHOR)
def import_company() -> ResponseReturnValue:
    """Bring a company in from its pack, as one's own."""
    form = CompanyPackForm()
    if form.validate_on_submit():
        done = attempt(
            form, company_packs.import_company, content=form.file.data.read(), slug=form.slug.data or "",
            home=views_contexts.home(), shipped=views_contexts.FOLDERS, media=views_contexts.store(),
            maker_id=identity().user_id, maker=identity().name,
        )  # fmt: skip
        if done is not None:
            words = "importée : elle est à vous" if done.is_new else "déjà ici, à l’identique : rien n’a changé"
            flash(f"Entreprise « {done.pack.name} » {words}.")
            return redirect(url_for("authoring.context", context_slug=done.pack.slug))
    return render_template("authoring/contexts/import.html", form=form), 422 if form.all_errors else 200

"""Articles > Catégories and Étiquettes: the form beside the list, as in WordPress."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.kernel.text import has_words
from sandbox.policy.permissions import Permission
from sandbox.shop.identity.queries import get_site
from sandbox.shop.posts import queries
from sandbox.shop.posts.services import terms
from sandbox.web.access import allow
from sandbox.web.forms.base import attempt
from sandbox.web.site_links import reference_url
from sandbox.web.siteadmin import bp, seo_panel
from sandbox.web.siteadmin.feedback import notice
from sandbox.web.siteadmin.forms_posts import TermForm

WORDS = {
    "category": {"title": "Catégories", "add": "Ajouter une catégorie", "edit": "Modifier la catégorie", "list": "categories", "kind": "rubrique"},
    "tag": {"title": "Étiquettes", "add": "Ajouter une étiquette", "edit": "Modifier l’étiquette", "list": "tags", "kind": "etiquette"},
}  # fmt: skip


def _list(what: str, form: TermForm) -> str:
    rows = queries.list_categories() if what == "category" else queries.list_tags()
    words = request.args.get("s", "")
    return render_template(
        "siteadmin/terms/list.html", what=what, words=WORDS[what], form=form, asked=words, all=rows, default_id=get_site().default_category_id,
        rows=[term for term in rows if has_words(words, term.row.name, term.row.slug, term.row.description)], term_url=reference_url,
    )  # fmt: skip


def _edit(what: str, form: TermForm, row: Any) -> str:
    return render_template(
        "siteadmin/terms/edit.html", what=what, words=WORDS[what], form=form, row=row, all=queries.list_categories(),
        has_seo=what == "category" and seo_panel.is_on(),
    )  # fmt: skip


@bp.get("/categories")
@allow(Permission.BACKOFFICE_READ)
def categories() -> str:
    """The categories of articles."""
    return _list("category", TermForm(formdata=None))


@bp.post("/categories")
@allow(Permission.BACKOFFICE_WRITE)
def category_create() -> Any:
    """Create a category."""
    form = TermForm()
    row = attempt(form, terms.create_category, **form.values(has_parent=True)) if form.validate_on_submit() else None
    if row is None:
        return _list("category", form), 422
    notice("Catégorie ajoutée.", view=reference_url("rubrique", row.slug))
    return redirect(url_for("siteadmin.categories"))


@bp.get("/categories/<int:category_id>")
@allow(Permission.BACKOFFICE_READ)
def category_edit(category_id: int) -> str:
    """A category."""
    row = queries.get_category(category_id)
    return _edit("category", TermForm(formdata=None, obj=row), row)


@bp.post("/categories/<int:category_id>")
@allow(Permission.BACKOFFICE_WRITE)
def category_update(category_id: int) -> Any:
    """Change a category."""
    row, form = queries.get_category(category_id), TermForm()
    if not (
        form.validate_on_submit() and attempt(form, terms.update_category, category=row, **form.values(has_parent=True))
    ):
        return _edit("category", form, row), 422
    notice("Catégorie mise à jour.", view=reference_url("rubrique", row.slug))
    return redirect(url_for("siteadmin.categories"))


@bp.post("/categories/<int:category_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def category_delete(category_id: int) -> Any:
    """Delete a category."""
    row = queries.get_category(category_id)
    terms.delete_category(category=row)
    notice(f"La catégorie «\u00a0{row.name}\u00a0» est supprimée.")
    return redirect(url_for("siteadmin.categories"))


@bp.get("/etiquettes")
@allow(Permission.BACKOFFICE_READ)
def tags() -> str:
    """The tags."""
    return _list("tag", TermForm(formdata=None))


@bp.post("/etiquettes")
@allow(Permission.BACKOFFICE_WRITE)
def tag_create() -> Any:
    """Create a tag."""
    form = TermForm()
    row = attempt(form, terms.create_tag, **form.values(has_parent=False)) if form.validate_on_submit() else None
    if row is None:
        return _list("tag", form), 422
    notice("Étiquette ajoutée.", view=reference_url("etiquette", row.slug))
    return redirect(url_for("siteadmin.tags"))


@bp.get("/etiquettes/<int:tag_id>")
@allow(Permission.BACKOFFICE_READ)
def tag_edit(tag_id: int) -> str:
    """A tag."""
    row = queries.get_tag(tag_id)
    return _edit("tag", TermForm(formdata=None, obj=row), row)


@bp.post("/etiquettes/<int:tag_id>")
@allow(Permission.BACKOFFICE_WRITE)
def tag_update(tag_id: int) -> Any:
    """Change a tag."""
    row, form = queries.get_tag(tag_id), TermForm()
    if not (form.validate_on_submit() and attempt(form, terms.update_tag, tag=row, **form.values(has_parent=False))):
        return _edit("tag", form, row), 422
    notice("Étiquette mise à jour.", view=reference_url("etiquette", row.slug))
    return redirect(url_for("siteadmin.tags"))


@bp.post("/etiquettes/<int:tag_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def tag_delete(tag_id: int) -> Any:
    """Delete a tag."""
    row = queries.get_tag(tag_id)
    terms.delete_tag(tag=row)
    notice(f"L’étiquette «\u00a0{row.name}\u00a0» est supprimée.")
    return redirect(url_for("siteadmin.tags"))

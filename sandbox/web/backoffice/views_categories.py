"""Catalogue > Catégories."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.catalog import queries, services
from sandbox.shop.catalog.models import Category
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import corrected, toast
from sandbox.web.backoffice.forms_catalog import CategoryForm
from sandbox.web.backoffice.links import back, category_in_shop
from sandbox.web.backoffice.pictures import uploaded
from sandbox.web.backoffice.seo_panel import category_sheet, keep_focus, panel_of
from sandbox.web.forms.base import attempt
from sandbox.web.numbers import whole


@bp.get("/catalogue/categories")
@allow(Permission.BACKOFFICE_READ)
def categories() -> str:
    """The tree of categories."""
    return render_template("backoffice/categories/list.html", tree=queries.category_tree(only_active=False))


@bp.get("/catalogue/categories/nouvelle")
@allow(Permission.BACKOFFICE_READ)
def category_new() -> str:
    """An empty category, under the one that is asked."""
    form = CategoryForm(is_active=True, parent_id=request.args.get("parent", queries.root_category().id, type=whole))
    return _page(None, form)


@bp.post("/catalogue/categories/nouvelle")
@allow(Permission.BACKOFFICE_WRITE)
def category_create() -> Any:
    """Create a category."""
    form = _with_parents(CategoryForm(), None)
    if form.validate_on_submit():
        image = uploaded(form, form.picture)
        category = (
            None if form.picture.errors else attempt(form, services.create_category, **form.values(), image=image)
        )
        if category is not None:
            keep_focus(form, "category", category.id)
            toast(
                f"La catégorie « {category.name} » est créée.{corrected(form.slug.data, category.slug)}",
                view=category_in_shop(category),
            )
            return redirect(url_for("backoffice.categories"))
    return _page(None, form), 422


@bp.get("/catalogue/categories/<int:category_id>")
@allow(Permission.BACKOFFICE_READ)
def category_edit(category_id: int) -> str:
    """The page of a category."""
    category = queries.get_category(category_id)
    return _page(category, CategoryForm(obj=category))


@bp.post("/catalogue/categories/<int:category_id>")
@allow(Permission.BACKOFFICE_WRITE)
def category_save(category_id: int) -> Any:
    """Save a category."""
    category = queries.get_category(category_id)
    form = _with_parents(CategoryForm(), category)
    if form.validate_on_submit():
        values = form.values()
        image = uploaded(form, form.picture)
        if image or form.removes_image.data:
            values["image"] = image
        if not form.picture.errors and attempt(form, services.update_category, category=category, **values) is not None:
            keep_focus(form, "category", category.id)
            toast(
                f"La catégorie « {category.name} » est enregistrée.{corrected(form.slug.data, category.slug)}",
                view=category_in_shop(category),
            )
            return redirect(url_for("backoffice.categories"))
    return _page(category, form), 422


@bp.post("/catalogue/categories/<int:category_id>/affichage")
@allow(Permission.BACKOFFICE_WRITE)
def category_switch(category_id: int) -> Any:
    """Show or hide a category."""
    category = queries.get_category(category_id)
    services.update_category(category=category, is_active=request.form.get("value") == "1")
    toast(f"« {category.name} » est {'affichée' if category.is_active else 'masquée'}.")
    return back("backoffice.categories")


@bp.post("/catalogue/categories/<int:category_id>/position")
@allow(Permission.BACKOFFICE_WRITE)
def category_move(category_id: int) -> Any:
    """Move a category among its sisters."""
    category = queries.get_category(category_id)
    services.update_category(category=category, position=request.form.get("position", 1, type=whole))
    return back("backoffice.categories")


@bp.post("/catalogue/categories/<int:category_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def category_delete(category_id: int) -> Any:
    """Delete a category."""
    category = services.delete_category(category=queries.get_category(category_id))
    toast(f"La catégorie « {category.name} » est supprimée.")
    return redirect(url_for("backoffice.categories"))


def _with_parents(form: CategoryForm, category: Category | None) -> CategoryForm:
    if category is not None and category.parent_id is None:
        del form.parent_id
        return form
    own = queries.descendant_ids(category.id) if category is not None else set()
    nodes = queries.category_tree(only_active=False).walk()
    pairs = [(n.category.id, f"{'— ' * n.depth}{n.category.name}") for n in nodes if n.category.id not in own]
    form.parent_id.choices = pairs
    return form


def _page(category: Category | None, form: CategoryForm) -> str:
    panel = panel_of(form, "category", category.id if category else 0, lambda: category_sheet(category, form))
    return render_template(
        "backoffice/categories/edit.html", category=category, form=_with_parents(form, category) if "parent_id" in form else form,
        in_shop=category_in_shop(category) if category else None, panel=panel,
    )  # fmt: skip

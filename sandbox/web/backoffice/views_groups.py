"""Paramètres de la boutique > Clients: groups of customers."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.catalog.queries import CategoryNode, category_tree
from sandbox.shop.customers import queries, services
from sandbox.shop.customers.models import CustomerGroup
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_customers import CategoryReductionForm, GroupForm
from sandbox.web.forms.base import attempt
from sandbox.web.numbers import whole


@bp.get("/parametres/clients/groupes")
@allow(Permission.BACKOFFICE_READ)
def groups() -> str:
    """The groups of customers."""
    return render_template("backoffice/groups/list.html", rows=queries.list_group_rows())


@bp.get("/parametres/clients/groupes/nouveau")
@allow(Permission.BACKOFFICE_READ)
def group_new() -> str:
    """The form of a new group."""
    return render_template("backoffice/groups/form.html", form=GroupForm(), group=None)


@bp.post("/parametres/clients/groupes/nouveau")
@allow(Permission.BACKOFFICE_WRITE)
def group_create() -> Any:
    """Create a group, and open it: reductions by category are added there."""
    form = GroupForm()
    if form.validate_on_submit():
        group = attempt(form, services.create_group, **form.values())
        if group is not None:
            toast(f"Le groupe « {group.name} » est créé.")
            return redirect(url_for("backoffice.group_edit", group_id=group.id))
    return render_template("backoffice/groups/form.html", form=form, group=None), 422


@bp.get("/parametres/clients/groupes/<int:group_id>")
@allow(Permission.BACKOFFICE_READ)
def group_edit(group_id: int) -> str:
    """A group: its form, its reductions by category, its members."""
    return _group_page(queries.get_group(group_id))


def _categories() -> list[tuple[int, str]]:
    """Every category under « Accueil » with its name, indented by its depth."""
    found: list[tuple[int, str]] = []

    def walk(node: CategoryNode) -> None:
        for child in node.children:
            found.append((child.category.id, "\u00a0\u00a0" * (child.depth - 1) + child.category.name))
            walk(child)

    walk(category_tree(only_active=False))
    return found


def _group_page(
    group: CustomerGroup, form: GroupForm | None = None, reduction_form: CategoryReductionForm | None = None
) -> str:
    categories = _categories()
    return render_template(
        "backoffice/groups/form.html",
        form=form or GroupForm(group=group), group=group, members=queries.list_members(group.id),
        reduction_form=reduction_form or CategoryReductionForm(formdata=None, categories=categories),
        names={number: name.strip("\u00a0") for number, name in categories}, is_protected=queries.is_protected(group),
    )  # fmt: skip


@bp.post("/parametres/clients/groupes/<int:group_id>")
@allow(Permission.BACKOFFICE_WRITE)
def group_update(group_id: int) -> Any:
    """Change a group."""
    group = queries.get_group(group_id)
    form = GroupForm()
    if form.validate_on_submit() and attempt(form, services.update_group, group=group, **form.values()):
        toast(f"Le groupe « {group.name} » est enregistré.")
        return redirect(url_for("backoffice.groups"))
    return _group_page(group, form=form), 422


@bp.post("/parametres/clients/groupes/<int:group_id>/categories")
@allow(Permission.BACKOFFICE_WRITE)
def group_reduction(group_id: int) -> Any:
    """Give the group a reduction on a category."""
    group = queries.get_group(group_id)
    form = CategoryReductionForm(categories=_categories())
    values = {"category_id": form.category_id.data, "reduction_bp": form.reduction_bp.data}
    if form.validate_on_submit() and attempt(form, services.set_category_reduction, group=group, **values):
        toast("La réduction sur la catégorie est enregistrée.")
        return redirect(url_for("backoffice.group_edit", group_id=group.id) + "#categories")
    return _group_page(group, reduction_form=form), 422


@bp.post("/parametres/clients/groupes/<int:group_id>/categories/retirer")
@allow(Permission.BACKOFFICE_WRITE)
def group_reduction_remove(group_id: int) -> Any:
    """Take a reduction on a category away."""
    group = queries.get_group(group_id)
    services.remove_category_reduction(group=group, category_id=request.form.get("category_id", 0, type=whole))
    toast("La réduction sur la catégorie est retirée.")
    return redirect(url_for("backoffice.group_edit", group_id=group.id) + "#categories")


@bp.post("/parametres/clients/groupes/<int:group_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def group_delete(group_id: int) -> Any:
    """Delete a group."""
    group = services.delete_group(group=queries.get_group(group_id))
    toast(f"Le groupe « {group.name} » est supprimé ; ses clients sont revenus dans le groupe Client.")
    return redirect(url_for("backoffice.groups"))

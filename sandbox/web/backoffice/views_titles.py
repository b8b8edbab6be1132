"""Paramètres de la boutique > Clients > Titres de civilité."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.customers import queries, services
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_customers import TitleForm
from sandbox.web.forms.base import attempt


@bp.get("/parametres/clients/civilites")
@allow(Permission.BACKOFFICE_READ)
def titles() -> str:
    """The titles."""
    return render_template(
        "backoffice/groups/titles.html", titles=queries.list_titles(), counts=queries.count_by_title()
    )


@bp.get("/parametres/clients/civilites/nouveau")
@allow(Permission.BACKOFFICE_READ)
def title_new() -> str:
    """The form of a new title."""
    return render_template("backoffice/groups/title.html", form=TitleForm(), title=None)


@bp.post("/parametres/clients/civilites/nouveau")
@allow(Permission.BACKOFFICE_WRITE)
def title_create() -> Any:
    """Create a title."""
    form = TitleForm()
    if form.validate_on_submit():
        title = attempt(form, services.create_title, name=form.name.data)
        if title is not None:
            toast(f"Le titre « {title.name} » est créé.")
            return redirect(url_for("backoffice.titles"))
    return render_template("backoffice/groups/title.html", form=form, title=None), 422


@bp.get("/parametres/clients/civilites/<int:title_id>")
@allow(Permission.BACKOFFICE_READ)
def title_edit(title_id: int) -> str:
    """The form of a title."""
    title = queries.get_title(title_id)
    return render_template("backoffice/groups/title.html", form=TitleForm(obj=title), title=title)


@bp.post("/parametres/clients/civilites/<int:title_id>")
@allow(Permission.BACKOFFICE_WRITE)
def title_update(title_id: int) -> Any:
    """Rename a title."""
    title, form = queries.get_title(title_id), TitleForm()
    if form.validate_on_submit() and attempt(form, services.update_title, title=title, name=form.name.data):
        toast(f"Le titre « {title.name} » est enregistré.")
        return redirect(url_for("backoffice.titles"))
    return render_template("backoffice/groups/title.html", form=form, title=title), 422


@bp.post("/parametres/clients/civilites/<int:title_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def title_delete(title_id: int) -> Any:
    """Delete a title."""
    title = services.delete_title(title=queries.get_title(title_id))
    toast(f"Le titre « {title.name} » est supprimé.")
    return redirect(url_for("backoffice.titles"))

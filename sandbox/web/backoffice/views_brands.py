"""Catalogue > Marques & fournisseurs."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.catalog import queries, services
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import corrected, toast
from sandbox.web.backoffice.forms_catalog import BrandForm
from sandbox.web.backoffice.links import back
from sandbox.web.backoffice.pictures import uploaded
from sandbox.web.forms.base import attempt


@bp.get("/catalogue/marques")
@allow(Permission.BACKOFFICE_READ)
def brands() -> str:
    """The list of brands."""
    return render_template("backoffice/brands/list.html", brands=queries.list_brands(), counts=queries.count_by_brand())


@bp.get("/catalogue/marques/nouvelle")
@allow(Permission.BACKOFFICE_READ)
def brand_new() -> str:
    """An empty brand."""
    return render_template("backoffice/brands/edit.html", brand=None, form=BrandForm(is_active=True))


@bp.post("/catalogue/marques/nouvelle")
@allow(Permission.BACKOFFICE_WRITE)
def brand_create() -> Any:
    """Create a brand."""
    form = BrandForm()
    if form.validate_on_submit():
        logo = uploaded(form, form.picture)
        brand = None if form.picture.errors else attempt(form, services.create_brand, **form.values(), logo=logo)
        if brand is not None:
            toast(f"La marque « {brand.name} » est créée.{corrected(form.slug.data, brand.slug)}")
            return redirect(url_for("backoffice.brands"))
    return render_template("backoffice/brands/edit.html", brand=None, form=form), 422


@bp.get("/catalogue/marques/<int:brand_id>")
@allow(Permission.BACKOFFICE_READ)
def brand_edit(brand_id: int) -> str:
    """The page of a brand."""
    brand = queries.get_brand(brand_id)
    return render_template("backoffice/brands/edit.html", brand=brand, form=BrandForm(obj=brand))


@bp.post("/catalogue/marques/<int:brand_id>")
@allow(Permission.BACKOFFICE_WRITE)
def brand_save(brand_id: int) -> Any:
    """Save a brand."""
    brand = queries.get_brand(brand_id)
    form = BrandForm()
    if form.validate_on_submit():
        values = form.values()
        logo = uploaded(form, form.picture)
        if logo or form.removes_image.data:
            values["logo"] = logo
        if not form.picture.errors and attempt(form, services.update_brand, brand=brand, **values) is not None:
            toast(f"La marque « {brand.name} » est enregistrée.{corrected(form.slug.data, brand.slug)}")
            return redirect(url_for("backoffice.brands"))
    return render_template("backoffice/brands/edit.html", brand=brand, form=form), 422


@bp.post("/catalogue/marques/<int:brand_id>/affichage")
@allow(Permission.BACKOFFICE_WRITE)
def brand_switch(brand_id: int) -> Any:
    """Activate or deactivate a brand."""
    brand = services.update_brand(brand=queries.get_brand(brand_id), is_active=request.form.get("value") == "1")
    toast(f"« {brand.name} » est {'activée' if brand.is_active else 'désactivée'}.")
    return back("backoffice.brands")


@bp.post("/catalogue/marques/<int:brand_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def brand_delete(brand_id: int) -> Any:
    """Delete a brand."""
    brand = services.delete_brand(brand=queries.get_brand(brand_id))
    toast(f"La marque « {brand.name} » est supprimée.")
    return redirect(url_for("backoffice.brands"))

"""Modules > Carrousel: the slides, their order, one slide's form."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.display import queries, services
from sandbox.shop.display.models import Slide
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_display import SlideForm
from sandbox.web.backoffice.links import back, shop_address
from sandbox.web.backoffice.pictures import uploaded
from sandbox.web.backoffice.sales_words import warn_of_sales
from sandbox.web.forms.base import attempt
from sandbox.web.numbers import whole


@bp.get("/modules/carrousel")
@allow(Permission.BACKOFFICE_READ)
def slides() -> str:
    """The slides in their order."""
    return render_template("backoffice/slides/list.html", rows=queries.list_slides())


def _form(form: SlideForm, slide: Slide | None = None) -> str:
    return render_template("backoffice/slides/form.html", form=form, slide=slide)


@bp.get("/modules/carrousel/nouvelle")
@allow(Permission.BACKOFFICE_READ)
def slide_new() -> str:
    """The form of a new slide."""
    return _form(SlideForm(data={"is_active": True, "tone": "dark"}))


@bp.post("/modules/carrousel/nouvelle")
@allow(Permission.BACKOFFICE_WRITE)
def slide_create() -> Any:
    """Create a slide; it needs a picture."""
    form = SlideForm()
    if form.validate_on_submit():
        image, target = uploaded(form, form.picture), attempt(form, form.chosen)
        small = uploaded(form, form.picture_small)
        if image is None and not form.picture.errors:
            form.refuse("Choisissez une image.", "picture")
        if image and target is not None and not form.all_errors:
            values = {"title": form.title.data, "image": image, "image_small": small, "target": target, **form.values()}
            if attempt(form, services.create_slide, **values) is not None:
                toast(f"La diapositive « {form.title.data} » est créée.", view=shop_address("home"))
                warn_of_sales(*form.words())
                return redirect(url_for("backoffice.slides"))
    return _form(form), 422


@bp.get("/modules/carrousel/<int:slide_id>")
@allow(Permission.BACKOFFICE_READ)
def slide_edit(slide_id: int) -> str:
    """The form of a slide."""
    slide = queries.get_row(Slide, slide_id)
    return _form(SlideForm(obj=slide, written=slide.target), slide)


@bp.post("/modules/carrousel/<int:slide_id>")
@allow(Permission.BACKOFFICE_WRITE)
def slide_update(slide_id: int) -> Any:
    """Change a slide; its pictures stay when no other is chosen."""
    slide, form = queries.get_row(Slide, slide_id), SlideForm()
    if form.validate_on_submit():
        values = {"title": form.title.data, "target": attempt(form, form.chosen), **form.values()}
        image, small = uploaded(form, form.picture), uploaded(form, form.picture_small)
        values |= ({"image": image} if image else {}) | ({"image_small": small} if small else {})
        if not form.all_errors and attempt(form, services.update_slide, slide=slide, **values) is not None:
            toast(f"La diapositive « {slide.title} » est enregistrée.", view=shop_address("home"))
            warn_of_sales(*form.words())
            return redirect(url_for("backoffice.slides"))
    return _form(form, slide), 422


@bp.post("/modules/carrousel/<int:slide_id>/activer")
@allow(Permission.BACKOFFICE_WRITE)
def slide_switch(slide_id: int) -> Any:
    """Show a slide or take it off."""
    slide = queries.get_row(Slide, slide_id)
    on = request.form.get("value") == "1"
    services.update_slide(slide=slide, is_active=on)
    toast(
        f"La diapositive « {slide.title} » est {'affichée' if on else 'masquée'}.",
        view=shop_address("home") if on else None,
    )
    return back("backoffice.slides")


@bp.post("/modules/carrousel/<int:slide_id>/deplacer")
@allow(Permission.BACKOFFICE_WRITE)
def slide_move(slide_id: int) -> Any:
    """Move a slide."""
    services.move_slide(slide=queries.get_row(Slide, slide_id), position=request.form.get("position", 1, type=whole))
    return back("backoffice.slides")


@bp.post("/modules/carrousel/<int:slide_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def slide_delete(slide_id: int) -> Any:
    """Delete a slide."""
    slide = services.delete_slide(slide=queries.get_row(Slide, slide_id))
    toast(f"La diapositive « {slide.title} » est supprimée.")
    return redirect(url_for("backoffice.slides"))

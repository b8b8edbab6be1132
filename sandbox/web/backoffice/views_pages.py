"""Apparence > Pages: the information pages."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.site import queries, rules, services
from sandbox.shop.site.models import InfoPage
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import corrected, toast
from sandbox.web.backoffice.forms_display import PageForm
from sandbox.web.backoffice.links import back, shop_address
from sandbox.web.backoffice.seo_panel import keep_focus, page_sheet, panel_of
from sandbox.web.forms.base import attempt
from sandbox.web.numbers import whole


def _in_shop(page: InfoPage) -> str | None:
    return shop_address("page", page_id=page.id, slug=page.slug) if page.is_displayed else None


@bp.get("/apparence/pages")
@allow(Permission.BACKOFFICE_READ)
def pages() -> str:
    """The pages, by category."""
    rows = queries.list_pages()
    groups = [(words, [row for row in rows if row.group == code]) for code, words in rules.GROUP_WORDS.items()]
    return render_template("backoffice/pages/list.html", groups=groups, total=len(rows))


def _form(form: PageForm, page: InfoPage | None = None) -> str:
    view = _in_shop(page) if page else None
    panel = panel_of(form, "page", page.id if page else 0, lambda: page_sheet(page, form))
    return render_template("backoffice/pages/form.html", form=form, info=page, in_shop=view, panel=panel)


@bp.get("/apparence/pages/nouvelle")
@allow(Permission.BACKOFFICE_READ)
def page_new() -> str:
    """The form of a new page."""
    return _form(PageForm(data={"is_indexed": True, "is_displayed": True}))


@bp.post("/apparence/pages/nouvelle")
@allow(Permission.BACKOFFICE_WRITE)
def page_create() -> Any:
    """Create a page."""
    form = PageForm()
    if form.validate_on_submit():
        page = attempt(form, services.create_page, **form.values())
        if page is not None:
            keep_focus(form, "page", page.id)
            toast(f"La page « {page.title} » est créée.{corrected(form.slug.data, page.slug)}", view=_in_shop(page))
            return redirect(url_for("backoffice.pages"))
    return _form(form), 422


@bp.get("/apparence/pages/<int:page_id>")
@allow(Permission.BACKOFFICE_READ)
def page_edit(page_id: int) -> str:
    """The form of a page."""
    page = queries.get_page(page_id)
    return _form(PageForm(obj=page), page)


@bp.post("/apparence/pages/<int:page_id>")
@allow(Permission.BACKOFFICE_WRITE)
def page_update(page_id: int) -> Any:
    """Change a page."""
    page, form = queries.get_page(page_id), PageForm()
    if form.validate_on_submit() and attempt(form, services.update_page, page=page, **form.values()):
        keep_focus(form, "page", page.id)
        toast(f"La page « {page.title} » est enregistrée.{corrected(form.slug.data, page.slug)}", view=_in_shop(page))
        return redirect(url_for("backoffice.pages"))
    return _form(form, page), 422


@bp.post("/apparence/pages/<int:page_id>/afficher")
@allow(Permission.BACKOFFICE_WRITE)
def page_switch(page_id: int) -> Any:
    """Show a page or hide it."""
    page = services.update_page(page=queries.get_page(page_id), is_displayed=request.form.get("value") == "1")
    toast(f"La page « {page.title} » est {'affichée' if page.is_displayed else 'masquée'}.", view=_in_shop(page))
    return back("backoffice.pages")


@bp.post("/apparence/pages/<int:page_id>/deplacer")
@allow(Permission.BACKOFFICE_WRITE)
def page_move(page_id: int) -> Any:
    """Move a page in its category."""
    services.move_page(page=queries.get_page(page_id), position=request.form.get("position", 1, type=whole))
    return back("backoffice.pages")


@bp.post("/apparence/pages/<int:page_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def page_delete(page_id: int) -> Any:
    """Delete a page."""
    page = services.delete_page(page=queries.get_page(page_id))
    toast(f"La page « {page.title} » est supprimée.")
    return redirect(url_for("backoffice.pages"))

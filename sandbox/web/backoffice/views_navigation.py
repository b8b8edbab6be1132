"""Links that the shop shows: Modules > Menu principal, Apparence > Liste de liens."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.display import queries, services
from sandbox.shop.display.models import LinkList, ListLink, MenuItem
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_display import LinkForm, LinkListForm
from sandbox.web.backoffice.links import back, shop_address
from sandbox.web.forms.base import attempt
from sandbox.web.numbers import whole

# main menu -----------------------------------------------------------------------------------------------------------


def _menu(form: LinkForm | None = None) -> str:
    return render_template(
        "backoffice/shop_menu/list.html", nodes=queries.menu_tree(only_live=False), form=form or LinkForm(formdata=None)
    )


@bp.get("/modules/menu")
@allow(Permission.BACKOFFICE_READ)
def shop_menu() -> str:
    """The entries of the main menu in their order."""
    return _menu()


@bp.post("/modules/menu/ajouter")
@allow(Permission.BACKOFFICE_WRITE)
def shop_menu_add() -> Any:
    """Add an entry."""
    form = LinkForm()
    if form.validate_on_submit():
        target = attempt(form, form.chosen)
        values = {"target": target or "", "label": form.label.data}
        if target is not None and attempt(form, services.add_menu_item, **values) is not None:
            toast("L’entrée est ajoutée au menu principal.", view=shop_address("home"))
            return redirect(url_for("backoffice.shop_menu"))
    return _menu(form), 422


@bp.post("/modules/menu/<int:item_id>/libelle")
@allow(Permission.BACKOFFICE_WRITE)
def shop_menu_label(item_id: int) -> Any:
    """Change the words of an entry."""
    services.update_menu_item(item=queries.get_row(MenuItem, item_id), label=request.form.get("label", ""))
    toast("Le libellé est enregistré.", view=shop_address("home"))
    return redirect(url_for("backoffice.shop_menu"))


@bp.post("/modules/menu/<int:item_id>/deplacer")
@allow(Permission.BACKOFFICE_WRITE)
def shop_menu_move(item_id: int) -> Any:
    """Move an entry."""
    services.move_menu_item(
        item=queries.get_row(MenuItem, item_id), position=request.form.get("position", 1, type=whole)
    )
    return back("backoffice.shop_menu")


@bp.post("/modules/menu/<int:item_id>/retirer")
@allow(Permission.BACKOFFICE_WRITE)
def shop_menu_remove(item_id: int) -> Any:
    """Take an entry out."""
    services.remove_menu_item(item=queries.get_row(MenuItem, item_id))
    toast("L’entrée est retirée du menu principal.", view=shop_address("home"))
    return back("backoffice.shop_menu")


# lists of links ------------------------------------------------------------------------------------------------------


@bp.get("/apparence/liens")
@allow(Permission.BACKOFFICE_READ)
def link_lists() -> str:
    """The lists of links of the footer."""
    return render_template(
        "backoffice/link_lists/list.html", rows=queries.link_lists(only_live=False), form=LinkListForm()
    )


@bp.post("/apparence/liens/nouvelle")
@allow(Permission.BACKOFFICE_WRITE)
def link_list_create() -> Any:
    """Create a list, and open it."""
    form = LinkListForm()
    if form.validate_on_submit():
        link_list = attempt(form, services.create_link_list, name=form.name.data)
        if link_list is not None:
            toast(f"La liste « {link_list.name} » est créée : ajoutez-lui des liens.")
            return redirect(url_for("backoffice.link_list_edit", list_id=link_list.id))
    return render_template("backoffice/link_lists/list.html", rows=queries.link_lists(only_live=False), form=form), 422


def _list_page(link_list: LinkList, form: LinkListForm | None = None, add: LinkForm | None = None) -> str:
    resolved = next(row for row in queries.link_lists(only_live=False) if row.row.id == link_list.id)
    return render_template(
        "backoffice/link_lists/form.html",
        link_list=link_list, links=resolved.links, form=form or LinkListForm(formdata=None, obj=link_list),
        add=add or LinkForm(formdata=None),
    )  # fmt: skip


@bp.get("/apparence/liens/<int:list_id>")
@allow(Permission.BACKOFFICE_READ)
def link_list_edit(list_id: int) -> str:
    """A list, its name and its links."""
    return _list_page(queries.get_row(LinkList, list_id))


@bp.post("/apparence/liens/<int:list_id>")
@allow(Permission.BACKOFFICE_WRITE)
def link_list_update(list_id: int) -> Any:
    """Rename a list."""
    link_list, form = queries.get_row(LinkList, list_id), LinkListForm()
    if form.validate_on_submit() and attempt(form, services.update_link_list, link_list=link_list, name=form.name.data):
        toast(f"La liste « {link_list.name} » est enregistrée.", view=shop_address("home"))
        return redirect(url_for("backoffice.link_lists"))
    return _list_page(link_list, form=form), 422


@bp.post("/apparence/liens/<int:list_id>/ajouter")
@allow(Permission.BACKOFFICE_WRITE)
def link_list_add(list_id: int) -> Any:
    """Add a link to a list."""
    link_list, form = queries.get_row(LinkList, list_id), LinkForm()
    if form.validate_on_submit():
        target = attempt(form, form.chosen)
        values = {"link_list": link_list, "target": target or "", "label": form.label.data}
        if target is not None and attempt(form, services.add_link, **values) is not None:
            toast("Le lien est ajouté.", view=shop_address("home"))
            return redirect(url_for("backoffice.link_list_edit", list_id=link_list.id))
    return _list_page(link_list, add=form), 422


@bp.post("/apparence/liens/lien/<int:link_id>/deplacer")
@allow(Permission.BACKOFFICE_WRITE)
def link_list_move_link(link_id: int) -> Any:
    """Move a link in its list."""
    link = services.move_link(
        link=queries.get_row(ListLink, link_id), position=request.form.get("position", 1, type=whole)
    )
    return redirect(url_for("backoffice.link_list_edit", list_id=link.list_id))


@bp.post("/apparence/liens/lien/<int:link_id>/retirer")
@allow(Permission.BACKOFFICE_WRITE)
def link_list_remove_link(link_id: int) -> Any:
    """Take a link out of its list."""
    link = services.remove_link(link=queries.get_row(ListLink, link_id))
    toast("Le lien est retiré de la liste.", view=shop_address("home"))
    return redirect(url_for("backoffice.link_list_edit", list_id=link.list_id))


@bp.post("/apparence/liens/<int:list_id>/deplacer")
@allow(Permission.BACKOFFICE_WRITE)
def link_list_move(list_id: int) -> Any:
    """Move a list in the footer."""
    services.move_link_list(
        link_list=queries.get_row(LinkList, list_id), position=request.form.get("position", 1, type=whole)
    )
    return back("backoffice.link_lists")


@bp.post("/apparence/liens/<int:list_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def link_list_delete(list_id: int) -> Any:
    """Delete a list."""
    link_list = services.delete_link_list(link_list=queries.get_row(LinkList, list_id))
    toast(f"La liste « {link_list.name} » est supprimée.")
    return redirect(url_for("backoffice.link_lists"))

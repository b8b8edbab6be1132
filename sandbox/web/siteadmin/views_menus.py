"""Apparence > Menus, the classic screen: what may be added on the left, the tree of the menu on the right, where it is shown below."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.blocks.rules.inline import reference_of
from sandbox.shop.navigation import queries, rules, services
from sandbox.shop.navigation.models import SiteMenu, SiteMenuItem
from sandbox.shop.posts import queries as posts
from sandbox.web.access import allow
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.numbers import whole
from sandbox.web.siteadmin import bp
from sandbox.web.siteadmin.feedback import asked_numbers, notice
from sandbox.web.siteadmin.forms_menus import ItemForm, LinkForm, MenuForm

KINDS = {"page_site": "Pages", "article": "Articles", "rubrique": "Catégories", "etiquette": "Étiquettes"}


@bp.get("/menus")
@allow(Permission.BACKOFFICE_READ)
def menus() -> str:
    """A menu and its tree; the first one unless another is asked for."""
    return _page(request.args.get("menu", 0, type=whole))


def _page(menu_id: int = 0, **forms: Any) -> str:
    found = queries.list_menus()
    main = queries.places().get("principal")
    wanted = menu_id or main or (found[0].id if found else 0)
    menu = queries.get_menu(wanted) if wanted else None
    return render_template(
        "siteadmin/menus/menus.html", menus=found, current=menu, tree=queries.tree_of(menu) if menu else [], places=queries.places(),
        place_words=rules.PLACES, kinds=KINDS, choices=_choices(), kind_of=kind_of,
        new=forms.get("new") or MenuForm(formdata=None), settings=forms.get("settings") or MenuForm(formdata=None, obj=menu),
        link=forms.get("link") or LinkForm(formdata=None), edited=forms.get("edited"), refused=forms.get("refused"),
    )  # fmt: skip


def _choices() -> dict[str, list[tuple[int, str]]]:
    """(number, name) of all that a menu may lead to, by kind."""
    return {
        "page_site": posts.page_choices(),
        "article": [(row.id, row.title or "(sans titre)") for row in posts.list_posts("post")],
        "rubrique": [(term.row.id, "— " * term.depth + term.row.name) for term in posts.list_categories()],
        "etiquette": [(term.row.id, term.row.name) for term in posts.list_tags()],
    }


def kind_of(item: SiteMenuItem) -> str:
    """« Page », « Catégorie », « Lien personnalisé »."""
    named = reference_of(item.target)
    return rules.KIND_WORDS[named[0]] if named and named[0] in rules.KIND_WORDS else "Lien personnalisé"


def _back(menu: SiteMenu) -> Any:
    return redirect(url_for("siteadmin.menus", menu=menu.id))


@bp.post("/menus")
@allow(Permission.BACKOFFICE_WRITE)
def menu_create() -> Any:
    """A new menu, empty and shown nowhere."""
    form = MenuForm()
    made = attempt(form, services.create_menu, name=form.name.data or "") if form.validate_on_submit() else None
    if made is None:
        return _page(new=form), 422
    notice(f"Menu «\u00a0{made.name}\u00a0» créé\u00a0: ajoutez-y des éléments, puis choisissez où l’afficher.")
    return _back(made)


@bp.post("/menus/<int:menu_id>")
@allow(Permission.BACKOFFICE_WRITE)
def menu_save(menu_id: int) -> Any:
    """Its name, and the places of the theme that show it."""
    menu, form = queries.get_menu(menu_id), MenuForm()
    if (
        not form.validate_on_submit()
        or attempt(form, services.update_menu, menu=menu, name=form.name.data or "") is None
    ):
        return _page(menu_id, settings=form), 422
    wanted, now = set(request.form.getlist("places")), queries.places()
    for place in rules.PLACES:
        if (place in wanted) != (now.get(place) == menu.id):
            services.place_menu(place=place, menu=menu if place in wanted else None)
    notice(f"Menu «\u00a0{menu.name}\u00a0» enregistré.", view=url_for("sitefront.home"))
    return _back(menu)


@bp.post("/menus/<int:menu_id>/suppression")
@allow(Permission.BACKOFFICE_WRITE)
def menu_delete(menu_id: int) -> Any:
    """Delete a menu; where it was shown, nothing is."""
    menu = queries.get_menu(menu_id)
    name = menu.name
    services.delete_menu(menu=menu)
    notice(f"Menu «\u00a0{name}\u00a0» supprimé.")
    return redirect(url_for("siteadmin.menus"))


@bp.post("/menus/<int:menu_id>/ajout/<any(page_site, article, rubrique, etiquette):kind>")
@allow(Permission.BACKOFFICE_WRITE)
def menu_add(menu_id: int, kind: str) -> Any:
    """Add the ticked contents at the end of the menu."""
    menu, form = queries.get_menu(menu_id), BaseForm()
    known = dict(_choices()[kind])
    numbers = [number for number in asked_numbers() if number in known]
    for number in numbers:
        if attempt(form, services.add_item, menu=menu, target=f"{kind}:{number}") is None:
            return _page(menu_id, refused=form), 422
    if not numbers:
        notice("Cochez ce que vous voulez ajouter au menu.", kind="warn")
    return _back(menu)


@bp.post("/menus/<int:menu_id>/ajout/lien")
@allow(Permission.BACKOFFICE_WRITE)
def menu_add_link(menu_id: int) -> Any:
    """Add a custom link at the end of the menu."""
    menu, form = queries.get_menu(menu_id), LinkForm()
    made = None
    if form.validate_on_submit():
        made = attempt(form, services.add_item, menu=menu, target=form.target.data or "", label=form.label.data or "")
    return _back(menu) if made is not None else (_page(menu_id, link=form), 422)


@bp.post("/menus/<int:menu_id>/elements/<int:item_id>")
@allow(Permission.BACKOFFICE_WRITE)
def menu_item(menu_id: int, item_id: int) -> Any:
    """Change the label of an item, the address of a custom link."""
    menu, form = queries.get_menu(menu_id), ItemForm()
    item = queries.get_item(menu, item_id)
    target = None if reference_of(item.target) else form.target.data or ""
    saved = None
    if form.validate_on_submit():
        saved = attempt(
            form, services.update_item, item=item, label=form.label.data or "", target=target, is_new_tab=bool(form.is_new_tab.data)
        )  # fmt: skip
    if saved is None:
        return _page(menu_id, edited=(item.id, form)), 422
    notice("Élément de menu enregistré.")
    return _back(menu)


@bp.post("/menus/<int:menu_id>/elements/<int:item_id>/<any(up, down, indent, outdent, remove):act>")
@allow(Permission.BACKOFFICE_WRITE)
def menu_move(menu_id: int, item_id: int, act: str) -> Any:
    """Move an item up, down, under the one before it, beside the one above it; or take it out."""
    menu, form = queries.get_menu(menu_id), BaseForm()
    item = queries.get_item(menu, item_id)
    done = attempt(form, _changed, item=item, act=act)
    return _back(menu) if done is not None else (_page(menu_id, refused=form), 422)


def _changed(*, item: SiteMenuItem, act: str) -> SiteMenuItem:
    return services.remove_item(item=item) if act == "remove" else _move(item=item, act=act)


def _move(*, item: SiteMenuItem, act: str) -> SiteMenuItem:
    """The rank and the item above that a move asks for; one that leads nowhere changes nothing."""
    beside, above = queries.siblings(item), queries.above(item)
    rank = beside.index(item)
    match act:
        case "up" if rank > 0:
            return services.move_item(item=item, position=rank, parent=above)
        case "down" if rank < len(beside) - 1:
            return services.move_item(item=item, position=rank + 2, parent=above)
        case "indent" if rank > 0:
            return services.move_item(item=item, position=rules.MAX_ITEMS, parent=beside[rank - 1])
        case "outdent" if above is not None:
            place = queries.siblings(above).index(above) + 2
            return services.move_item(item=item, position=place, parent=queries.above(above))
    return item

"""Changing the menus."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.navigation import rules
from sandbox.shop.navigation.models import SiteMenu, SiteMenuItem, SiteMenuPlace
from sandbox.shop.navigation.rules import Place


@action("menu_site.creer", entity="menu_site", words="a créé le menu")
def create_menu(*, name: str, key: str | None = None) -> SiteMenu:
    """A new, empty menu, shown nowhere."""
    menu = SiteMenu(key=key, name=_free_name(name, None))
    session.add(menu)
    session.flush()
    return menu


@action("menu_site.modifier", entity="menu_site", words="a modifié le menu")
def update_menu(*, menu: SiteMenu, name: str) -> SiteMenu:
    """Rename a menu."""
    menu.name = _free_name(name, menu.id)
    session.flush()
    return menu


@action("menu_site.supprimer", entity="menu_site", words="a supprimé le menu")
def delete_menu(*, menu: SiteMenu) -> SiteMenu:
    """Delete a menu; the places that showed it show none."""
    for place in session.scalars(sa.select(SiteMenuPlace).where(SiteMenuPlace.menu_id == menu.id)):
        place.menu_id = None
    for item in menu.items:
        item.parent_id = None
    session.flush()
    session.delete(menu)
    session.flush()
    return menu


@action("menu_site.placer", entity="menu_site", words="a placé le menu")
def place_menu(*, place: str, menu: SiteMenu | None = None) -> SiteMenuPlace:
    """Show a menu in a place of the theme, or none."""
    if place not in rules.PLACES:
        raise RuleBroken("Cet emplacement n’existe pas.", field="place")
    row = session.scalars(sa.select(SiteMenuPlace).where(SiteMenuPlace.key == place)).first()
    if row is None:
        row = SiteMenuPlace(key=place)
        session.add(row)
    row.menu_id = menu.id if menu else None
    session.flush()
    return row


@action("element_menu.ajouter", entity="element_menu", words="a ajouté au menu")
def add_item(
    *, menu: SiteMenu, target: str, label: str = "", parent: SiteMenuItem | None = None, is_new_tab: bool = False, key: str | None = None
) -> SiteMenuItem:  # fmt: skip
    """A new item at the end of a menu, or under another of its items."""
    if len(menu.items) >= rules.MAX_ITEMS:
        raise RuleBroken(f"Un menu a {rules.MAX_ITEMS} éléments au plus.")
    if parent is not None and parent.menu_id != menu.id:
        raise RuleBroken("Cet élément est d’un autre menu.")
    item = SiteMenuItem(
        key=key, menu_id=menu.id, parent_id=parent.id if parent else None, target=rules.clean_target(target),
        label=rules.clean_label(label), is_new_tab=is_new_tab, position=max((one.position for one in menu.items), default=0) + 1,
    )  # fmt: skip
    menu.items.append(item)
    session.flush()
    return item


@action("element_menu.modifier", entity="element_menu", words="a modifié l’élément de menu")
def update_item(
    *, item: SiteMenuItem, label: str | None = None, target: str | None = None, is_new_tab: bool | None = None
) -> SiteMenuItem:
    """Change the label of an item, where it leads."""
    if label is not None:
        item.label = rules.clean_label(label)
    if target is not None:
        item.target = rules.clean_target(target)
    if is_new_tab is not None:
        item.is_new_tab = is_new_tab
    session.flush()
    return item


@action("element_menu.retirer", entity="element_menu", words="a retiré du menu")
def remove_item(*, item: SiteMenuItem) -> SiteMenuItem:
    """Take an item out; those under it move up."""
    menu = item.menu
    for child in menu.items:
        if child.parent_id == item.id:
            child.parent_id = item.parent_id
    session.flush()
    menu.items.remove(item)
    session.flush()
    return item


@action("element_menu.deplacer", entity="element_menu", words="a déplacé l’élément de menu")
def move_item(*, item: SiteMenuItem, position: int, parent: SiteMenuItem | None = None) -> SiteMenuItem:
    """Put an item at a rank (from 1) under another one of its menu, or on the first level."""
    menu = item.menu
    rest = [one for one in sorted(menu.items, key=lambda one: one.position) if one is not item]
    parents = {one.id: one.parent_id or 0 for one in rest} | {item.id: parent.id if parent else 0}
    beside = [one for one in rest if (one.parent_id or 0) == parents[item.id]]
    rank = max(0, min(position - 1, len(beside)))
    place = rest.index(beside[rank]) if rank < len(beside) else len(rest)
    rest.insert(place, item)
    _arrange(menu, [Place(one.id, parents[one.id]) for one in rest])
    return item


@action("menu_site.ordonner", entity="menu_site", words="a réorganisé le menu")
def arrange(*, menu: SiteMenu, places: Sequence[Place]) -> SiteMenu:
    """The whole tree of a menu at once, in its order; items that are not named leave the menu."""
    _arrange(menu, places)
    return menu


def _arrange(menu: SiteMenu, places: Sequence[Place]) -> None:
    known = {item.id: item for item in menu.items}
    rules.check_tree(places, set(known))
    for rank, place in enumerate(places, 1):
        known[place.item_id].position, known[place.item_id].parent_id = rank, place.parent_id or None
    kept = {place.item_id for place in places}
    for item in list(menu.items):
        if item.id not in kept:
            item.parent_id = None
    session.flush()
    menu.items[:] = [item for item in menu.items if item.id in kept]
    session.flush()


def _free_name(name: str, own_id: int | None) -> str:
    cleaned = rules.clean_name(name)
    other = session.scalar(sa.select(SiteMenu.id).where(SiteMenu.name == cleaned))
    if other is not None and other != own_id:
        raise RuleBroken(f"Un menu s’appelle déjà « {cleaned} ».", field="name")
    return cleaned

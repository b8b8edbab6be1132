"""The navigation's room as the floors above see it."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.values import Kind
from sandbox.shop.navigation import services  # noqa: F401 - importing them registers their actions
from sandbox.shop.navigation.models import SiteMenu, SiteMenuItem, SiteMenuPlace
from sandbox.shop.navigation.seed import load

MENU = Entity("menu_site", "Menu du site", SiteMenu, (
    Field("nom", "name", "Nom du menu"),
), argument="menu")  # fmt: skip

ITEM = Entity("element_menu", "Élément de menu", SiteMenuItem, (
    Field("menu", "menu_id", "Menu", Kind.REF, ref="menu_site", writable=False),
    Field("sous", "parent_id", "Sous l’élément", Kind.REF, ref="element_menu", writable=False),
    Field("cible", "target", "Lien"),
    Field("titre", "label", "Titre de la navigation"),
    Field("nouvel_onglet", "is_new_tab", "Ouvrir dans un nouvel onglet", Kind.YES_NO),
    Field("position", "position", "Position", Kind.INTEGER),
), argument="item", title="label")  # fmt: skip

PLACE = Entity("emplacement", "Emplacement de menu", SiteMenuPlace, (
    Field("menu", "menu_id", "Menu", Kind.REF, ref="menu_site", writable=False),
), argument="menu_place", title="key")  # fmt: skip

MODULE = ShopModule("navigation", entities=(MENU, ITEM, PLACE), seed=load, side="site")

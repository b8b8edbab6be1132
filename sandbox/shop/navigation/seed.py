"""The menus of a context's site: sections « menus » and « emplacements » of site/site.yaml."""

from __future__ import annotations

from sandbox.kernel.db import session
from sandbox.kernel.packs import Reader
from sandbox.kernel.values import Kind
from sandbox.kernel.yaml_nodes import Node
from sandbox.shop.blocks.rules.inline import clean_url, reference_of
from sandbox.shop.navigation.models import SiteMenu, SiteMenuItem, SiteMenuPlace
from sandbox.shop.navigation.rules import KIND_WORDS, PLACES


def load(reader: Reader) -> None:
    """Every menu with its items, then what the theme's places show."""
    site = reader.yaml("site/site.yaml", optional=True)
    for node in site["menus"]:
        menu = SiteMenu(key=node.text("cle") or None, name=node.text("nom"))
        if not menu.key or not menu.name:
            reader.fault(node, "Un menu a une « cle » et un « nom ».")
            continue
        session.add(menu)
        session.flush()
        reader.learn("menu_site", menu.key, menu.id)
        _items(reader, menu, node["elements"], None, [0])
    for place in PLACES:
        if not site:
            return
        places = site["emplacements"]
        session.add(
            SiteMenuPlace(key=place, menu_id=reader.ref("menu_site", places.text(place), at=places, column=place))
        )
    session.flush()


def _items(reader: Reader, menu: SiteMenu, nodes: Node, parent_id: int | None, rank: list[int]) -> None:
    for node in nodes:
        rank[0] += 1
        target = _target(reader, node)
        item = SiteMenuItem(
            key=node.text("cle") or None, menu_id=menu.id, parent_id=parent_id, position=rank[0], target=target, label=node.text("titre"),
            is_new_tab=reader.value(node["nouvel_onglet"], Kind.YES_NO, False),
        )  # fmt: skip
        session.add(item)
        session.flush()
        if item.key:
            reader.learn("element_menu", item.key, item.id)
        _items(reader, menu, node["elements"], item.id, rank)


def _target(reader: Reader, node: Node) -> str:
    written = clean_url(node.text("cible"))
    named = reference_of(written)
    if not written or (named and named[0] not in KIND_WORDS):
        reader.fault(
            node,
            f"Lien « {node.text('cible')} » illisible (exemples : page_site:cle, rubrique:cle, https://…).",
            "cible",
        )
    elif named:
        reader.ref(named[0], named[1], at=node, column="cible")
    return written

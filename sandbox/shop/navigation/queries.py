"""Reading the menus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.shop.blocks.rules.inline import reference_of
from sandbox.shop.navigation.models import SiteMenu, SiteMenuItem, SiteMenuPlace
from sandbox.shop.posts.models import SiteCategory, SitePost, SiteTag

MODELS: dict[str, Any] = {"article": SitePost, "page_site": SitePost, "rubrique": SiteCategory, "etiquette": SiteTag}


@dataclass(slots=True)
class Entry:
    """An item of a menu with what it leads to. `target` is a reference by number, or an address; dead when its thing is not shown."""

    item: SiteMenuItem
    label: str
    target: str
    is_live: bool
    children: list[Entry] = field(default_factory=list)


def list_menus() -> Sequence[SiteMenu]:
    """The menus, by name."""
    return session.scalars(sa.select(SiteMenu).options(selectinload(SiteMenu.items)).order_by(SiteMenu.name)).all()


def get_menu(menu_id: int) -> SiteMenu:
    """A menu; raises NotFound."""
    query = sa.select(SiteMenu).where(SiteMenu.id == menu_id).options(selectinload(SiteMenu.items))
    found = session.scalars(query).first()
    if found is None:
        raise NotFound("Ce menu n’existe pas.")
    return found


def get_item(menu: SiteMenu, item_id: int) -> SiteMenuItem:
    """An item of a menu; raises NotFound."""
    found = next((item for item in menu.items if item.id == item_id), None)
    if found is None:
        raise NotFound("Cet élément n’est plus dans le menu.")
    return found


def siblings(item: SiteMenuItem) -> list[SiteMenuItem]:
    """The items beside an item, itself included, in their order."""
    beside = (one for one in item.menu.items if one.parent_id == item.parent_id)
    return sorted(beside, key=lambda one: (one.position, one.id))


def above(item: SiteMenuItem) -> SiteMenuItem | None:
    """The item that an item stands under, or None."""
    return next((one for one in item.menu.items if one.id == item.parent_id), None)


def places() -> dict[str, int | None]:
    """The number of the menu of each place."""
    return {str(row.key): row.menu_id for row in session.scalars(sa.select(SiteMenuPlace))}


def menu_at(place: str) -> list[Entry]:
    """The entries that a place shows to visitors; dead ones are left out, with what is under them."""
    menu_id = session.scalar(sa.select(SiteMenuPlace.menu_id).where(SiteMenuPlace.key == place))
    return tree_of(get_menu(menu_id), only_live=True) if menu_id else []


def tree_of(menu: SiteMenu, *, only_live: bool = False) -> list[Entry]:
    """The entries of a menu in their tree."""
    rows = _things(item.target for item in menu.items)
    entries = {item.id: _entry(item, rows) for item in menu.items}
    top: list[Entry] = []
    for item in sorted(menu.items, key=lambda one: (one.position, one.id)):
        entry = entries[item.id]
        if only_live and not entry.is_live:
            continue
        above = entries.get(item.parent_id or 0)
        (above.children if above else top).append(entry)
    return top


def find_thing(kind: str, name: str) -> SitePost | SiteCategory | SiteTag | None:
    """The article, page, category or tag that a reference names by its number or key, or None."""
    return _things([f"{kind}:{name}"]).get(f"{kind}:{name}")


def _things(targets: Iterable[str]) -> dict[str, SitePost | SiteCategory | SiteTag]:
    """What the references name, in one statement a kind."""
    wanted: dict[str, set[str]] = {}
    for target in targets:
        if named := reference_of(target):
            wanted.setdefault(named[0], set()).add(named[1])
    found: dict[str, SitePost | SiteCategory | SiteTag] = {}
    for kind, names in wanted.items():
        model = MODELS.get(kind)
        if model is None:
            continue
        numbers = [int(name) for name in names if name.isdigit()]
        for row in session.scalars(sa.select(model).where(sa.or_(model.id.in_(numbers), model.key.in_(names)))):
            found[f"{kind}:{row.id}"] = found[f"{kind}:{row.key}"] = row
    return found


def _entry(item: SiteMenuItem, rows: dict[str, SitePost | SiteCategory | SiteTag]) -> Entry:
    if reference_of(item.target) is None:
        return Entry(item, item.label or item.target, item.target, True)
    row = rows.get(item.target)
    if row is None:
        return Entry(item, item.label or "(contenu supprimé)", item.target, False)
    name = row.title if isinstance(row, SitePost) else row.name
    is_live = not isinstance(row, SitePost) or (
        row.status == "published" and row.published_at is not None and row.published_at <= clock.now()
    )
    return Entry(item, item.label or name or "(sans titre)", f"{item.target.partition(':')[0]}:{row.id}", is_live)

"""Looking shops up, and reading the settings of the open one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound
from sandbox.kernel.scope import open_shop_id
from sandbox.kernel.steady import steady
from sandbox.shop.shops.models import Shop, ShopKind, ShopSetting
from sandbox.shop.shops.rules import COMPANY_FIELDS, SETTINGS, Section, read_setting

_BY_KEY = sa.select(Shop).where(Shop.key == sa.bindparam("key"))


def find_shop(key: str) -> Shop | None:
    """The shop at that unguessable address, or None."""
    return db.session.scalar(_BY_KEY, {"key": key})


def get_shop(shop_id: int) -> Shop:
    """The shop of that number; raises NotFound."""
    shop = db.session.get(Shop, shop_id)
    if shop is None:
        raise NotFound("Cette boutique n’existe pas.")
    return shop


def open_shop() -> Shop:
    """The shop that is open."""
    return get_shop(open_shop_id())


def count_shops() -> dict[ShopKind, int]:
    """How many shops there are of each kind; kinds without any count 0."""
    rows = db.session.execute(sa.select(Shop.kind, sa.func.count()).group_by(Shop.kind))
    counted = {ShopKind(kind): number for kind, number in rows}
    return {kind: counted.get(kind, 0) for kind in ShopKind}


def revisions(shop_ids: Sequence[int]) -> dict[int, int]:
    """Shop id -> revision, for live screens; unknown ids are left out."""
    rows = db.session.execute(sa.select(Shop.id, Shop.revision).where(Shop.id.in_(shop_ids)))
    return {row.id: row.revision for row in rows}


def get_settings() -> dict[str, Any]:
    """Every setting of the open shop as typed values (one statement); what was never set has its default."""
    return dict(_all_settings())


@steady
def _all_settings() -> dict[str, Any]:
    stored = {row.name: row.value for row in db.session.execute(sa.select(ShopSetting.name, ShopSetting.value))}
    return {
        name: read_setting(name, stored[name]) if name in stored else setting.default
        for name, setting in SETTINGS.items()
    }


def get_setting(name: str) -> Any:
    """One setting of the open shop as a typed value. Raises KeyError for a name that is not in the registry."""
    setting = SETTINGS[name]
    text = db.session.scalar(sa.select(ShopSetting.value).where(ShopSetting.name == name))
    return setting.default if text is None else read_setting(name, text)


def find_setting(name: str) -> ShopSetting | None:
    """The stored row of a setting of the open shop, or None."""
    return db.session.scalar(sa.select(ShopSetting).where(ShopSetting.name == name))


def settings_of(section: Section) -> dict[str, Any]:
    """The settings of a screen, in the order of the registry."""
    values = get_settings()
    return {name: values[name] for name, setting in SETTINGS.items() if setting.section is section}


def get_company() -> dict[str, str]:
    """The legal identity of the mock company: raison_sociale, forme, capital, rcs, tva, siege, …"""
    values = get_settings()
    return {name: values[f"entreprise_{name}"] for name in COMPANY_FIELDS}


def get_theme() -> dict[str, Any]:
    """The context's theme: couleurs {token: #hex}, polices, rayons, and the media names of logo, favicon, hero…"""
    theme: dict[str, Any] = json.loads(get_setting("theme") or "{}")
    return theme

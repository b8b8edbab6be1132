"""The life of a shop: created, copied, re-dated, frozen, emptied; and its settings."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.cloning import copy_rows, wipe_rows
from sandbox.kernel.db import db, session
from sandbox.kernel.errors import NotFound
from sandbox.shop.shops.models import Shop, ShopKind, ShopSetting
from sandbox.shop.shops.queries import find_setting, get_theme
from sandbox.shop.shops.rules import recolored, write_setting


def new_key() -> str:
    """An address that cannot be guessed (128 bits)."""
    return secrets.token_hex(16)


def create_shop(
    *,
    kind: ShopKind,
    name: str,
    context_slug: str,
    context_version: str,
    anchor_on: date,
    parent: Shop | None = None,
    has_storefront: bool = True,
) -> Shop:
    """An empty shop; one copied from another shows what that one does."""
    shop = Shop(
        key=new_key(), kind=kind, name=name, context_slug=context_slug, context_version=context_version,
        parent_id=parent.id if parent else None, anchor_on=anchor_on, created_at=clock.now(),
        has_storefront=parent.has_storefront if parent else has_storefront,
    )  # fmt: skip
    db.session.add(shop)
    db.session.flush()
    return shop


def copy_shop(*, source: Shop, kind: ShopKind = ShopKind.COPY, anchor_on: date | None = None) -> Shop:
    """A new shop with the same rows and ids; its dates move by as many days as its anchor does."""
    anchor = anchor_on or source.anchor_on
    target = create_shop(
        kind=kind, name=source.name, context_slug=source.context_slug, context_version=source.context_version,
        anchor_on=anchor, parent=source,
    )  # fmt: skip
    copy_rows(session(), source.id, target.id, days=(anchor - source.anchor_on).days)
    return target


def make_baseline(*, reference: Shop, anchor_on: date | None = None) -> Shop:
    """The start of a session: the reference, re-dated to the session's day (today by default)."""
    return copy_shop(source=reference, kind=ShopKind.BASELINE, anchor_on=anchor_on or clock.today())


def freeze_shop(*, shop: Shop, at: datetime | None = None) -> Shop:
    """Nothing of it may change from now on; freezing twice keeps the first moment."""
    if shop.frozen_at is None:
        shop.frozen_at = at or clock.now()
    db.session.flush()
    return shop


def unfreeze_shop(*, shop: Shop) -> Shop:
    """Let it change again (a pause that ends, time that is given back)."""
    shop.frozen_at = None
    db.session.flush()
    return shop


def delete_shop(*, shop_id: int) -> None:
    """Delete a shop and all its rows; raises NotFound. Shops copied from it stay, without a parent."""
    shop = db.session.get(Shop, shop_id)
    if shop is None:
        raise NotFound("Cette boutique n’existe pas.")
    wipe_rows(session(), shop_id)
    db.session.execute(sa.update(Shop).where(Shop.parent_id == shop_id).values(parent_id=None))
    db.session.delete(shop)
    db.session.flush()


def touch_revision(*, shop: Shop) -> None:
    """Move the revision on: what was made from the shop's rows before is out of date."""
    moved = sa.update(Shop).where(Shop.id == shop.id).values(revision=Shop.revision + 1).returning(Shop.revision)
    revision = db.session.scalar(moved.execution_options(synchronize_session=False))
    set_committed_value(shop, "revision", revision)  # known without another statement


@action("reglage.modifier", entity="reglage", words="a modifié le réglage")
def set_setting(*, name: str, value: Any) -> ShopSetting:
    """Give a setting of the open shop a value, typed or written in French.

    Raises RuleBroken with the setting's name as field.
    """
    text = write_setting(name, value)
    row = find_setting(name)
    if row is None:
        row = ShopSetting(name=name, value=text)
        db.session.add(row)
    else:
        row.value = text
    db.session.flush()
    return row


@action("reglages.modifier", entity="reglage", words="a enregistré les réglages")
def set_settings(*, values: dict[str, Any]) -> list[ShopSetting]:
    """Several settings at once, as their screen saves them; all or none."""
    return [set_setting(name=name, value=value) for name, value in values.items()]


@action("theme.modifier", entity="reglage", words="a modifié le thème de la boutique")
def update_theme(
    *, colors: Mapping[str, str], logo: str | None = None, favicon: str | None = None, without_logo: bool = False
) -> ShopSetting:
    """Give the shop other main colours, another logo, another icon; what is not given stays.

    Refuses colours that cannot be read on each other, with the colour's name as field.
    """
    theme = get_theme()
    theme["couleurs"] = recolored(theme.get("couleurs", {}), colors)
    if without_logo:
        theme.pop("logo", None)
    if logo:
        theme["logo"] = logo
    if favicon:
        theme["favicon"] = favicon
    return set_setting(name="theme", value=json.dumps(theme, ensure_ascii=False))

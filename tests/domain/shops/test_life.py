"""The life of a shop: copied, re-dated, frozen, reset, deleted; its revision."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.shop.catalog.services import update_product
from sandbox.shop.shops import queries, services
from sandbox.shop.shops.models import Shop, ShopKind
from tests.factories.shops import ANCHOR


def mug_of(shop: Shop) -> Product:
    with shop_scope(shop.id):
        return db.session.query(Product).filter_by(key="mug").one()


def test_a_copy_is_a_shop_of_its_own(shop: Shop) -> None:
    copy = services.copy_shop(source=shop)
    assert copy.key != shop.key
    assert len(copy.key) == 32
    assert (copy.parent_id, copy.kind, copy.anchor_on) == (shop.id, ShopKind.COPY, ANCHOR)
    with shop_scope(copy.id):
        update_product(product=mug_of(copy), name="Bol Escale")
        db.session.commit()
    assert mug_of(shop).name == "Mug Escale"
    assert mug_of(copy).id == mug_of(shop).id


def test_dates_move_with_the_anchor(shop: Shop) -> None:
    later = services.make_baseline(reference=shop, anchor_on=ANCHOR + timedelta(days=30))
    assert later.kind is ShopKind.BASELINE
    with shop_scope(shop.id):
        before = mug_of(shop).added_on
    assert mug_of(later).added_on == before + timedelta(days=30)


def test_a_reference_is_never_written(shop: Shop) -> None:
    assert not services.copy_shop(source=shop, kind=ShopKind.REFERENCE).is_writable


def test_freezing_twice_keeps_the_first_moment(shop: Shop) -> None:
    first = services.freeze_shop(shop=shop).frozen_at
    assert first is not None
    services.freeze_shop(shop=shop, at=first + timedelta(hours=1))
    assert shop.frozen_at == first
    assert not shop.is_writable
    assert services.unfreeze_shop(shop=shop).is_writable


def test_a_deleted_shop_leaves_its_copies(shop: Shop) -> None:
    source = services.copy_shop(source=shop)
    copy = services.copy_shop(source=source)
    services.delete_shop(shop_id=source.id)
    db.session.commit()
    db.session.refresh(copy)
    assert copy.parent_id is None
    assert mug_of(copy).name == "Mug Escale"
    with pytest.raises(NotFound):
        services.delete_shop(shop_id=source.id)


def test_the_revision_moves_on(shop: Shop) -> None:
    before = shop.revision
    services.touch_revision(shop=shop)
    db.session.flush()
    db.session.refresh(shop)
    assert shop.revision == before + 1
    assert queries.revisions([shop.id, 999]) == {shop.id: before + 1}


def test_shops_are_counted_by_kind(shop: Shop) -> None:
    services.copy_shop(source=shop, kind=ShopKind.REFERENCE)
    services.copy_shop(source=shop, kind=ShopKind.REFERENCE)
    assert queries.count_shops()[ShopKind.REFERENCE] == 2

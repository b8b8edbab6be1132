"""The shipped context's traffic, seen from a candidate's shop."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.shops.models import Shop
from tests.factories.world import World


@pytest.fixture
def alices_shop(world: World) -> Iterator[Shop]:
    """Alice's copy of the context, open."""
    found = db.session.scalars(sa.select(Shop).where(Shop.key == world.alice_shop_key)).one()
    with shop_scope(found.id):
        yield found

"""What the tests of the catalogue look up again and again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import Attribute, Category, Product
from sandbox.shop.catalog.services import create_attribute, create_attribute_value
from sandbox.shop.shops.models import Shop


@pytest.fixture
def product(shop: Shop) -> Callable[[str], Product]:
    """A product of alice's shop by its key."""
    return lambda key: db.session.query(Product).filter_by(key=key).one()


@pytest.fixture
def category(shop: Shop) -> Callable[[str], Category]:
    """A category of alice's shop by its key."""
    return lambda key: db.session.query(Category).filter_by(key=key).one()


@pytest.fixture
def weights(shop: Shop) -> Attribute:
    """The attribute Poids with 250 g and 1 kg."""
    attribute = create_attribute(name="Poids")
    for name in ("250 g", "1 kg"):
        create_attribute_value(attribute=attribute, name=name)
    return attribute


@pytest.fixture
def grinds(shop: Shop) -> Attribute:
    """The attribute Mouture with three values."""
    attribute = create_attribute(name="Mouture")
    for name in ("En grains", "Filtre", "Piston"):
        create_attribute_value(attribute=attribute, name=name)
    return attribute

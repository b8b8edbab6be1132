"""Specific prices: a price for one product under conditions."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict, Unpack

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.catalog.models import Product
from sandbox.shop.pricing.models import SpecificPrice
from sandbox.shop.pricing.queries import specific_prices_of
from sandbox.shop.pricing.rules import checks
from sandbox.shop.pricing.rules.prices import PERCENT
from sandbox.shop.pricing.services.history import repricing


class SpecificPriceValues(TypedDict, total=False):
    """What may be given of a specific price. kind: percent (`value_bp`) | amount (`amount_cents`) | price (`price_excl_micros`).

    None for variant, group, customer, start or end means any.
    """

    variant_id: int | None
    group_id: int | None
    customer_id: int | None
    from_quantity: int
    kind: str
    value_bp: int
    amount_cents: int
    is_tax_incl: bool
    price_excl_micros: int | None
    starts_at: datetime | None
    ends_at: datetime | None


@action("prix_specifique.creer", entity="prix_specifique", words="a créé le prix spécifique")
def create_specific_price(
    *, product: Product, key: str | None = None, **values: Unpack[SpecificPriceValues]
) -> SpecificPrice:
    """A new specific price of a product. Refuses one whose conditions another already has."""
    row = SpecificPrice(
        key=key, product_id=product.id, from_quantity=1, kind=PERCENT, value_bp=0, amount_cents=0, is_tax_incl=True
    )
    with repricing([product]):
        _fill(row, product, dict(values))
        session.add(row)
    return row


@action("prix_specifique.modifier", entity="prix_specifique", words="a modifié le prix spécifique")
def update_specific_price(*, specific_price: SpecificPrice, **values: Unpack[SpecificPriceValues]) -> SpecificPrice:
    """Change a specific price; what is not given stays."""
    product = session.scalars(sa.select(Product).where(Product.id == specific_price.product_id)).one()
    with repricing([product]):
        _fill(specific_price, product, dict(values))
    return specific_price


@action("prix_specifique.supprimer", entity="prix_specifique", words="a supprimé le prix spécifique")
def delete_specific_price(*, specific_price: SpecificPrice) -> SpecificPrice:
    """Remove a specific price."""
    product = session.scalars(sa.select(Product).where(Product.id == specific_price.product_id)).one()
    with repricing([product]):
        session.delete(specific_price)
    return specific_price


def _fill(row: SpecificPrice, product: Product, values: dict[str, Any]) -> None:
    """Check the whole before changing anything: a refused change leaves the row as it was."""
    merged = {name: values.get(name, getattr(row, name)) for name in SpecificPriceValues.__annotations__}
    checks.check_quantity(merged["from_quantity"], field="from_quantity")
    checks.check_cut(
        merged["kind"], bp=merged["value_bp"], cents=merged["amount_cents"], price_micros=merged["price_excl_micros"],
        fields=("value_bp", "amount_cents", "price_excl_micros"),
    )  # fmt: skip
    checks.check_dates(merged["starts_at"], merged["ends_at"])
    if merged["variant_id"] is not None and all(v.id != merged["variant_id"] for v in product.variants):
        raise RuleBroken("Cette déclinaison n’est pas celle du produit.", field="variant_id")
    _refuse_twin(row, product, merged)
    for name, value in merged.items():
        setattr(row, name, value)


def _refuse_twin(row: SpecificPrice, product: Product, merged: dict[str, Any]) -> None:
    conditions = ("variant_id", "group_id", "customer_id", "from_quantity", "starts_at", "ends_at")
    for other in specific_prices_of(product):
        if other is not row and all(getattr(other, name) == merged[name] for name in conditions):
            raise RuleBroken("Un prix spécifique existe déjà avec ces mêmes conditions\u00a0: modifiez-le.")

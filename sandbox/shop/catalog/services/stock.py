"""Stock: every change of a quantity leaves a movement with its reason."""

from __future__ import annotations

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.catalog.models import Product, StockMovement, Variant
from sandbox.shop.catalog.services.common import stamp

MANUAL = "Modification manuelle"
LIMIT = 10_000_000


def change_stock(*, product: Product, variant: Variant | None = None, delta: int, reason: str = MANUAL) -> None:
    """Add (or, negative, take) units and keep the movement; a quantity may go under zero when orders without stock are allowed.

    Raises RuleBroken on « quantity » beyond ten million.
    """
    if delta == 0:
        return
    target = variant if variant is not None else product
    if abs(target.quantity + delta) > LIMIT:
        raise RuleBroken("Cette quantité est trop grande.", field="quantity")
    target.quantity += delta
    db.session.add(
        StockMovement(
            product_id=product.id,
            variant_id=variant.id if variant is not None else None,
            delta=delta,
            reason=reason[:60],
            moved_at=clock.now(),
        )
    )
    db.session.flush()


@action("stock.modifier", entity="produit", words="a modifié le stock du produit")
def set_stock(*, product: Product, quantity: int, variant: Variant | None = None, reason: str = MANUAL) -> Product:
    """Give a product without variants, or one variant, a new quantity.

    Raises RuleBroken on « quantity » when the product has variants and none is named.
    """
    if variant is None and product.variants:
        raise RuleBroken("Ce produit a des déclinaisons : le stock se règle sur chacune.", field="quantity")
    target = variant if variant is not None else product
    change_stock(product=product, variant=variant, delta=quantity - target.quantity, reason=reason)
    stamp(product)
    db.session.flush()
    return product


@action("stock.ajouter", entity="produit", words="a ajouté au stock du produit")
def add_stock(*, product: Product, delta: int, variant: Variant | None = None, reason: str = MANUAL) -> Product:
    """Add units (or take some, negative), as the stock page does."""
    if variant is None and product.variants:
        raise RuleBroken("Ce produit a des déclinaisons : le stock se règle sur chacune.", field="quantity")
    change_stock(product=product, variant=variant, delta=delta, reason=reason)
    stamp(product)
    db.session.flush()
    return product

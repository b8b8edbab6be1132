"""Removing a carrier: what was sent with it keeps it, so only one that nobody used goes."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.orders.models import Cart, Order
from sandbox.shop.pricing.models import CartRule, CartRuleCarrier
from sandbox.shop.shipping.models import Carrier, ProductCarrier


@action("transporteur.supprimer", entity="transporteur", words="a supprimé le transporteur")
def delete_carrier(*, carrier: Carrier) -> Carrier:
    """Remove a carrier; carts that chose it choose again. Refuses one that orders or cart rules name."""
    if session.scalar(sa.select(Order.id).where(Order.carrier_id == carrier.id).limit(1)) is not None:
        raise RuleBroken(
            f"«\u00a0{carrier.name}\u00a0» a déjà livré des commandes\u00a0: désactivez-le plutôt, elles le gardent."
        )
    rule = session.scalars(
        sa.select(CartRule.name).join(CartRuleCarrier, CartRuleCarrier.rule_id == CartRule.id)
        .where(CartRuleCarrier.carrier_id == carrier.id)
    ).first()  # fmt: skip
    if rule is not None:
        raise RuleBroken(
            f"La règle panier «\u00a0{rule}\u00a0» est limitée à ce transporteur\u00a0: modifiez-la d’abord."
        )
    for cart in session.scalars(sa.select(Cart).where(Cart.carrier_id == carrier.id)):
        cart.carrier_id = None
    for bound in session.scalars(sa.select(ProductCarrier).where(ProductCarrier.carrier_id == carrier.id)):
        session.delete(bound)
    session.flush()
    session.delete(carrier)
    session.flush()
    return carrier

"""Reading VAT rules."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound
from sandbox.kernel.scope import open_shop_id
from sandbox.shop.taxes.models import TaxRule


def list_tax_rules(*, only_active: bool = True) -> Sequence[TaxRule]:
    """The rules, highest rate first."""
    found = sa.select(TaxRule).order_by(TaxRule.rate_bp.desc(), TaxRule.id)
    return db.session.scalars(found.where(TaxRule.is_active) if only_active else found).all()


def get_tax_rule(rule_id: int) -> TaxRule:
    """The rule of that number; raises NotFound."""
    rule = db.session.get(TaxRule, (open_shop_id(), rule_id))
    if rule is None:
        raise NotFound("Cette règle de taxe n’existe pas.")
    return rule

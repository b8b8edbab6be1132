"""Reading VAT rules."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound
from sandbox.kernel.scope import open_shop_id
from sandbox.kernel.steady import steady
from sandbox.shop.taxes.models import TaxRule


def list_tax_rules(*, only_active: bool = True) -> Sequence[TaxRule]:
    """The rules, highest rate first."""
    found = sa.select(TaxRule).order_by(TaxRule.rate_bp.desc(), TaxRule.id)
    return db.session.scalars(found.where(TaxRule.is_active) if only_active else found).all()


@steady
def tax_choices() -> tuple[tuple[int, str, int], ...]:
    """(id, name, rate in basis points) of every rule in use, highest rate first, for lists to choose from."""
    return tuple((rule.id, rule.name, rule.rate_bp) for rule in list_tax_rules())


def get_tax_rule(rule_id: int) -> TaxRule:
    """The rule of that number; raises NotFound."""
    rule = db.session.get(TaxRule, (open_shop_id(), rule_id))
    if rule is None:
        raise NotFound("Cette règle de taxe n’existe pas.")
    return rule

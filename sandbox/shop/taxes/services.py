"""Changing VAT rules."""

from __future__ import annotations

from sandbox.kernel.actions import action
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.taxes.models import TaxRule
from sandbox.shop.taxes.rules import check_rate


@action("regle_taxe.creer", entity="regle_taxe", words="a créé la règle de taxe")
def create_tax_rule(*, name: str, rate_bp: int, key: str | None = None) -> TaxRule:
    """A new rule; `rate_bp` in basis points. Raises RuleBroken on « name » or « rate_bp »."""
    rule = TaxRule(key=key, name=_check_name(name), rate_bp=check_rate(rate_bp))
    db.session.add(rule)
    db.session.flush()
    return rule


@action("regle_taxe.modifier", entity="regle_taxe", words="a modifié la règle de taxe")
def update_tax_rule(
    *, tax_rule: TaxRule, name: str | None = None, rate_bp: int | None = None, is_active: bool | None = None
) -> TaxRule:
    """Change what is given; prices without tax stay, prices with tax follow the rate."""
    if name is not None:
        tax_rule.name = _check_name(name)
    if rate_bp is not None:
        tax_rule.rate_bp = check_rate(rate_bp)
    if is_active is not None:
        tax_rule.is_active = is_active
    db.session.flush()
    return tax_rule


def _check_name(name: str) -> str:
    name = name.strip()
    if not 1 <= len(name) <= 80:
        raise RuleBroken("Le nom d’une règle de taxe compte de 1 à 80 caractères.", field="name")
    return name

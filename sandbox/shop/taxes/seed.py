"""The VAT rules of a context."""

from __future__ import annotations

from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.packs import Reader
from sandbox.kernel.values import Kind
from sandbox.shop.taxes.models import TaxRule
from sandbox.shop.taxes.rules import check_rate


def load(reader: Reader) -> None:
    """Read the section `taxes`: cle, nom, taux (%)."""
    seen: set[str] = set()
    for node in reader.section("taxes"):
        key, name = node.text("cle"), node.text("nom")
        rate = reader.value(node["taux"], Kind.RATE)
        if not key or not name or rate is None:
            reader.fault(node, "Une taxe demande cle, nom et taux.")
            continue
        if key in seen:
            reader.fault(node, f"La clé de taxe « {key} » est écrite deux fois.")
            continue
        seen.add(key)
        try:
            rule = TaxRule(key=key, name=name, rate_bp=check_rate(rate))
        except RuleBroken as refused:
            reader.fault(node["taux"], refused.message)
            continue
        db.session.add(rule)
        db.session.flush()
        reader.learn("regle_taxe", key, rule.id)

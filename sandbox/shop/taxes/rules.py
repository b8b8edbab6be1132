"""Rules of VAT rates. Pure."""

from __future__ import annotations

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import BP


def check_rate(rate_bp: int) -> int:
    """A rate between 0 and 100 %; raises RuleBroken on « rate_bp »."""
    if not 0 <= rate_bp <= BP:
        raise RuleBroken("Un taux de TVA va de 0 à 100 %.", field="rate_bp")
    return rate_bp

"""Exact money. Amounts to pay are whole cents; catalogue prices without tax are millionths of a euro.

PrestaShop keeps a product's price without tax with six decimals, so that the price with tax that a merchant typed comes
back unchanged: 34,90 € at 5,5 % is stored as 33,080569 and shown again as 34,90. We keep the same six decimals, in integers.
Rates are basis points: 550 is 5,5 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

MINUS = "−"
"""The sign of negative amounts (U+2212): as wide as the plus, and never cut from its number."""
MICROS_PER_CENT = 10_000
BP = 10_000


def round_half_up(numerator: int, denominator: int) -> int:
    """The quotient rounded to the nearest integer, halves away from zero, as French tills do."""
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    return sign * ((2 * abs(numerator) + abs(denominator)) // (2 * abs(denominator)))


def incl_cents(excl_micros: int, rate_bp: int) -> int:
    """Price with tax in cents of a price without tax in micros."""
    return round_half_up(excl_micros * (BP + rate_bp), BP * MICROS_PER_CENT)


def excl_micros(incl: int, rate_bp: int) -> int:
    """Price without tax in micros of a price with tax in cents."""
    return round_half_up(incl * MICROS_PER_CENT * BP, BP + rate_bp)


def excl_cents(incl: int, rate_bp: int) -> int:
    """Amount without tax in cents of an amount with tax in cents."""
    return round_half_up(incl * BP, BP + rate_bp)


def share_bp(cents: int, rate_bp: int) -> int:
    """That part of an amount, in cents: 1_500 bp of 3490 is 524 (rounded)."""
    return round_half_up(cents * rate_bp, BP)


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` cents over the weights so that the parts add up to it exactly (largest remainder).

    All weights zero (or none): the whole goes to the first place, or an empty list for no place.
    """
    if not weights:
        return []
    whole = sum(weights)
    if whole == 0:
        return [total, *([0] * (len(weights) - 1))]
    parts = [total * weight // whole for weight in weights]
    rests = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in rests[: total - sum(parts)]:
        parts[i] += 1
    return parts


def euros(cents: int) -> Decimal:
    """Cents as an exact number of euros."""
    return Decimal(cents) / 100


def to_cents(amount: Decimal) -> int:
    """Euros as whole cents, halves away from zero."""
    return int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def to_micros(amount: Decimal) -> int:
    """Euros as millionths, halves away from zero."""
    return int((amount * 1_000_000).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def format_cents(cents: int) -> str:
    """« 1 234,90 € » with no-break spaces, « −3,00 € » with a true minus."""
    sign = MINUS if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    grouped = f"{whole:,}".replace(",", "\u00a0")
    return f"{sign}{grouped},{rest:02d}\u00a0€"


def format_bp(rate: int) -> str:
    """« 5,5 % » with a no-break space, without needless zeros; a true minus."""
    text = f"{abs(rate) / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"{MINUS if rate < 0 else ''}{text}\u00a0%"

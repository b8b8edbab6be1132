"""Refunds without a database: what is left to give back, what units are worth, the VAT of a slip to the cent.

A line was paid its price less its share of the order's vouchers; a refund starts from that, never from the price alone. The
VAT of a slip is what the VAT of all that was given back at its rate has grown by: whatever the steps, an order refunded
whole has given back the VAT of its invoice, to the cent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import allocate, excl_cents, format_cents

STANDARD, PARTIAL, RETURN = "standard", "partial", "return"
KINDS = {STANDARD: "Remboursement standard", PARTIAL: "Remboursement partiel", RETURN: "Retour de produits"}

STOCK_REFUND, STOCK_RETURN = "Remboursement", "Retour"

NOT_PAID = "La commande n’a pas été payée\u00a0: il n’y a rien à rembourser."
NO_RETURNS = "Les retours sont désactivés\u00a0: activez-les dans SAV, Retours produits."
SHIPPED = "La commande est expédiée\u00a0: passez par «\u00a0Retourner des produits\u00a0» ou «\u00a0Remboursement partiel\u00a0»."
NOT_SHIPPED = "La commande n’est pas expédiée\u00a0: passez par «\u00a0Remboursement standard\u00a0»."
TOO_LATE = "Le délai de retour est passé et aucune demande de retour n’est en cours pour cette commande."
ALL_REFUNDED = "La commande est déjà remboursée en entier."


@dataclass(frozen=True, slots=True)
class PaidLine:
    """A line of an order as a refund sees it: what was paid for its units, and what was given back of it already."""

    quantity: int
    paid_cents: int
    tax_bp: int
    refunded_units: int = 0
    refunded_cents: int = 0

    @property
    def units_left(self) -> int:
        """Units that no slip speaks of yet."""
        return self.quantity - self.refunded_units

    @property
    def cents_left(self) -> int:
        """What may still be given back."""
        return self.paid_cents - self.refunded_cents

    def worth(self, units: int) -> int:
        """What some more units give back: their share of what was paid, and all that is left with the last of them."""
        if units >= self.units_left:
            return self.cents_left
        before, after = (
            self.paid_cents * done // self.quantity for done in (self.refunded_units, self.refunded_units + units)
        )
        return min(after - before, self.cents_left)


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What decides which refunds an order allows."""

    was_paid: bool
    was_shipped: bool
    takes_returns: bool
    is_late: bool
    has_return: bool
    cents_left: int


def problem_of(kind: str, facts: OrderFacts) -> str:
    """Why a kind of refund is closed for an order, empty when it is open.

    PrestaShop's rules: standard when paid and not sent, partial as soon as it is paid, a return of products once it was sent.
    """
    if not facts.was_paid:
        return NOT_PAID
    if facts.cents_left <= 0:
        return ALL_REFUNDED
    if kind == PARTIAL:
        return ""
    if not facts.takes_returns:
        return NO_RETURNS
    if kind == STANDARD:
        return SHIPPED if facts.was_shipped else ""
    if not facts.was_shipped:
        return NOT_SHIPPED
    return TOO_LATE if facts.is_late and not facts.has_return else ""


def slip_number(rank: int) -> str:
    """« AV000012 »."""
    return f"AV{rank:06d}"


def next_rank(last: str | None) -> int:
    """The rank after that of the last number given: numbers follow one another without a gap."""
    digits = "".join(c for c in last or "" if c.isdigit())
    return int(digits or 0) + 1


def check_item(line: PaidLine, *, name: str, quantity: int, cents: int) -> None:
    """Refuse more units than are left, or more than what was paid; raises RuleBroken on « items »."""
    if quantity < 0 or cents < 0:
        raise RuleBroken(
            f"«\u00a0{name}\u00a0»\u00a0: une quantité et un montant ne sont jamais négatifs.", field="items"
        )
    if quantity > line.units_left:
        left = "plus rien" if line.units_left == 0 else f"{line.units_left} au plus"
        raise RuleBroken(f"«\u00a0{name}\u00a0»\u00a0: il reste {left} à rembourser.", field="items")
    if cents > line.cents_left:
        raise RuleBroken(
            f"«\u00a0{name}\u00a0»\u00a0: {format_cents(line.cents_left)} au plus, ce que le client a payé et qui n’est pas déjà remboursé.",
            field="items",
        )


def check_shipping(cents: int, left: int) -> None:
    """Refuse more postage than is left; raises RuleBroken on « shipping_cents »."""
    if cents < 0 or cents > left:
        raise RuleBroken(f"Livraison\u00a0: {format_cents(left)} au plus.", field="shipping_cents")


def nets_of(parts: Sequence[tuple[int, int]], before: Mapping[int, int]) -> list[int]:
    """The amounts without tax of a slip's parts, pairs (cents with tax, rate).

    `before` says, by rate, the cents with tax that earlier slips of the order gave back. One rounding per rate, shared over
    the parts of that rate so that they add up to it.
    """
    nets = [0] * len(parts)
    for rate in {rate for _, rate in parts}:
        places = [i for i, (_, own) in enumerate(parts) if own == rate]
        amounts = [parts[i][0] for i in places]
        done = before.get(rate, 0)
        net = excl_cents(done + sum(amounts), rate) - excl_cents(done, rate)
        for i, share in zip(places, allocate(net, amounts), strict=True):
            nets[i] = share
    return nets

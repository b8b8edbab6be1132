"""Reshaping recorded visits: the same days, sources and devices, at another scale, for given rates. Pure and without chance.

Orders stay what they are; the visits without an order are spread anew in the proportions of the context's own record, step by
step, so that what must add up still does: no step of the funnel has more visits than the step before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import allocate
from sandbox.shop.traffic.rules.fitting import within_caps

MAX_DAYS = 730
_FREE = ("visitors", "new_visits", "bounces", "page_views", "seconds", "product_views")


@dataclass(frozen=True, slots=True)
class Steps:
    """The counts of one day, source, campaign and device."""

    visits: int
    visitors: int
    new_visits: int
    bounces: int
    page_views: int
    seconds: int
    product_views: int
    carts: int
    checkouts: int
    orders: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: over the last `days` days, J included, so many orders a visit and so many carts left of a hundred."""

    days: int
    conversion: float
    abandonment: float

    def check(self) -> None:
        """Raises RuleBroken for rates that cannot be."""
        if not 1 <= self.days <= MAX_DAYS:
            raise RuleBroken(f"« jours » va de 1 à {MAX_DAYS}.", field="jours")
        if not 0 < self.conversion < 1:
            raise RuleBroken("« taux_conversion » va de 0 à 1, par exemple 0,009.", field="taux_conversion")
        if not 0 <= self.abandonment < 1:
            raise RuleBroken("« taux_abandon_panier » va de 0 à 1, par exemple 0,81.", field="taux_abandon_panier")


def totals_for(wanted: Wanted, *, paid: int, placed: int) -> tuple[int, int]:
    """The visits and the carts that give the rates with these orders; raises RuleBroken when no numbers can."""
    if paid == 0:
        raise RuleBroken("Aucune commande payée dans ces jours : aucun taux ne peut être donné.", field="jours")
    visits, carts = round(paid / wanted.conversion), round(paid / (1 - wanted.abandonment))
    if carts < placed or visits < carts:
        raise RuleBroken(
            f"Ces taux demandent {visits} visites et {carts} paniers pour {placed} commandes : chaque étape doit compter au "
            "moins la suivante.", field="taux_conversion",
        )  # fmt: skip
    return visits, carts


def reshape(cells: Sequence[Steps], *, visits: int, carts: int) -> list[Steps]:
    """The same cells with these totals; those that have an order keep it, with the visit that made it."""
    free = [cell.visits - cell.orders for cell in cells]
    taken = sum(cell.orders for cell in cells)
    spread = allocate(visits - taken, [max(count, 0) for count in free])
    scaled = [_scaled(cell, old, new) for cell, old, new in zip(cells, free, spread, strict=True)]
    left = _capped(carts - taken, [cell.carts - cell.orders for cell in cells], [c.visits - c.orders for c in scaled])
    found = []
    for cell, before, more in zip(scaled, cells, left, strict=True):
        share = (before.checkouts - before.orders) / max(1, before.carts - before.orders)
        seen = max(cell.product_views, cell.orders + more)
        views = max(cell.page_views, cell.visits + more)
        checkouts = cell.orders + min(more, int(more * share + 0.5))
        found.append(replace(cell, carts=cell.orders + more, product_views=seen, page_views=views, checkouts=checkouts))
    return found


def _scaled(cell: Steps, old: int, new: int) -> Steps:
    """A cell whose visits without an order go from `old` to `new`."""
    factor = new / old if old > 0 else 1.0
    values = {}
    for name in _FREE:
        own = cell.orders if name in ("visitors", "product_views", "page_views") else 0
        values[name] = own + int(max(0, getattr(cell, name) - own) * factor + 0.5)
    visits = cell.orders + new
    values["visitors"] = min(visits, max(1 if visits else 0, values["visitors"]))
    values["new_visits"], values["bounces"] = min(visits, values["new_visits"]), min(new, values["bounces"])
    values["product_views"], values["page_views"] = (
        min(visits, values["product_views"]),
        max(visits, values["page_views"]),
    )
    return replace(cell, visits=visits, **values)


def _capped(total: int, weights: Sequence[int], caps: Sequence[int]) -> list[int]:
    """`total` spread by weights, none beyond its cap: what is too much goes where there is room, in order."""
    return within_caps(allocate(total, [max(0, weight) for weight in weights]), caps)

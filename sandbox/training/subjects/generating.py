"""Injections that generate: visits of the last days with given rates, from the context's own record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.scope import open_shop_id
from sandbox.kernel.values import ValueFault, parse_decimal
from sandbox.shop.shops.queries import get_shop
from sandbox.shop.traffic.rules.reshape import Wanted
from sandbox.shop.traffic.services import reshape_visits
from sandbox.training.subjects.names import near
from sandbox.training.subjects.scenario import Injection

VISITS = "visite"
GENERATED: Mapping[str, tuple[str, ...]] = {VISITS: ("jours", "taux_conversion", "taux_abandon_panier")}
"""What can be generated -> the values it takes, all of them needed."""


def generate(injection: Injection) -> str:
    """Generate what an injection asks for in the open shop; raises RuleBroken with the injection at fault."""
    problem = next(problems_of(injection), None)
    if problem is not None:
        raise RuleBroken(f"Injection « {injection.id} » : {problem[1]}", field="subject")
    values = injection.values
    wanted = Wanted(int(str(values["jours"])), _rate(values["taux_conversion"]), _rate(values["taux_abandon_panier"]))
    try:
        return reshape_visits(shop=get_shop(open_shop_id()), wanted=wanted)
    except RuleBroken as refused:
        raise RuleBroken(f"Injection « {injection.id} » : {refused}", field="subject") from None


def problems_of(injection: Injection) -> Iterator[tuple[str, str]]:
    """What is wrong with an injection that generates, as (key of `valeurs` or empty, French words)."""
    names = GENERATED.get(injection.entity or "")
    if names is None:
        what = injection.entity or injection.target or ""
        yield "", f"« generer » fait des visites (entite: visite), pas « {what} ».{near(what, GENERATED)}"
        return
    for name, raw in injection.values.items():
        if name not in names:
            yield name, f"« {VISITS} » ne prend pas « {name} ».{near(name, names)}"
        elif name == "jours":
            if not str(raw).isdigit() or not int(str(raw)):
                yield name, f"« {raw} » n’est pas un nombre de jours."
        else:
            try:
                if not 0 <= _rate(raw) < 1:
                    yield name, f"« {raw} » n’est pas un taux : écrivez 0,81 ou 81 %."
            except ValueFault as fault:
                yield name, str(fault)
    for name in names:
        if name not in injection.values:
            yield "", f"La clé obligatoire « {name} » manque."


def _rate(raw: Any) -> float:
    """« 0.81 », « 0,81 » or « 81 % » as a share of one."""
    number = parse_decimal(str(raw))
    return float(number / Decimal(100) if "%" in str(raw) else number)

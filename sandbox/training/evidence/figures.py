"""Figures in a note: which indicators it cites, and whether its numbers are those of the shop.

The right number is the statistics' own, over the period asked; a number of the note agrees when it is within the tolerance,
or when it is that number rounded as it is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sandbox.kernel.remembered import Remembered
from sandbox.kernel.scope import open_shop_id
from sandbox.kernel.values import ValueFault, parse_decimal
from sandbox.shop.shops.queries import get_shop
from sandbox.shop.traffic.queries import get_dataset, get_edition, get_shop_day
from sandbox.shop.traffic.rules.indicators import Indicator, Totals, Unit, Value, show
from sandbox.shop.traffic.rules.periods import PRESETS, Period, last_days
from sandbox.training.evidence.findings import Condition
from sandbox.training.evidence.texts import tells
from sandbox.training.subjects.figures import DAYS, Cited, days_between, figure_of, numbers_of
from sandbox.training.subjects.indicators import find_indicator, wordings
from sandbox.training.subjects.names import NameFault
from sandbox.training.subjects.operators import same_text
from sandbox.training.subjects.scenario import Route

USUAL_PERIOD = "30j"
_UNITS = {Unit.PERCENT: "%", Unit.SHARE: "%", Unit.CENTS: "€"}


def figure_conditions(text: str, route: Route, anchor: date, *, is_table: bool = False) -> list[Condition]:
    """The points of a deliverable about indicators and numbers; the shop is open. The cells of a table often say no unit."""
    found: list[Condition] = []
    if "indicateurs" in route.expected:
        found.append(_named(text, route.expected["indicateurs"]))
    if "chiffres" in route.expected:
        found += _right(text, route, anchor, is_table=is_table)
    return found


def _indicator(name: str) -> Indicator:
    found = find_indicator(name)
    if found is None:
        raise NameFault(f"Indicateur « {name} » inconnu des statistiques de la boutique.")
    return found


def _named(text: str, asked: Any) -> Condition:
    """That many of these indicators are called by one of their names."""
    names = asked.get("parmi", []) if isinstance(asked, Mapping) else asked
    wanted = [_indicator(str(name)) for name in (names if isinstance(names, list) else [names])]
    least = int(asked.get("min", len(wanted))) if isinstance(asked, Mapping) else len(wanted)
    folded = same_text(text)
    cited = [one.name for one in wanted if any(tells(folded, words) for words in wordings(one))]
    expected = f"au moins {least} parmi {', '.join(one.name for one in wanted)}"
    return Condition("Indicateurs cités", expected, ", ".join(cited) or "aucun", len(cited) >= least)


def _right(text: str, route: Route, anchor: date, *, is_table: bool) -> list[Condition]:
    """One point a number; with `chiffres_min`, one for that many of them."""
    asked = route.expected["chiffres"]
    rows: Mapping[str, Any] = asked if isinstance(asked, Mapping) else dict.fromkeys(map(str, asked), None)
    cited = numbers_of(text)
    if is_table:
        cited += [replace(one, unit=unit) for one in cited if not one.unit for unit in ("€", "%")]
    points = []
    values: dict[str, Value] = {}
    for name, raw in rows.items():
        options: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        if "valeur" in options:
            points.append(_written(str(name), str(options["valeur"]), cited, options.get("tolerance")))
            continue
        written = str(options.get("periode") or route.given.get("periode") or USUAL_PERIOD)
        key = f"{name}|{written}"
        if key not in values:
            indicator = _indicator(str(name))
            values[key] = indicator.of(_totals(indicator, period_named(written, anchor)))
        points.append(_agrees(_indicator(str(name)), values[key], cited, options.get("tolerance")))
    least = route.expected.get("chiffres_min")
    if least is None:
        return points
    held = [point for point in points if point.holds]
    words = ", ".join(f"{point.label} {point.observed}" for point in held) or "aucun"
    expected = f"au moins {int(least)} parmi {', '.join(f'{p.label} {p.expected}' for p in points)}"
    return [Condition("Chiffres exacts", expected, words, len(held) >= int(least))]


def _totals(indicator: Indicator, period: Period) -> Totals:
    """What the statistics add up over a period of the open shop, worked out once a revision of it and of the facts: a look asks for
    it many times.
    """
    shop, edition = get_shop(open_shop_id()), get_edition()
    if edition is None:
        return get_dataset(period).totals_of(indicator)
    key = (shop.key, shop.revision, edition, period, indicator.rows)
    kept = _kept.find(key)
    return kept if kept is not None else _kept.keep(key, get_dataset(period).totals_of(indicator))


def period_named(written: str, anchor: date) -> Period:
    """« 30j », « mois-1 », « J-30..J-1 »: the days of a figure; counted from the day of the shop's statistics."""
    if match := DAYS.match(written.strip()):
        return last_days(get_shop_day(), max(1, int(match[1])))
    if written in PRESETS:
        return PRESETS[written][1](get_shop_day())
    try:
        return days_between(written, anchor)
    except ValueFault as fault:
        raise NameFault(str(fault)) from None


def _agrees(indicator: Indicator, value: Value, cited: Sequence[Cited], tolerance: Any) -> Condition:
    """Whether a number of the note is the indicator's value."""
    if value.amount is None:
        return Condition(indicator.name, "–", value.reason or "pas de valeur", None)
    right = Decimal(str(value.amount)) / (100 if value.unit is Unit.CENTS else 1)
    right = right * 100 if value.unit is Unit.SHARE else right
    return _near(indicator.name, show(value), right, _UNITS.get(value.unit, ""), cited, tolerance)


def _written(name: str, words: str, cited: Sequence[Cited], tolerance: Any) -> Condition:
    """Whether a number of the note is the one that the subject writes out."""
    right = figure_of(words)
    if right is None:
        raise NameFault(f"« {words} » n’est pas un nombre.")
    return _near(name, words, right.value, right.unit, cited, tolerance)


def _near(name: str, words: str, right: Decimal, unit: str, cited: Sequence[Cited], tolerance: Any) -> Condition:
    """The number that is nearest to the right one, among those of its nature, and whether it is near enough."""
    slack = parse_decimal(str(tolerance)) if tolerance is not None else None
    expected = words + (f" (± {str(tolerance).replace('.', ',')})" if tolerance is not None else "")
    fitting = [one for one in cited if one.unit == unit] or [one for one in cited if not one.unit or not unit]
    if not fitting:
        return Condition(name, expected, "aucun chiffre de cette nature", False)
    near = min(fitting, key=lambda one: abs(one.value - right))
    allowed = slack if slack is not None else Decimal(5) / Decimal(10) ** (near.places + 1)
    return Condition(name, expected, near.words, abs(near.value - right) <= allowed)


_kept: Remembered[tuple[str, int, str, Period, str], Totals] = Remembered(64)

"""The chart that a subject asks for in a note: whether one of those inserted is about the right thing, days and drawing.

Its figures are the statistics' own, read when it is looked at: they cannot be wrong. What a candidate chooses can.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sandbox.shop.charts.models import NoteChart
from sandbox.shop.charts.queries import list_charts
from sandbox.shop.charts.rules import COMPARISONS, DIMENSIONS, KINDS
from sandbox.shop.traffic.rules.indicators import INDICATORS
from sandbox.shop.traffic.rules.periods import Period
from sandbox.training.evidence.figures import period_named
from sandbox.training.evidence.findings import Condition
from sandbox.training.evidence.texts import tells
from sandbox.training.subjects.indicators import find_indicator
from sandbox.training.subjects.names import NameFault
from sandbox.training.subjects.operators import same_text
from sandbox.training.subjects.scenario import Route

NONE = "aucun graphique"


def chart_conditions(route: Route, anchor: date) -> tuple[list[Condition], NoteChart | None]:
    """The points about the chart that is asked for, and the inserted one that meets most of them; the shop is open."""
    asked = route.expected.get("graphique")
    if not isinstance(asked, Mapping):
        return [], None
    looked = [(_points(asked, chart, anchor), chart) for chart in list_charts(route.deliverable or "")]
    best = max(looked, key=lambda pair: (sum(bool(point.holds) for point in pair[0]), pair[1].id), default=None)
    return best if best is not None else (_points(asked, None, anchor), None)


def _points(asked: Mapping[str, Any], chart: NoteChart | None, anchor: date) -> list[Condition]:
    wanted = [_indicator(name) for name in _list(asked.get("indicateur"))]
    names = " ou ".join(INDICATORS[key].name for key in wanted)
    shown = INDICATORS[chart.indicator].name if chart is not None and chart.indicator in INDICATORS else NONE
    points = [Condition("Graphique inséré", names, shown, chart is not None and chart.indicator in wanted)]
    if "periode" in asked:
        period = period_named(str(asked["periode"]), anchor)
        own = Period(chart.first_on, chart.last_on) if chart is not None else None
        points.append(Condition("Période du graphique", _days(period), _days(own) if own else NONE, own == period))
    for key, label, choices, value in (
        ("dimension", "Répartition du graphique", DIMENSIONS, chart.dimension if chart else None),
        ("forme", "Forme du graphique", KINDS, chart.kind if chart else None),
        ("comparaison", "Comparaison du graphique", COMPARISONS, chart.comparison if chart else None),
    ):
        if key in asked:
            fitting = _list(asked[key])
            words = " ou ".join(choices.get(one, one) for one in fitting)
            points.append(Condition(label, words, NONE if value is None else choices[value], value in fitting))
    if "titre" in asked:
        wordings, title = _list(asked["titre"]), chart.title if chart is not None else ""
        holds = any(tells(same_text(title), words) for words in wordings)
        points.append(Condition("Titre du graphique", " ou ".join(wordings), title or NONE, holds))
    return points


def _list(raw: Any) -> Sequence[str]:
    return [str(one) for one in (raw if isinstance(raw, list) else [raw])]


def _indicator(name: str) -> str:
    found = find_indicator(name)
    if found is None:
        raise NameFault(f"Indicateur « {name} » inconnu des statistiques de la boutique.")
    return found.key


def _days(period: Period) -> str:
    return f"du {period.first:%d/%m/%Y} au {period.last:%d/%m/%Y}"

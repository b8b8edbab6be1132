"""The charts of notes as the floors above see them."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.values import Kind
from sandbox.shop.charts import rules, services  # noqa: F401 - importing them registers their actions
from sandbox.shop.charts.models import NoteChart
from sandbox.shop.traffic.rules.indicators import INDICATORS


def _same(words: Mapping[str, str]) -> dict[str, str]:
    """Files write these as they are stored."""
    return {code: code for code in words if code}


_NAMES = {key: indicator.name for key, indicator in INDICATORS.items()}

CHART = Entity("graphique", "Graphique", NoteChart, (
    Field("titre", "caption", "Titre du graphique", read=lambda chart: chart.title, column="title"),
    Field("livrable", "deliverable", "Livrable du graphique"),
    Field("indicateur", "indicator", "Indicateur du graphique", Kind.CHOICE, choices=_same(_NAMES), words=_NAMES),
    Field("du", "first_on", "Premier jour du graphique", Kind.DAY),
    Field("au", "last_on", "Dernier jour du graphique", Kind.DAY),
    Field("dimension", "dimension", "Dimension du graphique", Kind.CHOICE, choices=_same(rules.DIMENSIONS), words=rules.DIMENSIONS),
    Field("forme", "kind", "Forme du graphique", Kind.CHOICE, choices=_same(rules.KINDS), words=rules.KINDS),
    Field("comparaison", "comparison", "Comparaison du graphique", Kind.CHOICE, choices=_same(rules.COMPARISONS), words=rules.COMPARISONS),
), argument="chart", title="title")  # fmt: skip

MODULE = ShopModule("charts", entities=(CHART,))

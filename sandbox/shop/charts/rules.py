"""What a chart of a note may be: which drawing is sound for which figures."""

from __future__ import annotations

from sandbox.kernel.errors import RuleBroken
from sandbox.shop.traffic.rules.indicators import INDICATORS, VISITS, Indicator, Unit

TIME, SOURCE, DEVICE = "temps", "source", "appareil"
LINE, BARS, PIE = "ligne", "barres", "secteurs"
BEFORE, YEAR = "precedente", "annee"

DIMENSIONS = {TIME: "Au fil des jours", SOURCE: "Par source de visite", DEVICE: "Par appareil"}
KINDS = {LINE: "Courbe", BARS: "Barres", PIE: "Secteurs"}
COMPARISONS = {"": "Sans comparaison", BEFORE: "Période précédente", YEAR: "Année précédente"}

MAX_TITLE, MAX_CHARTS, MAX_DAYS = 120, 12, 1100


def is_share_of_whole(indicator: Indicator) -> bool:
    """Whether the parts of an indicator make a whole: a count or an amount, never a rate or a mean."""
    return indicator.bottom is None and indicator.unit in (Unit.COUNT, Unit.CENTS) and indicator.rows == VISITS


def check(*, indicator: str, dimension: str, kind: str, comparison: str, days: int, title: str) -> str:
    """The title of a sound chart, trimmed; raises RuleBroken, with why, for one that would mislead."""
    found = INDICATORS.get(indicator)
    if found is None:
        raise RuleBroken("Choisissez un indicateur de la liste.", field="indicateur")
    if dimension not in DIMENSIONS or kind not in KINDS or comparison not in COMPARISONS:
        raise RuleBroken("Choisissez dans les listes.", field="dimension")
    if found.rows != VISITS and dimension != TIME:
        raise RuleBroken(
            f"« {found.name} » ne se répartit pas ainsi : choisissez « Au fil des jours ».", field="dimension"
        )
    if kind == LINE and dimension != TIME:
        raise RuleBroken(
            "Une courbe relie des jours qui se suivent : prenez des barres pour comparer des sources ou des appareils.",
            field="forme",
        )
    if kind == PIE and (dimension == TIME or not is_share_of_whole(found)):
        raise RuleBroken(
            "Des secteurs montrent les parts d’un tout : ni un taux, ni une moyenne, ni le fil des jours. Prenez des barres.",
            field="forme",
        )
    if kind == PIE and comparison:
        raise RuleBroken(
            "Deux disques se comparent mal à l’œil : prenez des barres pour comparer deux périodes.",
            field="comparaison",
        )
    if not 1 <= days <= MAX_DAYS:
        raise RuleBroken("La période compte d’un jour à trois ans.", field="du")
    text = " ".join(title.split())
    if not text:
        raise RuleBroken("Donnez un titre : ce que le graphique montre, et sur quelle période.", field="titre")
    if len(text) > MAX_TITLE:
        raise RuleBroken(f"Un titre compte {MAX_TITLE} caractères au plus.", field="titre")
    return text

"""What the cells of an audience line mean together: counts that rates and means give, the source that two columns tell."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sandbox.training.contexts.importing import visit_columns as names
from sandbox.training.contexts.importing.visit_values import Unread

MEASURES = (
    "visites",
    "visiteurs",
    "nouvelles",
    "rebonds",
    "pages_vues",
    "secondes",
    "entrees",
    "sorties",
    "recherches",
)


def derived(read: Mapping[str, Decimal]) -> dict[str, int]:
    """The counts of a line: those it holds, and those that its rates and means give of its visits."""
    counts = {name: int(read[name]) for name in MEASURES if name in read}
    if "taux_sortie" in read and "pages_vues" in read:
        counts.setdefault("sorties", round(read["pages_vues"] * read["taux_sortie"]))
    visits = read.get("visites")
    if "duree" in read:
        counts["secondes"] = round(read["duree"])
    if visits is None:
        return counts
    if "engagees" in read:
        counts.setdefault("rebonds", max(0, int(visits - read["engagees"])))
    if "taux_rebond" in read:
        counts.setdefault("rebonds", round(visits * read["taux_rebond"]))
    if "taux_engagement" in read:
        counts.setdefault("rebonds", round(visits * (1 - read["taux_engagement"])))
    if "pages_visite" in read:
        counts.setdefault("pages_vues", round(visits * read["pages_visite"]))
    if "duree_moyenne" in read:
        counts.setdefault("secondes", round(visits * read["duree_moyenne"]))
    for name in ("rebonds", "nouvelles"):
        if counts.get(name, 0) > visits:
            raise Unread(f"{counts[name]} {name} pour {int(visits)} visites.")
    return counts


def source_of(told: Mapping[str, str]) -> str:
    """Our source for what the line tells of where its visits come from; empty when it does not tell."""
    if "canal" in told:
        return known(names.source_of_channel(told["canal"]), told["canal"], "canal")
    if "source_support" in told:
        where, _slash, how = told["source_support"].rpartition("/")
        return known(names.source_of_medium(where, how), told["source_support"], "source")
    if "support" in told:
        where = told.get("source", "(direct)")
        return known(names.source_of_medium(where, told["support"]), f"{where} / {told['support']}", "source")
    if "source" in told:
        raise Unread(
            f"« {told['source']} » : sans son support (organic, cpc, referral…), la source ne dit pas d’où viennent les visites."
        )
    return ""


def known(found: str, raw: str, what: str) -> str:
    """What was found for a cell; raises Unread when nothing was."""
    if not found:
        kinds = {
            "canal": "aucun de nos canaux",
            "source": "aucune de nos sources",
            "appareil": "aucun de nos appareils",
        }[what]
        raise Unread(f"« {raw or 'vide'} » ne correspond à {kinds}.")
    return found

"""Where a figure's rows are: the list of the back office, or the table of a report, for the same days."""

from __future__ import annotations

from sandbox.shop.orders.rules.places import proper_name
from sandbox.shop.traffic.rules.crossing import ALL, Segment
from sandbox.web.backoffice.period_bar import PeriodBar
from sandbox.web.backoffice.stats_cards import link
from sandbox.web.backoffice.stats_segments import segment_query

PAID = "payees"
_ORDERS = frozenset(
    {"ventes", "ventes_ttc", "commandes", "panier_moyen", "articles", "marge", "taux_marge", "part_codes", "conversion"}
)
_TABLES = {
    "ventes_nettes": ("retours", "rembourses"), "remboursements": ("retours", "rembourses"),
    "visites": ("acquisition", "sources"), "visiteurs": ("acquisition", "sources"), "nouveaux": ("acquisition", "sources"),
    "rebond": ("acquisition", "sources"), "duree": ("acquisition", "sources"), "pages_visite": ("comportement", "pages"),
    "pages_vues": ("comportement", "pages"), "fiches_vues": ("paniers-abandonnes", "entonnoir"), "ajouts": ("paniers-abandonnes", "entonnoir"),
    "paniers_pleins": ("paniers-abandonnes", "entonnoir"), "abandon": ("paniers-abandonnes", "paniers"),
    "recherches": ("recherches", "recherches"), "recherches_vaines": ("recherches", "recherches-sans-resultat"),
    "nouveaux_clients": ("clients", "liste"), "remises": ("codes-promo", "codes"), "fils": ("service-client", "fils"),
    "sans_reponse": ("service-client", "fils"), "delai_reponse": ("service-client", "fils"), "avis": ("avis", "avis"),
    "note_moyenne": ("avis", "avis"), "retours": ("retours", "retours-produits"), "taux_retour": ("retours", "retours-produits"),
    "envois": ("lettres", "lettres"), "delivrance": ("lettres", "lettres"), "ouverture": ("lettres", "lettres"), "clic": ("lettres", "lettres"),
    "reactivite": ("lettres", "lettres"), "desinscription": ("lettres", "desinscriptions"), "commandes_lettres": ("lettres", "lettres"),
    "ventes_lettres": ("lettres", "ventes-lettres"),
}  # fmt: skip


def rows_address(key: str, bar: PeriodBar, segment: Segment = ALL) -> str:
    """The address of the rows that a figure was added up from; the filters of days and segment are seen there, and can be taken off."""
    first, last = f"{bar.period.first:%d/%m/%Y}", f"{bar.period.last:%d/%m/%Y}"
    if key in _ORDERS:
        novelty = {"nouveau": "1" if segment.is_new else "0"} if segment.novelty else {}
        return link(
            "orders", vue=PAID, date_min=first, date_max=last, pays=proper_name(segment.region) or None, **novelty
        )
    slug, table = _TABLES[key]
    return f"{link('statistics', slug=slug, **bar.query, **segment_query(segment))}#c-{table}"

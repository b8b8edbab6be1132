"""The reports of « Statistiques »: which key figures and which cards each shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.web.backoffice import stats_behaviour as behaviour
from sandbox.web.backoffice import stats_cards as cards
from sandbox.web.backoffice import stats_clients as clients
from sandbox.web.backoffice import stats_letters as letters
from sandbox.web.backoffice import stats_live as live
from sandbox.web.backoffice import stats_relation as relation
from sandbox.web.backoffice import stats_shelves as shelves
from sandbox.web.backoffice.figures import Table
from sandbox.web.backoffice.stats_cards import Card
from sandbox.web.backoffice.stats_compare import Compared, Timeline, definitions, timeline

Builder = Callable[[Compared], list[Card]]


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A report: its place in addresses, its title, its icon, its key figures (the first is drawn), its cards.

    `is_narrowed` when all of it can be read for one source, device or campaign; `has_segments` when it can for a region, for new or for
    returning visitors.
    """

    slug: str
    title: str
    icon: str
    tiles: tuple[str, ...]
    build: Builder
    is_narrowed: bool = False
    has_segments: bool = False


REPORTS: dict[str, ReportKind] = {
    kind.slug: kind
    for kind in (
        ReportKind("recapitulatif", "Récapitulatif", "grid-1x2",
                   ("visites", "visiteurs", "rebond", "pages_visite", "commandes", "conversion"),
                   lambda c: [cards.sources(c), cards.best_sellers(c), cards.funnel(c), cards.devices(c)], has_segments=True),
        ReportKind("acquisition", "Acquisition", "signpost-split", ("visites", "nouveaux", "rebond", "commandes", "conversion", "ventes"),
                   lambda c: [cards.sources(c, side="wide"), cards.campaigns(c), cards.funnel(c, side="left"), cards.devices(c)], is_narrowed=True, has_segments=True),
        ReportKind("comportement", "Comportement", "cursor", ("visites", "pages_vues", "pages_visite", "duree", "rebond"),
                   lambda c: [behaviour.pages(c), behaviour.entries(c), behaviour.exits(c)], has_segments=True),
        ReportKind("audience", "Audience", "people", ("visiteurs", "nouveaux", "duree", "conversion"),
                   lambda c: [behaviour.hours(c), cards.devices(c), behaviour.regions(c, side="right")], has_segments=True),
        ReportKind("meilleures-ventes", "Meilleures ventes", "trophy",
                   ("ventes", "ventes_ttc", "remboursements", "ventes_nettes", "commandes", "marge"),
                   lambda c: [cards.best_sellers(c, limit=None), cards.categories(c)], has_segments=True),
        ReportKind("meilleurs-clients", "Meilleurs clients", "person-heart", ("commandes", "panier_moyen", "articles", "ventes"),
                   lambda c: [behaviour.buyers(c)], has_segments=True),
        ReportKind("clients", "Clients et segments", "people-fill", ("nouveaux_clients", "commandes", "panier_moyen", "ventes"),
                   lambda c: [clients.loyalty(c), *clients.rfm(c)]),
        ReportKind("stock", "Catalogue et stock", "boxes", ("ventes", "articles", "marge", "taux_marge"),
                   shelves.stock),
        ReportKind("codes-promo", "Codes promo", "ticket-perforated", ("part_codes", "remises", "ventes", "marge"),
                   lambda c: [shelves.codes(c)]),
        ReportKind("lettres", "Lettres d’information", "envelope-paper", letters.TILES, letters.letters),
        ReportKind("recherches", "Recherches", "search", ("recherches", "recherches_vaines", "visites", "conversion"),
                   lambda c: [behaviour.searches(c), behaviour.fruitless(c)]),
        ReportKind("paniers-abandonnes", "Paniers abandonnés", "cart-x", ("fiches_vues", "ajouts", "paniers_pleins", "commandes", "abandon", "conversion"),
                   lambda c: [cards.funnel(c, side="left"), cards.devices(c), behaviour.carts(c)], has_segments=True),
        ReportKind("service-client", "Service client", "chat-left-text", ("fils", "sans_reponse", "delai_reponse"),
                   relation.service),
        ReportKind("avis", "Avis et réputation", "star", ("note_moyenne", "avis"),
                   relation.reputation),
        ReportKind("vos-visites", "Vos visites", "eye", ("visites", "visiteurs", "pages_visite", "conversion"),
                   lambda c: [live.visits(c), live.steps(c)]),
        ReportKind("retours", "Retours produits", "arrow-return-left", ("taux_retour", "retours", "remboursements"),
                   relation.returns),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """A report for a period: the course of the chosen indicator, the cards, and all its tables for the exports."""

    kind: ReportKind
    course: Timeline
    cards: list[Card]
    definitions: Table

    @property
    def tables(self) -> list[Table]:
        """The course over time, each card's table, the definitions."""
        return [self.course.table, *(card.table for card in self.cards), self.definitions]

    def table(self, key: str) -> Table | None:
        """One of its tables."""
        return next((table for table in self.tables if table.key == key), None)


def build_report(kind: ReportKind, compared: Compared, indicator: str = "") -> Report:
    """A report; `indicator` is the key figure drawn over time, the first when it is not one of the report's."""
    drawn = indicator if indicator in kind.tiles else kind.tiles[0]
    return Report(kind, timeline(compared, drawn, height=210), kind.build(compared), definitions(compared, kind.tiles))

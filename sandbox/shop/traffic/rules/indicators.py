"""The indicators: one definition each, with its French name, its formula, its unit and its limits.

Dashboard, reports and exports all call the same entry of `INDICATORS` on the same `Totals`, so that a figure is the same
wherever it is read. A quotient without denominator is not zero: it is « – », with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from operator import add, sub
from typing import NamedTuple

from sandbox.kernel.money import format_cents

NBSP = "\u00a0"
VISITS, LETTERS, SEARCHES = "visits", "letters", "searches"
BUYERS, CODES, THREADS, REVIEWS, RETURNS = "buyers", "codes", "threads", "reviews", "returns"
"""What indicators are read from: visits and orders, newsletters, internal searches; then, each family apart, the relation with
customers: first purchases, vouchers, threads, reviews, returns."""
RELATION = (BUYERS, CODES, THREADS, REVIEWS, RETURNS)


class Totals(NamedTuple):
    """What happened in some days, all of it or one part (a source, a device, a campaign). Money in cents.

    `placed` orders of any state; `paid` those whose state counts as paid, and the only ones that the money is about;
    `sales_excl` and `sales_incl` goods after discounts, without shipping; `shipping_incl` postage charged; `cost` purchase
    price of the goods without tax; `items` pieces sold. `refunds` are counted on the day they were made; `refunded_excl` are goods
    without tax given back of orders that the sales still count.

    The last ones are of the relation with customers, read apart (`Dataset.relation`): `first_buyers` customers whose first paid
    order it is; `coded` paid orders with a voucher, of `coded_of` paid orders, and `discounts` what vouchers took off, with tax; `threads` opened by
    customers, `answered` those that the team answered and `reply_seconds` after how long; `reviews` published and the sum of
    their `stars`; `returned` pieces that customers asked to send back, `delivered` pieces sold in paid orders; `mails` of newsletters sent, how many arrived, how many readers
    opened, clicked and unsubscribed, each reader once a letter; paid orders and sales without tax of the letters' campaigns. `searches` made in the shop, and those that
    found nothing.

    A tuple: a page makes and adds up thousands of them.
    """

    visits: int = 0
    visitors: int = 0
    new_visits: int = 0
    bounces: int = 0
    page_views: int = 0
    seconds: int = 0
    product_views: int = 0
    carts: int = 0
    checkouts: int = 0
    placed: int = 0
    paid: int = 0
    sales_excl: int = 0
    sales_incl: int = 0
    shipping_incl: int = 0
    cost: int = 0
    items: int = 0
    refunds: int = 0
    refund_cents: int = 0
    refunded_excl: int = 0
    first_buyers: int = 0
    coded: int = 0
    coded_of: int = 0
    discounts: int = 0
    threads: int = 0
    answered: int = 0
    reply_seconds: int = 0
    reviews: int = 0
    stars: int = 0
    returned: int = 0
    delivered: int = 0
    mails: int = 0
    mails_delivered: int = 0
    mails_opened: int = 0
    mails_clicked: int = 0
    unsubscribed: int = 0
    letter_orders: int = 0
    letter_sales: int = 0
    searches: int = 0
    searches_lost: int = 0

    def __add__(self, other: Totals) -> Totals:  # type: ignore[override]  # column by column, not one after the other
        return Totals._make(map(add, self, other))

    def __sub__(self, other: Totals) -> Totals:
        return Totals._make(map(sub, self, other))


def add_up(parts: Iterable[Totals]) -> Totals:
    """The sum of some totals, column by column: a year has thousands of parts."""
    return Totals(*map(sum, zip(*parts, strict=True)))


class Unit(StrEnum):
    """How a figure is written. PERCENT is a rate, written « 3,18 % »; SHARE a part of a whole, written « 37,5 % »."""

    COUNT = "count"
    CENTS = "cents"
    PERCENT = "percent"
    SHARE = "share"
    RATIO = "ratio"
    SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class Value:
    """A figure, or None with the reason why there is none."""

    amount: float | None
    unit: Unit
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Evolution:
    """Against the period before: `amount` in per cent, or in points for rates; None with its reason.

    `trend` is up, down or flat; `is_good` says whether that is welcome, None when it is neither.
    """

    amount: float | None
    in_points: bool = False
    trend: str = "flat"
    is_good: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A definition. `top` over `bottom` when it is a quotient, else `top` alone; `wants` is up, down or none.

    `nothing` is why there is no figure when `bottom` is zero; `terms` how the two terms of the quotient are written;
    `is_recorded` marks a count that comes from the record of visits, and is not zero but unknown on days without one;
    `rows` names what it is read from (see `Dataset.parts_of`).
    """

    key: str
    name: str
    formula: str
    unit: Unit
    top: Callable[[Totals], int]
    source: str
    limits: str = ""
    bottom: Callable[[Totals], int] | None = None
    nothing: str = ""
    wants: str = "up"
    terms: tuple[Unit, Unit] = (Unit.COUNT, Unit.COUNT)
    is_recorded: bool = False
    rows: str = VISITS

    @property
    def is_relation(self) -> bool:
        """Whether it is read apart from visits and orders: it has then neither source nor device."""
        return self.rows != VISITS

    def of(self, totals: Totals) -> Value:
        """The figure of some totals."""
        top = self.top(totals)
        if self.bottom is None:
            return Value(top, self.unit)
        bottom = self.bottom(totals)
        if bottom == 0:
            return Value(None, self.unit, self.nothing)
        quotient = top / bottom
        return Value(quotient * 100 if self.unit is Unit.PERCENT else quotient, self.unit)

    def working(self, totals: Totals) -> str:
        """The calculation with these numbers, as a pupil writes it: « 11 ÷ 423 × 100 = 2,60 % »."""
        value = self.of(totals)
        if self.bottom is None:
            return show(value)
        top, bottom = (
            show(Value(f(totals), unit)) for f, unit in zip((self.top, self.bottom), self.terms, strict=True)
        )
        times = " × 100" if self.unit is Unit.PERCENT else ""
        return f"{top} ÷ {bottom}{times} = {show(value)}"


_ORDERS = "Commandes › Commandes, états « payés »"
_THREADS = "SAV › Service client"
_REVIEWS = "Modules › Avis clients"
_RETURNS = "SAV › Retours produits"
_LETTERS = "Outil d’envoi des lettres d’information"
_LETTER_ORDERS = "Commandes payées dont la visite vient d’un lien marqué (UTM) de la lettre"
_VISITS = "Relevé de fréquentation, plus une visite pour chaque commande passée depuis"

INDICATORS: dict[str, Indicator] = {
    indicator.key: indicator
    for indicator in (
        Indicator("ventes", "Ventes", "Somme des produits des commandes payées, hors taxes, remises déduites, hors frais de port",
                  Unit.CENTS, lambda t: t.sales_excl, _ORDERS,
                  "Une commande annulée ou remboursée sort des ventes du jour où elle a été passée. Arrondi au centime par ligne de commande."),
        Indicator("ventes_ttc", "Ventes TTC", "Somme des produits des commandes payées, toutes taxes comprises, remises déduites, hors frais de port",
                  Unit.CENTS, lambda t: t.sales_incl, _ORDERS, "Le port facturé n’est pas une vente de produits."),
        Indicator("ventes_nettes", "Ventes nettes", "Ventes − produits remboursés dans la période, hors taxes, sur des commandes encore payées",
                  Unit.CENTS, lambda t: t.sales_excl - t.refunded_excl, f"{_ORDERS}, et Commandes › Avoirs",
                  "Un remboursement compte le jour où il est fait. Une commande à l’état « Remboursé » est déjà sortie des ventes."),
        Indicator("commandes", "Commandes", "Nombre de commandes payées passées dans la période", Unit.COUNT,
                  lambda t: t.paid, _ORDERS, "Ni les commandes annulées, ni celles qui attendent leur paiement."),
        Indicator("panier_moyen", "Panier moyen", "Ventes ÷ Commandes", Unit.CENTS, lambda t: t.sales_excl, _ORDERS,
                  "Hors taxes et hors frais de port.", lambda t: t.paid, "Aucune commande payée : rien à diviser.",
                  terms=(Unit.CENTS, Unit.COUNT)),
        Indicator("articles", "Articles par commande", "Quantités vendues ÷ Commandes", Unit.RATIO, lambda t: t.items, _ORDERS,
                  "", lambda t: t.paid, "Aucune commande payée : rien à diviser."),
        Indicator("marge", "Marge brute", "Ventes − coût d’achat des produits vendus", Unit.CENTS,
                  lambda t: t.sales_excl - t.cost, "Lignes des commandes payées, prix d’achat HT du jour de la commande : celui de la déclinaison, sinon celui de la fiche",
                  "Ni le port, ni les frais de paiement, ni les campagnes n’en sont retirés."),
        Indicator("taux_marge", "Taux de marque", "Marge brute ÷ Ventes × 100", Unit.PERCENT,
                  lambda t: t.sales_excl - t.cost, "Lignes des commandes payées",
                  "Sur le prix de vente ; le taux de marge, lui, se calcule sur le coût d’achat.",
                  lambda t: t.sales_excl, "Aucune vente : rien à diviser.", terms=(Unit.CENTS, Unit.CENTS)),
        Indicator("visites", "Visites", "Sessions séparées par 30 minutes sans activité", Unit.COUNT, lambda t: t.visits,
                  _VISITS, "Robots qui se déclarent et visites de l’équipe exclus ; l’interrupteur « Compter vos visites » ajoute les vôtres et celles de l’examinateur.", is_recorded=True),
        Indicator("visiteurs", "Visiteurs uniques", "Navigateurs distincts de chaque jour, additionnés", Unit.COUNT,
                  lambda t: t.visitors, _VISITS, "Sans cookie accepté, un navigateur qui revient un autre jour compte de nouveau.",
                  is_recorded=True),
        Indicator("nouveaux", "Nouvelles visites", "Premières visites d’un navigateur ÷ Visites × 100", Unit.PERCENT,
                  lambda t: t.new_visits, _VISITS, "Un navigateur dont les cookies sont effacés redevient nouveau.",
                  lambda t: t.visits, "Aucune visite : rien à diviser.", "none"),
        Indicator("rebond", "Taux de rebond", "Visites d’une seule page ÷ Visites × 100", Unit.PERCENT, lambda t: t.bounces,
                  _VISITS, "Définition de Matomo ; celle de Google Analytics 4 diffère, ne pas comparer.",
                  lambda t: t.visits, "Aucune visite : rien à diviser.", "down"),
        Indicator("pages_visite", "Pages par visite", "Pages vues ÷ Visites", Unit.RATIO, lambda t: t.page_views, _VISITS, "",
                  lambda t: t.visits, "Aucune visite : rien à diviser."),
        Indicator("pages_vues", "Pages vues", "Somme des pages affichées", Unit.COUNT, lambda t: t.page_views, _VISITS,
                  "Une page rechargée compte deux fois.", wants="up", is_recorded=True),
        Indicator("fiches_vues", "Visites avec fiche produit", "Visites où au moins une fiche produit a été vue", Unit.COUNT,
                  lambda t: t.product_views, _VISITS, "Une visite qui voit dix fiches compte une fois.", is_recorded=True),
        Indicator("ajouts", "Ajouts au panier", "Visites où au moins un article a été mis au panier", Unit.COUNT, lambda t: t.carts, _VISITS,
                  "Une visite compte une fois, quel que soit le nombre d’articles.", is_recorded=True),
        Indicator("paniers_pleins", "Paniers pleins", "Visites où l’adresse et le transporteur ont été choisis", Unit.COUNT,
                  lambda t: t.checkouts, _VISITS, "Le mot de PrestaShop : le paiement reste à faire.", is_recorded=True),
        Indicator("duree", "Durée moyenne", "Temps entre la première et la dernière page ÷ Visites", Unit.SECONDS,
                  lambda t: t.seconds, _VISITS, "Une visite d’une seule page dure zéro seconde : sa fin n’est pas mesurée.",
                  lambda t: t.visits, "Aucune visite : rien à diviser.", terms=(Unit.SECONDS, Unit.COUNT)),
        Indicator("conversion", "Taux de conversion", "Commandes ÷ Visites × 100", Unit.PERCENT, lambda t: t.paid,
                  "Commandes payées de la boutique ; visites du relevé", "L’écart se lit en points, pas en pour cent.",
                  lambda t: t.visits, "Aucune visite : rien à diviser."),
        Indicator("abandon", "Abandon de panier", "(Ajouts au panier − Commandes) ÷ Ajouts au panier × 100", Unit.PERCENT,
                  lambda t: t.carts - t.paid, "Visites avec ajout au panier ; commandes payées", "Une commande impayée compte comme abandonnée.",
                  lambda t: t.carts, "Aucun ajout au panier : rien à diviser.", "down"),
        Indicator("remboursements", "Remboursements", "Total TTC des avoirs de la période, port compris, et des commandes passées à l’état « Remboursé » sans avoir",
                  Unit.CENTS, lambda t: t.refund_cents, "Commandes › Avoirs, et historique des états des commandes",
                  "Comptés le jour du remboursement, pas le jour de l’achat. Un avoir donné en bon de réduction n’y est pas : il baissera la vente où il sert.", None, "", "down"),
        Indicator("recherches", "Recherches internes", "Affichages de la page de résultats", Unit.COUNT, lambda t: t.searches,
                  "Relevé de fréquentation, page « Résultats de recherche »", "La même recherche refaite compte deux fois.",
                  wants="none", rows=SEARCHES),
        Indicator("recherches_vaines", "Recherches sans résultat", "Recherches qui n’ont trouvé aucun produit ÷ Recherches internes × 100",
                  Unit.PERCENT, lambda t: t.searches_lost, "Relevé de fréquentation, page « Résultats de recherche »",
                  "Résultats du jour du relevé : un alias créé depuis n’y change rien.", lambda t: t.searches,
                  "Aucune recherche : rien à diviser.", "down", rows=SEARCHES),
        Indicator("nouveaux_clients", "Nouveaux clients", "Clients dont la première commande payée est passée dans la période", Unit.COUNT,
                  lambda t: t.first_buyers, _ORDERS, "Un compte créé sans achat n’est pas un client. Une première commande annulée ne compte pas.",
                  rows=BUYERS),
        Indicator("part_codes", "Commandes avec code promo", "Commandes payées avec au moins un bon de réduction ÷ Commandes × 100", Unit.PERCENT,
                  lambda t: t.coded, "Bons de réduction des commandes payées", "Une commande à deux bons compte une fois.",
                  lambda t: t.coded_of, "Aucune commande payée : rien à diviser.", "none", rows=CODES),
        Indicator("remises", "Coût des remises", "Somme des remises des bons de réduction sur les commandes payées, toutes taxes comprises", Unit.CENTS,
                  lambda t: t.discounts, "Bons de réduction des commandes payées",
                  "Ni les prix spécifiques, ni les règles catalogue : elles changent le prix affiché. Un port offert par un bon n’est pas facturé : il ne compte pas ici.",
                  wants="none", rows=CODES),
        Indicator("fils", "Fils ouverts", "Conversations commencées par un client dans la période", Unit.COUNT, lambda t: t.threads,
                  _THREADS, "Un fil compte le jour de son ouverture, même s’il dure.", wants="none", rows=THREADS),
        Indicator("sans_reponse", "Fils sans réponse", "Fils ouverts − Fils qui ont reçu une réponse de l’équipe", Unit.COUNT,
                  lambda t: t.threads - t.answered, _THREADS, "Une note interne n’est pas une réponse. À la date d’aujourd’hui, quelle que soit la période.",
                  wants="down", rows=THREADS),
        Indicator("delai_reponse", "Délai de première réponse", "Temps entre l’ouverture et la première réponse de l’équipe ÷ Fils qui ont reçu une réponse",
                  Unit.SECONDS, lambda t: t.reply_seconds, _THREADS,
                  "Nuits, dimanches et fériés compris. Les fils sans réponse n’y sont pas : à lire avec leur nombre.",
                  lambda t: t.answered, "Aucun fil n’a reçu de réponse : rien à diviser.", "down", terms=(Unit.SECONDS, Unit.COUNT), rows=THREADS),
        Indicator("avis", "Avis publiés", "Avis de la période à l’état « Publié »", Unit.COUNT, lambda t: t.reviews, _REVIEWS,
                  "Au jour où l’avis a été déposé. Ni ceux qui attendent, ni ceux qui ont été refusés.", rows=REVIEWS),
        Indicator("note_moyenne", "Note moyenne", "Somme des étoiles des avis publiés ÷ Avis publiés", Unit.RATIO, lambda t: t.stars, _REVIEWS,
                  "Une moyenne de peu d’avis bouge vite : lisez-la avec leur nombre.", lambda t: t.reviews,
                  "Aucun avis publié : rien à diviser.", rows=REVIEWS),
        Indicator("retours", "Articles retournés", "Quantités des demandes de retour et de rétractation faites dans la période", Unit.COUNT,
                  lambda t: t.returned, _RETURNS, "Demandes refusées comprises : elles disent aussi une déception.", wants="down", rows=RETURNS),
        Indicator("taux_retour", "Taux de retour", "Articles retournés ÷ Articles vendus × 100", Unit.PERCENT, lambda t: t.returned,
                  f"{_RETURNS} ; lignes des commandes payées",
                  "Un article vendu avant la période peut revenir pendant : sur peu de jours, le taux peut tromper.",
                  lambda t: t.delivered, "Aucun article vendu : rien à diviser.", "down", rows=RETURNS),
        Indicator("envois", "Messages envoyés", "Somme des messages des lettres parties dans la période", Unit.COUNT, lambda t: t.mails,
                  _LETTERS, "À toute la liste de l’outil : des clients, et des lecteurs sans compte inscrits au comptoir ou sur un salon, "
                  "que la boutique ne connaît pas.", wants="none", rows=LETTERS),
        Indicator("delivrance", "Taux de délivrance", "Messages délivrés ÷ Messages envoyés × 100", Unit.PERCENT, lambda t: t.mails_delivered,
                  _LETTERS, "Un message délivré peut finir parmi les indésirables. Un taux qui tombe dit une liste mal tenue.",
                  lambda t: t.mails, "Aucune lettre partie : rien à diviser.", rows=LETTERS),
        Indicator("ouverture", "Taux d’ouverture", "Lecteurs qui ont ouvert ÷ Messages délivrés × 100", Unit.PERCENT, lambda t: t.mails_opened,
                  _LETTERS, "Compté par une image invisible : des messageries la chargent sans lecteur, d’autres ne la chargent jamais. "
                  "Comparez des lettres entre elles.", lambda t: t.mails_delivered, "Aucune lettre délivrée : rien à diviser.", rows=LETTERS),
        Indicator("clic", "Taux de clic", "Lecteurs qui ont cliqué ÷ Messages délivrés × 100", Unit.PERCENT, lambda t: t.mails_clicked,
                  _LETTERS, "Un lecteur compte une fois ; ses visites, elles, peuvent être plusieurs.",
                  lambda t: t.mails_delivered, "Aucune lettre délivrée : rien à diviser.", rows=LETTERS),
        Indicator("reactivite", "Taux de réactivité", "Lecteurs qui ont cliqué ÷ Lecteurs qui ont ouvert × 100", Unit.PERCENT,
                  lambda t: t.mails_clicked, _LETTERS, "Juge le contenu, quand l’ouverture juge l’objet et l’expéditeur.",
                  lambda t: t.mails_opened, "Aucune lettre ouverte : rien à diviser.", rows=LETTERS),
        Indicator("desinscription", "Taux de désinscription", "Lecteurs qui se sont désinscrits ÷ Messages délivrés × 100", Unit.PERCENT,
                  lambda t: t.unsubscribed, _LETTERS, "Par le lien de la lettre. Ceux qui ont un compte ont leur retrait daté dans leur fiche.",
                  lambda t: t.mails_delivered, "Aucune lettre délivrée : rien à diviser.", "down", rows=LETTERS),
        Indicator("commandes_lettres", "Commandes des lettres", "Commandes payées de la période venues d’une lettre", Unit.COUNT,
                  lambda t: t.letter_orders, _LETTER_ORDERS, "Au jour de la commande, qui peut suivre l’envoi de plusieurs jours.", rows=LETTERS),
        Indicator("ventes_lettres", "Ventes des lettres", "Somme des produits des commandes payées venues d’une lettre, hors taxes, remises déduites",
                  Unit.CENTS, lambda t: t.letter_sales, _LETTER_ORDERS, "Le coût des lettres n’en est pas retiré : il est au rapport Acquisition, par campagne.",
                  rows=LETTERS),
    )
}  # fmt: skip

SOLD = frozenset(
    {
        "ventes",
        "ventes_ttc",
        "ventes_nettes",
        "commandes",
        "panier_moyen",
        "articles",
        "marge",
        "taux_marge",
        "remboursements",
    }
)
"""The indicators that only orders tell: they are known where visits are not."""

FUNNEL: tuple[tuple[str, Callable[[Totals], int]], ...] = (
    ("Visites", lambda t: t.visits),
    ("Visites avec fiche produit", lambda t: t.product_views),
    ("Ajouts au panier", lambda t: t.carts),
    ("Paniers pleins", lambda t: t.checkouts),
    ("Commandes", lambda t: t.paid),
)
"""The steps of the funnel; « panier plein » is PrestaShop's word for a cart with its address and its carrier."""


def value_of(key: str, totals: Totals) -> Value:
    """The figure of an indicator."""
    return INDICATORS[key].of(totals)


def evolve(now: Value, before: Value | None, *, wants: str = "up", reason: str = "") -> Evolution:
    """How a figure moved: per cent, or points when it is itself a rate. `before` None needs its `reason`."""
    if before is None:
        return Evolution(None, reason=reason or "Pas de comparaison demandée.")
    if now.amount is None or before.amount is None:
        side = "la période" if now.amount is None else "la période de comparaison"
        return Evolution(None, reason=f"Pas de valeur pour {side}. {now.reason or before.reason}".strip())
    in_points = now.unit in (Unit.PERCENT, Unit.SHARE)
    if in_points:
        moved = now.amount - before.amount
    elif before.amount == 0:
        return (
            Evolution(0.0, trend="flat")
            if now.amount == 0
            else Evolution(None, reason="La période de comparaison est à zéro.")
        )
    else:
        moved = (now.amount - before.amount) / abs(before.amount) * 100
    trend = "flat" if abs(moved) < (0.005 if in_points else 0.05) else "up" if moved > 0 else "down"
    is_good = None if trend == "flat" or wants == "none" else trend == wants
    return Evolution(moved, in_points, trend, is_good)


# French words -------------------------------------------------------------------------------------------------------


def number(value: float, places: int = 0) -> str:
    """« 1 234,5 » with no-break spaces and a true minus."""
    text = f"{abs(value):,.{places}f}".replace(",", NBSP).replace(".", ",")
    return f"−{text}" if value < 0 and any(c in "123456789" for c in text) else text


def show(value: Value) -> str:
    """A figure in French; « – » when there is none."""
    if value.amount is None:
        return "–"
    match value.unit:
        case Unit.CENTS:
            return format_cents(round(value.amount)).replace("-", "−")
        case Unit.PERCENT:
            return f"{number(value.amount, 2 if abs(value.amount) < 20 else 1)}{NBSP}%"
        case Unit.SHARE:
            return f"{number(value.amount, 1)}{NBSP}%"
        case Unit.RATIO:
            return number(value.amount, 2)
        case Unit.SECONDS:
            minutes, seconds = divmod(round(value.amount), 60)
            if minutes >= 60:
                return f"{number(minutes // 60)}{NBSP}h{NBSP}{minutes % 60:02d}"
            return f"{minutes}{NBSP}min{NBSP}{seconds:02d}{NBSP}s" if minutes else f"{seconds}{NBSP}s"
        case _:
            return number(value.amount)


def show_evolution(evolution: Evolution) -> str:
    """« +7,7 % », « −0,16 pt », « – »."""
    if evolution.amount is None:
        return "–"
    places, unit = (2, "pt") if evolution.in_points else (1, "%")
    text = number(evolution.amount, places)
    return f"{'' if text.startswith('−') else '+'}{text}{NBSP}{unit}"

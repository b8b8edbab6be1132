"""The cards about the visits that the people at work made to the shop: each visit, and what it did step by step."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g

from sandbox.kernel.clock import to_paris
from sandbox.shop.traffic import queries
from sandbox.shop.traffic.rules.indicators import Unit, Value, number
from sandbox.shop.traffic.rules.live import (
    CANDIDATE,
    CART,
    CHECKOUT,
    EXAMINER,
    KEPT,
    ORDER,
    PAGE,
    PRODUCT,
    SEARCH,
    LiveVisit,
    Step,
)
from sandbox.shop.traffic.rules.profile import DEVICES, SOURCES
from sandbox.web.backoffice.figures import Column, Row, Table, count
from sandbox.web.backoffice.stats_cards import Card
from sandbox.web.backoffice.stats_compare import Compared, Formula

SHOWN = 200
"""Steps listed, the latest first."""
KINDS = {
    PAGE: "Page vue", PRODUCT: "Fiche produit vue", SEARCH: "Recherche", CART: "Ajout au panier", CHECKOUT: "Étape de la commande",
    ORDER: "Commande passée",
}  # fmt: skip
_SOURCE = "Boutique, au fil des visites"
_EMPTY = "Ni vous ni l’examinateur n’avez visité la boutique dans cette période."


def _words(who: str) -> str:
    """Who made a visit, for the person who reads."""
    is_own = (who == CANDIDATE) == _works_here()
    if is_own:
        return "Vos visites"
    return "Visites de l’examinateur" if who == EXAMINER else "Visites du candidat"


def _works_here() -> bool:
    return any(g.get(name) is not None for name in ("seat", "practice_run", "market_copy"))


def _found(c: Compared) -> Sequence[LiveVisit]:
    return c.now.live or queries.list_live_visits(c.now.period)


def visits(c: Compared) -> Card:
    """One line a visit, the latest first."""
    found = _found(c)
    heads = (
        Column("Début", is_text=True), Column("Qui", is_text=True), Column("Périphérique", "only-l", is_text=True), Column("Source", "only-l", is_text=True),
        Column("Page d’entrée", "only-w", is_text=True), Column("Pages", "num"), Column("Durée", "num"), Column("Fiches produit", "num"),
        Column("Recherches", "num"), Column("Ajouts au panier", "num"), Column("Commandes", "num"),
    )  # fmt: skip
    rows = [_row(visit) for visit in reversed(found)]
    counts = [sum(_counts(visit)[i] for visit in found) for i in range(4)]
    pages, seconds = sum(len(visit.views) for visit in found), sum(visit.seconds for visit in found)
    total = Row(("Total", "", "", "", "", count(pages), Value(seconds, Unit.SECONDS), *map(count, counts)))
    formula = Formula(
        "Vos visites", "Visites de la boutique faites par la personne qui y travaille ou par l’examinateur ; une visite finit après 30 minutes sans page",
        f"{number(len(found))} visites", "Laissées de côté dans les rapports, comme les visites de l’équipe dans Matomo : « Compter vos visites » les y ajoute. "
        f"Les {number(KEPT)} dernières étapes sont gardées ; rien n’est noté dans une boutique figée.", _SOURCE,
    )  # fmt: skip
    table = Table("visites-en-direct", "Visites une à une", heads, tuple(rows), total if rows else None, empty=_EMPTY)
    return Card(table, formula=formula)


def _counts(visit: LiveVisit) -> tuple[int, ...]:
    return tuple(sum(step.kind == kind for step in visit.steps) for kind in (PRODUCT, SEARCH, CART, ORDER))


def _row(visit: LiveVisit) -> Row:
    first = visit.steps[0]
    return Row((
        _moment(first), _words(first.who), DEVICES[first.device], SOURCES[first.source], first.label or first.path, count(len(visit.views)),
        Value(visit.seconds, Unit.SECONDS), *map(count, _counts(visit)),
    ))  # fmt: skip


def _moment(step: Step) -> str:
    return f"{to_paris(step.at):%d/%m/%Y %H:%M:%S}"


def steps(c: Compared) -> Card:
    """The steps of the visits, the latest first."""
    found = [step for visit in _found(c) for step in visit.steps]
    heads = (
        Column("Moment", is_text=True), Column("Qui", is_text=True), Column("Étape", is_text=True), Column("Quoi", is_text=True), Column("Adresse", "only-l mut", is_text=True),
        Column("Résultats", "num"),
    )  # fmt: skip
    rows = [
        Row((
            _moment(step), _words(step.who), KINDS[step.kind], step.label, step.path,
            count(step.results, "" if step.results is not None else "Seulement pour une recherche."),
        )) for step in sorted(found, key=lambda step: step.at, reverse=True)[:SHOWN]
    ]  # fmt: skip
    formula = Formula(
        "Étapes", "Pages, fiches produit, recherches, ajouts au panier, étapes de la commande et commandes, dans l’ordre où elles ont été faites",
        f"{number(len(found))} étapes", f"Les {SHOWN} dernières de la période.", _SOURCE,
    )  # fmt: skip
    return Card(Table("etapes", "Étapes des visites", heads, tuple(rows), empty=_EMPTY), formula=formula)

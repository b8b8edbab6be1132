"""The cards of the reports: each is a table of figures, and how it is drawn."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for

from sandbox.kernel.paging import Page
from sandbox.shop.traffic import queries
from sandbox.shop.traffic.rules.indicators import (
    FUNNEL,
    INDICATORS,
    Totals,
    Unit,
    Value,
    add_up,
    number,
    show,
    value_of,
)
from sandbox.shop.traffic.rules.profile import DEVICES, SOURCES
from sandbox.web.backoffice.charts import BarChart, bar_chart
from sandbox.web.backoffice.figures import Column, Row, Table, count, money, share
from sandbox.web.backoffice.stats_compare import UNTOLD, Compared, Formula, formula_of
from sandbox.web.backoffice.stats_segments import segment_query, segment_words


@dataclass(frozen=True, slots=True)
class Card:
    """A table and its drawing. `kind` table | bars | funnel | devices | best; `side` wide | left | right.

    `widths` are the bars of each row: percentage now, and of the period before or None. `tip` is a remark drawn from the
    figures. `page` is the part of a long table that its rows are.
    """

    table: Table
    kind: str = "table"
    side: str = "wide"
    formula: Formula | None = None
    bars: BarChart | None = None
    bars_label: str = ""
    widths: tuple[tuple[float, float | None], ...] = ()
    tip: str = ""
    steps: tuple[Any, ...] = ()
    page: Page[Any] | None = None


def bars_of(c: Compared, rows: Sequence[tuple[str, float, float]], axis: str) -> BarChart | None:
    """Bars of (name, now, period of comparison), without the last when nothing is compared; None without any row."""
    has_before = c.before is not None
    drawn = [(name, now, before if has_before else None) for name, now, before in rows]
    return bar_chart(drawn, axis=axis, write=number, has_before=has_before) if drawn else None


def link(endpoint: str, **values: Any) -> str:
    """The address of a screen of the back office, or nothing while it does not exist."""
    name = f"backoffice.{endpoint}"
    return url_for(name, **values) if name in current_app.view_functions else ""


def narrowed(c: Compared, argument: str, value: str) -> str:
    """The report on traffic for one source, device or campaign, over the same days."""
    return link("statistics", slug="acquisition", **{**c.bar.query, **segment_query(c.segment_of), argument: value})


def visits_told(key: str, title: str) -> Callable[[Callable[..., Card]], Callable[..., Card]]:
    """A card of visits: « – » with its reason where these are not told apart by the segment that is read."""

    def told(build: Callable[..., Card]) -> Callable[..., Card]:
        @functools.wraps(build)
        def built(c: Compared, **how: Any) -> Card:
            return unknown(c, key, title, UNTOLD, how.get("side")) if c.now.uncrossed else build(c, **how)

        return built

    return told


def whole_only(
    key: str, title: str, why: str, side: str = "wide"
) -> Callable[[Callable[..., Card]], Callable[..., Card]]:
    """A card that no region and no novelty is known of: « – » with its reason when the report is narrowed to one."""

    def only(build: Callable[..., Card]) -> Callable[..., Card]:
        @functools.wraps(build)
        def built(c: Compared, **how: Any) -> Card:
            return unknown(c, key, title, why, side) if c.segment_of else build(c, **how)

        return built

    return only


def unknown(c: Compared, key: str, title: str, why: str, side: str | None = None) -> Card:
    """A card without a figure, which says why, on screen and in files."""
    heads = (Column("Segment", is_text=True), Column("Valeur", "num"))
    table = Table(key, title, heads, (Row((segment_words(c.segment_of), count(None, why))),))
    return Card(table, side=side or "wide")


# acquisition -------------------------------------------------------------------------------------------------------


@visits_told("sources", "Trafic par source")
def sources(c: Compared, *, side: str = "left") -> Card:
    """Visits, and what came of them, by source."""
    now, before = c.by(lambda part: part.source)
    order = sorted(now.keys() | before.keys(), key=lambda key: (-now.get(key, Totals()).visits, key))
    whole = c.now.totals
    heads = (
        Column("Source", is_text=True), Column("Visites", "num"), Column("Part", "num"), Column("Évol.", "num"),
        Column("Rebond", "num only-l"), Column("Cmd.", "num"), Column("Conv.", "num"), Column("Ventes HT", "num"),
    )  # fmt: skip

    def row(name: str, part: Totals, earlier: Totals | None, url: str = "") -> Row:
        return Row((
            name, count(part.visits), share(part.visits, whole.visits), c.evolution("visites", part, earlier),
            value_of("rebond", part), count(part.paid), value_of("conversion", part), money(part.sales_excl),
        ), url)  # fmt: skip

    rows = [
        row(SOURCES.get(key, key), now.get(key, Totals()), before.get(key), narrowed(c, "source", key)) for key in order
    ]
    total = row("Total", whole, c.before.totals if c.before else None)
    table = Table("sources", "Trafic par source", heads, tuple(rows), total, (1,), "bar")
    bars = bars_of(
        c, [(SOURCES.get(k, k), now.get(k, Totals()).visits, before.get(k, Totals()).visits) for k in order], "Visites"
    )
    formula = Formula(
        "Visites par source",
        "Une visite porte la source de sa première page : moteur, lien direct, campagne (UTM), réseau, e-mail, site affilié",
        f"somme des sources = {number(whole.visits)} visites", "Une commande porte la source de sa visite.", INDICATORS["visites"].source,
    )  # fmt: skip
    return Card(table, "bars", side, formula, bars, "Visites par source")


def _is_of(focus: Mapping[str, str], one: queries.CampaignFigures) -> bool:
    """Whether a campaign is of what the report is narrowed to: another has neither visits nor orders in it, and its cost is not its."""
    return focus.get("source", one.source) == one.source and focus.get("campaign", one.key) == one.key


@visits_told("campagnes", "Campagnes")
def campaigns(c: Compared) -> Card:
    """Campaigns: cost, visits, orders and return."""
    heads = (
        Column("Campagne", is_text=True), Column("Support", "only-l", is_text=True), Column("Dates", "only-w", is_text=True), Column("Coût", "num"),
        Column("Visites", "num"), Column("Coût / visite", "num only-l"), Column("Cmd.", "num"), Column("Conv.", "num"),
        Column("Coût / commande", "num only-l"), Column("Ventes HT", "num"), Column("Ventes ÷ coût", "num"),
        Column("Marge − coût", "num"),
    )  # fmt: skip
    found = [one for one in queries.figures_of_campaigns(c.now) if _is_of(c.focus, one)]

    def priced(value: Value) -> Value:
        return Value(None, value.unit, _WHOLE_COST) if c.segment_of else value

    def row(name: str, medium: str, days: str, cost: int, part: Totals, url: str = "") -> Row:
        return Row((
            name, medium, days, priced(money(cost)), count(part.visits), priced(_ratio(cost, part.visits, Unit.CENTS, "Aucune visite.")),
            count(part.paid), value_of("conversion", part), priced(_ratio(cost, part.paid, Unit.CENTS, "Aucune commande payée.")),
            money(part.sales_excl), priced(_ratio(part.sales_excl, cost, Unit.RATIO, "Aucun coût dans la période.")),
            priced(money(part.sales_excl - part.cost - cost)),
        ), url)  # fmt: skip

    rows = [
        row(
            f.name,
            f.medium,
            f"{f.first_on:%d/%m/%Y} – {f.last_on:%d/%m/%Y}",
            f.cost_cents,
            f.totals,
            narrowed(c, "campagne", f.key),
        )
        for f in found
    ]
    whole = add_up(f.totals for f in found)
    cost = sum(f.cost_cents for f in found)
    total = row("Total", "", "", cost, whole) if found else None
    formula = Formula(
        "Retour d’une campagne", "Ventes HT des commandes de la campagne ÷ coût de la campagne",
        "–" if c.segment_of else f"{show(money(whole.sales_excl))} ÷ {show(money(cost))} = {show(_ratio(whole.sales_excl, cost, Unit.RATIO, ''))}",
        "Le coût d’une campagne à cheval sur deux périodes est réparti par jour. Une commande revient à la campagne de sa dernière visite.",
        "Adresses marquées (UTM) et commandes de la boutique",
    )  # fmt: skip
    table = Table(
        "campagnes", "Campagnes", heads, tuple(rows), total, (3, 9), "bar", empty="Aucune campagne dans cette période."
    )
    return Card(table, formula=formula)


_WHOLE_COST = (
    "Le coût d’une campagne est celui de toutes ses visites : il ne se partage ni par région, ni par nouveauté."
)


def _ratio(top: float, bottom: float, unit: Unit, reason: str) -> Value:
    return Value(top / bottom, unit) if bottom else Value(None, unit, reason)


# conversion --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the funnel as drawn."""

    name: str
    number: str
    of_visits: Value
    passed: Value | None
    evolution: Any


@visits_told("entonnoir", "Entonnoir de conversion")
def funnel(c: Compared, *, side: str = "right") -> Card:
    """Visits that reached each step; none has more than the step before."""
    now = [read(c.now.totals) for _, read in FUNNEL]
    before = [read(c.before.totals) for _, read in FUNNEL] if c.before else None
    heads = (
        Column("Étape", is_text=True), Column("Nombre", "num"), Column("% des visites", "num"), Column("% de l’étape préc.", "num"),
        Column("Perdus", "num"), Column("Comparaison", "num mut only-l"), Column("Évol.", "num"),
    )  # fmt: skip
    rows, steps = [], []
    for i, (name, _) in enumerate(FUNNEL):
        passed = share(now[i], now[i - 1], "Personne à l’étape précédente.") if i else None
        passed_before = share(before[i], before[i - 1], "Personne à l’étape précédente.") if before and i else None
        of_visits = share(now[i], now[0], "Aucune visite.")
        rows.append(Row((
            name, count(now[i]), of_visits, passed or Value(None, Unit.SHARE, "Première étape."),
            count(now[i - 1] - now[i]) if i else count(None, "Première étape."),
            count(before[i]) if before else count(None, c.reason), c.change(now[i], before[i] if before else None),
        )))  # fmt: skip
        moved = c.change(passed.amount or 0, passed_before.amount, Unit.SHARE) if passed and passed_before else None
        steps.append(Step(name, number(now[i]), of_visits, passed, moved))
    table = Table("entonnoir", "Entonnoir de conversion", heads, tuple(rows), series=(1,), chart="bar")
    left = now[2] - now[3]
    tip = f"{number(left)} paniers sur {number(now[2])} s’arrêtent avant le choix du transporteur." if now[2] else ""
    formula = Formula(
        "Entonnoir", "Visites ayant atteint chaque étape ; « panier plein » = adresse et transporteur choisis",
        INDICATORS["conversion"].working(c.now.totals), "Le même taux que sur la tuile.", INDICATORS["visites"].source,
    )  # fmt: skip
    widths = tuple(((row.cells[2].amount or 0.0) if isinstance(row.cells[2], Value) else 0.0, None) for row in rows)
    return Card(table, "funnel", side, formula, widths=widths, tip=tip, steps=tuple(steps))


@visits_told("peripheriques", "Périphériques")
def devices(c: Compared, *, side: str = "right") -> Card:
    """Visits and orders by kind of device."""
    now, before = c.by(lambda part: part.device)
    whole = c.now.totals
    heads = (
        Column("Type", is_text=True), Column("Visites", "num"), Column("Part des visites", "num"), Column("Commandes", "num"),
        Column("Part des commandes", "num"), Column("Conv.", "num"), Column("Évol.", "num"),
    )  # fmt: skip
    rows = []
    for key, name in DEVICES.items():
        part = now.get(key, Totals())
        rows.append(Row((
            name, count(part.visits), share(part.visits, whole.visits), count(part.paid), share(part.paid, whole.paid),
            value_of("conversion", part), c.evolution("conversion", part, before.get(key)),
        ), narrowed(c, "appareil", key)))  # fmt: skip
    total = Row((
        "Total", count(whole.visits), share(whole.visits, whole.visits), count(whole.paid), share(whole.paid, whole.paid),
        value_of("conversion", whole), c.evolution("conversion", whole, c.before.totals if c.before else None),
    ))  # fmt: skip
    table = Table("peripheriques", "Périphériques", heads, tuple(rows), total, (2, 4), "bar")
    mobile = now.get("mobile", Totals())
    formula = Formula(
        "Conversion par périphérique", "Commandes du périphérique ÷ Visites du périphérique × 100",
        f"Mobile : {INDICATORS['conversion'].working(mobile)}",
        "Une commande passée pendant la session compte comme faite sur un ordinateur.", INDICATORS["conversion"].source,
    )  # fmt: skip
    tip = ""
    if whole.visits and whole.paid:
        tip = f"Le mobile apporte {show(share(mobile.visits, whole.visits))} des visites et {show(share(mobile.paid, whole.paid))} des commandes."
    widths = tuple((_amount(row.cells[2]), _amount(row.cells[4])) for row in rows)
    return Card(table, "devices", side, formula, widths=widths, tip=tip)


def _amount(cell: Any) -> float:
    return (cell.amount or 0.0) if isinstance(cell, Value) else 0.0


# e-commerce --------------------------------------------------------------------------------------------------------


def best_sellers(c: Compared, *, limit: int | None = 10, side: str = "left") -> Card:
    """Products by their sales; the rest in one line, so that the column adds up to « Ventes »."""
    found = queries.figures_of_products(c.now.period, shown=limit, segment=c.segment_of)
    then = queries.figures_of_products(c.before.period, shown=0, segment=c.segment_of) if c.before else []
    earlier = {f.product_id: f for f in then}
    whole = c.now.totals
    heads = (
        Column("#", "num"), Column("Produit", is_text=True), Column("Catégorie", "only-w", is_text=True), Column("Qté", "num"),
        Column("Ventes HT", "num"), Column("Part", "num only-w"), Column("Marge", "num only-l"), Column("Évol.", "num"),
    )  # fmt: skip
    shown = found if limit is None else found[:limit]
    top = max((f.sales_excl for f in shown), default=0)
    rows, widths = [], []
    for rank, f in enumerate(shown, 1):
        was = earlier[f.product_id].sales_excl if f.product_id in earlier else 0
        rows.append(Row(
            (
                count(rank), f.name, f.product.category if f.product else "Produit supprimé", count(f.items),
                money(f.sales_excl), share(f.sales_excl, whole.sales_excl), share(f.sales_excl - f.cost, f.sales_excl),
                c.change(f.sales_excl, was),
            ),
            link("product_edit", product_id=f.product_id) if f.product else "", f.product.cover if f.product else None,
        ))  # fmt: skip
        widths.append((_width(f.sales_excl, top), _width(was, top) if c.before else None))
    if rest := found[len(shown) :]:
        excl = sum(f.sales_excl for f in rest)
        cells = (
            None, f"{len(rest)} autres produits" if len(rest) > 1 else "1 autre produit", "", count(sum(f.items for f in rest)),
            money(excl), share(excl, whole.sales_excl), share(excl - sum(f.cost for f in rest), excl), None,
        )  # fmt: skip
        rows.append(Row(cells, css="mut"))
    total = Row((
        None, "Total", "", count(whole.items), money(whole.sales_excl), share(whole.sales_excl, whole.sales_excl),
        value_of("taux_marge", whole), c.evolution("ventes", whole, c.before.totals if c.before else None),
    ))  # fmt: skip
    formula = Formula(
        "Ventes par produit", "Quantité × prix payé hors taxes, remise de panier répartie par ligne",
        f"somme des {len(found)} produits vendus = {show(money(whole.sales_excl))}", "Égal à la tuile « Ventes » du tableau de bord.",
        INDICATORS["ventes"].source,
    )  # fmt: skip
    table = Table(
        "meilleures-ventes",
        "Meilleures ventes",
        heads,
        tuple(rows),
        total,
        empty="Aucune commande payée dans cette période.",
    )
    return Card(table, "best", side, formula, widths=tuple(widths))


def _width(part: int, whole: int) -> float:
    return round(min(100.0, max(0, part) / whole * 100), 2) if whole else 0.0


def categories(c: Compared) -> Card:
    """Sales by default category of the products sold."""
    now, before = _by_category(queries.figures_of_products(c.now.period, segment=c.segment_of)), {}
    if c.before:
        before = _by_category(queries.figures_of_products(c.before.period, segment=c.segment_of))
    order = sorted(now.keys() | before.keys(), key=lambda name: (-now.get(name, (0, 0))[1], name))
    whole = c.now.totals
    rows = [
        Row(
            (
                name,
                count(items),
                money(excl),
                share(excl, whole.sales_excl),
                c.change(excl, before.get(name, (0, 0))[1]),
            )
        )
        for name in order
        for items, excl in [now.get(name, (0, 0))]
    ]
    heads = (
        Column("Catégorie", is_text=True), Column("Qté", "num"), Column("Ventes HT", "num"), Column("Part", "num"), Column("Évol.", "num"),
    )  # fmt: skip
    total = Row((
        "Total", count(whole.items), money(whole.sales_excl), share(whole.sales_excl, whole.sales_excl),
        c.evolution("ventes", whole, c.before.totals if c.before else None),
    ))  # fmt: skip
    table = Table(
        "categories",
        "Ventes par catégorie",
        heads,
        tuple(rows),
        total,
        (2,),
        "bar",
        empty="Aucune commande payée dans cette période.",
    )
    bars = bars_of(
        c, [(n, now.get(n, (0, 0))[1] / 100, before.get(n, (0, 0))[1] / 100) for n in order], "Ventes HT (€)"
    )
    return Card(
        table, "bars", "right", formula_of(INDICATORS["ventes"], whole), bars, "Ventes hors taxes par catégorie"
    )


def _by_category(found: Sequence[queries.ProductFigures]) -> dict[str, tuple[int, int]]:
    sums: dict[str, tuple[int, int]] = {}
    for f in found:
        name = f.product.category if f.product else "Produit supprimé"
        items, excl = sums.get(name, (0, 0))
        sums[name] = (items + f.items, excl + f.sales_excl)
    return sums

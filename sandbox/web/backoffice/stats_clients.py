"""The cards about customers: new and returning, RFM segments and who is in them."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.shop.traffic import queries
from sandbox.shop.traffic.queries import Loyalty, Scored
from sandbox.shop.traffic.rules.indicators import INDICATORS, number, value_of
from sandbox.shop.traffic.rules.segments import MUCH_CENTS, OFTEN, RECENT_DAYS, SEGMENTS
from sandbox.web.backoffice.charts import bar_chart
from sandbox.web.backoffice.figures import Column, Row, Table, count, money, share
from sandbox.web.backoffice.stats_cards import Card, link
from sandbox.web.backoffice.stats_compare import Compared, Formula

LISTED = 200
"""Members of a segment on screen and in its files, at most; the card says so when there are more."""
_ORDERS = INDICATORS["commandes"].source


def loyalty(c: Compared) -> Card:
    """Who bought for the first time, who came back."""
    now = queries.figures_of_loyalty(c.now.period)
    before = queries.figures_of_loyalty(c.before.period) if c.before else (Loyalty(), Loyalty())
    whole = c.now.totals
    people = sum(part.customers for part in now)
    heads = (
        Column("Clients", is_text=True), Column("Nombre", "num"), Column("Part", "num"), Column("Commandes", "num"),
        Column("Ventes HT", "num"), Column("Part des ventes", "num only-l"), Column("Panier moyen", "num"),
        Column("Évol. des ventes", "num"),
    )  # fmt: skip

    def row(name: str, part: Loyalty, was: Loyalty) -> Row:
        return Row((
            name, count(part.customers), share(part.customers, people), count(part.orders), money(part.sales_excl),
            share(part.sales_excl, whole.sales_excl),
            money(part.sales_excl / part.orders) if part.orders else money(None, "Aucune commande payée."),
            c.change(part.sales_excl, was.sales_excl),
        ))  # fmt: skip

    names = ("Nouveaux clients", "Clients fidélisés")
    rows = [row(name, *pair) for name, *pair in zip(names, now, before, strict=True)]
    total = Row((
        "Total", count(people), share(people, people), count(whole.paid), money(whole.sales_excl),
        share(whole.sales_excl, whole.sales_excl), value_of("panier_moyen", whole),
        c.evolution("ventes", whole, c.before.totals if c.before else None),
    ))  # fmt: skip
    formula = Formula(
        "Nouveaux et fidélisés", "Nouveau : la première commande payée du client est dans la période. Fidélisé : elle est d’avant",
        f"{number(now[0].customers)} + {number(now[1].customers)} = {number(people)} clients", "Toutes les commandes de la période "
        "d’un nouveau client comptent avec lui. Un client a une seule ligne, quel que soit le nombre de ses commandes.", _ORDERS,
    )  # fmt: skip
    table = Table(
        "fidelite", "Nouveaux clients et clients fidélisés", heads, tuple(rows) if people else (), total if people else None,
        (1, 3), "bar", empty="Aucune commande payée dans cette période.",
    )  # fmt: skip
    return Card(table, formula=formula)


def rfm(c: Compared) -> list[Card]:
    """The segments and the list of customers, of the same reading."""
    scored = queries.list_scored(c.now.period)
    return [segments(c, scored), members(c, scored)]


def segments(c: Compared, scored: Sequence[Scored]) -> Card:
    """The six segments at the end of the period; each leads to its customers."""
    whole, people = sum(s.sales_excl for s in scored), len(scored)
    heads = (
        Column("Segment", is_text=True), Column("Règle", "mut only-l", is_text=True), Column("Clients", "num"), Column("Part", "num"),
        Column("Commandes", "num"), Column("Ventes HT", "num"), Column("Part des ventes", "num"),
        Column("Acceptent la lettre", "num only-l"), Column("À quoi il sert", "only-w mut", is_text=True),
    )  # fmt: skip
    rows, bars = [], []
    for segment in SEGMENTS.values():
        members = [s for s in scored if s.scores.segment is segment]
        excl = sum(s.sales_excl for s in members)
        address = link("statistics", slug="clients", segment=segment.key, **c.bar.query)
        rows.append(Row((
            segment.name, segment.rule, count(len(members)), share(len(members), people), count(sum(s.orders for s in members)),
            money(excl), share(excl, whole), count(sum(s.is_newsletter for s in members)), segment.use,
        ), f"{address}#c-liste" if address else ""))  # fmt: skip
        bars.append((segment.name, len(members), None))
    total = Row((
        "Total", "", count(people), share(people, people), count(sum(s.orders for s in scored)), money(whole), share(whole, whole),
        count(sum(s.is_newsletter for s in scored)), "",
    ))  # fmt: skip
    (r3, r2), (f3, f2), (m3, m2) = RECENT_DAYS, OFTEN, MUCH_CENTS
    formula = Formula(
        "Segments RFM",
        f"R, jours depuis la dernière commande payée : {r3} au plus → 3, {r2} au plus → 2, au-delà → 1. "
        f"F, commandes payées : {f3} et plus → 3, {f2} et plus → 2, moins → 1. "
        f"M, ventes HT : {m3 // 100} € et plus → 3, {m2 // 100} € et plus → 2, moins → 1",
        f"somme des segments = {number(people)} clients", "Depuis l’ouverture jusqu’au dernier jour de la période : un segment est une "
        "photographie, pas un flux. M se lit dans la liste et ne change pas de segment. Un client sans achat payé n’y est pas.", _ORDERS,
    )  # fmt: skip
    table = Table(
        "segments", "Segments de clients (RFM)", heads, tuple(rows) if people else (), total if people else None, (2,), "bar",
        empty="Aucun client n’a encore acheté à la fin de cette période.",
    )  # fmt: skip
    drawing = bar_chart(bars, axis="Clients", write=number, has_before=False) if people else None
    tip = (
        f"Seuils : R3 jusqu’à {r3} jours depuis la dernière commande, R2 jusqu’à {r2} ; F3 dès {f3} commandes, F2 dès {f2} ; "
        f"M3 dès {m3 // 100} € HT, M2 dès {m2 // 100} €. Ils sont les mêmes pour toutes les boutiques, et fixes."
    )
    return Card(table, "bars", formula=formula, bars=drawing, bars_label="Clients par segment", tip=tip)


def members(c: Compared, scored: Sequence[Scored]) -> Card:
    """The customers of the chosen segment, or all, the best first."""
    chosen = SEGMENTS.get(c.segment)
    found = [s for s in scored if chosen is None or s.scores.segment is chosen]
    heads = (
        Column("Client", is_text=True), Column("Société", "only-l", is_text=True), Column("Segment", is_text=True), Column("Scores", "nw", is_text=True),
        Column("Dernière commande", "num"), Column("Jours", "num only-l"), Column("Commandes", "num"), Column("Ventes HT", "num"),
        Column("Lettre", "only-l", is_text=True),
    )  # fmt: skip
    last = c.now.period.last

    people = queries.find_people(s.customer_id for s in found[:LISTED])

    def row(s: Scored) -> Row:
        who = people[s.customer_id]
        cells = (
            who.full_name, who.company, s.scores.segment.name, s.scores.words, s.last_on, count((last - s.last_on).days), count(s.orders),
            money(s.sales_excl), "Oui" if s.is_newsletter else "Non",
        )  # fmt: skip
        return Row(cells, link("customer_view", customer_id=who.id))

    rows = [row(s) for s in found[:LISTED]]
    if rest := found[LISTED:]:
        cells = (f"{number(len(rest))} autres clients", "", "", "", None, None, count(sum(s.orders for s in rest)),
                 money(sum(s.sales_excl for s in rest)), "")  # fmt: skip
        rows.append(Row(cells, css="mut"))
    total = Row(
        (
            "Total",
            "",
            "",
            "",
            None,
            None,
            count(sum(s.orders for s in found)),
            money(sum(s.sales_excl for s in found)),
            "",
        )
    )
    title = f"Clients du segment «\u00a0{chosen.name}\u00a0»" if chosen else "Clients de tous les segments"
    formula = Formula(
        title, f"{chosen.name} : {chosen.rule}. {chosen.use}." if chosen else "Tous les clients qui ont acheté, avec leurs trois scores",
        f"{number(len(found))} clients", "N’écrivez qu’à ceux qui acceptent la lettre d’information. "
        f"Les {LISTED} premiers par les ventes sont nommés.", _ORDERS,
    )  # fmt: skip
    table = Table(
        "liste", title, heads, tuple(rows), total if rows else None, empty="Aucun client dans ce segment à la fin de cette période.",
    )  # fmt: skip
    return Card(table, formula=formula)

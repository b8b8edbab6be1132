"""The cards about newsletters: each letter from its sending to its sales, what they sold, and who left."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.shop.traffic import queries
from sandbox.shop.traffic.queries import LetterFigures
from sandbox.shop.traffic.rules.indicators import INDICATORS, Totals, Value, add_up, number, show, value_of
from sandbox.web.backoffice.charts import bar_chart
from sandbox.web.backoffice.figures import Column, Row, Table, count, money
from sandbox.web.backoffice.stats_cards import Card, link
from sandbox.web.backoffice.stats_compare import Compared, Formula

TILES = (
    "envois",
    "delivrance",
    "ouverture",
    "clic",
    "reactivite",
    "desinscription",
    "commandes_lettres",
    "ventes_lettres",
)
_BEFORE = "Partie avant la période : seules ses commandes y sont."
_EMPTY = "Aucune lettre d’information n’est partie dans cette période."


def letters(c: Compared) -> list[Card]:
    """The letters, of one reading."""
    found = queries.figures_of_letters(c.now.period)
    return [steps(c, found), sold(found), rates(found), departures(c)]


def steps(c: Compared, found: Sequence[LetterFigures]) -> Card:
    """Each letter: sent, delivered, opened, clicked, unsubscribed, and what came of it."""
    visits = c.now.by(lambda part: part.campaign)
    heads = (
        Column("Lettre", is_text=True), Column("Objet", "only-w mut", is_text=True), Column("Destinataires", "only-w", is_text=True), Column("Partie le", "num"),
        Column("Envoyés", "num"), Column("Délivrés", "num"), Column("Ouvertures", "num"), Column("Taux d’ouv.", "num"), Column("Clics", "num"),
        Column("Taux de clic", "num"), Column("Désinscrits", "num"), Column("Taux de désinscr.", "num"), Column("Visites", "num only-l"),
        Column("Cmd.", "num"), Column("Ventes HT", "num"),
    )  # fmt: skip

    def mailed(amount: int, is_sent: bool) -> Value:
        return count(amount if is_sent else None, "" if is_sent else _BEFORE)

    def cells(t: Totals, is_sent: bool, seen: int) -> tuple[Value, ...]:
        return (
            mailed(t.mails, is_sent), mailed(t.mails_delivered, is_sent), mailed(t.mails_opened, is_sent), value_of("ouverture", t),
            mailed(t.mails_clicked, is_sent), value_of("clic", t), mailed(t.unsubscribed, is_sent), value_of("desinscription", t),
            count(seen), count(t.letter_orders), money(t.letter_sales),
        )  # fmt: skip

    rows = []
    for f in found:
        seen = visits.get(f.key, Totals()).visits
        figures = cells(f.totals, f.is_sent_within, seen)
        rows.append(Row((f.name, f.subject, f.audience, f.sent_on, *figures)))
    whole = add_up(f.totals for f in found)
    seen = sum(visits.get(f.key, Totals()).visits for f in found)
    total = Row(("Total", "", "", None, *cells(whole, True, seen))) if found else None
    formula = Formula(
        "D’une lettre à ses ventes", "Envoyés → délivrés → ouvertures → clics, chaque lecteur une fois ; les visites et les commandes sont celles des "
        "liens marqués (UTM) de la lettre", f"{number(whole.mails)} envoyés, {number(whole.mails_clicked)} clics, {number(seen)} visites, "
        f"{show(count(whole.letter_orders))} commandes payées",
        "Un lecteur qui revient fait plusieurs visites : elles peuvent dépasser ses clics. Comparez des taux, pas des nombres, quand les listes diffèrent.",
        INDICATORS["envois"].source,
    )  # fmt: skip
    return Card(
        Table("lettres", "Lettres d’information", heads, tuple(rows), total, (7, 9, 11), "column", empty=_EMPTY),
        formula=formula,
    )


def sold(found: Sequence[LetterFigures]) -> Card:
    """What each letter sold, and for a thousand messages delivered, so that a short list is not judged by its size."""
    whole = add_up(f.totals for f in found)
    heads = (
        Column("Lettre", is_text=True), Column("Ventes HT", "num"), Column("Cmd.", "num"), Column("Ventes pour 1 000 délivrés", "num"),
    )  # fmt: skip

    def row(name: str, t: Totals) -> Row:
        return Row((name, money(t.letter_sales), count(t.letter_orders), _per_thousand(t)))

    order = sorted(found, key=lambda f: (-f.totals.letter_sales, f.name))
    table = Table(
        "ventes-lettres", "Ce que les lettres ont vendu", heads, tuple(row(f.name, f.totals) for f in order),
        row("Total", whole) if found else None, (1,), "bar", empty=_EMPTY,
    )  # fmt: skip
    drawing = bar_chart(
        [(f.name, f.totals.letter_sales / 100, None) for f in order],
        axis="Ventes HT (€)",
        write=number,
        has_before=False,
    )
    formula = Formula(
        "Ventes d’une lettre", "Produits des commandes payées venues de ses liens, hors taxes, remises déduites",
        f"somme des lettres = {show(money(whole.letter_sales))}",
        "Ventes pour 1 000 délivrés = Ventes ÷ Messages délivrés × 1 000.", INDICATORS["ventes_lettres"].source,
    )  # fmt: skip
    return Card(table, "bars", "left", formula, drawing if found else None, "Ventes hors taxes par lettre")


def _per_thousand(t: Totals) -> Value:
    if not t.mails_delivered:
        return money(None, _BEFORE)
    return money(t.letter_sales * 1000 / t.mails_delivered)


def rates(found: Sequence[LetterFigures]) -> Card:
    """The letters by their unsubscriptions, the worst first: the sign of a list that was not chosen."""
    sent = [f for f in found if f.is_sent_within]
    order = sorted(sent, key=lambda f: (-(value_of("desinscription", f.totals).amount or 0), f.name))
    heads = (
        Column("Lettre", is_text=True), Column("Désinscrits", "num"), Column("Taux", "num"), Column("Dont clients", "num"), Column("Taux de délivrance", "num"),
    )  # fmt: skip
    rows = [
        Row((f.name, count(f.totals.unsubscribed), value_of("desinscription", f.totals), count(f.left), value_of("delivrance", f.totals)))
        for f in order
    ]  # fmt: skip
    whole = add_up(f.totals for f in sent)
    total = Row((
        "Total", count(whole.unsubscribed), value_of("desinscription", whole), count(sum(f.left for f in sent)), value_of("delivrance", whole),
    ))  # fmt: skip
    formula = Formula(
        "Désinscriptions d’une lettre", INDICATORS["desinscription"].formula, INDICATORS["desinscription"].working(whole),
        "Dont clients : ceux qui ont un compte dans la boutique et dont le retrait, daté, nomme cette lettre.", INDICATORS["desinscription"].source,
    )  # fmt: skip
    table = Table(
        "desinscriptions",
        "Désinscriptions par lettre",
        heads,
        tuple(rows),
        total if rows else None,
        (1,),
        "bar",
        empty=_EMPTY,
    )
    bars = [(f.name, value_of("desinscription", f.totals).amount or 0, None) for f in order]
    drawing = bar_chart(bars, axis="Taux (%)", write=lambda v: number(v, 2), whole=False, has_before=False)
    return Card(table, "bars", "right", formula, drawing if rows else None, "Taux de désinscription par lettre")


def departures(c: Compared) -> Card:
    """The customers who withdrew their consent in the period, each with the way they did."""
    found = queries.list_departures(c.now.period)
    heads = (Column("Client", is_text=True), Column("Retrait le", "num"), Column("Par", is_text=True))
    rows = [
        Row((d.customer.full_name, d.day, d.source), link("customer_view", customer_id=d.customer.id)) for d in found
    ]
    formula = Formula(
        "Retraits de consentement", "Clients de la boutique qui ont retiré leur accord à la lettre d’information dans la période",
        f"{number(len(found))} clients", "Les lecteurs sans compte ne sont connus que de l’outil d’envoi.", "Clients › Clients, consentements datés",
    )  # fmt: skip
    table = Table(
        "departs",
        "Clients qui ont quitté la lettre",
        heads,
        tuple(rows),
        empty="Aucun client n’a retiré son accord dans cette période.",
    )
    return Card(table, formula=formula)

"""The cards about the relation with customers: threads and their delays, reviews and their themes, returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median

from sandbox.kernel import clock
from sandbox.kernel.clock import to_paris
from sandbox.shop.orders.rules.returns import REASONS
from sandbox.shop.support.rules import STATUS_WORDS
from sandbox.shop.traffic import queries
from sandbox.shop.traffic.queries import PublishedReview, ReturnedGoods, ThreadDelay
from sandbox.shop.traffic.queries.refunds import SLIP, STATE
from sandbox.shop.traffic.rules.indicators import INDICATORS, Unit, Value, number, value_of
from sandbox.shop.traffic.rules.themes import THEMES, themes_of
from sandbox.web.backoffice.figures import Column, Row, Table, count, money, share
from sandbox.web.backoffice.stats_cards import Card, bars_of, link
from sandbox.web.backoffice.stats_compare import Compared, Formula, formula_of
from sandbox.web.backoffice.stats_pages import cut

NO_REPLY = "Aucun fil n’a reçu de réponse."
CLOSED = "closed"
UNHAPPY = 2
"""Up to so many stars a review is one to look at."""
WITHDRAWAL = "Rétractation (sans motif à donner)"


# customer service --------------------------------------------------------------------------------------------------


def service(c: Compared) -> list[Card]:
    """The delays and what waits, of the same reading."""
    found = queries.list_thread_delays(c.now.period)
    return [delays(c, found), waiting_threads(c, found), all_threads(c, found)]


def delays(c: Compared, found: Sequence[ThreadDelay]) -> Card:
    """Threads and first answers by service."""
    groups: dict[str, list[ThreadDelay]] = {}
    for row in found:
        groups.setdefault(row.contact, []).append(row)
    heads = (
        Column("Service", is_text=True), Column("Fils", "num"), Column("Répondus", "num"), Column("Sans réponse", "num"),
        Column("Délai moyen", "num"), Column("Délai médian", "num"), Column("Plus long", "num only-l"), Column("Encore ouverts", "num"),
    )  # fmt: skip

    def line(name: str, rows: Sequence[ThreadDelay]) -> Row:
        times = [row.reply_seconds for row in rows if row.reply_seconds is not None]
        seconds = [sum(times) / len(times), median(times), max(times)] if times else [None, None, None]
        return Row((
            name, count(len(rows)), count(len(times)), count(len(rows) - len(times)),
            *(Value(n, Unit.SECONDS, NO_REPLY if n is None else "") for n in seconds),
            count(sum(row.status != CLOSED for row in rows)),
        ))  # fmt: skip

    rows = [line(name, groups[name]) for name in sorted(groups, key=lambda name: (-len(groups[name]), name))]
    indicator = INDICATORS["delai_reponse"]
    table = Table(
        "delais", "Délais de première réponse", heads, tuple(rows), line("Total", found) if found else None, (1, 3), "bar",
        empty="Aucun client n’a écrit dans cette période.",
    )  # fmt: skip
    return Card(table, formula=formula_of(indicator, c.now.totals_of(indicator)))


def waiting_threads(c: Compared, delays_of: Sequence[ThreadDelay]) -> Card:
    """The threads of the period that are not closed, the oldest first."""
    found = [row for row in delays_of if row.status != CLOSED]
    page, now = cut(c, "fils-ouverts", found), clock.now()
    heads = (
        Column("Client", is_text=True), Column("Service", "only-l", is_text=True), Column("État", is_text=True), Column("Ouvert le", "num"),
        Column("Ouvert depuis (jours)", "num"), Column("Première réponse", "num"),
    )  # fmt: skip
    rows = [
        Row((
            row.name, row.contact, STATUS_WORDS[row.status], to_paris(row.opened_at).date(),
            count(max(0, (now - row.opened_at).days)), Value(row.reply_seconds, Unit.SECONDS, "Pas encore de réponse."),
        ), link("thread_view", thread_id=row.thread_id)) for row in page.items
    ]  # fmt: skip
    formula = Formula(
        "Fils encore ouverts", "Fils ouverts dans la période dont l’état n’est pas « Traité »", f"{number(len(found))} fils",
        "État d’aujourd’hui. Un fil auquel on a répondu reste ouvert tant que personne ne le marque traité.", INDICATORS["fils"].source,
    )  # fmt: skip
    table = Table(
        "fils-ouverts", "Fils encore ouverts", heads, tuple(rows), empty="Tous les fils de cette période sont traités.",
    )  # fmt: skip
    return Card(table, formula=formula, page=page)


def all_threads(c: Compared, found: Sequence[ThreadDelay]) -> Card:
    """Every thread that the figures of the page count, the latest first."""
    page = cut(c, "fils", found[::-1])
    heads = (
        Column("Client", is_text=True), Column("Service", "only-l", is_text=True), Column("État", is_text=True), Column("Ouvert le", "num"),
        Column("Première réponse", "num"),
    )  # fmt: skip
    rows = [
        Row((
            row.name, row.contact, STATUS_WORDS[row.status], to_paris(row.opened_at).date(),
            Value(row.reply_seconds, Unit.SECONDS, "Traité sans réponse." if row.status == CLOSED else "Pas encore de réponse."),
        ), link("thread_view", thread_id=row.thread_id)) for row in page.items
    ]  # fmt: skip
    formula = Formula(
        "Fils de la période", INDICATORS["fils"].formula, f"{number(len(found))} fils", INDICATORS["fils"].limits, INDICATORS["fils"].source,
    )  # fmt: skip
    table = Table(
        "fils", "Fils de la période, un à un", heads, tuple(rows), empty="Aucun client n’a écrit dans cette période."
    )
    return Card(table, formula=formula, page=page)


# reputation --------------------------------------------------------------------------------------------------------


def reputation(c: Compared) -> list[Card]:
    """Stars, themes and products, of the same reading."""
    found = queries.list_published(c.now.period)
    told = [(review, themes_of(f"{review.title} {review.body}")) for review in found]
    return [stars(c, found), themes(told), reviewed(found), all_reviews(c, told)]


def stars(c: Compared, found: Sequence[PublishedReview]) -> Card:
    """How many reviews gave each number of stars."""
    now = Counter(review.rating for review in found)
    before = queries.count_stars(c.before.period) if c.before else {}
    whole = len(found)
    heads = (Column("Note", is_text=True), Column("Avis", "num"), Column("Part", "num"), Column("Évol.", "num"))
    levels = [(f"{n} étoile{'s' if n > 1 else ''}", n) for n in range(5, 0, -1)]
    rows = [
        Row((name, count(now[n]), share(now[n], whole),
             c.change(now[n], before.get(n, 0), wants="up" if n > 3 else "down")))
        for name, n in levels
    ]  # fmt: skip
    total = Row(("Total", count(whole), share(whole, whole), c.change(whole, sum(before.values()))))
    indicator = INDICATORS["note_moyenne"]
    table = Table(
        "notes", "Répartition des notes", heads, tuple(rows) if now else (), total if now else None, (1,), "bar",
        empty="Aucun avis publié dans cette période.",
    )  # fmt: skip
    drawing = bars_of(c, [(name, now[n], before.get(n, 0)) for name, n in levels], "Avis")
    return Card(
        table,
        "bars",
        "left",
        formula_of(indicator, c.now.totals_of(indicator)),
        drawing if now else None,
        "Avis par note",
    )


def _mean(found: Sequence[PublishedReview]) -> Value:
    ratings = [review.rating for review in found]
    return Value(sum(ratings) / len(ratings) if ratings else None, Unit.RATIO, "" if ratings else "Aucun avis.")


def themes(found: Sequence[tuple[PublishedReview, frozenset[str]]]) -> Card:
    """What the reviews talk about."""
    heads = (
        Column("Thème", is_text=True), Column("Avis", "num"), Column("Part des avis", "num"), Column("Note", "num"),
        Column("Mécontents", "num"), Column("Part", "num only-w"),
    )  # fmt: skip
    rows = []
    for theme in THEMES:
        told = [review for review, names in found if theme.name in names]
        bad = sum(review.rating <= UNHAPPY for review in told)
        rows.append(Row((
            theme.name, count(len(told)), share(len(told), len(found)), _mean(told), count(bad), share(bad, len(told), "Aucun avis sur ce thème."),
        )))  # fmt: skip
    silent = [review for review, names in found if not names]
    bad = sum(review.rating <= UNHAPPY for review in silent)
    rows.append(Row((
        "Aucun de ces thèmes", count(len(silent)), share(len(silent), len(found)), _mean(silent), count(bad), share(bad, len(silent), "Aucun avis."),
    ), css="mut"))  # fmt: skip
    formula = Formula(
        "Thèmes des avis", "Avis publiés où se trouve au moins un mot du thème (« colis », « retard », « livraison »…). Mécontents : ceux à "
        f"{UNHAPPY} étoiles et moins",
        f"{number(len(found))} avis lus", "Un avis peut avoir plusieurs thèmes : les lignes ne s’additionnent pas. Un mot ne dit pas si "
        "l’on est content : croisez avec la note, puis lisez.", INDICATORS["avis"].source,
    )  # fmt: skip
    table = Table(
        "themes", "Thèmes des avis", heads, tuple(rows) if found else (), None, (1, 4), "bar",
        empty="Aucun avis publié dans cette période.",
    )  # fmt: skip
    return Card(table, side="right", formula=formula)


def reviewed(found: Sequence[PublishedReview]) -> Card:
    """Products by their reviews, the worst mean first."""
    groups: dict[int, list[PublishedReview]] = {}
    for review in found:
        groups.setdefault(review.product_id, []).append(review)
    heads = (
        Column("Produit", is_text=True), Column("Avis", "num"), Column("Note moyenne", "num"), Column(f"{UNHAPPY} étoiles et moins", "num"),
        Column("Avec réponse", "num only-l"), Column("Achats vérifiés", "num only-l"),
    )  # fmt: skip

    def line(name: str, rows: Sequence[PublishedReview], url: str = "") -> Row:
        return Row((
            name, count(len(rows)), _mean(rows), count(sum(r.rating <= UNHAPPY for r in rows)),
            share(sum(r.is_answered for r in rows), len(rows)), share(sum(r.is_verified for r in rows), len(rows)),
        ), url)  # fmt: skip

    order = sorted(groups.values(), key=lambda rows: (_mean(rows).amount or 0, -len(rows), rows[0].product))
    rows = [line(group[0].product, group, link("product_edit", product_id=group[0].product_id)) for group in order]
    formula = Formula(
        "Note par produit", "Somme des étoiles ÷ Avis publiés du produit", f"{number(len(found))} avis sur {number(len(groups))} produits",
        "De la moins bonne à la meilleure. Un produit à un seul avis peut venir en tête sans rien prouver.", INDICATORS["avis"].source,
    )  # fmt: skip
    table = Table(
        "avis-produits", "Avis par produit", heads, tuple(rows), line("Total", found) if found else None,
        empty="Aucun avis publié dans cette période.",
    )  # fmt: skip
    return Card(table, formula=formula)


def all_reviews(c: Compared, found: Sequence[tuple[PublishedReview, frozenset[str]]]) -> Card:
    """The reviews that the figures of the page count, the latest first."""
    page = cut(c, "avis", found)
    heads = (
        Column("Auteur", is_text=True), Column("Produit", is_text=True), Column("Note", "num"), Column("Titre", "only-l", is_text=True), Column("Déposé le", "num"),
        Column("Thèmes", "only-w", is_text=True), Column("Réponse", "only-l", is_text=True),
    )  # fmt: skip
    rows = [
        Row((
            review.author, review.product, count(review.rating), review.title, review.posted_on, ", ".join(sorted(names)),
            "Oui" if review.is_answered else "Non",
        ), link("review_view", review_id=review.id)) for review, names in page.items
    ]  # fmt: skip
    formula = Formula(
        "Avis de la période", INDICATORS["avis"].formula, f"{number(len(found))} avis", INDICATORS["avis"].limits, INDICATORS["avis"].source,
    )  # fmt: skip
    table = Table("avis", "Avis, un à un", heads, tuple(rows), empty="Aucun avis publié dans cette période.")
    return Card(table, formula=formula, page=page)


# returns -----------------------------------------------------------------------------------------------------------


def returns(c: Compared) -> list[Card]:
    """Motives and products, of the same reading."""
    found = queries.list_returned(c.now.period)
    return [motives(c, found), returned(c, found), refunded(c)]


def motives(c: Compared, found: Sequence[ReturnedGoods]) -> Card:
    """Why goods come back."""
    asked: Counter[str] = Counter()
    for goods in found:
        asked[goods.reason] += goods.pieces
    now, before = _by_motive(asked), _by_motive(queries.count_reasons(c.before.period)) if c.before else {}
    whole = sum(now.values())
    order = sorted(now.keys() | before.keys(), key=lambda name: (-now.get(name, 0), name))
    heads = (Column("Motif", is_text=True), Column("Articles", "num"), Column("Part", "num"), Column("Évol.", "num"))
    rows = [
        Row((n, count(now.get(n, 0)), share(now.get(n, 0), whole), c.change(now.get(n, 0), before.get(n, 0), wants="down")))
        for n in order
    ]  # fmt: skip
    total = Row(("Total", count(whole), share(whole, whole), c.change(whole, sum(before.values()), wants="down")))
    formula = Formula(
        "Retours par motif", "Quantités des demandes de retour de la période, par motif choisi", f"somme des motifs = {number(whole)} articles",
        "Le motif est celui du client ; une rétractation n’en demande pas.", INDICATORS["retours"].source,
    )  # fmt: skip
    table = Table(
        "motifs", "Retours par motif", heads, tuple(rows), total if rows else None, (1,), "bar",
        empty="Aucun retour demandé dans cette période.",
    )  # fmt: skip
    drawing = bars_of(c, [(n, now.get(n, 0), before.get(n, 0)) for n in order], "Articles")
    return Card(table, "bars", "left", formula, drawing, "Articles retournés par motif")


def refunded(c: Compared) -> Card:
    """What was given back in the period, one by one, with the day of the purchase beside that of the refund."""
    found = sorted(c.now.refunds, key=lambda refund: (refund.day, refund.order_id), reverse=True)
    page = cut(c, "rembourses", found)
    heads = (
        Column("Commande", is_text=True), Column("Achetée le", "num"), Column("Remboursée le", "num"), Column("Comment", "only-l", is_text=True),
        Column("Montant TTC", "num"),
    )  # fmt: skip
    ways = {SLIP: "Avoir", STATE: "État « Remboursé »"}
    rows = [
        Row(
            (r.reference, to_paris(r.placed_at).date(), r.day, ways[r.kind], money(r.cents)),
            link("order_view", order_id=r.order_id),
        )
        for r in page.items
    ]
    indicator = INDICATORS["remboursements"]
    total = Row(("Total", None, None, "", money(sum(r.cents for r in found)))) if found else None
    table = Table(
        "rembourses",
        "Remboursements, un à un",
        heads,
        tuple(rows),
        total,
        empty="Rien n’a été remboursé dans cette période.",
    )
    return Card(table, formula=formula_of(indicator, c.now.totals_of(indicator)), page=page)


def _by_motive(asked: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for reason, pieces in asked.items():
        name = REASONS.get(reason, WITHDRAWAL)
        found[name] = found.get(name, 0) + pieces
    return found


def returned(c: Compared, found: Sequence[ReturnedGoods]) -> Card:
    """Return rate of each product, those that come back most first."""
    back: dict[int | None, tuple[str, int]] = {}
    for goods in found:
        back[goods.product_id] = (goods.name, back.get(goods.product_id, ("", 0))[1] + goods.pieces)
    sold = {f.product_id: f for f in queries.figures_of_products(c.now.period)}
    heads = (
        Column("Produit", is_text=True),
        Column("Retournés", "num"),
        Column("Vendus", "num"),
        Column("Taux de retour", "num"),
    )
    rows = []
    for product_id, (name, pieces) in sorted(back.items(), key=lambda item: (-item[1][1], item[1][0])):
        f = sold.get(product_id)
        rows.append(Row((
            f.name if f else name, count(pieces), count(f.items if f else 0),
            share(pieces, f.items if f else 0, "Rien de vendu dans la période : vendu avant."),
        ), link("product_edit", product_id=product_id) if product_id else ""))  # fmt: skip
    indicator = INDICATORS["taux_retour"]
    whole = c.now.totals_of(indicator)
    total = Row(("Total", count(whole.returned), count(whole.delivered), value_of("taux_retour", whole)))
    table = Table(
        "retours-produits", "Taux de retour par produit", heads, tuple(rows), total if rows else None, (1,), "bar",
        empty="Aucun retour demandé dans cette période.",
    )  # fmt: skip
    return Card(table, side="right", formula=formula_of(indicator, whole))

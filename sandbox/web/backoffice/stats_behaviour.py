"""The cards about pages, searches, people and carts."""

from __future__ import annotations

from sandbox.kernel.clock import to_paris
from sandbox.shop.traffic import queries
from sandbox.shop.traffic.queries import SearchFigures
from sandbox.shop.traffic.rules.indicators import number, value_of
from sandbox.shop.traffic.rules.periods import Period
from sandbox.web.backoffice.charts import bar_chart
from sandbox.web.backoffice.figures import Column, Row, Table, count, money, share
from sandbox.web.backoffice.stats_cards import Card, bars_of, link, narrowed, visits_told, whole_only
from sandbox.web.backoffice.stats_compare import Compared, Formula
from sandbox.web.backoffice.stats_segments import REGION

EXITS_FROM = 10
"""An exit rate over fewer views says nothing: such pages go last."""

_FACTS = "Relevé de fréquentation"


_PAGES = "Le relevé compte les pages de tous les visiteurs ensemble : il ne les croise ni avec la région, ni avec la nouveauté."
_HOURS = "Le relevé compte les heures de tous les visiteurs ensemble : il ne les croise ni avec la région, ni avec la nouveauté."
_CARTS = "Un panier laissé ne dit pas la visite qui l’a rempli : cette liste est celle de tous."


@whole_only("pages", "Pages vues", _PAGES)
def pages(c: Compared) -> Card:
    """Every page seen, the most seen first."""
    found = queries.figures_of_pages(c.now.period, c.now.live)
    before = {p.path: p for p in queries.figures_of_pages(c.before.period, c.before.live)} if c.before else {}
    views = sum(p.views for p in found)
    heads = (
        Column("Page", is_text=True), Column("Adresse", "only-l mut", is_text=True), Column("Vues", "num"), Column("Part", "num"),
        Column("Évol.", "num"),
    )  # fmt: skip
    rows = [
        Row((
            p.title, p.path, count(p.views), share(p.views, views),
            c.change(p.views, before[p.path].views if p.path in before else 0),
        )) for p in found
    ]  # fmt: skip
    was = sum(p.views for p in before.values())
    total = Row(("Total", "", count(views), share(views, views), c.change(views, was))) if found else None
    formula = Formula(
        "Pages vues", "Nombre d’affichages de chaque page", f"somme des pages = {number(views)} vues",
        "Une page rechargée compte deux fois. Les commandes passées depuis le relevé n’y sont pas.", _FACTS,
    )  # fmt: skip
    table = Table("pages", "Pages vues", heads, tuple(rows), total, (2,), "bar")
    most = [(page.title, page.views, before[page.path].views if page.path in before else 0) for page in found[:10]]
    return Card(table, "bars", "wide", formula, bars_of(c, most, "Vues"), "Pages les plus vues")


@whole_only("entrees", "Pages d’entrée", _PAGES, "left")
def entries(c: Compared) -> Card:
    """The pages where visits begin."""
    found = sorted(queries.figures_of_pages(c.now.period, c.now.live), key=lambda p: (-p.entries, p.path))
    whole = sum(p.entries for p in found)
    rows = [Row((p.title, count(p.entries), share(p.entries, whole))) for p in found if p.entries]
    heads = (Column("Page d’entrée", is_text=True), Column("Entrées", "num"), Column("Part", "num"))
    total = Row(("Total", count(whole), share(whole, whole))) if rows else None
    formula = Formula(
        "Pages d’entrée", "Visites dont c’est la première page", f"somme des entrées = {number(whole)} visites mesurées",
        "Une visite a une seule page d’entrée.", _FACTS,
    )  # fmt: skip
    return Card(
        Table("entrees", "Pages d’entrée", heads, tuple(rows), total, (1,), "bar"), side="left", formula=formula
    )


@whole_only("sorties", "Pages de sortie", _PAGES, "right")
def exits(c: Compared) -> Card:
    """The pages that visits end on, the rate of each: what makes people leave comes first."""
    found = [p for p in queries.figures_of_pages(c.now.period, c.now.live) if p.exits]
    found.sort(key=lambda p: (p.views < EXITS_FROM, -(p.exits / p.views), p.path))
    before = {p.path: p for p in queries.figures_of_pages(c.before.period, c.before.live)} if c.before else {}
    exits_count, views = (
        sum(p.exits for p in found),
        sum(p.views for p in queries.figures_of_pages(c.now.period, c.now.live)),
    )
    heads = (
        Column("Page de sortie", is_text=True), Column("Sorties", "num"), Column("Vues", "num"), Column("Taux de sortie", "num"),
        Column("Comparaison", "num mut only-l"),
    )  # fmt: skip
    rows = [
        Row((
            p.title, count(p.exits), count(p.views), share(p.exits, p.views),
            share(before[p.path].exits, before[p.path].views) if p.path in before else share(0, 0, c.reason or "Page jamais vue."),
        )) for p in found
    ]  # fmt: skip
    rate = share(exits_count, views)
    total = Row(("Total", count(exits_count), count(views), rate, None)) if rows else None
    formula = Formula(
        "Taux de sortie", "Visites qui finissent sur la page ÷ Vues de la page × 100",
        f"toutes pages : {number(exits_count)} ÷ {number(views)} × 100",
        f"À ne pas confondre avec le rebond. Sous {EXITS_FROM} vues, la page est classée à la fin.", _FACTS,
    )  # fmt: skip
    return Card(
        Table("sorties", "Pages de sortie", heads, tuple(rows), total, (3,), "bar"), side="right", formula=formula
    )


def searches(c: Compared, *, limit: int | None = None, side: str = "left") -> Card:
    """What was searched in the shop; beyond `limit`, in one line."""
    found = queries.figures_of_searches(c.now.period, c.now.live)
    before = (
        {s.term: s.searches for s in queries.figures_of_searches(c.before.period, c.before.live)} if c.before else {}
    )
    whole = sum(s.searches for s in found)
    heads = (
        Column("Recherche", is_text=True), Column("Nombre", "num"), Column("Part", "num"), Column("Résultats", "num"),
        Column("Évol.", "num"),
    )  # fmt: skip

    def row(s: SearchFigures) -> Row:
        moved = c.change(s.searches, before.get(s.term, 0))
        return Row((s.term, count(s.searches), share(s.searches, whole), count(s.results), moved))

    shown = found if limit is None else found[:limit]
    rows = [row(s) for s in shown]
    if rest := whole - sum(s.searches for s in shown):
        rows.append(Row(("Autres recherches", count(rest), share(rest, whole), None, None), css="mut"))
    total = (
        Row(("Total", count(whole), share(whole, whole), None, c.change(whole, sum(before.values()))))
        if found
        else None
    )
    formula = Formula(
        "Recherches", "Affichages de la page de résultats, par mots cherchés", f"somme = {number(whole)} recherches",
        "Résultats : produits trouvés le jour du relevé ; ce que vous changez depuis (alias, fiches) n’y paraît pas.", _FACTS,
    )  # fmt: skip
    table = Table(
        "recherches", "Recherches sur le site", heads, tuple(rows), total, (1,), "bar",
        empty="Aucune recherche dans cette période.",
    )  # fmt: skip
    return Card(table, side=side, formula=formula)


def fruitless(c: Compared) -> Card:
    """The searches that found nothing: what customers want and the shop does not show."""
    found = queries.figures_of_searches(c.now.period, c.now.live)
    before = (
        {s.term: s.searches for s in queries.figures_of_searches(c.before.period, c.before.live)} if c.before else {}
    )
    whole, lost = sum(s.searches for s in found), [s for s in found if s.results == 0]
    misses = sum(s.searches for s in lost)
    heads = (
        Column("Recherche sans résultat", is_text=True),
        Column("Nombre", "num"),
        Column("Part", "num"),
        Column("Évol.", "num"),
    )
    rows = [
        Row(
            (
                s.term,
                count(s.searches),
                share(s.searches, whole),
                c.change(s.searches, before.get(s.term, 0), wants="down"),
            )
        )
        for s in lost
    ]
    total = Row(("Total", count(misses), share(misses, whole), None)) if lost else None
    formula = Formula(
        "Recherches sans résultat", "Recherches qui n’ont trouvé aucun produit ÷ Recherches × 100",
        f"{number(misses)} ÷ {number(whole)} × 100", "La part se lit sur toutes les recherches de la période.", _FACTS,
    )  # fmt: skip
    table = Table(
        "recherches-sans-resultat", "Recherches sans résultat", heads, tuple(rows), total, (1,), "bar",
        empty="Toutes les recherches de cette période ont trouvé au moins un produit.",
    )  # fmt: skip
    return Card(table, side="right", formula=formula)


@whole_only("heures", "Visites par heure", _HOURS, "left")
def hours(c: Compared) -> Card:
    """When people come."""
    found = queries.figures_of_shares(c.now.period, "hour", c.now.live)
    whole = sum(found.values())
    labels = [f"{hour:02d}" for hour in range(24)]
    heads = (Column("Heure", is_text=True), Column("Visites", "num"), Column("Part", "num"))
    rows = [
        Row((f"{int(h)}\u00a0h – {int(h) + 1}\u00a0h", count(found.get(h, 0)), share(found.get(h, 0), whole)))
        for h in labels
    ]
    bars = bar_chart(
        [(f"{int(h)}\u00a0h", found.get(h, 0), None) for h in labels], axis="Visites", write=number, has_before=False
    )
    total = Row(("Total", count(whole), share(whole, whole)))
    formula = Formula(
        "Visites par heure", "Une visite compte à l’heure de sa première page, à Paris", f"somme des heures = {number(whole)} visites mesurées",
        "Les commandes passées depuis le relevé n’y sont pas.", _FACTS,
    )  # fmt: skip
    table = Table(
        "heures", "Visites par heure", heads, tuple(rows) if whole else (), total if whole else None, (1,), "column"
    )
    return Card(table, "bars", "left", formula, bars if whole else None, "Visites par heure de la journée")


@visits_told("regions", "Provenances géographiques")
def regions(c: Compared, *, side: str = "right") -> Card:
    """Where people come from; each region leads to the report of its visits."""
    found = _by_region(c, c.now.period)
    before = _by_region(c, c.before.period) if c.before else {}
    whole = sum(found.values())
    order, known = sorted(found, key=lambda label: (-found[label], label)), set(queries.list_regions())
    heads = (Column("Région", is_text=True), Column("Visites", "num"), Column("Part", "num"), Column("Évol.", "num"))
    rows = [
        Row((r, count(found[r]), share(found[r], whole), c.change(found[r], before.get(r, 0))), _of_region(c, r, known))
        for r in order
    ]
    total = Row(("Total", count(whole), share(whole, whole), c.change(whole, sum(before.values())))) if rows else None
    formula = Formula(
        "Provenance géographique", "Région devinée d’après l’adresse du réseau", f"somme des régions = {number(whole)} visites mesurées",
        "Une adresse de réseau mobile peut être placée dans la région voisine.", _FACTS,
    )  # fmt: skip
    return Card(
        Table("regions", "Provenances géographiques", heads, tuple(rows), total, (1,), "bar"),
        side=side,
        formula=formula,
    )


def _by_region(c: Compared, period: Period) -> dict[str, int]:
    return queries.regions_of(period, c.segment_of) if c.segment_of else queries.figures_of_shares(period, "region")


def _of_region(c: Compared, region: str, known: set[str]) -> str:
    """The report on traffic for a region, when its visits are told apart."""
    return narrowed(c, REGION, region) if region in known else ""


def buyers(c: Compared) -> Card:
    """The best customers."""
    found = queries.figures_of_buyers(c.now.period, segment=c.segment_of)
    whole = c.now.totals
    heads = (
        Column("#", "num"), Column("Client", is_text=True), Column("Société", "only-l", is_text=True), Column("Commandes", "num"),
        Column("Ventes HT", "num"), Column("Part", "num"), Column("Panier moyen", "num only-l"), Column("Dernière commande", "num"),
    )  # fmt: skip
    rows = [
        Row(
            (
                count(rank), f.customer.full_name, f.customer.company, count(f.orders), money(f.sales_excl),
                share(f.sales_excl, whole.sales_excl), money(f.sales_excl / f.orders), f.last_on,
            ),
            link("customer_view", customer_id=f.customer.id),
        )
        for rank, f in enumerate(found, 1)
    ]  # fmt: skip
    shown = sum(f.sales_excl for f in found)
    rest = whole.sales_excl - shown
    if rest > 0:
        orders = whole.paid - sum(f.orders for f in found)
        cells = (None, "Autres clients", "", count(orders), money(rest), share(rest, whole.sales_excl), None, None)
        rows.append(Row(cells, css="mut"))
    total = Row((
        None, "Total", "", count(whole.paid), money(whole.sales_excl), share(whole.sales_excl, whole.sales_excl),
        value_of("panier_moyen", whole), None,
    ))  # fmt: skip
    formula = Formula(
        "Ventes par client", "Somme des produits de ses commandes payées, hors taxes", f"tous les clients = {number(whole.paid)} commandes",
        "Les vingt premiers ; un client sans compte est reconnu à son adresse électronique.", "Commandes de la boutique",
    )  # fmt: skip
    table = Table(
        "meilleurs-clients",
        "Meilleurs clients",
        heads,
        tuple(rows),
        total if rows else None,
        empty="Aucune commande payée dans cette période.",
    )
    return Card(table, formula=formula)


@whole_only("paniers", "Paniers abandonnés", _CARTS)
def carts(c: Compared) -> Card:
    """Carts left behind in the period, one a line."""
    found = queries.list_abandoned_carts(c.now.period)
    heads = (
        Column("Panier", "num"), Column("Client", is_text=True), Column("Contenu", is_text=True), Column("Articles", "num"),
        Column("Valeur HT", "num"), Column("Dernière activité", "num"), Column("Accepte la lettre", is_text=True),
    )  # fmt: skip
    rows = [
        Row(
            (
                count(a.cart.id), a.cart.customer.full_name if a.cart.customer else "Visiteur",
                ", ".join(f"{line.quantity} × {line.product.name}" for line in a.cart.lines), count(a.items), money(a.value_excl),
                to_paris(a.cart.updated_at).date(), "Oui" if a.cart.customer and a.cart.customer.is_newsletter else "Non",
            ),
            link("cart_view", cart_id=a.cart.id),
        )
        for a in found
    ]  # fmt: skip
    value = sum(a.value_excl for a in found)
    total = Row((None, "Total", "", count(sum(a.items for a in found)), money(value), None, "")) if rows else None
    formula = Formula(
        "Paniers abandonnés", "Paniers modifiés dans la période dont aucune commande n’est née",
        f"{number(len(found))} paniers", "Valeur au prix du catalogue. Un visiteur sans compte laisse un panier sans nom : "
        "l’entonnoir les compte tous, cette liste seulement ceux qui ont été gardés.", "Commandes › Paniers",
    )  # fmt: skip
    return Card(
        Table(
            "paniers",
            "Paniers abandonnés",
            heads,
            tuple(rows),
            total,
            empty="Aucun panier abandonné dans cette période.",
        ),
        formula=formula,
    )

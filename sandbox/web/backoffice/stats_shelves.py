"""The cards about the catalogue and its promotions: worst sellers, never sold, cover of the stock, promo codes."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.shop.traffic import queries
from sandbox.shop.traffic.queries import ShelfFigures
from sandbox.shop.traffic.rules.indicators import INDICATORS, Unit, Value, number, show
from sandbox.web.backoffice.figures import Column, Row, Table, count, money, share
from sandbox.web.backoffice.stats_cards import Card, bars_of, link
from sandbox.web.backoffice.stats_compare import Compared, Formula

WORST = 15
SHORT_DAYS, LONG_DAYS = 15, 180
"""Under the first a stock is to be ordered again, over the second it sleeps."""
_NOTHING = "Rien de vendu dans la période : pas de rythme."
_STOCK = "Catalogue › Stock, et lignes des commandes payées"


def _address(f: ShelfFigures) -> str:
    return link("product_edit", product_id=f.product.id)


def stock(c: Compared) -> list[Card]:
    """What sold least, what did not, and how long each stock lasts, of the same reading."""
    found = queries.figures_of_shelves(c.now.period)
    return [worst(c, found), never(found), cover(found)]


def worst(c: Compared, shelves: Sequence[ShelfFigures]) -> Card:
    """Products on sale that sold least, among those that sold."""
    found = [f for f in shelves if f.items > 0]
    found.sort(key=lambda f: (f.sales_excl, f.product.name))
    before = queries.figures_of_products(c.before.period, shown=0) if c.before else []
    was = {f.product_id: f.sales_excl for f in before}
    heads = (
        Column("Produit", is_text=True), Column("Catégorie", "only-l", is_text=True), Column("Qté", "num"), Column("Ventes HT", "num"),
        Column("Marge", "num only-l"), Column("Stock", "num"), Column("Évol.", "num"),
    )  # fmt: skip
    rows = [
        Row((
            f.product.name, f.product.category.name, count(f.items), money(f.sales_excl),
            share(f.sales_excl - f.cost, f.sales_excl), count(f.quantity), c.change(f.sales_excl, was.get(f.product.id, 0)),
        ), _address(f)) for f in found[:WORST]
    ]  # fmt: skip
    formula = Formula(
        "Moins bonnes ventes", "Produits en ligne vendus au moins une fois, du plus petit montant au plus grand",
        f"{number(len(found))} produits vendus, les {min(WORST, len(found))} derniers", "Un produit mis en ligne pendant la période a eu moins de temps : "
        "regardez sa date. Ceux qui n’ont rien vendu ont leur propre tableau.", INDICATORS["ventes"].source,
    )  # fmt: skip
    table = Table(
        "moins-bonnes-ventes", "Moins bonnes ventes", heads, tuple(rows), None, (3,), "bar",
        empty="Aucune commande payée dans cette période.",
    )  # fmt: skip
    return Card(table, formula=formula)


def never(shelves: Sequence[ShelfFigures]) -> Card:
    """Products on sale of which nothing sold."""
    found = sorted((f for f in shelves if f.items <= 0), key=lambda f: (-f.stock_cents, f.product.name))
    heads = (
        Column("Produit", is_text=True), Column("Catégorie", "only-l", is_text=True), Column("Dernière vente", "num"), Column("Stock", "num"),
        Column("Valeur du stock HT", "num"),
    )  # fmt: skip
    rows = [
        Row((
            f.product.name, f.product.category.name, f.last_on or "Jamais", count(f.quantity),
            money(f.stock_cents),
        ), _address(f)) for f in found
    ]  # fmt: skip
    total = Row(("Total", "", None, count(sum(f.quantity for f in found)), money(sum(f.stock_cents for f in found))))
    formula = Formula(
        "Produits jamais vendus", "Produits en ligne dont aucune pièce n’est dans une commande payée de la période",
        f"{number(len(found))} sur {number(len(shelves))} produits en ligne = {show(share(len(found), len(shelves)))}",
        "Valeur du stock d’aujourd’hui au prix d’achat. « Jamais » : pas une vente jusqu’à la fin de la période.", _STOCK,
    )  # fmt: skip
    table = Table(
        "jamais-vendus", "Produits jamais vendus", heads, tuple(rows), total if rows else None,
        empty="Chaque produit en ligne s’est vendu au moins une fois dans cette période.",
    )  # fmt: skip
    return Card(table, formula=formula)


def _state(f: ShelfFigures) -> str:
    days = f.cover_days
    if f.quantity <= 0:
        return "Rupture"
    if days is None:
        return "Stock dormant"
    return "À recommander" if days < SHORT_DAYS else "Stock long" if days > LONG_DAYS else "Suffisant"


def cover(shelves: Sequence[ShelfFigures]) -> Card:
    """How many days each stock lasts, the shortest first."""
    found = [f for f in shelves if f.product.kind != "virtual"]
    found.sort(key=lambda f: (f.cover_days is None, f.cover_days or 0, f.product.name))
    heads = (
        Column("Produit", is_text=True), Column("Catégorie", "only-w", is_text=True), Column("Stock", "num"), Column("Vendus", "num"),
        Column("Par jour", "num only-l"), Column("Couverture (jours)", "num"), Column("Valeur HT", "num only-l"), Column("État", is_text=True),
    )  # fmt: skip

    def row(f: ShelfFigures) -> Row:
        days = f.cover_days
        return Row((
            f.product.name, f.product.category.name, count(f.quantity), count(f.items),
            Value(f.items / f.days, Unit.RATIO), count(None if days is None else round(days), _NOTHING),
            money(f.stock_cents), _state(f),
        ), _address(f))  # fmt: skip

    worth = sum(f.stock_cents for f in found)
    total = Row(
        (
            "Total",
            "",
            count(sum(f.quantity for f in found)),
            count(sum(f.items for f in found)),
            None,
            None,
            money(worth),
            "",
        )
    )
    example = next((f for f in found if f.cover_days), None)
    working = (
        f"{example.product.name} : {number(example.quantity)} ÷ ({number(example.items)} ÷ {number(example.days)}) = "
        f"{number(example.cover_days or 0)} jours" if example else "aucune vente : pas de rythme"
    )  # fmt: skip
    formula = Formula(
        "Couverture de stock", "Stock d’aujourd’hui ÷ (Quantités vendues ÷ Jours de la période)", working,
        f"Au rythme de la période, saison comprise. Moins de {SHORT_DAYS} jours : à recommander ; plus de {LONG_DAYS} : stock long. "
        "Le stock d’un produit à déclinaisons est leur somme : l’une peut manquer. Les produits dématérialisés n’y sont pas.", _STOCK,
    )  # fmt: skip
    table = Table(
        "couverture", "Couverture de stock", heads, tuple(row(f) for f in found), total if found else None,
        empty="Aucun produit en ligne.",
    )  # fmt: skip
    return Card(table, formula=formula)


def codes(c: Compared) -> Card:
    """What each promo code cost and brought."""
    found = queries.figures_of_codes(c.now.period)
    was = {f.code or f.name: f.orders for f in queries.figures_of_codes(c.before.period)} if c.before else {}
    whole = c.now.totals
    related = c.now.totals_of(INDICATORS["remises"])
    heads = (
        Column("Code", is_text=True), Column("Règle panier", "only-l", is_text=True), Column("Commandes", "num"), Column("Part des cmd.", "num only-l"),
        Column("Remises TTC", "num"), Column("Ventes HT", "num"), Column("Panier moyen", "num only-l"), Column("Marge brute", "num"),
        Column("Remise / cmd.", "num only-w"), Column("Évol.", "num"),
    )  # fmt: skip
    rows = [
        Row((
            f.code or "Sans code", f.name, count(f.orders), share(f.orders, whole.paid), money(f.discounts), money(f.sales_excl),
            money(f.sales_excl / f.orders), money(f.sales_excl - f.cost), money(f.discounts / f.orders),
            c.change(f.orders, was.get(f.code or f.name, 0), wants="none"),
        ), link("cart_rule_edit", rule_id=f.rule_id) if f.rule_id else "") for f in found
    ]  # fmt: skip
    total = Row((
        "Total", "", count(related.coded), share(related.coded, whole.paid), money(related.discounts), None, None, None, None, None,
    ))  # fmt: skip
    formula = Formula(
        "Retour d’un code promo", "Ventes HT, puis marge brute, des commandes payées qui ont utilisé le code ; la remise en est déjà retirée",
        f"{number(related.coded)} commandes avec un code, {show(money(related.discounts))} de remises",
        "Une commande à deux codes compte dans les deux lignes, une fois au total. Rien ne dit combien auraient acheté sans le code : "
        "comparez le panier moyen à celui de toutes les commandes.", INDICATORS["remises"].source,
    )  # fmt: skip
    table = Table(
        "codes", "Codes promo", heads, tuple(rows), total if rows else None, (2,), "bar",
        empty="Aucun code promo utilisé dans cette période.",
    )  # fmt: skip
    drawing = bars_of(c, [(f.code or f.name, f.orders, was.get(f.code or f.name, 0)) for f in found], "Commandes")
    return Card(table, "bars", formula=formula, bars=drawing, bars_label="Commandes par code promo")

"""Tableau de bord: what waits, the key figures of a period, the last orders, what sells, is seen and is searched."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from sandbox.policy.permissions import Permission
from sandbox.shop.orders.queries import list_orders
from sandbox.shop.traffic import queries
from sandbox.shop.traffic.queries import get_shop_day
from sandbox.shop.traffic.rules.periods import PRESETS
from sandbox.shop.traffic.rules.profile import SOURCES
from sandbox.web.access import allow
from sandbox.web.backoffice import bp, figure_words  # noqa: F401 -- the filters of these pages
from sandbox.web.backoffice import stats_behaviour as behaviour
from sandbox.web.backoffice import stats_cards as cards
from sandbox.web.backoffice.figures import share
from sandbox.web.backoffice.period_bar import MODES, range_words, read_period
from sandbox.web.backoffice.stats_compare import Compared, compare, notes_on, timeline
from sandbox.web.backoffice.stats_rows import rows_address

TILES = ("ventes", "commandes", "panier_moyen", "visites", "conversion", "marge")
GIVEN_BACK = ("remboursements", "ventes_nettes")
RECENT = 7


@bp.get("/")
@allow(Permission.BACKOFFICE_READ)
def home() -> str:
    """The dashboard."""
    bar = read_period(request.args, get_shop_day())
    compared = compare(bar)
    drawn = request.args.get("indicateur", "")
    return render_template(
        "backoffice/dashboard/home.html",
        bar=bar, presets=PRESETS, modes=MODES, compared=compared, tiles=[compared.tile(key) for key in TILES],
        course=timeline(compared, drawn if drawn in TILES else TILES[0], companion="commandes"),
        waiting=queries.get_waiting(bar.period), sources=_sources(compared), notes=notes_on(compared),
        visits=compared.value("visites"), visitors=compared.value("visiteurs"),
        given_back=[compared.tile(key) for key in GIVEN_BACK],
        recent=list_orders(size=RECENT), best=cards.best_sellers(compared, limit=RECENT), seen=_most_seen(compared),
        searched=behaviour.searches(compared, limit=RECENT), range_words=range_words,
        rows={key: rows_address(key, bar) for key in TILES},
    )  # fmt: skip


def _sources(compared: Compared) -> list[dict[str, Any]]:
    """The shares of the visits by source, side by side in one bar."""
    parts = compared.now.by(lambda part: part.source)
    whole, start, found = compared.now.totals.visits, 0.0, []
    for key, totals in sorted(parts.items(), key=lambda item: (-item[1].visits, item[0])):
        part = share(totals.visits, whole)
        found.append(
            {"name": SOURCES.get(key, key), "part": part, "start": round(start, 2), "width": round(part.amount or 0, 2)}
        )
        start += part.amount or 0
    return found


def _most_seen(compared: Compared) -> list[queries.PageFigures]:
    """The product pages most seen."""
    found = [
        page
        for page in queries.figures_of_pages(compared.now.period, compared.now.live)
        if page.path.startswith("/produit/")
    ]
    return found[:RECENT]

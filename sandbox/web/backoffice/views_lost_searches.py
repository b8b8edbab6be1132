"""Paramètres de la boutique > Rechercher > Recherches sans résultat."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request

from sandbox.kernel.paging import Page, clamp
from sandbox.kernel.text import fold
from sandbox.policy.permissions import Permission
from sandbox.shop.search import queries
from sandbox.shop.traffic.queries import figures_of_searches, get_shop_day
from sandbox.shop.traffic.rules.periods import Period
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.links import shop_address
from sandbox.web.listing import Column, Filter, Listing

DAYS = 90
COLUMNS = (
    Column("recherche", "Recherche", Filter.TEXT, css="c-nom"),
    Column("fois", f"Fois en {DAYS} jours", css="num c-q"),
    Column("alias", "Alias", css="c-cat"),
    Column("trouves", "Trouve aujourd’hui", css="num c-q"),
)


@bp.get("/parametres/rechercher/sans-resultat")
@allow(Permission.BACKOFFICE_READ)
def lost_searches() -> str:
    """What customers searched and did not find, the most searched first; what the shop answers since."""
    listing = Listing.read(COLUMNS, request.args, "backoffice.lost_searches")
    day = get_shop_day()
    searched = figures_of_searches(Period(day - timedelta(days=DAYS - 1), day))
    wanted = fold(listing.values.get("recherche", "").strip())
    lost = [search for search in searched if search.results == 0 and wanted in fold(search.term)]
    number = clamp(listing.number, listing.size, len(lost))
    page = Page(lost[(number - 1) * listing.size : number * listing.size], number, listing.size, len(lost))
    return render_template(
        "backoffice/aliases/lost.html", listing=listing, page=page, now_found=queries.count_each(s.term for s in page.items),
        aliases={fold(alias.alias): alias for alias in queries.list_aliases()}, fold=fold, shop_search=shop_address("search"),
    )  # fmt: skip

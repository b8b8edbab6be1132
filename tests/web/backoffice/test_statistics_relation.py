"""The reports on customers, promo codes, stock, threads, reviews and returns: they agree, lead to rows, and can be exported."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.clock import start_of_day
from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.orders.models import Order, OrderState
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic.rules.segments import SEGMENTS
from sandbox.web.backoffice import stats_pages
from tests.factories.world import World
from tests.support.visitor import Visitor
from tests.web.backoffice.figures_pages import amount, csv_tables, tables, tiles

YEAR = "periode=annee"


@pytest.fixture
def home(world: World) -> str:
    shop = db.session.scalars(sa.select(Shop).where(Shop.key == world.alice_shop_key)).one()
    return f"/b/{shop.key}/admin/statistiques"


def test_new_customers_are_the_same_in_the_tile_the_table_and_the_file(alice: Visitor, home: str) -> None:
    page = alice.get(f"{home}/clients?{YEAR}").text
    table = tables(page)["Nouveaux clients et clients fidélisés"]
    file = csv_tables(alice.get(f"{home}/clients/export.csv?{YEAR}").data)["Nouveaux clients et clients fidélisés"]
    assert amount(tiles(page)["Nouveaux clients"].words) == amount(table[1][1]) == float(file[1][1])
    assert amount(table[1][3]) + amount(table[2][3]) == amount(table[3][3]) == amount(tiles(page)["Commandes"].words)


def test_a_segment_leads_to_its_customers(alice: Visitor, home: str) -> None:
    page = alice.get(f"{home}/clients?{YEAR}").text
    rows = tables(page)["Segments de clients (RFM)"]
    assert [row[0] for row in rows[1:-1]] == [segment.name for segment in SEGMENTS.values()]
    assert sum(amount(row[2]) for row in rows[1:-1]) == amount(rows[-1][2])
    for row, segment in zip(rows[1:-1], SEGMENTS.values(), strict=True):
        link = re.search(rf'href="([^"]*segment={segment.key}[^"]*)#c-liste"', page)
        assert link is not None
        led = alice.get(link[1].replace("&amp;", "&")).text
        listed = tables(led)[f"Clients du segment «\u00a0{segment.name}\u00a0»"]
        assert len(listed) - 2 == amount(row[2])
        assert amount(listed[-1][7]) == amount(row[5])
        assert {line[2] for line in listed[1:-1]} == {segment.name}


def test_an_unknown_segment_lists_everybody(alice: Visitor, home: str) -> None:
    found = tables(alice.get(f"{home}/clients?segment=rien").text)
    assert "Clients de tous les segments" in found


def test_the_list_of_a_segment_is_the_exported_one(alice: Visitor, home: str) -> None:
    page = alice.get(f"{home}/clients?segment=champions").text
    link = re.search(r'href="([^"]+/liste\.csv[^"]*)"', page)
    assert link is not None
    lines = alice.get(link[1].replace("&amp;", "&")).data.decode("utf-8-sig").splitlines()
    assert len(lines) == len(tables(page)["Clients du segment «\u00a0Champions\u00a0»"])


@pytest.mark.parametrize(
    ("slug", "tile", "table", "column"),
    [
        ("service-client", "Fils ouverts", "Délais de première réponse", 1),
        ("service-client", "Fils sans réponse", "Délais de première réponse", 3),
        ("service-client", "Délai de première réponse", "Délais de première réponse", 4),
        ("avis", "Avis publiés", "Répartition des notes", 1),
        ("avis", "Avis publiés", "Avis par produit", 1),
        ("avis", "Note moyenne", "Avis par produit", 2),
        ("retours", "Articles retournés", "Retours par motif", 1),
        ("retours", "Taux de retour", "Taux de retour par produit", 3),
        ("codes-promo", "Coût des remises", "Codes promo", 4),
        ("lettres", "Messages envoyés", "Lettres d’information", 4),
        ("lettres", "Taux d’ouverture", "Lettres d’information", 7),
        ("lettres", "Taux de clic", "Lettres d’information", 9),
        ("lettres", "Taux de désinscription", "Lettres d’information", 11),
        ("lettres", "Taux de désinscription", "Désinscriptions par lettre", 2),
        ("lettres", "Taux de délivrance", "Désinscriptions par lettre", 4),
        ("lettres", "Commandes des lettres", "Lettres d’information", 13),
        ("lettres", "Ventes des lettres", "Ce que les lettres ont vendu", 1),
    ],
)  # fmt: skip
def test_a_tile_is_the_total_of_its_table(
    alice: Visitor, home: str, slug: str, tile: str, table: str, column: int
) -> None:
    page = alice.get(f"{home}/{slug}?{YEAR}").text
    assert tables(page)[table][-1][column] == tiles(page)[tile].words


def test_every_product_on_sale_has_its_cover_and_sold_or_not(alice: Visitor, home: str) -> None:
    found = tables(alice.get(f"{home}/stock?{YEAR}").text)
    covers = {row[0]: row for row in found["Couverture de stock"][1:-1]}
    for row in found["Produits jamais vendus"][1:-1]:
        if row[0] in covers:
            assert covers[row[0]][3] == "0"
            assert covers[row[0]][5].startswith("–")
    assert {row[0] for row in found["Moins bonnes ventes"][1:]}.isdisjoint(
        row[0] for row in found["Produits jamais vendus"][1:-1]
    )


def test_a_first_order_cancelled_is_no_longer_a_new_customer_at_once(alice: Visitor, home: str) -> None:
    first_on = clock.today() - timedelta(days=300)

    def told() -> tuple[float, float]:
        page = alice.get(f"{home}/clients?du={first_on}&au={clock.today()}").text
        return amount(tiles(page)["Nouveaux clients"].words), amount(
            tables(page)["Nouveaux clients et clients fidélisés"][1][1]
        )

    before = told()
    with shop_scope(db.session.scalars(sa.select(Shop.id).where(Shop.key == home.split("/")[2])).one()):
        paid = sa.select(Order.customer_id).join(OrderState, OrderState.id == Order.state_id).where(OrderState.is_paid)
        alone = paid.group_by(Order.customer_id).having(sa.func.count() == 1)
        days = (Order.placed_at >= start_of_day(first_on), OrderState.is_paid)
        order = db.session.scalars(
            sa.select(Order)
            .join(OrderState, OrderState.id == Order.state_id)
            .where(Order.customer_id.in_(alone), *days)
            .limit(1)
        ).one()
        cancelled = db.session.scalars(sa.select(OrderState.id).where(OrderState.key == "annule")).one()
        number = order.id
    assert told() == before
    made = alice.post(f"{home.removesuffix('/statistiques')}/commandes/{number}/etat", state_id=str(cancelled))
    assert made.status_code == 302
    assert told() == (before[0] - 1, before[1] - 1)


# long tables -------------------------------------------------------------------------------------------------------------


def listed(page: str) -> list[list[str]]:
    """The lines of the table of reviews, without its headers."""
    return tables(page)["Avis, un à un"][1:]


def test_a_long_table_is_cut_in_pages_that_add_up_to_its_file(
    alice: Visitor, home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stats_pages, "LISTED", 7)
    shown = alice.get(f"{home}/avis?{YEAR}").text
    file = alice.get(f"{home}/avis/avis.csv?{YEAR}").data.decode("utf-8-sig")
    whole = list(csv.reader(io.StringIO(file), delimiter=";"))[1:]
    assert len(whole) > 14
    found, address = listed(shown), ""
    while link := re.search(r'<a href="([^"]+)" aria-label="Page suivante"', shown):
        address = link[1].replace("&amp;", "&")
        assert address.endswith("#c-avis")
        shown = alice.get(f"{home}/avis{address.partition('#')[0]}").text
        assert 0 < len(listed(shown)) <= 7
        found += listed(shown)
    assert [(row[0], row[1]) for row in found] == [(row[0], row[1]) for row in whole]


@pytest.mark.parametrize(
    "asked", ["page-avis=0", "page-avis=9999", "page-avis=abc", "page-avis=-3", "page-=2", "page-avis="]
)
def test_a_page_that_does_not_exist_is_the_nearest(alice: Visitor, home: str, asked: str) -> None:
    found = alice.get(f"{home}/avis?{YEAR}&{asked}")
    assert found.status_code == 200
    assert listed(found.text)


def test_a_table_of_one_page_has_no_way_to_the_next(alice: Visitor, home: str) -> None:
    assert "Pages du tableau" not in alice.get(f"{home}/avis?periode=mois").text


def test_a_thread_closed_without_a_word_is_not_said_to_wait(alice: Visitor, home: str) -> None:
    file = alice.get(f"{home}/service-client/fils.csv?{YEAR}").data.decode("utf-8-sig")
    assert "Traité sans réponse." in file
    assert "Pas encore de réponse." in file
    found = tables(alice.get(f"{home}/service-client?{YEAR}").text)["Fils de la période, un à un"]
    state, reply = found[0].index("État"), found[0].index("Première réponse")
    assert any(row[state] == "Traité" and row[reply].startswith("–") for row in found[1:])

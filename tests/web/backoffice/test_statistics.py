"""Statistiques: each report, its agreement with the dashboard and the lists, its exports."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.kernel import clock
from sandbox.kernel.scope import shop_scope
from sandbox.shop.orders.queries import OrderFilter, list_orders, list_states
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic.rules.indicators import INDICATORS, Evolution, Unit, Value
from sandbox.shop.traffic.rules.periods import last_days
from sandbox.web.backoffice.figures import Cell, Column, Row, Table, to_csv, to_xlsx
from sandbox.web.backoffice.stats_reports import REPORTS
from tests.factories.shops import CANARY
from tests.factories.world import World
from tests.support.visitor import Visitor
from tests.web.backoffice.figures_pages import amount, csv_tables, statements, tables, text_of, tiles, xlsx_rows

CEILING = 42
PERIODS = ("", "?periode=annee&cmp=annee", "?periode=mois-1", "?periode=jour", "?cmp=non")


@pytest.fixture
def home(shop: Shop) -> str:
    return f"/b/{shop.key}/admin"


def address(home: str, slug: str) -> str:
    """The summary has no name of its own."""
    return f"{home}/statistiques" + ("" if slug == "recapitulatif" else f"/{slug}")


@pytest.mark.parametrize("slug", REPORTS)
def test_each_report_reads(alice: Visitor, home: str, slug: str) -> None:
    for query in ("", "?du=01/01/2020&au=31/01/2020", "?periode=annee-1"):
        page = alice.get(f"{address(home, slug)}{query}")
        assert page.status_code == 200
        assert CANARY not in page.text
        assert list(tiles(page.text)) == [INDICATORS[key].name for key in REPORTS[slug].tiles]
        assert not re.search(r"\b(nan|None|inf)\b", text_of(page.text))


def test_without_a_name_it_is_the_summary(alice: Visitor, home: str) -> None:
    assert "<title>Récapitulatif" in alice.get(f"{home}/statistiques").text
    assert alice.get(f"{home}/statistiques/rien").status_code == 404


@pytest.mark.parametrize("query", PERIODS)
def test_a_figure_is_the_same_on_every_page(alice: Visitor, home: str, query: str) -> None:
    seen = tiles(alice.get(f"{home}/{query}").text)
    for slug in REPORTS:
        for name, tile in tiles(alice.get(f"{address(home, slug)}{query}").text).items():
            assert seen.setdefault(name, tile) == tile, (slug, name)
    assert len(seen) >= 14


def test_refunds_and_net_sales_are_the_same_on_the_dashboard_the_report_and_the_export(
    alice: Visitor, home: str, shop: Shop
) -> None:
    with shop_scope(shop.id):
        order = (
            list_orders(OrderFilter(state_id=next(s.id for s in list_states() if s.key == "preparation")))
            .items[0]
            .order
        )
        line = order.lines[0]
        worth = line.quantity * line.unit_incl_cents - line.discount_cents
        until = f"{clock.today():%d/%m/%Y}"
        query = f"?du={until}&au={until}"
        before = tiles(alice.get(f"{home}/statistiques/meilleures-ventes{query}").text)["Remboursements"].words
        number, line_id = order.id, line.id
    typed = f"{min(worth, 321) / 100:.2f}".replace(".", ",")
    made = alice.post(f"{home}/commandes/{number}/remboursement/partiel", **{f"m{line_id}": typed})
    assert made.status_code == 302
    shown = tiles(alice.get(f"{home}/statistiques/meilleures-ventes{query}").text)
    dashboard = text_of(alice.get(f"{home}/{query}").text)
    rows = csv_tables(alice.get(f"{home}/statistiques/meilleures-ventes/export.csv{query}").data)
    told = {row[0]: row[1] for table in rows.values() for row in table if row}
    assert amount(shown["Remboursements"].words) == amount(before) + min(worth, 321) / 100
    for name in ("Remboursements", "Ventes nettes"):
        assert f"{name}\u00a0: {shown[name].words}" in dashboard
        assert float(told[name].replace(",", ".")) == amount(shown[name].words)


@pytest.mark.parametrize("query", PERIODS)
def test_tables_add_up_to_their_total_and_to_the_tiles(alice: Visitor, home: str, query: str) -> None:
    shown = tiles(alice.get(f"{home}/statistiques/meilleures-ventes{query}").text)
    summary = alice.get(f"{home}/statistiques{query}").text
    found, key = tables(summary), tiles(summary)
    sources = found["Trafic par source"]
    assert sum(amount(line[1]) for line in sources[1:-1]) == amount(sources[-1][1]) == amount(key["Visites"].words)
    assert sum(amount(line[5]) for line in sources[1:-1]) == amount(sources[-1][5]) == amount(key["Commandes"].words)
    assert cents(line[7] for line in sources[1:-1]) == cents([sources[-1][7]]) == cents([shown["Ventes"].words])
    if best := found.get("Meilleures ventes"):
        assert cents(line[5] for line in best[1:-1]) == cents([best[-1][5]]) == cents([shown["Ventes"].words])
    steps = [amount(line[1]) for line in found["Entonnoir de conversion"][1:]]
    assert steps == sorted(steps, reverse=True)
    assert (steps[0], steps[-1]) == (amount(key["Visites"].words), amount(key["Commandes"].words))


def cents(words: Iterable[str]) -> int:
    """The sum of some sums of money, exactly."""
    return sum(round(amount(text) * 100) for text in words)


def test_the_sales_are_those_of_the_list_of_orders(alice: Visitor, home: str, shop: Shop) -> None:
    period = last_days(shop.anchor_on)
    with shop_scope(shop.id):
        rows = list_orders(OrderFilter(placed_from=period.first, placed_to=period.last), size=500).items
        paid = [row.order for row in rows if row.state.is_paid]
        goods = sum(order.total_incl_cents - order.shipping_incl_cents for order in paid)
    found = tiles(alice.get(f"{home}/statistiques/meilleures-ventes").text)
    assert amount(found["Commandes"].words) == len(paid)
    assert cents([found["Ventes TTC"].words]) == goods


def test_the_sales_are_those_of_the_exported_list_of_orders(alice: Visitor, home: str, shop: Shop) -> None:
    period = last_days(shop.anchor_on)
    days = f"date_min={period.first:%d/%m/%Y}&date_max={period.last:%d/%m/%Y}"
    body = alice.get(f"{home}/commandes/export.csv?{days}").data.decode("utf-8-sig")
    with shop_scope(shop.id):
        states = {state.name for state in list_states() if state.is_paid}
    paid = [line for line in csv.DictReader(io.StringIO(body), delimiter=";") if line["État"] in states]
    found = tiles(alice.get(f"{home}/statistiques/meilleures-ventes").text)
    assert amount(found["Commandes"].words) == len(paid)
    assert cents([found["Ventes TTC"].words]) == sum(
        cents([line["Total TTC"]]) - cents([line["Livraison TTC"]]) for line in paid
    )


@pytest.mark.parametrize("slug", REPORTS)
def test_the_csv_says_what_the_screen_says(alice: Visitor, home: str, slug: str) -> None:
    page = alice.get(f"{address(home, slug)}?periode=mois-1")
    answer = alice.get(f"{home}/statistiques/{slug}/export.csv?periode=mois-1")
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert re.fullmatch(
        rf'attachment; filename="statistiques-{slug}-\d{{4}}-\d\d-\d\d-\d{{4}}-\d\d-\d\d\.csv"',
        answer.headers["Content-Disposition"],
    )
    exported = csv_tables(answer.data)
    for name, tile in tiles(page.text).items():
        value = next(line for line in exported["Indicateurs"] if line[0] == name)[1]
        if INDICATORS[key_of(name)].unit in (Unit.CENTS, Unit.COUNT):
            assert amount(value) == amount(tile.words)
    drawn = f"{INDICATORS[REPORTS[slug].tiles[0]].name} par jour"
    screen, file = tables(page.text)[drawn], exported[drawn]
    assert len(screen) == len(file)
    assert [amount(line[1]) for line in screen[1:] if line[1][0] != "–"] == pytest.approx(
        [amount(line[1]) for line in file[1:] if line[1] != "–"], abs=0.06
    )


def key_of(name: str) -> str:
    return next(key for key, indicator in INDICATORS.items() if indicator.name == name)


def test_one_table_can_be_downloaded_alone(alice: Visitor, home: str) -> None:
    page = alice.get(f"{home}/statistiques")
    link = re.search(r'href="([^"]+/sources\.csv[^"]*)"', page.text)
    assert link is not None
    lines = list(
        csv.reader(io.StringIO(alice.get(link[1].replace("&amp;", "&")).data.decode("utf-8-sig")), delimiter=";")
    )
    assert lines[0] == [
        "Source",
        "Visites",
        "Part (%)",
        "Évol. (% ou pt)",
        "Rebond (%)",
        "Cmd.",
        "Conv. (%)",
        "Ventes HT (€)",
    ]
    assert [line[0] for line in lines[1:]] == [line[0] for line in tables(page.text)["Trafic par source"][1:]]


def test_the_workbook_has_a_sheet_for_each_table(alice: Visitor, home: str) -> None:
    page = alice.get(f"{home}/statistiques/acquisition")
    answer = alice.get(f"{home}/statistiques/acquisition/export.xlsx")
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    course, sources, *_others, indicators = xlsx_rows(answer.data)
    assert course[0] == ["Visites par jour"]
    assert [row[0] for row in sources[3:]] == [line[0] for line in tables(page.text)["Trafic par source"][1:]]
    key = tiles(page.text)
    assert float(sources[-1][1]) == amount(key["Visites"].words)
    assert round(float(sources[-1][7]), 2) == amount(key["Ventes"].words)
    assert float(next(row for row in indicators if row[0] == "Taux de conversion")[1]) * 100 == pytest.approx(
        amount(key["Taux de conversion"].words), abs=0.005
    )


@pytest.mark.parametrize("path", ["rien/export.csv", "recapitulatif/export.pdf", "recapitulatif/rien.csv"])
def test_nothing_else_is_exported(alice: Visitor, home: str, path: str) -> None:
    assert alice.get(f"{home}/statistiques/{path}").status_code == 404


def test_the_chosen_indicator_is_drawn_and_exported(alice: Visitor, home: str) -> None:
    page = alice.get(f"{home}/statistiques?indicateur=conversion")
    assert "Taux de conversion par jour" in tables(page.text)
    link = re.search(r'href="([^"]+export\.csv[^"]*)"', page.text)
    assert link is not None
    assert "indicateur=conversion" in link[1]
    assert "Taux de conversion par jour" in csv_tables(alice.get(link[1].replace("&amp;", "&")).data)
    assert "Visites par jour" in tables(alice.get(f"{home}/statistiques?indicateur=marge").text)


def test_every_dash_has_its_reason_on_the_page(alice: Visitor, home: str) -> None:
    page = alice.get(f"{home}/statistiques/acquisition?periode=jour-1&cmp=annee")
    reasons = set(re.findall(r'title="([^"]+)">–', page.text))
    assert reasons
    for reason in reasons:
        assert f"<span>{reason}</span>" in page.text or f'<span class="mut">{reason}</span>' in page.text


def test_the_chart_is_read_without_script(alice: Visitor, home: str) -> None:
    page = alice.get(f"{home}/statistiques")
    assert re.search(r'role="img" aria-label="Visites par jour\. Visites de la période : [^"]+contre[^"]+"', page.text)
    assert page.text.count("<title>") >= 30
    assert len(tables(page.text)["Visites par jour"]) == 32
    assert "<script>" not in page.text
    assert "style=" not in page.text


def test_over_two_years_each_month_of_the_chart_says_its_year(alice: Visitor, home: str) -> None:
    today = clock.today()
    page = alice.get(f"{home}/statistiques?du={today - timedelta(days=719)}&au={today}&cmp=non").text
    drawn = page[page.index('<figure class="chart" data-chart') :]
    points = re.findall(r'class="hit"><title>([^<]+?) : ', drawn[: drawn.index("</figure>")])
    assert len(points) >= 24
    assert len(set(points)) == len(points)
    assert all(re.search(r"20\d\d$", point) for point in points)


@pytest.mark.parametrize("slug", REPORTS)
def test_the_statements_have_a_ceiling_and_do_not_grow_with_the_period(alice: Visitor, home: str, slug: str) -> None:
    alice.get(address(home, slug))
    usual = statements(alice, address(home, slug))
    assert usual <= CEILING
    year = f"{address(home, slug)}?periode=annee-1"
    assert statements(alice, year) <= CEILING, "what facts and the ledger say is read once for each of the two periods"
    assert statements(alice, year) <= usual + 1


def test_an_examiner_looks_at_a_candidates_figures(world_app: Flask, world: World) -> None:
    assert tiles(Visitor(world_app, "erin").get(f"/b/{world.shop_keys[0]}/admin/statistiques").text)


# files ---------------------------------------------------------------------------------------------------------------

CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
    st.builds(Value, st.one_of(st.none(), st.integers(-10**9, 10**9)), st.sampled_from(Unit)),
    st.builds(Evolution, st.one_of(st.none(), st.floats(-1e6, 1e6)), st.booleans()),
    st.none(), st.dates(),
)  # fmt: skip


@settings(max_examples=40)
@given(rows=st.lists(st.tuples(CELLS, CELLS), max_size=6))
def test_no_cell_of_a_file_can_be_taken_for_a_formula(rows: list[tuple[Cell, Cell]]) -> None:
    table = Table("t", "Essai", (Column("Un"), Column("Deux")), tuple(Row(cells) for cells in rows))
    lines = list(csv.reader(io.StringIO(to_csv("essai", [table]).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(lines) == 1 + len(rows)
    for line in lines[1:]:
        for text in line:
            assert not text.startswith(("=", "+", "@", "\t", "\r"))
            assert not text.startswith("-") or re.fullmatch(r"-[\d,]+", text)
    stored = [cell for row in xlsx_rows(to_xlsx("essai", [table]))[0][3:] for cell in row]
    assert not [cell for cell in stored if cell.startswith(("=", "+", "@"))]

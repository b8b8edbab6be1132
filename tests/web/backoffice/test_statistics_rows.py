"""Every indicator stands on a screen and in a file with the same number, and each figure leads to its rows."""

from __future__ import annotations

import re

import pytest

from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic.rules.indicators import INDICATORS, Unit, Value, show
from sandbox.web.backoffice.stats_axis import axis_of, tick
from sandbox.web.backoffice.stats_reports import REPORTS
from sandbox.web.backoffice.views_dashboard import TILES
from tests.support.visitor import Visitor
from tests.web.backoffice.figures_pages import amount, csv_tables, tables, tiles

YEAR = "periode=annee"


@pytest.fixture
def home(shop: Shop) -> str:
    return f"/b/{shop.key}/admin"


def test_no_indicator_is_without_a_screen() -> None:
    shown = {key for kind in REPORTS.values() for key in kind.tiles}
    assert set(INDICATORS) == shown
    assert set(TILES) <= shown


@pytest.mark.parametrize("slug", REPORTS)
def test_each_tile_is_its_line_in_the_file(alice: Visitor, home: str, slug: str) -> None:
    shown = tiles(alice.get(f"{home}/statistiques/{slug}?{YEAR}", follow_redirects=True).text)
    lines = csv_tables(alice.get(f"{home}/statistiques/{slug}/export.csv?{YEAR}").data)["Indicateurs"]
    told = {line[0]: line for line in lines[1:]}
    assert list(told) == list(shown)
    for name, tile in shown.items():
        indicator = next(one for one in INDICATORS.values() if one.name == name)
        if tile.words == "–":
            assert told[name][1] == "–"
            continue
        number = float(told[name][1].replace(",", "."))
        cents = 100 if indicator.unit is Unit.CENTS else 1
        assert show(Value(number * cents, indicator.unit)) == tile.words


def leads(page: str) -> dict[str, str]:
    """The name of each figure -> the address of its rows."""
    found = re.findall(r'<a class="tile-r" href="([^"]+)" aria-label="Voir les lignes&nbsp;: ([^"]+)">', page)
    return {name: url.replace("&amp;", "&") for url, name in found}


@pytest.mark.parametrize("slug", ["", *(f"/statistiques/{slug}" for slug in REPORTS)])
def test_each_figure_leads_to_rows_of_the_same_days(alice: Visitor, home: str, slug: str) -> None:
    page = alice.get(f"{home}{slug or '/'}?periode=mois-1", follow_redirects=True).text
    found = leads(page)
    assert set(found) == set(tiles(page))
    for url in set(found.values()):
        rows = alice.get(url)
        assert rows.status_code == 200, url
        _, _, table = url.partition("#")
        assert not table or f'id="{table}"' in rows.text, url
        assert "periode=mois-1" in url or ("date_min=" in url and "date_max=" in url)


def test_the_orders_behind_a_figure_are_as_many_as_it_says_and_the_filter_can_be_taken_off(
    alice: Visitor, home: str
) -> None:
    page = alice.get(f"{home}/?periode=mois-1").text
    rows = alice.get(leads(page)["Commandes"]).text
    count = re.search(r'class="cnt-tag">\(([^)]+)\)', rows)
    assert re.search(r'name="date_min"[^>]*value="[^"]+"', rows), "the days are in the filter"
    assert "vue=payees" in rows
    assert count is not None
    assert amount(count[1]) == amount(tiles(page)["Commandes"].words)


def test_a_day_of_the_course_leads_to_that_day(alice: Visitor, home: str, shop: Shop) -> None:
    page = alice.get(f"{home}/statistiques?periode=mois-1").text
    links = re.findall(r'<a class="name" href="(\?du=(\d{4}-\d\d-\d\d)&amp;au=\2[^"]*)"', page)
    lines = tables(page)["Visites par jour"]
    assert len(links) == len(lines) - 2
    address, _day = links[4]
    led = alice.get(f"{home}/statistiques{address.replace('&amp;', '&')}").text
    assert tiles(led)["Visites"].words == lines[5][1]


@pytest.mark.parametrize(("argument", "table"), [("source", "Trafic par source"), ("appareil", "Périphériques")])
def test_a_line_leads_to_its_segment_whose_figures_it_says(
    alice: Visitor, home: str, argument: str, table: str
) -> None:
    page = alice.get(f"{home}/statistiques/acquisition?periode=mois-1").text
    links = [u.replace("&amp;", "&") for u in re.findall(rf'<a class="name" href="([^"]*[?&;]{argument}=[^"]*)"', page)]
    lines = tables(page)[table][1:-1]
    assert links
    if table == "Trafic par source":
        assert len(links) == len(lines)
    for url, line in zip(links, lines, strict=False):
        led = alice.get(url).text
        visits = line[1] if table == "Trafic par source" else line[2]
        assert amount(tiles(led)["Visites"].words) == amount(visits.split(" ")[0])
        assert line[0] in led
        off = re.search(r'<a href="(\?[^"]*)" aria-label="Retirer le filtre', led)
        assert off is not None
        bare = alice.get(f"{home}/statistiques/acquisition{off[1].replace('&amp;', '&')}").text
        assert tiles(bare)["Visites"] == tiles(page)["Visites"]


def test_the_parts_of_a_segment_add_up_and_its_file_is_the_screen(alice: Visitor, home: str) -> None:
    page = alice.get(f"{home}/statistiques/acquisition?{YEAR}&source=email").text
    file = csv_tables(alice.get(f"{home}/statistiques/acquisition/export.csv?{YEAR}&source=email").data)
    assert [row[0] for row in tables(page)["Trafic par source"][1:]] == ["E-mail", "Total"]
    assert float(file["Trafic par source"][-1][1]) == amount(tiles(page)["Visites"].words)
    whole = sum(float(row[1]) for row in file["Périphériques"][1:-1])
    assert whole == amount(tiles(page)["Visites"].words)


@pytest.mark.parametrize("focus", ["source=payant", "source=email"])
def test_the_cost_of_other_campaigns_is_not_that_of_a_segment(alice: Visitor, home: str, focus: str) -> None:
    whole = tables(alice.get(f"{home}/statistiques/acquisition?{YEAR}").text)["Campagnes"][1:-1]
    *kept, total = tables(alice.get(f"{home}/statistiques/acquisition?{YEAR}&{focus}").text)["Campagnes"][1:]
    assert 0 < len(kept) < len(whole)
    assert kept == [row for row in whole if row[0] in {one[0] for one in kept}]
    assert all(amount(row[4]) > 0 for row in kept)
    assert amount(total[3]) == pytest.approx(sum(amount(row[3]) for row in kept))


def test_a_segment_that_does_not_exist_narrows_nothing(alice: Visitor, home: str) -> None:
    usual = tiles(alice.get(f"{home}/statistiques/acquisition").text)
    assert tiles(alice.get(f"{home}/statistiques/acquisition?source=pigeon&campagne=rien").text) == usual


@pytest.mark.parametrize(
    ("seconds", "title", "read"),
    [(90, "secondes", 90), (600, "minutes", 10), (7_200, "heures", 2), (259_200, "jours", 3)],
)
def test_times_are_drawn_in_the_unit_people_say(seconds: int, title: str, read: float) -> None:
    value = Value(seconds, Unit.SECONDS)
    axis = axis_of(INDICATORS["delai_reponse"], [value, Value(None, Unit.SECONDS)])
    assert axis.title == f"Délai de première réponse ({title})"
    assert axis.read(value) == read
    assert axis.read(Value(None, Unit.SECONDS)) is None


def test_money_is_drawn_in_euros_with_few_places() -> None:
    axis = axis_of(INDICATORS["ventes"], [])
    assert (axis.title, axis.read(Value(1_250, Unit.CENTS))) == ("Ventes HT (€)", 12.5)
    assert [tick(n) for n in (2.0, 2.5, 2.25)] == ["2", "2,5", "2,25"]

"""Reports narrowed to a region, to new or to returning visitors: on screen, in files, down to the orders."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic.models import TrafficCrossing
from sandbox.web.backoffice.stats_compare import UNTOLD
from sandbox.web.backoffice.stats_reports import REPORTS
from sandbox.web.backoffice.stats_segments import NOT_HERE, NOT_TOLD, WITHOUT_LIVE
from tests.support.visitor import Visitor
from tests.web.backoffice.figures_pages import amount, csv_tables, tables, text_of, tiles, xlsx_rows

DAYS = "periode=mois-1"
NOVELTIES = ("nouveaux", "de-retour")
NARROWED = [slug for slug, kind in REPORTS.items() if kind.has_segments]


@pytest.fixture
def stats(shop: Shop) -> str:
    return f"/b/{shop.key}/admin/statistiques"


def address(stats: str, slug: str, query: str) -> str:
    return f"{stats}{'' if slug == 'recapitulatif' else f'/{slug}'}?{query}"


def test_the_reports_that_can_be_narrowed_offer_it_and_the_others_say_they_are_whole(
    alice: Visitor, stats: str
) -> None:
    assert len(NARROWED) == 7
    for slug in REPORTS:
        page = alice.get(address(stats, slug, f"{DAYS}&region=Bretagne")).text
        assert ('name="visiteurs"' in page) == (slug in NARROWED)
        assert (NOT_HERE in text_of(page)) == (slug not in NARROWED)
        assert ("Retirer le filtre Région : Bretagne" in page) == (slug in NARROWED)


@pytest.mark.parametrize("slug", NARROWED)
def test_what_a_report_says_of_each_novelty_adds_up(alice: Visitor, stats: str, slug: str) -> None:
    whole = tiles(alice.get(address(stats, slug, DAYS)).text)
    parts = [tiles(alice.get(address(stats, slug, f"{DAYS}&visiteurs={novelty}")).text) for novelty in NOVELTIES]
    for name in ("Visites", "Visiteurs uniques", "Commandes", "Ventes", "Ajouts au panier"):
        if name in whole:
            assert round(sum(amount(part[name].words) for part in parts), 2) == amount(whole[name].words), name


def test_the_region_of_the_table_leads_to_the_report_with_its_visits(alice: Visitor, stats: str) -> None:
    page = alice.get(address(stats, "audience", DAYS)).text
    lines = tables(page)["Provenances géographiques"][1:-1]
    links = [url.replace("&amp;", "&") for url in re.findall(r'<a class="name" href="([^"]*region=[^"]*)"', page)]
    assert len(links) == len(lines) >= 10
    for url, line in list(zip(links, lines, strict=True))[:3]:
        led = alice.get(url).text
        assert tiles(led)["Visites"].words == line[1]
        assert f"Région : {line[0]}" in text_of(led).replace("\u00a0", " ")


def test_compared_with_itself_a_segment_has_not_moved(alice: Visitor, stats: str) -> None:
    page = alice.get(
        f"{stats}/acquisition?du=01/10/2026&au=31/10/2026&cmp=perso&cdu=01/10/2026&cau=31/10/2026&visiteurs=de-retour&region=Bretagne"
    )
    for tile in tiles(page.text).values():
        assert re.match(r"= \+0,0+\s(%|pt)", tile.under), tile


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("region=Atlantide", "« Atlantide » n’est pas une région du relevé"), ("visiteurs=fantomes", "« fantomes » n’existe pas"),
        ("region=%3Cb%3E&visiteurs=0", "« <b> » n’est pas une région"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_exist_is_said_at_its_field_and_narrows_nothing(
    alice: Visitor, stats: str, query: str, words: str
) -> None:
    page = alice.get(address(stats, "acquisition", f"{DAYS}&{query}"))
    assert page.status_code == 200
    assert words in text_of(page.text)
    assert 'aria-invalid="true"' in page.text
    assert tiles(page.text) == tiles(alice.get(address(stats, "acquisition", DAYS)).text)


def test_files_say_the_segment_and_hold_the_figures_of_the_screen(alice: Visitor, stats: str) -> None:
    query = f"{DAYS}&region=Bretagne&visiteurs=de-retour"
    page = alice.get(address(stats, "acquisition", query)).text
    answer = alice.get(f"{stats}/acquisition/export.csv?{query}")
    assert "bretagne-de-retour" in answer.headers["Content-Disposition"]
    assert "Région : Bretagne · Visiteurs : Visiteurs de retour" in answer.data.decode("utf-8-sig").replace(
        "\u00a0", " "
    )
    file = csv_tables(answer.data)
    assert float(file["Trafic par source"][-1][1]) == amount(tiles(page)["Visites"].words)
    book = xlsx_rows(alice.get(f"{stats}/acquisition/export.xlsx?{query}").data)
    assert "Région : Bretagne" in " ".join(book[0][1]).replace("\u00a0", " ")
    assert re.search(r'data-chart-png hidden aria-label="[^"]*Bretagne, Visiteurs de retour"', page)
    assert page.count("export.xlsx?periode=mois-1&amp;region=Bretagne&amp;visiteurs=de-retour") >= 1


def test_a_file_keeps_its_usual_title_without_a_segment(alice: Visitor, stats: str) -> None:
    answer = alice.get(f"{stats}/acquisition/export.csv?{DAYS}")
    assert "Région" not in answer.data.decode("utf-8-sig")


def test_the_orders_behind_a_figure_are_those_of_the_segment(alice: Visitor, stats: str) -> None:
    for query in ("region=Bretagne", "visiteurs=nouveaux", "region=Bretagne&visiteurs=de-retour"):
        page = alice.get(address(stats, "acquisition", f"{DAYS}&{query}")).text
        led = re.search(r'<a class="tile-r" href="([^"]*)" aria-label="Voir les lignes&nbsp;: Commandes"', page)
        assert led is not None
        listed = alice.get(led[1].replace("&amp;", "&")).text
        told = re.search(r"sur <b class=\"tab\">([^<]*)</b>", listed)
        assert told is not None
        assert amount(told[1]) == amount(tiles(page)["Commandes"].words)


def test_links_of_a_narrowed_page_stay_narrowed(alice: Visitor, stats: str) -> None:
    page = alice.get(address(stats, "recapitulatif", f"{DAYS}&region=Bretagne")).text
    days = re.findall(r'<a class="name" href="(\?du=[^"]*)"', page)
    assert days
    assert all("region=Bretagne" in url for url in days)
    sources = re.findall(r'href="([^"]*source=[^"]*)"', page)
    assert sources
    assert all("region=Bretagne" in url for url in sources)


def test_what_the_record_does_not_cross_is_a_dash_with_its_reason(alice: Visitor, stats: str) -> None:
    page = alice.get(address(stats, "comportement", f"{DAYS}&visiteurs=nouveaux")).text
    assert tables(page)["Pages vues"][1][1].startswith("–")
    assert "il ne les croise ni avec la région" in text_of(page)
    file = alice.get(f"{stats}/comportement/pages.csv?{DAYS}&visiteurs=nouveaux").data.decode("utf-8-sig")
    assert "–" in file
    assert "il ne les croise ni avec la région" in file


def test_the_cost_of_a_campaign_is_not_shared_out(alice: Visitor, stats: str) -> None:
    page = alice.get(address(stats, "acquisition", "periode=annee&region=Bretagne")).text
    assert all(line[3].startswith("–") for line in tables(page)["Campagnes"][1:-1])
    assert "Le coût d’une campagne est celui de toutes ses visites" in text_of(page)


def test_visits_at_work_are_in_no_segment_and_the_page_says_why(alice: Visitor, stats: str) -> None:
    query = f"{DAYS}&region=Bretagne"
    assert WITHOUT_LIVE in text_of(alice.get(address(stats, "audience", f"{query}&visites=toutes")).text).replace(
        " :", "\u00a0:"
    )
    assert "Vos visites ne sont pas dans ce segment" not in alice.get(address(stats, "audience", query)).text


def test_days_of_an_imported_file_are_a_dash_and_their_sales_are_told(alice: Visitor, stats: str, shop: Shop) -> None:
    with shop_scope(shop.id):
        gone = sa.delete(TrafficCrossing).where(TrafficCrossing.day_offset.between(-12, -10))
        db.session.execute(gone)
        db.session.commit()
    page = alice.get(f"{stats}/acquisition?region=Bretagne").text
    seen = tiles(page)
    assert (seen["Visites"].words, seen["Visites"].under, seen["Visites"].working) == (f"– {UNTOLD}", UNTOLD, "–")
    assert seen["Taux de conversion"].words.startswith("–")
    assert amount(seen["Ventes"].words) > 0
    assert tables(page)["Trafic par source"][1][1].startswith("–")
    assert "Les ventes, elles, se lisent dans les commandes." in text_of(page)
    before = tiles(
        alice.get(
            f"{stats}/acquisition?periode=jour&cmp=perso&cdu={quote('01/10/2026')}&cau={quote('30/11/2026')}&region=Bretagne"
        ).text
    )
    assert "La période de comparaison a des jours" in before["Ventes"].under


def test_a_record_that_was_never_crossed_says_so(alice: Visitor, stats: str, shop: Shop) -> None:
    with shop_scope(shop.id):
        db.session.execute(sa.delete(TrafficCrossing))
        db.session.commit()
    page = alice.get(f"{stats}/acquisition?{DAYS}&region=Bretagne").text
    assert NOT_TOLD in text_of(page).replace(" :", "\u00a0:")
    assert amount(tiles(page)["Visites"].words) > 0

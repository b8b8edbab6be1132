"""Tableau de bord and statistiques in a real browser: keyboard, pictures of charts, narrow screens, without script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sandbox.web.backoffice.stats_reports import REPORTS
from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import begin_practice, sign_in
from tests.support.browser import Visitor, assert_axe_clean

_SHOP = re.compile(r"/b/\w+/")


def enter(visitor: Visitor) -> tuple[Page, str]:
    """A candidate in the back office of a new practice shop; the address of its home."""
    page = visitor.page()
    sign_in(page, "candidat")
    begin_practice(page, "Noël à la brûlerie")
    shop = _SHOP.search(page.url)
    assert shop is not None
    return page, f"{shop[0]}admin/"


def test_pages_of_figures_are_accessible(new_visitor: MakeVisitor) -> None:
    page, home = enter(new_visitor())
    for path in (
        "",
        "?du=31/02/2026",
        "?du=01/01/2020&au=31/01/2020",
        "statistiques",
        *(f"statistiques/{slug}" for slug in REPORTS),
    ):
        page.goto(home + path)
        page.evaluate("document.querySelectorAll('details.behind').forEach((part) => { part.open = true })")
        assert_axe_clean(page, within="#main")


@pytest.mark.parametrize("width", [390, 768, 1920])
def test_no_page_of_figures_scrolls_sideways(new_visitor: MakeVisitor, width: int) -> None:
    page, home = enter(new_visitor(width=width))
    for path in ("", "statistiques", *(f"statistiques/{slug}" for slug in REPORTS)):
        page.goto(home + path)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{path} at {width}: {over} px"


_CUT = """() => [...document.querySelectorAll(".tile")]
  .filter((tile) => [...tile.querySelectorAll(".tile-v, .tile-n")].some((part) => {
    const words = document.createRange();
    words.selectNodeContents(part);
    return words.getBoundingClientRect().right > tile.getBoundingClientRect().right - 4;
  }))
  .map((tile) => tile.textContent.trim().slice(0, 40))"""


def test_every_key_figure_holds_in_its_tile_with_and_without_the_subject(new_visitor: MakeVisitor) -> None:
    page, home = enter(new_visitor())
    for path in ("", "statistiques"):
        page.goto(home + path)
        for _ in range(2):
            for width in (390, 820, 1100, 1280, 1440, 1600, 1920):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate(_CUT) == [], f"{path or 'tableau de bord'} at {width}"
            page.keyboard.press("F2")  # the subject closes, or opens


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_a_narrowed_page_holds_in_its_width_and_is_accessible(new_visitor: MakeVisitor, width: int) -> None:
    page, home = enter(new_visitor(width=width))
    for query in ("region=Bretagne&visiteurs=de-retour", "region=Atlantide&visiteurs=fantomes"):
        for slug in ("acquisition", "comportement", "audience"):
            page.goto(f"{home}statistiques/{slug}?{query}")
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, f"{slug} at {width}: {over} px"
            assert_axe_clean(page, within="#main")


def test_a_chart_is_read_with_the_arrows(visitor: Visitor) -> None:
    page, home = enter(visitor)
    page.goto(home)
    plot, read = page.locator("[data-chart-plot]"), page.locator("[data-chart-read]")
    plot.focus()
    page.keyboard.press("End")
    points = page.locator(".hit title")
    expect(read).to_have_text(points.last.text_content() or "?")
    page.keyboard.press("ArrowRight")
    expect(read).to_have_text(points.last.text_content() or "?")
    page.keyboard.press("Home")
    expect(read).to_have_text(points.first.text_content() or "?")
    page.keyboard.press("ArrowRight")
    expect(read).to_have_text(points.nth(1).text_content() or "?")
    page.keyboard.press("Tab")
    expect(read).to_be_empty()


def test_a_formula_opens_and_closes_with_the_keyboard(visitor: Visitor) -> None:
    page, home = enter(visitor)
    page.goto(home)
    formula = page.locator(".tile .fx").first
    formula.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(formula.locator(".fx-p")).to_be_visible()
    page.keyboard.press("Escape")
    expect(formula.locator(".fx-p")).to_be_hidden()


def test_enter_in_a_date_shows_those_days(visitor: Visitor) -> None:
    page, home = enter(visitor)
    page.goto(f"{home}?cmp=non")
    page.get_by_label("Du", exact=True).fill("01/03/2026")
    page.get_by_label("Au", exact=True).fill("31/03/2026")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Du", exact=True)).to_have_value("01/03/2026")
    expect(page.get_by_label("Au", exact=True)).to_have_value("31/03/2026")
    expect(page.get_by_role("switch", name="Comparer à")).not_to_be_checked()


def test_a_chart_is_saved_as_a_picture(visitor: Visitor, tmp_path: Path) -> None:
    page, home = enter(visitor)
    page.goto(f"{home}statistiques?du=01/03/2026&au=31/03/2026")
    for name, start in (("Visites par jour", "visites-par-jour"), ("Trafic par source", "trafic-par-source")):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Enregistrer l’image PNG : {name}").click()
        assert download.value.suggested_filename == f"{start}-2026-03-01-2026-03-31.png"
        kept = tmp_path / download.value.suggested_filename
        download.value.save_as(kept)
        body = kept.read_bytes()
        assert body.startswith(b"\x89PNG")
        assert int.from_bytes(body[16:20]) > 600
        assert len(body) > 8_000


def test_all_is_read_without_script(visitor: Visitor) -> None:
    page, home = enter(visitor)
    browser = visitor.context.browser
    assert browser is not None
    still = browser.new_context(
        base_url=page.url.split("/b/", maxsplit=1)[0] if "/b/" in page.url else re.sub(r"(//[^/]+).*", r"\1", page.url),
        java_script_enabled=False,
        storage_state=visitor.context.storage_state(),
    )
    try:
        plain = still.new_page()
        plain.goto(home)
        for caption in ("Dernières commandes", "Meilleures ventes", "Recherches sur le site"):
            expect(plain.get_by_role("table", name=caption)).to_be_visible()
        expect(plain.locator("[data-chart-png]")).to_be_hidden()
        plain.locator("details.behind > summary").first.click()
        expect(plain.get_by_role("table", name="Ventes par jour")).to_be_visible()
        plain.get_by_role("link", name="Mois-1", exact=True).click()
        expect(plain.get_by_role("link", name="Mois-1", exact=True)).to_have_attribute("aria-current", "true")
    finally:
        still.close()

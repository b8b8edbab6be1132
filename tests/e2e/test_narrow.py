"""The examiner's screens on a tablet: no sideways page, one candidate's lines at a time under the times of all three."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import prepare_session, sign_in
from tests.support.browser import assert_axe_clean

WIDTHS = (390, 600, 768, 980, 1280, 1920)
OVER = "document.documentElement.scrollWidth - innerWidth"
PEOPLE = [("Gwenn", "Abgrall"), ("Malo", "Tréguier-Kermorvan"), ("Inès", "Kervella")]


@pytest.fixture
def console(new_visitor: MakeVisitor) -> Page:
    """The console of three candidates, before anybody arrived."""
    page = new_visitor(width=768, height=1024).page()
    sign_in(page, "examinateur")
    prepare_session(page, PEOPLE, subject="samedi-de-salon")
    page.goto(f"{page.url.rstrip('/')}/console")
    expect(page.locator("[data-col]")).to_have_count(3)
    return page


def test_no_screen_of_a_session_scrolls_sideways(console: Page) -> None:
    evidence = console.locator("a.ex-cell__ev").first.get_attribute("href")
    session = console.url.removesuffix("/console")
    for address in (console.url, evidence, f"{session}/candidats/1/fiche", session, "/examinateur/sessions"):
        assert address
        console.goto(address)
        for width in WIDTHS:
            console.set_viewport_size({"width": width, "height": 1000})
            assert console.evaluate(OVER) <= 0, f"{address} at {width}px"


def test_on_a_tablet_one_candidate_is_shown_under_the_times_of_all(console: Page) -> None:
    clocks, lines = console.locator("[data-clock]"), console.locator(".ex-cells")
    expect(lines.nth(0)).to_be_visible()
    expect(lines.nth(1)).to_be_hidden()
    console.locator("#grille").focus()
    console.keyboard.press("2")
    expect(lines.nth(0)).to_be_hidden()
    expect(lines.nth(1)).to_be_visible()
    console.get_by_role("heading", name="Inès Kervella").click()
    expect(lines.nth(2)).to_be_visible()
    expect(console.get_by_role("radio", name="Candidat 3")).to_be_checked()
    for rank in range(3):
        expect(clocks.nth(rank)).to_be_in_viewport(ratio=1)
    assert_axe_clean(console)


def test_before_the_start_the_bar_still_says_which_subject_it_is(console: Page) -> None:
    """Found with the events of an animated subject: six buttons left « Sujet… » of the title."""
    title = console.get_by_role("heading", level=1)
    for width in (600, 768, 1024, 1280, 1920):
        console.set_viewport_size({"width": width, "height": 1000})
        assert title.evaluate("(it) => it.scrollWidth - it.clientWidth") <= 0, f"cut at {width}px"


def test_on_a_tablet_every_menu_lies_within_the_screen(console: Page) -> None:
    for width in (600, 768, 980):
        console.set_viewport_size({"width": width, "height": 1000})
        for summary in console.locator("details.ex-pop > summary").all():
            summary.click()
            expect(summary.locator("xpath=../*[contains(@class, 'ex-pop__in')]")).to_be_in_viewport(ratio=1)
            summary.click()


def test_on_a_phone_nothing_of_a_candidate_is_cut_and_the_menu_says_whose_it_is(console: Page) -> None:
    console.set_viewport_size({"width": 390, "height": 844})
    console.get_by_role("button", name="Donner le départ").first.click()
    inside = "(it) => it.getBoundingClientRect().right <= innerWidth && it.scrollWidth <= it.clientWidth + 1"
    for rank in (1, 2, 3):
        column = console.locator(f"[data-col='{rank}']")
        assert column.locator(".ex-head").evaluate(inside), rank
        assert column.locator("[data-ends]").evaluate(inside), rank
        column.locator("summary").first.click()
        expect(column.locator(".ex-pop__who")).to_have_text(f"{rank} · {' '.join(PEOPLE[rank - 1])}")
        assert console.locator(".ex-board").evaluate("(it) => it.scrollLeft") == 0
        column.locator("summary").first.click()


def test_what_a_long_menu_refuses_is_seen_on_a_low_screen(console: Page) -> None:
    """Found at 1280 × 800: the words came under the edge of the menu, and the time looked given."""
    console.set_viewport_size({"width": 1280, "height": 800})
    console.get_by_role("button", name="Donner le départ").first.click()
    column = console.locator("[data-col='1']")
    column.locator("summary").first.click()
    column.locator("[data-comp] summary").click()
    form = column.locator("[data-compensate]")
    form.locator("[name=from_at]").fill("23:00:00")
    form.locator("[name=to_at]").fill("22:00:00")
    form.locator("[name=reason]").fill("Réseau coupé")
    form.get_by_role("button", name="Accorder ce temps").click()
    told = form.get_by_role("alert")
    expect(told).not_to_be_empty()
    menu, words = column.locator(".ex-pop__in").bounding_box(), told.bounding_box()
    assert menu
    assert words
    assert words["y"] + words["height"] <= menu["y"] + menu["height"]
    assert_axe_clean(console)

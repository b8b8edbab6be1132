"""A note written in the frame, in a browser: kept by itself, there again after a reload and after a cut, closed by a pause."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import begin_practice, sign_in
from tests.support.browser import LateScript, assert_axe_clean

SUBJECT = "L’heure des comptes"


def test_a_note_is_kept_by_itself_and_comes_back(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    sign_in(page, "candidat")
    begin_practice(page, SUBJECT)
    area, state = page.get_by_label("Votre note"), page.locator("[data-note-state]")
    area.fill("Le panier moyen monte.")
    expect(page.locator("[data-note-words]")).to_have_text("4 mots")
    expect(state).to_have_text(re.compile(r"^Enregistrée à \d\d:\d\d:\d\d$"))
    assert_axe_clean(page)
    page.reload()
    expect(area).to_have_value("Le panier moyen monte.")

    page.context.set_offline(True)
    area.fill("Le panier moyen monte, la conversion baisse.")
    expect(state).to_have_text("Pas encore enregistrée : gardée sur ce poste")
    page.context.set_offline(False)
    page.reload()
    expect(area).to_have_value("Le panier moyen monte, la conversion baisse.")
    expect(state).to_have_text(re.compile("^Enregistrée à"))

    shop = page.url
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Reprendre")).to_be_visible()
    page.goto(shop)
    expect(area).to_have_js_property("readOnly", True)
    expect(area).to_have_value("Le panier moyen monte, la conversion baisse.")


def test_what_was_typed_before_the_page_was_ready_is_kept(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    sign_in(page, "candidat")
    begin_practice(page, SUBJECT)
    script = LateScript(page, "js/exam-notes.js")
    page.goto(page.url, wait_until="commit")
    page.get_by_label("Votre note").fill("Écrit par une main rapide.")
    script.come()
    expect(page.locator("[data-note-state]")).to_have_text(re.compile("^Enregistrée à"))


def test_a_note_is_sent_again_when_the_network_swallowed_it(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    sign_in(page, "candidat")
    begin_practice(page, SUBJECT)
    area, state = page.get_by_label("Votre note"), page.locator("[data-note-state]")
    address = page.locator("[data-note]").get_attribute("data-url") or ""
    page.route(f"**{address}", lambda _route: None)
    area.fill("Le panier moyen monte.")
    expect(state).to_have_text("Pas encore enregistrée : gardée sur ce poste", timeout=30_000)
    page.unroute(f"**{address}")
    expect(state).to_have_text(re.compile(r"^Enregistrée à \d\d:\d\d:\d\d$"))

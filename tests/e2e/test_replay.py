"""The replay in a real browser: scrubbing, jumping to an action, an observation or a grid line, the shop as it was then."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import Candidate, Console, prepare_session, sign_in

BOX = "Coffret Escale d’hiver"
FIRST, SECOND = "REJEU-UN", "REJEU-DEUX"


def played(new_visitor: MakeVisitor) -> Page:
    """The replay of a run of two savings with an observation between."""
    page = new_visitor().page()
    sign_in(page, "examinateur")
    code = prepare_session(page, [("Gwenn", "Abgrall")])[0]
    person = Candidate.arrive(new_visitor(), code, "Gwenn Abgrall")
    page.get_by_role("button", name="Donner le départ").click()
    person.open_back_office()
    person.complete_product(BOX, price="34,90", reference=FIRST)
    console = Console(page)
    expect(console.feed(1)).to_contain_text(FIRST)
    page.locator("#grille").focus()
    console.note("1a+", "va droit à la fiche")
    expect(console.ack).to_contain_text("Reçue")
    person.complete_product(BOX, price="39,90", reference=SECOND)
    expect(console.feed(1)).to_contain_text(SECOND)
    page.goto(re.sub(r"/console.*", "/candidats/1/rejeu", page.url))
    return page


def test_a_run_is_scrubbed_and_looked_at_as_it_was(new_visitor: MakeVisitor) -> None:
    page = played(new_visitor)
    differences = page.locator("[data-differences]")
    expect(differences).to_contain_text(SECOND)

    scrub = page.get_by_role("slider", name="Moment de l’épreuve")
    scrub.focus()
    page.keyboard.press("Home")
    expect(page.locator("[data-number]")).to_have_text("0")
    expect(differences).to_contain_text("La boutique est telle qu’au départ.")
    page.keyboard.press("End")
    expect(page.locator("[data-number]")).to_have_text("2")
    expect(differences).to_contain_text(SECOND)

    page.get_by_role("link", name=re.compile("Observation · A")).click()
    expect(page.locator("[data-number]")).to_have_text("1")
    expect(differences).to_contain_text(FIRST)
    expect(differences.get_by_role("heading", name="Q1")).to_be_visible()
    expect(differences).not_to_contain_text(SECOND)

    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Comme le candidat").click()
    shop = opened.value
    shop.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Catalogue").click()
    shop.locator("thead input[name='name']").fill(BOX)
    shop.keyboard.press("Enter")
    expect(shop.locator("tbody")).to_contain_text(FIRST)
    expect(shop.locator("tbody")).not_to_contain_text(SECOND)

    page.get_by_role("navigation", name="Aller à une ligne de la grille").get_by_role(
        "link", name=re.compile("^A,")
    ).click()
    expect(page.locator("[data-number]")).to_have_text("2")
    expect(differences).to_contain_text(SECOND)

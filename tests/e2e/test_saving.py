"""What the candidate is told of the work that is not saved, and a row moved several times without looking for it again."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import Candidate, prepare_session, sign_in

BOX = "Coffret Escale d’hiver"


def at_work(new_visitor: MakeVisitor) -> Candidate:
    """One candidate in the back office of a session under way."""
    page = new_visitor().page()
    sign_in(page, "examinateur")
    person = Candidate.arrive(new_visitor(), prepare_session(page, [("Gwenn", "Abgrall")])[0], "Gwenn Abgrall")
    page.get_by_role("button", name="Donner le départ").click()
    expect(page.locator("[data-state-word]")).to_have_text("En cours")
    person.open_back_office()
    return person


def test_nothing_says_saved_over_work_that_is_not(new_visitor: MakeVisitor) -> None:
    person = at_work(new_visitor)
    bar, toast = person.page.locator("[data-frame-saved]"), person.page.locator("[data-toast]")
    person.open_product(BOX, "Détails")
    expect(bar).to_have_text("Rien à enregistrer")
    person.page.get_by_label("Référence").first.fill("CAST-COF-07")
    expect(bar).to_have_text("Pas encore enregistré")
    person.save()
    expect(bar).to_have_text(re.compile(r"^Enregistré \d"))
    expect(toast).to_have_count(1)
    person.page.get_by_label("Référence").first.fill("CAST-COF-08")
    expect(toast).to_have_count(0)
    expect(bar).to_have_text("Pas encore enregistré")


def test_a_row_moved_up_stays_under_the_pointer_and_keeps_the_focus(new_visitor: MakeVisitor) -> None:
    page = at_work(new_visitor).page
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(re.sub(r"/admin/.*", "/admin/modules/produits-populaires", page.url))
    up = page.get_by_role("button", name=re.compile("Monter.*Moulin Armen"))
    up.scroll_into_view_if_needed()
    rank = page.locator("tr", has=up).locator(".tab").first
    for expected in ("7", "6"):
        before = up.bounding_box()
        if expected == "7":
            up.click()
        else:
            page.keyboard.press("Enter")
        expect(rank).to_have_text(expected)
        expect(up).to_be_focused()
        after = up.bounding_box()
        assert before
        assert after
        assert abs(before["y"] - after["y"]) < 2

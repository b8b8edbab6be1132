"""At zero in a real browser: the shop is frozen, the candidate is told, and what was being typed is kept for added time."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import Candidate, Console, prepare_session, sign_in
from tests.support.browser import assert_axe_clean

BOX = "Coffret Escale d’hiver"


def spend(installation: Path, code: str, lost: timedelta) -> None:
    """Move a candidate's clock on, as if that much time had gone by."""
    with closing(sqlite3.connect(installation / "e5.sqlite", timeout=20)) as base, base:
        entries = base.execute(
            "select e.id, e.at from clock_entries e join seats s on s.id = e.seat_id where s.join_code = ?", (code,)
        ).fetchall()
        assert entries
        for number, at in entries:
            moved = datetime.fromisoformat(at) - lost
            base.execute("update clock_entries set at = ? where id = ?", (moved.isoformat(" ", "microseconds"), number))


def under_way(new_visitor: MakeVisitor) -> tuple[Console, Candidate, str]:
    page = new_visitor().page()
    sign_in(page, "examinateur")
    code = prepare_session(page, [("Nolwenn", "Le Bris")])[0]
    person = Candidate.arrive(new_visitor(), code, "Nolwenn Le Bris")
    page.get_by_role("button", name="Donner le départ").click()
    expect(page.locator("[data-state-word]")).to_have_text("En cours")
    person.open_back_office()
    return Console(page), person, code


def test_freezes_at_zero_and_keeps_what_was_typed(new_visitor: MakeVisitor, installation: Path) -> None:
    console, person, code = under_way(new_visitor)
    person.complete_product(BOX, price="34,90", reference="A-TEMPS")
    person.page.get_by_label("Référence", exact=True).fill("PAS-ENREGISTREE")
    spend(installation, code, timedelta(minutes=40))
    expect(person.cover).to_contain_text("Temps écoulé")
    expect(person.cover).to_contain_text("gardés sur ce poste")
    expect(person.clock).to_have_text("00:00")
    expect(person.page.locator(".savebar")).to_have_js_property("inert", value=True)
    assert_axe_clean(person.page)
    expect(console.column(1).locator("[data-clock]")).to_have_text("Temps écoulé")

    menu = console.menu(1)
    menu.get_by_label("Minutes").fill("10")
    menu.get_by_label("Motif").first.fill("Panne du poste")
    menu.get_by_role("button", name="Accorder").click()
    expect(person.cover).to_be_hidden()
    expect(person.clock).to_have_text(re.compile(r"^(10:00|09:\d\d)$"))
    expect(person.page.get_by_label("Référence", exact=True)).to_have_value("PAS-ENREGISTREE")
    person.save()
    expect(console.feed(1)).to_contain_text("PAS-ENREGISTREE")


def test_a_save_that_comes_too_late_is_refused_and_offered_again(new_visitor: MakeVisitor, installation: Path) -> None:
    console, person, code = under_way(new_visitor)
    person.open_product(BOX, "Détails")
    address = person.page.url.partition("#")[0]
    person.page.get_by_label("Référence", exact=True).fill("TROP-TARD")
    person.page.route("**/pouls", lambda route: route.abort())
    spend(installation, code, timedelta(minutes=40))
    person.page.keyboard.press("Control+s")
    expect(person.page.get_by_text("n’a pas été enregistré")).to_be_visible()
    expect(person.page.get_by_text("Temps écoulé")).to_be_visible()
    assert_axe_clean(person.page)

    menu = console.menu(1)
    menu.get_by_label("Motif").first.fill("Panne du poste")
    menu.get_by_role("button", name="Accorder").click()
    expect(console.column(1).locator("[data-clock]")).to_have_text(re.compile(r"^0[45]:\d\d$"))
    person.page.unroute("**/pouls")
    person.page.goto(address)
    person.open_tab("Détails")
    expect(person.page.get_by_label("Référence", exact=True)).to_have_value("")
    person.page.get_by_role("button", name="Le reprendre").click()
    expect(person.page.get_by_label("Référence", exact=True)).to_have_value("TROP-TARD")
    person.save()
    expect(console.feed(1)).to_contain_text("TROP-TARD")
    person.page.goto(address)
    expect(person.page.get_by_role("button", name="Le reprendre")).to_be_hidden()


def test_what_was_typed_survives_a_reload_and_is_forgotten_once_saved(new_visitor: MakeVisitor) -> None:
    _console, person, _code = under_way(new_visitor)
    person.open_product(BOX, "Détails")
    field = person.page.get_by_label("Référence", exact=True)
    field.fill("EN-COURS")
    person.page.on("dialog", lambda dialog: dialog.accept())
    person.page.reload()
    person.open_tab("Détails")
    expect(field).to_have_value("")
    person.page.get_by_role("button", name="Le reprendre").click()
    expect(field).to_have_value("EN-COURS")
    person.save()
    person.page.reload()
    expect(field).to_have_value("EN-COURS")
    expect(person.page.get_by_role("button", name="Le reprendre")).to_be_hidden()
    stored = person.page.evaluate("Object.keys(localStorage).filter((key) => key.includes(':draft:')).length")
    assert stored == 0


def test_a_seat_taken_over_elsewhere_tells_the_first_workstation(new_visitor: MakeVisitor) -> None:
    console, person, _code = under_way(new_visitor)
    code = console.menu(1).locator(".ex-pop__code").inner_text()
    other = Candidate.arrive(new_visitor(), code, "Nolwenn Le Bris")
    expect(person.page.get_by_text("Poste remplacé")).to_be_visible()
    assert_axe_clean(person.page)
    other.open_back_office()
    expect(console.column(1).locator("[data-live=status]")).to_contain_text("Tableau de bord")


def test_another_sign_in_on_the_same_workstation_covers_no_work(new_visitor: MakeVisitor) -> None:
    """The code typed again in a second tab left the first one with an empty cover over the work, and no way out."""
    _console, person, code = under_way(new_visitor)
    person.open_product(BOX, "Détails")
    person.page.get_by_label("Référence", exact=True).fill("EN-COURS")
    tab = person.page.context.new_page()
    tab.goto("/epreuve/rejoindre")
    tab.get_by_label("Code de la place").fill(code)
    with person.page.expect_navigation():
        tab.get_by_role("button", name="Entrer").click()
    expect(person.page.locator("[data-frame-keep]")).to_contain_text("n’est pas enregistré")
    expect(person.cover).to_be_hidden()
    expect(person.page.locator("[data-frame-saved]")).to_contain_text(
        re.compile("Rien à enregistrer|Pas encore enregistré")
    )

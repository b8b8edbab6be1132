"""A centre's morning in browsers: the list, the plan, the codes, a workstation checked, a candidate who changes workstation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import Candidate, sign_in
from tests.e2e.test_axe import fits
from tests.support.browser import assert_axe_clean

LIST = "Numéro;Nom;Prénom;Temps\n0411;Kervella;Inès;tiers\n0412;Le Bihan;Hugo;\n0413;Diallo;Salomé;20 min\n"


def open_day(page: Page) -> str:
    """The address of today's day, opened if it was not."""
    page.goto("/administration/journees")
    today = page.get_by_text("aujourd’hui", exact=True)
    if today.count() == 0:
        page.get_by_label("Centre d’examen").fill("Lycée des Îles")
        page.get_by_role("button", name="Ouvrir la journée").click()
    else:
        page.locator("tr").filter(has=today).get_by_role("link").first.click()
    found = re.search(r"/administration/journees/\d+", page.url)
    assert found is not None
    return found[0]


def plan_session(page: Page, day: str, room: str, hour: str) -> None:
    """A session on the first subject, with those who wait."""
    page.goto(f"{day}/sessions/nouvelles")
    page.get_by_label("Salle", exact=True).fill(room)
    page.get_by_label("Première heure").fill(hour)
    page.get_by_role("group", name="Sujets").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Prévoir").click()
    expect(page.get_by_text("session prévue")).to_be_visible()


def test_from_a_list_to_a_candidate_who_changes_workstation(new_visitor: MakeVisitor, tmp_path: Path) -> None:
    (tmp_path / "liste.csv").write_bytes(LIST.encode("cp1252"))
    ada = new_visitor().page()
    sign_in(ada, "admin")
    day = open_day(ada)
    ada.goto(f"{day}/candidats")
    ada.get_by_label("Fichier CSV").set_input_files(tmp_path / "liste.csv")
    ada.get_by_role("button", name="Lire le fichier").click()
    expect(ada.get_by_role("status", name="Fichier lu")).to_contain_text("3 candidats ajoutés")
    plan_session(ada, day, "B 204", "00:00")
    ada.get_by_role("button", name="Préparer les sessions").click()
    ada.get_by_role("link", name="Salle B 204").click()
    code = ada.locator(".ex-day__code").first.inner_text()

    erin = new_visitor().page()
    sign_in(erin, "examinateur")
    erin.goto("/examinateur/journee")
    erin.get_by_role("link", name="Codes et départ").first.click()
    person = Candidate.arrive(new_visitor(), code, "Inès Kervella")
    erin.get_by_role("button", name="Donner le départ").click()
    person.open_back_office()
    erin.locator(".ex-pop--seat summary").first.click()
    shown = erin.locator(".ex-pop__code").first
    former = shown.inner_text()
    erin.get_by_role("button", name="Changer le code de reprise").first.click()
    expect(shown).not_to_have_text(former)
    other = Candidate.arrive(new_visitor(), shown.inner_text(), "Inès Kervella")
    expect(person.page.get_by_text("Poste remplacé")).to_be_visible()
    other.open_back_office()
    ada.goto(day)
    expect(ada.get_by_text("Reste")).to_be_visible()


def test_a_workstation_whose_clock_and_window_are_wrong_is_red(new_visitor: MakeVisitor) -> None:
    page = new_visitor(width=800).page()
    page.clock.install(time="2030-01-01T08:00:00")
    page.goto("/verification")
    page.get_by_label("Nom du poste").fill("Poste 12")
    page.get_by_role("button", name="Vérifier").click()
    expect(page.get_by_role("heading", name="Poste 12")).to_contain_text("2 points à corriger")
    expect(page.get_by_text("Réglez l’heure du poste.")).to_be_visible()
    ada = new_visitor().page()
    sign_in(ada, "admin")
    ada.goto("/administration/verification")
    expect(ada.get_by_role("heading", name="Poste 12")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_pages_of_a_centre(new_visitor: MakeVisitor, width: int) -> None:
    page = new_visitor(width=width).page()
    page.goto("/verification")
    page.get_by_label("Nom du poste").fill(f"Poste {width}")
    page.get_by_role("button", name="Vérifier").click()
    expect(page.get_by_role("heading", name=f"Poste {width}")).to_be_visible()
    assert_axe_clean(page)
    fits(page, "/verification")
    sign_in(page, "admin")
    day = open_day(page)
    page.goto(f"{day}/candidats")
    page.get_by_label("Numéro").fill(f"9{width}")
    page.get_by_label("Nom", exact=True).fill("Morvan")
    page.get_by_role("button", name="Ajouter").click()
    plan_session(page, day, f"C {width}", {390: "21:00", 1280: "22:00", 1920: "23:00"}[width])
    page.get_by_role("link", name=f"Salle C {width}").click()
    planned = page.url
    for path in (
        "/administration/journees", day, f"{day}/candidats", f"{day}/sessions/nouvelles", planned, "/administration/verification",
    ):  # fmt: skip
        page.goto(path)
        assert_axe_clean(page)
        fits(page, path)
    visitor = new_visitor(width=width).page()
    sign_in(visitor, "examinateur")
    visitor.goto("/examinateur/journee")
    assert_axe_clean(visitor)
    fits(visitor, "/examinateur/journee")

"""A trainer's first company, with the keyboard alone: a copy, a file, its report; each page is clean and fits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from sandbox.kernel import clock
from tests.e2e.conftest import Install, MakeVisitor
from tests.e2e.people import sign_in
from tests.support.browser import assert_axe_clean
from tests.support.live_server import LiveServer

TEXT = "Nom\tPrix TTC\tRéférence\tActif\nSirop\t6,50\tK-1\t1\nJus\ttrois\tK-2\t1\n"
SLOW = 90_000


@pytest.fixture(scope="module")
def server(install: Install, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server of its own: companies are not made while candidates are at their test, as other journeys leave them."""
    with LiveServer(install(tmp_path_factory.mktemp("companies") / "instance")) as running:
        yield running


def fits(page: Page) -> None:
    """The page is clean, and does not scroll sideways."""
    assert_axe_clean(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def tab_to(page: Page, name: str) -> None:
    """Reach a control by the Tab key alone."""
    for _step in range(80):
        page.keyboard.press("Tab")
        told = page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()")
        if str(told).startswith(name):
            return
    raise AssertionError(f"« {name} » is not reached by Tab")


def test_a_company_of_ones_own_by_the_keyboard(new_visitor: MakeVisitor) -> None:
    page = new_visitor(width=390).page()
    sign_in(page, "formateur")
    page.goto("/formateur/contextes")
    fits(page)
    tab_to(page, "Créer une entreprise")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Créer une entreprise")).to_be_visible()
    tab_to(page, "Nom de l’entreprise")
    page.keyboard.type("Comptoir des Dunes")
    fits(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Comptoir des Dunes")).to_be_visible(timeout=SLOW)
    fits(page)
    tab_to(page, "Importer un fichier")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Importer un fichier")).to_be_visible()
    tab_to(page, "Ou les cellules")
    page.keyboard.insert_text(TEXT)
    fits(page)
    tab_to(page, "Envoyer et relire")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Relire avant d’importer")).to_be_visible()
    expect(page.get_by_label("Genre de fichier")).to_have_value("prestashop-produits")
    expect(page.get_by_text("« trois » n’est pas un nombre")).to_be_visible()
    fits(page)
    tab_to(page, "Importer 2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Rapport d’import")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("cell", name="sirop (Sirop)")).to_be_visible()
    fits(page)


def test_its_visits_are_edited_foreseen_and_imported(new_visitor: MakeVisitor) -> None:
    page = new_visitor(width=390).page()
    sign_in(page, "formateur")
    page.goto("/formateur/contextes/nouveau")
    page.get_by_label("Nom de l’entreprise").fill("Maison du Phare")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Maison du Phare")).to_be_visible(timeout=SLOW)
    own = urlsplit(page.url).path
    for part in ("public", "campagnes", "lettres", "pages", "evenements", "ventes", "rythme"):
        page.goto(f"{own}/frequentation/{part}")
        fits(page)
    page.get_by_label("novembre").fill("deux")
    page.get_by_role("button", name="Enregistrer et voir l’aperçu").click()
    expect(page.get_by_role("alert")).to_be_visible()
    fits(page)
    page.get_by_label("novembre").fill("2,5")
    page.get_by_role("button", name="Enregistrer et voir l’aperçu").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Fréquentation : aperçu")).to_be_visible(timeout=SLOW)
    fits(page)
    page.goto(f"{own}/histoire")
    fits(page)
    page.goto(f"{own}/importer")
    yesterday = clock.today() - timedelta(days=1)
    page.get_by_label("Ou les cellules").fill(f"Date\tDevice category\tSessions\n{yesterday}\tmobile\t18\n")
    page.get_by_role("button", name="Envoyer et relire").click()
    expect(page.get_by_role("heading", name="Relire")).to_be_visible()
    fits(page)

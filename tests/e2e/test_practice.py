"""Practice alone in a real browser: a subject chosen, work done, own levels first, then the findings, then again."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import sign_in, sign_in_by_hand
from tests.support.browser import assert_axe_clean


def start(page: Page) -> str:
    """Begin a run, ending the one under way if there is one; the address of its shop."""
    page.goto("/entrainement")
    assert_axe_clean(page)
    confirm = page.locator("details.ex-confirm summary")
    if confirm.count():
        confirm.first.click()
        page.get_by_role("button", name=re.compile("^Confirmer")).first.click()
    else:
        page.get_by_role("button", name=re.compile("^(Commencer|Recommencer)")).first.click()
    expect(page).to_have_url(re.compile(r"/b/\w+/admin/"))
    found = re.search(r"/b/\w+", page.url)
    assert found is not None
    return found[0]


def complete_summary(page: Page, shop: str, text: str) -> None:
    """Write the short description of the half-built product, and save."""
    page.goto(f"{shop}/admin/catalogue/produits?name=Escale")
    page.get_by_role("link", name="Coffret Escale d’hiver").first.click()
    page.locator("[data-rich=summary] .rt-doc").click()
    page.keyboard.type(text)
    page.get_by_role("button", name=re.compile("^Enregistrer")).first.click()
    expect(page.get_by_text("est enregistré.").first).to_be_visible()


def test_a_whole_run_from_the_subject_to_the_comparison(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    sign_in_by_hand(page, "candidat")
    shop = start(page)
    expect(page.locator("[data-frame-clock]")).to_have_text(re.compile(r"^(40:00|39:\d\d)$"))
    complete_summary(page, shop, "Trois cafés de torréfacteur et un mug pour traverser l’hiver.")
    assert_axe_clean(page)

    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Reprendre")).to_be_visible()
    assert_axe_clean(page)
    page.get_by_role("button", name="Reprendre").click()
    expect(page).to_have_url(re.compile(r"/admin/"))

    page.get_by_role("link", name="Page de l’entraînement").click()
    page.get_by_text("Rendre mon travail").click()
    page.get_by_role("button", name=re.compile("^Confirmer")).click()
    expect(page.get_by_role("heading", name="Avant de voir les constats, évaluez-vous")).to_be_visible()
    assert_axe_clean(page)

    page.get_by_role("button", name="Voir les constats").click()
    expect(page.get_by_text("Ligne A : choisissez un niveau.").first).to_be_visible()
    for row in page.locator("[data-self]").all():
        row.get_by_role("radio", name="Insuffisant", exact=True).check(force=True)
    page.get_by_role("button", name="Voir les constats").click()
    expect(page.get_by_role("heading", name="Vos niveaux et les constats, ligne par ligne")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    assert_axe_clean(page)
    expect(page.get_by_text("Attendu et observé").first).to_be_visible()

    page.get_by_role("button", name="Recommencer", exact=True).click()
    expect(page).to_have_url(re.compile(r"/b/\w+/admin/"))
    assert shop not in page.url
    page.goto("/entrainement/essais")
    assert_axe_clean(page)


def test_seven_days_go_by_and_say_what_the_work_changed(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    sign_in(page, "candidat")
    shop = start(page)
    complete_summary(page, shop, "Trois cafés de torréfacteur et un mug pour traverser l’hiver.")
    page.get_by_role("link", name="Page de l’entraînement").click()
    expect(page).to_have_url(re.compile(r"/entrainement/essais/\d+$"))
    market = f"{page.url}/marche"
    page.get_by_text("Rendre mon travail").click()
    page.get_by_role("button", name=re.compile("^Confirmer")).click()
    expect(page.get_by_role("heading", name="Avant de voir les constats, évaluez-vous")).to_be_visible()
    page.goto(market)
    page.get_by_role("button", name="Simuler les 7 jours suivants").click(timeout=90_000)
    expect(page.get_by_role("heading", name=re.compile("^Semaine 1"))).to_be_visible(timeout=90_000)
    expect(page.get_by_text("Coffret Escale d’hiver").first).to_be_visible()
    assert_axe_clean(page)
    page.get_by_role("link", name="Ouvrir la boutique simulée").click()
    expect(page.get_by_text("7 jours plus tard")).to_be_visible()


def test_the_work_of_a_run_is_there_after_a_second_tab_and_a_reload(new_visitor: MakeVisitor) -> None:
    visitor = new_visitor()
    page = visitor.page()
    sign_in(page, "candidat")
    shop = start(page)
    complete_summary(page, shop, "Un coffret à offrir aux gens de la côte.")
    other = visitor.page()
    other.goto(page.url)
    expect(other.get_by_text("Un coffret à offrir aux gens de la côte.").first).to_be_visible()
    page.reload()
    expect(page.get_by_text("Un coffret à offrir aux gens de la côte.").first).to_be_visible()


def test_pages_of_the_trainer_are_accessible(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    sign_in(page, "formateur")
    for path in ("/formateur/sujets", "/formateur/sujets/noel-a-la-brulerie", "/formateur/contextes"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
        assert_axe_clean(page)
    page.goto("/formateur/sujets/noel-a-la-brulerie")
    page.get_by_role("button", name="Rejouer « bon »").click()
    expect(page.get_by_text("Conforme à ce que le fichier annonce").first).to_be_visible()
    assert_axe_clean(page)


def test_pages_of_the_administrator_are_accessible(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    sign_in(page, "admin")
    page.goto("/administration/installation")
    assert_axe_clean(page)
    page.get_by_role("link", name="Comptes").first.click()
    assert_axe_clean(page)
    page.get_by_role("link", name=re.compile("Nouveau|Créer")).first.click()
    assert_axe_clean(page)
    page.goto("/mon-compte")
    assert_axe_clean(page)

"""Commandes in a real browser: the keyboard alone, what a state will do, paper, narrow screens."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.test_figures import enter
from tests.support.browser import Visitor, assert_axe_clean

PAGES = (
    "commandes", "commandes?vue=a-traiter&reference=INTROUVABLE", "commandes?total_min=cher", "commandes/1", "commandes/420",
    "commandes/nouvelle", "commandes/nouvelle?q=le", "commandes/nouvelle?client=4", "commandes/paniers", "commandes/paniers/3",
    "commandes/factures", "commandes/bons-de-livraison", "parametres/commandes", "parametres/commandes/etats",
    "parametres/commandes/etats/1", "parametres/commandes/etats/nouveau", "parametres/commandes/etats/retours/1",
    "parametres/commandes/etats/retours/nouveau", "commandes/2493/produits/ajouter",
)  # fmt: skip


def test_pages_of_orders_are_accessible(visitor: Visitor) -> None:
    page, home = enter(visitor)
    for path in PAGES:
        page.goto(home + path)
        assert_axe_clean(page, within="#main")
    for paper in ("facture", "bon-de-livraison"):
        page.goto(f"{home}commandes/420/{paper}")
        assert_axe_clean(page)


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
def test_nothing_is_wider_than_the_screen(new_visitor: MakeVisitor, width: int) -> None:
    page, home = enter(new_visitor(width=width))
    for path in (*PAGES, "commandes/420/facture"):
        page.goto(home + path)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{path} at {width}: {over} px too wide"


def test_orders_move_by_keyboard(visitor: Visitor) -> None:
    page, home = enter(visitor)
    page.goto(f"{home}commandes?vue=a-traiter")
    for index in (0, 1):
        page.locator("[data-bulk-row]").nth(index).focus()
        page.keyboard.press("Space")
    expect(page.get_by_text("2 commandes sélectionnées")).to_be_visible()
    page.locator("#bo-bulk summary").focus()
    page.keyboard.press("Enter")
    tab_to(page, "Passer à « Expédié »")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="2 commandes à l’état « Expédié »")).to_be_visible()


def tab_to(page: Page, words: str) -> None:
    """Press Tab until these words have the focus."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if words in " ".join(page.evaluate("document.activeElement.innerText").split()):
            return
    pytest.fail(f"Tab never reaches {words}")


def test_what_a_state_will_do_is_said_before_it_is_done(visitor: Visitor) -> None:
    page, home = enter(visitor)
    page.goto(f"{home}commandes?vue=a-payer")
    page.get_by_role("link", name="Afficher la commande").last.click()
    words = page.locator("#state_id-words")
    expect(words).to_have_text("C’est l’état actuel de la commande.")
    page.locator("#state_id").select_option(label="Annulé")
    expect(words).to_have_text("Les quantités reviennent en stock et un e-mail part au client.")
    page.get_by_role("button", name="Mettre à jour l’état").press("Enter")
    expect(page.get_by_role("status").filter(has_text="est à l’état « Annulé »")).to_be_visible()
    expect(
        page.get_by_role("region", name="État de la commande").get_by_text("Annulé", exact=True).first
    ).to_be_visible()


def test_papers_print_one_page_each(visitor: Visitor) -> None:
    page, home = enter(visitor)
    page.goto(f"{home}commandes/factures/imprimer?etat=6")
    sheets = page.locator("article").count()
    assert sheets > 1
    expect(page.get_by_role("button", name="Imprimer")).to_be_visible()
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page/") == sheets

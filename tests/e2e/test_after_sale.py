"""A return from the customer's request to the slip they see, on a phone without script where a customer may be."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.test_purchase import PHONE, assert_sound, buy_a_mug, shop_of
from tests.support.browser import assert_axe_clean

EMAIL, SECRET = "gwenn.madec@courriel.example", "un-mot-de-passe-long"


@pytest.fixture
def parties(new_visitor: MakeVisitor) -> Iterator[tuple[Page, BrowserContext, str]]:
    """An employee's page, a customer's phone without script, and the shop they share."""
    visitor = new_visitor()
    page, home = shop_of(visitor)
    browser = visitor.context.browser
    assert browser is not None
    context = browser.new_context(
        base_url=re.sub(r"^(https?://[^/]+).*", r"\1", page.url), java_script_enabled=False, locale="fr-FR", viewport=PHONE,
        storage_state=visitor.context.storage_state(),
    )  # fmt: skip
    context.set_default_timeout(10_000)
    yield page, context, home
    context.close()


def test_a_return_from_request_to_slip(parties: tuple[Page, BrowserContext, str]) -> None:
    desk, phone, home = parties
    page = phone.new_page()
    reference = buy(page, home)
    deliver(desk, home, reference)
    ask(page, home, reference)
    number = accept_and_receive(desk, home, reference)
    slip = refund_half(desk, home, reference)
    page.goto(f"{home}compte/retours/{number}")
    expect(page.locator("main")).to_contain_text("Colis reçu")
    page.goto(f"{home}compte/avoirs")
    expect(page.get_by_role("row").filter(has_text=slip)).to_contain_text("5,00")
    with page.expect_download() as started:
        page.get_by_role("link", name=f"PDF de l’avoir {slip}").click()
    assert started.value.suggested_filename == f"avoir-{slip}.pdf"
    page.goto(f"{home}compte/commandes/{reference}")
    expect(page.locator("main")).to_contain_text(f"Avoir {slip}")


def test_pages_of_returns_are_accessible_and_fit(new_visitor: MakeVisitor) -> None:
    visitor = new_visitor(**PHONE)
    page, home = shop_of(visitor)
    for path in (
        "sav/retours",
        "sav/retours/1",
        "sav/retours/2",
        "commandes/avoirs",
        "commandes/avoirs/1",
        "commandes/1/retour",
    ):
        page.goto(f"{home}admin/{path}")
        assert_sound(page)
    page.goto(f"{home}admin/sav/retours?etat=received")
    page.get_by_role("link", name="Afficher le retour").first.click()
    page.get_by_role("link", name="Rembourser ces produits").click()
    assert_sound(page)
    page.goto(page.url.replace("/retour", "/partiel"))
    assert_sound(page)
    page.get_by_role("button", name="Rembourser").click()
    assert_sound(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert_axe_clean(page, within="#main")


def buy(page: Page, home: str) -> str:
    """Open an account and buy; the order's reference."""
    page.goto(f"{home}cookies")
    page.locator("main").get_by_role("button", name="Tout refuser").click()
    page.goto(f"{home}inscription")
    for name, text in {"first_name": "Gwenn", "last_name": "Madec", "email": EMAIL, "password": SECRET}.items():
        page.locator(f"main [name='{name}']").fill(text)
    page.locator("main [name='accepts_terms']").check()
    page.locator("main").get_by_role("button", name="Ouvrir mon compte").click()
    expect(page).to_have_url(re.compile("/compte$"))
    buy_a_mug(page, home)
    page.goto(f"{home}compte/commandes")
    return page.locator("tbody th").first.inner_text().strip()


def deliver(desk: Page, home: str, reference: str) -> None:
    """The employee sends the order, and it arrives."""
    desk.goto(f"{home}admin/commandes?reference={reference}")
    desk.get_by_role("link", name="Afficher la commande").first.click()
    for state in ("Expédié", "Livré"):
        desk.locator("#state_id").select_option(label=state)
        desk.get_by_role("button", name="Mettre à jour l’état").click()
        expect(desk.get_by_role("status").filter(has_text=state)).to_be_visible()


def ask(page: Page, home: str, reference: str) -> None:
    """The customer asks for the return from the order."""
    page.goto(f"{home}compte/commandes/{reference}")
    page.get_by_role("link", name="Demander un retour").click()
    assert_fits_without_script(page)
    page.locator("main [type='checkbox'][name^='l']").first.check()
    page.locator("main").get_by_role("button", name="Envoyer la demande").click()
    expect(page.locator("main")).to_contain_text("Dites pourquoi vous renvoyez ce produit.")
    page.locator("main select[name^='r']").first.select_option(label="Le produit est défectueux ou abîmé")
    page.locator("main").get_by_role("button", name="Envoyer la demande").click()
    expect(page.locator("main")).to_contain_text("En attente de confirmation")


def assert_fits_without_script(page: Page) -> None:
    """The page's content is no wider than the phone: measured from outside, its own script is off."""
    box = page.locator("main").bounding_box()
    assert box is not None
    assert box["width"] <= PHONE["width"]


def accept_and_receive(desk: Page, home: str, reference: str) -> str:
    """The employee accepts the return, then takes in the parcel; the return's number."""
    desk.goto(f"{home}admin/sav/retours?commande={reference}")
    desk.get_by_role("link", name=re.compile("Afficher le retour")).first.click()
    for state in ("En attente du colis", "Colis reçu"):
        desk.get_by_label("État", exact=True).select_option(label=state)
        desk.get_by_role("button", name="Enregistrer l’état").click()
        expect(desk.get_by_role("status").filter(has_text=state)).to_be_visible()
    return desk.get_by_role("heading", level=1).inner_text().split()[-1]


def refund_half(desk: Page, home: str, reference: str) -> str:
    """The employee gives five euros back; the slip's number."""
    desk.goto(f"{home}admin/commandes?reference={reference}")
    desk.get_by_role("link", name="Afficher la commande").first.click()
    desk.get_by_role("link", name="Remboursement partiel").click()
    desk.get_by_label(re.compile("Montant à rembourser")).first.fill("5,00")
    for units in desk.get_by_label(re.compile("Quantité à rembourser")).all():
        units.fill("")
    desk.get_by_role("button", name="Rembourser").click()
    told = desk.get_by_role("status").filter(has_text="L’avoir AV")
    expect(told).to_be_visible()
    found = re.search(r"AV\d{6}", told.inner_text())
    assert found is not None
    return found[0]

"""A purchase on a telephone's screen by keyboard alone, without script, and what every page of the shop keeps to."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.test_figures import enter
from tests.support.browser import Visitor, assert_axe_clean

PHONE = {"width": 390, "height": 844}
CARD = {"card_number": "4970 1000 0000 0006", "card_expiry": "09/31", "card_code": "123"}
ADDRESS = {"liv-first_name": "Nolwenn", "liv-last_name": "Le Bihan", "liv-line1": "4, quai des Indes",
           "liv-postcode": "56100", "liv-city": "Lorient"}  # fmt: skip
MAX_TABS = 120


def shop_of(visitor: Visitor) -> tuple[Page, str]:
    """A candidate's practice shop, and the address of its home page."""
    page, home = enter(visitor)
    return page, home.removesuffix("admin/")


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus, as somebody without a mouse does."""
    expect(target).to_be_attached()
    for _ in range(MAX_TABS):
        if target.evaluate("(node) => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Reach something with Tab and press a key on it."""
    tab_to(page, target)
    page.keyboard.press(key)


def type_into(page: Page, values: dict[str, str]) -> None:
    """Reach each field with Tab and type."""
    for name, text in values.items():
        tab_to(page, page.locator(f"main [name='{name}']").first)
        page.keyboard.press("Control+A")
        page.keyboard.type(text)


def assert_sound(page: Page) -> None:
    """Nothing scrolls sideways, and axe finds nothing around the candidate's frame."""
    assert_fits(page)
    assert_axe_clean(page, without=(".ex-f",))


def assert_fits(page: Page) -> None:
    """Nothing scrolls sideways."""
    page.wait_for_load_state()  # a click only begins the way to the page
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{page.url}: {over} px too wide"


def main_button(page: Page, name: str) -> Locator:
    return page.locator("main").get_by_role("button", name=name)


def test_a_purchase_on_a_phone_by_keyboard_alone(new_visitor: MakeVisitor) -> None:
    page, home = shop_of(new_visitor(**PHONE))
    page.goto(home)
    press(page, page.get_by_role("button", name="Tout refuser"))
    expect(page.get_by_role("button", name="Tout refuser")).to_have_count(0)
    tab_to(page, page.get_by_role("combobox", name="Rechercher dans la boutique").first)
    page.keyboard.type("mug")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/recherche\?q=mug"))
    press(page, page.locator("main article a[href*='/produit/']").first)
    expect(page).to_have_url(re.compile("/produit/"))
    press(page, page.locator("#achat").get_by_role("button", name="Ajouter au panier"))
    expect(page).to_have_url(re.compile("/panier$"))
    type_into(page, {"code": "INCONNU"})
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("INCONNU n’est pas appliqué")
    expect(page.locator("[name='code']")).to_have_value("INCONNU")
    assert_sound(page)
    press(page, page.get_by_role("link", name="Passer commande"))
    type_into(page, {"first_name": "Nolwenn", "last_name": "Le Bihan", "email": "nolwenn@courriel.example"})
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/commande/adresses"))
    assert_sound(page)
    press(page, main_button(page, "Continuer vers la livraison"))
    expect(page.locator("[name='liv-line1']")).to_be_visible()
    type_into(page, ADDRESS)
    assert_sound(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/commande/livraison"))
    tab_to(page, page.locator("[name='carrier_id']:checked"))
    page.keyboard.press("ArrowDown")
    assert_sound(page)
    press(page, main_button(page, "Continuer vers le paiement"))
    expect(page).to_have_url(re.compile("/commande/paiement"))
    type_into(page, CARD)
    press(page, main_button(page, "Commander avec obligation de paiement"))
    expect(page).to_have_url(re.compile("/commande/paiement"))
    press(page, page.locator("[name='accepts_terms']"), "Space")
    expect(page.locator("[name='accepts_terms']")).to_be_checked()
    assert_sound(page)
    press(page, main_button(page, "Commander avec obligation de paiement"))
    expect(page).to_have_url(re.compile("/commande/confirmation/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Merci")
    assert_sound(page)


@pytest.fixture
def still(visitor: Visitor) -> Iterator[tuple[BrowserContext, str]]:
    """The same person in a browser without script, and the shop's home."""
    page, home = shop_of(visitor)
    browser = visitor.context.browser
    assert browser is not None
    context = browser.new_context(
        base_url=re.sub(r"^(https?://[^/]+).*", r"\1", page.url), java_script_enabled=False, locale="fr-FR",
        viewport=PHONE, storage_state=visitor.context.storage_state(),
    )  # fmt: skip
    context.set_default_timeout(10_000)
    yield context, home
    context.close()


@pytest.mark.parametrize(
    ("way", "said"), [("cheque", "À l’ordre de"), ("virement", "Référence à indiquer"), ("carte", "est enregistrée")]
)
def test_a_purchase_without_script(still: tuple[BrowserContext, str], way: str, said: str) -> None:
    context, home = still
    page = context.new_page()
    page.goto(f"{home}recherche?q=mug")
    page.locator("main article a[href*='/produit/']").first.click()
    page.locator("#achat").get_by_role("button", name="Ajouter au panier").click()
    page.locator("[data-line] [name='pas'][value='1'], main form [name='pas'][value='1']").first.click()
    expect(page.locator("main input[name='quantity']").first).to_have_value("2")
    page.get_by_role("link", name="Passer commande").click()
    for name, text in (("first_name", "Nolwenn"), ("last_name", "Le Bihan"), ("email", f"{way}@courriel.example")):
        page.locator(f"#{name}").fill(text)
    main_button(page, "Continuer vers les adresses").click()
    for name, text in ADDRESS.items():
        page.locator(f"[name='{name}']").fill(text)
    main_button(page, "Continuer vers la livraison").click()
    main_button(page, "Continuer vers le paiement").click()
    page.locator(f"[name='payment'][value='{way}']").check()
    if way == "carte":
        for name, text in CARD.items():
            page.locator(f"[name='{name}']").fill(text)
    page.locator("[name='accepts_terms']").check()
    main_button(page, "Commander avec obligation de paiement").click()
    expect(page).to_have_url(re.compile("/commande/confirmation/"))
    expect(page.locator("main")).to_contain_text(said)


def test_every_page_type_is_accessible_and_fits(new_visitor: MakeVisitor) -> None:
    visitor = new_visitor()
    page, home = shop_of(visitor)
    for path in addresses(page, home):
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(path)
        assert_axe_clean(page, without=(".ex-f",))
        for width in (1920, 1280, 768, 390):
            page.set_viewport_size({"width": width, "height": 844})
            assert_fits(page)
        assert_axe_clean(page, without=(".ex-f",))


def test_the_pages_of_an_account(new_visitor: MakeVisitor) -> None:
    page, home = shop_of(new_visitor(**PHONE))
    page.goto(f"{home}cookies")
    page.locator("main").get_by_role("button", name="Tout refuser").click()
    page.goto(f"{home}inscription")
    for name, text in (("first_name", "Nolwenn"), ("last_name", "Le Bihan"), ("email", "compte@courriel.example"),
                       ("password", "un-mot-de-passe-long")):  # fmt: skip
        page.locator(f"main [name='{name}']").fill(text)
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    main_button(page, "Ouvrir mon compte").click()
    expect(page).to_have_url(re.compile("/compte$"))
    buy_a_mug(page, home)
    page.get_by_role("link", name="Suivre ma commande").click()
    assert_sound(page)
    page.get_by_role("link", name=re.compile("^facture")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Facture")
    assert_sound(page)
    page.get_by_role("link", name="Retour à la commande").click()
    page.locator("main").get_by_role("link", name="Renoncer au contrat ici").click()
    assert_sound(page)
    page.locator("main [type='checkbox'][name^='l']").first.check()
    main_button(page, "Confirmer la rétractation").click()
    assert_sound(page)
    parts = ("", "/commandes", "/factures", "/bons", "/retours", "/avoirs", "/identite", "/adresses", "/adresses/nouvelle", "/messages", "/avis",
             "/donnees", "/donnees/lire")  # fmt: skip
    for address in (*(f"compte{part}" for part in parts), "boite-aux-lettres"):
        page.goto(home + address)
        assert_sound(page)


def buy_a_mug(page: Page, home: str) -> None:
    """Go from a search to the confirmation, as somebody with an account."""
    page.goto(f"{home}recherche?q=mug")
    page.locator("main article a[href*='/produit/']").first.click()
    page.locator("#achat").get_by_role("button", name="Ajouter au panier").click()
    page.get_by_role("link", name="Passer commande").click()
    for name, text in ADDRESS.items():
        page.locator(f"[name='{name}']").fill(text)
    main_button(page, "Continuer vers la livraison").click()
    main_button(page, "Continuer vers le paiement").click()
    for name, text in CARD.items():
        page.locator(f"[name='{name}']").fill(text)
    page.locator("[name='accepts_terms']").check()
    main_button(page, "Commander avec obligation de paiement").click()
    expect(page).to_have_url(re.compile("/commande/confirmation/"))


def addresses(page: Page, home: str) -> list[str]:
    """An address of each type of page that a visitor sees."""
    page.goto(home)
    links = page.eval_on_selector_all("a[href]", "(all) => all.map((one) => one.getAttribute('href'))")
    found = [next(link for link in links if f"{home}{kind}/" in link) for kind in ("categorie", "page")]
    page.goto(found[0])
    products = page.eval_on_selector_all("main article a", "(all) => all.map((one) => one.getAttribute('href'))")
    words = ("recherche?q=cafe", "recherche?q=zzzz", "marques", "promotions", "panier", "contact", "connexion", "inscription",
             "retractation", "cookies", "mot-de-passe-oublie", "boite-aux-lettres", "mot-de-passe/perime", "plan-du-site", "nulle-part")  # fmt: skip
    page.goto(products[0])
    report = page.get_by_role("link", name=re.compile("^Signaler")).first.get_attribute("href")
    assert report is not None
    return [home, *found, products[0], report, *(home + word for word in words)]


def test_pictures_have_their_size_and_wait(visitor: Visitor) -> None:
    page, home = shop_of(visitor)
    for path in addresses(page, home)[:4]:
        page.goto(path)
        bare = page.eval_on_selector_all(
            "img",
            "(all) => all.filter((one) => !one.getAttribute('width') || !one.getAttribute('height')).map((one) => one.src)",
        )
        assert bare == [], path
        late = page.eval_on_selector_all(
            "img:not([loading=lazy])",
            "(all) => all.map((one) => one.getBoundingClientRect().top + scrollY).filter((top) => top > 1600)",
        )
        assert late == [], path

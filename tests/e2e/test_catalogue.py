"""The catalogue side of a shop in a real browser: proposals while typing, photos, variants, filters, slides; with and without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.test_purchase import PHONE, assert_fits, assert_sound, press, shop_of, still, tab_to
from tests.support.browser import assert_axe_clean

__all__ = ["still"]
MOST_SHIFT = 0.05
WATCH_SHIFTS = """() => {
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}"""


def refuse_cookies(page: Page, home: str) -> None:
    page.goto(f"{home}cookies")
    page.locator("main").get_by_role("button", name="Tout refuser").click()


def test_proposals_while_typing_by_keyboard(new_visitor: MakeVisitor) -> None:
    page, home = shop_of(new_visitor(**PHONE))
    refuse_cookies(page, home)
    page.goto(home)
    field = page.locator("#q")
    tab_to(page, field)
    page.keyboard.type("theier")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", re.compile("q-sugg-0"))
    assert_sound(page)
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_value("theier")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    product = options.filter(has_text="Théière Tuilerie")
    for _ in range(options.count()):
        page.keyboard.press("ArrowDown")
        if product.get_attribute("aria-selected") == "true":
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/produit/.*theiere-tuilerie"))
    page.locator("#q").fill("collombie")
    page.locator("#q").press("Enter")
    expect(page.locator("main")).to_contain_text("Colombie Huila")


def test_photos_open_large_by_keyboard(new_visitor: MakeVisitor) -> None:
    page, home = shop_of(new_visitor())
    refuse_cookies(page, home)
    page.goto(f"{home}recherche?q=mug+escale")
    page.locator("main article a[href*='mug-escale']").first.click()
    press(page, page.locator("[data-photo]:visible"))
    viewer = page.get_by_role("dialog", name="Photos du produit")
    expect(viewer).to_be_visible()
    expect(viewer.get_by_role("button", name="Fermer")).to_be_focused()
    count = viewer.get_by_role("status")
    first = count.inner_text()
    page.keyboard.press("ArrowRight")
    expect(count).not_to_have_text(first)
    assert_sound(page)
    page.keyboard.press("+")
    expect(viewer.locator(".is-large")).to_be_focused()
    assert_sound(page)
    page.keyboard.press("Escape")
    expect(viewer.locator(".is-large")).to_have_count(0)
    expect(viewer).to_be_visible()
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    expect(page.locator("[data-photo]:focus")).to_be_visible()


def test_a_variant_changes_photo_address_and_reference(new_visitor: MakeVisitor) -> None:
    page, home = shop_of(new_visitor())
    refuse_cookies(page, home)
    page.goto(f"{home}recherche?q=mug+escale")
    page.locator("main article a[href*='mug-escale']").first.click()
    before = page.locator("[data-photo]:visible").get_attribute("href")
    reference = page.locator("[data-slot='reference']").inner_text()
    page.locator("[data-option]:not(:checked)").first.check(force=True)
    expect(page).to_have_url(re.compile(r"[?&]v=\d+"))
    expect(page.locator("[data-slot='reference']")).not_to_have_text(reference)
    expect(page.locator("[data-photo]:visible")).not_to_have_attribute("href", before or "")
    shown = page.locator("[data-slot='reference']").inner_text()
    page.reload()
    expect(page.locator("[data-slot='reference']")).to_have_text(shown)


def test_variants_filters_and_reviews_without_script(still: tuple[BrowserContext, str]) -> None:
    context, home = still
    page = context.new_page()
    page.goto(f"{home}recherche?q=yirgacheffe")
    page.locator("main article a[href*='/produit/']").first.click()
    price = page.locator("[data-slot='price'] b").inner_text()
    page.locator("label", has_text="1 kg").first.click()
    page.get_by_role("button", name="Voir le prix de cette déclinaison").click()
    expect(page.locator("[data-slot='price'] b")).not_to_have_text(price)
    page.locator("#tri_avis").select_option("meilleurs")
    page.locator("#avis").get_by_role("button", name="OK").click()
    expect(page).to_have_url(re.compile("tri_avis=meilleurs"))
    page.goto(home)
    shelf = page.locator(".univ a").first.get_attribute("href")
    page.goto(str(shelf))
    total = page.locator("main [role=status] b").inner_text()
    page.locator("label[for='filtres']").click()
    page.locator(".facet input[type=checkbox]:enabled").first.check()
    page.get_by_role("button", name="Appliquer les filtres").click()
    expect(page.locator(".chip")).to_have_count(1)
    expect(page.locator("main [role=status] b")).not_to_have_text(total)
    page.locator(".chip").click()
    expect(page.locator("main [role=status] b")).to_have_text(total)


def test_a_filter_keeps_its_place_and_the_focus(new_visitor: MakeVisitor) -> None:
    page, home = shop_of(new_visitor(width=1920))
    refuse_cookies(page, home)
    page.goto(home)
    page.goto(str(page.locator(".univ a").first.get_attribute("href")))
    box = page.locator(".facet input[type=checkbox]:enabled").nth(2)
    name, value = box.get_attribute("name"), box.get_attribute("value")
    tab_to(page, box)
    page.keyboard.press("Space")
    expect(page.locator(".chip")).to_have_count(1)
    expect(page.locator(f".facet input[name='{name}'][value='{value}']")).to_be_focused()
    assert_sound(page)


def test_slides_stop_and_move(new_visitor: MakeVisitor) -> None:
    page, home = shop_of(new_visitor())
    refuse_cookies(page, home)
    page.goto(home)
    radios = page.locator(".hero__radio")
    expect(radios.nth(0)).to_be_checked()
    expect(page.get_by_role("button", name="Lancer le défilement")).to_be_visible()  # less motion was asked
    page.get_by_role("button", name="Lancer le défilement").click()
    expect(page.get_by_role("button", name="Arrêter le défilement")).to_be_focused()
    page.get_by_role("button", name="Diapositive suivante").click()
    expect(radios.nth(1)).to_be_checked()
    expect(page.get_by_role("button", name="Lancer le défilement")).to_be_visible()
    page.get_by_role("button", name="Diapositive précédente").click()
    page.get_by_role("button", name="Diapositive précédente").click()
    expect(radios.last).to_be_checked()
    assert_sound(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_pictures_load(new_visitor: MakeVisitor, width: int) -> None:
    page, home = shop_of(new_visitor(width=width))
    refuse_cookies(page, home)
    page.goto(home)
    if page.locator("body.ex-open").count():
        page.keyboard.press("F2")  # the subject beside the shop is opened by a script of its own
        expect(page.locator("body.ex-open")).to_have_count(0)
    shelf = str(page.locator(".univ a").first.get_attribute("href"))
    page.goto(shelf)
    product = str(page.locator("main article a").first.get_attribute("href"))
    for path in (home, shelf, product):
        page.goto(path)
        page.evaluate(WATCH_SHIFTS)
        for _ in range(12):
            page.mouse.wheel(0, 900)
            page.wait_for_function("() => new Promise((done) => requestAnimationFrame(() => done(true)))")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.shift") <= MOST_SHIFT, path


def test_products_looked_at_come_back(new_visitor: MakeVisitor) -> None:
    page, home = shop_of(new_visitor(**PHONE))
    page.goto(home)
    page.get_by_role("button", name="Tout accepter").click()
    page.goto(f"{home}recherche?q=mug")
    addresses = page.eval_on_selector_all(
        "main article h2 a", "(all) => all.slice(0, 2).map((one) => one.getAttribute('href'))"
    )
    for address in addresses:
        page.goto(address)
    block = page.get_by_role("region", name="Vous avez regardé")
    expect(block.locator("article")).to_have_count(1)
    assert_sound(page)
    block.get_by_role("button", name="Effacer cette liste").click()
    expect(page.locator("main")).to_contain_text("est effacée")
    expect(block).to_have_count(0)


def test_more_page_types_are_accessible_and_fit(new_visitor: MakeVisitor) -> None:
    """What the walk through the shop does not meet: a brand, the third level, a slip, a pack, a service, no photo, a review."""
    page, home = shop_of(new_visitor())
    refuse_cookies(page, home)
    page.goto(f"{home}marques")
    brand = str(page.locator("main .brandbox a").first.get_attribute("href"))
    page.goto(f"{home}plan-du-site")
    deep = page.locator("main ul ul ul a[href*='/categorie/']")
    shelf = str(deep.first.get_attribute("href")) if deep.count() else brand
    found = []
    for words in ("coffret", "atelier", "mug"):
        page.goto(f"{home}recherche?q={words}")
        found.append(str(page.locator("main article h2 a").first.get_attribute("href")))
    number = re.search(r"/produit/(\d+)-", found[-1])
    assert number
    review = f"{home}produit/{number[1]}/avis"
    for path in (brand, shelf, *found, review, f"{home}recherche?q=collombie", f"{home}recherche?q=mug+xylophone",
                 f"{home}nouveautes", f"{home}meilleures-ventes", f"{home}produit/9999-theiere"):  # fmt: skip
        page.set_viewport_size({"width": 1280, "height": 844})
        page.goto(path)
        assert_sound(page)
        for width in (1920, 768, 390):
            page.set_viewport_size({"width": width, "height": 844})
            assert_fits(page)
        assert_axe_clean(page, without=(".ex-f",))


def save_settings(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer").first.click()
    expect(page.get_by_text("Les réglages sont enregistrés.").first).to_be_visible()


def test_a_closed_shop(new_visitor: MakeVisitor) -> None:
    page, home = shop_of(new_visitor())
    page.goto(f"{home}admin/parametres/generaux")
    page.get_by_label("Activer la boutique").uncheck(force=True)
    save_settings(page)
    page.goto(home)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        expect(page.get_by_role("heading", level=1)).to_have_text("Nous revenons bientôt")
        assert_sound(page)
    page.set_viewport_size({"width": 1280, "height": 844})
    page.get_by_role("button", name="Vous êtes de l’équipe").click()
    expect(page.locator(".closed")).to_be_visible()
    assert_sound(page)
    page.goto(f"{home}admin/parametres/generaux")
    page.get_by_label("Activer la boutique").check(force=True)
    save_settings(page)
    page.goto(home)
    expect(page.locator(".closed")).to_have_count(0)

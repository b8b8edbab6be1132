"""A link is found by the title of what it leads to, with the keyboard: in the editor, in a widget, in the customiser."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.people import sign_in, site_administration
from tests.support.browser import Visitor, assert_axe_clean


def chosen(page: Page) -> str:
    """The words of the option that the arrows stand on."""
    return page.evaluate(
        "() => document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.textContent || ''"
    )


def test_a_link_is_found_by_title_in_the_editor_and_an_address_stays_allowed(visitor: Visitor) -> None:
    page = visitor.page()
    sign_in(page, "candidat")
    root = site_administration(page)
    page.goto(f"{root}post/nouveau")
    page.get_by_role("textbox", name="Titre", exact=True).fill("Un bouton")
    page.get_by_role("button", name="Outil d’insertion de blocs").press("Enter")
    page.get_by_label("Rechercher un bloc").fill("Boutons")
    page.keyboard.press("Enter")
    page.locator(".eb-btn").press_sequentially("Voir le café")
    page.get_by_role("tab", name="Bloc").click()
    link = page.locator("#p-block").get_by_role("button", name="Lien")
    link.press("Enter")
    field = page.get_by_role("combobox", name="Rechercher, ou saisir une adresse")
    expect(field).to_be_focused()
    field.press_sequentially("yirga ethio")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    assert "Yirgacheffe" in chosen(page)
    assert chosen(page).endswith(" Produit")
    page.keyboard.press("Escape")
    expect(page.locator("#link-list")).to_be_hidden()
    expect(page.get_by_role("dialog", name="Lien")).to_be_visible()
    field.fill("n’importe quoi")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Choisissez un résultat de la liste, ou saisissez une adresse")).to_be_visible()
    assert_axe_clean(page)
    field.fill("yirga")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Lien")).to_be_hidden()
    expect(link).to_contain_text("Yirgacheffe")
    assert re.search(r'"url":"produit:\d+"', page.locator("[name=content]").input_value())
    link.press("Enter")
    field.fill("https://quai.example/agenda")
    page.keyboard.press("Enter")
    expect(link).to_contain_text("https://quai.example/agenda")
    assert '"url":"https://quai.example/agenda"' in page.locator("[name=content]").input_value()


def test_a_widget_and_the_customiser_find_a_page_and_keep_what_is_typed(visitor: Visitor) -> None:
    page = visitor.page()
    sign_in(page, "candidat")
    root = site_administration(page)
    page.goto(f"{root}widgets/nouveau/sidebar?bloc=buttons")
    page.get_by_label("Texte (bouton 1)").fill("Une question ?")
    field = page.get_by_role("combobox", name="Lien (bouton 1)")
    field.press_sequentially("zzz")
    expect(page.get_by_text("Aucun résultat : saisissez une adresse (https://…).")).to_be_visible()
    field.fill("")
    field.press_sequentially("ecrir")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Nous écrire")
    expect(page.get_by_text("Page : le lien suit, même si son adresse change.")).to_be_visible()
    page.get_by_label("Texte (bouton 2)").fill("L’agenda")
    page.get_by_label("Lien (bouton 2)").fill("https://quai.example/agenda")
    assert_axe_clean(page)
    page.get_by_role("button", name="Ajouter ce bloc").click()
    page.goto(f"{root.removesuffix('site-admin/')}site/journal/")
    side = page.locator(".ws-side")
    expect(side.get_by_role("link", name="Une question ?")).to_have_attribute("href", re.compile("/site/contact/$"))
    expect(side.get_by_role("link", name="L’agenda")).to_have_attribute("href", "https://quai.example/agenda")
    page.goto(f"{root}personnaliser/reseaux")
    last = page.get_by_role("combobox").last
    page.locator("[name=social_net]").last.select_option("facebook")
    last.press_sequentially("ecrir")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(last).to_have_value("Nous écrire")
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_text("Réglages enregistrés.")).to_be_visible()
    expect(page.locator("[data-link]").nth(-4)).to_have_value("Nous écrire")

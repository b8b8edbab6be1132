"""The richer blocks and the players in the editor: filled with the keyboard through the panel, then seen on the site."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import sign_in, site_administration
from tests.support.browser import Visitor, assert_axe_clean


def new_page(page: Page, title: str) -> str:
    """The editor of a new page, in a run of one's own; returns the address of the administration."""
    sign_in(page, "candidat")
    root = site_administration(page)
    page.goto(f"{root}page/nouveau")
    page.get_by_role("textbox", name="Titre", exact=True).fill(title)
    return root


def add(page: Page, label: str) -> None:
    """A block at the end, by the search of the inserter; its panel is open."""
    page.get_by_role("button", name="Outil d’insertion de blocs").press("Enter")
    page.get_by_label("Rechercher un bloc").fill(label)
    page.keyboard.press("Enter")
    tab = page.get_by_role("tab", name="Bloc")
    if tab.get_attribute("aria-selected") != "true":
        tab.focus()
        page.keyboard.press("Enter")
    expect(page.locator(".pn-h b")).to_have_text(label)


def record(page: Page, legend: str, *typed: str) -> None:
    """A new record of the block, its fields typed one after the other; an empty text is a field passed over."""
    page.get_by_role("button", name=f"Ajouter : {legend}").press("Enter")
    expect(page.locator("details.pn-item[open] summary")).to_be_focused()
    for text in typed:
        page.keyboard.press("Tab")
        if text:
            page.keyboard.type(text)
    page.keyboard.press("Tab")


def test_five_richer_blocks_are_written_with_the_keyboard_and_read_on_the_site(visitor: Visitor) -> None:
    page = visitor.page()
    new_page(page, "La veillée")
    add(page, "Carrousel")
    record(page, "Diapositives", "", "La nuit des lampions", "Samedi, sur le quai.")
    add(page, "FAQ")
    record(page, "Questions", "Faut-il réserver ?", "Non : entrez.")
    record(page, "Questions", "Et s’il pleut ?", "On rentre sous la halle.")
    add(page, "Témoignages")
    record(page, "Témoignages", "Une soirée douce.", "Papi Robert", "Voisin du quai")
    add(page, "Formulaire")
    record(page, "Champs", "Votre prénom")
    page.get_by_label("Texte du bouton").fill("Je viens")
    add(page, "Compte à rebours")
    page.get_by_label("Date et heure de fin").fill("2099-12-24T18:00")
    page.locator("#p-block").get_by_label("Titre").fill("Avant la veillée")
    page.get_by_role("button", name="Publier", exact=True).press("Enter")
    page.locator("#p-doc").get_by_role("link", name="Voir la page").wait_for(state="attached")
    address = page.locator("#p-doc").get_by_role("link", name="Voir la page").get_attribute("href")
    assert address
    page.goto(address)
    main = page.get_by_role("main")
    expect(main.get_by_text("La nuit des lampions")).to_be_visible()
    expect(main.get_by_text("Samedi, sur le quai.")).to_be_visible()
    asked = main.get_by_text("Et s’il pleut ?")
    expect(main.get_by_text("On rentre sous la halle.")).to_be_hidden()
    asked.press("Enter")
    expect(main.get_by_text("On rentre sous la halle.")).to_be_visible()
    expect(main.get_by_text("Non : entrez.")).to_be_hidden()
    expect(main.get_by_text("Une soirée douce.")).to_be_visible()
    expect(main.get_by_text("Voisin du quai")).to_be_visible()
    expect(main.get_by_label("Votre prénom")).to_be_visible()
    expect(main.get_by_role("button", name="Je viens")).to_be_visible()
    expect(main.get_by_text("Avant la veillée")).to_be_visible()
    expect(main.get_by_role("timer")).to_contain_text("jours")


def test_a_sound_and_a_film_are_picked_and_play_on_the_site(visitor: Visitor) -> None:
    page = visitor.page()
    new_page(page, "Écouter la brûlerie")
    for label, title in (("Audio", "Le carillon du quai"), ("Vidéo", "Le tambour en marche")):
        page.get_by_role("button", name="Outil d’insertion de blocs").press("Enter")
        page.get_by_label("Rechercher un bloc").fill(label)
        page.keyboard.press("Enter")
        picker = page.get_by_role("dialog", name="Médiathèque")
        expect(picker.get_by_role("button", name=re.compile("Moka|Tasse"))).to_have_count(0)
        picker.get_by_role("button", name=re.compile(title)).press("Enter")
        picker.get_by_role("button", name="Sélectionner").press("Enter")
    expect(page.locator(".eb audio")).to_have_js_property("duration", 5)
    page.get_by_role("button", name="Publier", exact=True).press("Enter")
    page.locator("#p-doc").get_by_role("link", name="Voir la page").wait_for(state="attached")
    site = visitor.page()
    site.goto(page.locator("#p-doc").get_by_role("link", name="Voir la page").get_attribute("href") or "")
    sound, film = site.locator("main audio"), site.locator("main video")
    expect(sound).to_have_js_property("duration", 5)
    expect(film).to_have_js_property("duration", 6)
    film.evaluate("(it) => { it.currentTime = 4; }")  # a server that gives no part of a file cannot do that
    expect(film).to_have_js_property("seeking", False)
    assert film.evaluate("(it) => it.currentTime") == 4
    assert film.evaluate("async (it) => { await it.play(); it.pause(); return it.videoWidth; }") == 320
    words = site.get_by_text("Dans le tambour vu de face")
    expect(words).to_be_hidden()
    site.locator("details", has=words).locator("summary").press("Enter")
    expect(words).to_be_visible()
    assert_axe_clean(site)


def test_on_a_phone_a_draft_is_saved_from_the_bar(new_visitor: MakeVisitor) -> None:
    page = new_visitor(width=390, height=780).page()
    sign_in(page, "candidat")
    root = site_administration(page)
    page.goto(f"{root}post/nouveau")
    draft = page.get_by_role("button", name="Enregistrer le brouillon")
    expect(draft).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Publier", exact=True)).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    if (close := page.get_by_role("button", name="Réglages")).get_attribute("aria-pressed") == "true":
        close.click()
    page.get_by_role("textbox", name="Titre", exact=True).fill("Écrit dans le bus")
    draft.click()
    expect(page).to_have_url(re.compile(r"/contenu/\d+$"))
    expect(page.get_by_role("textbox", name="Titre", exact=True)).to_have_value("Écrit dans le bus")


@pytest.mark.parametrize("width", [1024, 1180, 1280, 1366, 1440, 1600, 1920])
def test_beside_the_subject_the_whole_editor_is_within_reach(new_visitor: MakeVisitor, width: int) -> None:
    page = new_visitor(width=width, height=900).page()
    sign_in(page, "candidat")
    root = site_administration(page)
    page.goto(f"{root}post/nouveau")
    page.get_by_role("textbox", name="Titre", exact=True).fill(
        "Un titre assez long pour que la barre des outils doive le couper"
    )
    subject, panel = page.locator(".ex-subj"), page.locator("#panel")
    expect(subject).to_be_visible()
    edge = subject.bounding_box()
    assert edge is not None
    settings = page.get_by_role("button", name="Réglages")
    if width <= 1180:
        expect(panel).to_be_hidden()
        settings.click()
    for part in (panel, page.get_by_role("button", name="Publier", exact=True), settings):
        box = part.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= edge["x"] + 1, box
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

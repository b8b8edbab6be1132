"""The whole of an editor's morning on the site without a mouse: an article with a picture and a category, a menu, an answer."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import sign_in, site_administration
from tests.support.browser import Visitor

MOST_TABS = 260
TITLE = "Le quai au petit matin"
IS_FOCUSED = "one => one === document.activeElement"


def reach(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Go to something with the Tab key alone, as somebody does who has no mouse."""
    expect(wanted).to_have_count(1)
    there = wanted.element_handle()
    for _ in range(MOST_TABS):
        if there.evaluate(IS_FOCUSED):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{MOST_TABS} times {key} does not reach {wanted}")


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    reach(page, wanted)
    page.keyboard.press(key)


def skip(page: Page) -> None:
    """The first key of every page leads past its menu."""
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")


def open_entry(page: Page, *names: str) -> None:
    """Follow the menu of the administration."""
    for name in names:
        with page.expect_navigation():
            press(page, page.locator("#side").get_by_role("link", name=re.compile(f"^{name}")))


def write_article(page: Page) -> None:
    """A title, a paragraph, a picture of the library, a category; published."""
    press(page, page.get_by_role("textbox", name="Titre", exact=True), "End")
    page.keyboard.type(TITLE)
    page.keyboard.press("Enter")
    page.keyboard.type("À six heures, la lumière vient de la mer.")
    page.keyboard.press("Enter")
    page.keyboard.type("/image")
    inserter = page.locator("#inserter")
    expect(inserter).to_be_visible()
    page.keyboard.press("Enter")
    expect(inserter).to_be_hidden()
    dialog = page.locator("#picker")
    expect(dialog).to_be_visible()
    reach(page, dialog.get_by_label("Rechercher un média"))
    page.keyboard.type("Atelier mousse")
    press(page, dialog.get_by_role("button", name="Atelier mousse et dessin"))
    press(page, dialog.get_by_role("button", name="Sélectionner", exact=True))
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-canvas] img")).to_have_count(1)
    press(page, page.get_by_role("tab", name="Article"))
    press(page, page.locator("#p-doc").get_by_role("checkbox", name="Recettes", exact=True), "Space")
    reach(page, page.get_by_role("button", name="Publier", exact=True), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Mettre à jour")).to_be_visible()


def test_a_morning_without_a_mouse(visitor: Visitor) -> None:
    page = visitor.page()
    sign_in(page, "candidat")
    root = site_administration(page)
    page.goto(root)
    open_entry(page, "Articles", "Ajouter un article")
    write_article(page)

    open_entry(page, "Apparence", "Menus")
    skip(page)
    articles = page.locator("details.wm-add").filter(has=page.locator("summary", has_text="Article"))
    press(page, articles.locator("summary"))
    press(page, articles.get_by_role("checkbox", name=TITLE), "Space")
    press(page, articles.get_by_role("button", name=re.compile("^Ajouter au menu")))
    expect(page.locator(".wm-item").filter(has_text=TITLE)).to_have_count(1)

    open_entry(page, "Commentaires")
    skip(page)
    waiting = page.locator("tr.is-waiting").first
    author = waiting.locator(".c-who b").inner_text()
    press(page, waiting.locator("summary"))
    reach(page, waiting.locator("textarea"))
    page.keyboard.type("Merci de votre patience, la réponse arrive demain.")
    press(page, waiting.get_by_role("button", name="Approuver et répondre"))
    expect(page.get_by_role("status").filter(has_text=f"Votre réponse à {author} est publiée.")).to_be_visible()

    page.goto(root.replace("site-admin/", "site/"))
    entry = page.get_by_role("navigation", name="Menu principal").get_by_role("link", name=TITLE)
    press(page, entry)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_text("À six heures, la lumière vient de la mer.")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Recettes").first).to_be_visible()
    expect(page.get_by_role("main").locator("figure img")).to_have_count(1)

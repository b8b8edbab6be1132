"""The site's editor with two hundred blocks: the work that a key, a move and an undo cost; a cut loses nothing of what was written."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import begin_practice, sign_in, site_administration
from tests.support.browser import Visitor

COUNT = """() => {
  window.drawnBlocks = new Set();
  new MutationObserver((list) => {
    for (const one of list) for (const node of one.addedNodes) if (node.classList?.contains("eb")) window.drawnBlocks.add(node);
  }).observe(document.querySelector("[data-canvas]"), { childList: true, subtree: true });
}"""


def long_text() -> str:
    """Two hundred blocks, each told from the others by its number."""
    return json.dumps([
        {"kind": "heading", "attrs": {"text": f"Titre {n}"}} if n % 10 == 0
        else {"kind": "paragraph", "attrs": {"text": f"Paragraphe {n} " + "de quelques mots " * 5}}
        for n in range(200)
    ])  # fmt: skip


@pytest.fixture
def editor(new_visitor: MakeVisitor) -> Page:
    """The editor of a new article of two hundred blocks, in a copy to train in."""
    page = new_visitor().page()
    sign_in(page, "candidat")
    begin_practice(page, "Noël à la brûlerie")
    root = page.url.partition("/admin")[0] if "/b/" in page.url else ""
    found = re.search(r"/b/[0-9a-f]+", page.url if root else page.content())
    assert found
    page.goto(re.sub(r"^(https?://[^/]+).*", r"\1", page.url) + found[0] + "/site-admin/post/nouveau")
    page.get_by_role("textbox", name="Titre", exact=True).fill("Deux cents blocs")
    page.evaluate("""(content) => {
      const form = document.getElementById("editor");
      form.addEventListener("submit", () => { form.elements.content.value = content; });
    }""", long_text())  # fmt: skip
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.locator(".eb")).to_have_count(200)
    page.evaluate(COUNT)
    return page


def drawn(page: Page) -> int:
    """How many blocks were drawn, or put elsewhere, since the last look."""
    count = page.evaluate("() => { const n = window.drawnBlocks.size; window.drawnBlocks.clear(); return n; }")
    assert isinstance(count, int)
    return count


def test_a_change_draws_what_it_changed_and_a_cut_loses_nothing(editor: Page) -> None:
    middle = editor.get_by_text(re.compile("^Paragraphe 101 "))
    middle.click()
    editor.keyboard.press("End")
    editor.keyboard.type("encore vingt touches.")
    assert drawn(editor) == 0
    editor.keyboard.press("Enter")
    assert drawn(editor) <= 2
    editor.keyboard.type("Une phrase neuve")
    editor.get_by_role("button", name="Déplacer vers le haut").click()
    assert drawn(editor) <= 2
    editor.get_by_role("button", name="Annuler", exact=True).click()
    assert drawn(editor) <= 2
    expect(editor.locator(".eb")).to_have_count(201)
    editor.get_by_text(re.compile("^Paragraphe 51 ")).click()
    editor.keyboard.press("End")
    editor.context.set_offline(True)
    editor.keyboard.type("Écrit sans réseau.")
    editor.wait_for_function("() => Object.values(localStorage).some((kept) => kept.includes('Écrit sans réseau.'))")
    editor.context.set_offline(False)
    editor.on("dialog", lambda asked: asked.accept())
    editor.reload()
    editor.get_by_role("button", name="Le reprendre").click()
    expect(editor.get_by_text("Écrit sans réseau.")).to_be_visible()
    expect(editor.get_by_text("Une phrase neuve")).to_be_visible()


def test_the_people_of_a_team_are_written_with_the_keyboard(visitor: Visitor) -> None:
    page = visitor.page()
    sign_in(page, "candidat")
    root = site_administration(page)
    page.goto(f"{root}page/nouveau")
    page.get_by_role("textbox", name="Titre", exact=True).fill("Ceux du quai")
    page.get_by_role("button", name="Outil d’insertion de blocs").click()
    page.get_by_label("Rechercher un bloc").fill("Équipe")
    page.locator("#inserter").get_by_role("button", name=re.compile("^Équipe")).click()
    page.get_by_role("tab", name="Bloc").click()
    page.get_by_role("button", name="Ajouter : Personnes").press("Enter")
    expect(page.locator("summary").filter(has_text="1. À remplir")).to_be_focused()
    page.keyboard.press("Tab")
    for typed in ("Maï Kervella", "Torréfactrice"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.type("Le feu, c’est elle & la nuit.")
    page.get_by_role("textbox", name="Instagram").fill("https://reseau.example/mai")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_role("textbox", name="Titre", exact=True)).to_have_value("Ceux du quai")
    page.goto(page.url + "/apercu")
    expect(page.get_by_text("Maï Kervella")).to_be_visible()
    expect(page.get_by_text("Torréfactrice")).to_be_visible()
    expect(page.get_by_text("Le feu, c’est elle & la nuit.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Instagram"))).to_have_attribute(
        "href", "https://reseau.example/mai"
    )

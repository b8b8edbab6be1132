"""What is pasted from a word processor: the list that it was there, in the site's editor and in the shop's."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import begin_practice, sign_in, site_administration

SIGN = (
    "<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>{}<span style='font:7.0pt \"Times New Roman\"'>"
    "&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>"
)


def item(words: str, sign: str = "·", level: int = 1, name: str = "l0") -> str:
    """A paragraph as Word writes an item of a list."""
    style = f"margin-left:36.0pt;text-indent:-18.0pt;mso-list:{name} level{level} lfo1"
    return f"<p class=MsoListParagraphCxSpMiddle style='{style}'>{SIGN.format(sign)}{words}<o:p></o:p></p>"


WORD = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'><body><!--StartFragment--><p class=MsoNormal>Le quai ouvre :<o:p></o:p></p>"
    + item("le <b>mardi</b>")
    + item("de neuf heures à midi", "o", 2)
    + item("le samedi")
    + item("Choisir", "1.", 1, "l1")
    + item("Payer", "2.", 1, "l1")
    + "<p class=MsoNormal>À bientôt.<o:p></o:p></p><!--EndFragment--></body></html>"
)
LOST = "<p>·&nbsp;&nbsp;&nbsp;Un kilo</p><p><span>•</span> Deux kilos</p>"
DOCS = "<meta charset='utf-8'><b style='font-weight:normal' id='docs-internal-guid-1'><p>Trois cafés</p><ul><li><p>Doux</p></li><li><p>Vif</p></li></ul></b>"
LINES = "- Moulin\n- Bouilloire\n- Balance"


def paste(target: Locator, markup: str, words: str = "x") -> None:
    """What the browser tells when something is pasted."""
    target.evaluate(
        """(node, [markup, words]) => {
          const data = new DataTransfer();
          if (markup) data.setData("text/html", markup);
          data.setData("text/plain", words);
          node.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [markup, words],
    )


@pytest.fixture
def article(new_visitor: MakeVisitor) -> Page:
    """A new article, its first paragraph ready to be written."""
    page = new_visitor().page()
    sign_in(page, "candidat")
    page.goto(f"{site_administration(page)}post/nouveau")
    page.get_by_role("textbox", name="Titre", exact=True).press("Enter")
    return page


def kinds(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "() => JSON.parse(document.getElementById('editor').elements.content.value).map((one) => one.kind + (one.attrs?.ordered ? '-1' : ''))"
    )
    return found


def test_a_list_of_word_is_a_list_block(article: Page) -> None:
    text = article.locator("[data-canvas] [contenteditable=true]")
    paste(text.first, WORD)
    assert kinds(article) == ["paragraph", "list", "list-1", "paragraph"]
    outer = article.locator("[data-canvas] > .eb-list, [data-canvas] > .eb").filter(has_text="le mardi").first
    expect(outer).to_contain_text("le samedi")
    assert "·" not in article.locator("[data-canvas]").inner_text()
    content = article.evaluate("() => document.getElementById('editor').elements.content.value")
    assert '"text":"le <strong>mardi</strong>"' in content
    assert '{"kind":"list","inner":[{"kind":"list-item","attrs":{"text":"de neuf heures à midi"}}]}' in content
    article.get_by_text("À bientôt.").click()
    article.keyboard.press("End")
    article.keyboard.press("Enter")
    paste(text.last, LOST)
    article.get_by_text("Deux kilos").click()
    paste(article.get_by_text("Deux kilos"), "", LINES)
    assert kinds(article) == ["paragraph", "list", "list-1", "paragraph", "list"]
    items = article.evaluate(
        "() => JSON.parse(document.getElementById('editor').elements.content.value)[4].inner.map((one) => one.attrs.text)"
    )
    assert items == ["Un kilo", "Deux kilos", "Moulin", "Bouilloire", "Balance"]
    article.get_by_role("textbox", name="Titre", exact=True).fill("Le quai")
    article.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(article.get_by_text("L’article est enregistré en brouillon.")).to_be_visible()


def test_a_text_of_google_docs_keeps_its_paragraphs(article: Page) -> None:
    paste(article.locator("[data-canvas] [contenteditable=true]").first, DOCS)
    assert kinds(article) == ["paragraph", "list"]


def test_a_list_of_word_is_a_list_in_the_shop(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    sign_in(page, "candidat")
    begin_practice(page, "Un dimanche pour les mères")
    page.goto(re.sub(r"/admin/.*", "/admin/catalogue/produits/1", page.url))
    summary = page.get_by_role("textbox", name="Récapitulatif")
    summary.click()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.press("Delete")
    paste(summary, WORD)
    expect(summary.locator("ul > li").first).to_contain_text("le mardi")
    expect(summary.locator("ul ul li")).to_have_text(["de neuf heures à midi"])
    expect(summary.locator("ol > li")).to_have_text(["Choisir", "Payer"])
    expect(summary).not_to_contain_text("·")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.press("Delete")
    paste(summary, "", LINES)
    expect(summary.locator("ul > li")).to_have_text(["Moulin", "Bouilloire", "Balance"])

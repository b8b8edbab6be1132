"""A machine cut in the middle of a form: lists, ticks and rows come back like what was typed; the examiner reads them in words."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import Candidate, begin_practice, prepare_session, sign_in, site_administration

KEPT = "(words) => Object.entries(localStorage).some(([key, kept]) => key.includes(':draft:') && kept.includes(words))"


def cut(page: Page, last: str) -> None:
    """The machine is cut once `last` was kept: nobody is asked whether to leave; it comes back on the same page."""
    page.wait_for_function(KEPT, arg=last)
    page.on("dialog", lambda asked: asked.accept())
    page.reload()


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def features(page: Page) -> Locator:
    return page.locator("[data-rows=features]")


@pytest.fixture
def sheet(new_visitor: MakeVisitor) -> Page:
    """The page of a product, in a run alone."""
    page = new_visitor().page()
    sign_in(page, "candidat")
    begin_practice(page, "Un dimanche pour les mères")
    page.goto(re.sub(r"/admin/.*", "/admin/catalogue/produits/1", page.url))
    return page


def test_lists_and_ticks_of_a_product_come_back(sheet: Page) -> None:
    category = sheet.get_by_label("Catégorie par défaut")
    chosen = category.locator("option:not(:checked)").nth(2).get_attribute("value")
    other = sheet.locator("input[name=categories]:not(:checked)").first
    number = other.get_attribute("value")
    was_on_sale = sheet.locator("input[name=is_on_sale]").is_checked()
    assert chosen
    category.select_option(chosen)
    other.check()
    tab(sheet, "Prix")
    sheet.locator("input[name=is_on_sale]").set_checked(not was_on_sale)
    cut(sheet, "is_on_sale")
    expect(sheet.locator("[data-frame-keep]")).to_contain_text("Catégorie")
    sheet.get_by_role("button", name="Le reprendre").click()
    expect(category).to_have_value(chosen)
    expect(sheet.locator(f"input[name=categories][value='{number}']")).to_be_checked()
    expect(sheet.locator("input[name=is_on_sale]")).to_be_checked(checked=not was_on_sale)
    expect(sheet.locator("[data-frame-saved]")).to_have_text("Pas encore enregistré")
    sheet.locator(".savebar").get_by_role("button", name="Enregistrer", exact=True).click()
    expect(sheet.locator("[data-toast]")).to_contain_text("est enregistré")
    expect(category).to_have_value(chosen)
    expect(sheet.locator("[data-frame-keep]")).to_be_hidden()


def test_rows_added_and_taken_away_come_back_where_they_were(sheet: Page) -> None:
    tab(sheet, "Détails")
    rows = features(sheet).locator("[data-row]")
    had = rows.count()
    assert had
    gone = rows.first.get_by_label("Caractéristique").input_value()
    rows.first.get_by_role("button", name="Retirer cette ligne").click()
    for name, value in (("Séchage", "Au soleil"), ("Tamis", "Fin")):
        features(sheet).get_by_role("button", name="Ajouter une caractéristique").click()
        rows.last.get_by_label("Caractéristique").fill(name)
        rows.last.get_by_label("Valeur").fill(value)
    tab(sheet, "Description")
    sheet.get_by_role("button", name="Ajouter un produit associé").click()
    related = sheet.locator("[data-rows=related] [data-row]").last.get_by_label("Produit associé")
    related.select_option(index=3)
    words = related.locator("option:checked").inner_text()
    cut(sheet, words.partition(" (")[0])
    sheet.get_by_role("button", name="Le reprendre").click()
    tab(sheet, "Détails")
    expect(rows).to_have_count(had + 1)
    names = [one.input_value() for one in rows.get_by_label("Caractéristique").all()]
    assert names[-2:] == ["Séchage", "Tamis"]
    assert gone not in names
    assert rows.last.get_by_label("Valeur").input_value() == "Fin"
    sheet.locator(".savebar").get_by_role("button", name="Enregistrer", exact=True).click()
    expect(sheet.locator("[data-toast]")).to_contain_text("est enregistré")
    expect(rows).to_have_count(had + 1)
    tab(sheet, "Description")
    expect(sheet.locator("[data-rows=related]").locator("option:checked").last).to_have_text(words)


def test_a_refused_sheet_offers_none_of_its_rows_a_second_time(sheet: Page) -> None:
    tab(sheet, "Détails")
    rows = features(sheet).locator("[data-row]")
    had = rows.count()
    rows.first.get_by_role("button", name="Retirer cette ligne").click()
    features(sheet).get_by_role("button", name="Ajouter une caractéristique").click()
    rows.last.get_by_label("Caractéristique").fill("Torréfaction")
    rows.last.get_by_label("Valeur").fill("Lente")
    tab(sheet, "Prix")
    sheet.get_by_label("Prix de vente (TTC)").fill("douze")
    sheet.locator(".savebar").get_by_role("button", name="Enregistrer", exact=True).click()
    expect(sheet.get_by_text("« douze » n’est pas").first).to_be_visible()
    expect(sheet.locator("[data-frame-keep]")).to_be_hidden()
    expect(rows).to_have_count(had)
    sheet.wait_for_function(KEPT, arg="douze")
    sheet.goto(sheet.url.partition("#")[0])
    sheet.get_by_role("button", name="Le reprendre").click()
    expect(sheet.get_by_label("Prix de vente (TTC)")).to_have_value("douze")


def test_rows_ticked_in_a_list_are_no_work(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    sign_in(page, "candidat")
    begin_practice(page, "Un dimanche pour les mères")
    page.goto(re.sub(r"/admin/.*", "/admin/catalogue/produits", page.url))
    page.locator("[data-bulk-row]").first.check()
    page.wait_for_timeout(2500)
    page.reload()
    expect(page.locator("[data-frame-keep]")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes(':draft:')).length") == 0


def test_an_article_of_the_site_comes_back_whole(new_visitor: MakeVisitor) -> None:
    """Its text came back; its categories, its state, its excerpt and its picture did not."""
    page = new_visitor().page()
    sign_in(page, "candidat")
    root = site_administration(page)
    page.goto(f"{root}post/nouveau")
    saved = page.locator("[data-frame-saved]")
    page.get_by_role("textbox", name="Titre", exact=True).fill("La semaine du blanc")
    page.get_by_role("textbox", name="Titre", exact=True).press("Enter")
    page.keyboard.type("Des tasses blanches, et rien d’autre.")
    expect(saved).to_have_text("Pas encore enregistré")
    category = page.locator("input[name=category_ids]:not(:checked)").first
    number = category.get_attribute("value")
    category.check()
    page.get_by_label("Étiquettes").or_(page.locator("textarea[name=tags]")).first.fill("tasses, blanc")
    page.get_by_role("button", name="Définir l’image mise en avant").click()
    page.locator("#picker [data-pick] button").first.click()
    page.get_by_role("button", name="Sélectionner", exact=True).click()
    picture = page.locator("[data-feature-box] img")
    expect(picture).to_be_visible()
    source = picture.get_attribute("src")
    page.locator("summary").filter(has_text="Commentaires").click()
    page.locator("input[name=is_open]").set_checked(not page.locator("input[name=is_open]").is_checked())
    is_open = page.locator("input[name=is_open]").is_checked()
    cut(page, "is_open")
    page.get_by_role("button", name="Le reprendre").click()
    expect(page.get_by_role("textbox", name="Titre", exact=True)).to_have_value("La semaine du blanc")
    expect(page.locator("[data-canvas]")).to_contain_text("Des tasses blanches, et rien d’autre.")
    expect(page.locator(f"input[name=category_ids][value='{number}']")).to_be_checked()
    expect(page.locator("textarea[name=tags]")).to_have_value("tasses, blanc")
    expect(page.locator("input[name=is_open]")).to_be_checked(checked=is_open)
    expect(page.locator("[data-feature-box] img")).to_have_attribute("src", source or "?")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text("L’article est enregistré en brouillon.")).to_be_visible()
    expect(page.locator("[data-canvas]")).to_contain_text("Des tasses blanches, et rien d’autre.")
    expect(page.locator(f"input[name=category_ids][value='{number}']")).to_be_checked()
    expect(page.locator("[data-frame-keep]")).to_be_hidden()
    expect(saved).to_have_text(re.compile(r"^Enregistré \d"))


def test_another_workstation_and_the_examiner_have_lists_and_ticks_in_words(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    sign_in(page, "examinateur")
    code = prepare_session(page, [("Gwenn", "Abgrall")])[0]
    person = Candidate.arrive(new_visitor(), code, "Gwenn Abgrall")
    page.get_by_role("button", name="Donner le départ").click()
    expect(page.locator("[data-state-word]")).to_have_text("En cours")
    session = re.sub(r"(/sessions/\d+).*", r"\1", page.url)
    person.open_back_office()
    address = re.sub(r"/admin/.*", "/admin/catalogue/produits/1", person.page.url)
    person.page.goto(address)
    category = person.page.get_by_label("Catégorie par défaut")
    option = category.locator("option:not(:checked)").nth(2)
    chosen, words = option.get_attribute("value"), option.inner_text().strip()
    assert chosen
    category.select_option(chosen)
    with person.page.expect_response(lambda answer: answer.url.endswith("/brouillons") and answer.ok):
        person.page.locator("input[name=categories]:not(:checked)").first.check()
    page.goto(f"{session}/console")
    new_code = page.locator(".ex-pop__code").first.text_content()
    page.goto(f"{session}/candidats/1/lignes/{page.locator('[data-letter=A][data-line]').get_attribute('data-line')}")
    page.locator(".ex-draft summary").click()
    expect(page.locator(".ex-draft")).to_contain_text(words)
    expect(page.locator(".ex-draft")).to_contain_text("coché")
    assert new_code
    other = Candidate.arrive(new_visitor(), new_code.strip(), "Gwenn Abgrall")
    other.page.goto(address)
    other.page.get_by_role("button", name="Le reprendre").click()
    expect(other.page.get_by_label("Catégorie par défaut")).to_have_value(chosen)

"""What the candidate is told of the work that is not saved, and a row moved several times without looking for it again."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import Candidate, begin_practice, prepare_session, sign_in
from tests.support.browser import assert_axe_clean

BOX = "Coffret Escale d’hiver"


def at_work(new_visitor: MakeVisitor) -> Candidate:
    """One candidate in the back office of a session under way."""
    page = new_visitor().page()
    sign_in(page, "examinateur")
    person = Candidate.arrive(new_visitor(), prepare_session(page, [("Gwenn", "Abgrall")])[0], "Gwenn Abgrall")
    page.get_by_role("button", name="Donner le départ").click()
    expect(page.locator("[data-state-word]")).to_have_text("En cours")
    person.open_back_office()
    return person


def test_nothing_says_saved_over_work_that_is_not(new_visitor: MakeVisitor) -> None:
    person = at_work(new_visitor)
    bar, toast = person.page.locator("[data-frame-saved]"), person.page.locator("[data-toast]")
    person.open_product(BOX, "Détails")
    expect(bar).to_have_text("Rien à enregistrer")
    person.page.get_by_label("Référence").first.fill("CAST-COF-07")
    expect(bar).to_have_text("Pas encore enregistré")
    person.save()
    expect(bar).to_have_text(re.compile(r"^Enregistré \d"))
    expect(toast).to_have_count(1)
    person.page.get_by_label("Référence").first.fill("CAST-COF-08")
    expect(toast).to_have_count(0)
    expect(bar).to_have_text("Pas encore enregistré")


def test_a_row_moved_up_stays_under_the_pointer_and_keeps_the_focus(new_visitor: MakeVisitor) -> None:
    page = at_work(new_visitor).page
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(re.sub(r"/admin/.*", "/admin/modules/produits-populaires", page.url))
    up = page.get_by_role("button", name=re.compile("Monter.*Moulin Armen"))
    up.scroll_into_view_if_needed()
    rank = page.locator("tr", has=up).locator(".tab").first
    for expected in ("7", "6"):
        before = up.bounding_box()
        if expected == "7":
            up.click()
        else:
            page.keyboard.press("Enter")
        expect(rank).to_have_text(expected)
        expect(up).to_be_focused()
        after = up.bounding_box()
        assert before
        assert after
        assert abs(before["y"] - after["y"]) < 2


def test_a_refused_form_offers_nothing_again_and_keeps_all_of_it(new_visitor: MakeVisitor) -> None:
    """What was refused stands in the page: « un texte plus récent » over it was the same text, and covered it."""
    page = new_visitor().page()
    sign_in(page, "candidat")
    begin_practice(page, "Un dimanche pour les mères")
    product = re.sub(r"/admin/.*", "/admin/catalogue/produits/64", page.url)
    page.goto(product)
    page.get_by_role("tab", name="Détails").click()
    page.get_by_label("Référence", exact=True).fill(" CAST-COF-PDJ ")
    page.get_by_role("tab", name="Stocks").click()
    page.get_by_label("Quantité", exact=True).fill("vingt")
    page.locator(".savebar").get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("« vingt » n’est pas un nombre (exemple : 12).").first).to_be_visible()
    expect(page.locator("[data-frame-saved]")).to_have_text("Pas encore enregistré")
    expect(page.locator("[data-frame-keep]")).to_be_hidden()
    page.get_by_label("Quantité", exact=True).press("End")
    page.wait_for_function(
        "Object.entries(localStorage).some(([key, kept]) => key.includes(':draft:') && kept.includes('vingt'))"
    )
    page.evaluate(
        "for (const form of document.forms) delete form.dataset.changed"
    )  # the machine is cut, nobody is asked
    page.goto(product)
    page.get_by_role("button", name="Le reprendre").click()
    expect(page.get_by_label("Référence", exact=True)).to_have_value(re.compile("CAST-COF-PDJ"))
    expect(page.get_by_label("Quantité", exact=True)).to_have_value("vingt")


def test_another_type_says_what_opens_its_tab_and_a_pack_is_not_its_list_ten_times(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    sign_in(page, "candidat")
    begin_practice(page, "Un dimanche pour les mères")
    page.goto(re.sub(r"/admin/.*", "/admin/catalogue/produits/64", page.url))
    page.get_by_label("Type de produit").select_option("pack")
    expect(page.get_by_text("L’onglet « Pack » s’ouvrira une fois le nouveau type enregistré.")).to_be_visible()
    page.get_by_role("button", name="Enregistrer le nouveau type").click()
    expect(page.get_by_role("tab", name="Pack")).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="Ajouter un produit au pack").click()
    page.get_by_label("Produit du pack").select_option(label="Bol du Matin (CAST-TAS-BOL)")
    page.locator(".savebar").get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("[data-toast]")).to_contain_text("est enregistré")
    part = page.get_by_label("Produit du pack").first
    assert part.locator("option").all_inner_texts() == ["Choisir un produit…", "Bol du Matin (CAST-TAS-BOL)"]
    part.focus()
    part.select_option(label="Confiture de lait au café (CAST-EPI-LAI)")
    page.locator(".savebar").get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_label("Produit du pack").first.locator("option")).to_have_text(
        ["Choisir un produit…", "Confiture de lait au café (CAST-EPI-LAI)"]
    )


def test_a_pack_is_composed_by_searching_its_articles(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    sign_in(page, "candidat")
    begin_practice(page, "Un dimanche pour les mères")
    page.goto(re.sub(r"/admin/.*", "/admin/catalogue/produits/64", page.url))
    page.get_by_label("Type de produit").select_option("pack")
    page.get_by_role("button", name="Enregistrer le nouveau type").click()
    find = page.get_by_role("combobox", name="Chercher un produit à mettre dans le pack")
    parts = page.get_by_label("Produit du pack", exact=True)
    shown = page.get_by_role("listbox", name="Produits trouvés")
    for typed, found in (
        ("matin bol", "Bol du Matin (CAST-TAS-BOL)"),
        ("epi-lai", "Confiture de lait au café (CAST-EPI-LAI)"),
    ):
        find.fill(typed)
        expect(shown.get_by_role("option", name=found)).to_be_visible()
        find.press("ArrowDown")
        find.press("Enter")
        expect(parts.last.locator("option:checked")).to_have_text(found)
        expect(find).to_have_value("")
        expect(find).to_be_focused()
    find.fill("bol du matin")
    shown.get_by_role("option", name="Bol du Matin (CAST-TAS-BOL)").click()
    expect(page.get_by_text("est déjà dans la liste")).to_be_visible()
    expect(parts).to_have_count(2)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("2")
    find.fill("zzz")
    expect(page.get_by_text("Aucun produit de ce nom ni de cette référence.")).to_be_visible()
    assert_axe_clean(page, within="#p-stocks")
    page.locator(".savebar").get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("[data-toast]")).to_contain_text("est enregistré")
    expect(parts.locator("option:checked")).to_have_text(
        ["Bol du Matin (CAST-TAS-BOL)", "Confiture de lait au café (CAST-EPI-LAI)"]
    )
    expect(page.get_by_label("Quantité", exact=True).first).to_have_value("2")


def test_an_address_with_accents_is_corrected_when_its_field_is_left(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    sign_in(page, "candidat")
    begin_practice(page, "Un dimanche pour les mères")
    page.goto(re.sub(r"/admin/.*", "/admin/catalogue/produits/64", page.url))
    page.get_by_role("tab", name="Référencement").click()
    slug = page.get_by_label("URL simplifiée")
    slug.fill("Petit-déjeuner & Cœur d’Été")
    slug.press("Tab")
    expect(slug).to_have_value("petit-dejeuner-coeur-d-ete")
    expect(page.get_by_text("est devenue « petit-dejeuner-coeur-d-ete »")).to_be_visible()
    expect(page.locator("[data-serp-slug]")).to_have_text("petit-dejeuner-coeur-d-ete")


def test_a_picture_too_heavy_or_of_a_telephone_is_told_as_soon_as_chosen(new_visitor: MakeVisitor) -> None:
    """Sent, it took the whole sheet away with it for a page of error."""
    page = new_visitor().page()
    sign_in(page, "candidat")
    begin_practice(page, "Un dimanche pour les mères")
    page.goto(re.sub(r"/admin/.*", "/admin/catalogue/produits/64", page.url))
    pictures = page.locator("#pictures")
    for name, weight, words in (
        (
            "grand.jpg",
            9 * 1024 * 1024,
            "« grand.jpg » pèse 9 Mo : 8 Mo au plus. Réduisez le fichier avant de l’envoyer.",
        ),
        ("IMG_1234.HEIC", 1000, "« IMG_1234.HEIC » est une photo HEIC"),
    ):
        pictures.set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": b"0" * weight})
        expect(page.get_by_role("alert").filter(has_text=words)).to_be_visible()
        assert pictures.input_value() == ""
    pictures.set_input_files({"name": "petit.jpg", "mimeType": "image/jpeg", "buffer": b"0" * 1000})
    expect(page.locator("#pictures-poids")).to_have_count(0)

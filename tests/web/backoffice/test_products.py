"""Catalogue > Produits: the list, and the page of a product completed from its name and photos alone."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from sandbox.kernel.db import db
from sandbox.kernel.money import incl_cents
from sandbox.shop.catalog.models import Attribute, AttributeValue, Category, Product, ProductImage, Variant
from sandbox.shop.catalog.services import duplicate_product
from sandbox.shop.taxes.models import TaxRule
from tests.support.statements import counted
from tests.web.backoffice.conftest import Desk

LIST = "/catalogue/produits"


def empty_one(desk: Desk) -> Product:
    """One of the products that the context leaves with its name and photos."""
    return desk.find(Product, key="coffret-escale-hiver")


def sheet(product: Product) -> str:
    return f"{LIST}/{product.id}"


def picture(name: str = "coffret.png") -> tuple[io.BytesIO, str]:
    """A picture as a browser sends it."""
    data = io.BytesIO()
    Image.new("RGB", (640, 480), (138, 74, 47)).save(data, "PNG")
    data.seek(0)
    return data, name


def test_the_empty_product_is_completed_through_its_tabs(desk: Desk) -> None:
    product = empty_one(desk)
    mug = desk.find(Product, reference="CAST-MUG-ESC")
    gifts = desk.find(Category, slug="coffrets-et-cadeaux")
    reduced = desk.find(TaxRule, rate_bp=550)
    first = desk.find(ProductImage, product_id=product.id, is_cover=True)
    page = desk.save(
        sheet(product),
        **desk.form(sheet(product), "product-form").filled(
            is_online="y", summary="<p>Deux cafés pour l’hiver.</p>", description="<p>Un coffret à <b>offrir</b>.</p>",
            category_id=gifts.id, categories=[gifts.id], reference="CAST-COF-07", tax_rule_id=reduced.id,
            price_excl_micros="", price_incl_cents="34,90", cost_excl_micros="18,20", meta_title="Coffret Escale d’hiver",
            meta_description="Deux cafés de saison dans un coffret bleu nuit.", tags="coffret, noël",
            is_web_only="y", weight_g="0,6",
            **{"related-0-product_id": mug.id, "features-0-name": "Contenu", "features-0-value": "Deux sachets",
               f"images-{first.id}-legend": "Coffret fermé, ruban doré"},
        ),
    )  # fmt: skip
    assert page.says("est enregistré")
    saved = empty_named(desk)
    assert (saved.reference, saved.price_excl_micros, saved.weight_g) == ("CAST-COF-07", 33_080_569, 600)
    assert [link.category_id for link in saved.categories] == [gifts.id]
    assert saved.images[0].legend == "Coffret fermé, ruban doré"
    assert [f.value for f in saved.features] == ["Deux sachets"]
    told = " ".join(desk.journal())
    assert "produit.modifier: " in told
    assert "34,90" in told
    assert "Coffret fermé, ruban doré" in told
    shown = desk.shop_page(f"/produit/{product.id}-{saved.slug}")
    assert shown.says("34,90 €")
    assert shown.says("Deux cafés pour l’hiver.")
    assert shown.says("Deux sachets")
    assert shown.says("Mug Escale")


def empty_named(desk: Desk) -> Product:
    return desk.find(Product, name="Coffret Escale d’hiver")


def test_pictures_are_uploaded_ordered_covered_deleted(desk: Desk) -> None:
    product = empty_one(desk)
    form = desk.form(sheet(product), "product-form")
    desk.save(sheet(product), **form.filled(pictures=[picture(), picture("dos.png")], press="upload"))
    assert desk.count(ProductImage, product_id=product.id) == 5
    form = desk.form(sheet(product), "product-form")
    last = empty_one(desk).images[-1].id
    desk.save(sheet(product), **form.filled(cover=last, **{f"images-{last}-position": "1"}))
    images = empty_one(desk).images
    assert (images[0].id, [i.is_cover for i in images]) == (last, [True, False, False, False, False])
    form = desk.form(sheet(product), "product-form")
    desk.save(sheet(product), **form.filled(delete_image=last))
    assert last not in [i.id for i in empty_one(desk).images]
    assert [line.split(":")[0] for line in desk.journal()] == [
        "image.ajouter", "image.ajouter", "image.modifier", "image.ordonner", "image.supprimer",
    ]  # fmt: skip


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_lost(desk: Desk) -> None:
    product = empty_one(desk)
    form = desk.form(sheet(product), "product-form")
    wrong = (io.BytesIO(b"%PDF-1.4 pas une image"), "fiche.png")
    page = desk.refused(sheet(product), **form.filled(pictures=wrong, reference="CAST-COF-07"))
    assert page.says("Rien n’a été enregistré.")
    assert page.form("product-form").fields["reference"] == ["CAST-COF-07"]
    assert empty_one(desk).reference == ""


def test_variants_are_generated_then_priced_in_the_grid(desk: Desk) -> None:
    product = empty_one(desk)
    weight, grind = desk.find(Attribute, name="Poids"), desk.find(Attribute, name="Mouture")
    rows = db.session.query(AttributeValue).order_by(AttributeValue.position)
    chosen = [v.id for v in rows.filter_by(attribute_id=weight.id)] + [
        v.id for v in rows.filter_by(attribute_id=grind.id)
    ][:2]
    form = desk.form(sheet(product), "product-form")
    reduced = desk.find(TaxRule, rate_bp=550)
    sent = form.filled(
        tax_rule_id=reduced.id, price_excl_micros="", price_incl_cents="34,90", values=chosen, press="generate"
    )
    page = desk.save(sheet(product), **sent)
    assert page.says("Déclinaisons (4)")
    lines = [v.id for v in empty_one(desk).variants]
    form = desk.form(sheet(product), "product-form")
    desk.save(sheet(product), **form.filled(default_variant=lines[1], **{
        f"variants-{lines[2]}-impact_excl_micros": "0,00", f"variants-{lines[2]}-impact_incl_cents": "20,00",
        f"variants-{lines[2]}-reference": "CAST-COF-07-KG", f"variants-{lines[2]}-quantity": "12",
    }))  # fmt: skip
    saved = empty_one(desk)
    third = saved.variants[2]
    assert (third.reference, third.quantity) == ("CAST-COF-07-KG", 12)
    assert incl_cents(third.impact_excl_micros, 550) == 2000
    assert [v.is_default for v in saved.variants] == [False, True, False, False]


def test_a_fault_in_the_grid_is_said_at_its_line(desk: Desk) -> None:
    product = desk.find(Product, reference="CAST-MUG-ESC")
    line = product.variants[1].id
    form = desk.form(sheet(product), "product-form")
    page = desk.refused(sheet(product), **form.filled(**{
        f"variants-{line}-impact_excl_micros": "-50", f"variants-{line}-impact_incl_cents": "-60", "name": "Mug retouché",
    }))  # fmt: skip
    assert "négatif" in page.error(f"variants-{line}-impact_incl_cents")
    assert page.says("Impact sur le prix TTC, Nuit")
    assert page.form("product-form").fields["name"] == ["Mug retouché"]
    assert page.form("product-form").fields[f"variants-{line}-impact_incl_cents"] == ["-60"]


def test_chosen_variants_change_or_go_together(desk: Desk) -> None:
    product = desk.find(Product, reference="CAST-MUG-ESC")
    ids = [v.id for v in product.variants]
    form = desk.form(sheet(product), "product-form")
    desk.save(sheet(product), **form.filled(variant_ids=ids, bulk_quantity="50", bulk_variants="set"))
    assert [v.quantity for v in desk.find(Product, id=product.id).variants] == [50, 50, 50]
    form = desk.form(sheet(product), "product-form")
    page = desk.refused(sheet(product), **form.filled(variant_ids=ids, bulk_quantity="beaucoup", bulk_variants="set"))
    assert page.says("beaucoup")
    form = desk.form(sheet(product), "product-form")
    desk.save(sheet(product), **form.filled(variant_ids=ids[:2], bulk_cost="8,15", bulk_variants="set"))
    costs = [v.cost_excl_micros for v in desk.find(Product, id=product.id).variants]
    assert costs == [8_150_000, 8_150_000, None]


def test_a_variant_has_its_own_page(desk: Desk) -> None:
    product = desk.find(Product, reference="CAST-MUG-ESC")
    variant = product.variants[0]
    path = f"{sheet(product)}/declinaisons/{variant.id}"
    form = desk.form(path, "variant-form")
    page = desk.refused(path, **form.filled(ean13="123", quantity="9"))
    assert "treize chiffres" in page.error("ean13")
    assert page.form("variant-form").fields["quantity"] == ["9"]
    desk.save(path, **form.filled(quantity="9", min_quantity="2"))
    saved = desk.find(Variant, id=variant.id)
    assert (saved.quantity, saved.min_quantity) == (9, 2)


def test_the_page_of_a_variant_tells_its_cost_and_its_margin(desk: Desk) -> None:
    product = desk.find(Product, reference="CAST-CAF-ETH")
    kilo = desk.find(Variant, reference="CAST-CAF-ETH-1K-GR")
    path = f"{sheet(product)}/declinaisons/{kilo.id}"
    page = desk.read(path)
    assert page.form("variant-form").fields["cost_excl_micros"] == ["20,80"]
    assert page.says("Vide\u00a0: celui de la fiche, 5,35\u00a0€ HT.")
    assert page.says("23,65\u00a0€ (53,2\u00a0%)")
    for typed, words in (("vingt", "« vingt » n’est pas un nombre"), ("-2", "n’est pas négatif")):
        refused = desk.refused(path, **desk.form(path, "variant-form").filled(cost_excl_micros=typed, quantity="9"))
        assert words in refused.error("cost_excl_micros")
        assert refused.form("variant-form").fields["quantity"] == ["9"]
    desk.save(path, **desk.form(path, "variant-form").filled(cost_excl_micros=""))
    assert desk.find(Variant, id=kilo.id).cost_excl_micros is None
    page = desk.read(path)
    assert page.form("variant-form").fields["cost_excl_micros"] == [""]
    assert page.says("39,10\u00a0€ (88,0\u00a0%)"), "without its own, a kilo would cost what 250 g do"


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("name", "", "Donnez un nom"), ("name", "Coffret <b>", "n’est pas permis"), ("price_incl_cents", "douze", "douze"),
        ("price_excl_micros", "-3", "négatif"), ("ean13", "2004120017008", "dernier chiffre"),
        ("reference", "réf 12", "sans accent"), ("weight_g", "lourd", "lourd"), ("min_quantity", "0", "1"),
        ("available_on", "demain", "24/12/2026"), ("quantity", "1,5", "entier"), ("kind", "rare", "choix valide"),
    ],
)  # fmt: skip
def test_refuses_at_the_field_and_keeps_what_was_typed(desk: Desk, name: str, typed: str, words: str) -> None:
    product = empty_one(desk)
    form = desk.form(sheet(product), "product-form")
    changes = {name: typed, "meta_title": "Titre gardé"}
    if name == "price_incl_cents":
        changes["price_excl_micros"] = ""
    page = desk.refused(sheet(product), **form.filled(**changes))
    assert words in page.error(name)
    assert page.form("product-form").fields["meta_title"] == ["Titre gardé"]
    if name != "kind":
        assert page.form("product-form").fields[name] == [typed]


def test_an_address_typed_with_accents_and_spaces_is_corrected_and_it_is_told(desk: Desk) -> None:
    product = empty_one(desk)
    page = desk.save(sheet(product), **desk.form(sheet(product), "product-form").filled(slug="Coffret d’Été 2026"))
    assert desk.find(Product, id=product.id).slug == "coffret-d-ete-2026"
    assert page.says("L’URL simplifiée « Coffret d’Été 2026 » est devenue « coffret-d-ete-2026 ».")


def test_two_spellings_of_a_feature_are_one(desk: Desk) -> None:
    product = empty_one(desk)
    form = desk.form(sheet(product), "product-form")
    desk.save(sheet(product), **form.filled(**{
        "features-0-name": "Origine", "features-0-value": "Guatemala", "features-1-name": "origine", "features-1-value": "Éthiopie",
    }))  # fmt: skip
    assert [f.value for f in empty_one(desk).features] == ["Guatemala, Éthiopie"]


def test_a_feature_without_value_is_refused_and_stays_on_the_page(desk: Desk) -> None:
    product = empty_one(desk)
    form = desk.form(sheet(product), "product-form")
    page = desk.refused(sheet(product), **form.filled(**{"features-0-name": "Origine", "features-0-value": ""}))
    assert page.says("demande un nom et une valeur")
    assert page.form("product-form").fields["features-0-name"] == ["Origine"]


def test_a_new_product_needs_a_name_only(desk: Desk) -> None:
    page = desk.refused(f"{LIST}/nouveau", kind="pack", name=" ")
    assert "Donnez un nom" in page.error("name")
    assert page.form("new-product").fields["kind"] == ["pack"]
    page = desk.save(f"{LIST}/nouveau", kind="pack", name="Coffret Trois matins")
    assert page.says("Complétez sa fiche")
    assert page.says("Produits du pack")
    assert desk.journal()[-1].startswith("produit.creer: Produit créé : Coffret Trois matins")


def test_the_list_switches_moves_duplicates_and_deletes(desk: Desk) -> None:
    product = empty_one(desk)
    page = desk.save(f"{sheet(product)}/en-ligne", value="1")
    assert page.says("est passé en ligne")
    assert desk.find(Product, id=product.id).is_online
    desk.save(f"{sheet(product)}/dupliquer")
    twin = desk.find(Product, name="Copie de Coffret Escale d’hiver")
    assert not twin.is_online
    desk.save(f"{LIST}/selection", action="desactiver", ids=[product.id, twin.id])
    assert not desk.find(Product, id=product.id).is_online
    number = twin.id
    desk.save(f"{LIST}/{number}/supprimer")
    assert desk.count(Product, id=number) == 0
    assert [line.split(":")[0] for line in desk.journal()] == [
        "produit.mettre_en_ligne", "produit.dupliquer", "produit.mettre_hors_ligne", "produit.supprimer",
    ]  # fmt: skip


def test_a_product_that_was_ordered_is_not_deleted_and_the_page_says_why(desk: Desk) -> None:
    mug = desk.find(Product, reference="CAST-MUG-ESC")
    answer = desk.send(f"{sheet(mug)}/supprimer")
    assert answer.status_code in (409, 422)
    assert "hors ligne plutôt" in answer.text
    assert desk.count(Product, id=mug.id) == 1


def test_a_bulk_action_with_one_refusal_changes_nothing(desk: Desk) -> None:
    mug, product = desk.find(Product, reference="CAST-MUG-ESC"), empty_one(desk)
    answer = desk.send(f"{LIST}/selection", action="supprimer", ids=[product.id, mug.id])
    assert "Rien n’a été changé" in answer.text
    assert desk.count(Product, id=product.id) == 1


def test_filters_are_kept_as_chips_and_faults_are_said(desk: Desk) -> None:
    page = desk.read(f"{LIST}?name=mug&price_excl_min=beaucoup")
    mugs = db.session.query(Product).filter(Product.name.icontains("mug")).count()
    assert 2 < mugs < desk.count(Product)
    assert page.says(f"Produits ({mugs})")
    assert page.says("Nom contient « mug »")
    assert page.texts["fault-price_excl_min"]
    assert page.form("bo-filters").fields["price_excl_min"] == ["beaucoup"]
    nothing = desk.read(f"{LIST}?name=introuvable")
    assert nothing.says("Aucun produit ne correspond à ces filtres")
    assert nothing.says("Réinitialiser les filtres")


def test_a_product_moves_in_its_category(desk: Desk) -> None:
    tea = desk.find(Category, slug="thes")
    products = [p.id for p in db.session.query(Product).filter_by(category_id=tea.id)]
    last = products[-1]
    desk.save(f"{LIST}/{last}/position", categorie=tea.id, position=1)
    page = desk.read(f"{LIST}?categorie={tea.id}")
    name = desk.find(Product, id=last).name
    others = [desk.find(Product, id=number).name for number in products[:-1]]
    assert page.text.index(name) < min(page.text.index(other) for other in others)


def test_the_list_of_fifty_rows_sends_few_statements(desk: Desk) -> None:
    product = empty_one(desk)
    for _ in range(30):
        duplicate_product(product=product)
    desk.read(f"{LIST}?par=100")
    with counted() as few:
        desk.read(f"{LIST}?par=20")
    with counted() as many:
        page = desk.read(f"{LIST}?par=50")
    assert page.says("1-50")
    assert len(many) == len(few)  # as many whatever the number of rows
    assert len(many) <= 26


def test_the_product_page_sends_few_statements(desk: Desk) -> None:
    path = sheet(desk.find(Product, reference="CAST-MUG-ESC"))
    desk.read(path)
    with counted() as sent:
        desk.read(path)
    assert len(sent) <= 53


def test_a_pack_of_several_articles_does_not_send_its_list_with_each(desk: Desk) -> None:
    """The choices of a row that chose are those of the model row: with each row, the page weighed 371 kB."""
    pack = desk.find(Product, reference="CAST-COF-CAP")
    html = desk.visitor.get(f"{desk.root}/admin{sheet(pack)}").get_data(as_text=True)
    assert len(pack.pack_items) >= 3
    assert html.count("(CAST-ABO-001)") == 2  # the model, and a spare row where there is no script
    fields = desk.form(sheet(pack), "product-form").fields
    assert [fields[f"pack_items-{n}-part"] for n in range(len(pack.pack_items))] == [
        [f"{item.product_id}:{item.variant_id or ''}"] for item in pack.pack_items
    ]

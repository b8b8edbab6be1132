"""Completing a product sheet: texts, price, stock, variants, pictures, referencing."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.kernel.money import incl_cents
from sandbox.shop.catalog.models import Attribute, AttributeValue, Brand, Product, ProductImage
from sandbox.shop.shipping.models import Carrier
from sandbox.shop.shipping.queries import carriers_of_products
from sandbox.shop.taxes.models import TaxRule
from tests.operations.at_work import (
    BOX,
    PRODUCTS,
    add_to_cart,
    category,
    category_in_shop,
    in_shop,
    latest,
    product,
    put_online,
    save_product,
    sheet,
)
from tests.operations.performing import performs
from tests.web.backoffice.conftest import Desk

ATTRIBUTES = "/catalogue/attributs"


@performs("prod.summary", "prod.description", screen="product_save")
def test_the_texts_are_written_and_read_in_the_shop(desk: Desk) -> None:
    put_online(
        desk, summary="<p>Deux cafés pour les soirs de suroît.</p>",
        description="<h3>Dans la boîte</h3><p>Le Guatemala Antigua et le <strong>Mélange des Fêtes</strong>.</p>",
    )  # fmt: skip
    seen = in_shop(desk)
    assert seen.says("Deux cafés pour les soirs de suroît.")
    assert seen.says("Dans la boîte")
    assert seen.says("Mélange des Fêtes")


@performs("prod.price", "prod.vat", screen="product_save")
@pytest.mark.parametrize(
    ("typed", "rate", "shown"),
    [({"price_incl_cents": "34,90", "price_excl_micros": ""}, 550, "34,90 €"),
     ({"price_excl_micros": "30", "price_incl_cents": ""}, 2000, "36,00 €")],
    ids=["with tax", "without tax"],
)  # fmt: skip
def test_the_price_is_set_with_or_without_tax(desk: Desk, typed: dict[str, str], rate: int, shown: str) -> None:
    put_online(desk, tax_rule_id=desk.find(TaxRule, rate_bp=rate).id, **typed)
    saved = product(desk)
    assert saved.tax_rule is not None
    assert saved.tax_rule.rate_bp == rate
    assert in_shop(desk).says(shown)


@performs("prod.category", "prod.refile", screen="product_save")
def test_a_product_is_filed_where_customers_look(desk: Desk) -> None:
    shelf = category(desk, "filtres-entretien")
    assert not category_in_shop(desk, "filtres-entretien").says("Filtres papier taille 02")
    save_product(desk, "filtres-papier", category_id=shelf.id, categories=[shelf.id])
    saved = product(desk, "filtres-papier")
    assert (saved.category_id, [link.category_id for link in saved.categories]) == (shelf.id, [shelf.id])
    assert category_in_shop(desk, "filtres-entretien").says("Filtres papier taille 02")
    assert not category_in_shop(desk, "infusions").says("Filtres papier taille 02")


@performs("prod.seo_title", "prod.seo_meta", "prod.seo_keywords", screen="product_save")
def test_the_referencing_is_filled_in(desk: Desk) -> None:
    save_product(
        desk, "verseuse-halo", meta_title="Verseuse en verre soufflé 60 cl", meta_description="Soufflée à la bouche, douze par mois.",
        tags="verseuse, verre soufflé",
    )  # fmt: skip
    found = product(desk, "verseuse-halo")
    page = desk.visitor.get(f"{desk.root}/produit/{found.id}-{found.slug}").text
    assert "<title>Verseuse en verre soufflé 60 cl" in page
    assert '<meta name="description" content="Soufflée à la bouche, douze par mois.">' in page
    assert {tag.label for tag in found.tags} == {"verseuse", "verre soufflé"}


@performs("prod.online", screen="product_switch")
def test_a_product_is_put_online_from_the_list(desk: Desk) -> None:
    save_product(desk, price_excl_micros="", price_incl_cents="34,90")
    number = product(desk).id
    assert desk.visitor.get(f"{desk.root}/produit/{number}-{product(desk).slug}").status_code == 404
    desk.save(f"{PRODUCTS}/{number}/en-ligne", value="1")
    assert in_shop(desk).says("Coffret Escale d’hiver")


@performs("prod.online", "PS-36", screen="product_save")
def test_a_product_is_put_online_from_its_page_which_leads_to_the_shop(desk: Desk) -> None:
    put_online(desk)
    page = desk.visitor.get(f"{desk.root}/admin{sheet(desk)}").text
    assert f'href="{desk.root}/produit/{product(desk).id}-' in page
    assert in_shop(desk).says("34,90 €")


@performs("prod.related", screen="product_save")
def test_another_product_is_associated(desk: Desk) -> None:
    put_online(desk, **{"related-0-product_id": product(desk, "moulin-armen").id})
    assert in_shop(desk).says("Moulin Armen")


@performs("prod.carrier", screen="product_save")
def test_a_product_goes_by_some_carriers_only(desk: Desk) -> None:
    chosen = [desk.find(Carrier, key=key).id for key in ("chrono-maree", "retrait-brulerie")]
    save_product(desk, "theiere-tuilerie", carriers=chosen)
    found = product(desk, "theiere-tuilerie")
    assert carriers_of_products([found.id]) == {found.id: frozenset(chosen)}
    add_to_cart(desk, "theiere-tuilerie")
    cart = desk.shop_page("/panier")
    assert cart.says("Chrono Marée")
    assert not cart.says("Relais Escale")


@performs("prod.webonly", screen="product_save")
def test_a_product_is_sold_on_the_web_only(desk: Desk) -> None:
    assert not in_shop(desk, "moulin-armen").says("Exclusivité web")
    save_product(desk, "moulin-armen", is_web_only="y")
    assert in_shop(desk, "moulin-armen").says("Exclusivité web")


@performs("prod.oos_accept", "prod.oos_label", screen="product_save")
def test_orders_are_taken_out_of_stock_and_the_customer_reads_it(desk: Desk) -> None:
    save_product(desk, "moulin-armen", quantity="0", out_of_stock="deny")
    assert (
        desk.visitor.post(f"{desk.root}/panier/ajouter/{product(desk, 'moulin-armen').id}", quantity="1").status_code
        == 422
    )
    save_product(desk, "moulin-armen", out_of_stock="allow", out_of_stock_label="Précommande, expédiée sous dix jours")
    assert in_shop(desk, "moulin-armen").says("Précommande, expédiée sous dix jours")
    add_to_cart(desk, "moulin-armen")


@performs("prod.available_date", screen="product_save")
def test_the_day_a_product_comes_back_is_told(desk: Desk) -> None:
    save_product(desk, "moulin-armen", quantity="0", out_of_stock="deny", available_on="2030-03-14")
    saved = product(desk, "moulin-armen")
    assert saved.available_on is not None
    assert saved.available_on.isoformat() == "2030-03-14"
    assert in_shop(desk, "moulin-armen").says("14 mars 2030")


@performs("prod.stock_simple", "prod.stock_inventory", screen="product_save")
def test_the_stock_is_set_on_the_sheet(desk: Desk) -> None:
    save_product(desk, "moulin-armen", quantity="23")
    assert product(desk, "moulin-armen").quantity == 23
    assert "Quantité 16 → 23" in " ".join(desk.journal())


@performs("prod.stock_inventory", screen="stock_add")
def test_the_stock_is_corrected_after_the_inventory(desk: Desk) -> None:
    number = product(desk, "moulin-armen").id
    desk.save(f"/catalogue/stock/{number}", **{f"s{number}-delta": "-3", "delta": "-3"})
    assert product(desk, "moulin-armen").quantity == 13


@performs("prod.dimensions", "prod.weight", screen="product_save")
def test_the_parcel_is_measured_and_weighed(desk: Desk) -> None:
    save_product(desk, width_mm="24", height_mm="9,5", depth_mm="18", weight_g="0,62")
    saved = product(desk)
    assert (saved.width_mm, saved.height_mm, saved.depth_mm, saved.weight_g) == (240, 95, 180, 620)


@performs("prod.delivery_time", screen="product_save")
def test_the_delivery_time_in_stock_is_told(desk: Desk) -> None:
    save_product(desk, "moulin-armen", in_stock_label="Expédié sous 48 h")
    assert in_shop(desk, "moulin-armen").says("Expédié sous 48 h")


@performs("prod.brand", screen="product_save")
def test_the_brand_is_chosen(desk: Desk) -> None:
    put_online(desk, brand_id=desk.find(Brand, key="poterie-du-mole").id)
    assert in_shop(desk).says("Poterie du Môle")


@performs("prod.customisation", screen="product_save")
def test_customers_may_write_a_text_of_their_own(desk: Desk) -> None:
    save_product(desk, "mug-escale", **{
        "custom_fields-0-label": "Prénom peint au dos", "custom_fields-0-kind": "text", "custom_fields-0-max_length": "20",
    })  # fmt: skip
    assert in_shop(desk, "mug-escale").says("Prénom peint au dos")


@performs("prod.no_custom", screen="product_save")
def test_a_plain_product_stays_without_customisation_and_variants(desk: Desk) -> None:
    put_online(desk)
    saved = product(desk)
    assert (saved.custom_fields, saved.variants, saved.kind) == ([], [], "standard")
    add_to_cart(desk, BOX)


# variants --------------------------------------------------------------------------------------------------------------


@performs("prod.attributes", "combo6.attr_new", screen="attribute_create")
def test_an_attribute_that_is_missing_is_created_with_its_values(desk: Desk) -> None:
    desk.save(f"{ATTRIBUTES}/nouveau", name="Ruban", public_name="Ruban", kind="radio")
    made = desk.find(Attribute, name="Ruban").id
    for name in ("Doré", "Brique"):
        desk.save(f"{ATTRIBUTES}/{made}/valeurs", name=name, color="")
    assert [value.name for value in desk.find(Attribute, name="Ruban").values] == ["Doré", "Brique"]


@performs("prod.attributes", "combo6.attr_value", screen="attribute_value_create")
def test_a_value_that_is_missing_is_added(desk: Desk) -> None:
    weight = desk.find(Attribute, name="Poids")
    desk.save(f"{ATTRIBUTES}/{weight.id}/valeurs", name="500 g", color="")
    assert "500 g" in [value.name for value in desk.find(Attribute, name="Poids").values]


def generate(desk: Desk, *names: str) -> list[int]:
    """The variants that these values give, by number."""
    values = [desk.find(AttributeValue, name=name).id for name in names]
    save_product(
        desk, is_online="y", price_excl_micros="", price_incl_cents="34,90", tax_rule_id=desk.find(TaxRule, rate_bp=550).id,
        values=values, press="generate",
    )  # fmt: skip
    return [variant.id for variant in product(desk).variants]


@performs("prod.combos", "prod.combo_stock", "prod.impact", screen="product_save")
def test_four_combinations_get_their_stock_and_their_impact(desk: Desk) -> None:
    lines = generate(desk, "250 g", "1 kg", "En grains", "Filtre")
    assert len(lines) == 4
    heavy = [v.id for v in product(desk).variants if any(link.value.name == "1 kg" for link in v.values)]
    changes = {f"variants-{line}-quantity": "15" for line in lines}
    changes |= {f"variants-{line}-impact_incl_cents": "20,00" for line in heavy}
    changes |= {f"variants-{line}-impact_excl_micros": "0,00" for line in heavy}
    save_product(desk, **changes)
    saved = product(desk).variants
    assert [v.quantity for v in saved] == [15] * 4
    assert {incl_cents(v.impact_excl_micros, 550) for v in saved if v.id in heavy} == {2000}
    assert {v.impact_excl_micros for v in saved if v.id not in heavy} == {0}
    assert in_shop(desk).says("34,90 €")
    assert desk.shop_page(f"/produit/{product(desk).id}-{product(desk).slug}?declinaison={heavy[0]}").says("54,90 €")


@performs("combo6.generate", "combo6.price", screen="product_save")
def test_six_combinations_keep_one_price(desk: Desk) -> None:
    lines = generate(desk, "En grains", "Espresso", "Filtre", "250 g", "1 kg")
    assert len(lines) == 6
    assert {v.impact_excl_micros for v in product(desk).variants} == {0}
    for line in lines[:3]:
        assert desk.shop_page(f"/produit/{product(desk).id}-{product(desk).slug}?declinaison={line}").says("34,90 €")


# packs -----------------------------------------------------------------------------------------------------------------


@performs("pack.create", "pack.offline", screen="product_create")
def test_a_pack_is_created_empty_and_offline(desk: Desk) -> None:
    desk.save(f"{PRODUCTS}/nouveau", name="Coffret du Retour de pêche", kind="pack")
    made = latest(Product)
    assert (made.name, made.kind, made.is_online, made.pack_items) == ("Coffret du Retour de pêche", "pack", False, [])


@performs("pack.content", screen="product_save")
def test_a_pack_is_filled(desk: Desk) -> None:
    desk.save(f"{PRODUCTS}/nouveau", name="Coffret du Retour de pêche", kind="pack")
    path = f"{PRODUCTS}/{latest(Product).id}"
    parts = {"pack_items-0-part": f"{product(desk, 'soir-de-lune').id}:", "pack_items-0-quantity": "2",
             "pack_items-1-part": f"{product(desk, 'tasse-quai').id}:", "pack_items-1-quantity": "1"}  # fmt: skip
    desk.save(
        path,
        **desk.form(path, "product-form").filled(is_online="y", price_excl_micros="", price_incl_cents="32", **parts),
    )
    made = latest(Product)
    assert [(item.product_id, item.quantity) for item in made.pack_items] == [
        (product(desk, "soir-de-lune").id, 2), (product(desk, "tasse-quai").id, 1),
    ]  # fmt: skip
    seen = desk.shop_page(f"/produit/{made.id}-{made.slug}")
    assert seen.says("Soir de lune")
    assert seen.says("Tasse Quai")


# pictures --------------------------------------------------------------------------------------------------------------


def pictures(desk: Desk, key: str = BOX) -> list[ProductImage]:
    """The pictures of a product in their order."""
    return list(product(desk, key).images)


@performs("prod.cover", screen="product_save")
def test_the_cover_is_changed(desk: Desk) -> None:
    wanted = pictures(desk)[1].id
    save_product(desk, cover=wanted)
    assert [image.id for image in pictures(desk) if image.is_cover] == [wanted]


@performs("prod.image_delete", screen="product_save")
def test_deleting_the_cover_gives_its_place_to_the_next_picture(desk: Desk) -> None:
    first, second = pictures(desk, "ethiopie-yirgacheffe")[:2]
    gone, media = first.id, second.media
    save_product(desk, "ethiopie-yirgacheffe", delete_image=gone)
    assert gone not in [image.id for image in pictures(desk, "ethiopie-yirgacheffe")]
    assert [image.media for image in pictures(desk, "ethiopie-yirgacheffe") if image.is_cover] == [media]
    assert (
        media
        in desk.visitor.get(
            f"{desk.root}/categorie/{category(desk, 'cafes-origines').id}-cafes-d-origine", follow_redirects=True
        ).text
    )


@performs("PS-26", screen="product_save")
def test_a_picture_gets_a_caption_that_the_shop_reads_out(desk: Desk) -> None:
    put_online(desk)
    first = pictures(desk)[0].id
    save_product(desk, **{f"images-{first}-legend": "Boîte bleu nuit ouverte sur deux sachets"})
    number, slug = product(desk).id, product(desk).slug
    page = desk.visitor.get(f"{desk.root}/produit/{number}-{slug}").text
    assert 'alt="Boîte bleu nuit ouverte sur deux sachets"' in page
    assert db.session.get_one(ProductImage, (desk.shop_id, first)).legend == "Boîte bleu nuit ouverte sur deux sachets"

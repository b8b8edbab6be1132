"""What the home page shows: carousel, popular products, reassurance, positions, modules."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import Category, Product
from sandbox.shop.display.models import FeaturedProduct, HomeBlock, ReassuranceItem, Slide
from sandbox.shop.shops.queries import get_setting
from tests.web.backoffice.conftest import Desk

SLIDES = "/modules/carrousel"
POPULAR = "/modules/produits-populaires"
PROMISES = "/modules/reassurance"
BLOCKS = "/apparence/positions"


def picture() -> tuple[io.BytesIO, str]:
    data = io.BytesIO()
    Image.new("RGB", (1920, 820), (12, 30, 60)).save(data, "PNG")
    data.seek(0)
    return data, "noel.png"


def test_a_slide_is_created_and_opens_its_page(desk: Desk) -> None:
    gifts = desk.find(Category, slug="coffrets-et-cadeaux")
    form = desk.form(f"{SLIDES}/nouvelle", "slide-form")
    page = desk.save(f"{SLIDES}/nouvelle", **form.filled(
        title="Noël au port", body="Les coffrets sont prêts.", button="Choisir un coffret", picture=picture(),
        url=f"/b/{desk.shop_key}/categorie/{gifts.id}-{gifts.slug}", legend="Trois coffrets sous la neige",
    ))  # fmt: skip
    assert page.says("La diapositive « Noël au port » est créée.")
    home = desk.shop_page()
    assert home.says("Noël au port")
    assert home.says("Choisir un coffret")
    assert f"/categorie/{gifts.id}-{gifts.slug}" in desk.visitor.get(f"{desk.root}/").text
    assert desk.journal()[-1].startswith("diapositive.creer: ")


def test_a_slide_without_picture_or_leading_elsewhere_is_refused(desk: Desk) -> None:
    form = desk.form(f"{SLIDES}/nouvelle", "slide-form")
    page = desk.refused(f"{SLIDES}/nouvelle", **form.filled(title="Noël", body="Gardé"))
    assert "Choisissez une image" in page.error("picture")
    assert page.form("slide-form").fields["body"] == ["Gardé"]
    page = desk.refused(
        f"{SLIDES}/nouvelle", **form.filled(title="Noël", picture=picture(), url="https://ailleurs.example/x")
    )
    assert "n’est pas dans la boutique" in page.error("url")
    page = desk.refused(f"{SLIDES}/nouvelle", **form.filled(title="", picture=picture()))
    assert page.error("title")
    assert not page.error("picture")


def test_a_slide_is_changed_moved_hidden_deleted(desk: Desk) -> None:
    slides = [s.id for s in db.session.query(Slide).order_by(Slide.position)]
    path = f"{SLIDES}/{slides[0]}"
    form = desk.form(path, "slide-form")
    desk.save(path, **form.filled(title="Grillé la nuit"))
    assert desk.find(Slide, id=slides[0]).image
    assert desk.shop_page().says("Grillé la nuit")
    desk.save(f"{path}/deplacer", position=2)
    assert [s.id for s in db.session.query(Slide).order_by(Slide.position)][:2] == [slides[1], slides[0]]
    desk.save(f"{path}/activer", value="")
    assert not desk.shop_page().says("Grillé la nuit")
    desk.save(f"{path}/supprimer")
    assert desk.count(Slide, id=slides[0]) == 0


def test_popular_products_are_chosen_counted_and_taken_away(desk: Desk) -> None:
    kettle = desk.find(Product, reference="CAST-PRE-BOU").id
    page = desk.save(f"{POPULAR}/ajouter", product_id=kettle)
    assert page.says("est dans les produits populaires")
    page = desk.refused(f"{POPULAR}/ajouter", product_id=kettle)
    assert page.error("product_id")
    page = desk.refused(f"{POPULAR}/nombre", populaires_nombre="0")
    assert page.error("populaires_nombre")
    assert page.form("/nombre").fields["populaires_nombre"] == ["0"]
    desk.save(f"{POPULAR}/nombre", populaires_nombre="4")
    assert get_setting("populaires_nombre") == 4
    mine = desk.find(FeaturedProduct, product_id=kettle).id
    desk.save(f"{POPULAR}/{mine}/deplacer", position=1)
    assert desk.find(FeaturedProduct, id=mine).position == 1
    assert desk.shop_page().says("Bouilloire col de cygne 0,9 L")
    desk.save(f"{POPULAR}/{mine}/retirer")
    assert desk.count(FeaturedProduct, id=mine) == 0


def test_promises_are_written_with_an_icon(desk: Desk) -> None:
    form = desk.form(f"{PROMISES}/nouveau", "promise-form")
    page = desk.refused(f"{PROMISES}/nouveau", **form.filled(title="", body="Gardé", icon="gift"))
    assert page.error("title")
    assert page.form("promise-form").fields["icon"] == ["gift"]
    desk.save(f"{PROMISES}/nouveau", **form.filled(title="Papier cadeau offert", body="Kraft et ruban", icon="gift"))
    assert desk.shop_page().says("Papier cadeau offert")
    made = desk.find(ReassuranceItem, title="Papier cadeau offert").id
    form = desk.form(f"{PROMISES}/{made}", "promise-form")
    desk.save(f"{PROMISES}/{made}", **form.filled(title="Papier cadeau"))
    desk.save(f"{PROMISES}/{made}/afficher", value="")
    assert not desk.shop_page().says("Papier cadeau")
    desk.save(f"{PROMISES}/{made}/supprimer")
    assert desk.count(ReassuranceItem, id=made) == 0


def test_blocks_move_leave_and_are_written(desk: Desk) -> None:
    story = desk.find(HomeBlock, kind="story").id
    desk.save(f"{BLOCKS}/{story}/deplacer", position=1)
    assert desk.find(HomeBlock, id=story).position == 1
    form = desk.form(f"{BLOCKS}/{story}", "block-form")
    desk.save(f"{BLOCKS}/{story}", **form.filled(title="La brûlerie du quai", intro="<p>Depuis 1987.</p>"))
    assert desk.shop_page().says("La brûlerie du quai")
    page = desk.save(f"{BLOCKS}/{story}/afficher", value="")
    assert page.says("est retiré de la page d’accueil")
    assert not desk.shop_page().says("La brûlerie du quai")
    assert "bloc_accueil.modifier" in desk.journal()[-1]


def test_a_too_long_title_of_a_block_is_refused(desk: Desk) -> None:
    story = desk.find(HomeBlock, kind="story").id
    form = desk.form(f"{BLOCKS}/{story}", "block-form")
    page = desk.refused(f"{BLOCKS}/{story}", **form.filled(title="t" * 400))
    assert page.error("title")
    assert page.form("block-form").fields["title"] == ["t" * 400]


@pytest.mark.parametrize("path", ["/modules", "/modules/partage", "/modules/confidentialite"])
def test_modules_are_listed_and_configured(desk: Desk, path: str) -> None:
    assert desk.read(path).says("Modules")


def test_sharing_and_privacy_are_felt_in_the_shop(desk: Desk) -> None:
    desk.save("/modules/partage", partage_facebook="y")
    assert get_setting("partage_facebook") is True
    assert desk.shop_page("/produit/22-moulin-armen").says("Facebook")
    desk.save("/modules/confidentialite", donnees_personnelles="Vos données restent au quai.")
    assert desk.shop_page("/inscription").says("Vos données restent au quai.")
    page = desk.refused("/modules/confidentialite", donnees_personnelles="d" * 2001)
    assert page.error("donnees_personnelles")

"""The product page: variants and their stock, prices, packs, texts to engrave, offline products, reviews."""

from __future__ import annotations

import re

import pytest

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import CustomField, Product, Variant
from sandbox.shop.catalog.services.links import set_related
from sandbox.shop.orders.models import CartLine
from sandbox.shop.reviews.models import Review
from tests.web.storefront.conftest import HUGO, Buyer, error_at

YIRGA = "ethiopie-yirgacheffe"


def chosen(html: str) -> list[str]:
    """The values of the options that are ticked."""
    return re.findall(r'<input type="radio" name="o-\d+" value="(\d+)" checked', html)


def test_tells_price_and_reference_of_the_default_variant(buyer: Buyer) -> None:
    page = buyer.read(buyer.product_path(YIRGA))
    assert page.says("CAST-CAF-ETH-250-GR")
    assert page.says("10,90 €")
    assert page.says("au lieu de 12,90 €")
    assert page.says("TVA 5,5 % comprise")


def badges(html: str) -> list[str]:
    """The words on the first picture of a page."""
    shown = re.search(r'<div class="badges">(.*?)</div>', html)
    return re.findall(r">([^<]+)</span>", shown[1]) if shown else []


def test_the_promo_banner_ticked_in_the_back_office_is_seen(buyer: Buyer) -> None:
    """The tick shows the banner by itself, beside the reduction and what the sheet says of itself."""
    product = buyer.product(YIRGA)
    product.is_on_sale = product.is_web_only = True
    db.session.commit()
    shown = badges(buyer.html(buyer.product_path(YIRGA)))
    assert shown[0].startswith("−"), "after the reduction"
    assert shown[1] == "Promo\u00a0!"
    assert "Exclusivité web" in shown, "nothing that was ticked is pushed out"
    assert "Promo\u00a0!" not in badges(buyer.html(buyer.product_path("coffret-trois-origines")))


def test_the_promo_banner_is_on_the_cards_too(buyer: Buyer) -> None:
    buyer.product("coffret-trois-origines").is_on_sale = True
    db.session.commit()
    assert badges(buyer.html("/recherche?q=trois+origines"))[0] == "Promo\u00a0!"


def test_a_variant_has_its_own_price_and_address(buyer: Buyer) -> None:
    page = buyer.read(buyer.product_path(YIRGA, "CAST-CAF-ETH-1K-GR"))
    assert page.says("44,90 €")
    assert page.says("CAST-CAF-ETH-1K-GR")


def test_without_script_the_chosen_values_are_looked_up(buyer: Buyer) -> None:
    path = buyer.product_path(YIRGA, "CAST-CAF-ETH-1K-FI")
    values = chosen(buyer.html(path))
    form = buyer.form(path, "achat")
    options = [name for name in form.fields if name.startswith("o-")]
    assert len(values) == len(options) == 2
    query = "&".join(f"{name}={form.fields[name][0]}" for name in options)
    page = buyer.read(f"{path.partition('?')[0]}?{query}&quantity=1")
    assert page.says("CAST-CAF-ETH-1K-FI")


def test_a_variant_without_stock_cannot_be_bought(buyer: Buyer) -> None:
    path = buyer.product_path(YIRGA, "CAST-CAF-ETH-250-PI")
    html = buyer.html(path)
    assert 'data-when="can_order" hidden' in html
    assert "Ce produit n’est pas disponible pour le moment." in html
    answer = buyer.add(YIRGA, reference="CAST-CAF-ETH-250-PI", quantity=1)
    assert answer.status_code == 422
    assert buyer.count(CartLine, variant_id=buyer.find(Variant, reference="CAST-CAF-ETH-250-PI").id) == 0


def test_a_combination_that_does_not_exist_is_refused(buyer: Buyer) -> None:
    """1 kg and Italienne are both offered, together they are not."""
    path = buyer.product_path(YIRGA, "CAST-CAF-ETH-1K-GR")
    form = buyer.form(path, "achat")
    other = buyer.form(buyer.product_path(YIRGA, "CAST-CAF-ETH-250-IT"), "achat")
    weight, grind = [name for name in form.fields if name.startswith("o-")]
    sent = form.filled(quantity="3", **{weight: form.fields[weight], grind: other.fields[grind]})
    page = buyer.refused(form.action.removeprefix(buyer.root), **sent)
    assert page.says("Cette combinaison n’existe pas")
    assert page.form("achat").fields["quantity"] == ["3"]


@pytest.mark.parametrize("typed", ["0", "-2", "beaucoup", "1,5", "999999"])
def test_an_impossible_quantity_is_refused_and_kept(buyer: Buyer, typed: str) -> None:
    form = buyer.form(buyer.product_path("tasse-quai"), "achat")
    page = buyer.refused(form.action.removeprefix(buyer.root), **form.filled(quantity=typed))
    assert page.form("achat").fields["quantity"] == [typed]
    assert page.says("Le produit n’a pas été ajouté")


def test_more_than_the_stock_is_refused_with_what_is_left(buyer: Buyer) -> None:
    form = buyer.form(buyer.product_path("bouilloire-col-de-cygne"), "achat")
    page = buyer.refused(form.action.removeprefix(buyer.root), **form.filled(quantity="10"))
    assert page.says("9")
    buyer.fill_cart(bouilloire_col_de_cygne=9)


def test_a_sold_out_product_says_so(buyer: Buyer) -> None:
    html = buyer.html(buyer.product_path("papouasie-sigri"))
    assert re.search(r'data-when="out">', html)
    assert 'class="stick"' not in html
    assert buyer.add("papouasie-sigri", quantity=1).status_code == 422


def test_a_text_to_engrave_is_asked_and_kept(buyer: Buyer) -> None:
    path = buyer.product_path("mug-grave")
    own = buyer.find(CustomField, product_id=buyer.product("mug-grave").id, kind="text")
    name, form = f"custom-{own.id}", buyer.form(path, "achat")
    action = form.action.removeprefix(buyer.root)
    page = buyer.refused(action, **form.filled(**{name: "", "quantity": 2}))
    assert error_at(page, name)
    assert page.form("achat").fields["quantity"] == ["2"]
    page = buyer.refused(action, **form.filled(**{name: "Vingt-cinq caractères, trop"}))
    assert error_at(page, name)
    assert page.form("achat").fields[name] == ["Vingt-cinq caractères, trop"]
    page = buyer.save(action, **form.filled(**{name: "Pour Maëlle <3"}))
    assert page.says("Pour Maëlle <3")


def test_a_pack_tells_what_is_in_it(buyer: Buyer) -> None:
    page = buyer.read(buyer.product_path("coffret-trois-origines"))
    for name in ("Éthiopie Yirgacheffe", "Colombie Huila", "Brésil Cerrado"):
        assert page.says(name)


def test_lower_prices_for_more_are_shown(buyer: Buyer) -> None:
    page = buyer.read(buyer.product_path("filtres-papier"))
    assert page.says("Dès 3")
    assert page.says("5,85 €")
    buyer.fill_cart(filtres_papier=3)
    assert buyer.read("/panier").says("17,55 €")


def test_an_offline_product_is_not_found_but_for_a_preview(buyer: Buyer) -> None:
    path = buyer.product_path("coffret-escale-hiver")
    buyer.read(path, status=404)
    assert buyer.read(f"{path}?apercu=1").says("Aperçu : ce produit est hors ligne")


@pytest.mark.parametrize(
    ("redirect", "status"), [("410", 410), ("404", 404), ("301-category", 301), ("302-category", 302)]
)
def test_an_offline_product_leads_where_its_sheet_says(buyer: Buyer, redirect: str, status: int) -> None:
    product = buyer.product("tasse-quai")
    product.is_online, product.redirect = False, redirect
    db.session.commit()
    answer = buyer.visitor.get(f"{buyer.root}/produit/{product.id}-{product.slug}")
    assert answer.status_code == status
    if status in (301, 302):
        assert answer.headers["Location"].endswith(buyer.category_path("tasses-mugs"))


@pytest.mark.parametrize("code", [301, 302])
def test_an_offline_product_leads_to_its_first_related_product_while_there_is_one(buyer: Buyer, code: int) -> None:
    product = buyer.product("tasse-quai")
    path = f"{buyer.root}/produit/{product.id}-{product.slug}"
    product.is_online, product.redirect = False, f"{code}-product"
    first = product.related[0].target
    wanted = f"/produit/{first.id}-{first.slug}"
    db.session.commit()
    answer = buyer.visitor.get(path)
    assert (answer.status_code, answer.headers["Location"].endswith(wanted)) == (code, True)
    set_related(buyer.product("tasse-quai"), [])
    db.session.commit()
    assert buyer.visitor.get(path).status_code == 404


def test_an_address_with_another_slug_leads_to_the_right_one(buyer: Buyer) -> None:
    path = buyer.product_path("tasse-quai")
    assert buyer.goes_to(path.replace("tasse-quai", "ancienne-tasse")) == path
    buyer.read("/produit/99999-rien", status=404)


# reviews -------------------------------------------------------------------------------------------------------------


def test_only_customers_may_review(buyer: Buyer) -> None:
    path = f"/produit/{buyer.product('tasse-quai').id}/avis"
    assert buyer.goes_to(path).startswith("/connexion?suite=")
    buyer.sign_in(HUGO)
    assert buyer.read(path).says("Votre avis sur Tasse Quai et sa soucoupe")


def test_a_review_is_read_before_it_is_published(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    path = f"/produit/{buyer.product('tasse-quai').id}/avis"
    page = buyer.refused(path, rating="", title="Bien", body="", author="Hugo")
    assert error_at(page, "rating")
    assert error_at(page, "body")
    assert next(form for form in page.forms.values() if "title" in form.fields).fields["title"] == ["Bien"]
    before = buyer.count(Review)
    page = buyer.save(path, rating="4", title="Bien", body="Elle garde la chaleur.", author="Hugo L.")
    assert page.says("Votre avis sera publié après lecture")
    assert buyer.count(Review) == before + 1
    assert not page.says("Elle garde la chaleur.")
    mine = buyer.read("/compte/avis")
    assert mine.says("Elle garde la chaleur.")


def test_reviews_are_narrowed_by_stars(buyer: Buyer) -> None:
    row = db.session.query(Review).filter_by(status="published", rating=5).first()
    assert row is not None
    product = db.session.query(Product).filter_by(id=row.product_id).one()
    path = f"/produit/{product.id}-{product.slug}"
    five = buyer.html(f"{path}?etoiles=5")
    for other in db.session.query(Review).filter(Review.product_id == product.id, Review.rating != 5):
        assert other.body[:40] not in five


def test_a_review_is_seen_as_soon_as_it_is_published(buyer: Buyer) -> None:
    waiting = db.session.query(Review).filter_by(status="pending").all()
    review = next(row for row in waiting if row.product.is_online)
    number, body = review.id, review.body[:40]
    path = f"/produit/{review.product_id}-{review.product.slug}?avis=tous"
    assert not buyer.read(path).says(body)
    buyer.read(f"/admin/modules/avis/{number}")
    assert buyer.send(f"/admin/modules/avis/{number}/publier").status_code == 302
    assert buyer.read(path).says(body)

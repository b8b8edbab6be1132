"""Categories, brands and selections: narrowing, sorting, paging, and addresses that changed."""

from __future__ import annotations

import re

import pytest

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import Brand, Category
from tests.web.storefront.conftest import Buyer, error_at

COUNT = re.compile(r'<p role="status"><b>(\d+)')
CARD = re.compile(r'<h2 class="[^"]*"[^>]*>\s*<a [^>]*>(.*?)</a>', re.DOTALL)


def shown(html: str) -> int:
    """How many products the list counts."""
    return int(COUNT.findall(html)[0])


def names(html: str) -> list[str]:
    """The names on the cards, in their order."""
    return [re.sub(r"<[^>]+>", "", name).strip() for name in CARD.findall(html)]


def test_a_category_lists_its_products(buyer: Buyer) -> None:
    html = buyer.html(buyer.category_path("tasses-mugs"))
    assert shown(html) == 3
    assert sorted(names(html)) == ["Mug Escale", "Mug Escale gravé à votre texte", "Tasse Quai et sa soucoupe"]


def test_values_of_a_facet_add_up_and_facets_narrow(buyer: Buyer) -> None:
    path = buyer.category_path("cafes-origines")
    everything = buyer.html(path)
    boxes = re.findall(r'name="([a-z-]+)" value="([a-z0-9-]+)">[^<]+<span class="ct">(\d+)</span>', everything)
    assert len(boxes) > 4
    facet = boxes[0][0]
    first, second = [(value, int(count)) for name, value, count in boxes if name == facet and int(count)][:2]
    one = buyer.html(f"{path}?{facet}={first[0]}")
    assert shown(one) == first[1] < shown(everything)
    both = shown(buyer.html(f"{path}?{facet}={first[0]}&{facet}={second[0]}"))
    assert both >= max(first[1], second[1])
    narrowed = shown(buyer.html(f"{path}?{facet}={first[0]}&disponibilite=stock"))
    assert narrowed <= first[1]
    assert "Filtres actifs" in one
    assert "retirer ce filtre" in one


def test_prices_bound_the_list(buyer: Buyer) -> None:
    path = buyer.category_path("preparer")
    html = buyer.html(f"{path}?prix_min=50&prix_max=70,50")
    assert sorted(names(html)) == ["Bouilloire col de cygne 0,9 L", "Coffret Premier filtre", "Théière Tuilerie"]
    assert "De 50 à 70,50" in html


def test_an_unreadable_price_is_told_at_its_field(buyer: Buyer) -> None:
    page = buyer.read(f"{buyer.category_path('preparer')}?prix_min=douze&prix_max=70")
    assert error_at(page, "prix_min")
    kept = next(form for form in page.forms.values() if "prix_max" in form.fields)
    assert (kept.fields["prix_min"], kept.fields["prix_max"]) == (["douze"], ["70"])


def test_a_list_that_becomes_empty_helps(buyer: Buyer) -> None:
    page = buyer.read(f"{buyer.category_path('preparer')}?prix_min=5000")
    assert page.says("Aucun produit ne répond à ces critères")
    assert page.says("Tout effacer")


@pytest.mark.parametrize(("sort", "first"), [("prix", "Tasse Quai et sa soucoupe"), ("-prix", "Mug Escale gravé à votre texte"),
                                             ("nom", "Mug Escale")])  # fmt: skip
def test_sorts(buyer: Buyer, sort: str, first: str) -> None:
    assert names(buyer.html(f"{buyer.category_path('tasses-mugs')}?tri={sort}"))[0] == first


def test_an_unknown_sort_is_the_shops_own(buyer: Buyer) -> None:
    path = buyer.category_path("tasses-mugs")
    assert names(buyer.html(f"{path}?tri=rien")) == names(buyer.html(path))


def test_pages_share_the_products_out(buyer: Buyer) -> None:
    path = buyer.category_path("cafes")
    html = buyer.html(path)
    assert shown(html) == 13
    first, second = names(html), names(buyer.html(f"{path}?page=2"))
    assert (len(first), len(second)) == (12, 1)
    assert not set(first) & set(second)
    assert 'rel="next"' in html
    assert names(buyer.html(f"{path}?page=99")) == second, "beyond the last page is the last page"
    assert names(buyer.html(f"{path}?page=moi")) == first


def test_an_address_with_another_slug_leads_to_the_right_one(buyer: Buyer) -> None:
    path = buyer.category_path("cafes")
    number = path.split("/")[-1].split("-")[0]
    assert buyer.goes_to(f"/categorie/{number}-ancien-nom") == path
    brand = db.session.query(Brand).filter_by(is_active=True).first()
    assert brand is not None
    assert buyer.goes_to(f"/marque/{brand.id}-ancien-nom") == f"/marque/{brand.id}-{brand.slug}"


def test_a_hidden_category_does_not_exist(buyer: Buyer) -> None:
    path = buyer.category_path("abonnements")
    buyer.read(path)
    row = buyer.find(Category, key="abonnements")
    edit = f"/admin/catalogue/categories/{row.id}"
    form = buyer.form(edit, "category-form")
    assert buyer.send(edit, **form.filled(is_active=None)).status_code == 302
    buyer.read(path, status=404)
    assert path not in buyer.html("/")


@pytest.mark.parametrize("path", ["/categorie/9999-rien", "/marque/9999-rien", "/categorie/1-accueil"])
def test_what_is_not_there_is_not_found(buyer: Buyer, path: str) -> None:
    page = buyer.read(path, status=404)
    assert page.says("Cette page a levé l’ancre")


def test_brands_lead_to_their_products(buyer: Buyer) -> None:
    page = buyer.read("/marques")
    assert page.says("Poterie du Môle")
    brand = buyer.find(Brand, key="poterie-du-mole")
    html = buyer.html(f"/marque/{brand.id}-{brand.slug}")
    assert "Mug Escale" in names(html)
    assert "Moulin Armen" not in names(html)


def test_promotions_show_what_is_cheaper(buyer: Buyer) -> None:
    html = buyer.html("/promotions")
    assert "Éthiopie Yirgacheffe" in names(html)
    assert "Mug Escale" not in names(html)
    assert "Prix barré" in html


def test_what_is_offline_is_in_no_list(buyer: Buyer) -> None:
    assert not buyer.product("coffret-escale-hiver").is_online
    for path in ("/nouveautes", "/meilleures-ventes", "/promotions", "/recherche?q=escale"):
        assert "Coffret Escale d’hiver" not in names(buyer.html(path)), path
    assert "coffret-escale-hiver" not in buyer.html("/sitemap.xml")

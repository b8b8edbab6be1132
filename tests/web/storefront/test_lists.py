"""Categories, brands and selections: narrowing, sorting, paging, and addresses that changed."""

from __future__ import annotations

import re

import pytest

from sandbox.kernel.db import db
from sandbox.kernel.text import fold
from sandbox.shop.catalog.models import Brand, Category, Product, ProductCategory, Variant
from sandbox.web.storefront import facets
from tests.web.storefront.conftest import Buyer, error_at

COUNT = re.compile(r'<p role="status"><b>(\d+)')
CARD = re.compile(r'<h2 class="[^"]*"[^>]*>\s*<a [^>]*>(.*?)</a>', re.DOTALL)

PRICE = re.compile(r'<p class="price">.*?<b[^>]*>([\d\xa0 ]+),(\d\d)', re.DOTALL)


def cents_of(price: tuple[str, str]) -> int:
    """« 1 234 » and « 50 » in cents."""
    return int("".join(re.findall(r"\d", price[0])) + price[1])


def shown(html: str) -> int:
    """How many products the list counts."""
    return int(COUNT.findall(html)[0])


def names(html: str) -> list[str]:
    """The names on the cards, in their order."""
    return [re.sub(r"<[^>]+>", "", name).strip() for name in CARD.findall(html)]


def on_sale_in(buyer: Buyer, key: str) -> list[Product]:
    """The products that a category of the shop shows."""
    category = buyer.find(Category, key=key)
    rows = db.session.query(ProductCategory).filter_by(category_id=category.id)
    numbers = [row.product_id for row in rows]
    found = db.session.query(Product).filter(Product.id.in_(numbers), Product.is_online)
    return found.filter(Product.visibility.in_(("both", "catalog"))).all()


def test_a_category_lists_its_products(buyer: Buyer) -> None:
    html = buyer.html(buyer.category_path("tasses-mugs"))
    inside = on_sale_in(buyer, "tasses-mugs")
    assert shown(html) == len(inside) >= 3
    pages = [
        html,
        *(buyer.html(f"{buyer.category_path('tasses-mugs')}?page={n}") for n in range(2, len(inside) // 12 + 2)),
    ]
    assert sorted({name for page in pages for name in names(page)}) == sorted(product.name for product in inside)


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
    found = names(html)
    assert set(found) >= {"Bouilloire col de cygne 0,9 L", "Coffret Premier filtre", "Théière Tuilerie"}
    prices = [cents_of(price) for price in PRICE.findall(html)]
    assert len(prices) == len(found)
    assert all(5000 <= cents <= 7050 for cents in prices)
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


def test_sorts_by_price(buyer: Buyer) -> None:
    path = buyer.category_path("preparer")
    up = [cents_of(price) for price in PRICE.findall(buyer.html(f"{path}?tri=prix"))]
    down = [cents_of(price) for price in PRICE.findall(buyer.html(f"{path}?tri=-prix"))]
    assert up == sorted(up)
    assert down == sorted(down, reverse=True)
    assert up[0] < down[0]


def test_sorts_by_name(buyer: Buyer) -> None:
    found = names(buyer.html(f"{buyer.category_path('tasses-mugs')}?tri=nom"))
    assert found == sorted(found, key=fold)
    assert len(found) > 2


def test_an_unknown_sort_is_the_shops_own(buyer: Buyer) -> None:
    path = buyer.category_path("tasses-mugs")
    assert names(buyer.html(f"{path}?tri=rien")) == names(buyer.html(path))


def test_pages_share_the_products_out(buyer: Buyer) -> None:
    path = buyer.category_path("cafes")
    html = buyer.html(path)
    total = shown(html)
    last = -(-total // 12)
    assert last > 1
    pages = [names(buyer.html(f"{path}?page={number}")) for number in range(1, last + 1)]
    first = pages[0]
    assert [len(page) for page in pages] == [12] * (last - 1) + [total - 12 * (last - 1)]
    assert len({name for page in pages for name in page}) == total
    assert 'rel="next"' in html
    assert names(buyer.html(f"{path}?page=99")) == pages[-1], "beyond the last page is the last page"
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
    assert page.says("Cette page n’est plus là")


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


def test_a_list_is_narrowed_by_the_values_of_its_variants_and_by_brand(buyer: Buyer) -> None:
    path = buyer.category_path("cafes")
    html = buyer.html(path)
    assert 'name="poids" value="1-kg"' in html
    whole = on_sale_in(buyer, "cafes")
    one_kilo = {
        row.product.name
        for row in db.session.query(Variant)
        if row.product in whole and any(link.value.name == "1 kg" for link in row.values)
    }
    found = buyer.html(f"{path}?poids=1-kg&tri=nom")
    assert shown(found) == len(one_kilo) < len(whole)
    assert set(names(found)) <= one_kilo
    assert "Poids\xa0: 1\xa0kg" in found.replace("1 kg", "1\xa0kg")


def test_a_selection_is_narrowed_by_shelf(buyer: Buyer) -> None:
    everything = buyer.html("/nouveautes")
    shelves = re.findall(r'name="rayon" value="([a-z-]+)"', everything)
    assert len(shelves) > 1
    some = buyer.html(f"/nouveautes?rayon={shelves[0]}")
    assert 0 < shown(some) < shown(everything)


def test_a_facet_shows_its_first_values(buyer: Buyer) -> None:
    entries = [facets.Entry(n, f"P{n}", 100, "stock", {"Taille": (f"{n} cl",)}) for n in range(1, 16)]
    (facet,) = facets.facets(entries, facets.Wish(), ["Taille"])
    assert [choice.label for choice in facet.first] == [f"{n} cl" for n in range(1, 9)]
    assert len(facet.rest) == 7
    assert not facet.opens_rest
    chosen = facets.read_wish({"taille": ["12-cl"]}, ["taille"])
    assert facets.facets(entries, chosen, ["Taille"])[0].opens_rest


def test_a_value_that_every_product_has_narrows_nothing() -> None:
    entries = [
        facets.Entry(n, f"P{n}", 100, "stock", {"Mouture": ("Grains", "Filtre"), "Marque": ("M",)}) for n in range(3)
    ]
    assert facets.splitting_traits(entries, ["Mouture", "Marque"]) == []
    entries.append(facets.Entry(9, "P9", 100, "stock", {"Mouture": ("Grains",)}))
    assert facets.splitting_traits(entries, ["Mouture", "Marque"]) == ["Mouture", "Marque"]

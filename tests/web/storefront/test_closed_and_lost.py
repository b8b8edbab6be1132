"""A shop in maintenance, and pages that are not there."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import Category
from sandbox.shop.shops.models import ShopSetting
from sandbox.web.storefront.lost import address_words
from sandbox.web.storefront.views_home import tile_spans
from tests.support.statements import counted
from tests.web.storefront.conftest import Buyer
from tests.web.storefront.test_home import shop_changed

WORDS = "Nous revenons bientôt"


def close(buyer: Buyer, **values: str) -> None:
    """Close the shop from its back office."""
    form = buyer.form("/admin/parametres/generaux", "settings-form")
    answer = buyer.send("/admin/parametres/generaux", **form.filled(boutique_active=None, **values))
    assert answer.status_code == 302, answer.text[:3000]
    buyer.visitor.get(answer.headers["Location"])


@pytest.mark.parametrize(
    "path", ["/", "/panier", "/recherche?q=mug", "/commande/coordonnees", "/compte", "/nulle/part"]
)
def test_every_page_of_a_closed_shop_says_so(buyer: Buyer, path: str) -> None:
    assert WORDS not in buyer.html("/")
    close(buyer, maintenance_message="Inventaire jusqu’à lundi 8 h.")
    answer = buyer.visitor.get(f"{buyer.root}{path}")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert WORDS in answer.text
    assert "Inventaire jusqu’à lundi 8 h." in answer.text
    assert "02 61 91 24 07" in answer.text


def test_nobody_orders_in_a_closed_shop(buyer: Buyer) -> None:
    form = buyer.form(buyer.product_path("mug-escale"), "achat")
    close(buyer)
    answer = buyer.send(form.action.removeprefix(buyer.root), **form.filled(quantity="1"))
    assert answer.status_code == 503


def test_the_team_looks_in_and_the_visitors_do_not(buyer: Buyer, other: Buyer) -> None:
    close(buyer)
    buyer.read("/", status=503)
    page = buyer.save("/equipe", retour=f"{buyer.root}{buyer.product_path('mug-escale')}")
    assert page.says("Mug Escale")
    assert page.says("Boutique en maintenance.")
    other.read("/", status=503)


def test_the_team_stays_out_when_the_shop_says_so(buyer: Buyer) -> None:
    close(buyer)
    buyer.read("/", status=503)
    assert buyer.send("/equipe").status_code == 302
    buyer.read("/")
    row = db.session.query(ShopSetting).filter_by(name="maintenance_equipe").one()
    row.value = "non"
    shop_changed(buyer)
    assert not buyer.read("/", status=503).says("Vous êtes de l’équipe")


def test_a_shop_opened_again_is_open_at_once(buyer: Buyer) -> None:
    close(buyer)
    buyer.read("/", status=503)
    form = buyer.form("/admin/parametres/generaux", "settings-form")
    assert buyer.send("/admin/parametres/generaux", **form.filled(boutique_active="y")).status_code == 302
    assert WORDS not in buyer.html("/")


def test_the_back_office_of_a_closed_shop_works(buyer: Buyer) -> None:
    close(buyer)
    assert buyer.read("/admin/parametres/generaux").says("Activer la boutique")


# not there -----------------------------------------------------------------------------------------------------------


def test_an_old_address_names_what_one_was_after(buyer: Buyer) -> None:
    page = buyer.read("/produit/999-theiere-ronde-120-cl", status=404)
    assert page.says("Vous cherchiez peut-être")
    assert page.says("Théière Tuilerie")


def test_an_address_without_words_shows_the_best_sellers(buyer: Buyer) -> None:
    page = buyer.read("/produit/999-x", status=404)
    assert page.says("Les plus achetés en ce moment")
    assert "<article" in buyer.html("/produit/999-xxyyzz", status=404)


def test_a_product_gone_for_good_proposes_its_likes(buyer: Buyer) -> None:
    product = buyer.product("mug-escale")
    product.is_online, product.redirect = False, "410"
    shop_changed(buyer)
    page = buyer.read(f"/produit/{product.id}-{product.slug}", status=410)
    assert page.says("a quitté la boutique pour de bon")
    assert page.says("Mug Escale gravé")


def test_a_hostile_address_costs_little(buyer: Buyer) -> None:
    with counted() as sent:
        buyer.html("/" + "-".join(["abcdef"] * 400), status=404)
    assert len(sent) <= 70, "\n".join(sent)


@pytest.mark.parametrize(
    ("path", "words"),
    [("/produit/12-mug-escale", ["mug", "escale"]), ("/", []), ("/a/b_c/Tasse_Bleue.html", ["Tasse", "Bleue", "html"])],
)
def test_words_of_an_address(path: str, words: list[str]) -> None:
    assert address_words(path) == words


# home and menu -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", range(1, 14))
def test_tiles_of_the_home_page_fill_their_rows(count: int) -> None:
    spans = tile_spans(count)
    assert len(spans) == count
    beyond = [span for span in spans if span]
    assert sum(beyond) % 12 == 0
    assert len(spans) - len(beyond) in (0, 5)


def test_counts_are_of_what_the_page_shows(buyer: Buyer) -> None:
    category = buyer.find(Category, key="tasses-mugs")
    buyer.product("tasse-quai").is_online = False
    shop_changed(buyer)
    page = buyer.html(buyer.category_path("tasses-mugs"))
    count = page.split('<p role="status"><b>')[1].split("\u00a0")[0]
    home = buyer.html("/")
    tile = home[home.index(f'<b class="title h3">{category.name}</b>') :]
    assert f"<em>{count}\u00a0article" in tile


def test_the_menu_shows_three_levels(buyer: Buyer) -> None:
    html = buyer.html("/")
    menu = html[html.index('aria-label="Rayons"') : html.index("<main")]
    assert buyer.category_path("cafes") in menu
    middle = buyer.find(Category, key="cafes-origines")
    child = Category(key="c3", name="Récoltes tardives", slug="recoltes-tardives", parent_id=middle.id, position=1)
    db.session.add(child)
    shop_changed(buyer)
    html = buyer.html("/")
    assert html.count(f"/categorie/{child.id}-recoltes-tardives") == 2, "in the wide menu and in the phone's"
    page = buyer.read(f"/categorie/{child.id}-recoltes-tardives")
    for words in ("Cafés", "Cafés d’origine", "Ce rayon se remplit bientôt"):
        assert page.says(words)

"""Searching the shop: accents, plurals, slips of the finger, the shop's own aliases, and nothing found."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import Product
from tests.web.storefront.conftest import Buyer
from tests.web.storefront.test_home import shop_changed
from tests.web.storefront.test_lists import names


def found(buyer: Buyer, words: str) -> list[str]:
    return names(buyer.html(f"/recherche?q={quote(words)}"))


@pytest.mark.parametrize(
    ("words", "product"),
    [
        ("théière", "Théière Tuilerie"),
        ("theiere", "Théière Tuilerie"),
        ("THÉIÈRES", "Théière Tuilerie"),
        ("mugs", "Mug Escale"),
        ("yirgachefe", "Éthiopie Yirgacheffe"),
        ("moulain", "Moulin Armen"),
        ("CAST-PRE-MOU", "Moulin Armen"),
        ("orvance", "Gourde Sérac 1 L"),
        ("déca", "Décaféiné Cauca"),
        ("colombia", "Colombie Huila"),
        ("theieres", "Théière Tuilerie"),
        ("theierres", "Théière Tuilerie"),
    ],
)
def test_finds(buyer: Buyer, words: str, product: str) -> None:
    assert product in found(buyer, words)


def test_the_words_stay_in_the_field(buyer: Buyer) -> None:
    html = buyer.html("/recherche?q=caf%C3%A9%20%3Cb%3E")
    assert 'value="café &lt;b&gt;"' in html
    assert '<b>"' not in html


def test_nothing_found_helps(buyer: Buyer) -> None:
    page = buyer.read("/recherche?q=xylophone")
    assert page.says("Rien pour « xylophone »")
    assert page.says("Les plus achetés en ce moment")
    assert page.form("/recherche").fields["q"] == ["xylophone"]


def test_a_search_without_words_asks_for_some(buyer: Buyer) -> None:
    for path in ("/recherche", "/recherche?q=", "/recherche?q=%20%20"):
        assert buyer.read(path).says("Que cherchez-vous"), path


def test_a_very_long_search_is_cut(buyer: Buyer) -> None:
    page = buyer.read(f"/recherche?q={'a' * 4000}")
    assert "a" * 101 not in page.text


def test_results_are_narrowed_and_sorted(buyer: Buyer) -> None:
    everything = found(buyer, "coffret")
    assert len(everything) >= 3
    html = buyer.html("/recherche?q=coffret&prix_max=30&tri=prix")
    cheapest_first = ["Coffret Découverte 4 × 60 g", "Coffret Après-dîner", "Coffret Trois origines"]
    assert names(html) == ["Rwanda Lac Kivu", *cheapest_first], "this coffee is told as the one that came out of a box"
    assert 'name="q" value="coffret"' in html


@pytest.mark.parametrize(
    ("words", "meant", "product"),
    [("collombie", "colombie", "Colombie Huila"), ("bouiloire", "bouilloire", "Bouilloire col de cygne 0,9 L")],
)
def test_a_slip_is_forgiven_and_said(buyer: Buyer, words: str, meant: str, product: str) -> None:
    page = buyer.read(f"/recherche?q={words}")
    assert page.says(f"voici les résultats pour « {meant} »")
    assert page.says(product)


def test_a_word_that_nothing_is_near_to_finds_nothing(buyer: Buyer) -> None:
    page = buyer.read("/recherche?q=grinder")
    assert page.says("Rien pour « grinder »")
    assert page.says("Demandez-le-nous")


def test_words_that_do_not_go_together_are_tried_apart(buyer: Buyer) -> None:
    page = buyer.read("/recherche?q=moulin%20xylophone")
    assert page.says("Ces mots ne vont pas ensemble. Essayez moulin")


def test_shelves_and_brands_are_proposed(buyer: Buyer) -> None:
    html = buyer.html("/recherche?q=caf%C3%A9s")
    assert f'href="{buyer.root}{buyer.category_path("cafes")}">Rayon Cafés' in html
    assert "Marque Orvance" in buyer.html("/recherche?q=orvance")


def proposed(buyer: Buyer, words: str) -> dict[str, Any]:
    answer = buyer.visitor.get(f"{buyer.root}/recherche/suggestions?q={quote(words)}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found


def test_products_are_proposed_while_one_types(buyer: Buyer) -> None:
    found = proposed(buyer, "thei")
    first = found["products"][0]
    assert first["name"] == "Théière Tuilerie"
    assert first["url"] == f"{buyer.root}{buyer.product_path('theiere-tuilerie')}"
    assert first["image"].startswith("/media/")
    assert first["price"] == "dès 54,00\u00a0€"
    assert len(proposed(buyer, "cafe")["products"]) == 5
    assert proposed(buyer, "cafe")["places"][0]["name"] == "Rayon Cafés"


def test_nothing_is_proposed_for_nothing(buyer: Buyer) -> None:
    empty = {"products": [], "places": [], "count": "", "corrected": ""}
    assert proposed(buyer, "") == proposed(buyer, "   ") == empty
    assert proposed(buyer, "grinder") == {**empty, "count": "0\u00a0résultat"}


def test_what_is_hidden_is_not_proposed(buyer: Buyer) -> None:
    buyer.product("theiere-tuilerie").is_online = False
    shop_changed(buyer)
    assert "Théière Tuilerie" not in [one["name"] for one in proposed(buyer, "theiere")["products"]]


def test_the_results_are_narrowed_by_shelf(buyer: Buyer) -> None:
    everything = buyer.html("/recherche?q=castelune")
    assert 'name="rayon" value="cafes"' in everything
    few = names(buyer.html("/recherche?q=castelune&rayon=tasses-et-mugs"))
    assert few
    assert set(few) < {product.name for product in db.session.query(Product)}
    assert not any("Éthiopie" in name for name in few)

"""How many statements a page of the shop may send, first seen in a fresh process; and once it is kept."""

from __future__ import annotations

import pytest

from tests.support.statements import counted
from tests.web.storefront.conftest import CAMILLE, Buyer

FRESH = {
    "/": 70,
    "category": 45,
    "product": 63,
    "/recherche?q=coffret": 50,
    "/panier": 45,
    "/contact": 30,
    "/plan-du-site": 26,
}
KEPT = 6


def path_of(buyer: Buyer, name: str) -> str:
    paths = {"category": buyer.category_path("cafes"), "product": buyer.product_path("ethiopie-yirgacheffe")}
    return paths.get(name, name)


@pytest.mark.parametrize("name", FRESH)
def test_a_page_seen_first(buyer: Buyer, name: str) -> None:
    path = path_of(buyer, name)
    with counted() as sent:
        buyer.html(path)
    assert len(sent) <= FRESH[name], f"{len(sent)}\n" + "\n".join(sent)


@pytest.mark.parametrize("name", ["/", "category", "product", "/recherche?q=coffret"])
def test_a_page_seen_again(buyer: Buyer, name: str) -> None:
    path = path_of(buyer, name)
    buyer.html(path)
    with counted() as sent:
        buyer.html(path)
    assert len(sent) <= KEPT, "\n".join(sent)


def test_more_lines_of_a_cart_ask_no_more(buyer: Buyer) -> None:
    buyer.fill_cart(tasse_quai=1, moulin_armen=1)
    with counted() as two:
        buyer.html("/panier")
    buyer.fill_cart(brise_du_large=1, soir_de_lune=1, earl_grey_de_calabre=1)
    with counted() as five:
        buyer.html("/panier")
    assert len(five) <= len(two) + 4, "\n".join(five)


def test_more_orders_of_a_customer_ask_no_more(buyer: Buyer) -> None:
    buyer.sign_in(CAMILLE)
    with counted() as sent:
        buyer.html("/compte/commandes")
    assert len(sent) <= 30, "\n".join(sent)

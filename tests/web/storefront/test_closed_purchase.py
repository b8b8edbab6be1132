"""A shop in maintenance sells nothing and shows no account: each page of the purchase and of the account says it is closed."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.shop.orders.models import CartLine, Order
from sandbox.shop.shops.services import set_setting
from tests.web.storefront.conftest import CAMILLE, Buyer
from tests.web.storefront.test_home import shop_changed

PAGES = ("/panier", "/commande", "/commande/paiement", "/compte", "/compte/factures", "/compte/donnees.json", "/contact", "/suivi",
         "/connexion", "/inscription", "/mot-de-passe-oublie", "/cookies", "/retractation")  # fmt: skip


@pytest.fixture
def closed(buyer: Buyer) -> Buyer:
    """Camille with a full cart, when the shop closes."""
    buyer.sign_in(CAMILLE)
    buyer.fill_cart(tasse_quai=1)
    set_setting(name="boutique_active", value=False)
    shop_changed(buyer)
    return buyer


def test_every_page_says_it_is_closed(closed: Buyer) -> None:
    for path in PAGES:
        answer = closed.visitor.get(f"{closed.root}{path}")
        assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "3600"), path
        assert "camille" not in answer.text.lower(), path


def test_nothing_is_sold(closed: Buyer) -> None:
    lines, orders, left = closed.count(CartLine), closed.count(Order), closed.product("tasse-quai").quantity
    number = closed.product("tasse-quai").id
    for path, data in (
        (f"/panier/ajouter/{number}", {"quantity": 1}), ("/panier/code", {"code": "BIENVENUE5"}),
        ("/commande/paiement", {"payment": "cheque", "accepts_terms": "y"}), ("/contact", {"body": "Bonjour"}),
    ):  # fmt: skip
        assert closed.send(path, **data).status_code == 503, path
    db.session.expire_all()
    assert (closed.count(CartLine), closed.count(Order), closed.product("tasse-quai").quantity) == (lines, orders, left)


def test_the_cart_is_still_there_afterwards(closed: Buyer) -> None:
    closed.visitor.get(f"{closed.root}/panier")
    set_setting(name="boutique_active", value=True)
    shop_changed(closed)
    assert closed.read("/panier").says("1 article")

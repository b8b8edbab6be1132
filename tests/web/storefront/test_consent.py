"""The choice about cookies: asked once, kept six months on this very browser, told with its day, changed or taken back."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories.world import World
from tests.support.visitor import Visitor
from tests.web.storefront.conftest import Buyer

BANNER = "Vos préférences de cookies"
NAME = "choix_cookies"


def reopened(app: Flask, buyer: Buyer) -> Buyer:
    """The same browser, closed and opened again: what ends with the visit is gone, the lasting cookies are there."""
    kept = buyer.visitor.client.get_cookie(NAME, path=buyer.root)
    assert kept is not None
    again = Buyer(Visitor(app, "alice"), buyer.root.removeprefix("/b/"))
    again.visitor.client.set_cookie(NAME, kept.value, path=buyer.root)
    return again


@pytest.mark.parametrize(("choice", "words"), [("refuser", "refusée"), ("accepter", "acceptée")])
def test_a_choice_outlives_the_visit(world_app: Flask, buyer: Buyer, choice: str, words: str) -> None:
    assert buyer.read("/").says(BANNER)
    buyer.send("/cookies", choix=choice)
    again = reopened(world_app, buyer)
    assert not again.read("/").says(BANNER)
    assert again.read("/cookies").says(f"mesure d’audience {words}")


def test_the_cookie_lasts_six_months_and_stays_in_its_shop(buyer: Buyer) -> None:
    buyer.read("/")
    answer = buyer.send("/cookies", choix="refuser")
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith(f"{NAME}="))
    for part in (f"Max-Age={180 * 86_400}", f"Path={buyer.root}", "HttpOnly", "SameSite=Lax"):
        assert part in cookie, cookie


@pytest.mark.parametrize("value", ["", "x", "oui.", "oui.99999999999", "oui.-5", "peut-etre.740000", "oui.1"])
def test_a_cookie_that_says_nothing_asks_again(world_app: Flask, world: World, value: str) -> None:
    buyer = Buyer(Visitor(world_app, "alice"), world.alice_shop_key)
    buyer.visitor.client.set_cookie(NAME, value, path=buyer.root)
    assert buyer.read("/").says(BANNER)


def test_the_day_of_the_choice_and_its_end_are_told(buyer: Buyer) -> None:
    assert buyer.read("/cookies").says("aucun pour l’instant")
    buyer.send("/cookies", choix="refuser")
    assert buyer.read("/cookies").says("fait le")
    assert buyer.read("/cookies").says("redemandé le")


def test_the_page_names_what_is_exempt_and_what_asks(buyer: Buyer) -> None:
    page = buyer.read("/cookies")
    for words in ("Nécessaires", "sans accord", "Mesure anonyme", "avec votre accord", "Tout refuser", "Tout accepter"):
        assert page.says(words), words


def test_the_banner_leads_to_the_details(buyer: Buyer) -> None:
    html = buyer.html("/")
    banner = html[html.index('class="cookies"') :]
    assert f'href="{buyer.root}/cookies"' in banner


def test_nothing_is_set_before_the_choice(world_app: Flask, world: World) -> None:
    buyer = Buyer(Visitor(world_app, "alice"), world.alice_shop_key)
    names = set()
    for path in ("/", "/panier", "/contact", "/cookies"):
        answer = buyer.visitor.get(f"{buyer.root}{path}")
        names |= {one.partition("=")[0] for one in answer.headers.getlist("Set-Cookie")}
    assert names <= {"e5"}, "the visit's own cookie, and nothing else"

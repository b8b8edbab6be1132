"""Kept pages: what belongs to a person, a moment or a place is never shown to another."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

from flask import Flask, g

from sandbox.web.page_cache import page_key
from tests.factories.world import World
from tests.support.statements import counted
from tests.web.storefront.conftest import CAMILLE, HUGO, Buyer, Still

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
KEPT = ("/", "/categorie", "/produit", "/marques", "/promotions", "/nouveautes", "/meilleures-ventes", "/recherche?q=mug",
        "/contact", "/cookies", "/plan-du-site")  # fmt: skip


def addresses(buyer: Buyer) -> list[str]:
    known = {"/categorie": buyer.category_path("cafes"), "/produit": buyer.product_path("mug-escale")}
    return [known.get(path, path) for path in KEPT]


CHANGING = re.compile(
    r'name="(?:csrf_token|_envoi)" value="[^"]+"|data-(?:csrf|state)="[^"]*"|theme\.css\?v=\d+|Enregistré [\d:]+'
)


def stripped(html: str) -> str:
    """A page without what differs at each visit: tokens, the sending’s number, the state of the candidate's clock, the number of the theme."""
    return CHANGING.sub("", html).replace("Rien à enregistrer", "")


def test_a_page_is_made_once(buyer: Buyer) -> None:
    for path in addresses(buyer):
        first = buyer.html(path)
        with counted() as sent:
            second = buyer.html(path)
        assert stripped(second) == stripped(first)
        assert len(sent) <= 6, "\n".join(sent)


def test_a_write_is_seen_at_once_and_by_everybody(buyer: Buyer, other: Buyer, world: World) -> None:
    path = buyer.product_path("mug-escale")
    for one in (buyer, other):
        assert "Un mug tout neuf" not in one.html(path)
    product = buyer.product("mug-escale")
    edit = f"/admin/catalogue/produits/{product.id}"
    page = buyer.read(edit)
    form = page.form("product-form")
    answer = buyer.send(edit, **form.filled(summary="<p>Un mug tout neuf.</p>"))
    assert answer.status_code == 302, answer.text[:2000]
    for one in (buyer, other):
        assert "Un mug tout neuf" in one.html(path)
    assert world.alice_shop_key in buyer.root


def test_each_visitor_has_their_own_cart(buyer: Buyer, other: Buyer) -> None:
    paths = addresses(buyer)
    before = {path: other.html(path) for path in paths}
    buyer.fill_cart(tasse_quai=3)
    for path in paths:
        assert '<span class="n">3<' in buyer.html(path), path
        assert stripped(other.html(path)) == stripped(before[path]), path


def test_each_customer_sees_their_own_name(buyer: Buyer, other: Buyer) -> None:
    buyer.sign_in(CAMILLE)
    other.sign_in(HUGO)
    buyer.read("/")
    other.read("/")
    for path in addresses(buyer):
        mine, theirs = buyer.html(path), other.html(path)
        assert ">Camille<" in mine, path
        assert ">Hugo<" not in mine, path
        assert ">Hugo<" in theirs, path
        assert "camille.legoff" not in theirs, path
        assert "Lemarchand" not in mine, path


def test_signing_out_leaves_nothing_of_the_customer(buyer: Buyer) -> None:
    paths = addresses(buyer)
    anonymous = {path: stripped(buyer.html(path)) for path in paths}
    buyer.sign_in(CAMILLE)
    for path in paths:
        buyer.html(path)
    buyer.save("/deconnexion")
    for path in paths:
        assert "Camille" not in buyer.html(path), path
    assert stripped(buyer.html("/contact")) == anonymous["/contact"]


def test_a_message_is_said_once_and_to_its_reader_only(buyer: Buyer, other: Buyer) -> None:
    other.html("/")
    assert buyer.send("/cookies", choix="refuser").status_code == 302
    said = "Votre choix de cookies est enregistré"
    assert said not in other.html("/")
    assert said in buyer.html("/")
    assert said not in buyer.html("/")
    assert said not in other.html("/")


def test_a_choice_about_cookies_is_the_visitors(buyer: Buyer, other: Buyer) -> None:
    buyer.html("/")
    buyer.save("/cookies", choix="refuser")
    assert "Tout refuser" not in buyer.html("/")
    assert "Tout refuser" in other.html("/")


def test_each_visitor_gets_a_token_that_works(buyer: Buyer, other: Buyer) -> None:
    """With the anti-forgery check on, as on the real server."""
    path = buyer.product_path("tasse-quai")
    tokens = {id(one): TOKEN.findall(one.html(path)) for one in (buyer, other, buyer, other)}
    mine, theirs = tokens[id(buyer)], tokens[id(other)]
    assert mine
    assert len(set(mine)) == 1
    assert not set(mine) & set(theirs)
    action = buyer.form(path, "achat").action.removeprefix(buyer.root)
    other.visitor.token = mine[0]
    assert other.send(action, quantity=1).status_code == 400
    other.visitor.token = theirs[0]
    assert other.send(action, quantity=1).status_code == 302


def test_the_same_address_in_two_shops(world_app: Flask, world: World, buyer: Buyer) -> None:
    """Bob's shop has the same numbers, and FUITE in all its names."""
    bob = Buyer(Still(world_app, "bob"), world.bob_shop_key)
    path = buyer.product_path("mug-escale")
    for _ in range(2):
        assert "FUITE" in bob.html(path)
        assert "FUITE" not in buyer.html(path)
    assert buyer.visitor.get(f"{bob.root}{path}").status_code == 404


def test_the_candidates_frame_stays_with_the_candidate(world_app: Flask, world: World) -> None:
    """The examiner looks into the shop in which the candidate works: same shop, same address, no frame, nothing to send."""
    candidate = Still(world_app)
    candidate.get("/epreuve/rejoindre")
    assert candidate.post("/epreuve/rejoindre", code=world.join_codes[0]).status_code == 302
    mine, looking = Buyer(candidate, world.shop_keys[0]), Buyer(Still(world_app, "erin"), world.shop_keys[0])
    for _ in range(2):
        page, seen = mine.html("/"), looking.html("/")
        assert "data-frame=" in page
        assert "data-frame-drawer" in page
        assert "\u2063" not in page
        assert "data-frame" not in seen
        assert "\u2063" not in seen


def test_the_time_left_is_drawn_anew(world_app: Flask, world: World) -> None:
    candidate = Still(world_app)
    candidate.get("/epreuve/rejoindre")
    assert candidate.post("/epreuve/rejoindre", code=world.join_codes[0]).status_code == 302
    mine = Buyer(candidate, world.shop_keys[0])
    shown = re.compile(r"<b data-frame-clock>(\d\d:\d\d)</b>")
    first = shown.findall(mine.html("/"))
    candidate.later = timedelta(seconds=17)
    assert len(first) == 1
    assert shown.findall(mine.html("/")) != first


def test_a_refusal_of_a_kept_page_has_its_frame(world_app: Flask, world: World) -> None:
    """The page of a refusal is drawn around no mark: the candidate keeps the bar and the subject."""
    candidate = Still(world_app)
    candidate.get("/epreuve/rejoindre")
    assert candidate.post("/epreuve/rejoindre", code=world.join_codes[0]).status_code == 302
    page = Buyer(candidate, world.shop_keys[0]).html("/produit/999999-rien", status=404)
    assert "data-frame=" in page
    assert "\u2063" not in page


def test_a_page_depends_on_the_shops_own_address(world_app: Flask, world: World) -> None:
    """A database gives the number of a deleted shop to the next one, whose revision may be the same."""
    keys = []
    for shop_key in (world.alice_shop_key, world.bob_shop_key):
        with world_app.test_request_context("/"):
            g.shop, g.is_readonly = SimpleNamespace(id=7, revision=1, key=shop_key), False
            keys.append(page_key())
    assert keys[0] != keys[1]


def test_a_page_depends_on_its_host(world_app: Flask, world: World) -> None:
    """What search engines read of a page holds whole addresses: a room's name and its number give two pages."""
    keys = []
    for host in ("http://salle-12.example/", "http://127.0.0.1:8000/"):
        with world_app.test_request_context("/", base_url=host):
            g.shop, g.is_readonly = SimpleNamespace(id=7, revision=1, key=world.alice_shop_key), False
            keys.append(page_key())
    assert keys[0] != keys[1]

"""The products looked at lately: with consent only, in the visitor's own session, never in somebody else's page."""

from __future__ import annotations

from tests.support.statements import counted
from tests.web.storefront.conftest import Buyer
from tests.web.storefront.test_home import shop_changed

TITLE = "Vous avez regardé"


def accept(buyer: Buyer, choice: str = "accepter") -> None:
    buyer.read("/")
    buyer.save("/cookies", choix=choice)


def block(html: str) -> str:
    """The words of the block; empty without it."""
    start = html.find(f">{TITLE}</h2>")
    return html[start : html.index("</section>", start)] if start >= 0 else ""


def look_at(buyer: Buyer, *keys: str) -> str:
    html = ""
    for key in keys:
        html = buyer.html(buyer.product_path(key))
    return html


def test_nothing_is_noted_before_consent_or_after_a_refusal(buyer: Buyer) -> None:
    assert block(look_at(buyer, "mug-escale", "tasse-quai")) == ""
    accept(buyer, "refuser")
    assert block(look_at(buyer, "moulin-armen", "mug-escale")) == ""


def test_the_latest_come_first_without_the_product_itself(buyer: Buyer) -> None:
    accept(buyer)
    found = block(look_at(buyer, "mug-escale", "tasse-quai", "moulin-armen", "mug-escale", "theiere-tuilerie"))
    places = [found.find(f">{name}<") for name in ("Mug Escale", "Moulin Armen", "Tasse Quai et sa soucoupe")]
    assert -1 not in places
    assert places == sorted(places)
    assert "Théière Tuilerie" not in found


def test_four_are_shown(buyer: Buyer) -> None:
    accept(buyer)
    keys = ("mug-escale", "tasse-quai", "moulin-armen", "verseuse-halo", "dripper-spirale", "theiere-tuilerie")
    assert block(look_at(buyer, *keys)).count("<article") == 4


def test_the_list_is_the_visitors_own(buyer: Buyer, other: Buyer) -> None:
    for one in (buyer, other):
        accept(one)
    mine, theirs = look_at(buyer, "mug-escale", "theiere-tuilerie"), look_at(other, "tasse-quai", "theiere-tuilerie")
    assert "Mug Escale" in block(mine)
    assert "Tasse Quai" not in block(mine)
    assert "Tasse Quai" in block(theirs)
    assert "Mug Escale" not in block(theirs)
    assert "\u2063" not in mine + theirs


def test_a_list_does_not_make_kept_pages_a_visitors_own(buyer: Buyer, other: Buyer) -> None:
    for one in (buyer, other):
        accept(one)
    look_at(buyer, "mug-escale", "theiere-tuilerie")
    look_at(other, "mug-escale")
    path = other.product_path("theiere-tuilerie")
    with counted() as sent:
        assert "Mug Escale" in block(other.html(path))
    assert len(sent) <= 6, "\n".join(sent)


def test_a_product_taken_offline_leaves_the_list(buyer: Buyer) -> None:
    accept(buyer)
    look_at(buyer, "mug-escale", "tasse-quai")
    buyer.product("mug-escale").is_online = False
    shop_changed(buyer)
    found = block(look_at(buyer, "theiere-tuilerie"))
    assert "Tasse Quai" in found
    assert "Mug Escale" not in found


def test_the_list_is_forgotten_on_demand_and_at_a_refusal(buyer: Buyer) -> None:
    accept(buyer)
    html = look_at(buyer, "mug-escale", "tasse-quai")
    assert "Effacer cette liste" in block(html)
    page = buyer.save("/vus/effacer", retour=f"{buyer.root}{buyer.product_path('theiere-tuilerie')}")
    assert page.says("La liste des produits regardés est effacée")
    assert not page.says(TITLE)
    look_at(buyer, "mug-escale")
    accept(buyer, "refuser")
    look_at(buyer, "tasse-quai")
    accept(buyer)
    assert block(look_at(buyer, "theiere-tuilerie")) == ""


def test_a_page_that_is_not_there_is_not_noted(buyer: Buyer) -> None:
    accept(buyer)
    buyer.html(f"{buyer.product_path('coffret-escale-hiver')}?apercu=1")
    buyer.html("/produit/99999-rien", status=404)
    assert block(look_at(buyer, "theiere-tuilerie")) == ""

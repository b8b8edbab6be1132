"""An address with a number that no row can have answers as if nothing had been asked, or that nothing is there."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories.world import World
from tests.support.visitor import Visitor

HUGE = "9" * 20


@pytest.fixture
def home(world_app: Flask, world: World) -> tuple[Visitor, str]:
    return Visitor(world_app, "alice"), f"/b/{world.alice_shop_key}"


@pytest.mark.parametrize("number", [HUGE, "-1", "0", "deux", "9" * 5000, "²"])
@pytest.mark.parametrize(
    "path",
    [
        "/admin/commandes/nouvelle?client={}", "/admin/commandes/nouvelle?panier={}", "/admin/catalogue/produits?categorie={}",
        "/admin/catalogue/categories/nouvelle?parent={}", "/admin/clients/adresses/nouvelle?client={}", "/admin/parametres/equipe?profil={}",
        "/admin/sav?page={}", "/admin/clients?id={}", "/contact?produit={}", "/contact?commande={}",
        "/produit/19-tasse-quai-et-sa-soucoupe?v={}", "/produit/19-tasse-quai-et-sa-soucoupe?etoiles={}",
    ],
)  # fmt: skip
def test_no_fault_in_an_address(home: tuple[Visitor, str], path: str, number: str) -> None:
    visitor, root = home
    answer = visitor.get(root + path.format(number), follow_redirects=True)
    assert answer.status_code in (200, 404), answer.status_code
    assert visitor.get(root + path.partition("?")[0], follow_redirects=True).status_code == 200, (
        "the address itself is there"
    )


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/admin/commandes/selection", "ids"), ("/admin/catalogue/produits/selection", "ids"),
        ("/admin/clients/selection", "ids"), ("/admin/catalogue/reductions/regles-paniers/selection", "ids"),
        ("/commande/livraison", "carrier_id"), ("/contact", "contact_id"), ("/contact", "order_id"),
    ],
)  # fmt: skip
def test_no_fault_in_a_form(home: tuple[Visitor, str], path: str, field: str) -> None:
    visitor, root = home
    visitor.get(f"{root}/contact")
    answer = visitor.post(root + path, **{field: HUGE, "action": f"etat-{HUGE}"})
    assert answer.status_code in (302, 422)

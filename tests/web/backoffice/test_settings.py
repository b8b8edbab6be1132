"""Paramètres de la boutique: general, products, orders, customers; each is felt in the shop."""

from __future__ import annotations

import pytest

from sandbox.shop.catalog.models import Category
from sandbox.shop.shops.queries import get_setting
from tests.web.backoffice.conftest import Desk


def test_the_banner_is_on_every_page_of_the_shop(desk: Desk) -> None:
    form = desk.form("/parametres/generaux", "settings-form")
    page = desk.save("/parametres/generaux", **form.filled(bandeau="Atelier fermé le 24 décembre"))
    assert page.says("enregistré")
    assert desk.shop_page().says("Atelier fermé le 24 décembre")
    assert "Atelier fermé le 24 décembre" in desk.journal()[-1]


def test_how_many_products_a_page_of_the_shop_shows(desk: Desk) -> None:
    form = desk.form("/parametres/produits", "settings-form")
    desk.save("/parametres/produits", **form.filled(produits_par_page="3", tri_par_defaut="name"))
    assert get_setting("produits_par_page") == 3
    coffees = desk.find(Category, slug="cafes")
    shown = desk.shop_page(f"/categorie/{coffees.id}-cafes")
    assert shown.says("Brésil Cerrado")
    assert not shown.says("Papouasie Sigri")


def test_the_catalogue_mode_takes_the_cart_away(desk: Desk) -> None:
    form = desk.form("/parametres/produits", "settings-form")
    assert desk.shop_page("/produit/22-moulin-armen").says("Ajouter au panier")
    desk.save("/parametres/produits", **form.filled(mode_catalogue="y"))
    assert not desk.shop_page("/produit/22-moulin-armen").says("Ajouter au panier")


@pytest.mark.parametrize(
    ("path", "name", "typed"),
    [
        ("produits", "nouveau_jours", "366"), ("produits", "nouveau_jours", ""), ("produits", "produits_par_page", "zéro"),
        ("produits", "tri_par_defaut", "hasard"), ("commandes", "minimum_commande", "-1"), ("commandes", "minimum_commande", "dix"),
        ("commandes", "retours_jours", "0"), ("generaux", "bandeau", "b" * 300),
    ],
)  # fmt: skip
def test_refuses_at_the_field_and_saves_nothing(desk: Desk, path: str, name: str, typed: str) -> None:
    before = get_setting(name)
    form = desk.form(f"/parametres/{path}", "settings-form")
    page = desk.refused(f"/parametres/{path}", **form.filled(**{name: typed}))
    assert page.error(name)
    if name != "tri_par_defaut":
        assert page.form("settings-form").fields[name] == [typed]
    assert get_setting(name) == before


def test_settings_of_orders_and_customers_are_kept(desk: Desk) -> None:
    form = desk.form("/parametres/commandes", "settings-form")
    desk.save(
        "/parametres/commandes", **form.filled(minimum_commande="15,50", port_offert_des="", commande_invite=None)
    )
    assert (get_setting("minimum_commande"), get_setting("port_offert_des"), get_setting("commande_invite")) == (
        1550,
        None,
        False,
    )
    form = desk.form("/parametres/clients", "settings-form")
    desk.save("/parametres/clients", **form.filled(naissance_demandee=None))
    assert not desk.shop_page("/inscription").says("Date de naissance")

"""Team, carriers, payments, search, and the numbers of the settings."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.shop.orders.models import PaymentMethod
from sandbox.shop.search.models import SearchAlias
from sandbox.shop.shipping.models import Carrier, Zone
from sandbox.shop.shipping.queries import carriers_of_products
from sandbox.shop.shops.queries import get_setting
from sandbox.shop.team.models import Employee, Profile
from tests.operations.at_work import add_to_cart, product, save_product
from tests.operations.performing import performs
from tests.web.backoffice.conftest import Desk
from tests.web.backoffice.test_carriers import checkout

TEAM = "/parametres/equipe"
CARRIERS = "/livraison/transporteurs"


@performs("emp.create", "emp.profile", screen="employee_create")
def test_an_employee_is_created_with_a_profile(desk: Desk) -> None:
    seller = desk.find(Profile, name="Vendeur").id
    form = desk.form(f"{TEAM}/nouveau", "employee-form")
    desk.save(f"{TEAM}/nouveau", **form.filled(
        first_name="Gwenn", last_name="Abgrall", email="gwenn.abgrall@castelune.example", password="Quai-29990-nuit",
        profile_id=seller,
    ))  # fmt: skip
    made = desk.find(Employee, email="gwenn.abgrall@castelune.example")
    assert (made.full_name, made.profile_id, made.is_active) == ("Gwenn Abgrall", seller, True)
    assert desk.read(TEAM).says("Gwenn Abgrall")


@performs("emp.profile", screen="employee_update")
def test_an_employee_gets_another_profile(desk: Desk) -> None:
    path = f"{TEAM}/{desk.find(Employee, key='ines-baudry').id}"
    trader = desk.find(Profile, name="Commercial").id
    desk.save(path, **desk.form(path, "employee-form").filled(profile_id=trader))
    assert desk.find(Employee, key="ines-baudry").profile_id == trader


@performs("prof.create", screen="profiles_create")
def test_a_profile_is_created(desk: Desk) -> None:
    desk.save(f"{TEAM}/profils", name="Animatrice de communauté")
    assert desk.count(Profile, name="Animatrice de communauté") == 1
    assert desk.read(f"{TEAM}/nouveau").says("Animatrice de communauté")


# shipping and payment --------------------------------------------------------------------------------------------------


@performs("carrier.off", screen="carrier_switch")
def test_a_carrier_is_switched_off(desk: Desk) -> None:
    assert checkout(desk).says("Chrono Marée")
    desk.save(f"{CARRIERS}/{desk.find(Carrier, key='chrono-maree').id}/actif", value="")
    assert not desk.shop_page("/commande/livraison").says("Chrono Marée")


@performs("carrier.rebind", screen="product_save")
def test_products_bound_to_a_stopped_carrier_get_another(desk: Desk) -> None:
    """« Verseuse Halo » goes by Chrono Marée or is fetched: once the former stops, another is given."""
    desk.save(f"{CARRIERS}/{desk.find(Carrier, key='chrono-maree').id}/actif", value="")
    other = desk.find(Carrier, key="littoral-poste").id
    save_product(desk, "verseuse-halo", carriers=[other])
    number = product(desk, "verseuse-halo").id
    assert carriers_of_products([number]) == {number: frozenset({other})}
    add_to_cart(desk, "verseuse-halo")
    assert desk.shop_page("/panier").says("Littoral Poste")


@performs("carrier.zone", screen="carrier_update")
def test_a_carrier_serves_another_zone(desk: Desk) -> None:
    path = f"{CARRIERS}/{desk.find(Carrier, key='relais-escale').id}"
    zone = desk.find(Zone, key="europe").id
    desk.save(path, **desk.form(path, "carrier-form").filled(**{f"fee-{zone}-{row}": "14,50" for row in range(4)}))
    fees = [fee for fee in desk.find(Carrier, key="relais-escale").fees if fee.zone_id == zone]
    assert {fee.price_cents for fee in fees} == {1450}


@performs("cheque.address", screen="payment_update")
def test_cheques_are_sent_to_another_address(desk: Desk) -> None:
    path = f"/paiement/modes/{desk.find(PaymentMethod, key='cheque').id}"
    desk.save(path, **desk.form(path, "payment-form").filled(address="14, quai des Morutiers\n29990 Castelune-sur-Mer"))
    assert desk.find(PaymentMethod, key="cheque").address.startswith("14, quai des Morutiers")


# settings --------------------------------------------------------------------------------------------------------------


@performs("alias.create", screen="search_alias_create")
def test_aliases_lead_customers_to_what_they_mean(desk: Desk) -> None:
    assert not desk.shop_page("/recherche?q=zinzolin").says("79,00")
    desk.save("/parametres/rechercher/alias/nouveau", aliases="zinzolin, broyeuse", target="moulin", is_active="y")
    assert desk.count(SearchAlias, alias="broyeuse") == 1
    assert desk.shop_page("/recherche?q=zinzolin").says("Moulin Armen")


@performs("newdays.set", screen="settings_save")
def test_products_are_new_for_fewer_days(desk: Desk) -> None:
    path = "/parametres/produits"
    desk.save(path, **desk.form(path, "settings-form").filled(nouveau_jours="10"))
    assert get_setting("nouveau_jours") == 10
    found = desk.shop_page("/nouveautes")
    assert found.says("Gourde Sérac")
    assert not found.says("Théière Tuilerie")


@performs("return.delay", screen="settings_save")
@pytest.mark.parametrize("days", ["30"])
def test_customers_have_longer_to_send_back(desk: Desk, days: str) -> None:
    path = "/parametres/commandes"
    desk.save(path, **desk.form(path, "settings-form").filled(retours_jours=days, retours_actifs="y"))
    db.session.expire_all()
    assert get_setting("retours_jours") == int(days)

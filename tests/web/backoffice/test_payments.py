"""Paiement > Modes de paiement, and International: through their forms, and what customers then see."""

from __future__ import annotations

import pytest

from sandbox.kernel.money import format_cents
from sandbox.shop.catalog.models import Product
from sandbox.shop.orders.models import PaymentMethod
from sandbox.shop.shipping.models import Zone
from sandbox.shop.taxes.models import TaxRule
from tests.support.pages import Page
from tests.web.backoffice.conftest import Desk

PAYMENTS = "/paiement/modes"
ZONES = "/international/zones"
TAXES = "/international/taxes"


def payment_path(desk: Desk, key: str = "cheque") -> str:
    return f"{PAYMENTS}/{desk.find(PaymentMethod, key=key).id}"


def tax_path(desk: Desk, key: str = "tva-20") -> str:
    return f"{TAXES}/{desk.find(TaxRule, key=key).id}"


# ways to pay ---------------------------------------------------------------------------------------------------------


def test_a_way_to_pay_switched_off_leaves_the_shop(desk: Desk) -> None:
    assert desk.shop_page().says("Chèque")
    page = desk.save(f"{payment_path(desk)}/etat", value="")
    assert page.says("« Chèque » : retiré au paiement.")
    assert not desk.shop_page().says("Chèque")
    assert desk.journal()[-1].startswith("mode_paiement.modifier")
    assert desk.save(f"{payment_path(desk)}/etat", value="1").says("« Chèque » : proposé au paiement.")
    assert desk.shop_page().says("Chèque")


def test_one_way_to_pay_stays_on(desk: Desk) -> None:
    for key in ("cheque", "virement"):
        desk.save(f"{payment_path(desk, key)}/etat", value="")
    assert desk.save(f"{payment_path(desk, 'carte')}/etat", value="").says("Gardez au moins un mode de paiement actif")
    assert desk.find(PaymentMethod, key="carte").is_active
    page = desk.refused(
        payment_path(desk, "carte"), **desk.form(payment_path(desk, "carte"), "payment-form").filled(is_active=None)
    )
    assert "Gardez au moins un mode" in page.error("is_active")


def test_the_name_and_the_text_of_a_way_to_pay_are_shown(desk: Desk) -> None:
    path = payment_path(desk)
    assert desk.form(path, "payment-form").fields["name"] == ["Chèque"]
    page = desk.save(path, **desk.form(path, "payment-form").filled(name="Chèque bancaire", payee="SAS Castelune"))
    assert page.says("Le mode de paiement « Chèque bancaire » est enregistré.")
    assert page.says("à l’ordre de SAS Castelune")
    assert desk.shop_page().says("Chèque bancaire")
    assert desk.find(PaymentMethod, key="cheque").payee == "SAS Castelune"


def test_a_card_s_form_asks_no_payee_and_loses_none(desk: Desk) -> None:
    path = payment_path(desk, "carte")
    form = desk.form(path, "payment-form")
    assert "payee" not in form.fields
    desk.save(path, **form.filled(body="Paiement simulé."))
    assert desk.find(PaymentMethod, key="carte").body == "Paiement simulé."


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "obligatoire"), ({"name": "x" * 65}, "name", "64"), ({"payee": "x" * 256}, "payee", "255"),
    ],
)  # fmt: skip
def test_refuses_a_way_to_pay(desk: Desk, changes: dict[str, str], field: str, words: str) -> None:
    path = payment_path(desk)
    page = desk.refused(path, **desk.form(path, "payment-form").filled(**changes))
    assert words in page.error(field)
    assert page.form("payment-form").fields[field] == [changes[field]]
    assert desk.find(PaymentMethod, key="cheque").name == "Chèque"


# zones ---------------------------------------------------------------------------------------------------------------


def test_zones_say_which_addresses_and_which_carriers(desk: Desk) -> None:
    page = desk.read(ZONES)
    assert page.says("France d’outre-mer (codes postaux en 97 et 98)")
    assert page.says("Aucun : pas de livraison")
    assert page.says("Relais Escale, Littoral Poste, Chrono Marée, Retrait à la brûlerie")


def test_a_zone_is_renamed_everywhere(desk: Desk) -> None:
    path = f"{ZONES}/{desk.find(Zone, key='europe').id}"
    assert desk.save(path, **desk.form(path, "zone-form").filled(name="Europe")).says(
        "La zone « Europe » est enregistrée."
    )
    assert desk.read("/livraison/transporteurs").says("France métropolitaine, Europe")
    assert desk.journal()[-1].startswith("zone.modifier")


@pytest.mark.parametrize(("name", "words"), [("", "obligatoire"), ("outre-mer", "porte déjà ce nom")])
def test_refuses_a_zone(desk: Desk, name: str, words: str) -> None:
    path = f"{ZONES}/{desk.find(Zone, key='europe').id}"
    page = desk.refused(path, **desk.form(path, "zone-form").filled(name=name))
    assert words in page.error("name")
    assert page.form("zone-form").fields["name"] == [name]


# taxes ---------------------------------------------------------------------------------------------------------------


def sheet(desk: Desk) -> Page:
    product = desk.find(Product, key="bouilloire-col-de-cygne")
    return desk.shop_page(f"/produit/{product.id}-{product.slug}")


def test_a_new_rate_changes_the_prices_with_tax(desk: Desk) -> None:
    assert sheet(desk).says(format_cents(6900))
    path = tax_path(desk)
    assert desk.form(path, "tax-form").fields["rate_bp"] == ["20"]
    page = desk.save(path, **desk.form(path, "tax-form").filled(rate_bp="10", name="FR taux intermédiaire (10 %)"))
    assert page.says("est enregistrée")
    assert page.says("FR taux intermédiaire (10 %)")
    assert sheet(desk).says(format_cents(6325))
    assert "Taux 20 % → 10 %" in desk.journal()[-1].replace("\u00a0", " ")


def test_a_new_rule_can_be_chosen_on_a_product(desk: Desk) -> None:
    form = desk.form(f"{TAXES}/nouvelle", "tax-form")
    assert desk.save(f"{TAXES}/nouvelle", **form.filled(name="FR taux particulier (2,1 %)", rate_bp="2,1")).says(
        "est créée"
    )
    rule = desk.find(TaxRule, name="FR taux particulier (2,1 %)")
    assert (rule.rate_bp, rule.is_active) == (210, True)
    product = desk.find(Product, key="bouilloire-col-de-cygne")
    assert desk.read(f"/catalogue/produits/{product.id}").says("FR taux particulier (2,1 %)")
    assert "Règle de taxe créée" in desk.journal()[-1]


def test_a_rule_is_switched_off_and_its_products_keep_it(desk: Desk) -> None:
    assert desk.save(f"{tax_path(desk)}/etat", value="").says("« FR taux standard (20 %) » est désactivée.")
    assert not desk.find(TaxRule, key="tva-20").is_active
    assert sheet(desk).says(format_cents(6900))


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "obligatoire"), ({"rate_bp": ""}, "rate_bp", "Indiquez le taux"),
        ({"rate_bp": "120"}, "rate_bp", "de 0 à 100"), ({"rate_bp": "-1"}, "rate_bp", "de 0 à 100"),
        ({"rate_bp": "vingt"}, "rate_bp", "nombre"),
    ],
)  # fmt: skip
def test_refuses_a_tax_rule(desk: Desk, changes: dict[str, str], field: str, words: str) -> None:
    for path in (tax_path(desk), f"{TAXES}/nouvelle"):
        values = {"name": "Essai", "rate_bp": "8", **changes}
        page = desk.refused(path, **desk.form(path, "tax-form").filled(**values))
        assert words in page.error(field)
        assert page.form("tax-form").fields[field] == [changes[field]]
    assert desk.count(TaxRule) == 3


# who may -------------------------------------------------------------------------------------------------------------


def test_an_examiner_reads_but_changes_nothing(onlooker: Desk) -> None:
    zone = f"{ZONES}/{onlooker.find(Zone, key='europe').id}"
    for path in (payment_path(onlooker), zone, tax_path(onlooker)):
        assert onlooker.read(path).says("Consultation seule.")
        assert onlooker.send(path, name="Pris").status_code == 403
    for path in (f"{payment_path(onlooker)}/etat", f"{tax_path(onlooker)}/etat", f"{TAXES}/nouvelle"):
        assert onlooker.send(path, value="").status_code == 403


def test_somebody_elses_shop_does_not_exist(stranger: Desk) -> None:
    for path in (PAYMENTS, f"{PAYMENTS}/1", ZONES, f"{ZONES}/1", TAXES, f"{TAXES}/1", f"{TAXES}/nouvelle"):
        stranger.read(path, status=404)
    assert stranger.send(f"{PAYMENTS}/1/etat", value="").status_code == 404

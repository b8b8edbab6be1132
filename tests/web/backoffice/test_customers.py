"""Clients: customers, their addresses and consents, their groups."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.shop.customers.models import Address, Consent, Customer, CustomerGroup, GroupMembership
from sandbox.training.journal.models import JournalEntry
from tests.web.backoffice.conftest import Desk

NEW = "/clients/nouveau"


def one(desk: Desk) -> Customer:
    return desk.find(Customer, email="annelaure.legoff@poste.example")


def test_a_customer_is_created_with_a_traced_consent(desk: Desk) -> None:
    pro = (
        desk.find(CustomerGroup, key="pro")
        if desk.count(CustomerGroup, key="pro")
        else desk.find(CustomerGroup, role="customer")
    )
    page = desk.save(NEW, **desk.form(NEW, "customer-form").filled(
        first_name="Yuna", last_name="Le Bras", email=" Yuna.LeBras@Courriel.example ", password="motdepasse-long",
        is_newsletter="y", consent_source="salon", group_ids=[pro.id], default_group_id=pro.id,
    ))  # fmt: skip
    assert page.says("Yuna Le Bras")
    made = desk.find(Customer, email="yuna.lebras@courriel.example")
    assert made.default_group_id == pro.id
    assert [(c.purpose, c.is_given, c.source) for c in made.consents] == [("newsletter", True, "salon")]
    told = desk.journal()
    assert len(told) == 1
    assert told[0].startswith("client.creer: Client créé : Yuna Le Bras")
    kept = db.session.query(JournalEntry).filter_by(shop_id=desk.shop_id).one()
    assert made.password_hash
    assert made.password_hash not in str(kept.changes)


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("first_name", "", "obligatoire"), ("last_name", "Le Goff 2", "ni chiffre"), ("email", "anne", "incorrecte"),
        ("email", "annelaure.legoff@poste.example", "déjà"), ("password", "court", "8"), ("birth_on", "2090-01-01", "passée"),
        ("siret", "12345678901234", "SIRET"),
    ],
)  # fmt: skip
def test_refuses_at_the_field_and_keeps_what_was_typed(desk: Desk, name: str, typed: str, words: str) -> None:
    valid = {
        "first_name": "Yuna",
        "last_name": "Le Bras",
        "email": "yuna@courriel.example",
        "password": "motdepasse-long",
    }
    page = desk.refused(NEW, **desk.form(NEW, "customer-form").filled(**{**valid, "company": "Ty Bara", name: typed}))
    assert words in page.error(name)
    assert page.form("customer-form").fields["company"] == ["Ty Bara"]
    if name != "password":
        assert page.form("customer-form").fields[name] == [typed]


def test_a_customer_is_changed_noted_and_switched_off(desk: Desk) -> None:
    number = one(desk).id
    form = desk.form(f"/clients/{number}/modifier", "customer-form")
    desk.save(f"/clients/{number}/modifier", **form.filled(last_name="Le Goff-Riou"))
    assert one(desk).last_name == "Le Goff-Riou"
    desk.save(f"/clients/{number}/note", note="Rappeler après Noël.")
    assert desk.read(f"/clients/{number}").says("Rappeler après Noël.")
    page = desk.save(f"/clients/{number}/actif", value="")
    assert page.says("désactivé")
    assert not one(desk).is_active


def test_a_withdrawn_consent_is_kept_with_its_date(desk: Desk) -> None:
    number, before = one(desk).id, desk.count(Consent, customer_id=one(desk).id)
    desk.save(f"/clients/{number}/newsletter", value="")
    assert not one(desk).is_newsletter
    assert desk.count(Consent, customer_id=number) == before + 1
    assert desk.read(f"/clients/{number}").says("Retiré")


def test_chosen_customers_are_switched_together(desk: Desk) -> None:
    numbers = [row.id for row in db.session.query(Customer).order_by(Customer.id).limit(3)]
    page = desk.save("/clients/selection", action="desactiver", ids=numbers)
    assert page.says("3 clients désactivés.")
    assert [desk.find(Customer, id=number).is_active for number in numbers] == [False] * 3
    assert desk.save("/clients/selection", action="activer").says("Cochez des clients")


def test_the_list_filters_and_sorts(desk: Desk) -> None:
    found = desk.read("/clients?email=annelaure")
    assert found.says("Clients (1)")
    assert found.says("E-mail contient « annelaure »")
    assert desk.read("/clients?inscrit_min=demain+peut-être").texts["fault-inscrit_min"]
    first = desk.read("/clients?tri=nom")
    assert first.text.index("Abgrall") < first.text.index("Baron")


def test_an_address_is_created_for_a_customer_by_their_e_mail(desk: Desk) -> None:
    path = "/clients/adresses/nouvelle"
    values = {
        "alias": "Travail",
        "first_name": "Anne-Laure",
        "last_name": "Le Goff",
        "line1": "2, place de l’Hôtel",
        "city": "Vannes",
    }
    form = desk.form(path, "address-form")
    page = desk.refused(path, **form.filled(**values, email="personne@courriel.example", postcode="56000"))
    assert "Aucun client" in page.error("email")
    page = desk.refused(path, **form.filled(**values, email=one(desk).email, postcode="56"))
    assert page.error("postcode")
    assert page.form("address-form").fields["line1"] == ["2, place de l’Hôtel"]
    desk.save(path, **form.filled(**values, email=one(desk).email, postcode="56000"))
    made = desk.find(Address, alias="Travail", customer_id=one(desk).id)
    form = desk.form(f"/clients/adresses/{made.id}", "address-form")
    desk.save(f"/clients/adresses/{made.id}", **form.filled(city="Auray"))
    assert desk.find(Address, id=made.id).city == "Auray"
    number = made.id
    desk.save(f"/clients/adresses/{number}/supprimer")
    assert desk.read(f"/clients/adresses/{number}", status=404)
    assert "adresse.supprimer" in desk.journal()[-1]


def test_a_group_changes_what_its_members_see(desk: Desk) -> None:
    path = "/parametres/clients/groupes"
    page = desk.refused(
        f"{path}/nouveau", **desk.form(f"{path}/nouveau", "group-form").filled(name="Amis", reduction_bp="120")
    )
    assert page.error("reduction_bp")
    assert page.form("group-form").fields["name"] == ["Amis"]
    desk.save(
        f"{path}/nouveau",
        **desk.form(f"{path}/nouveau", "group-form").filled(name="Amis", reduction_bp="5,5", display="ht"),
    )
    group = desk.find(CustomerGroup, name="Amis")
    assert (group.reduction_bp, group.shows_tax_excl) == (550, True)
    category = desk.form(f"{path}/{group.id}", "/categories").fields["category_id"][0]
    page = desk.refused(f"{path}/{group.id}/categories", category_id=category, reduction_bp="")
    assert page.says("Indiquez un pourcentage.")
    page = desk.save(f"{path}/{group.id}/categories", category_id=category, reduction_bp="10")
    assert page.says("10 %")
    desk.save(f"{path}/{group.id}/categories/retirer", category_id=category)
    number = group.id
    desk.save(f"{path}/{number}/supprimer")
    assert desk.count(CustomerGroup, id=number) == 0


def test_the_groups_of_the_house_are_not_deleted(desk: Desk) -> None:
    group = desk.find(CustomerGroup, role="customer")
    answer = desk.send(f"/parametres/clients/groupes/{group.id}/supprimer")
    assert answer.status_code >= 400
    assert desk.count(GroupMembership, group_id=group.id) > 0

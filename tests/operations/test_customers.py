"""Customers and groups."""

from __future__ import annotations

from sandbox.shop.customers.models import Customer, CustomerGroup
from tests.operations.at_work import category
from tests.operations.performing import performs
from tests.web.backoffice.conftest import Desk
from tests.web.storefront.conftest import PASSWORD

GROUPS = "/parametres/clients/groupes"


def customer(desk: Desk, key: str = "lemarchand-hugo") -> Customer:
    """A customer of the shop, read again."""
    found: Customer = desk.find(Customer, key=key)
    return found


def new_group(desk: Desk, **values: object) -> CustomerGroup:
    """Create the group « Gîtes et chambres d’hôtes »."""
    form = desk.form(f"{GROUPS}/nouveau", "group-form")
    desk.save(f"{GROUPS}/nouveau", **form.filled(name="Gîtes et chambres d’hôtes", **values))
    made: CustomerGroup = desk.find(CustomerGroup, name="Gîtes et chambres d’hôtes")
    return made


def join(desk: Desk, group: CustomerGroup, key: str = "lemarchand-hugo") -> None:
    """Make it the group of a customer."""
    path = f"/clients/{customer(desk, key).id}/modifier"
    desk.save(path, **desk.form(path, "customer-form").filled(group_ids=[group.id], default_group_id=group.id))


def seen_by(desk: Desk, key: str, path: str) -> str:
    """A page of the shop for a customer who signed in there."""
    who = customer(desk, key)
    edit = f"/clients/{who.id}/modifier"
    desk.save(edit, **desk.form(edit, "customer-form").filled(password=PASSWORD))
    desk.shop_page("/connexion")
    answer = desk.visitor.post(f"{desk.root}/connexion", email=who.email, password=PASSWORD)
    assert answer.status_code == 302, answer.text
    return desk.shop_page(path).text


@performs("group.create", "group.percent", screen="group_create")
def test_a_group_is_created_with_a_discount_on_the_whole_shop(desk: Desk) -> None:
    made = new_group(desk, reduction_bp="12")
    assert made.reduction_bp == 1200
    join(desk, made)
    assert "69,52" in seen_by(desk, "lemarchand-hugo", "/recherche?q=moulin+armen")


@performs("group.ht", screen="group_create")
def test_a_group_sees_prices_without_tax(desk: Desk) -> None:
    made = new_group(desk, display="ht")
    assert made.shows_tax_excl
    join(desk, made)
    assert "65,83" in seen_by(desk, "lemarchand-hugo", "/recherche?q=moulin+armen")


@performs("group.catpercent", screen="group_reduction")
def test_a_group_has_a_discount_on_one_category(desk: Desk) -> None:
    made = new_group(desk)
    number = category(desk, "tasses-mugs").id
    desk.save(f"{GROUPS}/{made.id}/categories", category_id=number, reduction_bp="10")
    join(desk, made)
    assert "13,41" in seen_by(desk, "lemarchand-hugo", "/recherche?q=tasse+quai")


@performs("customer.assign", screen="customer_update")
def test_a_customer_is_put_in_a_group(desk: Desk) -> None:
    made = new_group(desk)
    join(desk, made)
    assert customer(desk).default_group_id == made.id


@performs("customer.create", screen="customer_create")
def test_a_customer_is_created(desk: Desk) -> None:
    form = desk.form("/clients/nouveau", "customer-form")
    desk.save("/clients/nouveau", **form.filled(
        first_name="Nolwenn", last_name="Cadiou", email="nolwenn.cadiou@courriel.example", birth_on="1991-05-14",
        password="un-mot-de-passe-long", is_newsletter="y", consent_source="Formulaire papier du stand",
    ))  # fmt: skip
    made = desk.find(Customer, email="nolwenn.cadiou@courriel.example")
    assert (made.full_name, made.is_newsletter) == ("Nolwenn Cadiou", True)
    assert desk.read("/clients?q=cadiou").says("nolwenn.cadiou@courriel.example")


@performs("customer.update", screen="address_update")
def test_the_address_of_a_customer_is_changed(desk: Desk) -> None:
    path = f"/clients/adresses/{customer(desk).addresses[0].id}"
    desk.save(
        path, **desk.form(path, "address-form").filled(line1="8, rue des Cordiers", postcode="29900", city="Concarneau")
    )
    assert desk.read(f"/clients/{customer(desk).id}").says("8, rue des Cordiers")


@performs("customer.update", screen="customer_update")
def test_the_details_of_a_customer_are_changed(desk: Desk) -> None:
    path = f"/clients/{customer(desk).id}/modifier"
    desk.save(
        path, **desk.form(path, "customer-form").filled(last_name="Lemarchand-Riou", email="hugo.riou@courriel.example")
    )
    assert customer(desk).email == "hugo.riou@courriel.example"
    assert desk.read(f"/clients/{customer(desk).id}").says("Lemarchand-Riou")

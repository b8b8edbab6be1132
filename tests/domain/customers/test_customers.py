"""Creating and changing customers, their groups, consents and passwords."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sandbox.kernel import clock
from sandbox.kernel.actions import take_performed
from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.shop.customers import queries, services
from sandbox.shop.customers.queries import CustomerFilter

MOMENT = datetime(2026, 11, 23, 13, 5)


def ines():
    return queries.find_customer_by_email("ines@exemple.example")


def make(**values):
    values = {"first_name": "Solène", "last_name": "Riou", "email": "solene@courriel.example"} | values
    return services.create_customer(**values)


def test_a_new_customer_is_in_the_customers_group(shop):
    with clock.frozen(MOMENT):
        customer = make(birth_on=date(1993, 4, 1))
    assert customer.registered_at == MOMENT
    assert [m.group.name for m in customer.memberships] == ["Client"]
    assert customer.default_group.name == "Client"
    assert not customer.is_newsletter
    assert customer.password_hash is None
    assert [done.name for done in take_performed()] == ["client.creer"]


def test_an_address_already_taken_is_refused_whatever_its_case(shop):
    with pytest.raises(RuleBroken) as refusal:
        make(email="INES@exemple.example")
    assert refusal.value.field == "email"


def test_a_consent_is_noted_with_its_moment_and_source_once(shop):
    customer = make()
    with clock.frozen(MOMENT):
        services.update_customer(customer=customer, is_newsletter=True, consent_source="salon")
        services.update_customer(customer=customer, is_newsletter=True)
        services.update_customer(customer=customer, is_newsletter=False)
    kept = [(c.purpose, c.is_given, c.given_at, c.source) for c in customer.consents]
    assert kept == [("newsletter", True, MOMENT, "salon"), ("newsletter", False, MOMENT, "back-office")]


def test_moving_a_customer_to_a_group_makes_it_the_default_and_a_membership(shop):
    customer = ines()
    group = services.create_group(name="Cafés et restaurants", reduction_bp=1500, shows_tax_excl=True)
    services.update_customer(customer=customer, default_group_id=group.id)
    assert {m.group_id for m in customer.memberships} == {group.id, queries.group_of_role("customer").id}
    services.update_customer(customer=customer, group_ids=[group.id])
    assert [m.group_id for m in customer.memberships] == [group.id]
    assert customer.default_group.name == "Cafés et restaurants"


def test_leaving_the_default_group_chooses_another(shop):
    customer = ines()
    group = services.create_group(name="Pros")
    services.update_customer(customer=customer, group_ids=[group.id])
    assert customer.default_group_id == group.id
    with pytest.raises(RuleBroken):
        services.update_customer(customer=customer, group_ids=[])


def test_a_seeded_wrong_siret_stays_but_another_wrong_one_is_refused(shop):
    customer = ines()
    customer.siret = "12345678900000"
    services.update_customer(customer=customer, siret="12345678900000", company="Kervella")
    assert customer.company == "Kervella"
    with pytest.raises(RuleBroken) as refusal:
        services.update_customer(customer=customer, siret="12345678900001")
    assert refusal.value.field == "siret"


def test_signing_in_needs_the_password_of_an_active_account(shop):
    customer = services.register_customer(
        first_name="Awa",
        last_name="Diallo",
        email="awa@courriel.example",
        password="torréfié à 210°",
        is_newsletter=True,
    )
    assert customer.consents[0].source == "inscription"
    assert services.sign_in(email="AWA@courriel.example", password="torréfié à 210°") is customer
    for email, password in (("awa@courriel.example", "autre chose"), ("personne@courriel.example", "torréfié à 210°"),
                            ("ines@exemple.example", "")):  # fmt: skip
        with pytest.raises(RuleBroken, match="incorrect"):
            services.sign_in(email=email, password=password)
    services.update_customer(customer=customer, is_active=False)
    with pytest.raises(RuleBroken):
        services.sign_in(email="awa@courriel.example", password="torréfié à 210°")


def test_a_guest_may_come_twice_with_an_address(shop):
    first = services.create_guest(first_name="Paul", last_name="Quintin", email="paul@mail.example", is_newsletter=True)
    second = services.create_guest(first_name="Paul", last_name="Quintin", email="paul@mail.example")
    assert first.id != second.id
    assert queries.find_customer_by_email("paul@mail.example") is None
    assert queries.buyer_of(second).default_group_id == queries.group_of_role("guest").id
    assert [c.source for c in first.consents] == ["commande"]


def test_the_buyer_tells_groups_and_price_display(shop):
    visitor = queries.buyer_of(None)
    assert (visitor.customer_id, visitor.shows_tax_excl, visitor.shows_prices) == (None, False, True)
    group = services.create_group(name="Pros", shows_tax_excl=True)
    customer = ines()
    services.update_customer(customer=customer, default_group_id=group.id)
    buyer = queries.buyer_of(customer)
    assert buyer.customer_id == customer.id
    assert buyer.default_group_id == group.id
    assert buyer.shows_tax_excl
    assert set(buyer.group_ids) == {group.id, queries.group_of_role("customer").id}


def test_the_list_matches_without_accents(shop):
    make()
    make(first_name="Awa", last_name="Diallo", email="awa@courriel.example", is_newsletter=True)
    assert [c.first_name for c in queries.list_customers(CustomerFilter(first_name="solene")).items] == ["Solène"]
    assert queries.list_customers(CustomerFilter(text="awa courriel")).total == 1
    assert queries.list_customers(CustomerFilter(is_newsletter=True)).total == 1
    assert queries.list_customers(CustomerFilter(group_id=queries.group_of_role("customer").id)).total == 3
    page = queries.list_customers(CustomerFilter(), sort="nom", descending=False, size=2, number=9)
    assert (page.number, page.total, [c.last_name for c in page.items]) == (2, 3, ["Riou"])


def test_the_newsletter_goes_to_customers_and_readers(shop):
    with clock.frozen(MOMENT):
        services.subscribe(email="Lectrice@mail.example")
        services.subscribe(email="ines@exemple.example")
    assert ines().consents[0].source == "bloc newsletter"
    assert queries.count_subscribers() == 2
    services.unsubscribe(email="lectrice@mail.example")
    services.unsubscribe(email="inconnue@mail.example")
    assert queries.count_subscribers() == 1
    services.subscribe(email="lectrice@mail.example")
    assert queries.count_subscribers() == 2


def test_another_shops_customer_does_not_exist(shop):
    with pytest.raises(NotFound):
        queries.get_customer(999)


# groups and addresses ------------------------------------------------------------------------------------------------


def test_a_group_has_reductions_by_category(shop):
    from sandbox.shop.catalog.models import Category

    coffees = db.session.query(Category).filter_by(key="cafes").one()
    group = services.create_group(name="Épiceries fines", reduction_bp=500)
    services.set_category_reduction(group=group, category_id=coffees.id, reduction_bp=1500)
    services.set_category_reduction(group=group, category_id=coffees.id, reduction_bp=2000)
    assert [(r.category_id, r.reduction_bp) for r in group.category_reductions] == [(coffees.id, 2000)]
    services.remove_category_reduction(group=group, category_id=coffees.id)
    assert group.category_reductions == []
    with pytest.raises(RuleBroken):
        services.set_category_reduction(group=group, category_id=999, reduction_bp=100)


def test_group_names_are_unique_and_reductions_bounded(shop):
    services.create_group(name="Pros")
    with pytest.raises(RuleBroken):
        services.create_group(name="pros")
    with pytest.raises(RuleBroken) as refusal:
        services.create_group(name="Rêve", reduction_bp=10_001)
    assert refusal.value.field == "reduction_bp"


def test_deleting_a_group_sends_its_customers_back_and_the_three_stay(shop):
    customer = ines()
    group = services.create_group(name="Pros")
    services.update_customer(customer=customer, default_group_id=group.id, group_ids=[group.id])
    services.delete_group(group=group)
    assert customer.default_group.name == "Client"
    assert [m.group.name for m in customer.memberships] == ["Client"]
    with pytest.raises(RuleBroken):
        services.delete_group(group=queries.group_of_role("visitor"))


def test_an_address_takes_the_customers_name_and_leaves_without_a_trace_lost(shop):
    customer = ines()
    address = services.create_address(
        customer=customer, line1="3, quai des Goélands", postcode="29900", city="Concarneau"
    )
    assert (address.first_name, address.alias, address.country) == ("Inès", "Mon adresse", "France")
    services.update_address(address=address, line1="5, quai des Goélands", phone="02 61 91 77 03")
    assert queries.get_address(address.id).line1 == "5, quai des Goélands"
    assert queries.list_addresses("goelands").total == 1
    services.delete_address(address=address)
    assert queries.addresses_of(customer.id) == []
    with pytest.raises(NotFound):
        queries.get_address(address.id)


@pytest.mark.parametrize(
    ("field", "value"), [("postcode", "29"), ("city", " "), ("line1", ""), ("phone", "appelez-moi"), ("last_name", "9")]
)
def test_a_wrong_address_is_refused_at_its_field(shop, field, value):
    good = {"line1": "3, quai des Goélands", "postcode": "29900", "city": "Concarneau"}
    with pytest.raises(RuleBroken) as refusal:
        services.create_address(customer=ines(), **(good | {field: value}))
    assert refusal.value.field == field

"""Orders written from a profile: the same for the same seed, each with its visit, exact to the cent, moved by what moves a shop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.shop.traffic.rules.profile import Incident, Profile, Purchase, Selling
from sandbox.shop.traffic.rules.selling import names
from sandbox.shop.traffic.rules.selling.basket import engraving
from sandbox.shop.traffic.rules.selling.calendar import stratify
from sandbox.shop.traffic.rules.selling.dice import Dice
from sandbox.shop.traffic.rules.selling.goods import Carrier, Line, Prices, Product, Special, Variant, postage
from sandbox.shop.traffic.rules.selling.orders import Code, Company, Promise, Sale, States, Written, write_orders
from sandbox.shop.traffic.rules.selling.people import Buyer
from sandbox.shop.traffic.rules.selling.plan import plan_orders, wanted_conversion
from sandbox.shop.traffic.rules.simulator import simulate
from tests.unit.traffic.profiles import make_profile

FORMS = (
    Variant("MUG-BL", {"Couleur": "Bleu"}, 1_290, 400, True),
    Variant("MUG-RO", {"Couleur": "Rouge"}, 1_390, 400, False),
)
PRODUCTS = (
    Product("mug", "declinaisons", "tasses", 1_290, "tva-20", 400, 10_000, variants=FORMS),
    *(Product(f"the-{n}", "standard", "thes", 690 + 40 * n, "tva-5-5", 100, 10_000) for n in range(8)),
    Product("moulin", "standard", "materiel", 7_900, "tva-20", 1_500, 10_000, carriers=("relais",)),
    Product("carte", "virtuel", "cadeaux", 5_000, "", 0, 10_000),
    Product("nouveau", "standard", "thes", 990, "tva-5-5", 100, 90),
)
COMPANY = Company(
    products=PRODUCTS,
    carriers={"relais": Carrier([(2_000, 490), (30_000, 890)], 6_000, "RL"), "domicile": Carrier([(30_000, 690)], 0, "DO")},
    payments=("carte", "cheque"),
    states=States("paye", "prepare", "expedie", "livre", "annule", "rembourse", {"cheque": "attente-cheque"}),
)  # fmt: skip


def profile(**changes: Any) -> Profile:
    """Two orders on an ordinary day, no incident, unless told otherwise."""
    selling = Selling(is_written=True, **{"orders_a_day": 2, **changes.pop("selling", {})})
    return make_profile(**{"visits_a_day": 60.0, "growth": 0.0, "incidents": (), "selling": selling, **changes})


def written(company: Company = COMPANY, **changes: Any) -> Written:
    return write_orders(profile(**changes), company)


def sold(sales: Sequence[Sale], product: str, first: int, last: int) -> int:
    """Units of an article from one day before the start to another."""
    return sum(
        line.quantity
        for sale in sales
        if first >= sale.day >= last
        for line in sale.lines
        if line.product.key == product
    )


def total(sales: Sequence[Sale], first: int, last: int) -> int:
    return sum(first >= sale.day >= last for sale in sales)


# the same everywhere --------------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_orders_and_another_gives_others() -> None:
    one, again, other = written(), written(), written(seed=8)
    assert (one.sales, one.carts, one.invented, one.backs) == (again.sales, again.carts, again.invented, again.backs)
    assert [sale.reference for sale in one.sales] != [sale.reference for sale in other.sales]


@settings(max_examples=8, deadline=None)
@given(
    seed=st.integers(0, 10_000), orders=st.floats(0.2, 6), lines=st.floats(1, 4), returning=st.floats(0, 95), coded=st.floats(0, 100)
)  # fmt: skip
def test_whatever_is_asked_sums_are_exact_and_everything_has_its_owner(
    seed: int, orders: float, lines: float, returning: float, coded: float
) -> None:
    code = Code("DIX", 400, 0, 2_000, 10, 0, False, 3, 40)
    asked = {"orders_a_day": orders, "lines": lines, "returning": returning, "coded": coded}
    made = written(replace(COMPANY, codes=(code,)), seed=seed, selling=asked)
    since = {one.key: (-one.day, one.minute) for one in made.invented}
    references = [sale.reference for sale in made.sales]
    assert len(references) == len(set(references)) == len(made.sales)
    assert len({one.email for one in made.invented}) == len(made.invented)
    assert all(one.email.endswith(".example") for one in made.invented)
    assert [(-sale.day, sale.minute) for sale in made.sales] == sorted((-sale.day, sale.minute) for sale in made.sales)
    for sale in made.sales:
        assert since[sale.customer] <= (-sale.day, sale.minute)
        assert sale.total == sum(line.quantity * line.price for line in sale.lines) - sale.discount + sale.postage
        assert 0 <= sale.discount <= sale.goods
        assert len({line.product.key for line in sale.lines}) == len(sale.lines) >= 1
        carrier = COMPANY.carriers.get(sale.carrier)
        assert sale.postage == postage(carrier, sale.lines, sale.goods - sale.discount)
        assert bool(sale.carrier) == any(line.product.kind != "virtuel" for line in sale.lines)
        assert bool(sale.code) == bool(sale.discount)
    for cart in made.carts:
        assert since[cart.customer] <= (-cart.day, cart.minute)
        assert cart.lines
    used = Counter((sale.customer, sale.code) for sale in made.sales if sale.code)
    assert max(used.values(), default=0) <= code.each
    assert sum(used.values()) <= code.at_most


def test_each_order_has_its_visit_and_each_converted_visit_its_order() -> None:
    one = profile(campaigns=make_profile().campaigns)
    made = write_orders(one, COMPANY)
    purchases = [Purchase(sale.reference, -sale.day, sale.source, sale.campaign) for sale in made.sales]
    facts = simulate(one, purchases)
    assert sorted(visit.reference for visit in facts.orders) == sorted(sale.reference for sale in made.sales)
    by_cell = Counter((cell.offset, cell.source, cell.campaign) for cell in facts.cells for _ in range(cell.orders))
    assert by_cell == Counter((-sale.day, sale.source, sale.campaign) for sale in made.sales)
    assert all(cell.visits >= cell.carts >= cell.checkouts >= cell.orders for cell in facts.cells)


# what moves orders ----------------------------------------------------------------------------------------------------


def test_orders_of_a_day_are_those_that_were_asked_for() -> None:
    assert len(written(selling={"orders_a_day": 5}).sales) == pytest.approx(5 * 731, rel=0.06)


def test_without_orders_of_a_day_the_conversion_of_the_sources_makes_them() -> None:
    one = profile(selling={"orders_a_day": 0})
    assert wanted_conversion(one) == pytest.approx((50 * 2.2 + 30 * 2.9 + 20 * 6.4) / 100)
    assert len(write_orders(one, COMPANY).sales) == plan_orders(one).total
    shares = Counter(sale.source for sale in write_orders(one, COMPANY).sales)
    assert shares["email"] / sum(shares.values()) == pytest.approx(128 / 325, abs=0.05)


def test_a_chosen_month_grows_and_the_others_stay() -> None:
    months = tuple(3.0 if month == 11 else 1.0 for month in range(12))
    calm, busy = written(), written(months=months)
    of_month = [
        Counter((make_profile().reference_on - timedelta(days=sale.day)).month for sale in one.sales)
        for one in (calm, busy)
    ]
    assert of_month[1][12] == pytest.approx(3 * of_month[0][12], rel=0.1)
    assert of_month[1][6] == pytest.approx(of_month[0][6], rel=0.1)


def test_growth_is_seen_from_one_year_to_the_next() -> None:
    sales = written(growth=60.0).sales
    assert total(sales, 365, 1) == pytest.approx(1.6 * total(sales, 730, 366), rel=0.08)


def test_no_order_while_the_site_is_down_even_by_a_campaign() -> None:
    down = Incident("panne", -28, -24, 0.0)
    sales = written(incidents=(down,), campaigns=make_profile().campaigns).sales
    assert total(sales, 28, 24) == 0
    assert total(sales, 23, 19) > 0


def test_an_incident_of_conversion_moves_the_orders_of_its_days() -> None:
    sales = written(incidents=(Incident("retard", -200, -101, 0.3),)).sales
    assert total(sales, 200, 101) == pytest.approx(0.3 * total(sales, 300, 201), rel=0.2)


def test_an_article_out_of_stock_is_not_sold_and_the_shop_goes_on() -> None:
    selling = {"favourites": {"the-3": 20.0}}
    sales = written(incidents=(Incident("rupture", -150, -101, 1.0, product="the-3"),), selling=selling).sales
    assert sold(sales, "the-3", 150, 101) == 0
    assert sold(sales, "the-3", 200, 151) > 20 < sold(sales, "the-3", 100, 51)
    assert total(sales, 150, 101) == pytest.approx(100, rel=0.1)


def test_the_price_of_an_article_moves_its_own_sales_only() -> None:
    selling = {"favourites": {"the-3": 20.0}, "orders_a_day": 6}
    sales = written(incidents=(Incident("prix", -200, -101, 0.25, product="the-3"),), selling=selling).sales
    assert sold(sales, "the-3", 200, 101) < 0.6 * sold(sales, "the-3", 300, 201)
    assert total(sales, 200, 101) == pytest.approx(total(sales, 300, 201), rel=0.05)


def test_what_was_not_there_yet_was_not_bought() -> None:
    sales = written(selling={"favourites": {"nouveau": 30.0}}).sales
    assert sold(sales, "nouveau", 730, 91) == 0
    assert sold(sales, "nouveau", 90, 0) > 0


def test_best_sellers_stand_out_and_may_be_told_not_to() -> None:
    def best(spread: float) -> float:
        units = Counter(
            line.product.key
            for sale in written(selling={"spread": spread, "orders_a_day": 5}).sales
            for line in sale.lines
        )
        return units.most_common(1)[0][1] / sum(units.values())

    assert best(0) < 0.15 < best(1) < best(2)


def test_favourites_payments_and_carriers_are_those_that_were_chosen() -> None:
    chosen = {"favourites": {"mug": 0.0}, "payments": {"cheque": 100.0}, "carriers": {"domicile": 100.0}}
    sales = written(selling=chosen).sales
    assert sold(sales, "mug", 730, 0) == 0
    assert {sale.payment for sale in sales} == {"cheque"}
    bound = {sale.carrier for sale in sales if any(line.product.key == "moulin" for line in sale.lines)}
    assert bound == {"relais"}  # that article travels by no other
    assert {sale.carrier for sale in sales if not any(line.product.key == "moulin" for line in sale.lines)} == {
        "domicile",
        "",
    }


# customers ------------------------------------------------------------------------------------------------------------


def test_as_many_orders_come_from_customers_who_return_as_asked() -> None:
    sales = written(selling={"returning": 50, "orders_a_day": 4}).sales
    assert 1 - len({sale.customer for sale in sales}) / len(sales) == pytest.approx(0.5, abs=0.06)


def test_new_customers_live_in_the_regions_of_the_profile() -> None:
    people = written(regions={"Occitanie": 75.0, "Corse": 25.0, "Atlantide": 50.0}).invented
    places = Counter(one.region for one in people)
    assert set(places) == {"Occitanie", "Corse"}
    assert places["Occitanie"] / len(people) == pytest.approx(0.75, abs=0.07)
    assert all((one.town, one.postcode) in names.TOWNS[one.region] for one in people)


def test_customers_of_the_company_order_after_they_registered_and_only_with_an_address() -> None:
    known = (
        Buyer("lena", "pro", 400, ("lena-maison",)),
        Buyer("neuf", "client", 3, ("neuf-1",)),
        Buyer("sans", "", 700, ()),
    )
    company = replace(COMPANY, buyers=known, prices=Prices({"pro": {"thes": 10}}))
    sales = [sale for sale in written(company).sales if not sale.customer.startswith("ventes-")]
    assert {sale.customer for sale in sales} <= {"lena", "neuf"}
    assert max(sale.day for sale in sales if sale.customer == "lena") < 400
    teas = [line for sale in sales if sale.customer == "lena" for line in sale.lines if line.product.category == "thes"]
    assert teas
    assert all(line.price == round(line.product.price * 0.9) for line in teas)


def test_what_a_verified_review_tells_of_was_bought_in_time_and_kept() -> None:
    promise = Promise("lena", "moulin", 60)
    company = replace(COMPANY, buyers=(Buyer("lena", "", 400, ("lena-maison",)),), promises=(promise,))
    told = [
        sale for sale in written(company, selling={"orders_a_day": 0.5}).sales
        if sale.customer == "lena" and any(line.product.key == "moulin" for line in sale.lines)
    ]  # fmt: skip
    assert any(63 <= sale.day <= 85 and sale.state == "livre" for sale in told)


def test_keys_and_references_that_are_taken_are_left_alone() -> None:
    first = written()
    taken = replace(
        COMPANY,
        keys=frozenset({"ventes-00001"}),
        references=frozenset({first.sales[0].reference}),
        emails=frozenset({first.invented[0].email}),
    )
    made = written(taken)
    assert "ventes-00001" not in {one.key for one in made.invented}
    assert first.sales[0].reference not in {sale.reference for sale in made.sales}
    assert first.invented[0].email not in {one.email for one in made.invented}


# how orders end -------------------------------------------------------------------------------------------------------


def test_orders_end_as_asked_and_the_last_ones_are_on_their_way() -> None:
    shares = {"cancelled": 10, "refunded": 6, "returned": 20, "left": 25, "orders_a_day": 4}
    made = written(selling=shares)
    states = Counter(sale.state for sale in made.sales)
    whole = len(made.sales)
    assert states["annule"] / whole == pytest.approx(0.10, abs=0.02)
    assert states["rembourse"] / whole == pytest.approx(0.06, abs=0.02)
    assert len(made.backs) / whole == pytest.approx(0.2 * 0.84, abs=0.05)
    assert len(made.carts) == round(0.25 * whole)
    assert {sale.state for sale in made.sales if sale.day > 6} == {"livre", "annule", "rembourse", "paye"}
    assert {sale.state for sale in made.sales if sale.day == 0} <= {"paye", "attente-cheque", "annule"}
    assert all(
        not any(line.product.kind != "virtuel" for line in sale.lines)
        for sale in made.sales
        if sale.state == "paye" and sale.day > 6
    )
    by_reference = {sale.reference: sale for sale in made.sales}
    for back in made.backs:
        sale = by_reference[back.order]
        assert sale.state == "livre"
        assert back.line in sale.lines
        assert sale.day > back.day > 8


def test_nothing_happens_after_the_hour_at_which_the_session_begins() -> None:
    made = written(selling={"orders_a_day": 60}, visits_a_day=400.0)
    today = [sale.minute for sale in made.sales if sale.day == 0]
    assert today
    assert max(today) < 9 * 60
    assert not [cart for cart in made.carts if cart.day == 0 and cart.minute >= 9 * 60]


def test_an_offer_of_the_time_lowers_the_price() -> None:
    offer = Special("the-1", "", "", 300, 201, 1, 20, 0, 0)
    sales = written(replace(COMPANY, prices=Prices({}, (offer,))), selling={"favourites": {"the-1": 20.0}}).sales
    prices = {
        (300 >= sale.day >= 201, line.price) for sale in sales for line in sale.lines if line.product.key == "the-1"
    }
    assert prices == {(True, 584), (False, 730)}


# its parts ------------------------------------------------------------------------------------------------------------


@given(st.lists(st.floats(0, 9, allow_subnormal=False), min_size=1, max_size=40), st.integers(1, 60))
def test_stratified_draws_follow_the_weights(weights: list[float], count: int) -> None:
    ranks = stratify(weights, count, Dice("essai"))
    if sum(weights) <= 0:
        assert ranks == []
        return
    assert ranks == sorted(ranks)
    assert len(ranks) == count
    for rank, many in Counter(ranks).items():
        assert abs(many - count * weights[rank] / sum(weights)) <= 2


def test_what_weighs_nothing_is_never_drawn_even_when_a_mark_is_rounded_up() -> None:
    assert stratify([0.0, 5e-324, 0.0], 6, Dice("essai")) == [1] * 6


def test_a_parcel_too_heavy_for_its_carrier_has_no_price() -> None:
    line = Line(PRODUCTS[-3], None, 30, 7_900)
    with pytest.raises(ValueError, match="45000 g"):
        postage(Carrier([(2_000, 490)], 0), [line], 237_000)
    assert postage(None, [line], 237_000) == 0


def test_what_is_made_for_one_buyer_bears_their_words() -> None:
    mug = Product("mug-grave", "standard", "tasses", 1_990, "tva-20", 400, 10_000, label="Texte à graver")
    words = engraving(Line(mug, None, 1, 1_990), "ABCDEFGHI")
    assert words.startswith("Texte à graver\u00a0: ")
    assert words == engraving(Line(mug, None, 1, 1_990), "ABCDEFGHI")
    assert engraving(Line(PRODUCTS[1], None, 1, 690), "ABCDEFGHI") == ""


def test_names_are_ours_and_phones_those_of_fiction() -> None:
    people = written().invented
    assert all(one.phone[:8] in {"06 39 98", "02 61 91", "03 53 01"} for one in people)
    assert len({(one.first_name, one.last_name) for one in people}) > 0.9 * len(people)
    assert all(one.is_woman == (one.first_name in names.WOMEN) or one.first_name in names.MEN for one in people)
    assert len(set(names.FAMILIES)) == len(names.FAMILIES)

"""Product sheets: prices both ways, addresses, lists, what is refused, copies, deletion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.kernel.actions import take_performed
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import incl_cents
from sandbox.shop.catalog import queries, services
from sandbox.shop.catalog.models import Category, Feature, Product
from sandbox.shop.shops.models import Shop
from sandbox.shop.taxes.models import TaxRule
from tests.factories.trade import make_trade
from tests.support.statements import counted

Find = Callable[[str], Product]


def test_a_name_is_enough_for_a_new_product(shop: Shop) -> None:
    made = services.create_product(name="  Coffret   d’hiver ")
    assert (made.name, made.slug, made.is_online) == ("Coffret d’hiver", "coffret-d-hiver", False)
    assert made.category.key == "accueil"
    assert [link.category_id for link in made.categories] == [made.category_id]


def test_two_products_of_one_name_have_two_addresses(shop: Shop) -> None:
    slugs = [services.create_product(name="Théière").slug for _ in range(3)]
    assert slugs == ["theiere", "theiere-2", "theiere-3"]


def test_a_name_without_letters_still_has_an_address(shop: Shop) -> None:
    assert services.create_product(name="« ! »").slug != ""


def test_a_price_with_tax_is_kept_without_and_comes_back(product: Find) -> None:
    coffee = product("ethiopie")
    services.update_product(product=coffee, price_incl_cents=3490)
    assert coffee.price_excl_micros == 33_080_569
    assert incl_cents(coffee.price_excl_micros, 550) == 3490


def test_linked_prices_follow_the_one_that_was_typed(product: Find) -> None:
    coffee = product("ethiopie")
    before = coffee.price_excl_micros
    services.update_product(product=coffee, price_excl_micros=before, price_incl_cents=2110)
    assert coffee.price_excl_micros == 20_000_000
    services.update_product(product=coffee, price_excl_micros=10_000_000, price_incl_cents=2110)
    assert incl_cents(coffee.price_excl_micros, 550) == 1055


def test_two_prices_that_disagree_are_refused_at_the_price_with_tax(product: Find) -> None:
    with pytest.raises(RuleBroken) as refused:
        services.update_product(product=product("ethiopie"), price_excl_micros=5_000_000, price_incl_cents=999)
    assert refused.value.field == "price_incl_cents"


def test_another_rate_keeps_the_price_without_tax(product: Find) -> None:
    mug = product("mug")
    reduced = db.session.query(TaxRule).filter_by(key="tva-5-5").one()
    before = mug.price_excl_micros
    services.update_product(product=mug, tax_rule_id=reduced.id, price_excl_micros=before, price_incl_cents=1990)
    assert mug.price_excl_micros == before
    assert mug.tax_rule is not None
    assert mug.tax_rule.key == "tva-5-5"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"), ({"name": "Mug <b>"}, "name"), ({"name": "M" * 129}, "name"),
        ({"price_excl_micros": -1}, "price_excl_micros"), ({"price_incl_cents": -100}, "price_incl_cents"),
        ({"price_excl_micros": 10**15}, "price_excl_micros"), ({"reference": "réf €"}, "reference"),
        ({"ean13": "3700000000012"}, "ean13"), ({"ean13": "12"}, "ean13"), ({"slug": "a" * 129}, "slug"),
        ({"slug": "mug"}, "slug"), ({"weight_g": -1}, "weight_g"), ({"min_quantity": 0}, "min_quantity"),
        ({"low_stock": -1}, "low_stock"), ({"visibility": "partout"}, "visibility"), ({"meta_title": "t" * 256}, "meta_title"),
        ({"tags": ["t" * 65]}, "tags"), ({"related": [999]}, "related"), ({"features": [("Origine", "")]}, "features"),
        ({"custom_fields": [("", "text", True, 10)]}, "custom_fields"), ({"quantity": 20_000_000}, "quantity"),
        ({"pack_items": [(999, None, 1)]}, "pack_items"), ({"kind": "rien"}, "kind"),
    ],
)  # fmt: skip
def test_refuses_at_the_field(product: Find, values: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        services.update_product(product=product("ethiopie"), **values)
    assert refused.value.field == field
    assert refused.value.message


def test_an_empty_address_is_made_from_the_name(product: Find) -> None:
    coffee = services.update_product(product=product("ethiopie"), name="Sidama", slug=" ")
    assert coffee.slug == "sidama"
    assert services.update_product(product=coffee, slug="Avec Espaces").slug == "avec-espaces"
    with pytest.raises(RuleBroken):
        services.update_product(product=coffee, slug="Mug")


def test_texts_are_made_safe(product: Find) -> None:
    coffee = services.update_product(
        product=product("ethiopie"), description='<p onclick="x()">Bon</p><script>1</script>'
    )
    assert coffee.description == "<p>Bon</p>"


def test_the_default_category_is_always_among_the_categories(product: Find) -> None:
    mug = product("mug")
    coffees = db.session.query(Category).filter_by(key="cafes").one()
    services.update_product(product=mug, category_id=coffees.id, categories=[])
    assert [link.category_id for link in mug.categories] == [coffees.id]


def test_related_products_keep_their_order_and_never_hold_itself(product: Find) -> None:
    mug, coffee, other = product("mug"), product("ethiopie"), product("colombie")
    services.update_product(product=mug, related=[other.id, coffee.id, other.id])
    db.session.expire(mug)
    assert [link.related_id for link in mug.related] == [other.id, coffee.id]
    with pytest.raises(RuleBroken, match="lui-même"):
        services.update_product(product=mug, related=[mug.id])


def test_features_of_one_name_are_joined_whatever_the_case(product: Find) -> None:
    coffee = product("ethiopie")
    services.update_product(
        product=coffee, features=[("Arômes", "jasmin"), ("arômes", "citron"), ("Altitude", "1 900 m")]
    )
    assert {link.feature.name: link.value for link in coffee.features} == {
        "Arômes": "jasmin, citron",
        "Altitude": "1 900 m",
    }
    services.update_product(product=coffee, features=[("altitude", "2 000 m")])
    assert {link.feature.name: link.value for link in coffee.features} == {"Altitude": "2 000 m"}
    assert db.session.query(Feature).count() == 2


def test_a_pack_holds_products_but_no_pack(product: Find) -> None:
    pack = services.create_product(name="Coffret", kind="pack", pack_items=[(product("mug").id, None, 2)])
    assert [(item.product_id, item.quantity) for item in pack.pack_items] == [(product("mug").id, 2)]
    other = services.create_product(name="Autre coffret", kind="pack")
    with pytest.raises(RuleBroken, match="pas un pack"):
        services.update_product(product=other, pack_items=[(pack.id, None, 1)])
    with pytest.raises(RuleBroken, match="deux fois"):
        services.update_product(product=pack, pack_items=[(product("mug").id, None, 1), (product("mug").id, None, 1)])


def test_a_product_in_an_order_or_a_pack_is_not_deleted(product: Find) -> None:
    services.create_product(name="Coffret", kind="pack", pack_items=[(product("mug").id, None, 1)])
    with pytest.raises(RuleBroken, match="hors ligne plutôt"):
        services.delete_product(product=product("mug"))
    services.delete_product(product=product("colombie"))
    assert db.session.query(Product).filter_by(key="colombie").first() is None


def test_a_copy_has_everything_but_is_offline(product: Find) -> None:
    coffee = product("ethiopie")
    services.update_product(
        product=coffee, tags=["fruité"], features=[("Origine", "Éthiopie")], related=[product("mug").id]
    )
    twin = services.duplicate_product(product=coffee)
    assert (twin.name, twin.slug) == ("Copie de Éthiopie Yirgacheffe", "copie-de-ethiopie-yirgacheffe")
    assert not twin.is_online
    assert (twin.price_excl_micros, twin.quantity) == (coffee.price_excl_micros, coffee.quantity)
    assert [tag.label for tag in twin.tags] == ["fruité"]
    assert [(f.feature.name, f.value) for f in twin.features] == [("Origine", "Éthiopie")]
    assert [link.related_id for link in twin.related] == [product("mug").id]


def test_ranks_in_a_category_follow_the_moves(product: Find) -> None:
    coffee = product("colombie")
    services.move_product(product=coffee, category_id=coffee.category_id, position=1)
    ranks = queries.ranks_in(coffee.category_id)
    assert sorted(ranks, key=ranks.__getitem__) == [coffee.id, product("ethiopie").id]
    with pytest.raises(RuleBroken):
        services.move_product(product=product("mug"), category_id=coffee.category_id, position=1)


def test_the_act_is_recorded_with_what_it_changed(product: Find) -> None:
    take_performed()
    services.publish_product(product=product("mug"))
    services.update_product(product=product("mug"), price_incl_cents=2490)
    done = take_performed()
    assert [d.name for d in done] == ["produit.mettre_en_ligne", "produit.modifier"]
    assert {column for change in done[1].changes for column in change.after} >= {"price_excl_micros"}


def test_a_page_saved_as_it_was_leaves_no_trace(product: Find) -> None:
    mug = product("mug")
    take_performed()
    services.update_product(
        product=mug, name="Mug Escale", quantity=12, tags=[], price_excl_micros=mug.price_excl_micros
    )
    assert [done.changes for done in take_performed()] == [[]]


def test_the_list_filters_sorts_and_counts(shop: Shop) -> None:
    make_trade()
    page = queries.list_products(queries.ProductFilter(name="ethiopie"))
    assert [p.key for p in page.items] == ["ethiopie"]
    page = queries.list_products(queries.ProductFilter(quantity_max=0))
    assert [p.key for p in page.items] == ["colombie"]
    page = queries.list_products(sort="-price_incl", size=2)
    assert ([p.key for p in page.items], page.total) == (["mug", "ethiopie"], 3)
    assert queries.count_products()["out"] == 1


def test_the_lists_that_a_product_lacks_are_known_with_it_and_filled_as_before(product: Find) -> None:
    coffee = product("ethiopie")
    services.update_product(product=coffee, tags=[], custom_fields=[])
    db.session.expunge_all()
    with counted() as sent:
        sheet = queries.get_sheet(coffee.id)
        read = len(sent)
        assert (list(sheet.tags), list(sheet.custom_fields)) == ([], [])
        assert len(sent) == read
    services.update_product(product=sheet, tags=["Agrumes", "Floral"])
    assert [tag.label for tag in queries.get_sheet(coffee.id).tags] == ["Agrumes", "Floral"]
    db.session.expunge_all()
    assert [tag.label for tag in queries.get_sheet(coffee.id).tags] == ["Agrumes", "Floral"]

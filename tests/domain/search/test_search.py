"""Finding products, and the aliases that help."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.catalog.models import Brand, Category, Product, ProductTag
from sandbox.shop.search import queries, services


def keys(text):
    return [product.key for product in queries.search(text).products]


def product(key):
    return db.session.query(Product).filter_by(key=key).one()


@pytest.mark.parametrize("text", ["Éthiopie", "ethiopie", "ETHIOPIES", "yirgacheffe", "yirga", "yirgachefe", "T-001"])
def test_accents_plurals_beginnings_and_a_typo_all_find_it(shop, text):
    assert keys(text) == ["ethiopie"]


def test_every_word_must_be_found(shop):
    assert keys("mug escale") == ["mug"]
    assert keys("mug yirgacheffe") == []


def test_a_category_finds_its_products_and_the_name_comes_first(shop):
    db.session.add(ProductTag(product_id=product("mug").id, label="café"))
    db.session.flush()
    assert set(keys("cafés")) == {"colombie", "ethiopie", "mug"}
    db.session.add(ProductTag(product_id=product("ethiopie").id, label="mug"))
    db.session.flush()
    assert keys("mug") == ["mug", "ethiopie"]


def test_what_is_not_online_or_hidden_from_search_is_not_found(shop):
    product("mug").is_online = False
    product("colombie").visibility = "catalog"
    db.session.flush()
    assert keys("mug") == []
    assert keys("colombie") == []


def test_an_alias_leads_to_its_word_only_while_active(shop):
    assert keys("tasse") == []
    row = services.create_alias(alias="tasse", target="mug")
    assert keys("Tasse") == ["mug"]
    services.update_alias(search_alias=row, is_active=False)
    assert keys("tasse") == []
    services.update_alias(search_alias=row, is_active=True)
    services.delete_alias(search_alias=row)
    assert keys("tasse") == []


def test_several_aliases_are_created_at_once_or_not_at_all(shop):
    services.create_aliases(aliases="tasse, gobelet", target="mug")
    assert [alias.alias for alias in queries.list_aliases("MUG")] == ["gobelet", "tasse"]
    with pytest.raises(RuleBroken) as refusal:
        services.create_aliases(aliases="bol, Tassé", target="mug")
    assert refusal.value.field == "aliases"
    with pytest.raises(RuleBroken):
        services.create_alias(alias="Mug", target="mug")


def test_the_search_says_what_it_searched_and_suggests(shop):
    found = queries.search("yirgachefe")
    assert (found.is_corrected, found.searched) == (True, "yirgachefe")
    nothing = queries.search("colonne de marbre")
    assert nothing.products == []
    assert nothing.suggestions == ["colombie"]
    assert queries.search("   ").products == []


def test_the_number_of_statements_does_not_grow_with_the_products(shop, app):
    from sqlalchemy import event

    seen = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    queries.search("escale")
    assert 0 < len(seen) <= 9


def test_a_corrected_search_says_the_words_that_were_meant(shop):
    assert queries.search("colombbie").corrected == "colombie"
    assert queries.search("mugs escalle").corrected == "mugs escale"
    assert queries.search("colombie").corrected == ""


def test_words_that_match_alone_are_told_when_they_do_not_together(shop):
    assert queries.search("mug yirgacheffe").parts == (("mug", 1), ("yirgacheffe", 1))
    assert queries.search("mug zzzzz").parts == (("mug", 1),)
    assert queries.search("zzzzz").parts == ()


def test_categories_and_brands_are_found_by_their_names(shop):
    found = queries.find_places("CAFES")
    names = {row.id: row.name for row in db.session.query(Category)}
    assert [names[number] for number in found.categories] == ["Cafés"]
    assert queries.find_places("caffés").categories == found.categories
    assert queries.find_places("zzzz") == ([], [])
    assert queries.find_places("  ") == ([], [])
    brand = Brand(key="orvance", name="Orvance", slug="orvance")
    db.session.add(brand)
    db.session.flush()
    assert queries.find_places(brand.name).brands == [brand.id]
    brand.is_active = False
    db.session.flush()
    assert queries.find_places(brand.name).brands == []

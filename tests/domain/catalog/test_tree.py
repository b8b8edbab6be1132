"""The tree of categories, brands, attributes and kinds of features."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.catalog import queries, services
from sandbox.shop.catalog.models import Attribute, Category, Product
from sandbox.shop.shops.models import Shop

FindCategory = Callable[[str], Category]


def drawn(*, only_active: bool = False) -> list[tuple[int, str]]:
    return [(node.depth, node.category.name) for node in queries.category_tree(only_active=only_active).walk()]


def test_a_new_category_is_last_under_its_parent(shop: Shop, category: FindCategory) -> None:
    services.create_category(name="Grands crus", parent_id=category("cafes").id)
    services.create_category(name="Thés")
    assert drawn() == [(0, "Accueil"), (1, "Cafés"), (2, "Grands crus"), (1, "Objets"), (1, "Thés")]


def test_categories_change_rank_and_parent(category: FindCategory) -> None:
    services.update_category(category=category("objets"), position=1)
    assert drawn() == [(0, "Accueil"), (1, "Objets"), (1, "Cafés")]
    services.update_category(category=category("objets"), parent_id=category("cafes").id)
    assert drawn() == [(0, "Accueil"), (1, "Cafés"), (2, "Objets")]
    assert [c.name for c in queries.category_path(category("objets"))] == ["Cafés", "Objets"]
    assert queries.descendant_ids(category("cafes").id) == {category("cafes").id, category("objets").id}


def test_a_category_never_goes_under_itself(category: FindCategory) -> None:
    child = services.create_category(name="Grands crus", parent_id=category("cafes").id)
    for parent in (category("cafes"), child):
        with pytest.raises(RuleBroken) as refused:
            services.update_category(category=category("cafes"), parent_id=parent.id)
        assert refused.value.field == "parent_id"


def test_a_hidden_category_hides_what_is_below(category: FindCategory) -> None:
    services.create_category(name="Grands crus", parent_id=category("cafes").id)
    services.update_category(category=category("cafes"), is_active=False)
    assert drawn(only_active=True) == [(0, "Accueil"), (1, "Objets")]


def test_the_root_stays_where_and_what_it_is(category: FindCategory) -> None:
    root = category("accueil")
    for act in (
        lambda: services.update_category(category=root, is_active=False),
        lambda: services.update_category(category=root, parent_id=category("cafes").id),
        lambda: services.delete_category(category=root),
    ):
        with pytest.raises(RuleBroken, match="Accueil"):
            act()


def test_products_of_a_deleted_category_go_to_its_parent(category: FindCategory) -> None:
    with_child = services.create_category(name="Grands crus", parent_id=category("cafes").id)
    with pytest.raises(RuleBroken, match="sous-catégories"):
        services.delete_category(category=category("cafes"))
    services.delete_category(category=with_child)
    db.session.expire_all()
    services.delete_category(category=category("cafes"))
    coffee = db.session.query(Product).filter_by(key="ethiopie").one()
    db.session.refresh(coffee)
    assert coffee.category.key == "accueil"
    assert [link.category_id for link in coffee.categories] == [category("accueil").id]


def test_addresses_of_categories_are_unique(category: FindCategory) -> None:
    assert services.create_category(name="Cafés").slug == "cafes-2"
    with pytest.raises(RuleBroken) as refused:
        services.update_category(category=category("objets"), slug="cafes")
    assert refused.value.field == "slug"
    services.update_category(category=category("objets"), name="Vaisselle", slug="")
    assert category("objets").slug == "vaisselle"


def test_products_survive_their_brand(shop: Shop) -> None:
    brand = services.create_brand(name="Poterie du Môle", description="<p>Grès</p><script>1</script>")
    assert (brand.slug, brand.description) == ("poterie-du-mole", "<p>Grès</p>")
    mug = db.session.query(Product).filter_by(key="mug").one()
    services.update_product(product=mug, brand_id=brand.id)
    assert queries.count_by_brand() == {brand.id: 1}
    services.delete_brand(brand=brand)
    db.session.refresh(mug)
    assert mug.brand_id is None


def test_values_of_an_attribute_are_ranked_and_unique(weights: Attribute) -> None:
    kilo = weights.values[1]
    services.update_attribute_value(attribute_value=kilo, position=1)
    assert [v.name for v in weights.values] == ["1 kg", "250 g"]
    for act in (
        lambda: services.create_attribute_value(attribute=weights, name="1 KG"),
        lambda: services.create_attribute(name="poids"),
        lambda: services.create_attribute_value(attribute=weights, name="Rouge", color="rouge"),
    ):
        with pytest.raises(RuleBroken):
            act()
    assert services.create_attribute_value(attribute=weights, name="Brique", color="#8A4A2F").color == "#8a4a2f"


def test_what_variants_use_is_not_deleted(weights: Attribute) -> None:
    mug = db.session.query(Product).filter_by(key="mug").one()
    services.generate_variants(product=mug, values=[[weights.values[0].id]])
    with pytest.raises(RuleBroken, match="déclinaisons"):
        services.delete_attribute(attribute=weights)
    with pytest.raises(RuleBroken, match="déclinaisons"):
        services.delete_attribute_value(attribute_value=weights.values[0])
    services.delete_attribute_value(attribute_value=weights.values[1])
    assert [v.name for v in weights.values] == ["250 g"]


def test_a_feature_that_describes_products_is_not_deleted(shop: Shop) -> None:
    origin = services.create_feature(name="Origine")
    with pytest.raises(RuleBroken, match="déjà ce nom"):
        services.create_feature(name="ORIGINE")
    mug = db.session.query(Product).filter_by(key="mug").one()
    services.update_product(product=mug, features=[("origine", "Castelune")])
    assert queries.count_by_feature() == {origin.id: 1}
    with pytest.raises(RuleBroken, match="décrit 1 produit"):
        services.delete_feature(feature=origin)
    services.update_product(product=mug, features=[])
    services.delete_feature(feature=origin)
    assert list(queries.list_features()) == []

"""Variants: the generator, impacts on the price, default, stock, deletion."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import incl_cents
from sandbox.shop.catalog import queries, rules, services
from sandbox.shop.catalog.models import Attribute, Product

Find = Callable[[str], Product]


def ids(attribute: Attribute, count: int | None = None) -> list[int]:
    return [value.id for value in attribute.values][:count]


@pytest.fixture
def coffee(product: Find, weights: Attribute, grinds: Attribute) -> Product:
    """A coffee with 2 × 2 variants."""
    return services.generate_variants(product=product("ethiopie"), values=[ids(weights), ids(grinds, 2)])


def test_every_combination_is_made_once(coffee: Product, weights: Attribute, grinds: Attribute) -> None:
    assert coffee.kind == "variants"
    assert [queries.variant_name(v) for v in coffee.variants] == [
        "250 g, En grains", "250 g, Filtre", "1 kg, En grains", "1 kg, Filtre",
    ]  # fmt: skip
    assert [v.is_default for v in coffee.variants] == [True, False, False, False]
    services.generate_variants(product=coffee, values=[ids(weights), ids(grinds)])
    assert len(coffee.variants) == 6
    with pytest.raises(RuleBroken, match="existent déjà"):
        services.generate_variants(product=coffee, values=[ids(weights), ids(grinds)])


def test_nothing_ticked_too_many_or_a_pack_are_refused(coffee: Product, product: Find, weights: Attribute) -> None:
    with pytest.raises(RuleBroken, match="Cochez"):
        services.generate_variants(product=product("mug"), values=[[], []])
    with pytest.raises(RuleBroken, match="c’est trop"):
        rules.combinations([list(range(15)), list(range(100, 115))], [])
    pack = services.create_product(name="Coffret", kind="pack")
    with pytest.raises(RuleBroken, match="pas de déclinaisons"):
        services.generate_variants(product=pack, values=[ids(weights)])


def test_values_of_two_attributes_in_one_list_are_refused(product: Find, weights: Attribute, grinds: Attribute) -> None:
    with pytest.raises(RuleBroken, match="un seul attribut"):
        services.generate_variants(product=product("mug"), values=[[*ids(weights), *ids(grinds)]])


def test_an_impact_with_tax_gives_the_price_that_was_typed(coffee: Product) -> None:
    services.update_product(product=coffee, price_incl_cents=1290)
    kilo = coffee.variants[2]
    services.update_variant(variant=kilo, impact_incl_cents=3300)
    assert incl_cents(kilo.impact_excl_micros, 550) == 3300
    assert incl_cents(coffee.price_excl_micros + kilo.impact_excl_micros, 550) == 4590


def test_an_impact_never_makes_the_price_negative(coffee: Product) -> None:
    with pytest.raises(RuleBroken) as refused:
        services.update_variant(variant=coffee.variants[0], impact_incl_cents=-1291)
    assert refused.value.field == "impact_incl_cents"


def test_a_fault_of_the_grid_names_its_line(coffee: Product) -> None:
    second = coffee.variants[1]
    with pytest.raises(RuleBroken) as refused:
        services.update_product(product=coffee, variants={second.id: {"reference": "réf !"}})
    assert refused.value.field == f"variants-{second.id}-reference"


def test_there_is_one_default_variant(coffee: Product) -> None:
    services.update_variant(variant=coffee.variants[3], is_default=True)
    assert [v.is_default for v in coffee.variants] == [False, False, False, True]
    assert queries.default_variant(coffee) is coffee.variants[3]


def test_the_product_s_quantity_is_that_of_its_variants(coffee: Product) -> None:
    services.update_variants(product=coffee, variant_ids=[v.id for v in coffee.variants], quantity=6)
    assert queries.quantity_of(coffee) == 24
    assert [move.delta for move in queries.list_movements(product_id=coffee.id).items] == [6, 6, 6, 6]
    with pytest.raises(RuleBroken, match="Sélectionnez"):
        services.update_variants(product=coffee, variant_ids=[], quantity=6)


def test_variants_go_with_their_movements_and_the_default_passes_on(coffee: Product) -> None:
    services.update_variants(product=coffee, variant_ids=[v.id for v in coffee.variants], quantity=6)
    first, *rest = [v.id for v in coffee.variants]
    services.delete_variants(product=coffee, variant_ids=[first])
    assert [v.id for v in coffee.variants] == rest
    assert coffee.variants[0].is_default
    services.delete_variants(product=coffee, variant_ids=rest)
    assert (coffee.kind, list(coffee.variants)) == ("standard", [])


def test_a_variant_of_another_product_is_refused(coffee: Product, product: Find) -> None:
    with pytest.raises(RuleBroken, match="n’existe plus"):
        services.delete_variants(product=product("mug"), variant_ids=[coffee.variants[0].id])


def test_the_type_does_not_change_under_variants(coffee: Product) -> None:
    with pytest.raises(RuleBroken) as refused:
        services.update_product(product=coffee, kind="standard")
    assert refused.value.field == "kind"


def test_a_copy_has_its_own_variants(coffee: Product) -> None:
    services.update_variant(variant=coffee.variants[2], impact_incl_cents=3300, quantity=4)
    twin = services.duplicate_product(product=coffee)
    assert [queries.variant_name(v) for v in twin.variants] == [queries.variant_name(v) for v in coffee.variants]
    assert twin.variants[2].impact_excl_micros == coffee.variants[2].impact_excl_micros
    assert {v.id for v in twin.variants}.isdisjoint(v.id for v in coffee.variants)


def test_a_variant_costs_what_its_product_does_until_it_has_a_cost_of_its_own(coffee: Product) -> None:
    small, kilo = coffee.variants[0], coffee.variants[2]
    services.update_product(product=coffee, cost_excl_micros=5_350_000)
    services.update_variant(variant=kilo, cost_excl_micros=20_800_000)
    assert [queries.cost_of(coffee, one) for one in (None, small, kilo)] == [5_350_000, 5_350_000, 20_800_000]
    assert queries.cost_cents_of(coffee, kilo) == 2080
    services.update_variant(variant=kilo, quantity=3)
    assert kilo.cost_excl_micros == 20_800_000, "what is not given does not change"
    services.update_variant(variant=kilo, cost_excl_micros=0)
    assert queries.cost_of(coffee, kilo) == 0, "a sample that was given costs nothing"
    services.update_variant(variant=kilo, cost_excl_micros=None)
    assert queries.cost_of(coffee, kilo) == 5_350_000


@pytest.mark.parametrize(("micros", "words"), [(-1, "négatif"), (10**15, "million")])
def test_a_cost_that_cannot_be_is_refused_at_its_field(coffee: Product, micros: int, words: str) -> None:
    with pytest.raises(RuleBroken, match=words) as refused:
        services.update_variant(variant=coffee.variants[0], cost_excl_micros=micros)
    assert refused.value.field == "cost_excl_micros"


def test_a_copy_keeps_the_costs_of_its_variants(coffee: Product) -> None:
    services.update_variant(variant=coffee.variants[2], cost_excl_micros=20_800_000)
    twin = services.duplicate_product(product=coffee)
    assert [v.cost_excl_micros for v in twin.variants] == [None, None, 20_800_000, None]

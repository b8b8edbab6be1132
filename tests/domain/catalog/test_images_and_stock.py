"""Pictures (cover, order, captions) and movements of stock."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.media import Picture
from sandbox.shop.catalog import queries, services
from sandbox.shop.catalog.models import Attribute, Product
from sandbox.shop.catalog.rules import StockRules, stock_state

Find = Callable[[str], Product]


def pictured(product: Product, count: int = 3) -> Product:
    for number in range(count):
        services.add_image(product=product, picture=Picture(f"{number:032d}.webp", 800, 600), legend=f"Vue {number}")
    return product


def test_the_first_picture_is_the_cover(product: Find) -> None:
    mug = pictured(product("mug"))
    assert [(i.position, i.is_cover, i.legend) for i in mug.images] == [
        (1, True, "Vue 0"),
        (2, False, "Vue 1"),
        (3, False, "Vue 2"),
    ]
    cover = queries.cover_of(mug)
    assert cover is mug.images[0]


def test_another_cover_replaces_the_first(product: Find) -> None:
    mug = pictured(product("mug"))
    services.update_image(image=mug.images[2], is_cover=True, legend="De face")
    assert [i.is_cover for i in mug.images] == [False, False, True]
    assert mug.images[2].legend == "De face"


def test_an_order_names_each_picture_once(product: Find) -> None:
    mug = pictured(product("mug"))
    first, second, third = [i.id for i in mug.images]
    services.order_images(product=mug, image_ids=[third, first, second])
    assert [i.id for i in mug.images] == [third, first, second]
    with pytest.raises(RuleBroken) as refused:
        services.order_images(product=mug, image_ids=[third, third, second])
    assert refused.value.field == "order"


def test_the_next_picture_becomes_the_cover_and_variants_let_go(product: Find, weights: Attribute) -> None:
    mug = pictured(product("mug"))
    services.generate_variants(product=mug, values=[[v.id for v in weights.values]])
    variant, cover = mug.variants[0], mug.images[0]
    services.update_variant(variant=variant, image_id=cover.id)
    services.delete_image(image=cover)
    assert variant.image_id is None
    assert [i.is_cover for i in mug.images] == [True, False]


def test_a_variant_shows_a_picture_of_its_own_product_only(product: Find, weights: Attribute) -> None:
    mug, coffee = pictured(product("mug"), 1), pictured(product("ethiopie"), 1)
    services.generate_variants(product=mug, values=[[v.id for v in weights.values]])
    with pytest.raises(RuleBroken, match="celle de ce produit"):
        services.update_variant(variant=mug.variants[0], image_id=coffee.images[0].id)


def test_too_many_pictures_and_too_long_captions_are_refused(product: Find) -> None:
    mug = pictured(product("mug"), services.images.MAX_IMAGES)
    with pytest.raises(RuleBroken, match="24 images"):
        pictured(mug, 1)
    with pytest.raises(RuleBroken) as refused:
        services.update_image(image=mug.images[0], legend="l" * 129)
    assert refused.value.field == "legend"


def test_every_change_of_stock_leaves_a_movement(product: Find) -> None:
    mug = product("mug")
    services.set_stock(product=mug, quantity=20)
    services.add_stock(product=mug, delta=-5, reason="Casse")
    services.update_product(product=mug, quantity=15)  # nothing changes: no movement
    assert mug.quantity == 15
    moves = queries.list_movements(product_id=mug.id).items
    assert sorted((m.delta, m.reason) for m in moves) == [(-5, "Casse"), (8, "Modification manuelle")]


def test_stock_of_a_product_with_variants_is_set_on_each(product: Find, weights: Attribute) -> None:
    mug = product("mug")
    services.generate_variants(product=mug, values=[[v.id for v in weights.values]])
    for act in (lambda: services.set_stock(product=mug, quantity=3), lambda: services.add_stock(product=mug, delta=3)):
        with pytest.raises(RuleBroken, match="sur chacune"):
            act()
    services.add_stock(product=mug, variant=mug.variants[1], delta=3)
    assert [v.quantity for v in mug.variants] == [0, 3]


def test_low_stock_is_listed(product: Find) -> None:
    assert [line.product.key for line in queries.list_stock(only_low=12)] == ["colombie", "mug"]
    assert [line.product.key for line in queries.list_stock("T-003")] == ["mug"]


@pytest.mark.parametrize(
    ("quantity", "own", "expected"),
    [
        (40, "default", ("in", True, "En stock")), (2, "default", ("low", True, "Derniers articles en stock")),
        (0, "default", ("out", False, "Épuisé")), (0, "allow", ("order", True, "Sur commande")), (-3, "deny", ("out", False, "Épuisé")),
    ],
)  # fmt: skip
def test_what_the_shop_says_of_a_quantity(quantity: int, own: str, expected: tuple[str, bool, str]) -> None:
    shop_rules = StockRules(
        allows=False, in_label="En stock", order_label="Sur commande", out_label="Épuisé", last_items=3
    )
    found = stock_state(quantity, own, "", "", shop_rules)
    assert (found.state, found.can_order, found.label) == expected

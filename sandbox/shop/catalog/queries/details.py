"""Reading what products are described by: brands, attributes and their values, features, variants, pictures."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound
from sandbox.kernel.money import MICROS_PER_CENT, round_half_up
from sandbox.kernel.scope import open_shop_id
from sandbox.kernel.steady import steady
from sandbox.shop.catalog.models import (
    Attribute,
    AttributeValue,
    Brand,
    Feature,
    Product,
    ProductFeature,
    ProductImage,
    Variant,
    VariantValue,
)


def get_brand(brand_id: int) -> Brand:
    """The brand of that number; raises NotFound."""
    brand = db.session.get(Brand, (open_shop_id(), brand_id))
    if brand is None:
        raise NotFound("Cette marque n’existe pas.")
    return brand


def list_brands(*, only_active: bool = False) -> Sequence[Brand]:
    """Brands by name."""
    found = sa.select(Brand).order_by(Brand.name)
    return db.session.scalars(found.where(Brand.is_active) if only_active else found).all()


@steady
def brand_choices() -> tuple[tuple[int, str], ...]:
    """(id, name) of every brand by name, for lists to choose from."""
    brands = db.session.execute(sa.select(Brand.id, Brand.name).order_by(Brand.name))
    return tuple((brand.id, brand.name) for brand in brands)


def count_by_brand() -> dict[int, int]:
    """Brand id -> how many products."""
    counted = sa.select(Product.brand_id, sa.func.count().label("n")).where(Product.brand_id.is_not(None))
    return {row.brand_id: row.n for row in db.session.execute(counted.group_by(Product.brand_id))}


def count_by_tax_rule() -> dict[int, int]:
    """Tax rule id -> how many products."""
    counted = sa.select(Product.tax_rule_id, sa.func.count().label("n")).where(Product.tax_rule_id.is_not(None))
    return {row.tax_rule_id: row.n for row in db.session.execute(counted.group_by(Product.tax_rule_id))}


def list_attributes() -> Sequence[Attribute]:
    """Attributes with their values, in order."""
    found = sa.select(Attribute).order_by(Attribute.position, Attribute.id).options(selectinload(Attribute.values))
    return db.session.scalars(found).all()


def get_attribute(attribute_id: int) -> Attribute:
    """The attribute of that number; raises NotFound."""
    attribute = db.session.get(Attribute, (open_shop_id(), attribute_id))
    if attribute is None:
        raise NotFound("Cet attribut n’existe pas.")
    return attribute


def get_attribute_value(value_id: int) -> AttributeValue:
    """The attribute value of that number; raises NotFound."""
    value = db.session.get(AttributeValue, (open_shop_id(), value_id))
    if value is None:
        raise NotFound("Cette valeur d’attribut n’existe pas.")
    return value


def used_value_ids() -> set[int]:
    """The attribute values that some variant has."""
    return set(db.session.scalars(sa.select(VariantValue.attribute_value_id).distinct()))


def list_features() -> Sequence[Feature]:
    """Kinds of facts about products, in order."""
    return db.session.scalars(sa.select(Feature).order_by(Feature.position, Feature.id)).all()


def get_feature(feature_id: int) -> Feature:
    """The kind of fact of that number; raises NotFound."""
    feature = db.session.get(Feature, (open_shop_id(), feature_id))
    if feature is None:
        raise NotFound("Cette caractéristique n’existe pas.")
    return feature


def count_by_feature() -> dict[int, int]:
    """Feature id -> how many products have it."""
    counted = sa.select(ProductFeature.feature_id, sa.func.count().label("n")).group_by(ProductFeature.feature_id)
    return {row.feature_id: row.n for row in db.session.execute(counted)}


def get_variant(variant_id: int) -> Variant:
    """The variant of that number; raises NotFound."""
    variant = db.session.get(Variant, (open_shop_id(), variant_id))
    if variant is None:
        raise NotFound("Cette déclinaison n’existe pas.")
    return variant


def get_variant_of(product_id: int, variant_id: int) -> Variant:
    """The variant of that number when it is that product's; raises NotFound."""
    variant = get_variant(variant_id)
    if variant.product_id != product_id:
        raise NotFound("Cette déclinaison n’existe pas.")
    return variant


def find_variant_by_reference(reference: str) -> Variant | None:
    """The first variant of that reference, or None."""
    return db.session.scalar(sa.select(Variant).where(Variant.reference == reference).order_by(Variant.id).limit(1))


def default_variant(product: Product) -> Variant | None:
    """The variant shown first, or None for a product without variants."""
    return next((v for v in product.variants if v.is_default), product.variants[0] if product.variants else None)


def variant_name(variant: Variant) -> str:
    """« 250 g, En grains »."""
    return ", ".join(link.value.name for link in variant.values)


def cost_of(product: Product, variant: Variant | None) -> int:
    """What one of it costs to buy, micros without tax: its variant's own cost, else that of its sheet, even when it is nought."""
    own = variant.cost_excl_micros if variant is not None else None
    return product.cost_excl_micros if own is None else own


def cost_cents_of(product: Product, variant: Variant | None) -> int:
    """`cost_of` in cents, as an order line keeps it."""
    return round_half_up(cost_of(product, variant), MICROS_PER_CENT)


def get_image(image_id: int) -> ProductImage:
    """The picture of that number; raises NotFound."""
    image = db.session.get(ProductImage, (open_shop_id(), image_id))
    if image is None:
        raise NotFound("Cette image n’existe pas.")
    return image


def cover_of(product: Product) -> ProductImage | None:
    """The cover picture, or the first, or None."""
    return next((image for image in product.images if image.is_cover), product.images[0] if product.images else None)

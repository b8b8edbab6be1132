"""Copying a product sheet."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import db
from sandbox.shop.catalog.models import (
    CustomField,
    PackItem,
    Product,
    ProductAttachment,
    ProductCategory,
    ProductFeature,
    ProductImage,
    ProductTag,
    RelatedProduct,
    Variant,
    VariantValue,
)
from sandbox.shop.catalog.queries import taken_slugs
from sandbox.shop.catalog.rules import free_slug

_OWN = {"shop_id", "id", "key", "name", "slug", "is_online", "added_on", "updated_at"}


@action("produit.dupliquer", entity="produit", words="a dupliqué le produit")
def duplicate_product(*, product: Product) -> Product:
    """A copy of the sheet, offline, named « Copie de … », with its pictures, variants and lists; stock is copied too."""
    name = f"Copie de {product.name}"[:128]
    twin = Product(
        **_values(product, _OWN), name=name, slug=free_slug(name, taken_slugs(Product)), is_online=False,
        added_on=clock.today(), updated_at=clock.now(),
    )  # fmt: skip
    db.session.add(twin)
    db.session.flush()
    images = _copy_images(product, twin)
    _copy_variants(product, twin, images)
    plain: tuple[type, ...] = (ProductCategory, ProductTag, ProductFeature, CustomField, ProductAttachment)
    for rows in (product.categories, product.tags, product.features, product.custom_fields, product.attachments):
        for row in rows:
            assert isinstance(row, plain)
            db.session.add(type(row)(**_values(row, {"shop_id", "id", "product_id"}), product_id=twin.id))
    for link in product.related:
        db.session.add(RelatedProduct(product_id=twin.id, related_id=link.related_id, position=link.position))
    for item in product.pack_items:
        db.session.add(PackItem(**_values(item, {"shop_id", "id", "pack_id"}), pack_id=twin.id))
    db.session.flush()
    db.session.expire(twin)
    return twin


def _values(row: object, but: set[str]) -> dict[str, object]:
    mapper = sa.inspect(type(row))
    return {attribute.key: getattr(row, attribute.key) for attribute in mapper.column_attrs if attribute.key not in but}


def _copy_images(product: Product, twin: Product) -> dict[int, int]:
    pairs = []
    for image in product.images:
        copy = ProductImage(**_values(image, {"shop_id", "id", "product_id"}), product_id=twin.id)
        db.session.add(copy)
        pairs.append((image, copy))
    db.session.flush()
    return {old.id: new.id for old, new in pairs}


def _copy_variants(product: Product, twin: Product, images: dict[int, int]) -> None:
    for variant in product.variants:
        values = _values(variant, {"shop_id", "id", "product_id", "image_id"})
        image_id = images.get(variant.image_id) if variant.image_id is not None else None
        copy = Variant(**values, product_id=twin.id, image_id=image_id)
        db.session.add(copy)
        db.session.flush()
        db.session.add_all(
            VariantValue(variant_id=copy.id, attribute_value_id=link.attribute_value_id) for link in variant.values
        )

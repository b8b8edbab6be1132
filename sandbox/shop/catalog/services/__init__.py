"""Changing the catalogue. Services never commit; they flush and return what they changed."""

from __future__ import annotations

from sandbox.shop.catalog.services.attachments import (
    create_attachment,
    delete_attachment,
    update_attachment,
)
from sandbox.shop.catalog.services.attributes import (
    create_attribute,
    create_attribute_value,
    create_feature,
    delete_attribute,
    delete_attribute_value,
    delete_feature,
    update_attribute,
    update_attribute_value,
    update_feature,
)
from sandbox.shop.catalog.services.categories import (
    BrandValues,
    CategoryValues,
    create_brand,
    create_category,
    delete_brand,
    delete_category,
    update_brand,
    update_category,
)
from sandbox.shop.catalog.services.copies import (
    duplicate_product,
)
from sandbox.shop.catalog.services.images import (
    add_image,
    delete_image,
    order_images,
    update_image,
)
from sandbox.shop.catalog.services.products import (
    ProductValues,
    create_product,
    delete_product,
    move_product,
    publish_product,
    unpublish_product,
    update_product,
)
from sandbox.shop.catalog.services.stock import (
    add_stock,
    change_stock,
    set_stock,
)
from sandbox.shop.catalog.services.variants import (
    VariantValues,
    delete_variants,
    generate_variants,
    update_variant,
    update_variants,
)

__all__ = [
    "BrandValues",
    "CategoryValues",
    "ProductValues",
    "VariantValues",
    "add_image",
    "add_stock",
    "change_stock",
    "create_attachment",
    "create_attribute",
    "create_attribute_value",
    "create_brand",
    "create_category",
    "create_feature",
    "create_product",
    "delete_attachment",
    "delete_attribute",
    "delete_attribute_value",
    "delete_brand",
    "delete_category",
    "delete_feature",
    "delete_image",
    "delete_product",
    "delete_variants",
    "duplicate_product",
    "generate_variants",
    "move_product",
    "order_images",
    "publish_product",
    "set_stock",
    "unpublish_product",
    "update_attachment",
    "update_attribute",
    "update_attribute_value",
    "update_brand",
    "update_category",
    "update_feature",
    "update_image",
    "update_product",
    "update_variant",
    "update_variants",
]

"""Everything on sale. Prices are without tax, in micros; weights in grams; sizes in millimetres."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, synonym

from sandbox.kernel.db import Base
from sandbox.kernel.scoping import Keyed, ShopScoped, shop_fk, shop_index, shop_unique, to_many, to_one
from sandbox.shop.taxes.models import TaxRule


class Category(Keyed, ShopScoped, Base):
    """A category of the tree; the root « Accueil » has no parent and is never shown as a page."""

    __tablename__ = "categories"

    parent_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(sa.String(128))
    slug: Mapped[str] = mapped_column(sa.String(128))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    meta_title: Mapped[str] = mapped_column(sa.String(255), default="")
    meta_description: Mapped[str] = mapped_column(sa.String(512), default="")
    image: Mapped[str | None] = mapped_column(sa.String(40))
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    parent: Mapped[Category | None] = to_one("Category", "Category", "parent_id", back_populates="children")
    children: Mapped[list[Category]] = to_many(
        "Category", "Category", "parent_id", back_populates="parent", order_by="Category.position"
    )

    __table_args__ = (shop_fk("parent_id", "categories"), shop_unique("key"), shop_unique("slug"))


class Brand(Keyed, ShopScoped, Base):
    """A brand (« marque »)."""

    __tablename__ = "brands"

    name: Mapped[str] = mapped_column(sa.String(64))
    slug: Mapped[str] = mapped_column(sa.String(64))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    meta_title: Mapped[str] = mapped_column(sa.String(255), default="")
    meta_description: Mapped[str] = mapped_column(sa.String(512), default="")
    logo: Mapped[str | None] = mapped_column(sa.String(40))
    is_active: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (shop_unique("key"), shop_unique("slug"))


class Product(Keyed, ShopScoped, Base):
    """A product sheet.

    kind: standard | variants | pack | virtual. out_of_stock: default | deny | allow. condition: new | used | refurbished.
    visibility: both | catalog | search | none. `unit` and `unit_content_milli` give the price per unit (kg, 250 = 0,25 kg).
    `quantity` is the stock of a product without variants. redirect: 404 | 410 | 301-category | 301-product.
    """

    __tablename__ = "products"

    reference: Mapped[str] = mapped_column(sa.String(64), default="")
    name: Mapped[str] = mapped_column(sa.String(128))
    slug: Mapped[str] = mapped_column(sa.String(128))
    kind: Mapped[str] = mapped_column(sa.String(12), default="standard")
    category_id: Mapped[int]
    brand_id: Mapped[int | None]
    tax_rule_id: Mapped[int | None]
    price_excl_micros: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    cost_excl_micros: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    description: Mapped[str] = mapped_column(sa.Text, default="")
    meta_title: Mapped[str] = mapped_column(sa.String(255), default="")
    meta_description: Mapped[str] = mapped_column(sa.String(512), default="")
    is_online: Mapped[bool] = mapped_column(default=False)
    is_on_sale: Mapped[bool] = mapped_column(default=False)
    is_web_only: Mapped[bool] = mapped_column(default=False)
    is_available_for_order: Mapped[bool] = mapped_column(default=True)
    shows_price: Mapped[bool] = mapped_column(default=True)
    visibility: Mapped[str] = mapped_column(sa.String(8), default="both")
    condition: Mapped[str] = mapped_column(sa.String(12), default="new")
    shows_condition: Mapped[bool] = mapped_column(default=False)
    quantity: Mapped[int] = mapped_column(default=0)
    min_quantity: Mapped[int] = mapped_column(default=1)
    low_stock: Mapped[int | None]
    out_of_stock: Mapped[str] = mapped_column(sa.String(8), default="default")
    in_stock_label: Mapped[str] = mapped_column(sa.String(128), default="")
    out_of_stock_label: Mapped[str] = mapped_column(sa.String(128), default="")
    available_on: Mapped[date | None]
    weight_g: Mapped[int] = mapped_column(default=0)
    width_mm: Mapped[int] = mapped_column(default=0)
    height_mm: Mapped[int] = mapped_column(default=0)
    depth_mm: Mapped[int] = mapped_column(default=0)
    extra_shipping_cents: Mapped[int] = mapped_column(default=0)
    ean13: Mapped[str] = mapped_column(sa.String(13), default="")
    isbn: Mapped[str] = mapped_column(sa.String(32), default="")
    upc: Mapped[str] = mapped_column(sa.String(12), default="")
    mpn: Mapped[str] = mapped_column(sa.String(40), default="")
    unit: Mapped[str] = mapped_column(sa.String(20), default="")
    unit_content_milli: Mapped[int] = mapped_column(default=0)
    is_withdrawal_excluded: Mapped[bool] = mapped_column(default=False)
    redirect: Mapped[str] = mapped_column(sa.String(14), default="404")
    added_on: Mapped[date]
    updated_at: Mapped[datetime]

    category: Mapped[Category] = to_one("Category", "Product", "category_id")
    brand: Mapped[Brand | None] = to_one("Brand", "Product", "brand_id")
    tax_rule: Mapped[TaxRule | None] = to_one("TaxRule", "Product", "tax_rule_id")
    images: Mapped[list[ProductImage]] = to_many(
        "ProductImage", "Product", "product_id", cascade="all, delete-orphan", order_by="ProductImage.position"
    )
    variants: Mapped[list[Variant]] = to_many(
        "Variant",
        "Product",
        "product_id",
        cascade="all, delete-orphan",
        order_by="Variant.id",
        back_populates="product",
    )
    categories: Mapped[list[ProductCategory]] = to_many(
        "ProductCategory", "Product", "product_id", cascade="all, delete-orphan", order_by="ProductCategory.id"
    )
    tags: Mapped[list[ProductTag]] = to_many(
        "ProductTag", "Product", "product_id", cascade="all, delete-orphan", order_by="ProductTag.id"
    )
    related: Mapped[list[RelatedProduct]] = to_many(
        "RelatedProduct", "Product", "product_id", cascade="all, delete-orphan", order_by="RelatedProduct.position"
    )
    features: Mapped[list[ProductFeature]] = to_many(
        "ProductFeature", "Product", "product_id", cascade="all, delete-orphan", order_by="ProductFeature.id"
    )
    custom_fields: Mapped[list[CustomField]] = to_many(
        "CustomField", "Product", "product_id", cascade="all, delete-orphan", order_by="CustomField.id"
    )
    pack_items: Mapped[list[PackItem]] = to_many(
        "PackItem", "Product", "pack_id", cascade="all, delete-orphan", order_by="PackItem.id"
    )
    attachments: Mapped[list[ProductAttachment]] = to_many(
        "ProductAttachment",
        "Product",
        "product_id",
        cascade="all, delete-orphan",
        order_by="ProductAttachment.position",
    )

    __table_args__ = (
        shop_fk("category_id", "categories"),
        shop_fk("brand_id", "brands"),
        shop_fk("tax_rule_id", "tax_rules"),
        shop_unique("key"),
        shop_unique("slug"),
        shop_index("category_id"),
    )


class ProductCategory(ShopScoped, Base):
    """A product in a category, at a rank in its list; the default category is also listed here."""

    __tablename__ = "product_categories"

    product_id: Mapped[int]
    category_id: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)

    category: Mapped[Category] = to_one("Category", "ProductCategory", "category_id")

    __table_args__ = (
        shop_fk("product_id", "products"),
        shop_fk("category_id", "categories"),
        shop_unique("product_id", "category_id"),
        shop_index("category_id"),
    )


class ProductTag(ShopScoped, Base):
    """A tag (« mot-clé ») of a product."""

    __tablename__ = "product_tags"

    product_id: Mapped[int]
    label: Mapped[str] = mapped_column(sa.String(64))

    __table_args__ = (shop_fk("product_id", "products"), shop_index("product_id"))


class RelatedProduct(ShopScoped, Base):
    """A product proposed beside another (« produit associé »)."""

    __tablename__ = "related_products"

    product_id: Mapped[int]
    related_id: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)

    target: Mapped[Product] = to_one("Product", "RelatedProduct", "related_id")

    __table_args__ = (
        shop_fk("product_id", "products"),
        shop_fk("related_id", "products"),
        shop_unique("product_id", "related_id"),
    )


class ProductImage(ShopScoped, Base):
    """A picture of a product; `legend` is its alternative text. One is the cover."""

    __tablename__ = "product_images"

    product_id: Mapped[int]
    media: Mapped[str] = mapped_column(sa.String(40))
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    legend: Mapped[str] = mapped_column(sa.String(128), default="")
    position: Mapped[int] = mapped_column(default=0)
    is_cover: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (shop_fk("product_id", "products"), shop_index("product_id"))


class Attribute(Keyed, ShopScoped, Base):
    """What variants differ by (« attribut »): Poids, Mouture. kind: select | radio | color."""

    __tablename__ = "attributes"

    name: Mapped[str] = mapped_column(sa.String(64))
    public_name: Mapped[str] = mapped_column(sa.String(64))
    kind: Mapped[str] = mapped_column(sa.String(8), default="select")
    position: Mapped[int] = mapped_column(default=0)

    values: Mapped[list[AttributeValue]] = to_many(
        "AttributeValue",
        "Attribute",
        "attribute_id",
        cascade="all, delete-orphan",
        order_by="AttributeValue.position",
        back_populates="attribute",
    )

    __table_args__ = (shop_unique("name"),)


class AttributeValue(ShopScoped, Base):
    """A value of an attribute: 250 g, En grains; `color` is #rrggbb for colours."""

    __tablename__ = "attribute_values"

    attribute_id: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(64))
    color: Mapped[str] = mapped_column(sa.String(7), default="")
    position: Mapped[int] = mapped_column(default=0)

    attribute: Mapped[Attribute] = to_one("Attribute", "AttributeValue", "attribute_id", back_populates="values")

    __table_args__ = (shop_fk("attribute_id", "attributes"), shop_unique("attribute_id", "name"))


class Variant(ShopScoped, Base):
    """A variant (« déclinaison »): its own reference, stock, an impact on the price, and what it costs; micros without tax.

    Without a cost of its own it costs what its product does.
    """

    __tablename__ = "variants"

    product_id: Mapped[int]
    reference: Mapped[str] = mapped_column(sa.String(64), default="")
    ean13: Mapped[str] = mapped_column(sa.String(13), default="")
    impact_excl_micros: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    cost_excl_micros: Mapped[int | None] = mapped_column(sa.BigInteger)
    weight_impact_g: Mapped[int] = mapped_column(default=0)
    quantity: Mapped[int] = mapped_column(default=0)
    min_quantity: Mapped[int] = mapped_column(default=1)
    is_default: Mapped[bool] = mapped_column(default=False)
    available_on: Mapped[date | None]
    image_id: Mapped[int | None]

    product: Mapped[Product] = to_one("Product", "Variant", "product_id", back_populates="variants")
    image: Mapped[ProductImage | None] = to_one("ProductImage", "Variant", "image_id")
    key: Mapped[str] = synonym("reference")  # subjects name a variant by its reference
    values: Mapped[list[VariantValue]] = to_many(
        "VariantValue", "Variant", "variant_id", cascade="all, delete-orphan", order_by="VariantValue.id"
    )

    __table_args__ = (
        shop_fk("product_id", "products"),
        shop_fk("image_id", "product_images"),
        shop_index("product_id"),
    )


class VariantValue(ShopScoped, Base):
    """One attribute value of a variant."""

    __tablename__ = "variant_values"

    variant_id: Mapped[int]
    attribute_value_id: Mapped[int]

    value: Mapped[AttributeValue] = to_one("AttributeValue", "VariantValue", "attribute_value_id")

    __table_args__ = (
        shop_fk("variant_id", "variants"),
        shop_fk("attribute_value_id", "attribute_values"),
        shop_unique("variant_id", "attribute_value_id"),
    )


class Feature(ShopScoped, Base):
    """A kind of fact about products (« caractéristique »): Origine, Torréfaction, Allergènes."""

    __tablename__ = "features"

    name: Mapped[str] = mapped_column(sa.String(64))
    position: Mapped[int] = mapped_column(default=0)

    __table_args__ = (shop_unique("name"),)


class ProductFeature(ShopScoped, Base):
    """The value of a feature for one product."""

    __tablename__ = "product_features"

    product_id: Mapped[int]
    feature_id: Mapped[int]
    value: Mapped[str] = mapped_column(sa.String(255))

    feature: Mapped[Feature] = to_one("Feature", "ProductFeature", "feature_id")

    __table_args__ = (
        shop_fk("product_id", "products"),
        shop_fk("feature_id", "features"),
        shop_unique("product_id", "feature_id"),
    )


class CustomField(ShopScoped, Base):
    """What the customer may fill in on a product (« personnalisation »). kind: text | file."""

    __tablename__ = "custom_fields"

    product_id: Mapped[int]
    label: Mapped[str] = mapped_column(sa.String(128))
    kind: Mapped[str] = mapped_column(sa.String(4), default="text")
    is_required: Mapped[bool] = mapped_column(default=False)
    max_length: Mapped[int] = mapped_column(default=255)

    __table_args__ = (shop_fk("product_id", "products"), shop_index("product_id"))


class PackItem(ShopScoped, Base):
    """A component of a pack."""

    __tablename__ = "pack_items"

    pack_id: Mapped[int]
    product_id: Mapped[int]
    variant_id: Mapped[int | None]
    quantity: Mapped[int] = mapped_column(default=1)

    product: Mapped[Product] = to_one("Product", "PackItem", "product_id")
    variant: Mapped[Variant | None] = to_one("Variant", "PackItem", "variant_id")

    __table_args__ = (
        shop_fk("pack_id", "products"),
        shop_fk("product_id", "products"),
        shop_fk("variant_id", "variants"),
        shop_index("pack_id"),
    )


class Attachment(Keyed, ShopScoped, Base):
    """A file for customers (« fichier joint »): its name and description on the page, the name under which it is saved."""

    __tablename__ = "attachments"

    name: Mapped[str] = mapped_column(sa.String(128))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    media: Mapped[str] = mapped_column(sa.String(40))
    file_name: Mapped[str] = mapped_column(sa.String(128))
    size_bytes: Mapped[int] = mapped_column(default=0)
    added_at: Mapped[datetime]

    __table_args__ = (shop_unique("key"),)


class ProductAttachment(ShopScoped, Base):
    """A file attached to a product; one file may serve several products."""

    __tablename__ = "product_attachments"

    product_id: Mapped[int]
    attachment_id: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)

    attachment: Mapped[Attachment] = to_one("Attachment", "ProductAttachment", "attachment_id")

    __table_args__ = (
        shop_fk("product_id", "products"),
        shop_fk("attachment_id", "attachments"),
        shop_unique("product_id", "attachment_id"),
        shop_index("attachment_id"),
    )


class StockMovement(ShopScoped, Base):
    """A change of a stock, signed, with its reason (« Commande », « Modification manuelle », « Retour »)."""

    __tablename__ = "stock_movements"

    product_id: Mapped[int]
    variant_id: Mapped[int | None]
    delta: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.String(60))
    moved_at: Mapped[datetime]

    __table_args__ = (
        shop_fk("product_id", "products", ondelete="CASCADE"),
        shop_fk("variant_id", "variants"),
        shop_index("product_id"),
    )

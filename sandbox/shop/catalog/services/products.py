"""Product sheets: created, changed field by field or as their page saves them, copied, deleted, put online."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypedDict, Unpack

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.changes import changes_of
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import excl_micros
from sandbox.kernel.text import clean_html
from sandbox.shop.catalog import rules
from sandbox.shop.catalog.models import Product, ProductCategory
from sandbox.shop.catalog.queries import get_brand, get_category, links_to, root_category, taken_slugs
from sandbox.shop.catalog.services.common import delete_or_refuse, stamp
from sandbox.shop.catalog.services.links import (
    set_attachments,
    set_categories,
    set_custom_fields,
    set_features,
    set_pack_items,
    set_related,
    set_tags,
)
from sandbox.shop.catalog.services.stock import change_stock
from sandbox.shop.catalog.services.variants import VariantValues, apply_variants
from sandbox.shop.taxes.queries import get_tax_rule


class ProductValues(TypedDict, total=False):
    """What may be given to a product. Money: micros without tax or cents with tax; weights grams; sizes millimetres.

    `categories`, `related` and `attachments` are ids; `features` (name, value) pairs; `pack_items` (product id, variant id or None,
    quantity); `custom_fields` (label, kind, is_required, max_length); `variants` values by variant id.
    """

    name: str
    reference: str
    slug: str
    kind: str
    category_id: int
    categories: Sequence[int]
    brand_id: int | None
    tax_rule_id: int | None
    price_excl_micros: int
    price_incl_cents: int
    cost_excl_micros: int
    summary: str
    description: str
    meta_title: str
    meta_description: str
    is_online: bool
    is_on_sale: bool
    is_web_only: bool
    is_available_for_order: bool
    shows_price: bool
    visibility: str
    condition: str
    shows_condition: bool
    quantity: int
    min_quantity: int
    low_stock: int | None
    out_of_stock: str
    in_stock_label: str
    out_of_stock_label: str
    available_on: date | None
    weight_g: int
    width_mm: int
    height_mm: int
    depth_mm: int
    extra_shipping_cents: int
    ean13: str
    isbn: str
    upc: str
    mpn: str
    unit: str
    unit_content_milli: int
    is_withdrawal_excluded: bool
    redirect: str
    tags: Sequence[str]
    related: Sequence[int]
    features: Sequence[tuple[str, str]]
    custom_fields: Sequence[tuple[str, str, bool, int]]
    pack_items: Sequence[tuple[int, int | None, int]]
    attachments: Sequence[int]
    variants: Mapping[int, VariantValues]


_PLAIN = (
    "is_online", "is_on_sale", "is_web_only", "is_available_for_order", "shows_price", "shows_condition", "available_on",
    "is_withdrawal_excluded",
)  # fmt: skip
_TEXTS = {"meta_title": 255, "meta_description": 512, "in_stock_label": 128, "out_of_stock_label": 128, "unit": 20}
_CODES = {"reference": 64, "isbn": 32, "upc": 12, "mpn": 40}
_CHOICES = {
    "visibility": rules.VISIBILITIES, "condition": rules.CONDITIONS, "out_of_stock": rules.OUT_OF_STOCK,
    "redirect": rules.REDIRECTS,
}  # fmt: skip
_LISTS = (
    "images",
    "variants",
    "categories",
    "tags",
    "related",
    "features",
    "custom_fields",
    "pack_items",
    "attachments",
)
_NUMBERS = ("weight_g", "width_mm", "height_mm", "depth_mm", "extra_shipping_cents", "unit_content_milli")


@action("produit.creer", entity="produit", words="a créé le produit")
def create_product(*, key: str | None = None, added_on: date | None = None, **values: Unpack[ProductValues]) -> Product:
    """A new product, offline unless told otherwise; only its name is needed.

    Its category is « Accueil » and its address comes from its name when they are not given. Raises RuleBroken with the
    argument's name as field.
    """
    name = rules.check_name(values.get("name", ""))
    kind = rules.check_choice(values.get("kind", "standard"), rules.KINDS.values(), field="kind")
    category = get_category(values["category_id"]) if "category_id" in values else root_category()
    product = Product(
        key=key, name=name, kind=kind, slug=rules.free_slug(values.get("slug") or name, taken_slugs(Product)),
        category_id=category.id, added_on=added_on or clock.today(), updated_at=clock.now(), quantity=0,
    )  # fmt: skip
    db.session.add(product)
    db.session.flush()
    db.session.refresh(product)
    for hanging in _LISTS:  # nothing hangs yet on what is new: no need to ask
        set_committed_value(product, hanging, [])
    if "categories" not in values:
        set_categories(product, [category.id])
    _apply(product, values)
    return product


@action("produit.modifier", entity="produit", words="a modifié le produit")
def update_product(*, product: Product, **values: Unpack[ProductValues]) -> Product:
    """Change what is given, and nothing else. Raises RuleBroken with the argument's name as field.

    A price may be given without tax, with tax, or both as the linked fields of the page send them. Faults of variants are
    on `variants-<id>-<argument>`.
    """
    _apply(product, values)
    return product


@action("produit.mettre_en_ligne", entity="produit", words="a mis en ligne le produit")
def publish_product(*, product: Product) -> Product:
    """Show the product in the shop."""
    _apply(product, {"is_online": True})
    return product


@action("produit.mettre_hors_ligne", entity="produit", words="a mis hors ligne le produit")
def unpublish_product(*, product: Product) -> Product:
    """Take the product out of the shop, without deleting it."""
    _apply(product, {"is_online": False})
    return product


@action("produit.supprimer", entity="produit", words="a supprimé le produit")
def delete_product(*, product: Product) -> Product:
    """Delete a product and all that hangs on it. Raises RuleBroken when orders, packs or messages still name it."""
    delete_or_refuse(
        *links_to(product), product,
        words=f"« {product.name} » figure dans des commandes, un pack ou une promotion : mettez-le hors ligne plutôt que de le supprimer.",
    )  # fmt: skip
    return product


def _apply(product: Product, values: ProductValues) -> None:
    start = len(changes_of(db.session()))
    _set_price(product, values)
    for name, value in values.items():
        if name in _PLAIN:
            setattr(product, name, value)
        elif name in _CHOICES:
            setattr(product, name, rules.check_choice(str(value), _CHOICES[name].values(), field=name))
        elif name in _TEXTS:
            setattr(product, name, rules.check_text(str(value or ""), _TEXTS[name], field=name))
        elif name in _CODES:
            setattr(product, name, rules.check_code(str(value or ""), _CODES[name], field=name))
        elif name in _NUMBERS:
            setattr(product, name, rules.check_at_least(_whole(value), 0, field=name))
    _set_rest(product, values)
    was_changed = _stamp_if_changed(
        product, start
    )  # before the collections, which flush: one statement then tells both
    _set_collections(product, values)
    db.session.flush()
    if not was_changed:
        _stamp_if_changed(product, start)
    db.session.flush()


def _stamp_if_changed(product: Product, start: int) -> bool:
    """A page saved as it was is no act: the journal says nothing of it."""
    has_changed = _has_changed(start)
    if has_changed:
        stamp(product)
    return has_changed


def _has_changed(start: int) -> bool:
    """Whether anything was written since that many changes, or is about to be."""
    session = db.session()
    return (
        len(changes_of(session)) > start
        or bool(session.new)
        or bool(session.deleted)
        or any(session.is_modified(row) for row in session.dirty)
    )


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int) else 0


def _set_rest(product: Product, values: ProductValues) -> None:
    if "name" in values:
        product.name = rules.check_name(values["name"])
    if "slug" in values:
        _set_slug(product, values["slug"])
    if "kind" in values:
        _set_kind(product, values["kind"])
    if "summary" in values:
        product.summary = clean_html(values["summary"])
    if "description" in values:
        product.description = clean_html(values["description"])
    if "ean13" in values:
        product.ean13 = rules.check_ean13(values["ean13"])
    if "min_quantity" in values:
        product.min_quantity = rules.check_at_least(values["min_quantity"], 1, field="min_quantity")
    if "low_stock" in values:
        low = values["low_stock"]
        product.low_stock = None if low is None else rules.check_at_least(low, 0, field="low_stock")
    if "cost_excl_micros" in values:
        product.cost_excl_micros = rules.check_price(values["cost_excl_micros"], field="cost_excl_micros")
    if "brand_id" in values:
        brand_id = values["brand_id"]
        product.brand_id = None if brand_id is None else get_brand(brand_id).id
    if "quantity" in values and not product.variants:
        change_stock(product=product, delta=values["quantity"] - product.quantity)


def _set_slug(product: Product, slug: str) -> None:
    slug = rules.tidy_slug(slug)
    if not slug:
        product.slug = rules.free_slug(product.name, taken_slugs(Product, but=product.id))
        return
    if slug != product.slug and slug in taken_slugs(Product, but=product.id):
        raise RuleBroken("Un autre produit a déjà cette adresse.", field="slug")
    product.slug = slug


def _set_kind(product: Product, kind: str) -> None:
    kind = rules.check_choice(kind, rules.KINDS.values(), field="kind")
    if kind != product.kind and product.variants and kind != "variants":
        raise RuleBroken("Supprimez d’abord les déclinaisons du produit.", field="kind")
    product.kind = kind


def _set_price(product: Product, values: ProductValues) -> None:
    old_rate = product.tax_rule.rate_bp if product.tax_rule else 0
    rate = old_rate
    if "tax_rule_id" in values:
        rule_id = values["tax_rule_id"]
        rule = get_tax_rule(rule_id) if rule_id is not None else None
        product.tax_rule_id, rate = (rule.id, rule.rate_bp) if rule else (None, 0)
    excl, incl = values.get("price_excl_micros"), values.get("price_incl_cents")
    if excl is not None:
        rules.check_price(excl)
    if incl is not None:
        rules.check_price(incl, field="price_incl_cents")
    if excl is not None and incl is None:
        product.price_excl_micros = excl
    elif incl is not None and excl is None:
        product.price_excl_micros = excl_micros(incl, rate)
    elif excl is not None:
        typed = rules.TypedPrice(excl, incl)
        product.price_excl_micros = rules.resolve_price(typed, product.price_excl_micros, rate, old_rate_bp=old_rate)
    if "tax_rule_id" in values and product.tax_rule_id != (product.tax_rule.id if product.tax_rule else None):
        db.session.flush()
        db.session.expire(product, ["tax_rule"])


def _set_collections(product: Product, values: ProductValues) -> None:
    if "category_id" in values:
        product.category_id = get_category(values["category_id"]).id
        if product.category is None or product.category.id != product.category_id:
            db.session.flush()
            db.session.expire(product, ["category"])
    if "categories" in values or "category_id" in values:
        current = [link.category_id for link in product.categories]
        set_categories(product, [*values.get("categories", current), product.category_id])
    if "tags" in values:
        set_tags(product, values["tags"])
    if "related" in values:
        set_related(product, values["related"])
    if "features" in values:
        set_features(product, values["features"])
    if "custom_fields" in values:
        set_custom_fields(product, values["custom_fields"])
    if "pack_items" in values:
        set_pack_items(product, values["pack_items"])
    if "attachments" in values:
        set_attachments(product, values["attachments"])
    if "variants" in values:
        apply_variants(product, values["variants"])


@action("produit.deplacer", entity="produit", words="a changé le rang du produit")
def move_product(*, product: Product, category_id: int, position: int) -> Product:
    """Give a product another rank (from 1) in the list of a category that holds it."""
    found = sa.select(ProductCategory).where(ProductCategory.category_id == category_id)
    links = list(db.session.scalars(found.order_by(ProductCategory.position, ProductCategory.product_id)))
    mine = next((link for link in links if link.product_id == product.id), None)
    if mine is None:
        raise RuleBroken("Ce produit n’est pas dans cette catégorie.", field="category_id")
    links.remove(mine)
    links.insert(max(0, min(position - 1, len(links))), mine)
    for rank, link in enumerate(links, 1):
        link.position = rank
    db.session.flush()
    return product

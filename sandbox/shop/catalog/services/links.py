"""The lists that hang on a product: categories, tags, related products, features, custom fields, components of a pack.

Each function makes the list exactly what is given, keeping the rows that stay. They are parts of `update_product`. A row that
stays was looked up when it came: only what is new is looked up, so that a page saved as it was asks nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.kernel.text import fold
from sandbox.shop.catalog import rules
from sandbox.shop.catalog.models import (
    Attachment,
    CustomField,
    Feature,
    PackItem,
    Product,
    ProductAttachment,
    ProductCategory,
    ProductFeature,
    ProductTag,
    RelatedProduct,
)
from sandbox.shop.catalog.queries import get_attachment, get_category, get_product, get_variant
from sandbox.shop.catalog.services.common import replace_rows


def set_categories(product: Product, category_ids: Iterable[int]) -> None:
    """The categories that show the product; the default one is always among them."""
    wanted = list(dict.fromkeys([*category_ids, product.category_id]))
    have = {link.category_id: link for link in product.categories}
    replace_rows(product.categories, [have.get(number) or _last_in(product, number) for number in wanted])


def _last_in(product: Product, category_id: int) -> ProductCategory:
    category = get_category(category_id)
    return ProductCategory(product_id=product.id, category_id=category.id, position=_last_position(category.id) + 1)


def _last_position(category_id: int) -> int:
    found = sa.select(sa.func.max(ProductCategory.position)).where(ProductCategory.category_id == category_id)
    return db.session.scalar(found) or 0


def set_tags(product: Product, labels: Iterable[str]) -> None:
    """The product's tags."""
    have = {tag.label: tag for tag in product.tags}
    rows = [have.get(label) or ProductTag(product_id=product.id, label=label) for label in rules.clean_tags(labels)]
    replace_rows(product.tags, rows)


def set_related(product: Product, product_ids: Iterable[int]) -> None:
    """The products proposed beside it, in order; never itself."""
    have = {link.related_id: link for link in product.related}
    rows = []
    for rank, other_id in enumerate(dict.fromkeys(product_ids), 1):
        if other_id == product.id:
            raise RuleBroken("Un produit n’est pas associé à lui-même.", field="related")
        link = have.get(other_id) or RelatedProduct(
            product_id=product.id, related_id=_known_product(other_id, "related").id
        )
        link.position = rank
        rows.append(link)
    replace_rows(product.related, rows)


def _known_product(product_id: int, field: str) -> Product:
    try:
        return get_product(product_id)
    except NotFound as error:
        raise RuleBroken("Ce produit n’existe pas.", field=field) from error


def set_features(
    product: Product, pairs: Sequence[tuple[str, str]], *, known: dict[str, Feature] | None = None
) -> None:
    """The product's facts as (name, value); several values of one name (case and accents apart) are joined; new names are
    added to the shop's. `known` holds the shop's features by folded name, for who sets those of many products.
    """
    values: dict[str, str] = {}
    written: dict[str, str] = {}
    for name, value in pairs:
        name, value = " ".join(name.split()), " ".join(value.split())
        if not name and not value:
            continue
        if not name or not value:
            raise RuleBroken("Une caractéristique demande un nom et une valeur.", field="features")
        rules.check_name(name, field="features", maximum=64)
        name = written.setdefault(fold(name), name)
        values[name] = f"{values[name]}, {value}" if name in values else value
        rules.check_text(values[name], 255, field="features")
    have = {fold(link.feature.name): link for link in product.features}
    if known is None:
        known = known_features() if any(fold(name) not in have for name in values) else {}
    rows = []
    for name, value in values.items():
        link = have.get(fold(name)) or _link_to(product, name, known)
        link.value = value
        rows.append(link)
    replace_rows(product.features, rows)


def _link_to(product: Product, name: str, known: dict[str, Feature]) -> ProductFeature:
    feature = known.get(fold(name)) or known.setdefault(fold(name), feature_named(name))
    return ProductFeature(product_id=product.id, feature_id=feature.id)


def known_features() -> dict[str, Feature]:
    """The shop's features by their folded names."""
    return {fold(feature.name): feature for feature in db.session.scalars(sa.select(Feature))}


def feature_named(name: str) -> Feature:
    """The feature of that name (case and accents apart), made when the shop has none."""
    features = known_features()
    if found := features.get(fold(name)):
        return found
    feature = Feature(name=name, position=max((f.position for f in features.values()), default=0) + 1)
    db.session.add(feature)
    db.session.flush()
    return feature


def set_custom_fields(product: Product, fields: Sequence[tuple[str, str, bool, int]]) -> None:
    """What customers may fill in, as (label, kind, is_required, max_length); kept by label."""
    have = {field.label: field for field in product.custom_fields}
    rows: list[CustomField] = []
    for label, kind, is_required, max_length in fields:
        label = rules.check_text(label, 128, field="custom_fields")
        if not label:
            raise RuleBroken("Un champ de personnalisation demande un libellé.", field="custom_fields")
        if any(row.label == label for row in rows):
            raise RuleBroken(f"Le libellé « {label} » est écrit deux fois.", field="custom_fields")
        field = have.get(label) or CustomField(product_id=product.id, label=label)
        field.kind = rules.check_choice(kind, rules.FIELD_KINDS.values(), field="custom_fields")
        field.is_required = is_required
        field.max_length = rules.check_at_least(max_length, 1, field="custom_fields")
        rows.append(field)
    replace_rows(product.custom_fields, rows)


def set_pack_items(product: Product, items: Sequence[tuple[int, int | None, int]]) -> None:
    """The components of a pack as (product id, variant id or None, quantity); never itself, never another pack."""
    have = {(item.product_id, item.variant_id): item for item in product.pack_items}
    rows: list[PackItem] = []
    for product_id, variant_id, quantity in items:
        if any((row.product_id, row.variant_id) == (product_id, variant_id) for row in rows):
            name = _known_product(product_id, "pack_items").name
            raise RuleBroken(f"« {name} » est deux fois dans le pack : augmentez sa quantité.", field="pack_items")
        item = have.get((product_id, variant_id)) or _new_part(product, product_id, variant_id)
        item.quantity = rules.check_at_least(quantity, 1, field="pack_items")
        rows.append(item)
    replace_rows(product.pack_items, rows)


def _new_part(product: Product, product_id: int, variant_id: int | None) -> PackItem:
    part = _known_product(product_id, "pack_items")
    if part.id == product.id or part.kind == "pack":
        raise RuleBroken("Un pack contient des produits, pas un pack.", field="pack_items")
    if variant_id is not None and get_variant(variant_id).product_id != part.id:
        raise RuleBroken("Cette déclinaison n’est pas celle de ce produit.", field="pack_items")
    return PackItem(pack_id=product.id, product_id=part.id, variant_id=variant_id)


def set_attachments(product: Product, attachment_ids: Iterable[int]) -> None:
    """The files attached to the product, in order."""
    have = {link.attachment_id: link for link in product.attachments}
    rows = []
    for rank, number in enumerate(dict.fromkeys(attachment_ids), 1):
        link = have.get(number) or ProductAttachment(
            product_id=product.id, attachment_id=_known_attachment(number).id, position=rank
        )
        link.position = rank
        rows.append(link)
    if len(rows) > rules.MAX_ATTACHMENTS:
        raise RuleBroken(f"{rules.MAX_ATTACHMENTS} fichiers au plus pour un produit.", field="attachments")
    replace_rows(product.attachments, rows)


def _known_attachment(number: int) -> Attachment:
    try:
        return get_attachment(number)
    except NotFound as error:
        raise RuleBroken("Ce fichier n’existe plus.", field="attachments") from error

"""Variants: generated from attribute values, changed in the grid or one by one, deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypedDict, Unpack

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import excl_micros
from sandbox.shop.catalog import rules
from sandbox.shop.catalog.models import Product, StockMovement, Variant, VariantValue
from sandbox.shop.catalog.queries import get_attribute_value, get_image
from sandbox.shop.catalog.services.common import delete_or_refuse, stamp
from sandbox.shop.catalog.services.stock import change_stock


class VariantValues(TypedDict, total=False):
    """What may be given to a variant; the impact without tax in micros or with tax in cents, or both as linked fields.

    `cost_excl_micros` is what one costs to buy, without tax; None gives it back the cost of its product.
    """

    reference: str
    ean13: str
    impact_excl_micros: int
    impact_incl_cents: int
    cost_excl_micros: int | None
    weight_impact_g: int
    quantity: int
    min_quantity: int
    is_default: bool
    available_on: date | None
    image_id: int | None


@action("declinaison.generer", entity="produit", words="a généré les déclinaisons du produit")
def generate_variants(*, product: Product, values: Sequence[Sequence[int]]) -> Product:
    """Add the combinations of the given attribute values (ids, one list for each attribute) that do not exist yet.

    The product becomes one with variants; the first variant of all is its default. Raises RuleBroken on « values ».
    """
    if product.kind in ("pack", "virtual") and not product.variants:
        raise RuleBroken("Un pack ou un produit virtuel n’a pas de déclinaisons.", field="values")
    for group in values:
        if len({get_attribute_value(value_id).attribute_id for value_id in group}) > 1:
            raise RuleBroken("Chaque liste tient les valeurs d’un seul attribut.", field="values")
    existing = [{link.attribute_value_id for link in variant.values} for variant in product.variants]
    fresh = rules.combinations(values, existing)
    if not fresh:
        raise RuleBroken("Toutes ces combinaisons existent déjà.", field="values")
    product.kind = "variants"
    for combination in fresh:
        variant = Variant(product_id=product.id, is_default=not product.variants, quantity=0)
        variant.values = [VariantValue(attribute_value_id=value_id) for value_id in combination]
        product.variants.append(variant)
    stamp(product)
    db.session.flush()
    return product


@action("declinaison.modifier", entity="declinaison", words="a modifié la déclinaison")
def update_variant(*, variant: Variant, **values: Unpack[VariantValues]) -> Variant:
    """Change what is given. Raises RuleBroken with the argument's name as field."""
    _apply(variant, values)
    stamp(variant.product)
    db.session.flush()
    return variant


@action("declinaison.modifier_selection", entity="produit", words="a modifié plusieurs déclinaisons du produit")
def update_variants(*, product: Product, variant_ids: Sequence[int], **values: Unpack[VariantValues]) -> Product:
    """Give several variants of a product the same values."""
    if not variant_ids:
        raise RuleBroken("Sélectionnez au moins une déclinaison.", field="ids")
    for variant in _own(product, variant_ids):
        _apply(variant, values)
    stamp(product)
    db.session.flush()
    return product


@action("declinaison.supprimer", entity="produit", words="a supprimé des déclinaisons du produit")
def delete_variants(*, product: Product, variant_ids: Sequence[int]) -> Product:
    """Delete variants; the default passes to the first that stays, and a product left without any becomes standard.

    Raises RuleBroken when orders or packs still name one.
    """
    if not variant_ids:
        raise RuleBroken("Sélectionnez au moins une déclinaison.", field="ids")
    gone = _own(product, variant_ids)
    moved = sa.select(StockMovement).where(StockMovement.variant_id.in_([variant.id for variant in gone]))
    movements = db.session.scalars(moved).all()
    delete_or_refuse(
        *movements, *gone,
        words="Une de ces déclinaisons figure dans une commande ou un pack : mettez plutôt son stock à zéro.",
    )  # fmt: skip
    db.session.expire(product, ["variants"])
    if product.variants and not any(variant.is_default for variant in product.variants):
        product.variants[0].is_default = True
    if not product.variants:
        product.kind = "standard"
    stamp(product)
    db.session.flush()
    return product


def apply_variants(product: Product, changes: Mapping[int, VariantValues]) -> None:
    """The grid of the product page: values by variant id; a fault is on `variants-<id>-<argument>`."""
    for variant in _own(product, list(changes)):
        try:
            _apply(variant, changes[variant.id])
        except RuleBroken as error:
            raise RuleBroken(error.message, field=f"variants-{variant.id}-{error.field}") from error


def _own(product: Product, variant_ids: Sequence[int]) -> list[Variant]:
    found = [variant for variant in product.variants if variant.id in set(variant_ids)]
    if len(found) != len(set(variant_ids)):
        raise RuleBroken("Une de ces déclinaisons n’existe plus : rechargez la page.", field="ids")
    return found


def _apply(variant: Variant, values: VariantValues) -> None:
    product = variant.product
    if "reference" in values:
        variant.reference = rules.check_code(values["reference"], 64, field="reference")
    if "ean13" in values:
        variant.ean13 = rules.check_ean13(values["ean13"])
    if "weight_impact_g" in values:
        variant.weight_impact_g = values["weight_impact_g"]
    if "min_quantity" in values:
        variant.min_quantity = rules.check_at_least(values["min_quantity"], 1, field="min_quantity")
    if "available_on" in values:
        variant.available_on = values["available_on"]
    if "image_id" in values:
        _set_image(variant, values["image_id"])
    if values.get("is_default"):
        for other in product.variants:
            other.is_default = other is variant
    _set_impact(variant, values)
    if "cost_excl_micros" in values:
        cost = values["cost_excl_micros"]
        variant.cost_excl_micros = None if cost is None else rules.check_price(cost, field="cost_excl_micros")
    if "quantity" in values:
        change_stock(product=product, variant=variant, delta=values["quantity"] - variant.quantity)


def _set_image(variant: Variant, image_id: int | None) -> None:
    if image_id is not None and get_image(image_id).product_id != variant.product_id:
        raise RuleBroken("Cette image n’est pas celle de ce produit.", field="image_id")
    variant.image_id = image_id


def _set_impact(variant: Variant, values: VariantValues) -> None:
    rate = variant.product.tax_rule.rate_bp if variant.product.tax_rule else 0
    excl, incl = values.get("impact_excl_micros"), values.get("impact_incl_cents")
    if excl is None and incl is None:
        return
    if excl is not None and incl is not None:
        typed = rules.TypedPrice(excl, incl)
        try:
            micros = rules.resolve_price(typed, variant.impact_excl_micros, rate)
        except RuleBroken as error:
            raise RuleBroken(error.message, field="impact_incl_cents") from error
    else:
        micros = excl if excl is not None else excl_micros(incl or 0, rate)
    if variant.product.price_excl_micros + micros < 0:
        raise RuleBroken("Cet impact rendrait le prix négatif.", field="impact_incl_cents")
    if abs(micros) > rules.MAX_PRICE_MICROS:
        raise RuleBroken("Cet impact dépasse un million d’euros : vérifiez la virgule.", field="impact_incl_cents")
    variant.impact_excl_micros = micros

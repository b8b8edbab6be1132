"""The product page, with PrestaShop 9's tabs."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.catalog import queries, rules, services
from sandbox.shop.catalog.models import Product
from sandbox.shop.shops.queries import get_settings
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.aids import MISSING_CAPTIONS, TTC_COLUMNS, has_aid
from sandbox.web.backoffice.feedback import corrected, toast
from sandbox.web.backoffice.forms_product import ProductForm
from sandbox.web.backoffice.forms_variant import VariantSheetForm
from sandbox.web.backoffice.links import product_in_shop
from sandbox.web.backoffice.product_page import make_form, options_for, save
from sandbox.web.backoffice.sales_words import warn_of_sales
from sandbox.web.backoffice.seo_panel import panel_of, product_sheet
from sandbox.web.forms.base import attempt
from sandbox.web.reading_first import reads_first, take_turn

TABS = ("description", "details", "declinaisons", "stocks", "livraison", "prix", "referencement", "options")
FIELDS = {
    "description": ("summary", "description", "category_id", "categories", "brand_id", "related"),
    "details": ("reference", "mpn", "upc", "ean13", "isbn", "features", "condition", "custom_fields"),
    "stocks": (
        "quantity",
        "min_quantity",
        "low_stock",
        "in_stock_label",
        "out_of_stock_label",
        "available_on",
        "pack_items",
    ),
    "livraison": ("width_mm", "height_mm", "depth_mm", "weight_g", "extra_shipping_cents", "carriers"),
    "prix": ("price_excl_micros", "price_incl_cents", "tax_rule_id", "cost_excl_micros", "unit", "unit_content_milli"),
    "referencement": ("meta_title", "meta_description", "slug", "redirect", "tags", "focus"),
    "options": ("visibility", "attachments", "file", "file_name", "file_description"),
}


@bp.get("/catalogue/produits/<int:product_id>")
@allow(Permission.BACKOFFICE_READ)
def product_edit(product_id: int) -> str:
    """The page of a product."""
    product = queries.get_sheet(product_id)
    return _page(product, make_form(product))


@bp.post("/catalogue/produits/<int:product_id>")
@allow(Permission.BACKOFFICE_WRITE)
@reads_first
def product_save(product_id: int) -> Any:
    """Save every tab of a product."""
    product = queries.get_sheet(product_id)
    form = make_form(product)
    if form.validate_on_submit() and take_turn() and attempt(form, save, sheet=form) is not None:
        toast(
            f"« {product.name} » est enregistré.{corrected(form.slug.data, product.slug)}",
            view=product_in_shop(product) if product.is_online else None,
        )
        warn_of_sales(product.name)
        tab = request.form.get("tab", "")
        return redirect(url_for("backoffice.product_edit", product_id=product.id, _anchor=tab if tab in TABS else None))
    return _page(queries.get_sheet(product_id), form), 422


def _page(product: Product, form: ProductForm) -> str:
    settings = get_settings()
    return render_template(
        "backoffice/products/edit.html",
        product=product, form=form.tie(), tabs=_tabs(product, form), rules=rules, settings=settings,
        tree=queries.category_tree(only_active=False), attributes=queries.list_attributes(), features=queries.list_features(),
        cover=queries.cover_of(product), quantity=queries.quantity_of(product), variant_name=queries.variant_name,
        movements=queries.list_movements(product_id=product.id, size=6), in_shop=product_in_shop(product),
        path=queries.category_path(product.category),
        rate=product.tax_rule.rate_bp if product.tax_rule else 0,
        panel=panel_of(form, "product", product.id, lambda: product_sheet(product, form)),
        has_ttc=has_aid(TTC_COLUMNS),
        tells_captions=has_aid(MISSING_CAPTIONS),
        **options_for(product),
        used_values={link.attribute_value_id for variant in product.variants for link in variant.values},
    )  # fmt: skip


def _tabs(product: Product, form: ProductForm) -> list[tuple[str, str, str, bool]]:
    """The tabs of this type of product; a fault on one is shown on its label."""
    stock = ("declinaisons", "Déclinaisons", str(len(product.variants) or "")) if product.kind == "variants" else None
    stock = stock or ("stocks", "Pack" if product.kind == "pack" else "Stocks", "")
    wanted = [
        ("description", "Description", ""), ("details", "Détails", ""), stock, ("livraison", "Livraison", ""),
        ("prix", "Prix", ""), ("referencement", "Référencement", ""), ("options", "Options", ""),
    ]  # fmt: skip
    lines = any(error for line in form.variant_forms.values() for field in line for error in field.errors)
    return [
        (name, label, n, form.has_errors(FIELDS.get(name, ())) or (name == "declinaisons" and lines))
        for name, label, n in wanted
        if not (name == "livraison" and product.kind == "virtual")
    ]


@bp.get("/catalogue/produits/<int:product_id>/declinaisons/<int:variant_id>")
@allow(Permission.BACKOFFICE_READ)
def variant_edit(product_id: int, variant_id: int) -> str:
    """The page of one variant."""
    variant = queries.get_variant_of(product_id, variant_id)
    return _variant_page(variant, VariantSheetForm.of(variant))


@bp.post("/catalogue/produits/<int:product_id>/declinaisons/<int:variant_id>")
@allow(Permission.BACKOFFICE_WRITE)
def variant_save(product_id: int, variant_id: int) -> Any:
    """Save one variant."""
    variant = queries.get_variant_of(product_id, variant_id)
    form = VariantSheetForm.of(variant)
    if (
        form.validate_on_submit()
        and attempt(form, services.update_variant, variant=variant, **form.values()) is not None
    ):
        toast(f"La déclinaison « {queries.variant_name(variant)} » est enregistrée.")
        return redirect(url_for("backoffice.product_edit", product_id=product_id, _anchor="declinaisons"))
    return _variant_page(variant, form), 422


def _variant_page(variant: Any, form: VariantSheetForm) -> str:
    return render_template(
        "backoffice/products/variant.html", variant=variant, product=variant.product, form=form,
        name=queries.variant_name(variant), cost=queries.cost_of(variant.product, variant), rate=variant.product.tax_rule.rate_bp if variant.product.tax_rule else 0,
    )  # fmt: skip

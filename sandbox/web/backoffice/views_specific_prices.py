"""The « Prix spécifiques » of the product page, and its « Pourquoi ce prix ? »."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.catalog.models import Product
from sandbox.shop.catalog.queries import get_sheet, variant_name
from sandbox.shop.customers.models import CustomerGroup
from sandbox.shop.customers.queries import list_groups
from sandbox.shop.customers.rules import Buyer
from sandbox.shop.pricing import queries, services
from sandbox.shop.pricing.models import SpecificPrice
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.aids import WHY_THIS_PRICE, has_aid
from sandbox.web.backoffice.choices import customer_options
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_promotions import SpecificPriceForm
from sandbox.web.backoffice.links import product_in_shop
from sandbox.web.forms.base import attempt
from sandbox.web.numbers import whole


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A specific price in words."""

    row: SpecificPrice
    variant: str
    group: str
    customer: str


@dataclass(frozen=True, slots=True)
class Panel:
    """What the block of the product page shows: its rows, and the price explained to one group for a quantity.

    `price` is None where « Pourquoi ce prix ? » is switched off.
    """

    rows: list[PriceRow]
    groups: list[CustomerGroup]
    variants: list[tuple[int, str]]
    group_id: int
    variant_id: int | None
    quantity: int
    price: queries.Price | None
    lowest_cents: int | None


def _variants(product: Product) -> list[tuple[int, str]]:
    return [(variant.id, variant_name(variant)) for variant in product.variants]


def panel_of(product: Product) -> Panel:
    """The block of a product, from the address: `groupe`, `declinaison`, `quantite` of the explained price."""
    groups, variants = list(list_groups()), _variants(product)
    group = next((g for g in groups if str(g.id) == request.args.get("groupe")), groups[0] if groups else None)
    variant = next((v for v in product.variants if str(v.id) == request.args.get("declinaison", "")), None)
    quantity = max(1, min(request.args.get("quantite", 1, type=whole), 10_000))
    price = (
        queries.explain_price(product, variant=variant, buyer=_buyer_of(group), quantity=quantity)
        if has_aid(WHY_THIS_PRICE)
        else None
    )
    return Panel(
        _rows(product, groups, dict(variants)), groups, variants, group.id if group else 0, variant.id if variant else None,
        quantity, price, queries.lowest_30_days(product),
    )  # fmt: skip


def _buyer_of(group: CustomerGroup | None) -> Buyer:
    if group is None:
        return queries.public_buyer()
    return Buyer(None, (group.id,), group.id, group.shows_tax_excl, group.shows_prices)


def _rows(product: Product, groups: list[CustomerGroup], variants: dict[int, str]) -> list[PriceRow]:
    found = queries.specific_prices_of(product)
    names = {g.id: g.name for g in groups}
    people = customer_options() if any(row.customer_id for row in found) else {}
    return [
        PriceRow(
            row,
            variants.get(row.variant_id or 0, ""),
            names.get(row.group_id or 0, ""),
            people.get(row.customer_id or 0, ""),
        )
        for row in found
    ]


@bp.context_processor
def _panels() -> dict[str, Callable[[Product], Panel]]:
    """The block is included by the product page, which knows nothing of prices."""
    return {"price_panel": panel_of}


def _form(product: Product, price: SpecificPrice | None) -> SpecificPriceForm:
    groups = [(g.id, g.name) for g in list_groups()]
    form = SpecificPriceForm(price=price, groups=groups, variants=_variants(product))
    form.customer_id.options = customer_options()
    return form


def _page(product: Product, form: SpecificPriceForm, price: SpecificPrice | None) -> str:
    regular = queries.price_of(product, buyer=queries.public_buyer())
    return render_template(
        "backoffice/promotions/specific_price.html", product=product, form=form, price=price, regular=regular,
        lowest=queries.lowest_30_days(product),
    )  # fmt: skip


@bp.get("/catalogue/produits/<int:product_id>/prix-specifiques/nouveau")
@allow(Permission.BACKOFFICE_READ)
def specific_price_new(product_id: int) -> str:
    """The form of a new specific price."""
    product = get_sheet(product_id)
    return _page(product, _form(product, None), None)


@bp.post("/catalogue/produits/<int:product_id>/prix-specifiques/nouveau")
@allow(Permission.BACKOFFICE_WRITE)
def specific_price_create(product_id: int) -> Any:
    """Add a specific price to a product."""
    product = get_sheet(product_id)
    form = _form(product, None)
    if (
        form.validate_on_submit()
        and attempt(form, services.create_specific_price, product=product, **form.values()) is not None
    ):
        return _saved(product, f"Le prix spécifique de «\u00a0{product.name}\u00a0» est ajouté.")
    return _page(product, form, None), 422


@bp.get("/catalogue/prix-specifiques/<int:price_id>")
@allow(Permission.BACKOFFICE_READ)
def specific_price_edit(price_id: int) -> str:
    """The form of a specific price."""
    price = queries.get_specific_price(price_id)
    product = get_sheet(price.product_id)
    return _page(product, _form(product, price), price)


@bp.post("/catalogue/prix-specifiques/<int:price_id>")
@allow(Permission.BACKOFFICE_WRITE)
def specific_price_update(price_id: int) -> Any:
    """Change a specific price."""
    price = queries.get_specific_price(price_id)
    product = get_sheet(price.product_id)
    form = _form(product, price)
    if form.validate_on_submit():
        done = attempt(form, services.update_specific_price, specific_price=price, **form.values())
        if done is not None:
            return _saved(product, f"Le prix spécifique de «\u00a0{product.name}\u00a0» est enregistré.")
    return _page(product, form, price), 422


@bp.post("/catalogue/prix-specifiques/<int:price_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def specific_price_delete(price_id: int) -> Any:
    """Remove a specific price."""
    price = services.delete_specific_price(specific_price=queries.get_specific_price(price_id))
    return _saved(get_sheet(price.product_id), "Le prix spécifique est supprimé.")


def _saved(product: Product, words: str) -> Any:
    toast(words, view=product_in_shop(product) if product.is_online else None)
    return redirect(url_for("backoffice.product_edit", product_id=product.id, _anchor="prix"))

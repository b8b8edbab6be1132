"""Catalogue > Produits: the list, its bulk actions, and what one click does to a product."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, render_template, request, url_for

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.values import Kind
from sandbox.policy.permissions import Permission
from sandbox.shop.catalog import queries, services
from sandbox.shop.catalog.rules import KIND_LABELS
from sandbox.shop.shops.queries import get_setting
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_product import NewProductForm
from sandbox.web.backoffice.links import back, product_in_shop
from sandbox.web.backoffice.list_exports import EXPORTED, PRODUCTS, sheet
from sandbox.web.forms.base import attempt
from sandbox.web.listing import Column, Filter, Listing
from sandbox.web.numbers import whole
from sandbox.web.page_cache import kept

ONLINE = {"1": "En ligne", "0": "Hors ligne"}
COLUMNS = (
    Column("id", "ID", Filter.RANGE, Kind.INTEGER, is_sorted=True, css="num c-id"),
    Column("image", "Image", css="c-img"),
    Column("name", "Nom", Filter.TEXT, is_sorted=True, css="c-nom", placeholder="Rechercher un nom"),
    Column("reference", "Référence", Filter.TEXT, is_sorted=True, css="c-ref"),
    Column("category", "Catégorie", Filter.TEXT, is_sorted=True, css="c-cat"),
    Column("price_excl", "Prix HT", Filter.RANGE, Kind.MICROS, is_sorted=True, css="num c-ht"),
    Column("price_incl", "Prix TTC", is_sorted=True, css="num c-ttc"),
    Column("quantity", "Quantité", Filter.RANGE, Kind.INTEGER, is_sorted=True, css="num c-q"),
    Column("state", "État", Filter.CHOICE, choices=ONLINE, is_sorted=True, css="c-st"),
)
POSITION = Column("position", "Position", is_sorted=True, css="num c-pos")


@bp.get("/catalogue/produits")
@allow(Permission.BACKOFFICE_READ)
@kept
def products() -> str:
    """The list of products."""
    category_id = request.args.get("categorie", type=whole)
    listing = _listing(category_id)
    page = queries.list_products(
        _filter(listing, category_id), sort=listing.sort, number=listing.number, size=listing.size
    )
    return render_template(
        "backoffice/products/list.html",
        listing=listing, page=page, counts=queries.count_products(), tree=queries.category_tree(only_active=False),
        category_id=category_id, low=get_setting("stock_bas"), kinds=KIND_LABELS, quantity_of=queries.quantity_of,
        cover_of=queries.cover_of, suggestions=queries.suggest_words(listing.raw.get("name", "")) if not page.total else [],
        ranks=queries.ranks_in(category_id) if category_id else {},
    )  # fmt: skip


@bp.get("/catalogue/produits/export.csv")
@allow(Permission.BACKOFFICE_READ)
def products_export() -> Response:
    """The products of the list, all its pages, for a spreadsheet."""
    category_id = request.args.get("categorie", type=whole)
    listing = _listing(category_id)
    rows = queries.list_products(_filter(listing, category_id), sort=listing.sort, size=EXPORTED).items
    return sheet("produits", PRODUCTS, rows)


def _listing(category_id: int | None) -> Listing:
    if category_id is None:
        return Listing.read(COLUMNS, request.args, "backoffice.products")
    columns = (*COLUMNS[:1], POSITION, *COLUMNS[1:])
    return Listing.read(
        columns, request.args, "backoffice.products", kept={"categorie": category_id}, default_sort="position"
    )


def _filter(listing: Listing, category_id: int | None) -> queries.ProductFilter:
    values = listing.values
    return queries.ProductFilter(
        name=values.get("name", ""), reference=values.get("reference", ""), category=values.get("category", ""),
        category_ids=(category_id,) if category_id else (), id_min=values.get("id_min"), id_max=values.get("id_max"),
        price_min=values.get("price_excl_min"), price_max=values.get("price_excl_max"),
        quantity_min=values.get("quantity_min"), quantity_max=values.get("quantity_max"),
        is_online=values["state"] == "1" if "state" in values else None,
    )  # fmt: skip


@bp.post("/catalogue/produits/selection")
@allow(Permission.BACKOFFICE_WRITE)
def products_bulk() -> Any:
    """Activate, deactivate, duplicate or delete the selected products."""
    acts = {
        "activer": (services.publish_product, "mis en ligne"), "desactiver": (services.unpublish_product, "mis hors ligne"),
        "dupliquer": (services.duplicate_product, "dupliqué"), "supprimer": (services.delete_product, "supprimé"),
    }  # fmt: skip
    act, words = acts.get(request.form.get("action", ""), (None, ""))
    chosen = queries.get_products(request.form.getlist("ids", type=whole))
    if act is None or not chosen:
        toast("Cochez des produits, puis choisissez une action.", kind="warn")
        return back("backoffice.products")
    try:
        for product in chosen:
            act(product=product)
    except RuleBroken as refused:
        raise RuleBroken(f"Rien n’a été changé. {refused.message}") from refused
    many = "s" if len(chosen) > 1 else ""
    toast(f"{len(chosen)} produit{many} {words}{many}.")
    return back("backoffice.products")


@bp.post("/catalogue/produits/<int:product_id>/en-ligne")
@allow(Permission.BACKOFFICE_WRITE)
def product_switch(product_id: int) -> Any:
    """Put a product online or offline from the list."""
    product = queries.get_product(product_id)
    online = request.form.get("value") == "1"
    (services.publish_product if online else services.unpublish_product)(product=product)
    address = url_for("backoffice.product_switch", product_id=product.id)
    fields = {"value": "" if online else "1", "next": request.form.get("next", "")}
    words = "en ligne" if online else "hors ligne"
    toast(
        f"« {product.name} » est passé {words}.",
        undo=(address, fields),
        view=product_in_shop(product) if online else None,
    )
    return back("backoffice.products")


@bp.post("/catalogue/produits/<int:product_id>/position")
@allow(Permission.BACKOFFICE_WRITE)
def product_move(product_id: int) -> Any:
    """Move a product up or down in a category."""
    category_id = request.form.get("categorie", 0, type=whole)
    product = queries.get_product(product_id)
    position = request.form.get("position", 1, type=whole)
    services.move_product(product=product, category_id=category_id, position=position)
    return back("backoffice.products", categorie=category_id)


@bp.post("/catalogue/produits/<int:product_id>/dupliquer")
@allow(Permission.BACKOFFICE_WRITE)
def product_duplicate(product_id: int) -> Any:
    """Copy a product and open the copy."""
    twin = services.duplicate_product(product=queries.get_product(product_id))
    toast("Le produit a été dupliqué ; la copie est hors ligne.")
    return redirect(url_for("backoffice.product_edit", product_id=twin.id))


@bp.post("/catalogue/produits/<int:product_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def product_delete(product_id: int) -> Any:
    """Delete a product."""
    product = services.delete_product(product=queries.get_product(product_id))
    toast(f"« {product.name} » a été supprimé.")
    return back("backoffice.products")


@bp.get("/catalogue/produits/nouveau")
@allow(Permission.BACKOFFICE_READ)
def product_new() -> str:
    """Choose the type and the name of a new product."""
    return render_template("backoffice/products/new.html", form=NewProductForm(kind="standard"))


@bp.post("/catalogue/produits/nouveau")
@allow(Permission.BACKOFFICE_WRITE)
def product_create() -> Any:
    """Create a product and open its page."""
    form = NewProductForm()
    if form.validate_on_submit():
        product = attempt(form, services.create_product, name=form.name.data, kind=form.kind.data)
        if product is not None:
            toast(f"« {product.name} » est créé, hors ligne. Complétez sa fiche.")
            return redirect(url_for("backoffice.product_edit", product_id=product.id))
    return render_template("backoffice/products/new.html", form=form), 422

"""What a candidate does again and again: find a sheet, fill it in, save it, then go and look in the shop."""

from __future__ import annotations

from typing import Any

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import Category, Product
from tests.support.pages import Page
from tests.web.backoffice.conftest import Desk

PRODUCTS = "/catalogue/produits"
BOX = "coffret-escale-hiver"
"""The product that the context leaves with its name and photos."""


def product(desk: Desk, key: str = BOX) -> Product:
    """A product of the shop, read again."""
    found: Product = desk.find(Product, key=key)
    return found


def sheet(desk: Desk, key: str = BOX) -> str:
    """The page of a product in the back office."""
    return f"{PRODUCTS}/{product(desk, key).id}"


def save_product(desk: Desk, key: str = BOX, **changes: object) -> Page:
    """Change fields of a product's page and save it."""
    path = sheet(desk, key)
    return desk.save(path, **desk.form(path, "product-form").filled(**changes))


def in_shop(desk: Desk, key: str = BOX) -> Page:
    """The page of a product in the shop."""
    found = product(desk, key)
    return desk.shop_page(f"/produit/{found.id}-{found.slug}")


def put_online(desk: Desk, **more: object) -> None:
    """Give the empty product what it needs to be sold, and put it online."""
    values = {"is_online": "y", "price_excl_micros": "", "price_incl_cents": "34,90", "quantity": "20"}
    save_product(desk, **{**values, **more})


def category(desk: Desk, key: str) -> Category:
    """A category of the shop, read again."""
    found: Category = desk.find(Category, key=key)
    return found


def category_in_shop(desk: Desk, key: str) -> Page:
    """The page of a category in the shop."""
    found = category(desk, key)
    return desk.shop_page(f"/categorie/{found.id}-{found.slug}")


def add_to_cart(desk: Desk, key: str, quantity: int = 1, **more: Any) -> None:
    """Put a product in the cart, as a visitor does."""
    in_shop(desk, key)
    answer = desk.visitor.post(f"{desk.root}/panier/ajouter/{product(desk, key).id}", quantity=str(quantity), **more)
    assert answer.status_code == 302, answer.status_code


def enter_code(desk: Desk, code: str) -> Page:
    """Type a code in the cart, and read what the cart says."""
    desk.shop_page("/panier")
    answer = desk.visitor.post(f"{desk.root}/panier/code", code=code)
    return Page(answer.text) if answer.status_code == 422 else desk.shop_page("/panier")


def latest(model: Any) -> Any:
    """The row that was made last."""
    db.session.expire_all()
    return db.session.query(model).order_by(model.id.desc()).first()

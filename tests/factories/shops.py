"""A small shop: a few rows in the rooms that most tests need, made through the models, without files."""

from __future__ import annotations

from datetime import date, datetime

from sandbox.kernel.db import db
from sandbox.kernel.money import excl_micros
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Category, Product, ProductCategory
from sandbox.shop.customers.models import Customer, CustomerGroup, GroupMembership, Title
from sandbox.shop.shops.models import Shop, ShopKind
from sandbox.shop.taxes.models import TaxRule

ANCHOR = date(2026, 11, 23)
MOMENT = datetime(2026, 11, 23, 9, 0)
CANARY = "FUITE"


def make_small_shop(key: str, *, canary: bool = False) -> Shop:
    """A copy-kind shop with two tax rules, two categories, three products, the three role groups and one customer.

    With `canary`, every text says FUITE: a response to somebody else that contains it is a leak.
    """

    def word(text: str) -> str:
        return f"{CANARY} {text}" if canary else text

    shop = Shop(
        key=key, kind=ShopKind.COPY, context_slug="petite", context_version="1", name=word("Petite boutique"),
        anchor_on=ANCHOR, created_at=MOMENT,
    )  # fmt: skip
    db.session.add(shop)
    db.session.flush()
    with shop_scope(shop.id):
        taxes = [TaxRule(key="tva-20", name="FR taux standard (20 %)", rate_bp=2000),
                 TaxRule(key="tva-5-5", name="FR taux réduit (5,5 %)", rate_bp=550)]  # fmt: skip
        root = Category(key="accueil", name="Accueil", slug="accueil")
        db.session.add_all([*taxes, root])
        db.session.flush()
        coffees = Category(key="cafes", name=word("Cafés"), slug="cafes", parent_id=root.id, position=1)
        objects = Category(key="objets", name=word("Objets"), slug="objets", parent_id=root.id, position=2)
        db.session.add_all([coffees, objects])
        db.session.flush()
        _products(word, coffees, objects, taxes)
        _customers(word)
    return shop


def _products(word, coffees: Category, objects: Category, taxes: list[TaxRule]) -> None:  # type: ignore[no-untyped-def]
    sheets = [
        ("ethiopie", "Éthiopie Yirgacheffe", coffees, taxes[1], 1290, 40),
        ("colombie", "Colombie Huila", coffees, taxes[1], 990, 0),
        ("mug", "Mug Escale", objects, taxes[0], 1990, 12),
    ]
    for number, (key, name, category, tax, price, quantity) in enumerate(sheets, 1):
        product = Product(
            key=key, reference=f"T-{number:03d}", name=word(name), slug=key, category_id=category.id, tax_rule_id=tax.id,
            price_excl_micros=excl_micros(price, tax.rate_bp), quantity=quantity, is_online=True, weight_g=250,
            summary=word("<p>Court.</p>"), description=word("<p>Une description.</p>"), added_on=ANCHOR, updated_at=MOMENT,
        )  # fmt: skip
        db.session.add(product)
        db.session.flush()
        db.session.add(ProductCategory(product_id=product.id, category_id=category.id, position=number))
    db.session.flush()


def _customers(word) -> None:  # type: ignore[no-untyped-def]
    groups = [CustomerGroup(key=role_key, name=name, role=role, created_at=MOMENT) for role_key, name, role in
              (("visiteur", "Visiteur", "visitor"), ("invite", "Invité", "guest"), ("client", "Client", "customer"))]  # fmt: skip
    title = Title(key="mme", name="Mme")
    db.session.add_all([*groups, title])
    db.session.flush()
    customer = Customer(
        key="ines", title_id=title.id, first_name=word("Inès"), last_name="Kervella", email="ines@exemple.example",
        default_group_id=groups[2].id, registered_at=MOMENT,
    )  # fmt: skip
    db.session.add(customer)
    db.session.flush()
    db.session.add(GroupMembership(customer_id=customer.id, group_id=groups[2].id))
    db.session.flush()

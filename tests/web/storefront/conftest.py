"""Who visits the shops in these tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.passwords import hash_password
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Category, Product, Variant
from sandbox.shop.customers.models import Customer
from sandbox.shop.shipping.models import Carrier
from sandbox.shop.shops.models import Shop
from tests.factories.world import World
from tests.support.pages import Form, Page
from tests.support.visitor import Visitor

PASSWORD = "un-mot-de-passe-long"
CAMILLE, HUGO = "le-goff-camille", "lemarchand-hugo"
ADDRESS = {
    "liv-first_name": "Nolwenn", "liv-last_name": "Le Bihan", "liv-line1": "4, quai des Indes", "liv-postcode": "56100",
    "liv-city": "Lorient", "liv-country": "France",
}  # fmt: skip
CARD = {"payment": "carte", "card_number": "4970 1000 0000 0006", "card_expiry": "09/31", "card_code": "123"}


class Still(Visitor):
    """A visitor whose pages are all of one moment, moved on by `later` only."""

    def _open(self, path: str, kwargs: dict[str, Any]) -> TestResponse:
        if not hasattr(self, "moment"):
            self.moment = clock.now()
        with clock.frozen(self.moment):
            return super()._open(path, kwargs)


class Buyer:
    """Somebody in front of one shop, without script."""

    def __init__(self, visitor: Visitor, shop_key: str) -> None:
        self.visitor, self.root = visitor, f"/b/{shop_key}"
        self.shop_id = db.session.query(Shop.id).filter_by(key=shop_key).scalar()

    def read(self, path: str = "/", *, status: int = 200) -> Page:
        """A page of the shop."""
        return Page(self.html(path, status=status))

    def html(self, path: str = "/", *, status: int = 200) -> str:
        """A page of the shop as it was sent."""
        answer = self.visitor.get(f"{self.root}{path}")
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.headers.get('Location', '')}"
        return answer.text

    def goes_to(self, path: str) -> str:
        """Where an address leads, within the shop."""
        answer = self.visitor.get(f"{self.root}{path}")
        assert 300 <= answer.status_code < 400, f"{path}: {answer.status_code}"
        return answer.headers["Location"].removeprefix(self.root)

    def form(self, path: str, part: str) -> Form:
        """A form of a page."""
        return self.read(path).form(part)

    def send(self, path: str, **data: Any) -> TestResponse:
        """Post to an address of the shop."""
        return self.visitor.post(f"{self.root}{path}", **data)

    def save(self, path: str, **data: Any) -> Page:
        """Post what must be accepted, and read the page it leads to."""
        answer = self.send(path, **data)
        assert answer.status_code == 302, f"{path}: {answer.status_code} {faults(answer)}"
        page = self.visitor.get(answer.headers["Location"], follow_redirects=True)
        assert page.status_code == 200
        return Page(page.text)

    def refused(self, path: str, **data: Any) -> Page:
        """Post what must be refused, and read the same page with its faults."""
        answer = self.send(path, **data)
        assert answer.status_code == 422, f"{path}: {answer.status_code} {answer.headers.get('Location', '')}"
        return Page(answer.text)

    # what there is in the shop -----------------------------------------------------------------------------------

    def find(self, model: Any, **values: Any) -> Any:
        """A row of the shop."""
        db.session.expire_all()
        return db.session.query(model).filter_by(**values).one()

    def count(self, model: Any, **values: Any) -> int:
        """How many rows of the shop."""
        number: int = db.session.query(model).filter_by(**values).count()
        return number

    def product(self, key: str) -> Product:
        """A product by its key."""
        found: Product = self.find(Product, key=key)
        return found

    def product_path(self, key: str, reference: str = "") -> str:
        """The address of a product, on the variant of a reference when given."""
        row = self.product(key)
        path = f"/produit/{row.id}-{row.slug}"
        return f"{path}?v={self.find(Variant, reference=reference).id}" if reference else path

    def category_path(self, key: str) -> str:
        """The address of a category."""
        row = self.find(Category, key=key)
        return f"/categorie/{row.id}-{row.slug}"

    # what people do ----------------------------------------------------------------------------------------------

    def add(self, key: str, *, reference: str = "", **data: Any) -> TestResponse:
        """Put a product in the cart through its own form."""
        form = self.form(self.product_path(key, reference), "achat")
        return self.send(form.action.removeprefix(self.root), **form.filled(**data))

    def fill_cart(self, **quantities: int) -> None:
        """Put products in the cart, by key with underscores."""
        for key, quantity in quantities.items():
            answer = self.add(key.replace("_", "-"), quantity=quantity)
            assert answer.status_code == 302, faults(answer)
        self.read("/panier")

    def sign_in(self, key: str = CAMILLE) -> Page:
        """Sign in as a customer of the shop, who gets a password for it."""
        customer = self.find(Customer, key=key)
        customer.password_hash, email = hash_password(PASSWORD), customer.email
        db.session.commit()
        self.read("/connexion")
        return self.save("/connexion", email=email, password=PASSWORD)

    def be_guest(self, email: str = "nolwenn@courriel.example") -> Page:
        """Say who orders, without an account."""
        return self.save("/commande/coordonnees", first_name="Nolwenn", last_name="Le Bihan", email=email)

    def reach_payment(self, carrier: str = "relais-escale") -> Page:
        """Go from the cart to the last step as a guest."""
        self.be_guest()
        self.save("/commande/adresses", delivery="nouvelle", invoice="meme", **ADDRESS)
        return self.save("/commande/livraison", carrier_id=self.find(Carrier, key=carrier).id)

    def total(self) -> str:
        """The total that the payment page was drawn with, in cents."""
        return self.form("/commande/paiement", "#1").fields["total"][0]

    def pay(self, **data: Any) -> TestResponse:
        """Send the last step."""
        total = data.pop("total", None) or self.total()
        return self.send("/commande/paiement", **{"total": total, "accepts_terms": "y", **CARD, **data})


def error_at(page: Page, field: str) -> str:
    """The fault said at a field, empty when there is none."""
    return " ".join(page.texts.get(f"{field}-e", "").split())


def faults(answer: TestResponse) -> str:
    """The lines of a refusal, for the message of a test that failed."""
    return " | ".join(f"{name}: {text}" for name, text in Page(answer.text).texts.items() if name.endswith("-e"))


@pytest.fixture
def buyer(world_app: Flask, world: World) -> Iterator[Buyer]:
    """Alice as a customer of her own practice shop, with the shop open for what the test looks up itself."""
    found = Buyer(Still(world_app, "alice"), world.alice_shop_key)
    with shop_scope(found.shop_id):
        yield found


@pytest.fixture
def other(world_app: Flask, buyer: Buyer, world: World) -> Buyer:
    """Alice at a second workstation, in the same shop: another customer for that shop."""
    assert buyer.root.endswith(world.alice_shop_key)
    return Buyer(Still(world_app, "alice"), world.alice_shop_key)

"""A hundred people press the button for the last five items at the very same moment: five sold, ninety-five told so.

Each is a browser of its own with its own cart, through the whole application: the door, the form, the card, the unit of work. On
SQLite or on PostgreSQL, whichever the tests run on.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from flask.testing import FlaskClient

from sandbox.kernel.db import db
from sandbox.kernel.scope import enter_shop
from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.services import create_address, create_guest
from sandbox.shop.orders import services
from sandbox.shop.orders.models import Order, OrderLine
from sandbox.shop.shipping.models import Carrier
from sandbox.shop.support.models import Mail
from tests.web.storefront.conftest import CARD, Buyer

BUYERS, LEFT = 100, 5
TOLD = "n’est plus en stock"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def queue_up(app: Flask, buyer: Buyer) -> list[FlaskClient]:
    """A hundred guests at the last step, each with one cup in the cart; made by the services, since only the end is measured."""
    cup, carrier = buyer.product("tasse-quai"), buyer.find(Carrier, key="relais-escale")
    cup.quantity = LEFT
    kept = []
    for rank in range(BUYERS):
        guest = create_guest(first_name="Nolwenn", last_name="Le Bihan", email=f"n{rank}@courriel.example")
        home = create_address(
            customer=guest, alias="Maison", line1="4, quai des Indes", postcode="56100", city="Lorient"
        )
        cart = services.open_cart(token=f"{rank:032x}", customer=guest)
        services.add_to_cart(cart=cart, product=cup, quantity=1)
        services.choose_delivery(cart=cart, delivery_address=home, carrier=carrier)
        kept.append({"panier": cart.token, "invite": guest.id})
    db.session.commit()
    return [browser(app, buyer, one) for one in kept]


def browser(app: Flask, buyer: Buyer, kept: dict[str, object]) -> FlaskClient:
    """A browser that the door knows already, in front of its own cart."""
    client = app.test_client()
    cookie = buyer.visitor.client.get_cookie("e5")
    assert cookie is not None
    client.set_cookie("e5", cookie.value)
    with client.session_transaction() as session:
        session["boutiques"] = {buyer.root.removeprefix("/b/"): kept}
    return client


def ask(app: Flask, client: FlaskClient, path: str) -> str:
    """A page, in a context of its own."""
    with app.app_context():
        return client.get(path).text


def test_five_sold_ninety_five_told(world_app: Flask, buyer: Buyer) -> None:
    buyer.read("/")
    clients = queue_up(world_app, buyer)
    enter_shop(buyer.shop_id)
    orders, mails = buyer.count(Order), buyer.count(Mail)
    page = ask(world_app, clients[0], f"{buyer.root}/commande/paiement")
    found = _TOKEN.search(page)
    total = re.search(r'name="total" value="(\d+)"', page)
    assert found is not None
    assert total is not None
    sent = {"csrf_token": found[1], "total": total[1], "accepts_terms": "y", **CARD}
    db.session.remove()
    together = Barrier(BUYERS)

    def press(client: FlaskClient) -> tuple[int, str, str]:
        together.wait()
        with world_app.app_context():
            answer = client.post(f"{buyer.root}/commande/paiement", data=sent)
            return answer.status_code, answer.headers.get("Location", ""), answer.text

    with ThreadPoolExecutor(BUYERS) as pool:
        answers = list(pool.map(press, clients))

    sold = [rank for rank, (_, where, _) in enumerate(answers) if "/commande/confirmation/" in where]
    assert len(sold) == LEFT, sorted((status, where) for status, where, _ in answers)
    untold = []
    for rank, (status, where, text) in enumerate(answers):
        if rank not in sold:
            page = ask(world_app, clients[rank], where) if status == 302 else text
            untold += [] if TOLD in page and status in (302, 422) else [(rank, status, where)]
    assert untold == []
    enter_shop(buyer.shop_id)
    assert buyer.product("tasse-quai").quantity == 0
    assert buyer.count(Order) == orders + LEFT
    assert buyer.count(Mail) == mails + LEFT, "who was told no gets no confirmation"
    cup = buyer.product("tasse-quai").id
    last = db.session.query(Order).order_by(Order.id.desc()).limit(LEFT).all()
    assert len({order.invoice_number for order in last}) == LEFT
    assert {order.total_incl_cents for order in last} == {int(total[1])}
    assert (
        db.session.query(OrderLine)
        .filter(OrderLine.order_id.in_([o.id for o in last]), OrderLine.product_id == cup)
        .count()
        == LEFT
    )
    assert db.session.query(Product).filter(Product.quantity < 0).count() == 0

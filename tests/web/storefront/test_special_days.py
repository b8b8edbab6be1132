"""A session that starts on 29 February, on a Sunday, in the winter sales or on Christmas Day looks right, down to the order."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from sandbox.accounts.queries import find_user
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.services import update_product
from sandbox.shop.orders.models import Order
from sandbox.shop.pricing.rules.sales import is_in_sales, mentions_sales
from sandbox.shop.reviews.models import Review
from sandbox.shop.shipping.models import Carrier
from sandbox.shop.shipping.rules import is_working_day
from sandbox.shop.shops.models import Shop
from sandbox.training.practice.models import PracticeRun
from sandbox.training.practice.services import restart_run
from tests.factories.world import World
from tests.web.storefront.conftest import Buyer, Still

MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_DAY = re.compile(r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s(\d{1,2})\s(\S+?)(?=[\s<.,:]|$)")
_SIGNED = re.compile(r"(?:Publié|Expérience) (?:le|du) (\d{1,2}) (\S+) (\d{4})")
SPECIAL = {
    "29 février": datetime(2028, 2, 29, 9, 30), "dimanche": datetime(2026, 11, 29, 11, 0),
    "soldes": datetime(2027, 1, 13, 14, 0), "Noël": datetime(2026, 12, 25, 16, 0),
    "veille de l’an": datetime(2026, 12, 31, 22, 30),
}  # fmt: skip


def month(word: str) -> int:
    """The number of a month, short or whole."""
    return next(n for n, short in enumerate(MONTHS, 1) if word.startswith(short.rstrip(".")))


def visit(app: Flask, world: World, moment: datetime) -> Buyer:
    """Alice in a shop that starts at that moment."""
    with clock.frozen(moment):
        run = db.session.get_one(PracticeRun, world.alice_run_id)
        alice = find_user("alice")
        assert alice is not None
        fresh = restart_run(user=alice, run=run)
        db.session.commit()
        visitor = Still(app)
        visitor.moment = moment
        visitor.sign_in("alice")
    return Buyer(visitor, fresh.seat.shop.key)


def delivery_days(text: str, today: date) -> list[date]:
    """The days that a page promises, the year left unsaid."""
    found = []
    for day, word in _DAY.findall(text.replace("\u00a0", " ")):
        made = date(today.year, month(word), int(day))
        found.append(made if made >= today - timedelta(days=1) else made.replace(year=today.year + 1))
    return found


@pytest.mark.parametrize("name", SPECIAL)
def test_a_purchase_on_a_special_day(world_app: Flask, world: World, name: str) -> None:
    moment = SPECIAL[name]
    today = clock.to_paris(moment).date()
    buyer = visit(world_app, world, moment)
    with shop_scope(buyer.shop_id):
        assert db.session.get_one(Shop, buyer.shop_id).anchor_on == today
        for path in ("/", buyer.category_path("cafes"), buyer.product_path("moulin-armen")):
            for day, word, year in _SIGNED.findall(buyer.read(path).text.replace("\u00a0", " ")):
                assert date(int(year), month(word), int(day)) <= today, path
        buyer.fill_cart(moulin_armen=1)
        buyer.be_guest()
        page = buyer.save(
            "/commande/adresses", delivery="nouvelle", invoice="meme",
            **{"liv-first_name": "Nolwenn", "liv-last_name": "Le Bihan", "liv-line1": "4, quai des Indes",
               "liv-postcode": "56100", "liv-city": "Lorient", "liv-country": "France"},
        )  # fmt: skip
        days = delivery_days(page.text, today)
        assert len(days) >= 5
        assert [day for day in days if day <= today or not is_working_day(day)] == []
        buyer.save("/commande/livraison", carrier_id=buyer.find(Carrier, key="relais-escale").id)
        assert buyer.pay().status_code == 302
        order = db.session.query(Order).order_by(Order.id.desc()).first()
        assert order is not None
        assert clock.to_paris(order.placed_at).date() == today
        last = db.session.query(Review).filter(Review.status == "published", Review.posted_at > moment).count()
        assert last == 0, "no review is of tomorrow"


@pytest.mark.parametrize("name", ["soldes", "dimanche"])
def test_the_shop_says_sales_only_when_somebody_writes_it(world_app: Flask, world: World, name: str) -> None:
    buyer = visit(world_app, world, SPECIAL[name])
    with shop_scope(buyer.shop_id):
        assert is_in_sales(SPECIAL[name].date(), SPECIAL[name].date()) == (name == "soldes")
        text = " ".join(buyer.read(path).text for path in ("/", buyer.category_path("cafes"), "/promotions"))
        assert not mentions_sales([text])
        update_product(product=buyer.product("tasse-quai"), is_on_sale=True, summary="Soldes d’hiver sur la tasse.")
        db.session.commit()
        page = buyer.read(buyer.product_path("tasse-quai"))
        assert page.says("Promo !")
        assert mentions_sales([page.text])

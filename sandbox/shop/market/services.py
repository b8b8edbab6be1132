"""Writing a played week into the open shop: visits as facts, everything else through the services that people use.

Orders, customers, carts, stock, reviews and messages come from the same services as anybody's, at the moments the week says, so
that every screen and report of the shop shows them. What the shop refuses is a sale it did not make.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.errors import DomainError
from sandbox.kernel.money import allocate
from sandbox.kernel.text import slugify
from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.models import Address, Customer
from sandbox.shop.customers.queries import buyer_of
from sandbox.shop.customers.services import create_address, create_customer
from sandbox.shop.market.queries import list_waiting
from sandbox.shop.market.rules.picture import Item
from sandbox.shop.market.rules.week import DAYS, Buyer, Week
from sandbox.shop.market.rules.words import AGAIN, ASK_BACK, REVIEWS, rating_for
from sandbox.shop.orders.models import Cart, CartLine, CartVoucher, Order, PaymentMethod
from sandbox.shop.orders.queries import cart_totals, find_first_orders, find_places
from sandbox.shop.orders.rules import LETTERS, REFERENCE_LENGTH
from sandbox.shop.orders.rules.places import UNKNOWN_PLACE, place_of
from sandbox.shop.orders.services import place_order
from sandbox.shop.pricing.queries import find_cart_rule_by_code
from sandbox.shop.reviews.services import post_review
from sandbox.shop.shops.models import Shop
from sandbox.shop.support.models import Contact
from sandbox.shop.support.services import open_thread, write_again
from sandbox.shop.traffic.models import (
    TrafficCrossing,
    TrafficDay,
    TrafficOrder,
    TrafficPage,
    TrafficSearch,
    TrafficShare,
)  # fmt: skip
from sandbox.shop.traffic.queries.rows import market_slug
from sandbox.shop.traffic.rules.crossing import Buyer as Who
from sandbox.shop.traffic.rules.crossing import cross, places_of, settle

MAX_ORDERS, MAX_CARTS, MAX_REVIEWS, MAX_ASKS, MAX_AGAIN = 200, 30, 12, 3, 3
REVIEW_SHARE, REVIEW_FROM, REVIEW_TO = 0.08, 10, 3
PATIENCE = timedelta(days=2)
_NUMBER = re.compile(r"^\d+\s*(?:bis|ter)?\s*,?\s*", re.IGNORECASE)
_PARTS = 28
"""Days of the record that pages, searches and regions are shared out by."""


def write_week(*, shop: Shop, week: Week, first_on: date, seed: int, buyers: Sequence[int]) -> Week:
    """Write a week that begins on that day into the open shop; `buyers` are the customers who may come back.

    An order that the shop refuses (its minimum, its carriers) leaves the week's buyers: what is counted is what was sold.
    """
    _Writer(shop, week, first_on, seed, buyers).write()
    session.flush()
    return week


def drop_facts(*, shop_id: int) -> None:
    """Forget the visits of a market's copy."""
    for model in (TrafficDay, TrafficPage, TrafficSearch, TrafficShare, TrafficOrder, TrafficCrossing):
        table: Any = model.__table__
        session.execute(sa.delete(table).where(table.c.context_slug == market_slug(shop_id)))


class _Writer:
    """One week on its way into a shop."""

    def __init__(self, shop: Shop, week: Week, first_on: date, seed: int, buyers: Sequence[int]) -> None:
        self.shop, self.week, self.first_on, self.buyers = shop, week, first_on, buyers
        self.slug, self.offset = market_slug(shop.id), (first_on - shop.anchor_on).days
        self.name = f"{seed}|{first_on.isoformat()}"
        self.products = {p.id: p for p in session.scalars(sa.select(Product))}
        payments = session.scalars(
            sa.select(PaymentMethod).where(PaymentMethod.is_active).order_by(PaymentMethod.position)
        ).all()
        self.payment = next((p for p in payments if p.key == "carte"), next(iter(payments), None))
        self.sold: list[tuple[Order, Buyer]] = []
        self.carriers: dict[str, int | None] = {}

    def write(self) -> None:
        kept = []
        for rank, buyer in enumerate(self.week.buyers):
            if rank < MAX_ORDERS and self._order(rank, buyer):
                kept.append(buyer)
            else:
                self.week.cells[buyer.day, buyer.source, buyer.device].orders -= 1
        self.week.buyers = kept
        self._carts()
        self._facts()
        self._reviews()
        self._messages()

    def moment(self, buyer: Buyer) -> datetime:
        return clock.start_of_day(self.first_on + timedelta(days=buyer.day)) + timedelta(seconds=buyer.second)

    # orders and carts

    def _order(self, rank: int, buyer: Buyer) -> bool:
        """Place an order as its buyer would; False when the shop refuses it."""
        if self.payment is None:
            return False
        with clock.frozen(self.moment(buyer)):
            nested = session.begin_nested()
            try:
                customer = self._customer(rank, buyer)
                cart = self._cart(buyer.bought, customer, f"{rank}", code=buyer.code)
                order = place_order(cart=cart, customer=customer, payment=self.payment, source=buyer.source)
                order.reference = order.key = self._reference(rank)
                session.flush()
            except DomainError as refused:
                nested.rollback()
                self.week.refused[refused.message] += 1
                return False
            nested.commit()
        self.sold.append((order, buyer))
        return True

    def _reference(self, rank: int) -> str:
        """Nine letters that the same week gives again."""
        draw = Random(f"{self.name}|{rank}|reference").random  # nosec B311 - a simulation, not a secret
        return "".join(LETTERS[int(draw() * len(LETTERS))] for _ in range(REFERENCE_LENGTH))

    def _customer(self, rank: int, buyer: Buyer) -> Customer:
        known = None
        if not buyer.is_new and self.buyers:
            known = self._person(buyer.luck[11])
        if known is not None and known.is_active and any(not a.is_deleted for a in known.addresses):
            return known
        return self._newcomer(rank, buyer)

    def _person(self, luck: float) -> Customer | None:
        number = self.buyers[int(luck * len(self.buyers))]
        return session.scalars(sa.select(Customer).where(Customer.id == number)).first()

    def _newcomer(self, rank: int, buyer: Buyer) -> Customer:
        """A person of the shop's own country: the first name of one customer, the last name and the town of others."""
        first, last, town = (self._person(buyer.luck[place]) if self.buyers else None for place in (9, 12, 13))
        names = (first.first_name if first else "Camille", last.last_name if last else "Tréguer")
        mail = f"{slugify(names[0])}.{slugify(names[1])}.{slugify(self._reference(rank))}@courriel.example"
        customer = create_customer(first_name=names[0], last_name=names[1], email=mail)
        lived = next((a for a in town.addresses if not a.is_deleted), None) if town else None
        create_address(
            customer=customer, line1=f"{1 + int(buyer.luck[6] * 80)}, {_street(lived)}", postcode=lived.postcode if lived else "29000",
            city=lived.city if lived else "Quimper", country=lived.country if lived else "France",
        )  # fmt: skip
        return customer

    def _cart(
        self,
        goods: Iterable[tuple[Item, int]],
        customer: Customer,
        name: str,
        *,
        code: str = "",
        is_ordered: bool = True,
    ) -> Cart:
        """A cart; ready to be ordered, it has the cheapest delivery, and the code that is known when the cart meets it."""
        now = clock.now()
        address = session.scalars(
            sa.select(Address)
            .where(Address.customer_id == customer.id, Address.is_deleted.is_(False))
            .order_by(Address.id)
        ).first()
        cart = Cart(
            token=f"marche-{self.offset}-{name}"[:32], customer_id=customer.id, message="", created_at=now, updated_at=now,
            delivery_address_id=address.id if address else None, invoice_address_id=address.id if address else None,
        )  # fmt: skip
        cart.lines = [
            CartLine(product_id=item.key[0], variant_id=item.key[1], quantity=count, customization="")
            for item, count in goods
        ]
        rule = find_cart_rule_by_code(code) if code else None
        cart.vouchers = [CartVoucher(rule_id=rule.id)] if rule else []
        session.add(cart)
        session.flush()
        if is_ordered and (rule is not None or self._place(address) not in self.carriers):
            self._price(cart, customer, self._place(address))
        if is_ordered:
            cart.carrier_id = self.carriers.get(self._place(address))
            session.flush()
        return cart

    @staticmethod
    def _place(address: Address | None) -> str:
        return f"{address.country} {address.postcode[:2]}" if address else ""

    def _price(self, cart: Cart, customer: Customer, place: str) -> None:
        """Learn the cheapest delivery of a place from the first cart that goes there, and drop a code that the cart does not meet."""
        totals = cart_totals(cart, buyer=buyer_of(customer), with_suggestions=False)
        if totals.refused:
            cart.vouchers = []
        cheapest = min(totals.carriers, key=lambda o: (o.carrier.is_pickup, o.price_cents, o.carrier.id), default=None)
        if not totals.is_virtual:
            self.carriers[place] = cheapest.carrier.id if cheapest else None

    def _carts(self) -> None:
        """Carts left behind by customers who are known: the others have no name to keep them under."""
        for rank, buyer in enumerate(self.week.left[:MAX_CARTS]):
            customer = None if buyer.is_new or not self.buyers else self._person(buyer.luck[11])
            if customer is not None:
                with clock.frozen(self.moment(buyer)):
                    self._cart(buyer.bought, customer, f"laisse-{rank}", is_ordered=False)

    # facts of visits

    def _facts(self) -> None:
        days: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        bought = self._bought()
        for (day, source, device), cell in sorted(self.week.cells.items()):
            settle(cell, [buyer for _, buyer in bought[day][source, "", device]])
            session.add(TrafficDay(
                context_slug=self.slug, day_offset=self.offset + day, source=source, campaign="", device=device, **asdict(cell),
            ))  # fmt: skip
            days[day][0] += cell.visits
            days[day][1] += cell.page_views
        for day, found in bought.items():
            for (_source, _campaign, device), pairs in found.items():
                session.add_all(
                    TrafficOrder(
                        context_slug=self.slug, reference=reference, day_offset=self.offset + day, device=device, region=who.region,
                        is_new=who.is_new,
                    ) for reference, who in pairs
                )  # fmt: skip
        for (day, hour), visits in sorted(self.week.hours.items()):
            session.add(TrafficShare(
                context_slug=self.slug, day_offset=self.offset + day, dimension="hour", label=f"{hour:02d}", visits=visits,
            ))  # fmt: skip
        for day, (visits, views) in sorted(days.items()):
            here = {key: [who for _, who in found] for key, found in bought[day].items()}
            places = self._share_out(
                self.offset + day, visits, views, [who for found in here.values() for who in found]
            )
            self._cross(day, here, places)
        session.flush()

    def _bought(self) -> dict[int, dict[tuple[str, str, str], list[tuple[str, Who]]]]:
        """By day, then source, campaign and device: the reference of each order, where it goes, whether it is its customer's first."""
        ids = [order.id for order, _ in self.sold]
        firsts, places, known = find_first_orders(ids), find_places(ids), [row[0] for row in self._regions()]
        found: dict[int, dict[tuple[str, str, str], list[tuple[str, Who]]]] = defaultdict(lambda: defaultdict(list))
        for order, buyer in self.sold:
            region = place_of(*places[order.id], known)[:60] if order.id in places else UNKNOWN_PLACE
            who = Who(region, order.id in firsts)
            found[buyer.day][buyer.source, "", buyer.device].append((order.reference, who))
        return found

    def _regions(self) -> list[tuple[Any, ...]]:
        return self._past(TrafficShare, (TrafficShare.label,), ("visits",), TrafficShare.dimension == "region")

    def _cross(self, day: int, bought: Mapping[tuple[str, str, str], Sequence[Who]], places: Mapping[str, int]) -> None:
        """The visits of a day by region and novelty, where the context's own are crossed too."""
        cells = {(source, "", device): cell for (at, source, device), cell in self.week.cells.items() if at == day}
        for one in cross(self.offset + day, cells, bought, places, zlib.crc32(self.name.encode())):
            session.add(TrafficCrossing(
                context_slug=self.slug, day_offset=one.offset, region=one.region, is_new=one.is_new, visits=one.visits, cells=one.cells,
            ))  # fmt: skip

    def _share_out(self, day: int, visits: int, views: int, bought: Sequence[Who]) -> dict[str, int]:
        """Pages, searches and regions of a day, in the proportions of the four weeks before; the visits of each region.

        Who ordered came from where the order goes.
        """
        pages = self._past(TrafficPage, (TrafficPage.path, TrafficPage.title), ("views", "entries", "exits"))
        edges = [allocate(visits, [row[at] for row in pages]) if pages else [] for at in (3, 4)]
        floors = [max(pair) for pair in zip(*edges, strict=True)] if pages else []
        rest = allocate(max(0, views - sum(floors)), [row[2] for row in pages]) if pages else []
        searches = 0
        for (path, title, *_), entries, exits, floor, more in zip(pages, *edges, floors, rest, strict=True):
            if floor + more:
                session.add(TrafficPage(
                    context_slug=self.slug, day_offset=day, path=path, title=title, views=floor + more, entries=entries, exits=exits,
                ))  # fmt: skip
            searches = floor + more if path == "/recherche" else searches
        terms = self._past(TrafficSearch, (TrafficSearch.term, TrafficSearch.results), ("searches",))
        for (term, results, _), count in zip(
            terms, allocate(searches, [row[2] for row in terms]) if terms else [], strict=True
        ):
            if count:
                session.add(
                    TrafficSearch(context_slug=self.slug, day_offset=day, term=term, searches=count, results=results)
                )
        regions = self._regions()
        places = places_of(visits, dict(row[:2] for row in regions), bought) if regions else {}
        for label, count in places.items():
            session.add(
                TrafficShare(context_slug=self.slug, day_offset=day, dimension="region", label=label, visits=count)
            )
        return places

    def _past(self, model: Any, names: Sequence[Any], sums: Sequence[str], *conditions: Any) -> list[tuple[Any, ...]]:
        """What the record of the context says, added up over its last four weeks."""
        last = session.scalar(
            sa.select(sa.func.max(TrafficDay.day_offset)).where(TrafficDay.context_slug == self.shop.context_slug)
        )
        counted = [sa.func.sum(getattr(model, name)) for name in sums]
        query = sa.select(*names, *counted).where(
            model.context_slug == self.shop.context_slug, model.day_offset > (last or 0) - _PARTS, *conditions
        )
        rows = session.execute(query.group_by(*names).order_by(*names)).all()
        return [tuple(int(value) if place >= len(names) else value for place, value in enumerate(row)) for row in rows]

    # what customers say

    def _reviews(self) -> None:
        """Some of those who ordered ten to three days before tell what they think; waiting customers tell it in their stars."""
        waiting, made = len(list_waiting()), 0
        for day in range(DAYS):
            end = self.first_on + timedelta(days=day)
            since = clock.start_of_day(end - timedelta(days=REVIEW_FROM))
            until = clock.start_of_day(end - timedelta(days=REVIEW_TO))
            query = (
                sa.select(Order)
                .where(Order.placed_at >= since, Order.placed_at < until)
                .order_by(Order.placed_at, Order.id)
            )
            for order in session.scalars(query):
                draw = Random(f"{self.name}|{day}|{order.reference}|avis").random  # nosec B311
                if draw() < REVIEW_SHARE / (REVIEW_FROM - REVIEW_TO) and made < MAX_REVIEWS:
                    self.week.reviews = made = made + self._review(order, rating_for(draw(), waiting), draw(), end)

    def _review(self, order: Order, stars: int, luck: float, day: date) -> bool:
        line = next((one for one in order.lines if one.product_id in self.products), None)
        if line is None or line.product_id is None:
            return False
        title, body = REVIEWS[stars][int(luck * len(REVIEWS[stars]))]
        with clock.frozen(clock.start_of_day(day) + timedelta(hours=9, seconds=int(luck * 36_000))):
            try:
                post_review(
                    product=self.products[line.product_id],
                    rating=stars,
                    title=title,
                    body=body,
                    customer=order.customer,
                )
            except DomainError:
                return False  # a customer reviews a product once
        return True

    def _messages(self) -> None:
        """Visitors ask for what they did not find; customers who wait for an answer write again."""
        end = self.first_on + timedelta(days=DAYS - 1)
        with clock.frozen(clock.start_of_day(end) + timedelta(hours=10, minutes=20)):
            for thread in [t for t in list_waiting() if t.updated_at < clock.now() - PATIENCE][:MAX_AGAIN]:
                write_again(thread=thread, body=AGAIN)
                self.week.messages += 1
            contact = session.scalars(sa.select(Contact).order_by(Contact.id)).first()
            if contact is None:
                return
            missed = sorted(self.week.missed.items(), key=lambda pair: (-pair[1], pair[0]))
            for rank, (name, _count) in enumerate(missed[:MAX_ASKS]):
                person = self._person(Random(f"{self.name}|{name}|demande").random()) if self.buyers else None  # nosec B311
                if person is not None:
                    product = next((p for p in self.products.values() if p.name == name), None)
                    open_thread(
                        contact=contact,
                        body=ASK_BACK[rank % len(ASK_BACK)].format(name=name),
                        customer=person,
                        product=product,
                    )
                    self.week.messages += 1


def _street(lived: Address | None) -> str:
    """A street without its number."""
    found = _NUMBER.sub("", lived.line1) if lived else ""
    return found or "rue du Port"

"""Writing a context's traffic facts. They are nobody's to change afterwards: no action is recorded."""

from __future__ import annotations

import hashlib
import secrets
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import SessionTransaction

from sandbox.kernel.clock import to_paris
from sandbox.kernel.db import Session, session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.many_rows import insert_many
from sandbox.kernel.money import allocate
from sandbox.shop.orders.models import Order, OrderLine, OrderVoucher
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic.models import (
    LedgerDay,
    LedgerGoods,
    LedgerMark,
    LedgerOrder,
    LedgerShelf,
    LiveStep,
    ShopLedger,
    TrafficCampaign,
    TrafficCrossing,
    TrafficDay,
    TrafficEdition,
    TrafficLedger,
    TrafficLetter,
    TrafficOrder,
    TrafficPage,
    TrafficSearch,
    TrafficShare,
)  # fmt: skip
from sandbox.shop.traffic.queries import get_dataset, shop_days
from sandbox.shop.traffic.queries.editions import wrote_facts
from sandbox.shop.traffic.queries.rows import line_excl, line_incl
from sandbox.shop.traffic.rules.crossing import Buyer, Key, cross, cross_facts, places_of, settle
from sandbox.shop.traffic.rules.live import KEPT, Step
from sandbox.shop.traffic.rules.periods import last_days
from sandbox.shop.traffic.rules.profile import Profile
from sandbox.shop.traffic.rules.reshape import Steps, Wanted, reshape, totals_for
from sandbox.shop.traffic.rules.simulator import Facts

_TABLES: tuple[type[Any], ...] = (
    TrafficDay,
    TrafficPage,
    TrafficSearch,
    TrafficShare,
    TrafficOrder,
    TrafficCrossing,
    TrafficCampaign,
    TrafficLetter,
)


def replace_facts(*, context_slug: str, profile: Profile, facts: Facts) -> Facts:
    """Put these facts in the place of the context's earlier ones; every copy of the context sees them at once."""
    for model in _TABLES:
        session.execute(sa.delete(model).where(model.context_slug == context_slug))
    _insert(TrafficDay, context_slug, facts.cells)
    _insert(TrafficPage, context_slug, facts.pages)
    _insert(TrafficSearch, context_slug, facts.searches)
    _insert(TrafficShare, context_slug, facts.shares)
    _insert(TrafficOrder, context_slug, facts.orders)
    _insert(TrafficCrossing, context_slug, cross_facts(facts, profile.seed))
    campaigns = [
        {
            "context_slug": context_slug, "key": c.key, "name": c.name, "source": c.source, "medium": c.medium,
            "first_offset": c.first, "last_offset": c.last, "cost_cents": c.cost_cents,
        }
        for c in profile.campaigns
    ]  # fmt: skip
    if campaigns:
        session.execute(sa.insert(TrafficCampaign), campaigns)
    letters = [
        {
            "context_slug": context_slug, "key": one.campaign, "subject": one.subject, "audience": one.audience, "sent": one.sent,
            "delivered": one.delivered, "opened": one.opened, "clicked": one.clicked, "unsubscribed": one.unsubscribed,
        }
        for one in profile.letters
    ]  # fmt: skip
    if letters:
        session.execute(sa.insert(TrafficLetter), letters)
    session.flush()
    return facts


def _insert(model: type[Any], context_slug: str, facts: Iterable[Any]) -> None:
    """One statement a table; the facts' fields are the columns' names, but for the day; what has no column is not kept."""
    found = list(facts)
    if not found:
        return
    held = {*model.__table__.c.keys(), "offset"}
    names = [field.name for field in fields(found[0]) if field.name in held]
    columns = ["day_offset" if name == "offset" else name for name in names]
    read = attrgetter(*names)
    rows = [dict(zip(columns, read(fact), strict=True), context_slug=context_slug) for fact in found]
    insert_many(session.connection(), model.__table__, rows)


def record_steps(*, steps: Sequence[Step]) -> None:
    """Write the steps of visits made live; of each shop the latest `KEPT` stay.

    Those of a shop deleted since are let go, and those made after a shop was frozen.
    """
    query = sa.select(Shop.id, Shop.frozen_at).where(Shop.id.in_({step.shop_id for step in steps}))
    known: dict[int, datetime | None] = dict(session.execute(query).all())
    rows = [{name: getattr(step, name) for name in _STEP} for step in steps if _may_record(step, known)]
    if not rows:
        return
    session.execute(sa.insert(LiveStep), rows)
    for shop_id in sorted(known):
        of_shop = sa.select(LiveStep.id).where(LiveStep.shop_id == shop_id)
        last = session.scalar(of_shop.order_by(LiveStep.id.desc()).offset(KEPT).limit(1))
        if last is not None:
            session.execute(sa.delete(LiveStep).where(LiveStep.shop_id == shop_id, LiveStep.id <= last))


def _may_record(step: Step, known: Mapping[int, datetime | None]) -> bool:
    if step.shop_id not in known:
        return False
    frozen_at = known[step.shop_id]
    return frozen_at is None or step.at <= frozen_at


_STEP = tuple(field.name for field in fields(Step))


def reshape_visits(*, shop: Shop, wanted: Wanted) -> str:
    """Give a starting shop visits of its own for its last days: the context's record, reshaped for these rates.

    The shop and the copies made from it read them under a name of their own, which is returned; every other day is the context's.
    The same shop and rates give the same visits. The shop must be open. Raises RuleBroken for rates that its orders cannot have.
    """
    wanted.check()
    first, last = shop_days(shop)
    if first is None or last is None:
        raise RuleBroken("Ce contexte n’a pas de relevé de fréquentation à régler.", field="entite")
    period = last_days(last, wanted.days)
    totals = get_dataset(period).totals
    visits, carts = totals_for(wanted, paid=totals.paid, placed=totals.placed)
    source = shop.context_slug
    told = f"{source}|{shop.parent_id}|{wanted}|{totals.placed}|{totals.paid}"
    slug = f"{source.partition('#')[0][:40]}#{hashlib.sha256(told.encode()).hexdigest()[:16]}"
    _copy_facts(source, slug)
    _reshape_days(slug, (first - shop.anchor_on).days, (period.first - shop.anchor_on).days, visits, carts)
    shop.context_slug = slug
    session.flush()
    return slug


def _copy_facts(source: str, slug: str) -> None:
    for model in _TABLES:
        table = model.__table__
        session.execute(sa.delete(model).where(model.context_slug == slug))
        columns = [c for c in table.c if c.name not in ("id", "context_slug")]
        rows = sa.select(sa.literal(slug), *columns).where(table.c.context_slug == source)
        session.execute(sa.insert(table).from_select(["context_slug", *(c.name for c in columns)], rows))


def _reshape_days(slug: str, earliest: int, first: int, visits: int, carts: int) -> None:
    """The cells of the days from `first` on, then what is told of them by page, search, hour and region."""
    names = [field.name for field in fields(Steps)]
    since = max(earliest, first)
    buyers = _buyers(slug, since)
    days = sa.select(TrafficDay).where(TrafficDay.context_slug == slug, TrafficDay.day_offset >= since)
    rows = session.scalars(days.order_by(TrafficDay.day_offset, TrafficDay.id)).all()
    before = [Steps(**{name: getattr(row, name) for name in names}) for row in rows]
    after = reshape(before, visits=visits, carts=carts)
    moved: dict[int, tuple[int, int]] = {}
    told: dict[int, dict[Key, Any]] = defaultdict(dict)
    for row, cell in zip(rows, after, strict=True):
        for name in names:
            setattr(row, name, getattr(cell, name))
        key = (row.source, row.campaign, row.device)
        told[row.day_offset][key] = row
        settle(row, buyers[row.day_offset][key])
        seen, views = moved.get(row.day_offset, (0, 0))
        moved[row.day_offset] = (seen + cell.visits, views + cell.page_views)
    session.flush()
    for day, (seen, views) in moved.items():
        _scale(TrafficPage, slug, day, {"views": views, "entries": seen, "exits": seen})
        _scale(TrafficShare, slug, day, {"visits": seen}, TrafficShare.dimension == "hour")
        _place(slug, day, told[day], buyers[day])
        page = session.scalar(
            sa.select(TrafficPage.views).where(
                TrafficPage.context_slug == slug, TrafficPage.day_offset == day, TrafficPage.path == "/recherche"
            )
        )
        _scale(TrafficSearch, slug, day, {"searches": page or 0})


def _buyers(slug: str, since: int) -> dict[int, dict[Key, list[Buyer]]]:
    """The visits that made the orders of the open shop, by day and cell."""
    found: dict[int, dict[Key, list[Buyer]]] = defaultdict(lambda: defaultdict(list))
    query = (
        sa.select(TrafficOrder.day_offset, Order.source, Order.campaign, TrafficOrder.device, TrafficOrder.region, TrafficOrder.is_new)
        .join(Order, Order.reference == TrafficOrder.reference)
        .where(TrafficOrder.context_slug == slug, TrafficOrder.day_offset >= since, TrafficOrder.is_new.is_not(None))
        .order_by(Order.id)
    )  # fmt: skip
    for day, source, campaign, device, region, is_new in session.execute(query):
        found[day][source, campaign, device].append(Buyer(region, bool(is_new)))
    return found


def _place(slug: str, day: int, cells: Mapping[Key, Any], buyers: Mapping[Key, Sequence[Buyer]]) -> None:
    """The regions of a day, who ordered in their own; then its visits crossed with them anew, where they were."""
    here = (TrafficShare.context_slug == slug, TrafficShare.day_offset == day, TrafficShare.dimension == "region")
    rows = session.scalars(sa.select(TrafficShare).where(*here).order_by(TrafficShare.id)).all()
    bought = [buyer for found in buyers.values() for buyer in found]
    own = Counter(buyer.region for buyer in bought)
    weights = {row.label: max(0, row.visits - own[row.label]) for row in rows}
    weights = weights if sum(weights.values()) else {row.label: row.visits for row in rows}
    places = places_of(sum(cell.visits for cell in cells.values()), weights, bought) if rows else {}
    for row in rows:
        row.visits = places.get(row.label, 0)
    model = TrafficCrossing
    gone = session.execute(sa.delete(model).where(model.context_slug == slug, model.day_offset == day))
    if gone.rowcount:  # type: ignore[attr-defined]
        _insert(model, slug, cross(day, cells, buyers, places, zlib.crc32(slug.encode())))


def _scale(model: type[Any], slug: str, day: int, totals: dict[str, int], *conditions: Any) -> None:
    """One day's rows of a table, their columns adding up to these totals in the same proportions."""
    wanted = sa.select(model).where(model.context_slug == slug, model.day_offset == day, *conditions)
    rows = session.scalars(wanted.order_by(model.id)).all()
    if not rows:
        return
    for name, total in totals.items():
        for row, part in zip(rows, allocate(total, [getattr(row, name) for row in rows]), strict=True):
            setattr(row, name, part)
    session.flush()


# the ledger ----------------------------------------------------------------------------------------------------------

_AMBIGUOUS_HOUR = 22
"""Between 22:00 and 23:00 UTC the day in Paris is another in summer than in winter: a shop re-dated across the change would count
the order on another day than the ledger."""
_AT_ONCE = 5_000
_LEDGER: tuple[type[Any], ...] = (LedgerOrder, LedgerGoods, LedgerDay, LedgerShelf)


def settle_orders(*, shop: Shop) -> int:
    """Add up the open shop's orders into a ledger that its copies read; how many are in it.

    Those that cannot be are marked, and read from the rows as before. Ledgers that no shop names any more go.
    """
    forget_ledger(shop_id=shop.id)
    named = sa.select(ShopLedger.ledger_id)
    for model in _LEDGER:
        session.execute(sa.delete(model).where(model.ledger_id.not_in(named)))
    session.execute(sa.delete(TrafficLedger).where(TrafficLedger.id.not_in(named)))
    ledger = TrafficLedger(context_slug=shop.context_slug)
    session.add(ledger)
    session.flush()
    days = _settle_orders(shop, ledger.id)
    _settle_goods(ledger.id, days)
    _settle_days(ledger.id)
    last = session.scalar(sa.select(sa.func.max(Order.id))) or 0
    session.add(ShopLedger(shop_id=shop.id, ledger_id=ledger.id, last_order_id=last))
    left = [order_id for order_id in session.scalars(sa.select(Order.id)) if order_id not in days]
    _mark(shop.id, left)
    session.flush()
    return len(days)


def forget_ledger(*, shop_id: int) -> None:
    """Let a shop read its own rows only: for one whose rows were written by another way than its objects."""
    session.execute(sa.delete(LedgerMark).where(LedgerMark.shop_id == shop_id))
    session.execute(sa.delete(ShopLedger).where(ShopLedger.shop_id == shop_id))


def _settle_orders(shop: Shop, ledger_id: int) -> dict[int, tuple[int, int]]:
    """Write the orders whose visit is on their day; their (day, state) by id."""
    taken = (
        sa.select(OrderVoucher.order_id, sa.func.sum(OrderVoucher.amount_cents).label("off"))
        .group_by(OrderVoucher.order_id)
        .subquery()
    )
    goods = (
        sa.select(
            OrderLine.order_id, sa.func.sum(line_excl()).label("excl"), sa.func.sum(line_incl()).label("incl"),
            sa.func.sum(OrderLine.quantity * OrderLine.unit_cost_cents).label("cost"), sa.func.sum(OrderLine.quantity).label("items"),
        ).group_by(OrderLine.order_id).subquery()
    )  # fmt: skip
    query = (
        sa.select(
            Order.id, Order.placed_at, Order.customer_id, Order.state_id, Order.source, Order.campaign, Order.shipping_incl_cents,
            TrafficOrder.day_offset, TrafficOrder.device, TrafficOrder.region, TrafficOrder.is_new, goods.c.excl, goods.c.incl, goods.c.cost, goods.c["items"], taken.c.off,
        )
        .join(goods, goods.c.order_id == Order.id).outerjoin(taken, taken.c.order_id == Order.id)
        .join(TrafficOrder, sa.and_(TrafficOrder.context_slug == shop.context_slug, TrafficOrder.reference == Order.reference))
        .where(Order.id.not_in(sa.select(OrderLine.order_id).where(OrderLine.product_id.is_(None))))
    )  # fmt: skip
    days, rows = {}, []
    for row in session.execute(query):
        if (
            row.placed_at.hour == _AMBIGUOUS_HOUR
            or (to_paris(row.placed_at).date() - shop.anchor_on).days != row.day_offset
        ):
            continue
        days[row.id] = (row.day_offset, row.state_id)
        rows.append({
            "ledger_id": ledger_id, "day_offset": row.day_offset, "order_id": row.id, "customer_id": row.customer_id,
            "state_id": row.state_id, "source": row.source, "campaign": row.campaign, "device": row.device, "sales_excl": int(row.excl),
            "sales_incl": int(row.incl), "shipping_incl": row.shipping_incl_cents, "cost": int(row.cost), "items": int(row._mapping["items"]),
            "coded": int(row.off is not None), "discounts": int(row.off or 0), "region": row.region, "is_new": row.is_new,
        })  # fmt: skip
    _write(LedgerOrder, rows)
    return days


def _settle_goods(ledger_id: int, days: Mapping[int, tuple[int, int]]) -> None:
    cost = OrderLine.quantity * OrderLine.unit_cost_cents
    query = sa.select(
        OrderLine.order_id, OrderLine.product_id, sa.func.sum(OrderLine.quantity), sa.func.sum(line_excl()), sa.func.sum(cost),
    ).group_by(OrderLine.order_id, OrderLine.product_id)  # fmt: skip
    rows = []
    for order_id, product_id, items, excl, spent in session.execute(query):
        if order_id in days:
            day, state_id = days[order_id]
            rows.append({
                "ledger_id": ledger_id, "day_offset": day, "order_id": order_id, "product_id": product_id, "state_id": state_id,
                "items": int(items), "sales_excl": int(excl), "cost": int(spent),
            })  # fmt: skip
    _write(LedgerGoods, rows)


def _settle_days(ledger_id: int) -> None:
    """Add the orders and their goods up by day, which is what reports read: the database does, of the rows just written."""
    for model, of in ((LedgerDay, LedgerOrder), (LedgerShelf, LedgerGoods)):
        table: Any = model.__table__
        keys = [getattr(of, column.name) for column in table.primary_key]
        sums = [column.name for column in table.c if not column.primary_key and column.name != "orders"]
        rows = sa.select(*keys, sa.func.count(), *(sa.func.sum(getattr(of, name)) for name in sums))
        rows = rows.where(of.ledger_id == ledger_id).group_by(*keys)
        names = [*(key.name for key in keys), "orders", *sums]
        session.execute(sa.insert(table).from_select(names, rows))


def _write(model: type[Any], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _AT_ONCE):
        insert_many(session.connection(), model.__table__, rows[start : start + _AT_ONCE])


def _mark(shop_id: int, order_ids: Iterable[int]) -> None:
    _write(LedgerMark, [{"shop_id": shop_id, "order_id": order_id} for order_id in sorted(order_ids)])


@event.listens_for(Session, "before_flush")
def _mark_changed(database: Session, _context: Any, _instances: Any) -> None:
    """An order that changes, or whose lines or vouchers do, is read from its rows from now on."""
    changed: dict[int, set[int]] = defaultdict(set)
    for row in (*database.dirty, *database.deleted):
        if isinstance(row, Order):
            changed[row.shop_id].add(row.id)
        elif isinstance(row, (OrderLine, OrderVoucher)):
            changed[row.shop_id].add(row.order_id)
    for row in database.new:
        if isinstance(row, (OrderLine, OrderVoucher)) and row.order_id is not None and row.shop_id is not None:
            changed[row.shop_id].add(row.order_id)
    for shop_id, ids in changed.items():
        _mark_once(database.connection(), shop_id, ids)


def _mark_once(connection: sa.Connection, shop_id: int, ids: set[int]) -> None:
    here = sa.select(ShopLedger.last_order_id).where(ShopLedger.shop_id == shop_id)
    last = connection.scalar(here)
    if last is None:
        return
    known = sa.select(LedgerMark.order_id).where(LedgerMark.shop_id == shop_id, LedgerMark.order_id.in_(ids))
    for order_id in sorted({i for i in ids if i <= last} - set(connection.scalars(known))):
        connection.execute(sa.insert(LedgerMark).values(shop_id=shop_id, order_id=order_id))


_BEGUN = "has_begun_in_database"


@event.listens_for(Session, "after_begin")
def _note_begun(database: Session, _transaction: SessionTransaction, _connection: sa.Connection) -> None:
    database.info[_BEGUN] = True


@event.listens_for(Session, "after_transaction_end")
def _note_ended(database: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        database.info.pop(_BEGUN, None)


@event.listens_for(Session, "before_commit")
def _name_anew(database: Session) -> None:
    """What was read of the facts before this transaction wrote some is no longer right, in any process.

    The last statement before the commit: two that write wait for each other no longer than that. A commit of nothing stays one.
    """
    if database.in_nested_transaction():
        return
    database.flush()
    if database.info.get(_BEGUN) and wrote_facts(database):
        database.connection().execute(sa.update(TrafficEdition).values(name=secrets.token_hex(16)))

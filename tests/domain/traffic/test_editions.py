"""What is read of facts is kept for all shops that share them, and never once they changed, in this process or another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.kernel.db import Base, db, session
from sandbox.kernel.scope import shop_scope
from sandbox.shop.orders.models import Order, OrderState
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.services import copy_shop
from sandbox.shop.traffic import queries
from sandbox.shop.traffic.models import TrafficCampaign, TrafficDay, TrafficEdition, TrafficSearch, TrafficShare
from sandbox.shop.traffic.queries.editions import fact_tables, get_edition, of_facts
from sandbox.shop.traffic.rules.periods import Period
from sandbox.shop.traffic.rules.simulator import simulate
from sandbox.shop.traffic.services import replace_facts, settle_orders
from tests.domain.traffic.facts import CONTEXT, add_facts, days
from tests.factories.shops import ANCHOR
from tests.factories.world import World
from tests.support.processes import OtherProcess
from tests.support.statements import counted
from tests.unit.traffic.profiles import make_profile

PERIOD = Period(ANCHOR - timedelta(days=29), ANCHOR)


def told(period: Period = PERIOD) -> dict[str, Any]:
    """All that is kept of facts."""
    data = queries.get_dataset(period)
    return {
        "parts": data.by(lambda part: (part.day, part.source, part.campaign, part.device)), "known": (data.first_on, data.measured_until),
        "pages": queries.figures_of_pages(period), "searches": queries.figures_of_searches(period), "searched": data.searched,
        "hours": queries.figures_of_shares(period, "hour"), "regions": queries.figures_of_shares(period, "region"),
        "starts": queries.list_campaign_starts(Period(ANCHOR - timedelta(days=400), ANCHOR)),
    }  # fmt: skip


def seen(shop_id: int) -> dict[str, Any]:
    with shop_scope(shop_id):
        return told()


def fact_reads(sent: list[str]) -> list[str]:
    return [one for one in sent if any(f"FROM {name}" in one for name in fact_tables())]


def change(number: int) -> None:
    """Other facts for the small shop's context."""
    add_facts(profile=make_profile(reference_on=ANCHOR, seed=20 + number, visits_a_day=30.0 + number))


def test_facts_are_read_once_for_every_shop_that_shares_them(shop: Shop) -> None:
    add_facts()
    copy = copy_shop(source=shop)
    session.commit()
    first = told()
    assert first["pages"]
    assert first["parts"]
    with counted() as sent:
        assert told() == first
    assert fact_reads(sent) == []
    with counted() as sent:
        assert seen(copy.id) == first
    assert [one for one in fact_reads(sent) if "traffic_orders" not in one] == []


def test_a_copy_of_another_day_has_its_own(shop: Shop) -> None:
    add_facts()
    copy = copy_shop(source=shop, anchor_on=ANCHOR + timedelta(days=1))
    session.commit()
    first = told()
    with shop_scope(copy.id):
        moved = told(Period(PERIOD.first + timedelta(days=1), PERIOD.last + timedelta(days=1)))
        assert moved["pages"] == first["pages"]
        assert moved["known"][0] == first["known"][0] + timedelta(days=1)
        assert told()["parts"] != first["parts"]


def test_a_shop_whose_visits_are_its_own_never_has_another_s(shop: Shop) -> None:
    add_facts()
    copy = copy_shop(source=shop)
    session.commit()
    before = told()
    profile = make_profile(reference_on=ANCHOR, seed=9, visits_a_day=5.0)
    copy.context_slug = "petite#a-elle"
    replace_facts(context_slug=copy.context_slug, profile=profile, facts=simulate(profile, ()))
    session.commit()
    after = seen(copy.id)
    assert after["parts"] != before["parts"]
    assert told() == before


def test_what_a_transaction_wrote_is_seen_by_it_alone_until_it_commits(shop: Shop) -> None:
    shop_id = shop.id
    add_facts()
    session.commit()
    other = OtherProcess()
    with other.at_work():
        before = seen(shop_id)
    assert seen(shop_id) == before
    change(1)
    assert get_edition() is None
    mine = seen(shop_id)
    assert mine["parts"] != before["parts"]
    session.rollback()
    assert seen(shop_id) == before
    change(2)
    session.commit()
    with other.at_work():
        assert seen(shop_id)["parts"] not in (before["parts"], mine["parts"])


def test_rows_not_yet_written_count_as_a_query_would_count_them(shop: Shop) -> None:
    add_facts()
    session.commit()
    before = sum(found.searches for found in queries.figures_of_searches(PERIOD))
    session.add(TrafficSearch(context_slug=CONTEXT, day_offset=0, term="infusion", searches=5, results=0))
    assert sum(found.searches for found in queries.figures_of_searches(PERIOD)) == before + 5


def by_insert() -> None:
    row = {"context_slug": CONTEXT, "day_offset": 0, "dimension": "hour", "label": "03", "visits": 7}
    session.connection().execute(sa.insert(TrafficShare), [row])


def by_update() -> None:
    session.execute(sa.update(TrafficDay).where(TrafficDay.day_offset == 0).values(visits=TrafficDay.visits + 1))


def by_delete() -> None:
    session.execute(sa.delete(TrafficCampaign))


def by_object() -> None:
    one = session.scalars(sa.select(TrafficSearch).where(TrafficSearch.day_offset > -20).limit(1)).one()
    one.searches += 3


def by_savepoint() -> None:
    with session.begin_nested():
        by_update()


def by_text() -> None:
    session.connection().execute(
        sa.text("WITH low AS (SELECT 1 AS one) UPDATE traffic_days SET visits = visits + 2 WHERE day_offset = 0")
    )


@pytest.mark.parametrize("write", [by_insert, by_update, by_delete, by_object, by_savepoint, by_text])
def test_however_facts_are_written_no_process_shows_what_was(shop: Shop, write: Callable[[], None]) -> None:
    shop_id = shop.id
    add_facts()
    session.commit()
    other, fresh = OtherProcess(), OtherProcess()
    with other.at_work():
        before, name = seen(shop_id), get_edition()
    assert seen(shop_id) == before
    write()
    session.commit()
    after = seen(shop_id)
    assert after != before
    with other.at_work():
        assert get_edition() not in (None, name)
        assert seen(shop_id) == after
    with fresh.at_work():
        assert seen(shop_id) == after


def test_what_does_not_touch_facts_leaves_their_name(shop: Shop) -> None:
    add_facts()
    session.commit()
    name = get_edition()
    shop.name = "Autre nom"
    session.commit()
    assert get_edition() == name


def test_the_ledger_is_named_with_the_facts(shop: Shop) -> None:
    name = get_edition()
    settle_orders(shop=shop)
    session.commit()
    assert get_edition() != name


def test_every_table_of_facts_and_ledgers_is_watched() -> None:
    known = {name for name in Base.metadata.tables if name.startswith("traffic_")}
    assert fact_tables() == known - {"traffic_editions"}
    held = {
        table.name for table in Base.metadata.tables.values() if "context_slug" in table.c or "ledger_id" in table.c
    }
    others = {"shops", "shop_ledgers", "context_packs", "exam_sessions", "context_imports", "context_changes"}
    assert {name for name in held if "traffic" in name or "ledger" in name} - others <= fact_tables()


def test_without_a_name_nothing_is_kept(shop: Shop) -> None:
    add_facts()
    session.execute(sa.delete(TrafficEdition))
    session.commit()
    before = told()
    assert get_edition() is None
    by_update()
    session.commit()
    assert told() != before


def test_a_query_on_anything_else_than_facts_is_refused(shop: Shop) -> None:
    @of_facts(2)
    def names(_shop: Shop) -> list[str]:
        return list(session.scalars(sa.select(Shop.name)))

    @of_facts(2)
    def rows(_shop: Shop) -> list[TrafficDay]:
        return list(session.scalars(sa.select(TrafficDay).limit(1)))

    add_facts()
    session.commit()
    with pytest.raises(TypeError, match="reads shops"):
        names(shop)
    with pytest.raises(TypeError, match="would keep a row"):
        rows(shop)


def test_what_is_kept_is_bounded(shop: Shop) -> None:
    asked: list[int] = []

    @of_facts(2)
    def bounded(_shop: Shop, number: int) -> int:
        asked.append(number)
        return number

    for number in (1, 2, 1, 3, 1, 2):
        assert bounded(shop, number) == number
    assert asked == [1, 2, 3, 2]


def test_orders_that_changed_are_heard_in_every_process(world_app: Flask, world: World) -> None:
    """The orders that the ledger does not tell are read again by a process that did not see them change."""
    shop_id = db.session.scalars(sa.select(Shop.id).where(Shop.key == world.alice_shop_key)).one()
    other = OtherProcess()

    def paid() -> tuple[int, int]:
        with shop_scope(shop_id):
            shop = db.session.get_one(Shop, shop_id)
            totals = queries.get_dataset(days(shop, -729, 0)).totals
            return totals.paid, totals.sales_excl

    with other.at_work():
        before = paid()
    assert paid() == before
    with shop_scope(shop_id):
        cancelled = session.scalars(sa.select(OrderState).where(OrderState.key == "annule")).one()
        order = session.scalars(
            sa.select(Order).join(OrderState, OrderState.id == Order.state_id).where(OrderState.is_paid).limit(1)
        ).one()
        order.state_id = cancelled.id
        session.commit()
    assert paid()[0] == before[0] - 1
    with other.at_work():
        assert paid()[0] == before[0] - 1


def test_a_commit_of_nothing_begins_nothing(app: Flask) -> None:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    db.session.rollback()
    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        db.session.commit()
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    assert sent == []

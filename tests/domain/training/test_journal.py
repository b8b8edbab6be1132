"""The journal: each action once, numbered without a hole, in words, in the transaction of what it tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import db, set_reading
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog import services as catalog
from sandbox.shop.catalog.models import Category
from sandbox.shop.customers import services as customers
from sandbox.shop.orders import services as orders
from sandbox.shop.orders.models import Order, OrderState
from sandbox.shop.pricing import services as pricing
from sandbox.shop.search import services as search
from sandbox.shop.shops import services as shops
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import ExamSession, Seat
from sandbox.training.journal import queries
from sandbox.training.journal.glances import LENGTH, glances
from sandbox.training.journal.models import JournalEntry
from sandbox.training.subjects.format import Subject
from tests.domain.training.conftest import At
from tests.domain.training.working import play, product, work

BOX = "coffret-escale-hiver"


@pytest.fixture
def seat(session: ExamSession) -> Seat:
    """The first candidate."""
    return session.seats[0]


def edit(**values: Any) -> Callable[[], object]:
    return lambda: catalog.update_product(product=product(BOX), **values)


# numbers, hours, actors ----------------------------------------------------------------------------------------------------


def test_each_shop_counts_its_own_actions_from_one(session: ExamSession, at: At) -> None:
    first, second, _ = session.seats
    for minute, seat in enumerate((first, second, first, first, second), 1):
        with at(minute):
            work(seat, edit(name=f"Coffret {minute}"))
    assert [e.seq for e in queries.all_of(first.shop_id)] == [1, 2, 3]
    assert [e.seq for e in queries.all_of(second.shop_id)] == [1, 2]
    assert (queries.last_seq(first.shop_id), queries.last_seq(session.seats[2].shop_id)) == (3, 0)
    assert [e.seq for e in queries.after(first.shop_id, 1)] == [2, 3]


def test_an_entry_tells_who_when_where_and_what(seat: Seat, at: At, start: datetime) -> None:
    with at(7, 30):
        (entry,) = work(seat, edit(name="Coffret d’hiver"), page="Catalogue › Produits › Coffret")
    assert (entry.at, entry.exam_ms, entry.actor, entry.seat_id) == (
        start + timedelta(seconds=450), 450_000, seat.candidate_name, seat.id,
    )  # fmt: skip
    assert (entry.action, entry.entity, entry.entity_table, entry.entity_key) == (
        "produit.modifier", "produit", "products", BOX,
    )  # fmt: skip
    assert entry.page == "Catalogue › Produits › Coffret"
    named = [c for c in entry.changes if "name" in c["after"]]
    assert [(c["table"], c["op"], c["before"]["name"], c["after"]["name"]) for c in named] == [
        ("products", "update", "Coffret Escale d’hiver", "Coffret d’hiver")
    ]
    assert entry.as_dict()["phrase"] == entry.words


def test_exam_time_stands_still_in_a_pause(seat: Seat, at: At) -> None:
    with at(5):
        exams.pause_seat(seat=seat, author="Erin")
    with at(15):
        exams.resume_seat(seat=seat, author="Erin")
    with at(16):
        (entry,) = work(seat, edit(name="Après la pause"))
    assert entry.exam_ms == 6 * 60_000


def test_the_page_is_cut_to_what_is_kept(seat: Seat) -> None:
    (entry,) = work(seat, edit(name="X"), page="p" * 500)
    assert len(entry.page) == 200


# words -----------------------------------------------------------------------------------------------------------------------


def test_a_price_is_told_with_tax_before_and_after(seat: Seat) -> None:
    work(seat, edit(price_incl_cents=3490))
    (entry,) = work(seat, edit(price_incl_cents=2967))
    assert "Prix TTC 34,90 € → 29,67 €" in entry.words.replace("\u00a0", " ")
    assert entry.words.endswith("· Coffret Escale d’hiver")


def test_a_specific_price_tells_the_price_it_gives(seat: Seat) -> None:
    work(seat, edit(price_incl_cents=3490))
    (entry,) = work(
        seat,
        lambda: pricing.create_specific_price(product=product(BOX), kind="percent", value_bp=1500, from_quantity=1),
    )
    words = entry.words.replace("\u00a0", " ")
    assert "Prix TTC 34,90 € → 29,67 €, prix spécifique (−15 %)" in words
    assert "Coffret Escale d’hiver" in words


def test_references_are_told_by_their_names(seat: Seat) -> None:
    def move() -> object:
        category = db.session.scalars(sa.select(Category).where(Category.key == "cafes-origines")).one()
        return catalog.update_product(product=product(BOX), category_id=category.id)

    (entry,) = work(seat, move)
    with shop_scope(seat.shop_id):
        name = db.session.scalars(sa.select(Category.name).where(Category.key == "cafes-origines")).one()
    assert f"→ {name}" in entry.words
    assert "_id" not in entry.words


def test_long_texts_are_told_by_their_length(seat: Seat) -> None:
    (entry,) = work(seat, edit(description="<p>" + "Un coffret à offrir. " * 10 + "</p>"))
    assert "vide → 209 caractères" in entry.words.replace("\u00a0", " ") or "caractères" in entry.words
    assert "<p>" not in entry.words


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        (lambda: search.create_alias(alias="box", target="coffret"), "box"),
        (lambda: shops.set_setting(name="populaires_nombre", value="6"), "8 → 6"),
        (lambda: customers.create_group(name="Comités d’entreprise", reduction_bp=1000), "Comités d’entreprise"),
        (lambda: catalog.publish_product(product=product(BOX)), "non → oui"),
    ],
)
def test_what_is_done_is_told_in_french(seat: Seat, job: Callable[[], object], expected: str) -> None:
    (entry,) = work(seat, job)
    words = entry.words.replace("\u00a0", " ")
    assert expected in words
    assert not any(word in words for word in ("None", "True", "False", "_id", "products", "update"))


def test_no_word_of_the_program_shows_in_a_whole_run(seat: Seat, subject: Subject, at: At) -> None:
    with at(1):
        play(seat, subject, "bon")
    entries = queries.all_of(seat.shop_id)
    assert [e.seq for e in entries] == list(range(1, len(entries) + 1))
    assert len(entries) >= 20
    for entry in entries:
        assert entry.words
        assert not [
            word
            for word in ("None", "True", "False", "_id", "_cents", "_bp", "micros", "{", "<")
            if word in entry.words
        ]
        assert entry.action != "boutique.modifier", "every change of a run is an action’s"
        assert entry.changes


# one transaction -------------------------------------------------------------------------------------------------------------


def test_what_is_rolled_back_was_never_told(seat: Seat) -> None:
    shop_id, revision = seat.shop_id, seat.shop.revision
    work(seat, edit(name="Jamais"))
    assert queries.last_seq(shop_id) == 1
    db.session.rollback()
    assert queries.all_of(shop_id) == []
    with shop_scope(shop_id):
        assert product(BOX).name == "Coffret Escale d’hiver"
    assert seat.shop.revision == revision
    (entry,) = work(seat, edit(name="Cette fois"))
    db.session.commit()
    assert entry.seq == 1, "a number that was not used is given again: there is no hole"
    assert seat.shop.revision == revision + 1


def test_a_refused_action_leaves_no_trace_beside_one_that_went_well(seat: Seat) -> None:
    def both() -> None:
        catalog.update_product(product=product(BOX), name="Bon")
        with pytest.raises(RuleBroken), db.session.begin_nested():
            catalog.update_product(product=product("moulin-armen"), price_incl_cents=-5)

    entries = work(seat, both)
    assert [e.entity_key for e in entries] == [BOX]


def test_an_action_that_changes_nothing_is_not_told(seat: Seat) -> None:
    revision = seat.shop.revision
    assert work(seat, edit(name="Coffret Escale d’hiver")) == []
    assert queries.all_of(seat.shop_id) == []
    assert seat.shop.revision == revision


def test_a_change_outside_any_action_is_told_too(seat: Seat) -> None:
    def by_hand() -> None:
        product(BOX).name = "À la main"

    (entry,) = work(seat, by_hand)
    assert (entry.action, entry.entity_id) == ("boutique.modifier", None)
    assert "Coffret Escale d’hiver → À la main" in entry.words


def test_two_actions_of_one_request_are_two_entries(seat: Seat) -> None:
    entries = work(seat, edit(name="Un"), lambda: search.create_alias(alias="deux", target="coffret"))
    assert [(e.seq, e.action) for e in entries] == [(1, "produit.modifier"), (2, "alias.creer")]
    assert not {c["table"] for c in entries[0].changes} & {c["table"] for c in entries[1].changes}


def test_a_number_is_given_once(seat: Seat) -> None:
    work(seat, edit(name="Un"))
    copy = JournalEntry(shop_id=seat.shop_id, seq=1, at=clock.now(), actor="x", action="x", words="x", changes=[])
    db.session.add(copy)
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_glance_tells_what_was_done_and_the_last_actions(session: ExamSession) -> None:
    first, second, third = session.seats
    work(first, edit(name="Un"), lambda: search.create_alias(alias="box", target="coffret"))
    work(second, edit(name="Deux"))
    seen = glances([seat.shop for seat in session.seats])
    assert {seat.rank: seen[seat.shop_id].done for seat in (first, second, third)} == {
        1: {"produit.modifier": 1, "alias.creer": 2}, 2: {"produit.modifier": 1}, 3: {},
    }  # fmt: skip
    assert [told.words for told in seen[first.shop_id].latest] == [
        e.words for e in reversed(queries.all_of(first.shop_id))
    ]
    assert (seen[first.shop_id].last_seq, seen[third.shop_id].last_seq) == (2, 0)


@pytest.mark.parametrize("reads", [True, False])
def test_a_glance_follows_a_journal_that_grows(seat: Seat, reads: bool) -> None:
    for number in range(1, LENGTH + 4):
        work(seat, edit(name=f"Coffret {number}"))
        set_reading(reads)
        seen = glances([seat.shop])[seat.shop_id]
        again = glances([seat.shop])[seat.shop_id]
        set_reading(False)
        assert seen == again
        assert [told.words for told in seen.latest] == [
            e.words for e in reversed(queries.all_of(seat.shop_id)[-LENGTH:])
        ]
        assert seen.done == {"produit.modifier": number}


def test_an_order_is_told_by_its_reference(seat: Seat) -> None:
    def advance() -> object:
        order = db.session.scalars(sa.select(Order).order_by(Order.id.desc())).first()
        state = db.session.scalars(sa.select(OrderState).where(OrderState.key == "expedie")).one()
        assert order is not None
        return orders.change_state(order=order, state=state)

    (entry,) = work(seat, advance)
    with shop_scope(seat.shop_id):
        order = db.session.scalars(sa.select(Order).order_by(Order.id.desc())).first()
        assert order is not None
        assert order.reference in entry.words

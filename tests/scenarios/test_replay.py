"""Rebuilding a candidate's shop: at the end it is the live one row by row, in the middle the one that was there then."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

import pytest

from sandbox.kernel.actions import take_performed
from sandbox.kernel.changes import take_changes
from sandbox.kernel.db import db
from sandbox.kernel.diffing import diff_rows
from sandbox.kernel.errors import DomainError
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog import services as catalog
from sandbox.shop.catalog.models import Category
from sandbox.shop.shops import services as shops
from sandbox.shop.shops.models import Shop, ShopKind
from sandbox.training.exams.models import ExamSession, Seat
from sandbox.training.journal import queries as journal
from sandbox.training.journal.playing import play_line
from sandbox.training.journal.services import record_event
from sandbox.training.replay.models import RebuiltShop
from sandbox.training.replay.queries import differences_at
from sandbox.training.replay.services import rebuild, tidy_rebuilt
from sandbox.training.subjects.player import Line, Player
from tests.domain.training.conftest import At
from tests.domain.training.working import work
from tests.scenarios.shipped import SLUGS, lines_of

ALL = [line for slug in SLUGS for line in lines_of(slug)]


def play_what_can_be(seat: Seat, lines: list[Line]) -> int:
    """Play these lines, those that cannot be in this shop left out; how many were."""
    player, played = Player(seat.shop.anchor_on), 0
    for line in lines:
        try:
            with db.session.begin_nested():
                play_line(shop=seat.shop, player=player, line=line, seat=seat)
            played += 1
        except DomainError:
            take_changes(db.session()), take_performed()
    return played


def differences(seat: Seat, seq: int, other_id: int) -> list[object]:
    """What a rebuilt shop has otherwise than another."""
    rebuilt = rebuild(seat=seat, seq=seq)
    return list(diff_rows(db.session(), other_id, rebuilt.shop_id))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_whole_run_rebuilt_is_the_live_shop(session: ExamSession, at: At, slug: str) -> None:
    seat = session.seats[0]
    with at(1):
        assert play_what_can_be(seat, lines_of(slug)) > 3
        assert differences(seat, journal.last_seq(seat.shop_id), seat.shop_id) == []


@pytest.mark.parametrize("seed", range(6))
def test_a_random_run_rebuilt_is_the_live_shop(session: ExamSession, at: At, seed: int) -> None:
    chance, seat = random.Random(seed), session.seats[0]
    lines = [line for line in ALL if chance.random() < 0.3]
    with at(1):
        assert play_what_can_be(seat, lines) > 10
        assert differences(seat, journal.last_seq(seat.shop_id), seat.shop_id) == []


def categories(*slugs: tuple[str, str]) -> list[Callable[[], object]]:
    """Jobs that give a category of that key an address, or create one: (key or "", slug)."""

    def job(key: str, slug: str) -> object:
        if not key:
            return catalog.create_category(name=f"Rayon {slug}", slug=slug)
        row = db.session.query(Category).filter_by(key=key).one()
        return catalog.update_category(category=row, slug=slug)

    return [partial(job, key, slug) for key, slug in slugs]


def test_an_address_that_goes_from_row_to_row_is_followed(session: ExamSession, at: At) -> None:
    """Found by reading: the same address is unique in a shop, and the end of a run does not tell in which order it was passed on."""
    seat = session.seats[0]
    with at(1):
        with shop_scope(seat.shop_id):
            rows = db.session.query(Category).filter(Category.parent_id.is_not(None), Category.key.is_not(None))
            (one, first), (two, second) = [(row.key, row.slug) for row in rows.order_by(Category.id).limit(2)]
        for job in categories((one, "ailleurs"), ("", first), (one, "plus-loin"), ("", "ailleurs")):
            work(seat, job)
        for job in categories((two, "en-attente"), (one, second), (two, "plus-loin")):
            work(seat, job)
        assert differences(seat, journal.last_seq(seat.shop_id), seat.shop_id) == []


def test_the_middle_of_a_run_is_the_shop_of_that_moment(session: ExamSession, at: At) -> None:
    seat, lines = session.seats[0], lines_of(SLUGS[0])
    with at(1):
        play_what_can_be(seat, lines[: len(lines) // 2])
        seq = journal.last_seq(seat.shop_id)
        then = shops.copy_shop(source=seat.shop)
        play_what_can_be(seat, lines[len(lines) // 2 :])
        assert journal.last_seq(seat.shop_id) > seq > 0
        assert differences(seat, seq, then.id) == []
        assert differences(seat, 0, seat.session.baseline_shop_id) == []


def test_one_rebuilt_shop_is_kept_a_seat_frozen_and_for_an_hour(session: ExamSession, at: At) -> None:
    seat, other, _ = session.seats
    with at(1):
        first = rebuild(seat=seat, seq=0).shop.key
        again = rebuild(seat=seat, seq=0)
        rebuild(seat=other, seq=0)
        assert again.shop.key != first
        assert not again.shop.is_writable
        assert db.session.query(Shop).filter_by(key=first).count() == 0
        assert (
            db.session.query(RebuiltShop).count() == db.session.query(Shop).filter_by(kind=ShopKind.REPLAY).count() == 2
        )
    with at(62):
        assert tidy_rebuilt() == 2
        assert db.session.query(Shop).filter_by(kind=ShopKind.REPLAY).count() == 0
    assert take_changes(db.session()) == [], "nobody's journal tells of it"


def test_what_an_event_did_is_no_difference_of_the_candidates(session: ExamSession, at: At) -> None:
    seat = session.seats[0]
    with at(1):
        with shop_scope(seat.shop_id):
            catalog.create_category(name="Arrivée toute seule")
            db.session.flush()
            changes = take_changes(db.session())
            take_performed()
            record_event(
                shop_id=seat.shop_id, event_id="e1", title="Un rayon arrive", actor="Sujet", words="", changes=changes
            )
        assert differences_at(seat, journal.all_of(seat.shop_id)) == []
        work(seat, lambda: catalog.create_category(name="Faite par Inès"))
        found = differences_at(seat, journal.all_of(seat.shop_id))
    assert {difference.operation for difference in found} == {"Ajouté"}
    assert ["Faite par Inès" in difference.what for difference in found] == [True]

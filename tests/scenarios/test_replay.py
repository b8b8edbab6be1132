"""Rebuilding a candidate's shop: at the end it is the live one row by row, in the middle the one that was there then."""

from __future__ import annotations

import random

import pytest

from sandbox.kernel.actions import take_performed
from sandbox.kernel.changes import take_changes
from sandbox.kernel.db import db
from sandbox.kernel.diffing import diff_rows
from sandbox.kernel.errors import DomainError
from sandbox.shop.shops import services as shops
from sandbox.shop.shops.models import Shop, ShopKind
from sandbox.training.exams.models import ExamSession, Seat
from sandbox.training.journal import queries as journal
from sandbox.training.journal.playing import play_line
from sandbox.training.replay.models import RebuiltShop
from sandbox.training.replay.services import rebuild, tidy_rebuilt
from sandbox.training.subjects.player import Line, Player
from tests.domain.training.conftest import At
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

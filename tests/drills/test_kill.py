"""`kill -9` while three candidates and an examiner write: nothing that was acknowledged is lost, nothing is half there."""

from __future__ import annotations

import random
import time
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa

from sandbox.cli._processes import useful_number
from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.training.exams.models import EntryKind, Seat
from sandbox.training.exams.queries import clock_of
from sandbox.training.exams.rules import Clock
from sandbox.training.grading.models import Level, Observation, SheetChange
from sandbox.training.journal.queries import all_of
from tests.drills.conftest import looking
from tests.drills.people import Busy, Candidate, Examiner, Person
from tests.factories.world import World, read_world
from tests.support.live_server import LiveServer

KILLS = 3
BOX = "coffret-escale-hiver"


@pytest.mark.parametrize("processes", range(1, useful_number() + 1))
def test_nothing_acknowledged_is_lost(installation: Path, processes: int) -> None:
    with looking(installation):
        world = read_world()
        first = db.session.get_one(Seat, world.seat_ids[0])
        with shop_scope(first.shop_id):
            box = db.session.scalars(sa.select(Product.id).where(Product.key == BOX)).one()
    hand = random.Random(9)
    with LiveServer(installation, processes=processes) as server:
        candidates = [Candidate(Person(server.url), rank, world.shop_keys[rank - 1], box) for rank in (1, 2, 3)]
        for candidate in candidates:
            candidate.join(world.join_codes[candidate.rank - 1])
        examiner = Examiner(Person(server.url), world.session_id, world.seat_ids)
        examiner.sign_in()
        for _ in range(KILLS):
            told = done(candidates, examiner)
            with Busy(*(c.step for c in candidates), examiner.step) as busy:
                # How long they work before the cut is chance; that they were all at work is not.
                while any(now <= then for now, then in zip(done(candidates, examiner), told, strict=True)):
                    assert not busy.faults, busy.faults
                    time.sleep(0.02)
                time.sleep(hand.random() * 0.4)
                server.kill()
            assert not busy.faults, busy.faults
            with looking(installation):
                check(world, candidates, examiner)
                before = clocks(world)
            server.start()
            with looking(installation):
                assert clocks(world) == before, "a restart is no event of a clock"
        # They go on where they were: no new sign-in, no code.
        for step in (*(c.step for c in candidates), examiner.step):
            step()
    with looking(installation):
        check(world, candidates, examiner)
    assert all(len(c.saved) >= KILLS for c in candidates)
    assert examiner.pauses
    assert examiner.resumes


def done(candidates: list[Candidate], examiner: Examiner) -> list[int]:
    """How much each of them was told is kept."""
    return [len(c.saved) for c in candidates] + [len(examiner.observed)]


def check(world: World, candidates: list[Candidate], examiner: Examiner) -> None:
    """What the database holds against what people were told."""
    for candidate, seat_id in zip(candidates, world.seat_ids, strict=True):
        check_shop(candidate, db.session.get_one(Seat, seat_id))
    kept = {row.uuid: row.seat_id for row in db.session.execute(sa.select(Observation.uuid, Observation.seat_id))}
    assert examiner.observed.items() <= kept.items()
    levels = {(level.seat_id, level.line_id): level for level in db.session.scalars(sa.select(Level))}
    for place, (version, value) in examiner.rated.items():
        assert levels[place].version >= version
        assert levels[place].version > version or levels[place].value == value
    changes = db.session.scalar(sa.select(sa.func.count()).where(SheetChange.what.like("niveau %")))
    assert changes == sum(level.version for level in levels.values()), "a level without its trace, or the reverse"
    third = db.session.get_one(Seat, world.seat_ids[2])
    kinds = [entry.kind for entry in third.entries]
    assert kinds.count(EntryKind.PAUSED) >= examiner.pauses
    assert kinds.count(EntryKind.RESUMED) >= examiner.resumes
    examiner.rated = {place: (level.version, level.value) for place, level in levels.items()}


def check_shop(candidate: Candidate, seat: Seat) -> None:
    """Every save that was acknowledged is in the journal, and the journal and the shop tell the same story."""
    entries = all_of(seat.shop_id)
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    told = [change for entry in entries for change in entry.changes if "name" in change["after"]]
    names = [change["after"]["name"] for change in told]
    assert [name for name in candidate.saved if name not in names] == []
    assert len(set(names)) == len(names) <= candidate.sent
    for earlier, later in pairwise(told):
        assert later["before"]["name"] == earlier["after"]["name"], "a change that no entry tells"
    with shop_scope(seat.shop_id):
        name = db.session.scalars(sa.select(Product.name).where(Product.key == BOX)).one()
    assert name == (names[-1] if names else "Coffret Escale d’hiver"), "an entry without its change, or the reverse"
    assert seat.shop.revision == len(entries)


def clocks(world: World) -> list[list[Clock]]:
    """Each seat's clock at some moments to come, computed from the database alone."""
    seats = [db.session.get_one(Seat, seat_id) for seat_id in world.seat_ids]
    last: datetime = max(entry.at for seat in seats for entry in seat.entries)
    moments = [last + timedelta(seconds=s) for s in (0, 1, 600, 2399, 2400, 5000)]
    return [[clock_of(seat, moment) for moment in moments] for seat in seats]

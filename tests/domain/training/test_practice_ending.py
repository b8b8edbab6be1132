"""The shops of practice runs come to their end; what was found in them stays."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sandbox.accounts.queries import find_user
from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.shop.shops.models import Shop
from sandbox.training.practice import ending, services
from sandbox.training.practice.models import PracticeRun
from sandbox.training.practice.queries import compare, list_runs
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.queries import get_subject
from tests.factories.world import SUBJECT, World


@pytest.fixture
def subject(world: World) -> Subject:
    assert world
    return get_subject(SUBJECT)


def play(subject: Subject, login: str = "alice") -> PracticeRun:
    """Another run of that person."""
    user = find_user(login)
    assert user is not None
    return services.start_run(user=user, subject=subject)


def products(shop_id: int) -> int:
    """How many products a shop has."""
    with shop_scope(shop_id):
        return db.session.scalar(sa.select(sa.func.count()).select_from(Product)) or 0


def test_the_latest_runs_keep_their_shops_and_older_ones_their_findings(subject: Subject) -> None:
    user = find_user("alice")
    assert user is not None
    first = list_runs(user_id=user.id)[0]
    services.hand_in_run(run=first)
    services.close_rating(run=first, levels={line.id: "I" for line in subject.lines})
    before = {one.line.id: one.finding.state for one in compare(first).lines}
    for _ in range(ending.KEPT_RUNS):
        play(subject)
    db.session.commit()
    assert first.emptied_at is not None
    assert products(first.seat.shop_id) == 0
    assert {one.line.id: one.finding.state for one in compare(first).lines} == before
    kept = [run for run in list_runs(user_id=user.id) if run.emptied_at is None]
    assert len(kept) == ending.KEPT_RUNS
    assert all(products(run.seat.shop_id) > 50 for run in kept)


def test_a_run_under_way_is_never_emptied(subject: Subject) -> None:
    run = play(subject, "bob")
    assert not ending.empty_run(run=run)
    assert products(run.seat.shop_id) > 50


def test_starting_shops_nobody_needs_are_emptied_and_not_used_again(subject: Subject) -> None:
    for run in db.session.scalars(sa.select(PracticeRun)).all():
        services.hand_in_run(run=run)
    db.session.commit()
    assert ending.empty_every_old_run(kept=0) == 2  # the session of the exam still uses the starting shop of the day
    baselines = db.session.scalars(sa.select(Shop).where(Shop.kind == "baseline")).all()
    assert all(products(shop.id) > 50 for shop in baselines)
    assert ending.empty_every_old_run(kept=0) == 0

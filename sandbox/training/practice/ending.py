"""The end of a practice run's shop: its rows go, what was found stays. Never commits.

A run keeps its whole shop while it may still be looked into; older ones keep their levels and the states that were found,
line by line. A run that its trainer throws away leaves nothing.
"""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.cloning import wipe_rows
from sandbox.kernel.db import Base, db, session
from sandbox.shop.shops import services as shops
from sandbox.shop.shops.models import Shop
from sandbox.training.exams.models import ExamSession, Seat, SessionKind
from sandbox.training.exams.queries import clock_of
from sandbox.training.journal.models import JournalEntry
from sandbox.training.practice.market import drop_copy
from sandbox.training.practice.models import PracticeRun
from sandbox.training.practice.queries import found_in

KEPT_RUNS = 3
"""How many of a person's latest runs keep their whole shop."""


def empty_run(*, run: PracticeRun) -> bool:
    """Wipe the shop of a run that is over, its findings kept by line; False when there is nothing to wipe."""
    if run.emptied_at is not None or not clock_of(run.seat).state.is_over:
        return False
    run.kept_states = {line_id: finding.state.value for line_id, finding in found_in(run).items()}
    run.emptied_at = clock.now()
    drop_copy(run=run)
    db.session.flush()
    wipe_rows(session(), run.seat.shop_id)
    db.session.execute(sa.delete(JournalEntry).where(JournalEntry.shop_id == run.seat.shop_id))
    return True


def empty_old_runs(*, user_id: int, kept: int = KEPT_RUNS) -> int:
    """Wipe the shops of a person's runs but the latest ones; how many were wiped."""
    wanted = sa.select(PracticeRun).where(PracticeRun.user_id == user_id, PracticeRun.emptied_at.is_(None))
    runs = db.session.scalars(wanted.order_by(PracticeRun.id.desc()).offset(kept)).all()
    return sum(empty_run(run=run) for run in runs)


def empty_every_old_run(*, kept: int = KEPT_RUNS) -> int:
    """The same for everybody, and the starting shops that no run needs any more; how many shops were wiped."""
    people = db.session.scalars(sa.select(PracticeRun.user_id).distinct()).all()
    return sum(empty_old_runs(user_id=user_id, kept=kept) for user_id in people) + empty_idle_baselines()


def empty_idle_baselines() -> int:
    """Wipe the starting shops whose practice runs have all come to their end; one that a session of an exam uses stays."""
    needed = (
        sa.select(ExamSession.baseline_shop_id)
        .join(Seat, Seat.session_id == ExamSession.id)
        .outerjoin(PracticeRun, PracticeRun.seat_id == Seat.id)
        .where(sa.or_(ExamSession.kind == SessionKind.EXAM, PracticeRun.emptied_at.is_(None)))
    )
    used = sa.select(ExamSession.baseline_shop_id)
    idle = sa.select(Shop).where(Shop.id.in_(used), Shop.id.not_in(needed), Shop.frozen_at.is_(None))
    found = db.session.scalars(idle).all()
    for shop in found:
        wipe_rows(session(), shop.id)
        shops.freeze_shop(shop=shop)  # an empty starting shop is marked, and no run starts from it again
    return len(found)


def discard_run(*, run: PracticeRun) -> None:
    """Throw a run away with everything of it: for a subject tried out while it is written."""
    seat_id, session_id, shop_id = run.seat_id, run.seat.session_id, run.seat.shop_id
    baseline_id = run.seat.session.baseline_shop_id
    drop_copy(run=run)
    db.session.flush()
    for table in reversed(Base.metadata.sorted_tables):
        for key in table.foreign_keys:
            if key.column.table.name == Seat.__tablename__ and table.name != Seat.__tablename__:
                db.session.execute(sa.delete(table).where(key.parent == seat_id))
    db.session.execute(sa.delete(Seat).where(Seat.id == seat_id))
    db.session.execute(sa.delete(ExamSession).where(ExamSession.id == session_id))
    db.session.expire_all()
    shops.delete_shop(shop_id=shop_id)
    if db.session.scalar(sa.select(ExamSession.id).where(ExamSession.baseline_shop_id == baseline_id).limit(1)) is None:
        shops.delete_shop(shop_id=baseline_id)

"""A candidate at work, as the web frame has them: services, then the journal, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from sandbox.kernel.actions import take_performed
from sandbox.kernel.changes import take_changes
from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.shop.shops import services as shops
from sandbox.training.exams.models import Seat
from sandbox.training.journal import services as journal
from sandbox.training.journal.models import JournalEntry
from sandbox.training.journal.playing import play_run
from sandbox.training.subjects.format import Subject


def work(seat: Seat, *jobs: Callable[[], Any], page: str = "Catalogue › Produits") -> list[JournalEntry]:
    """Do something in a candidate's shop; returns what the journal says of it."""
    with shop_scope(seat.shop_id):
        for job in jobs:
            job()
        db.session.flush()
        changes, performed = take_changes(db.session()), take_performed()
        if not changes:
            return []
        shops.touch_revision(shop=seat.shop)
        written = journal.record(
            shop_id=seat.shop_id, seat=seat, actor=seat.candidate_name, performed=performed, changes=changes, page=page
        )  # fmt: skip
        db.session.flush()
        return written


def product(key: str) -> Product:
    """The product of that key in the open shop."""
    return db.session.scalars(sa.select(Product).where(Product.key == key)).one()


def play(seat: Seat, subject: Subject, trial: str, *, until_s: int | None = None) -> None:
    """Play a golden run of the subject in a candidate's shop."""
    found = subject.trial(trial)
    assert found is not None
    assert found.recording is not None
    play_run(shop=seat.shop, text=subject.files[found.recording], seat=seat, actor=seat.candidate_name, until_s=until_s)

"""The shops of a session: its baseline, and one copy a seat."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from sandbox.kernel.actions import take_performed
from sandbox.kernel.changes import take_changes
from sandbox.kernel.db import db, session
from sandbox.kernel.scope import shop_scope
from sandbox.shop.shops import services as shops
from sandbox.shop.shops.models import Shop
from sandbox.training.contexts.queries import get_context
from sandbox.training.exams.models import ExamSession
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.player import play_injections


def make_baseline(subject: Subject, anchor: date) -> Shop:
    """The reference of the subject's context re-dated to `anchor`, with the subject's injections; shared within a day.

    Raises NotFound when the context is not loaded.
    """
    pack = get_context(subject.context_slug)
    known = sa.select(Shop).join(ExamSession, ExamSession.baseline_shop_id == Shop.id).where(
        ExamSession.subject_hash == subject.digest, Shop.anchor_on == anchor, Shop.parent_id == pack.reference_shop_id,
        Shop.frozen_at.is_(None),
    )  # fmt: skip
    found = db.session.scalars(known.limit(1)).first()
    if found is not None:
        return found
    reference = db.session.get_one(Shop, pack.reference_shop_id)
    baseline = shops.make_baseline(reference=reference, anchor_on=anchor)
    with shop_scope(baseline.id):
        play_injections(subject, anchor)
        db.session.flush()
    take_changes(session())
    take_performed()
    db.session.expire_all()
    return baseline


def make_copy(baseline: Shop) -> Shop:
    """A candidate's own shop."""
    return shops.copy_shop(source=baseline)


def set_frozen(shop: Shop, *, is_frozen: bool) -> None:
    """Close a shop to every change, or open it again."""
    if is_frozen:
        shops.freeze_shop(shop=shop)
    else:
        shops.unfreeze_shop(shop=shop)

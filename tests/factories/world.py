"""A whole centre for the tests: the shipped context, a running session of erin's, practice runs of alice and bob.

Everything of bob's says FUITE: an answer to anybody else that contains it is a leak.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from sandbox.accounts.queries import find_user
from sandbox.config import ROOT
from sandbox.kernel.db import db
from sandbox.kernel.media import MediaStore
from sandbox.kernel.scope import shop_scope
from sandbox.kernel.scoping import ShopScoped, scoped_models
from sandbox.shop.shops.models import Shop
from sandbox.training.contexts.services import load_context
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import ExamSession, Seat
from sandbox.training.practice.models import PracticeRun
from sandbox.training.practice.services import start_run
from sandbox.training.subjects.queries import get_subject
from tests.factories.people import make_people
from tests.factories.shops import CANARY

CONTEXT = "brulerie-castelune"
SUBJECT = "noel-a-la-brulerie"


@dataclass(frozen=True, slots=True)
class World:
    """What was made, by numbers and keys. Seats are by rank, from 1."""

    session_id: int
    seat_ids: tuple[int, ...]
    join_codes: tuple[str, ...]
    shop_keys: tuple[str, ...]
    reference_key: str
    alice_run_id: int
    alice_shop_key: str
    bob_run_id: int
    bob_shop_key: str


def make_world(media: MediaStore) -> None:
    """Fill an empty database; `read_world` tells what is in it."""
    make_people()
    load_context(folder=ROOT / "scenarios" / "contexts" / CONTEXT, media=media)
    subject = get_subject(SUBJECT)
    people = [exams.Candidate(last_name=n, first_name=f, number=f"02{i}", workstation=str(i)) for i, (f, n) in
              enumerate((("Inès", "Kervella"), ("Malo", "Tréguier"), ("Sarah", "Benhamou")), 1)]  # fmt: skip
    erin, alice, bob = find_user("erin"), find_user("alice"), find_user("bob")
    assert erin is not None
    assert alice is not None
    assert bob is not None
    session = exams.create_session(subject=subject, candidates=people, examiner=erin, room="B 204")
    exams.start_session(session=session, author=erin.name)
    start_run(user=alice, subject=subject)
    marked = start_run(user=bob, subject=subject)
    db.session.commit()
    mark_shop(marked.seat.shop_id)
    db.session.commit()


def mark_shop(shop_id: int) -> None:
    """Put FUITE into the names and texts of a shop."""
    with shop_scope(shop_id):
        for model in scoped_models():
            assert issubclass(model, ShopScoped)
            for name in {"name", "title", "body", "description", "summary"} & set(sa.inspect(model).columns.keys()):
                column = getattr(model, name)
                db.session.execute(sa.update(model).values({name: sa.func.substr(CANARY + " " + column, 1, 60)}))


def read_world() -> World:
    """What is in a database that `make_world` filled."""
    session = db.session.scalars(sa.select(ExamSession).where(ExamSession.kind == "exam")).one()
    seats: list[Seat] = list(session.seats)
    runs = {run.user_id: run for run in db.session.scalars(sa.select(PracticeRun))}
    alice, bob = find_user("alice"), find_user("bob")
    assert alice is not None
    assert bob is not None
    mine, other = runs[alice.id], runs[bob.id]
    reference = db.session.scalars(sa.select(Shop).where(Shop.kind == "reference")).one()
    return World(
        session.id, tuple(s.id for s in seats), tuple(s.join_code for s in seats), tuple(s.shop.key for s in seats),
        reference.key, mine.id, mine.seat.shop.key, other.id, other.seat.shop.key,
    )  # fmt: skip

"""A product's form is read and validated before its turn to write; what happened meanwhile is not written over unseen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.kernel.db import Session, begin_writing, db
from sandbox.shop.shops.models import Shop
from sandbox.training.exams.models import Seat
from sandbox.training.journal.models import JournalEntry
from sandbox.web import reading_first
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor

TURN = "BEGIN IMMEDIATE"


@pytest.fixture
def candidate(world_app: Flask, world: World) -> Visitor:
    """The candidate of the first seat, at work."""
    visitor = Visitor(world_app)
    visitor.take_seat(world.join_codes[0])
    return visitor


@pytest.fixture
def sheet(candidate: Visitor, world: World) -> str:
    """The address of a product."""
    root = f"/b/{world.shop_keys[0]}/admin/catalogue/produits"
    found = re.search(rf"{root}/\d+", candidate.get(root).text)
    assert found
    return found[0]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Let something happen between the reading of the next form and its turn, once."""

    def plan(happens: Callable[[], object]) -> None:
        waiting = [happens]

        def begin(session: Session) -> None:
            if waiting:
                waiting.pop()()
            begin_writing(session)

        monkeypatch.setattr(reading_first, "begin_writing", begin)

    return plan


@contextmanager
def statements() -> Iterator[list[str]]:
    """All that is sent to the database in the block, the beginnings of transactions too."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)


def filled(visitor: Visitor, sheet: str, **typed: object) -> dict[str, Any]:
    """What the form of a product sends."""
    return Page(visitor.get(sheet).text).form("product-form").filled(**typed)


def journal(shop_key: str) -> list[JournalEntry]:
    """The journal of a shop, oldest first."""
    db.session.rollback()
    shop = sa.select(Shop.id).where(Shop.key == shop_key).scalar_subquery()
    return list(
        db.session.scalars(sa.select(JournalEntry).where(JournalEntry.shop_id == shop).order_by(JournalEntry.seq))
    )


def needs_turns() -> None:
    """PostgreSQL has no line of writers."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL lets writers write side by side")


def test_the_turn_begins_once_the_product_was_read_and_is_taken_once(candidate: Visitor, sheet: str) -> None:
    needs_turns()
    form = filled(candidate, sheet, reference="LU-AVANT")
    with statements() as sent:
        assert candidate.post(sheet, **form).status_code == 302
    turns = [rank for rank, statement in enumerate(sent) if statement == TURN]
    read = next(rank for rank, statement in enumerate(sent) if "FROM products" in statement)
    written = next(rank for rank, statement in enumerate(sent) if statement.startswith("UPDATE products"))
    assert len(turns) == 1, "nothing waits for a second turn after the commit"
    assert read < turns[0] < written


def test_a_form_that_is_refused_waits_for_no_turn(candidate: Visitor, sheet: str) -> None:
    needs_turns()
    form = filled(candidate, sheet, name="")
    with statements() as sent:
        assert candidate.post(sheet, **form).status_code == 422
    assert TURN not in sent


def test_what_was_saved_meanwhile_is_read_again_and_said(
    candidate: Visitor, sheet: str, world: World, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    mine, other = filled(candidate, sheet, reference="MIENNE"), filled(candidate, sheet, reference="AUTRE")
    meanwhile(lambda: candidate.post(sheet, **other))
    answer = candidate.post(sheet, **mine)
    assert answer.status_code == 302
    first, second = journal(world.shop_keys[0])[-2:]
    told = [next(change for change in entry.changes if "reference" in change["after"]) for entry in (first, second)]
    assert told[0]["after"]["reference"] == "AUTRE"
    assert (told[1]["before"]["reference"], told[1]["after"]["reference"]) == ("AUTRE", "MIENNE")
    assert Page(candidate.get(answer.headers["Location"]).text).says("ouverte avant un autre enregistrement")


def test_a_double_click_that_overtakes_counts_once(
    candidate: Visitor, sheet: str, world: World, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    form = filled(candidate, sheet, reference="DOUBLE")
    before = len(journal(world.shop_keys[0]))
    meanwhile(lambda: candidate.post(sheet, **form))
    answer = candidate.post(sheet, **form)
    assert answer.status_code == 302
    assert len(journal(world.shop_keys[0])) == before + 1
    assert Page(candidate.get(answer.headers["Location"]).text).says("n’a compté qu’une fois")


def test_who_was_replaced_at_another_workstation_meanwhile_writes_nothing(
    candidate: Visitor, sheet: str, world: World, world_app: Flask, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    code = db.session.get_one(Seat, world.seat_ids[0]).resume_code
    form = filled(candidate, sheet, reference="REMPLACE")
    before = len(journal(world.shop_keys[0]))

    def take_over() -> None:
        elsewhere = Visitor(world_app)
        elsewhere.get("/epreuve/rejoindre")
        assert elsewhere.post("/epreuve/rejoindre", code=code).status_code == 302

    meanwhile(take_over)
    assert candidate.post(sheet, **form).status_code == 404
    assert len(journal(world.shop_keys[0])) == before


def test_what_is_sent_as_the_time_ends_is_not_written(
    candidate: Visitor, sheet: str, world: World, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    form = filled(candidate, sheet, reference="TROP-TARD")
    before = len(journal(world.shop_keys[0]))
    meanwhile(lambda: candidate.post("/epreuve/rendre"))
    assert candidate.post(sheet, **form).status_code == 403
    assert "TROP-TARD" not in str([entry.changes for entry in journal(world.shop_keys[0])[before:]])

"""The line of writers, with a real database: a turn is given back however a transaction ends."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.accounts.models import User
from sandbox.kernel.db import db, reading

TOUCH = sa.update(User).values(name=User.name)
NOWHERE = sa.table("nowhere", sa.column("name"))


@pytest.fixture(autouse=True)
def _sqlite_only(own_app: Flask) -> None:
    """PostgreSQL needs no line."""
    if own_app and db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL lets writers write side by side")


def write(app: Flask) -> bool:
    """Whether another thread can write now."""
    done = threading.Event()

    def run() -> None:
        with app.app_context():
            db.session.execute(TOUCH)
            db.session.commit()
            db.session.remove()
            done.set()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(10)
    return done.is_set()


@pytest.mark.parametrize("end", ["commit", "rollback", "remove"])
def test_the_next_writes_once_the_first_is_done(own_app: Flask, end: str) -> None:
    db.session.execute(TOUCH)
    getattr(db.session, end)()
    assert write(own_app)


def test_a_statement_that_fails_gives_its_turn_back(own_app: Flask) -> None:
    with pytest.raises(sa.exc.OperationalError):
        db.session.execute(sa.update(NOWHERE).values(name="x"))
    db.session.rollback()
    assert write(own_app)


def test_a_connection_that_is_closed_in_the_middle_gives_its_turn_back(own_app: Flask) -> None:
    db.session.remove()
    connection = db.engine.connect()
    connection.execute(TOUCH)
    connection.close()
    assert write(own_app)


def test_who_only_reads_waits_for_nobody(own_app: Flask) -> None:
    db.session.execute(TOUCH)
    found = []

    def run() -> None:
        with own_app.app_context(), reading():
            found.append(db.session.scalar(sa.select(sa.func.count()).select_from(User)))
            db.session.remove()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(10)
    assert len(found) == 1
    db.session.rollback()

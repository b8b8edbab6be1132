"""Forms that were taken: written with what they did, one at a time for one key, the oldest forgotten."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.kernel import taken_forms
from sandbox.kernel.db import db
from sandbox.kernel.taken_forms import Taken, TakenForm, find_taken, is_latest, keep_taken

KEY, OTHER = "ab" * 32, "f0" * 32
LED = Taken("/ailleurs", 7, {"panier": "12"}, "")


def count() -> int:
    """How many are kept."""
    return db.session.query(TakenForm).count()


def keep(key: str, taken: Taken = LED, browser: str = "b1") -> Taken:
    """Write one and read it again."""
    keep_taken(db.session(), key=key, browser=browser, taken=taken)
    found = find_taken(db.session(), key)
    assert found is not None
    return found


def test_what_it_led_to_is_found_again(app: Flask) -> None:
    assert app
    assert find_taken(db.session(), KEY) is None
    found = keep(KEY)
    assert (found.location, found.revision, found.visitor, found.told) == ("/ailleurs", 7, {"panier": "12"}, "")
    assert find_taken(db.session(), OTHER) is None
    told = keep(OTHER, Taken("", 0, {}, '{"ok": true}'))
    assert (told.told, told.visitor) == ('{"ok": true}', {})


def test_it_goes_with_what_it_did(app: Flask) -> None:
    assert app
    keep(KEY)
    db.session.rollback()
    assert find_taken(db.session(), KEY) is None


def test_another_form_of_the_same_browser_makes_it_an_earlier_one(app: Flask) -> None:
    assert app
    first = keep(KEY)
    assert is_latest(db.session(), first, "b1")
    keep(OTHER, browser="b2")
    assert is_latest(db.session(), first, "b1"), "somebody else's form is no step of this browser"
    keep("cd" * 32)
    assert not is_latest(db.session(), first, "b1")
    again = keep(KEY, Taken("/encore", 9, {}, "", first.id))
    assert (again.location, count()) == ("/encore", 3)
    assert is_latest(db.session(), again, "b1")


def test_only_the_latest_are_kept(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert app
    monkeypatch.setattr(taken_forms, "MAX_KEPT", 20)
    monkeypatch.setattr(taken_forms, "TIDIED_EVERY", 8)
    for number in range(40):
        keep(f"{number:064x}")
    assert 20 <= count() < 28
    assert find_taken(db.session(), f"{39:064x}") is not None
    assert find_taken(db.session(), f"{0:064x}") is None


@pytest.mark.parametrize("succeeds", [True, False])
def test_who_comes_meanwhile_waits_for_the_first(app: Flask, succeeds: bool) -> None:
    """Two sessions of two connections: the second finds what the first wrote, or that it was taken back."""
    db.session.remove()
    holds = Event()

    def first() -> None:
        with app.app_context():
            assert find_taken(db.session(), KEY) is None
            holds.set()
            time.sleep(0.3)
            keep_taken(db.session(), key=KEY, browser="b1", taken=LED)
            _ = db.session.commit() if succeeds else db.session.rollback()
            db.session.remove()

    def second() -> Taken | None:
        with app.app_context():
            assert holds.wait(10)
            found = find_taken(db.session(), KEY)
            db.session.remove()
            return found

    with ThreadPoolExecutor(2) as pool:
        done, found = pool.submit(first), pool.submit(second)
        done.result()
        assert (found.result() is not None) is succeeds


def test_its_step_and_its_model_are_one(app: Flask) -> None:
    assert app
    columns = {column["name"] for column in sa.inspect(db.engine).get_columns("taken_forms")}
    assert columns == {column.name for column in TakenForm.__table__.c}

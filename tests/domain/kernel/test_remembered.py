"""A small memory forgets what was used longest ago, and never mixes two databases."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.remembered import Remembered


@pytest.fixture
def memory(app: Flask) -> Remembered[str, int]:
    return Remembered(2)


def test_what_was_used_longest_ago_is_forgotten(memory: Remembered[str, int]) -> None:
    assert memory.keep("a", 1) == 1
    memory.keep("b", 2)
    assert memory.find("a") == 1
    memory.keep("c", 3)
    assert [memory.find(key) for key in "abc"] == [1, None, 3]


def test_a_key_kept_again_takes_no_second_place(memory: Remembered[str, int]) -> None:
    memory.keep("a", 1)
    memory.keep("b", 2)
    memory.keep("a", 4)
    assert [memory.find(key) for key in "ab"] == [4, 2]


def test_two_databases_do_not_share_what_is_remembered(
    memory: Remembered[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.keep("a", 1)
    other = sa.create_engine("sqlite://")
    monkeypatch.setattr(type(db.session()), "get_bind", lambda *_args, **_kwargs: other)
    assert memory.find("a") is None
    memory.keep("a", 2)
    monkeypatch.undo()
    assert memory.find("a") == 1

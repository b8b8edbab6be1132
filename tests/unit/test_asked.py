"""The choice of the tests that are run once more on a server: every question known is still asked, nothing unknown is left out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.asked import Asked, Notes, kinds, read, worth_asking


def asked(*questions: str, seconds: float = 1.0) -> Asked:
    return Asked(seconds, frozenset(questions))


def noted(statement: str, parameters: object, *, is_refused: bool = False) -> frozenset[str]:
    notes = Notes(is_taken=True)
    with notes.during("test"):
        notes.statement(statement, parameters, is_refused=is_refused)
    return notes.tests["test"].questions


def test_a_page_that_asks_nothing_new_is_left_out_and_the_domain_never() -> None:
    known = {
        "tests/domain/a.py::one": asked("x"), "tests/domain/a.py::two": asked("x"), "tests/migrations/m.py::up": asked("m"),
        "tests/web/a.py::shows": asked("x"), "tests/web/a.py::sends": asked("x", "y"),
    }  # fmt: skip
    assert worth_asking(list(known), known) == set(known) - {"tests/web/a.py::shows"}


def test_what_is_asked_only_where_it_does_not_run_counts_for_nothing() -> None:
    known = {"tests/access/m.py::all": asked("x"), "tests/web/a.py::shows": asked("x")}
    assert worth_asking(["tests/web/a.py::shows"], known) == {"tests/web/a.py::shows"}


def test_a_test_of_which_nothing_is_known_runs() -> None:
    tests = ["tests/web/a.py::new", "tests/web/a.py::silent", "tests/web/a.py::known"]
    known = {"tests/web/a.py::silent": asked(), "tests/web/a.py::known": asked("x")}
    assert worth_asking(tests, known) == set(tests)
    assert worth_asking(tests, {}) == set(tests)


def test_of_two_that_ask_the_same_the_cheaper_runs() -> None:
    known = {"tests/web/a.py::dear": asked("x", seconds=9), "tests/web/a.py::cheap": asked("x", seconds=1)}
    assert worth_asking(list(known), known) == {"tests/web/a.py::cheap"}


@given(
    st.dictionaries(
        st.builds(lambda where, rank: f"tests/{where}/a.py::t{rank}", st.sampled_from(("web", "domain")), st.integers(0, 30)),
        st.builds(Asked, st.floats(0, 9), st.frozensets(st.sampled_from("abcdefgh"), max_size=5)),
    )
)  # fmt: skip
def test_every_question_is_still_asked(known: dict[str, Asked]) -> None:
    kept = worth_asking(list(known), known)
    assert set().union(*(known[test].questions for test in kept)) == set().union(*(a.questions for a in known.values()))
    assert {test for test in known if test.startswith("tests/domain/")} <= kept
    assert kept == worth_asking(list(reversed(known)), known)


def test_how_many_values_and_rows_there_are_makes_no_other_question() -> None:
    assert noted("SELECT a FROM t WHERE b IN (?, ?)", (1, 2)) == noted("SELECT a  FROM t WHERE b IN (?)", (3,))
    assert noted("INSERT INTO t (a) VALUES (?), (?)", ("x", "y")) == noted("INSERT INTO t (a) VALUES (?)", ("z",))
    assert noted("SELECT a FROM t WHERE b = ?", (1,)) != noted("SELECT a FROM t WHERE c = ?", (1,))
    assert noted("SELECT 1", ()) != noted("SELECT 1", (), is_refused=True)
    assert noted("BEGIN IMMEDIATE", ()) == frozenset()


@pytest.mark.parametrize(
    "others",
    [None, 2**31, 2**63, 1.0, True, "é", "a\0b", "\ud800", "x" * 65, "x" * 256, "x" * 2_001, b"", datetime(2026, 1, 1)],
)
def test_values_that_a_server_tells_apart_are_other_questions(others: object) -> None:
    assert kinds((others,)) != kinds((1,))
    assert isinstance(others, str) == (kinds((others,))[0][:3] == "str")
    assert (kinds((others,)) == kinds(("é",))) == (others == "é")
    assert kinds([(1,), (others,)]) == kinds((others, 1, 1)) == kinds({"a": 1, "b": others})


def test_what_was_noted_is_read_back_from_every_worker(tmp_path: Path) -> None:
    for worker in ("gw0", "gw1"):
        notes = Notes(is_taken=True)
        with notes.during(f"tests/web/a.py::{worker}[« é »]"):
            notes.statement("SELECT 1", ())
        with notes.during("tests/unit/a.py::pure"):
            pass
        notes.write(tmp_path / "new" / f"{worker}.jsonl")
    found = read(tmp_path / "new")
    assert set(found) == {"tests/web/a.py::gw0[« é »]", "tests/web/a.py::gw1[« é »]"}
    assert {one.questions for one in found.values()} == {noted("SELECT 1", ())}


def test_nothing_is_noted_unless_asked_for() -> None:
    notes = Notes()
    with notes.during("test"):
        notes.statement("SELECT 1", ())
    assert notes.tests["test"].questions == frozenset()

"""What each test asks of the database: noted while all run on SQLite, so that PostgreSQL need not be asked the same by two pages.

`E5_ASKED` names a folder. Without a server the tests write there what they asked, a file a worker. With one, the tests of the
web read it back, and those that would ask nothing new are left out: see `worth_asking` and docs/adr/0013. Without the folder
every test runs, and so does a test of which nothing is known.

A question is a statement's text, whatever the number of its values, with the kinds of these values as PostgreSQL would tell them
apart (none, a number that fits or does not, a text with a NUL or longer than its column may be), and whether it was refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = "E5_ASKED"
CHOSEN_AMONG = "tests/web/"
"""Where a test may be left out. Those of the domain and of the migrations all run: they are about the database."""

_TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")
_VALUES = re.compile(r"\(\s*\?(?:\s*,\s*\?)*\s*\)")
_ROWS = re.compile(r"\(\?\)(?:\s*,\s*\(\?\))+")
_LENGTHS = (64, 255, 2_000)
_ROWS_LOOKED_AT = 50


@dataclass(slots=True)
class Asked:
    """The questions of one test, and the processor's seconds that it took on SQLite."""

    seconds: float = 0.0
    questions: frozenset[str] = frozenset()


@dataclass(slots=True)
class Notes:
    """What the tests of this process asked so far."""

    is_taken: bool = False
    tests: dict[str, Asked] = field(default_factory=dict)
    _now: set[str] = field(default_factory=set)

    def statement(self, statement: str, parameters: Any, *, is_refused: bool = False) -> None:
        """A statement is about to be run, or was refused."""
        if self.is_taken and not statement.lstrip().upper().startswith(_TRANSACTION):
            self._now.add(_question(statement, kinds(parameters), is_refused))

    @contextmanager
    def during(self, test: str) -> Iterator[None]:
        """Give a test what is asked until it ends."""
        self._now, begun = set(), time.process_time()
        yield
        self.tests[test] = Asked(time.process_time() - begun, frozenset(self._now))

    def write(self, file: Path) -> None:
        """Keep them: a line of JSON for each test that asked something."""
        lines = (
            json.dumps([test, round(asked.seconds, 4), sorted(asked.questions)])
            for test, asked in self.tests.items()
            if asked.questions
        )
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(line + "\n" for line in lines), "utf-8")


NOTES = Notes()


def read(folder: Path) -> dict[str, Asked]:
    """What every worker wrote."""
    found = {}
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            test, seconds, questions = json.loads(line)
            found[test] = Asked(seconds, frozenset(questions))
    return found


def folder() -> Path | None:
    """The folder of E5_ASKED, None when nothing is noted nor chosen."""
    named = os.environ.get(FOLDER)
    return Path(named) if named else None


def worth_asking(tests: Sequence[str], known: Mapping[str, Asked]) -> set[str]:
    """Of these tests, those to run: all but the tests of the web that together ask nothing that the others do not.

    Every question that one of them is known to ask is asked by at least one that is kept. Cheap tests are kept before dear ones.
    """
    kept = {test for test in tests if not test.startswith(CHOSEN_AMONG) or not known.get(test, Asked()).questions}
    covered: set[str] = set().union(*(known[test].questions for test in kept if test in known))
    left = {test: set(known[test].questions) - covered for test in sorted(set(tests) - kept)}
    while left := {test: new for test, new in left.items() if new}:
        best = max(left, key=lambda test: (len(left[test]) / (known[test].seconds + 0.05), test))
        kept.add(best)
        asked = left.pop(best)
        for new in left.values():
            new -= asked
    return kept


def kinds(parameters: Any) -> tuple[str, ...]:
    """The kinds of a statement's values, sorted; of many rows, those of the first fifty."""
    if isinstance(parameters, Mapping):
        return _kinds(parameters.values())
    if parameters and isinstance(parameters, list):
        return tuple(sorted({kind for row in parameters[:_ROWS_LOOKED_AT] for kind in kinds(row)}))
    return _kinds(parameters or ())


def _kinds(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(sorted({_kind(value) for value in values}))


def _kind(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return "int" if -(2**31) <= value < 2**31 else "long" if -(2**63) <= value < 2**63 else "huge"
    if isinstance(value, str):
        signs = "nul" if "\0" in value else "half" if any("\ud800" <= sign <= "\udfff" for sign in value) else ""
        return f"str{sum(len(value) > length for length in _LENGTHS)}{signs}"
    return type(value).__name__


@lru_cache(8_192)
def _question(statement: str, its_kinds: tuple[str, ...], is_refused: bool) -> str:
    text = _ROWS.sub("(?)", _VALUES.sub("(?)", " ".join(statement.split())))
    return sys.intern(hashlib.blake2b(f"{text}\n{its_kinds}\n{is_refused}".encode(), digest_size=6).hexdigest())

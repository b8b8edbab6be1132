"""Stems are asked for by several requests at once; the stemmer keeps a state of its own while it works."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from sandbox.shop.search.rules import stem

WORDS = [f"{root}{end}" for root in ("caf", "torref", "infus", "mouss", "degust", "parfum", "moulin", "emball", "livr")
         for end in ("e", "es", "ions", "ements", "atrices", "euses", "issantes", "ees", "eraient", "ables")]  # fmt: skip


@pytest.fixture
def impatient_threads() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_many_threads_find_the_same_stems(impatient_threads: None) -> None:
    stem.cache_clear()
    alone = {word: stem(word) for word in WORDS}
    for _ in range(20):
        stem.cache_clear()
        with ThreadPoolExecutor(8) as threads:
            together = dict(zip(WORDS * 4, threads.map(stem, WORDS * 4), strict=True))
        assert together == alone

"""The locks: every package pinned and hashed, the three sets of one mind."""

from __future__ import annotations

import re

import pytest

from tests.architecture.files import text_of

SETS = ("base", "postgres", "dev")
_PIN = re.compile(
    r"^([a-z0-9][a-z0-9-]*)(?:\[[a-z,]+\])?==(\S+)((?: ; [^\\\n]+?)?)((?: \\\n {4}--hash=sha256:[0-9a-f]{64})+)$",
    re.MULTILINE,
)


def _pins(name: str) -> dict[tuple[str, str], tuple[str, str]]:
    """(package, marker) -> (version, hashes)."""
    found = _PIN.findall(text_of(f"requirements/{name}.txt"))
    return {(package, marker.strip()): (version, hashes) for package, version, marker, hashes in found}


@pytest.mark.parametrize("name", SETS)
def test_every_package_is_pinned_and_hashed(name: str) -> None:
    pins = _pins(name)
    lines = [
        line for line in text_of(f"requirements/{name}.txt").splitlines() if line and not line.startswith((" ", "#"))
    ]
    assert len(pins) == len(lines) > 30


@pytest.mark.parametrize("name", SETS)
def test_no_address_stands_in_a_lock(name: str) -> None:
    assert "://" not in text_of(f"requirements/{name}.txt")


def test_the_larger_sets_hold_the_smaller_ones() -> None:
    base, postgres, dev = map(_pins, SETS)
    assert base.items() <= postgres.items() <= dev.items()


def test_the_time_zones_come_along_everywhere() -> None:
    assert ("tzdata", "") in _pins("base")

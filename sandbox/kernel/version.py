"""Which version of the application this is."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def own_version() -> str:
    """The version written in pyproject.toml: an installation is a clone, not a package."""
    written: str = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    return written

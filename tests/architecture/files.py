"""The project's files as git knows them, for the tests of this folder."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENDORED = ("static/vendor/", "tests/support/vendor/", "tools/packshots/vendor/")
BINARY = {".woff2", ".webp", ".png", ".jpg", ".jpeg", ".gif", ".ico", ".pdf", ".zip", ".gz", ".ttf", ".mo"}


@cache
def tracked() -> tuple[str, ...]:
    """The path of each tracked file, and of each new one that is not ignored; posix, from the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
    return tuple(sorted(name for name in listed if name and (ROOT / name).is_file()))


def with_suffix(*suffixes: str, under: str = "", vendored: bool = False) -> list[str]:
    """The tracked files with one of these suffixes, in a folder; third-party ones only when asked."""
    return [
        name
        for name in tracked()
        if name.startswith(under) and name.endswith(suffixes) and (vendored or not name.startswith(VENDORED))
    ]


def text_of(name: str) -> str:
    """The content of a tracked text file."""
    return (ROOT / name).read_text("utf-8")

"""The third-party files are those of VERSIONS.txt, byte for byte, and every icon that a page asks for is in the sprite."""

from __future__ import annotations

import hashlib
import re

from tests.architecture.files import ROOT, VENDORED, text_of, tracked, with_suffix

SPRITE = "static/vendor/icons.svg"
_SUM = re.compile(r"^  ([0-9a-f]{64})  (\S+)$", re.MULTILINE)
_ICON = re.compile(r"""\bicon\(\s*["']([a-z0-9-]+)["']|icons\.svg#i-([a-z0-9-]+)""")


def listed_sums() -> dict[str, str]:
    """The sum of each vendored file by its path; a list in a folder of its own names files of that folder."""
    sums = {}
    for file in with_suffix("VERSIONS.txt", vendored=True):
        folder = "" if file == "static/vendor/VERSIONS.txt" else file.rpartition("/")[0] + "/"
        sums.update({folder + path: digest for digest, path in _SUM.findall(text_of(file))})
    return sums


def test_each_file_has_its_sum() -> None:
    found = {path: hashlib.sha256((ROOT / path).read_bytes()).hexdigest() for path in listed_sums()}
    assert found == listed_sums()


def test_each_vendored_file_is_listed() -> None:
    present = {name for name in tracked() if name.startswith(VENDORED) and not name.endswith("VERSIONS.txt")}
    assert present == set(listed_sums())


def test_no_source_map_is_asked_for() -> None:
    assert [
        name for name in with_suffix(".js", ".css", vendored=True) if "sourceMapping" + "URL=" in text_of(name)
    ] == []


def test_each_icon_asked_for_is_in_the_sprite() -> None:
    known = set(re.findall(r'<symbol id="i-([a-z0-9-]+)"', text_of(SPRITE)))
    missing = {
        f"{name}: {icon}"
        for name in with_suffix(".html", ".py", ".js", ".css", under="s")
        for pair in _ICON.findall(text_of(name))
        if (icon := pair[0] or pair[1]) and icon not in known
    }
    assert missing == set()

"""No host of a package registry or of a CDN stands anywhere, and no path of anybody's machine.

The names are put together here, so that this file does not hold them either.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.files import BINARY, ROOT, tracked

_DOT = "."
HOSTS = tuple(
    _DOT.join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("npmjs", "com"),
        ("registry", "yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("cdn", "jsdelivr", "net"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
        ("esm", "sh"),
        ("skypack", "dev"),
        ("cdnjs", "cloudflare", "com"),
        ("ajax", "googleapis", "com"),
        ("fonts", "googleapis", "com"),
        ("fonts", "gstatic", "com"),
        ("code", "jquery", "com"),
        ("stackpath", "bootstrapcdn", "com"),
        ("maxcdn", "bootstrapcdn", "com"),
        ("use", "fontawesome", "com"),
        ("tile", "openstreetmap", "org"),
        ("google-analytics", "com"),
        ("googletagmanager", "com"),
    )
)
_SLASH = "/"
MACHINE_PATHS = tuple(
    _SLASH.join(("", *parts, "")) for parts in (("work", "main"), ("work", "shared"), ("root",), ("home", "user"))
) + tuple("C:\\Users" + end for end in ("\\", "/"))

_HOST = re.compile("|".join(rf"(?<![\w-]){re.escape(host)}(?![\w-])" for host in HOSTS), re.IGNORECASE)
_PATH = re.compile("|".join(re.escape(path) for path in MACHINE_PATHS))


def _hits(pattern: re.Pattern[str], root: Path, names: tuple[str, ...]) -> list[str]:
    found = []
    for name in names:
        if Path(name).suffix.lower() in BINARY:
            continue
        text = (root / name).read_text("utf-8", errors="replace")
        found += [f"{name}: {match[0]}" for match in pattern.finditer(text)]
    return found


def test_no_host_of_a_registry_or_a_cdn() -> None:
    assert _hits(_HOST, ROOT, tracked()) == []


def test_no_path_of_a_machine() -> None:
    assert _hits(_PATH, ROOT, tracked()) == []


@pytest.mark.parametrize("line", [f"see https://{HOSTS[0]}/simple", f"<script src=//{HOSTS[6].upper()}/x.js>"])
def test_a_host_is_found(tmp_path: Path, line: str) -> None:
    (tmp_path / "page.html").write_text(line, "utf-8")
    assert len(_hits(_HOST, tmp_path, ("page.html",))) == 1


def test_a_longer_name_is_not_one(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("mesh." + "esm" + ".shop, notunpkg" + ".com", "utf-8")
    assert _hits(_HOST, tmp_path, ("page.html",)) == []

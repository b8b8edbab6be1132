"""Lay the third-party files of the pages from the npm packages listed in packages.toml, and write their sums.

    python3 tools/vendor/vendor.py            fetch, check the archives' sums, lay the files
    python3 tools/vendor/vendor.py --accept   the same for archives whose sum is not the listed one; prints the new sums

Standard library and the `npm` client only, so that no address stands in the repository.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path, PurePosixPath
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
VERSIONS = ROOT / "static" / "vendor" / "VERSIONS.txt"

_SOURCE_MAP = re.compile(rb"\n?(?://[#@] ?sourceMappingURL=\S+|/\*[#@] ?sourceMappingURL=\S+ ?\*/)\s*$")
_SVG = re.compile(r"<svg[^>]*\bviewBox=\"([^\"]+)\"[^>]*>(.*)</svg>", re.DOTALL)


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def fetch(name: str, version: str, folder: Path) -> Path:
    """The archive of a package, fetched by the npm client into a folder."""
    subprocess.run(
        ["npm", "pack", f"{name}@{version}", "--silent", "--pack-destination", str(folder)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    archive = f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"
    return folder / archive


def read_archive(path: Path) -> dict[str, bytes]:
    """The regular files of an npm archive by their path under its `package` folder."""
    found: dict[str, bytes] = {}
    with tarfile.open(path) as archive:
        for member in archive:
            content = archive.extractfile(member)
            if content is not None:
                found[str(PurePosixPath(*PurePosixPath(member.name).parts[1:]))] = content.read()
    return found


def sprite(package: dict[str, bytes], folder: str, names: list[str]) -> bytes:
    """One SVG file with a symbol `i-NAME` for each icon."""
    symbols = []
    for name in names:
        source = package.get(f"{folder}/{name}.svg")
        match = _SVG.search(source.decode()) if source else None
        if match is None:
            raise SystemExit(f"icons.txt: no icon is named {name!r} in this version")
        body = re.sub(r"\s*\n\s*", "", match[2])
        symbols.append(f'<symbol id="i-{name}" viewBox="{match[1]}" fill="currentColor">{body}</symbol>')
    return ('<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n").encode()


def icon_names() -> list[str]:
    """The icons of icons.txt, sorted, each once."""
    lines = (line.split("#")[0].strip() for line in (HERE / "icons.txt").read_text("utf-8").splitlines())
    return sorted({word for line in lines for word in line.split()})


def lay(package: dict[str, Any], files: dict[str, bytes]) -> list[tuple[str, str]]:
    """Write the files of one package; returns (path, SHA-256) of each."""
    written: dict[str, bytes] = {}
    for source, target in package["files"].items():
        content = files[source]
        written[target] = _SOURCE_MAP.sub(b"\n", content) if target.endswith((".js", ".css")) else content
    if "sprite" in package:
        written[package["sprite"]["to"]] = sprite(files, package["sprite"]["from"], icon_names())
    for target, content in written.items():
        path = ROOT / target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return [(target, sha256(content)) for target, content in sorted(written.items())]


def main() -> int:
    """Lay every package and write VERSIONS.txt; 1 when an archive is not the listed one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accept", action="store_true", help="lay archives whose sum is not the listed one")
    options = parser.parse_args()
    packages = tomllib.loads((HERE / "packages.toml").read_text("utf-8"))["package"]
    lines = [
        "Third-party files of the pages and of the browser tests. Written by tools/vendor/vendor.py, do not edit.",
        "Each package: name, version, licence, SHA-256 of its npm archive; then each file with its own SHA-256.",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for package in packages:
            name, version = package["name"], package["version"]
            print(f"{name} {version}")
            archive = fetch(name, version, Path(folder))
            found = sha256(archive.read_bytes())
            if found != package["sha256"]:
                print(f"  archive {found}, packages.toml says {package['sha256']}", file=sys.stderr)
                if not options.accept:
                    return 1
            lines += ["", f"{name} {version} {package['licence']} {found}"]
            lines += [f"  {digest}  {target}" for target, digest in lay(package, read_archive(archive))]
    VERSIONS.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

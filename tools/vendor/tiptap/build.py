"""Build static/vendor/tiptap/tiptap.min.js from the npm packages of versions.txt, with the npm client and esbuild.

The editor is many small packages, so that it is bundled rather than copied. `python3 tools/vendor/tiptap/build.py` installs
the exact versions of versions.txt in a temporary folder, bundles entry.js, and writes beside the bundle the licences and a
VERSIONS.txt with every package that went in, its version and licence, and the SHA-256 sums of the files. With --update,
versions.txt is first written anew from what npm chose for the packages named in it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
TARGET = ROOT / "static" / "vendor" / "tiptap"


def run(*command: str, cwd: Path) -> None:
    subprocess.run(command, cwd=cwd, check=True)


def versions() -> dict[str, str]:
    lines = (HERE / "versions.txt").read_text().splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if line.strip() and not line.startswith("#"))
    return dict(pairs)


def bundled(folder: Path, meta: Path) -> list[Path]:
    """The package folders whose files are in the bundle."""
    inputs = json.loads(meta.read_text())["inputs"]
    found = set()
    for name in inputs:
        parts = Path(name).parts
        if parts[0] == "node_modules":
            found.add(folder / Path(*parts[: 3 if parts[1].startswith("@") else 2]))
    return sorted(found)


def licence_text(package: Path) -> str:
    for path in sorted(package.iterdir()):
        if path.name.lower().startswith(("license", "licence")):
            return path.read_text().strip()
    return "MIT License (declared in package.json)"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--update", action="store_true")
    update = parser.parse_args().update
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "package.json").write_text('{"private": true}')
        wanted = [package if update else f"{package}@{version}" for package, version in versions().items()]
        run("npm", "install", "--no-audit", "--no-fund", "--save-exact", *wanted, cwd=folder)
        shutil.copy(HERE / "entry.js", folder)
        out, meta = folder / "tiptap.min.js", folder / "meta.json"
        run("npx", "esbuild", "entry.js", "--bundle", "--format=esm", "--minify", "--target=es2022", "--legal-comments=none",
            f"--outfile={out}", f"--metafile={meta}", cwd=folder)  # fmt: skip
        packages = [json.loads((path / "package.json").read_text()) | {"path": path} for path in bundled(folder, meta)]
        TARGET.mkdir(parents=True, exist_ok=True)
        shutil.copy(out, TARGET / "tiptap.min.js")
        write_notes(packages)
        if update:
            write_versions(folder)


def write_notes(packages: list[dict]) -> None:
    texts = [f"{p['name']} {p['version']}\n\n{licence_text(p['path'])}\n" for p in packages]
    (TARGET / "LICENCES.txt").write_text(f"\n{'-' * 80}\n\n".join(texts))
    sums = [
        f"  {hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}"
        for path in (TARGET / "tiptap.min.js", TARGET / "LICENCES.txt")
    ]
    names = [f"{p['name']} {p['version']} {p.get('license', '?')}" for p in packages]
    head = (
        "Written by tools/vendor/tiptap/build.py, do not edit. The packages in tiptap.min.js, then the files' SHA-256."
    )
    (TARGET / "VERSIONS.txt").write_text("\n".join([head, "", *names, "", *sums]) + "\n")


def write_versions(folder: Path) -> None:
    chosen = json.loads((folder / "package.json").read_text())["dependencies"]
    head = "# npm package and exact version; the rest of the tree follows from these."
    lines = [f"{package} {chosen[package]}" for package in versions()]
    (HERE / "versions.txt").write_text("\n".join([head, *lines]) + "\n")


if __name__ == "__main__":
    main()

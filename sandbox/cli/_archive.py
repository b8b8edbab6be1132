"""The archive of an installation: a zip with the database, the media, and the SHA-256 sum of each file in its manifest."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sandbox.kernel import clock
from sandbox.kernel.errors import RuleBroken

FORMAT = "e5-sauvegarde/1"
MANIFEST = "manifeste.json"
DATABASE = "e5.sqlite"
FOLDERS = ("media", "exports", "contextes")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive holds: when it was made (UTC, ISO), the schema's step, and the sum of each file by its name."""

    made_at: str
    step: str
    sums: dict[str, str]


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_archive(*, instance: Path, database: Path, target: Path, step: str) -> Contents:
    """Copy the database while it may be in use, and everything under its folders, into a new archive.

    The archive appears under its name once it is whole. Raises RuleBroken when there is one already.
    """
    if target.exists():
        raise RuleBroken(f"Le fichier {target} existe déjà : donnez un autre nom.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".sauvegarde-") as folder:
        copy, part = Path(folder) / DATABASE, Path(folder) / "archive.zip"
        copy_database(database, copy)
        sums: dict[str, str] = {}
        with zipfile.ZipFile(part, "w") as archive:
            for path, name in [(copy, DATABASE), *_files(instance)]:
                # Pictures and PDFs are compressed already; the database shrinks to a fifth.
                method = zipfile.ZIP_DEFLATED if name == DATABASE else zipfile.ZIP_STORED
                archive.write(path, name, method)
                sums[name] = sha256_of(path)
            contents = Contents(clock.now().isoformat(timespec="seconds"), step, sums)
            manifest = {"format": FORMAT, "made_at": contents.made_at, "step": step, "sums": sums}
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True), zipfile.ZIP_DEFLATED)
        part.replace(target)
    return contents


def copy_database(source: Path, target: Path) -> None:
    """A consistent copy of a SQLite database that others may be writing to (the backup API)."""
    old, new = sqlite3.connect(source), sqlite3.connect(target)
    try:
        old.backup(new)
    finally:
        old.close()
        new.close()


def check_archive(path: Path) -> Contents:
    """The contents of an archive whose every file is the one that was saved; raises RuleBroken, naming what differs."""
    try:
        with zipfile.ZipFile(path) as archive:
            contents = _manifest(archive)
            names = [name for name in archive.namelist() if name != MANIFEST]
            _compare_names(names, contents.sums)
            for name in names:
                if _sha256_in(archive, name) != contents.sums[name]:
                    raise RuleBroken(f"Archive refusée : « {name} » a été modifié depuis la sauvegarde.")
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise RuleBroken(f"Archive refusée : {path} est illisible ou abîmée.") from error
    return contents


def _sha256_in(archive: zipfile.ZipFile, name: str) -> str:
    total = hashlib.sha256()
    with archive.open(name) as file:
        while block := file.read(_BLOCK):
            total.update(block)
    return total.hexdigest()


def unpack(*, archive: Path, instance: Path) -> Path | None:
    """Put a checked archive's files in place; returns where the former ones were kept, or None when there were none.

    Everything is laid out beside first, then swapped by renames: a full disk leaves the installation as it was.
    """
    instance.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=instance, prefix=".restauration-") as folder:
        fresh = Path(folder)
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(fresh)
        (fresh / MANIFEST).unlink()
        former = _set_aside(instance)
        for path in fresh.iterdir():
            path.replace(instance / path.name)
    return former


def _set_aside(instance: Path) -> Path | None:
    names = [DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", *FOLDERS]
    present = [instance / name for name in names if (instance / name).exists()]
    if not present:
        return None
    former = instance / f"avant-restauration-{clock.now():%Y%m%d-%H%M%S-%f}"
    former.mkdir()
    for path in present:
        shutil.move(path, former / path.name)
    return former


def _files(instance: Path) -> Iterator[tuple[Path, str]]:
    for folder in FOLDERS:
        for path in sorted((instance / folder).rglob("*")):
            if path.is_file():
                yield path, path.relative_to(instance).as_posix()


def _manifest(archive: zipfile.ZipFile) -> Contents:
    try:
        data = json.loads(archive.read(MANIFEST))
        contents = Contents(str(data["made_at"]), str(data["step"]), {str(k): str(v) for k, v in data["sums"].items()})
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise RuleBroken("Archive refusée : ce n’est pas une sauvegarde de cette application.") from error
    if data.get("format") != FORMAT:
        raise RuleBroken(f"Archive refusée : format « {data.get('format')} » inconnu (attendu : {FORMAT}).")
    return contents


def _compare_names(names: list[str], sums: dict[str, str]) -> None:
    if len(set(names)) != len(names):
        raise RuleBroken("Archive refusée : un fichier y figure deux fois.")
    missing, added = sums.keys() - set(names), set(names) - sums.keys()
    if missing:
        raise RuleBroken(f"Archive refusée : « {min(missing)} » manque.")
    if added:
        raise RuleBroken(f"Archive refusée : « {min(added)} » a été ajouté depuis la sauvegarde.")
    for name in names:
        parts = PurePosixPath(name).parts
        if name != DATABASE and (parts[0] not in FOLDERS or ".." in parts or "\\" in name or ":" in name):
            raise RuleBroken(f"Archive refusée : « {name} » n’a rien à y faire.")
    if DATABASE not in names:
        raise RuleBroken("Archive refusée : la base de données manque.")

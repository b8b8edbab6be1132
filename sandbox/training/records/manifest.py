"""What an archive of a session says of itself, and whether its files are those that were put in it."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.json_text import read_json

FORMAT = "e5-archive-session/1"
MANIFEST = "manifeste.json"
DATABASE = "session.sqlite"
FACTS = "seance/faits.json"
README = "LISEZMOI.txt"
MAX_BYTES = 600 * 1024 * 1024
MAX_MANIFEST = 4 * 1024 * 1024
MAX_FILES = 5000
_NAME = re.compile(r"(?:seance|candidats|boutiques|sujet|media)(?:/[0-9A-Za-z][0-9A-Za-z.-]*){1,2}")
_BLOCK = 1 << 20
UNSEALED = b"0" * 64
"""The zip's comment while it is being written; `seal` writes over it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """When an archive was made (UTC), the step of its tables, the application's version, the session's key, the sum of each file."""

    made_at: datetime
    step: str
    application: str
    session_key: str
    sums: Mapping[str, str]


def manifest_text(manifest: Manifest) -> str:
    """The manifest as its file; its last line is a sum over the others."""
    told = {
        "format": FORMAT, "faite_le": manifest.made_at.isoformat(timespec="seconds"), "etape": manifest.step,
        "application": manifest.application, "session": manifest.session_key, "fichiers": dict(manifest.sums),
    }  # fmt: skip
    return json.dumps({**told, "somme": _sum(told)}, ensure_ascii=False, indent=1, sort_keys=True)


def _sum(told: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def digest_of(file: IO[bytes]) -> str:
    """The SHA-256 of a whole file, read from its beginning."""
    file.seek(0)
    total = hashlib.sha256()
    while block := file.read(_BLOCK):
        total.update(block)
    return total.hexdigest()


def seal(file: IO[bytes]) -> None:
    """Write the SHA-256 of a whole zip in the place of its comment `UNSEALED`, its last bytes.

    The sums of the manifest tell which file changed; a byte between two files (a date, a name of the local headers) is in none.
    """
    digest = _digest_before_seal(file)
    file.seek(-len(UNSEALED), io.SEEK_END)
    file.write(digest)
    file.flush()


def _digest_before_seal(file: IO[bytes]) -> bytes:
    left = file.seek(0, io.SEEK_END) - len(UNSEALED)
    file.seek(0)
    total = hashlib.sha256()
    while left > 0 and (block := file.read(min(_BLOCK, left))):
        total.update(block)
        left -= len(block)
    return total.hexdigest().encode()


def _check_seal(file: IO[bytes]) -> None:
    expected = _digest_before_seal(file)
    if file.read() != expected:
        raise RuleBroken("Archive refusée\u00a0: le fichier n’est plus, à l’octet près, celui qui a été fait.")


def check_archive(file: IO[bytes]) -> Manifest:
    """The manifest of an archive whose every file is the one that was put in, and whose every byte is the one that was
    written; raises RuleBroken, naming what differs.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _read(archive)
            _compare_names(archive, manifest.sums)
            for name, expected in manifest.sums.items():
                if _sha256(archive, name) != expected:
                    raise RuleBroken(f"Archive refusée\u00a0: «\u00a0{name}\u00a0» a été modifié.")
        _check_seal(file)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise RuleBroken(f"Archive refusée\u00a0: {_where(error)} illisible ou abîmé.") from error
    return manifest


def _where(error: Exception) -> str:
    """The file that a fault of the zip is about, when it is said."""
    named = re.search(r"for file '([^']{1,120})'", str(error))
    return f"«\u00a0{named[1]}\u00a0» est" if named else "le fichier est"


def _read(archive: zipfile.ZipFile) -> Manifest:
    try:
        if archive.getinfo(MANIFEST).file_size > MAX_MANIFEST:
            raise RuleBroken(f"Archive refusée\u00a0: «\u00a0{MANIFEST}\u00a0» est trop grand.")
        told = read_json(archive.read(MANIFEST))
        expected = told.pop("somme", None)
        manifest = Manifest(
            datetime.fromisoformat(told["faite_le"]), str(told["etape"]), str(told["application"]), str(told["session"]),
            {str(name): str(value) for name, value in told["fichiers"].items()},
        )  # fmt: skip
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise RuleBroken("Archive refusée\u00a0: ce n’est pas l’archive d’une session de cette application.") from error
    if told.get("format") != FORMAT:
        raise RuleBroken(
            f"Archive refusée\u00a0: format «\u00a0{str(told.get('format'))[:40]}\u00a0» inconnu (attendu\u00a0: {FORMAT})."
        )
    if expected != _sum(told):
        raise RuleBroken(f"Archive refusée\u00a0: «\u00a0{MANIFEST}\u00a0» a été modifié.")
    return manifest


def _compare_names(archive: zipfile.ZipFile, sums: Mapping[str, str]) -> None:
    entries = [entry for entry in archive.infolist() if entry.filename != MANIFEST]
    names = [entry.filename for entry in entries]
    if len(names) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise RuleBroken("Archive refusée\u00a0: elle est plus grande que l’archive d’une session.")
    if len(set(names)) != len(names) or archive.namelist().count(MANIFEST) > 1:
        raise RuleBroken("Archive refusée\u00a0: un fichier y figure deux fois.")
    if missing := sums.keys() - set(names):
        raise RuleBroken(f"Archive refusée\u00a0: «\u00a0{min(missing)}\u00a0» manque.")
    if added := set(names) - sums.keys():
        raise RuleBroken(f"Archive refusée\u00a0: «\u00a0{min(added)[:120]}\u00a0» a été ajouté.")
    for name in names:
        if name not in (DATABASE, README) and not _NAME.fullmatch(name):
            raise RuleBroken(f"Archive refusée\u00a0: «\u00a0{name[:120]}\u00a0» n’a rien à y faire.")
    if DATABASE not in names or FACTS not in names:
        raise RuleBroken("Archive refusée\u00a0: les lignes de la session manquent.")


def _sha256(archive: zipfile.ZipFile, name: str) -> str:
    total = hashlib.sha256()
    with archive.open(name) as file:
        while block := file.read(_BLOCK):
            total.update(block)
    return total.hexdigest()

"""Files that people hand over: which kinds are taken, what must be true of each, and the name under which they are saved again.

A PDF is kept as it is once it looks like one and carries no program; a text is decoded and written again as UTF-8; a picture is
decoded and encoded again by the store, as every picture is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from sandbox.kernel import office
from sandbox.kernel.errors import RuleBroken

MAX_BYTES = 8 * 1024 * 1024
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif"})
TEXTS = frozenset({".csv", ".txt"})
PDF = ".pdf"
KINDS_WORDS = "PDF, image (JPEG, PNG, WebP, GIF), CSV ou texte"
ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,.gif,.csv,.txt"
"""What a file field of a page proposes."""

_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f"*:<>?|\\/]+')
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store: its name there, the name people know it by, its size."""

    media: str
    file_name: str
    size_bytes: int


def ending(file_name: str) -> str:
    """« .pdf », in lower case."""
    return PurePosixPath(file_name.replace("\\", "/")).suffix.lower()


def safe_name(file_name: str, suffix: str) -> str:
    """A name without folders or signs that some system refuses, 100 characters at most, with that ending."""
    stem = PurePosixPath(file_name.replace("\\", "/")).stem
    cleaned = " ".join(_UNSAFE.sub(" ", stem).split()).strip(". ")
    return f"{cleaned[: 100 - len(suffix)].rstrip('. ') or 'fichier'}{suffix}"


def check_document(
    data: bytes, file_name: str, *, field: str | None = None, maximum: int = MAX_BYTES, has_office: bool = False
) -> bytes:
    """The bytes to keep of a file; raises RuleBroken for one that is empty, too large or of another kind than its name says.

    With `has_office`, the documents of office suites are taken too.
    """
    suffix = ending(file_name)
    if suffix not in PICTURES | TEXTS | {PDF} | (office.SUFFIXES if has_office else frozenset()):
        raise RuleBroken(f"Ce type de fichier n’est pas accepté\u00a0: {KINDS_WORDS}.", field=field)
    if not data:
        raise RuleBroken("Ce fichier est vide.", field=field)
    if len(data) > maximum:
        raise RuleBroken(
            f"Le fichier dépasse {maximum // 1024 // 1024}\u00a0Mo. Réduisez-le avant de l’envoyer.", field=field
        )
    if suffix in office.SUFFIXES:
        return office.check_office(data, suffix, field=field)
    if suffix == PDF:
        return _checked_pdf(data, field)
    return _checked_text(data, field) if suffix in TEXTS else data


def _checked_pdf(data: bytes, field: str | None) -> bytes:
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2048:]:
        raise RuleBroken("Ce fichier n’est pas un PDF lisible.", field=field)
    if _ACTIVE.search(data):
        raise RuleBroken(
            "Ce PDF contient un programme ou un autre fichier\u00a0: imprimez-le de nouveau en PDF.", field=field
        )
    return data


def _checked_text(data: bytes, field: str | None) -> bytes:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if _CONTROLS.search(text):
        raise RuleBroken("Ce fichier n’est pas un texte lisible.", field=field)
    return (_BOM + text.removeprefix(_BOM)).encode()  # spreadsheets then read the accents

"""A subject as one file to carry elsewhere: a zip with its manifest and the SHA-256 of each file.

Reading one trusts nothing: sizes are limited before anything is unpacked, names stay inside, sums must agree, nothing is
executed or written to disk.
"""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.json_text import read_json
from sandbox.kernel.yaml_nodes import read_yaml
from sandbox.training.authoring.drafting import check_new_slug, keep_new, source_of
from sandbox.training.authoring.yaml_edit import Document
from sandbox.training.subjects.fields import IDENTIFIER
from sandbox.training.subjects.loader import ATTACHMENT_SUFFIXES, MAX_ATTACHMENT, SUBJECT_FILE, Folder
from sandbox.training.subjects.models import WrittenSubject
from sandbox.training.subjects.queries import is_shipped

FORMAT = "e5-paquet/1"
MANIFEST = "manifest.json"
MAX_FILES = 120
MEGABYTE = 1024 * 1024
MAX_TOTAL = 12 * MEGABYTE
SUFFIXES = (*ATTACHMENT_SUFFIXES, ".jsonl", ".yaml", ".json")
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError, RuntimeError, OSError,
    EOFError, ValueError,
)  # fmt: skip
"""What a damaged or forged archive makes of its reader."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold: files, bytes of all of them unpacked, bytes of one, endings of their names."""

    files: int = MAX_FILES
    total: int = MAX_TOTAL
    largest: int = MAX_ATTACHMENT
    suffixes: tuple[str, ...] = SUFFIXES


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack read and found sound."""

    slug: str
    text: str
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import gave: the subject's name, and whether something new came of it."""

    slug: str
    is_new: bool


def write_pack(text: str, files: Mapping[str, str]) -> bytes:
    """The pack of a subject; the same subject gives the same bytes."""
    data = read_yaml(text, SUBJECT_FILE).data
    head = data if isinstance(data, dict) else {}
    contents = {SUBJECT_FILE: text.encode(), **{name: one.encode() for name, one in sorted(files.items())}}
    context, grid = head.get("contexte"), head.get("grille")
    manifest = {
        "format": FORMAT,
        "nature": "sujet",
        "id": head.get("id", ""),
        "version": head.get("version", ""),
        "titre": head.get("titre", ""),
        "contexte": context.get("ref", "") if isinstance(context, dict) else "",
        "grille": grid.get("ref", "") if isinstance(grid, dict) else "",
        "fichiers": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
    }
    return write_archive(manifest, contents)


def read_pack(content: bytes) -> Pack:
    """Read a pack; raises RuleBroken on the field `file` with what is wrong."""
    contents = read_archive(content, Limits())
    manifest = _manifest(contents.pop(MANIFEST, None))
    check_sums(contents, manifest["fichiers"])
    try:
        texts = {name: one.decode("utf-8-sig") for name, one in contents.items()}
    except UnicodeDecodeError as error:
        raise refused("un fichier n’est pas un texte en UTF-8") from error
    if any("\0" in one for one in texts.values()):
        raise refused("un fichier n’est pas un texte")
    text = texts.pop(SUBJECT_FILE, None)
    if text is None:
        raise refused("il n’y a pas de subject.yaml")
    data = read_yaml(text, SUBJECT_FILE).data
    slug = data.get("id") if isinstance(data, dict) else None
    if not isinstance(slug, str) or not IDENTIFIER.fullmatch(slug):
        raise refused("le sujet n’a pas d’identifiant lisible")
    return Pack(slug, text.replace("\r\n", "\n"), texts)


def read_archive(content: bytes, limits: Limits) -> dict[str, bytes]:
    """The files of an archive by name, none outside of it, none beyond the limits. Raises RuleBroken on the field `file`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _contents(archive, limits)
    except _BROKEN as error:
        raise refused("ce n’est pas une archive .zip lisible") from error


def check_sums(contents: Mapping[str, bytes], sums: Mapping[str, str]) -> None:
    """Whether the files are those that a manifest tells, to the byte. Raises RuleBroken on the field `file`."""
    for name in sorted(sums.keys() | contents.keys()):
        if name not in contents:
            raise refused(f"le fichier « {name} » annoncé manque")
        if name not in sums:
            raise refused(f"le fichier « {name} » n’est pas annoncé")
        if hashlib.sha256(contents[name]).hexdigest() != sums[name]:
            raise refused(
                f"le fichier « {name} » a été modifié après la mise en paquet. Importez le paquet d’origine, et corrigez ici"
            )


def write_archive(manifest: Mapping[str, object], contents: Mapping[str, bytes]) -> bytes:
    """The archive of a manifest and its files; the same ones give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [
            (MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2).encode()),
            *contents.items(),
        ]:
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def _contents(archive: zipfile.ZipFile, limits: Limits) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_debris(entry.filename)]
    inside = _folder_of([entry.filename for entry in entries])
    if len(entries) > limits.files:
        raise refused(f"plus de {limits.files} fichiers")
    if sum(entry.file_size for entry in entries) > limits.total:
        raise refused(f"plus de {limits.total // MEGABYTE} Mo une fois déplié")
    found: dict[str, bytes] = {}
    for entry in entries:
        name = entry.filename.removeprefix(inside)
        if not is_inside(name):
            raise refused(f"le chemin « {name} » sort du paquet")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise refused(f"« {name} » est un lien")
        if entry.flag_bits & 0x1:
            raise refused(f"« {name} » est chiffré")
        if name in found:
            raise refused(f"« {name} » s’y trouve deux fois")
        if not name.lower().endswith(limits.suffixes):
            raise refused(f"« {name} » n’est pas d’une sorte permise")
        with archive.open(entry) as stream:
            content = stream.read(limits.largest + 1)
        if len(content) > limits.largest:
            raise refused(f"« {name} » dépasse {limits.largest // MEGABYTE} Mo")
        found[name] = content
    return found


def is_inside(name: str) -> bool:
    """Whether a file of that name stays in the folder where a pack is unpacked, on any system."""
    return Folder(None).is_inside(name) and "\\" not in name and name.isprintable()


def _is_debris(name: str) -> bool:
    """What macOS and Windows add to an archive by themselves."""
    last = name.rpartition("/")[2]
    return name.startswith("__MACOSX/") or last.startswith("._") or last in (".DS_Store", "Thumbs.db", "desktop.ini")


def _folder_of(names: list[str]) -> str:
    """« noel/ » when the whole pack was put in a folder of that name before it was zipped again; else nothing."""
    if MANIFEST in names:
        return ""
    folder = next((name.removesuffix(MANIFEST) for name in names if name.endswith(f"/{MANIFEST}")), "")
    is_whole = folder.count("/") == 1 and all(name.startswith(folder) for name in names)
    return folder if is_whole else ""


def _manifest(content: bytes | None) -> dict[str, dict[str, str]]:
    if content is None:
        raise refused("il n’y a pas de manifest.json. Un paquet se fait par « Paquet », sur la page Publier d’un sujet")
    try:
        manifest = read_json(content)
    except ValueError as error:
        raise refused("manifest.json est illisible") from error
    if isinstance(manifest, dict) and manifest.get("nature") == "entreprise":
        raise refused("c’est celui d’une entreprise. Il s’importe par « Contextes », « Importer une entreprise »")
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise refused(f"ce format n’est pas pris en charge (attendu : {FORMAT})")
    sums = manifest.get("fichiers")
    if not isinstance(sums, dict) or not all(name.isprintable() and isinstance(one, str) for name, one in sums.items()):
        raise refused("manifest.json ne donne pas les sommes des fichiers")
    return {"fichiers": sums}


def import_pack(*, content: bytes, slug: str = "", author: str) -> Imported:
    """Bring a subject in, as a draft. The very same subject again changes nothing.

    Raises RuleBroken: on `file` for a pack that is refused, on `slug` for a name that another subject bears.
    """
    pack = read_pack(content)
    name = slug or pack.slug
    text = _as_draft(pack.text, name)
    if is_shipped(name) or db.session.get(WrittenSubject, name) is not None:
        if _is_same(name, text, pack.files):
            return Imported(name, is_new=False)
        raise RuleBroken(
            f"Un autre sujet s’appelle déjà « {name} » ici. Donnez un nouvel identifiant à celui du paquet.",
            field="slug",
        )
    check_new_slug(name)
    keep_new(slug=name, text=text, files=dict(pack.files), author=author)
    return Imported(name, is_new=True)


def _as_draft(text: str, name: str) -> str:
    """The text under its name here; of a published version, bound to no company to the byte: publishing binds it again."""
    head = read_yaml(text, SUBJECT_FILE).data
    if head.get("id") == name and head.get("statut") != "publie":
        return text
    document = Document(text)
    document.put(("id",), name)
    if document.get(("statut",)) == "publie":
        document.put(("statut",), "brouillon")
        document.put(("contexte", "empreinte"), "auto")
    return document.text()


def _is_same(slug: str, text: str, files: Mapping[str, str]) -> bool:
    known, beside = source_of(slug)
    return known == text and dict(beside) == dict(files)


def refused(reason: str) -> RuleBroken:
    """What is wrong with a pack, on the field `file`."""
    return RuleBroken(f"Paquet refusé : {reason}.", field="file")

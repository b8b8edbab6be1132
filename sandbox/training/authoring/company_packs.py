"""A company of a trainer's own as one file to carry to another installation: its folder, with the SHA-256 of each file.

What every installation is shipped with, the pictures of the company that it was copied from above all, is named and not carried.
Reading one trusts nothing, as for the pack of a subject; the folder is then loaded like any other, or not kept.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.json_text import read_json
from sandbox.kernel.media import MediaStore
from sandbox.training.authoring.companies import check_calm
from sandbox.training.authoring.packs import (
    MANIFEST,
    MEGABYTE,
    Limits,
    check_sums,
    is_inside,
    read_archive,
    refused,
    write_archive,
)
from sandbox.training.contexts import making
from sandbox.training.contexts.models import ContextPack
from sandbox.training.contexts.queries import find_context, folder_digest

FORMAT = "e5-entreprise/1"
HEAD = "context.yaml"
TEXTS = (".yaml", ".md", ".csv", ".txt", ".json", ".vtt")
# No drawing: what a company is loaded with is served as it is, and a drawing may hold a script.
LIMITS = Limits(
    files=3000, total=80 * MEGABYTE, largest=20 * MEGABYTE,
    suffixes=(*TEXTS, ".webp", ".png", ".jpg", ".jpeg", ".gif", ".pdf", ".mp3", ".ogg", ".wav", ".m4a", ".mp4", ".webm"),
)  # fmt: skip
MOST = 11 * MEGABYTE
"""What another installation takes in one sending."""


@dataclass(frozen=True, slots=True)
class CompanyPack:
    """A pack read and found sound: every file of the company's folder by name."""

    slug: str
    name: str
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import gave: the company, and whether it was not here before."""

    pack: ContextPack
    is_new: bool


def write_company(folder: Path, shipped: Path) -> bytes:
    """The pack of a company's folder, without what `shipped` (the folder of the shipped companies) has too.

    Raises RuleBroken for one that no other installation would take.
    """
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in _files(folder)}
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    known = shipped_sums(shipped)
    beside = {name: total for name, total in sums.items() if total in known and not name.endswith(TEXTS)}
    manifest = {
        "format": FORMAT, "nature": "entreprise", "id": folder.name, "nom": making.name_of(folder),
        "fichiers": {name: total for name, total in sums.items() if name not in beside}, "livres": beside,
    }  # fmt: skip
    for name in sums.keys() - beside.keys():
        if not name.lower().endswith(LIMITS.suffixes):
            raise RuleBroken(f"« {name} » ne peut pas voyager : un paquet porte des textes, des images et des sons.")
    content = write_archive(manifest, {name: one for name, one in files.items() if name not in beside})
    if len(content) > MOST:
        raise RuleBroken(
            f"Ce paquet ferait {len(content) // MEGABYTE} Mo, et une autre installation n’en prend que {MOST // MEGABYTE} : allégez les "
            "images, ou copiez le dossier de l’entreprise."
        )
    return content


def read_company(content: bytes, shipped: Path) -> CompanyPack:
    """Read a pack; raises RuleBroken on the field `file` with what is wrong."""
    contents = read_archive(content, LIMITS)
    manifest = _manifest(contents.pop(MANIFEST, None))
    check_sums(contents, manifest["fichiers"])
    known = shipped_sums(shipped)
    files, weight = dict(contents), sum(map(len, contents.values()))
    if len(files) + len(manifest["livres"]) > LIMITS.files:
        raise refused(f"plus de {LIMITS.files} fichiers")
    for name, total in manifest["livres"].items():
        if total not in known:
            raise refused(f"« {name} » est livré avec une autre version du bac à sable, et n’est pas sur ce poste")
        if name in files or not is_inside(name) or set(name.split("/")) & {"", "."}:  # one file, one name
            raise refused(f"le chemin « {name} » n’est pas permis")
        weight += known[total].stat().st_size  # a few words of a manifest may name one big file a thousand times
        if weight > LIMITS.total:
            raise refused(f"plus de {LIMITS.total // MEGABYTE} Mo une fois déplié")
        files[name] = known[total].read_bytes()
    head = files.get(HEAD, b"").decode("utf-8-sig", errors="replace")
    slug = re.search(r"^id:[ \t]*[\"']?([a-z0-9-]+)", head, flags=re.MULTILINE)
    if slug is None:
        raise refused("il n’y a pas de context.yaml avec l’identifiant de l’entreprise")
    return CompanyPack(slug[1], str(manifest["nom"].get("nom", "")), files)


def import_company(
    *, content: bytes, slug: str = "", home: Path, shipped: Path, media: MediaStore, maker_id: int, maker: str
) -> Brought:
    """Bring a company in, as the trainer's own; the very same one again changes nothing.

    Raises RuleBroken: on `file` for a pack that is refused, on `slug` for a name that another company bears.
    """
    check_calm()
    read = read_company(content, shipped)
    name = slug or read.slug
    known, here = find_context(name), home / name
    if known is not None and name == read.slug and here.is_dir() and folder_digest(here) == _digest(read.files):
        return Brought(known, is_new=False)
    made = making.bring_context(
        files=read.files, home=home, shipped=shipped, slug=name, is_renamed=name != read.slug, media=media,
        maker_id=maker_id, maker=maker,
    )  # fmt: skip
    return Brought(made, is_new=True)


def shipped_sums(shipped: Path) -> Mapping[str, Path]:
    """The files that every installation has: SHA-256 -> where one stands here."""
    paths = [path for folder in sorted(shipped.glob("*/")) for path in _files(folder)]
    return _sums(tuple((str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in paths))


@lru_cache(maxsize=2)
def _sums(stamped: tuple[tuple[str, int, int], ...]) -> Mapping[str, Path]:
    return {hashlib.sha256(Path(name).read_bytes()).hexdigest(): Path(name) for name, _, _ in stamped}


def _files(folder: Path) -> Iterable[Path]:
    return [p for p in sorted(folder.rglob("*")) if p.is_file() and not p.is_symlink() and not p.name.startswith(".")]


def _digest(files: Mapping[str, bytes]) -> str:
    """As `folder_digest` tells it of a folder."""
    total = hashlib.sha256()
    for name in sorted(files, key=lambda one: Path(one).parts):
        total.update(name.encode() + b"\0")
        total.update(hashlib.sha256(files[name]).digest())
    return total.hexdigest()


def _manifest(content: bytes | None) -> dict[str, dict[str, str]]:
    if content is None:
        raise refused(
            "il n’y a pas de manifest.json. Un paquet se fait par « Emporter l’entreprise », sur la page d’une entreprise"
        )
    try:
        manifest = read_json(content)
    except ValueError as error:
        raise refused("manifest.json est illisible") from error
    if isinstance(manifest, dict) and manifest.get("nature") == "sujet":
        raise refused("c’est celui d’un sujet. Il s’importe par « Sujets », « Importer un paquet »")
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise refused(f"ce format n’est pas pris en charge (attendu : {FORMAT})")
    found: dict[str, dict[str, str]] = {"nom": {"nom": str(manifest.get("nom", ""))[:120]}}
    for key in ("fichiers", "livres"):
        sums = manifest.get(key)
        if not isinstance(sums, dict) or not all(isinstance(one, str) for one in sums.values()):
            raise refused("manifest.json ne donne pas les sommes des fichiers")
        found[key] = sums
    return found

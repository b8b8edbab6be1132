"""A trainer's own company: made of the copy of another one, renamed, thrown away. Its folder lives in the installation."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.media import MediaStore
from sandbox.shop.shops import services as shops
from sandbox.training.contexts.models import ContextImport, ContextPack
from sandbox.training.contexts.queries import find_context
from sandbox.training.contexts.services import SLUG, ContextRefused, load_context
from sandbox.training.contexts.stripping import without_shop

LONGEST_NAME = 120
_TEXTS = ("*.yaml", "*.md", "*.csv")
_STRANGE = re.compile(r'[;"|\\<>{}\x00-\x1f]')
_RESERVED = ("nouveau", "correspondances", "paquet")
"""What the addresses of the web already mean."""
_COMPANY = ("raison_sociale", "siege", "code_postal", "ville", "telephone", "email")


@dataclass(frozen=True, slots=True)
class Look:
    """How a company is known. `facts`: what replaces the lines of the section « entreprise », empty for what stays."""

    name: str
    slogan: str = ""
    sector: str = ""
    facts: tuple[tuple[str, str], ...] = ()


def make_context(
    *, source: Path, home: Path, slug: str, look: Look, is_name_replaced: bool, media: MediaStore, maker_id: int, maker: str,
    is_site_only: bool = False,
) -> ContextPack:  # fmt: skip
    """Copy a folder into `home` under another name and identity, without its shop when only the site is wanted, and load it.

    A copy at fault is not kept.

    Raises RuleBroken, with the field at fault.
    """
    _check_slug(slug, home, source.parent)
    _check_look(look)
    target = home / slug
    home.mkdir(parents=True, exist_ok=True)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(".*"))
    try:
        with _kept_when_sound(target):
            if is_site_only:
                without_shop(target)
            _write_identity(target, slug, look, is_name_replaced=is_name_replaced)
            return _load_as_own(target, media, maker_id, maker)
    except ContextRefused as refused:
        raise RuleBroken(f"Copie abandonnée : {refused.faults[0]} ({len(refused.faults)} défaut(s)).") from refused


def bring_context(
    *, files: Mapping[str, bytes], home: Path, shipped: Path, slug: str, is_renamed: bool, media: MediaStore, maker_id: int,
    maker: str,
) -> ContextPack:  # fmt: skip
    """Write the files of a company that comes from elsewhere into `home`, and load it. One at fault is not kept.

    Raises RuleBroken, with the field at fault: `slug` for a name that is taken, `file` for what the folder holds.
    """
    _check_slug(slug, home, shipped)
    target = home / slug
    try:
        with _kept_when_sound(target):
            for name, content in files.items():
                path = target / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            if is_renamed:  # else it stays to the byte: published subjects tell the very company they were tried on
                head = target / "context.yaml"
                head.write_bytes(_put(head.read_bytes().decode("utf-8"), "id", slug, is_quoted=False).encode())
            return _load_as_own(target, media, maker_id, maker)
    except (ContextRefused, UnicodeDecodeError) as refused:
        told = refused.faults[0] if isinstance(refused, ContextRefused) else "context.yaml n’est pas en UTF-8"
        raise RuleBroken(f"Rien n’a été importé : {told}.", field="file") from refused


@contextmanager
def _kept_when_sound(target: Path) -> Iterator[None]:
    """A new folder that is taken away again when anything goes wrong with it."""
    try:
        yield
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise


def _load_as_own(target: Path, media: MediaStore, maker_id: int, maker: str) -> ContextPack:
    """Load a folder as the company of whoever made it. Raises ContextRefused."""
    pack = load_context(folder=target, media=media)
    pack.made_by_id, pack.made_by = maker_id, maker
    db.session.flush()
    return pack


def rename_context(*, slug: str, folder: Path, look: Look, media: MediaStore) -> ContextPack:
    """Give a company another name, slogan or identity, and load it again. Raises RuleBroken; nothing is then changed."""
    _check_look(look)
    before = {path: path.read_bytes() for path in _texts(folder)}
    try:
        _write_identity(folder, slug, look, is_name_replaced=True)
        return load_context(folder=folder, media=media)
    except BaseException as fault:
        for path, content in before.items():
            path.write_bytes(content)
        if isinstance(fault, ContextRefused):
            raise RuleBroken(f"Rien n’a changé : {fault.faults[0]}.") from fault
        raise


def drop_context(*, pack: ContextPack, folder: Path) -> None:
    """Throw a company away: its reference shop, its imports, its folder."""
    slug, shop_id = pack.slug, pack.reference_shop_id
    db.session.query(ContextImport).filter_by(context_slug=slug).delete()
    db.session.delete(pack)
    db.session.flush()
    shops.delete_shop(shop_id=shop_id)
    shutil.rmtree(folder, ignore_errors=True)


def name_of(folder: Path) -> str:
    """The name that a folder gives its company."""
    found = re.search(r"^nom:[ \t]*([^\r\n]*)", (folder / "context.yaml").read_text("utf-8-sig"), flags=re.MULTILINE)
    return found[1].strip().strip("\"'") if found else ""


def _check_slug(slug: str, *homes: Path) -> None:
    if not SLUG.match(slug) or len(slug) > 60:
        raise RuleBroken("Lettres minuscules sans accent, chiffres et tirets, 60 caractères au plus.", field="slug")
    if slug in _RESERVED or find_context(slug) is not None or any((home / slug).exists() for home in homes):
        raise RuleBroken(f"« {slug} » est déjà pris : choisissez un autre identifiant.", field="slug")


def _check_look(look: Look) -> None:
    if not look.name.strip() or len(look.name) > LONGEST_NAME:
        raise RuleBroken(f"De 1 à {LONGEST_NAME} caractères.", field="name")
    for field, text in (("name", look.name), ("slogan", look.slogan), ("sector", look.sector), *look.facts):
        if _STRANGE.search(text):
            raise RuleBroken("Sans guillemets droits ni signes ; | \\ < > { }.", field=field)


def _write_identity(folder: Path, slug: str, look: Look, *, is_name_replaced: bool) -> None:
    """The new identity at the head of context.yaml and in its section « entreprise »; the old name everywhere it stands."""
    old = name_of(folder)
    if is_name_replaced and old and old != look.name:
        for path in _texts(folder):
            text = path.read_bytes().decode("utf-8")
            if old in text:
                path.write_bytes(text.replace(old, look.name).encode())
    path = folder / "context.yaml"
    text = path.read_bytes().decode("utf-8")
    text = _put(text, "id", slug, is_quoted=False)
    for key, value in (("nom", look.name), ("slogan", look.slogan), ("secteur", look.sector)):
        text = _put(text, key, value) if value else text
    for key, value in look.facts:
        if value and key in _COMPANY:
            text = _put_fact(text, key, value)
    path.write_bytes(text.encode())


def _texts(folder: Path) -> list[Path]:
    return [path for pattern in _TEXTS for path in sorted(folder.rglob(pattern)) if path.is_file()]


def _put(text: str, key: str, value: str, *, is_quoted: bool = True) -> str:
    """A line of the head with another value, or one more line below the name."""
    line = f"{key}: {json.dumps(value, ensure_ascii=False) if is_quoted else value}"
    found = re.search(rf"^{key}:[^\r\n]*", text, flags=re.MULTILINE)
    if found:
        return f"{text[: found.start()]}{line}{text[found.end() :]}"
    name = re.search(r"^nom:[^\r\n]*(\r?\n|$)", text, flags=re.MULTILINE)
    end = name.end() if name else len(text)
    return f"{text[:end]}{line}\n{text[end:]}"


def _put_fact(text: str, key: str, value: str) -> str:
    """A line of the section « entreprise » with another value, or one more; the section too when it is not there."""
    line = f"  {key}: {json.dumps(value, ensure_ascii=False)}"
    head = re.search(r"^entreprise:[ \t]*(?:#[^\r\n]*)?(\r?\n|$)", text, flags=re.MULTILINE)
    if head is None:
        return f"{text.rstrip()}\n\nentreprise:\n{line}\n"
    after = re.compile(r"^\S", flags=re.MULTILINE).search(text, head.end())
    end = after.start() if after else len(text)
    section = text[head.end() : end]
    found = re.search(rf"^  {key}:[^\r\n]*", section, flags=re.MULTILINE)
    section = f"{section[: found.start()]}{line}{section[found.end() :]}" if found else f"{line}\n{section}"
    return text[: head.end()] + section + text[end:]

"""A new company from a copy of another one's folder."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.media import MediaStore
from sandbox.training.contexts.services import SLUG, check_context
from sandbox.training.contexts.stripping import without_shop


def copy_context(*, folder: Path, slug: str, name: str, media: MediaStore, is_site_only: bool = False) -> Path:
    """Copy a folder beside it under a new name, without its shop when only the site is wanted, and check it.

    A copy at fault is not kept. Raises RuleBroken.
    """
    if not SLUG.match(slug) or len(slug) > 60:
        raise RuleBroken(
            f"Identifiant « {slug} » refusé : lettres minuscules, chiffres et tirets, 60 caractères au plus."
        )
    if not name.strip() or len(name) > 120:
        raise RuleBroken("Le nom de l’entreprise doit avoir de 1 à 120 caractères.")
    target = folder.resolve().parent / slug
    if target.exists():
        raise RuleBroken(f"Le dossier « {slug} » existe déjà.")
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns(".*"))
    if is_site_only:
        _strip(target)
    path = target / "context.yaml"
    path.write_bytes(_renamed(path.read_bytes().decode("utf-8"), slug, name.strip()).encode())
    if faults := check_context(folder=target, media=media):
        shutil.rmtree(target)
        raise RuleBroken(f"Copie abandonnée : « {folder.name} » a {len(faults)} défaut(s) ({faults[0]}).")
    return target


def _strip(target: Path) -> None:
    try:
        without_shop(target)
    except RuleBroken:
        shutil.rmtree(target)
        raise


def _renamed(text: str, slug: str, name: str) -> str:
    """The head of context.yaml with the new id and name; the rest, comments and all, as it was."""
    for key, value in (("id", slug), ("nom", json.dumps(name, ensure_ascii=False))):
        head = re.search(rf"^{key}:[^\r\n]*", text, flags=re.MULTILINE)
        if head:
            text = f"{text[: head.start()]}{key}: {value}{text[head.end() :]}"
    return text

"""Looking loaded contexts up."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound
from sandbox.training.contexts.models import ContextPack


def get_context(slug: str) -> ContextPack:
    """The loaded context of that name; raises NotFound."""
    pack = db.session.get(ContextPack, slug)
    if pack is None:
        raise NotFound(f"Le contexte « {slug} » n’est pas chargé. Lancez « e5 context load {slug} ».")
    return pack


def find_context(slug: str) -> ContextPack | None:
    """The loaded context of that name, or None."""
    return db.session.get(ContextPack, slug)


def list_contexts() -> Sequence[ContextPack]:
    """The loaded contexts, by name."""
    return db.session.scalars(sa.select(ContextPack).order_by(ContextPack.name)).all()


def folder_digest(root: Path) -> str:
    """The SHA-256 of a context's files: their paths and contents, in alphabetical order."""
    total = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file() and not p.name.startswith(".")):
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()

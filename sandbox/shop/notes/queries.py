"""Reading notes and files handed in."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.shop.notes.models import HandedFile, Note


def find_note(key: str) -> Note | None:
    """The note of a deliverable in the open shop, or None while nothing was written."""
    return session.scalars(sa.select(Note).where(Note.key == key)).first()


def bodies() -> dict[str, tuple[str, int]]:
    """The text and version of every note of the open shop, by deliverable."""
    rows = session.execute(sa.select(Note.key, Note.body, Note.version))
    return {row.key: (row.body, row.version) for row in rows if row.key}


def find_handed(key: str) -> HandedFile | None:
    """The file of a deliverable in the open shop, or None while none was handed in."""
    return session.scalars(sa.select(HandedFile).where(HandedFile.key == key)).first()


def handed_files() -> dict[str, HandedFile]:
    """The files of the open shop, by deliverable."""
    return {file.key: file for file in session.scalars(sa.select(HandedFile)) if file.key}

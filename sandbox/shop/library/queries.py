"""Reading the media library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.kernel.text import has_words
from sandbox.shop.library.models import Media


def list_media(*, kind: str = "", words: str = "", without_alt: bool = False) -> list[Media]:
    """The files, the latest first; only those of a kind, with some words, or pictures without alternative text."""
    query = sa.select(Media).order_by(Media.uploaded_at.desc(), Media.id.desc())
    if kind:
        query = query.where(Media.kind == kind)
    if without_alt:
        query = query.where(Media.kind == "image", Media.alt == "")
    rows = session.scalars(query).all()
    return [row for row in rows if has_words(words, row.title, row.alt, row.caption, row.file_name)]


def get_media(media_id: int) -> Media:
    """A file; raises NotFound."""
    found = session.scalars(sa.select(Media).where(Media.id == media_id)).first()
    if found is None:
        raise NotFound("Ce fichier n’est pas ou plus dans la médiathèque.")
    return found


def media_by_id(numbers: Iterable[int]) -> dict[int, Media]:
    """The files of those numbers; what is gone is missing."""
    wanted = set(numbers)
    rows: Sequence[Media] = session.scalars(sa.select(Media).where(Media.id.in_(wanted))).all() if wanted else []
    return {row.id: row for row in rows}


def find_named(name: str) -> Media | None:
    """The file of a number or a key, or None."""
    where = Media.id == int(name) if name.isdigit() else Media.key == name
    return session.scalars(sa.select(Media).where(where)).first()


def films_with_poster(picture_id: int) -> list[Media]:
    """The films of which a picture is seen until they are played."""
    return list(session.scalars(sa.select(Media).where(Media.poster_id == picture_id).order_by(Media.title)))


def counts_by_kind() -> dict[str, int]:
    """How many files of each kind."""
    rows = session.execute(sa.select(Media.kind, sa.func.count()).group_by(Media.kind))
    return {row[0]: row[1] for row in rows}

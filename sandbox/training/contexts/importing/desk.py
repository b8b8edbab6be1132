"""Imports that wait on the web: the file that was sent, how to read it, and in the end what became of each line."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.kernel.foreign_tables import ForeignTable
from sandbox.kernel.media import MediaStore
from sandbox.kernel.text import fold
from sandbox.kernel.yaml_nodes import Fault
from sandbox.training.contexts.importing.formats import HEADERS, PRODUCT_FILES, Correspondence, guess
from sandbox.training.contexts.importing.reading import MAX_PRODUCTS, check_readable, check_text, open_table
from sandbox.training.contexts.importing.services import ImportReport, import_table, preview_table
from sandbox.training.contexts.importing.taking_back import PROFILE
from sandbox.training.contexts.importing.telling import Fate
from sandbox.training.contexts.importing.visit_tables import TRAFFIC, looks_like_visits
from sandbox.training.contexts.models import ContextImport, KeptCorrespondence
from sandbox.training.contexts.services import ContextRefused, load_context

LONGEST_NAME = 80
_MOST_WAITING = 5
"""Files that a trainer may leave half-imported; the oldest goes."""


@dataclass(frozen=True, slots=True)
class Choices:
    """How a file is to be read; what is empty is found."""

    encoding: str = ""
    separator: str = ""
    format: str = ""
    columns: Mapping[str, str] | None = None
    taxes: Mapping[str, str] | None = None
    tax: str = ""
    is_without_tax: bool = False

    def data(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "encoding": self.encoding, "separator": self.separator, "format": self.format, "tax": self.tax,
            "columns": dict(self.columns) if self.columns is not None else None,
            "taxes": dict(self.taxes) if self.taxes is not None else None, "is_without_tax": self.is_without_tax,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """An import being looked at: the table, what its columns mean; `kept` is the correspondence that gave it, when one did."""

    table: ForeignTable
    mapping: Correspondence
    choices: Choices
    products: ForeignTable | None
    kept: KeptCorrespondence | None
    is_known: bool
    """Whether the format was chosen or recognised."""


def begin_import(
    *, context_slug: str, author_id: int, author: str, file_name: str, content: bytes, products: bytes = b""
) -> ContextImport:  # fmt: skip
    """Keep a file that was sent, and how it is read. Raises RuleBroken for one that is no table, on the field `file`."""
    check_text(content)
    is_traffic = not products and looks_like_visits(content)
    if not is_traffic:
        open_table(content)
    if products:
        try:
            open_table(products)
        except RuleBroken as refused:
            raise RuleBroken(refused.message, field="products") from refused
    waiting = [one for one in list_waiting(author_id) if one.choices.get("format") != PROFILE]
    for old in waiting[_MOST_WAITING - 1 :]:
        db.session.delete(old)
    made = ContextImport(
        context_slug=context_slug, author_id=author_id, author=author, file_name=file_name[:120] or "fichier.csv",
        content=content, products=products or None, choices={"format": TRAFFIC} if is_traffic else Choices().data(), created_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def get_import(import_id: int, *, context_slug: str, author_id: int) -> ContextImport:
    """An import of that trainer's into that context; raises NotFound."""
    found = db.session.get(ContextImport, import_id)
    if found is None or found.context_slug != context_slug or found.author_id != author_id:
        raise NotFound("Cet import n’existe pas.")
    return found


def list_waiting(author_id: int) -> Sequence[ContextImport]:
    """The trainer's files that wait to be imported, the last first."""
    wanted = sa.select(ContextImport).where(ContextImport.author_id == author_id, ContextImport.done_at.is_(None))
    return db.session.scalars(wanted.order_by(ContextImport.id.desc())).all()


def list_imports(context_slug: str) -> Sequence[ContextImport]:
    """What was imported into a context, or waits to be, the last first."""
    wanted = sa.select(ContextImport).where(ContextImport.context_slug == context_slug)
    return db.session.scalars(wanted.order_by(ContextImport.id.desc()).limit(50)).all()


def open_as_found(waiting: ContextImport) -> Opened:
    """The file as it reads by itself, whatever was chosen."""
    return _opened(waiting, Choices())


def open_import(waiting: ContextImport) -> Opened:
    """The file as it is read by its choices: those made, else a kept correspondence of the same headers, else what is found.

    Raises RuleBroken when there is no table in it, read that way.
    """
    return _opened(waiting, Choices(**waiting.choices))


def _opened(waiting: ContextImport, choices: Choices) -> Opened:
    table = open_table(waiting.content or b"", encoding=choices.encoding, separator=choices.separator)
    products = open_table(waiting.products) if waiting.products else None
    mine = kept_for(waiting.author_id, table.headers)
    kept = next((one for one in mine if one.format == (choices.format or one.format)), None)
    if choices.columns is not None:
        kept = next((one for one in mine if (one.format, one.columns) == (choices.format, choices.columns)), None)
    elif kept is not None:
        choices = replace(choices, format=kept.format, columns=kept.columns, taxes=kept.taxes)
    is_known = True
    if choices.columns is None:
        try:
            mapping = guess(table.headers, choices.format or None)
        except RuleBroken:
            mapping, is_known = Correspondence("", {}, {}), False
    else:
        mapping = Correspondence(choices.format, choices.columns, choices.taxes or {})
    return Opened(table, mapping, choices, products, kept, is_known)


def choose(*, waiting: ContextImport, choices: Choices) -> None:
    """Keep how the file is to be read."""
    if choices.format and choices.format not in HEADERS:
        raise RuleBroken("Choisissez un genre de fichier de la liste.", field="format")
    waiting.choices = choices.data()
    db.session.flush()


def look_ahead(opened: Opened, folder: Path) -> ImportReport:
    """What the import would do, line by line. Raises RuleBroken when it cannot be known, on the field at fault."""
    _check(opened)
    return preview_table(
        folder=folder, table=opened.table, mapping=opened.mapping, without_tax=opened.choices.is_without_tax,
        tax=opened.choices.tax or None, products=opened.products,
    )  # fmt: skip


def bring_in(*, waiting: ContextImport, folder: Path, media: MediaStore) -> ContextImport:
    """Import the file and load the company again; the lines that its check refuses are left out and told.

    Raises RuleBroken; nothing is then written.
    """
    if waiting.done_at is not None:
        raise RuleBroken("Ce fichier est déjà importé.")
    import_id, opened = waiting.id, open_import(waiting)
    _check(opened)

    def load(at: Path) -> list[Fault]:
        try:
            load_context(folder=at, media=media)
        except ContextRefused as refused:
            return list(refused.faults)
        return []

    report = import_table(
        folder=folder, table=opened.table, mapping=opened.mapping, media=media, tax=opened.choices.tax or None,
        without_tax=opened.choices.is_without_tax, products=opened.products, check=load,
    )  # fmt: skip
    done = db.session.get_one(ContextImport, import_id)  # loading a company forgets the rows that were read before
    done.report, done.done_at, done.content, done.products = _kept_report(report, opened), clock.now(), None, None
    db.session.flush()
    return done


def _check(opened: Opened) -> None:
    """Refuse what cannot be imported however its columns are understood."""
    if not opened.is_known:
        raise RuleBroken("Ces colonnes ne sont celles d’aucun fichier connu : dites ce que c’est.", field="format")
    check_readable(opened.table)
    if opened.mapping.format in PRODUCT_FILES and len(opened.table.lines) > MAX_PRODUCTS:
        raise RuleBroken(
            f"{len(opened.table.lines)} lignes de produits, {MAX_PRODUCTS} au plus à la fois : coupez le fichier.",
            field="format",
        )


def drop_import(*, waiting: ContextImport) -> None:
    """Forget a file that was not imported."""
    if waiting.done_at is not None:
        raise RuleBroken("Cet import est fait : son rapport reste.")
    db.session.delete(waiting)
    db.session.flush()


def _kept_report(report: ImportReport, opened: Opened) -> dict[str, Any]:
    return {
        "format": opened.mapping.format,
        "lines": [[told.line, str(told.fate), told.words] for told in report.outcomes],
        "remarks": list(report.remarks),
        "odd": [[told.line, told.message] for told in report.odd_lines],
        "left_out": list(report.left_out),
        "files": list(report.files),
        "counts": {str(fate): report.count(fate) for fate in Fate},
    }


# correspondences -----------------------------------------------------------------------------------------------------


def keep_correspondence(*, author_id: int, name: str, opened: Opened) -> KeptCorrespondence:
    """Keep what the columns mean under a name; the trainer's own of that name is replaced. Raises RuleBroken."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise RuleBroken(f"Donnez un nom de 1 à {LONGEST_NAME} caractères.", field="keep_name")
    wanted = sa.select(KeptCorrespondence).filter_by(author_id=author_id, name=name)
    kept = db.session.scalar(wanted) or KeptCorrespondence(author_id=author_id, name=name)
    kept.headers, kept.format, kept.kept_at = _mark(opened.table.headers), opened.mapping.format, clock.now()
    kept.columns, kept.taxes = dict(opened.mapping.columns), dict(opened.mapping.taxes)
    db.session.add(kept)
    db.session.flush()
    return kept


def kept_for(author_id: int, headers: Sequence[str]) -> Sequence[KeptCorrespondence]:
    """The trainer's correspondences for files of these headers, the last first."""
    wanted = sa.select(KeptCorrespondence).filter_by(author_id=author_id, headers=_mark(headers))
    return db.session.scalars(wanted.order_by(KeptCorrespondence.kept_at.desc(), KeptCorrespondence.id.desc())).all()


def list_kept(author_id: int) -> Sequence[KeptCorrespondence]:
    """The trainer's correspondences, by name."""
    wanted = sa.select(KeptCorrespondence).filter_by(author_id=author_id)
    return db.session.scalars(wanted.order_by(KeptCorrespondence.name)).all()


def drop_kept(*, kept_id: int, author_id: int) -> str:
    """Forget a correspondence; its name. Raises NotFound."""
    kept = db.session.get(KeptCorrespondence, kept_id)
    if kept is None or kept.author_id != author_id:
        raise NotFound("Cette correspondance n’existe pas.")
    name = kept.name
    db.session.delete(kept)
    db.session.flush()
    return name


def _mark(headers: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(fold(header) for header in headers).encode()).hexdigest()
